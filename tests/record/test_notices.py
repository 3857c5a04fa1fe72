"""Notices and sealed submissions: suggestions with places, both values kept, sealed till read."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from homeward.record.errors import NumberMissing, ReviewerMissing, SubmissionUnreadable
from homeward.record.intake.accept import accept_notice
from homeward.record.intake.extract import segments, suggest
from homeward.record.intake.russian import nominative
from homeward.record.intake.sealed import Submission, as_correction, desk_key, open_submission, seal_submission
from homeward.record.people import machine_values
from homeward.record.store import Store
from homeward.schema.record import Field, Grade, Source, SourceKind, Suggestion

TUVAN = (
    "В боях погиб рядовой Чүргүй-оол Айдың Өлчеевич, 1998 г.р., уроженец села Хову-Аксы Республики Тыва. Мобилизованный. "
    "Погиб 14 марта 2022 года под Изюмом. Похоронен 02.04.2022 в Кызыле. Ему было 23 года."
)
BURYAT = (
    "Простились с Баиром Цыреновичем Доржиевым. "
    "Старший сержант, контрактник, родом из Улан-Удэ, Бурятия. Погиб в марте 2022. Родился 5 мая 1990 года."
)
OSSETIAN = (
    "Скорбим по поводу гибели старшего лейтенанта Алана Дзахоева из Северной Осетии. "
    "24-летний офицер умер от ран 7.03.2022. Похороны прошли 12 марта 2022 года."
)


def _read(text: str) -> dict[Field, str]:
    return {s.field: s.value for s in suggest(text)}


def test_what_is_read_in_notices() -> None:
    assert _read(TUVAN) == {
        Field.RANK: "рядовой",
        Field.NAME: "Чүргүй-оол Айдың Өлчеевич",
        Field.BORN: "1998",
        Field.HOME: "Хову-Аксы",
        Field.REGION: "RU-TY",
        Field.UNIT_TYPE: "mobilised",
        Field.DIED: "2022-03-14",
        Field.PLACE: "Изюмом",
        Field.AGE: "23",
    }
    buryat = _read(BURYAT)
    assert (buryat[Field.NAME], buryat[Field.RANK], buryat[Field.UNIT_TYPE]) == (
        "Баир Цыренович Доржиев",
        "старший сержант",
        "professional",
    )
    assert (buryat[Field.DIED], buryat[Field.BORN], buryat[Field.REGION]) == ("2022-03", "1990-05-05", "RU-BU")
    ossetian = _read(OSSETIAN)
    assert (ossetian[Field.NAME], ossetian[Field.RANK], ossetian[Field.AGE]) == ("Алан Дзахоев", "старший лейтенант", "24")
    assert (ossetian[Field.DIED], ossetian[Field.REGION]) == ("2022-03-07", "RU-SE")


def test_a_funeral_is_not_a_death() -> None:
    assert [s.value for s in suggest("Похоронен 02.04.2022. Прощание прошло 3 апреля 2022 года.") if s.field == Field.DIED] == []


def test_places_point_at_the_words() -> None:
    for suggestion in suggest(TUVAN):
        assert TUVAN[suggestion.start : suggestion.end].strip()
    assert "".join(piece for piece, _ in segments(TUVAN, suggest(TUVAN))) == TUVAN


@given(st.text(max_size=60), st.lists(st.tuples(st.integers(0, 60), st.integers(0, 60)), max_size=6))
def test_segments_never_lose_a_letter(text: str, spans: list[tuple[int, int]]) -> None:
    found = [Suggestion(field=Field.NAME, value="", start=min(a, b, len(text)), end=min(max(a, b), len(text))) for a, b in spans]
    assert "".join(piece for piece, _ in segments(text, found)) == text


@given(st.text(alphabet="абвГД ЁёҮү0123456789.,-«»\n погибродился2022 года", max_size=80))
@settings(max_examples=15)
def test_any_text_can_be_read(text: str) -> None:
    suggest(text)


def test_nominatives() -> None:
    assert nominative("Доржиева Баира Цыреновича") == "Доржиев Баир Цыренович"
    assert nominative("Иванов Пётр Сергеевич") == "Иванов Пётр Сергеевич"


def test_a_reviewer_makes_a_report_of_a_notice(sqlite_store: Store) -> None:
    store = sqlite_store
    store.reports.declare(Source(id="press", kind=SourceKind.PRESS, grade=Grade.C, group="press", licence="CC0", title="Газета"))
    notice = store.notices.add("press", BURYAT, suggest(BURYAT))
    assert store.notices.add("press", BURYAT, []).number == notice.number
    assert store.reports.count() == 0
    with pytest.raises(ReviewerMissing):
        accept_notice(store, notice.number, {}, by="")
    with pytest.raises(NumberMissing):
        accept_notice(store, 99, {}, by="а")
    report = accept_notice(store, notice.number, {Field.NAME: "Доржиев Баир Цыренович", Field.RANK: "сержант"}, by="а")
    values = store.reports.report(report).values
    assert (values[Field.SURNAME], values[Field.RANK], values[Field.REGION]) == ("Доржиев", "сержант", "RU-BU")
    assert (Field.RANK, "старший сержант", "сержант") in machine_values(store, report)
    assert store.notices.waiting() == []


def test_sealed_submissions(tmp_path: Path, sqlite_store: Store) -> None:
    key = desk_key(tmp_path)
    assert desk_key(tmp_path).public == key.public
    assert (tmp_path / "desk.key").stat().st_mode & 0o077 == 0
    said = Submission(text="Ему было 24", relation="сестра", person=5, field=Field.AGE, grounds="паспорт")
    sealed = seal_submission(key.public, said)
    assert len(sealed) == len(seal_submission(key.public, Submission(text="да")))
    assert open_submission(key, sealed) == said
    number = sqlite_store.notices.receive(sealed)
    assert sqlite_store.notices.receive(sealed) == number
    kept = sqlite_store.notices.submissions()[0]
    assert (kept[1], len(kept[2])) == (sealed, 10)
    asked = sqlite_store.public.ask(as_correction(said))
    assert (asked.person, asked.relation, asked.wanted) == (5, "сестра", "Ему было 24")
    for wrong in (sealed[:-1], b"", sealed[:-1] + bytes([sealed[-1] ^ 1])):
        with pytest.raises(SubmissionUnreadable):
            open_submission(key, wrong)
