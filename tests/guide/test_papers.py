"""Papers: golden text, visible blanks, dangers first, no traces in the file, nothing that runs."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import docx
import pytest

from homeward.cli.guide_paper import frame_of
from homeward.guide.errors import NotThere
from homeward.guide.handout import WIDTH, handout, numbered
from homeward.guide.page import print_page
from homeward.guide.paper import BLANK, written
from homeward.guide.word import docx as as_docx
from homeward.schema.guide_bundle import Bundle

GOLDEN = Path(__file__).parent / "golden"
ANSWERS = {
    "full_name": "Иванов Иван Иванович",
    "conduct": "refused",
    "order_on": "2024-05-01",
    "reasons": "Моя совесть не позволяет мне стрелять в людей.\nЭто знают все, кто служил со мной рядом.",
}


@pytest.mark.parametrize("language", ["ru", "en"])
def test_the_sheet_to_copy_by_hand(mini: Bundle, language: str) -> None:
    paper = written(mini, "refusal", ANSWERS, language)
    assert handout(paper, frame_of(mini, paper)) == (GOLDEN / f"refusal.{language}.txt").read_text("utf-8")


def test_an_unanswered_place_is_a_visible_blank(mini: Bundle) -> None:
    paper = written(mini, "refusal", {}, "ru")
    text = [line.text for line in paper.lines]
    assert paper.blanks == ["unit", "full_name", "order_on", "reasons"]
    assert sum(BLANK in t for t in text) == 4
    assert paper.questions == ["conduct"]
    assert "Нахожусь в расположении части." not in text
    assert written(mini, "refusal", {"full_name": "\u200b \n", "unit": None}, "ru").blanks[:2] == ["unit", "full_name"]


def test_lines_are_short_and_numbered(mini: Bundle) -> None:
    paper = written(mini, "refusal", {"reasons": "слово " * 80 + "ы" * 150}, "ru")
    rows = numbered(paper.lines)
    assert all(len(row) <= WIDTH + 4 for row in rows)
    assert [int(row.split()[0]) for row in rows] == list(range(1, len(rows) + 1))


def test_the_word_file_tells_nothing_but_the_paper(mini: Bundle) -> None:
    paper = written(mini, "refusal", ANSWERS, "ru")
    data = as_docx(paper)
    assert data == as_docx(paper)
    with zipfile.ZipFile(io.BytesIO(data)) as files:
        assert not [n for n in files.namelist() if n.startswith(("docProps", "customXml"))]
        assert {f.date_time for f in files.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        everything = b"".join(files.read(n) for n in files.namelist())
    for trace in (b"python-docx", b"dc:creator", b"lastModifiedBy", b"docProps", b"w:rsid", b"Microsoft Office"):
        assert trace not in everything, trace
    sheet = docx.Document(io.BytesIO(data))
    text = [p.text for p in sheet.paragraphs]
    assert text[1] == "От: Иванов Иван Иванович"
    assert "1) прошу не направлять меня в бой;" in text


def test_the_print_page_runs_and_loads_nothing(mini: Bundle) -> None:
    paper = written(mini, "refusal", {"full_name": "<script>alert(1)</script>", "unit": '"><img src=x>'}, "ru")
    page = print_page(paper, frame_of(mini, paper))
    assert "<script" not in page
    assert "<img" not in page
    assert "http" not in page.replace("http-equiv", "")
    assert page.index("Эта бумага может стать доказательством") < page.index("<main>")


def test_dangers_show_unless_known_not_to_hold(mini: Bundle) -> None:
    assert len(written(mini, "refusal", {}, "ru").dangers) == 1


def test_an_unknown_paper_or_language_is_refused(mini: Bundle) -> None:
    for document, language in (("letter", "ru"), ("refusal", "fr")):
        with pytest.raises(NotThere):
            written(mini, document, {}, language)
