"""Search on the small pack: inflected, misspelt, in Latin letters, without punctuation; and nothing for what is not there."""

from __future__ import annotations

import pytest

from homeward.guide.numbers import years_in
from homeward.guide.search import find
from homeward.guide.spelling import skeleton, stem, tokens
from homeward.schema.guide_bundle import Bundle


@pytest.mark.parametrize(
    ("heard", "threat"),
    [
        ("сказал что посадят на 8 лет", "prison-years"),
        ("posadyat na vosem let", "prison-years"),
        ("пасадят нас на шесть лет", "prison-years"),
        ("ПОСАДИМ ТЕБЯ НА ШЕСТЬ ЛЕТ!!!", "prison-years"),
        ("рапорта не приму", "report-not-taken"),
        ("raport ne primu", "report-not-taken"),
        ("порвал рапорт", "report-not-taken"),
        ("raportom pechku rastoplyu", "report-not-taken"),
        ("he will tear your report up", "report-not-taken"),
        ("за неповенавение сядишь", "disobeying"),
    ],
)
def test_the_entry_is_found(mini: Bundle, heard: str, threat: str) -> None:
    assert [f.threat for f in find(mini.search, heard)][:1] == [threat]


@pytest.mark.parametrize(
    "heard", ["какая завтра погода", "сколько стоит билет до Москвы", "what is the weather like", "", "!!!", "и в на не"]
)
def test_what_is_not_there_is_not_found(mini: Bundle, heard: str) -> None:
    assert find(mini.search, heard) == []


@pytest.mark.parametrize(
    ("heard", "years"),
    [
        ("на восемь лет", 8),
        ("лет пятнадцать дадут", 15),
        ("до 20 лет", 20),
        ("двадцать пять лет", 25),
        ("eight years", 8),
        ("через 3 дня", None),
        ("от пяти до десяти лет", 10),
        ("в 2022 году", None),
        ("на пятнашку", 15),
        ("vosem let", 8),
        ("посадят", None),
    ],
)
def test_the_years_threatened(heard: str, years: int | None) -> None:
    assert years_in(tokens(heard)) == years


def test_spellings_that_sound_alike_are_one() -> None:
    assert skeleton("дезертир") == skeleton("дизертир") == skeleton("dezertir")
    assert skeleton("щит") == skeleton("schit") == skeleton("shchit")
    assert stem("контрактникам") == stem("контрактник") == stem("kontraktnika")
    assert tokens("Де́лай — «раз», can't!") == ["делай", "раз", "cant"]
