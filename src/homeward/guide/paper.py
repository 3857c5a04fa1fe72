"""Papers (GUIDE 9): from blocks and answers to lines with visible blanks. No template language, no declined names, no guess.

It knows a compiled pack and answers; the forms (text to copy by hand, DOCX, print page) are `handout`, `docx` and `page`.
The same in TypeScript (`web/src/guide/paper.ts`), held together by `spec/vectors/guide/papers.json`.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from msgspec import Struct

from homeward.schema.guide import Block, Item, Question, Text
from homeward.schema.guide_bundle import Bundle, Facts

from .errors import NotThere
from .facts import known
from .places import split
from .three import open_names, value

BLANK = "________"
# Control and direction marks: a paper holds only what can be seen and copied by hand.
_UNSEEN = re.compile("[\\u0000-\\u001f\\u007f-\\u009f\\u200b-\\u200f\\u2028-\\u202e\\u2060-\\u206f\\ufeff\\ufffe\\uffff\\ud800-\\udfff]")
_MONTHS = ["January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"]
_YES = {"ru": ("да", "нет"), "en": ("yes", "no")}


class Line(Struct, frozen=True):
    """One line or paragraph of a paper. `kind`: heading, para, label, item, sign."""

    kind: str
    text: str


class Danger(Struct, frozen=True):
    """A notice that comes before the paper, with the claims behind it."""

    says: str
    claims: list[str]


class Paper(Struct, frozen=True):
    """A paper ready for any form. `blanks` are the places nobody answered, `questions` those that would decide a block left out."""

    document: str
    title: str
    language: str
    dangers: list[Danger]
    lines: list[Line]
    blanks: list[str]
    questions: list[str]
    proof: list[str]
    refused: list[str]


def written(bundle: Bundle, document_id: str, answers: Mapping[str, Any], language: str, *, status: str = "", today: str = "") -> Paper:
    """The paper for these answers. Raises NotThere for a document or language the pack does not have."""
    if document_id not in bundle.documents or language not in bundle.pack.languages:
        raise NotThere(f"{document_id} ({language})")
    document = bundle.documents[document_id]
    given = {k: v for k, v in answers.items() if k in bundle.questions}
    names = known(bundle, Facts(status=status, today=today, answers=given))
    pen = _Pen(bundle, names, language)
    for block in document.blocks:
        if pen.stands(block.when):
            pen.write(block)
    dangers = [d for d in document.danger if not d.when or value(bundle.conditions[d.when], names) is not False]
    return Paper(
        document=document_id,
        title=document.title[language],
        language=language,
        dangers=[Danger(d.says[language], d.claims) for d in dangers],
        lines=pen.lines,
        blanks=list(dict.fromkeys(pen.blanks)),
        questions=sorted(pen.questions),
        proof=[t[language] for t in document.proof],
        refused=[t[language] for t in document.refused],
    )


class _Pen:
    """Writes blocks one after the other and remembers what was left blank or undecided."""

    def __init__(self, bundle: Bundle, names: dict[str, Any], language: str) -> None:
        self.bundle, self.names, self.language = bundle, names, language
        self.lines: list[Line] = []
        self.blanks: list[str] = []
        self.questions: set[str] = set()

    def stands(self, when: str) -> bool:
        """Whether a block stands; an undecided one does not, and its questions are noted."""
        if not when:
            return True
        tree = self.bundle.conditions[when]
        self.questions |= open_names(tree, self.names)
        return value(tree, self.names) is True

    def write(self, block: Block) -> None:
        """The lines of one block."""
        for kind in ("heading", "para", "label", "sign"):
            text: Text = getattr(block, kind)
            if text:
                self.lines.append(Line(kind, self._filled(text)))
        rows: list[Item] = [row for row in block.rows if self.stands(row.when)]
        self.lines += [Line("item", self._filled(row.text)) for row in rows]

    def _filled(self, text: Text) -> str:
        return "".join(self._answer(piece) if place else piece for piece, place in split(text[self.language]))

    def _answer(self, name: str) -> str:
        answer = self.names.get(name)
        if isinstance(answer, str):
            answer = " ".join(_UNSEEN.sub(" ", answer).split()) or None
        question = self.bundle.questions.get(name)
        if answer is None:
            self.blanks.append(name)
            return (question.blank.get(self.language) if question else "") or BLANK
        return shown(answer, question, self.language)


def shown(answer: Any, question: Question | None, language: str) -> str:
    """An answer as a paper shows it: days in the language's form, choices and yes/no in words."""
    kind = question.kind if question else "date"
    if kind == "date":
        return day_shown(answer, language)
    if kind == "choice" and question and answer in question.choices:
        return question.choices[answer][language]
    if kind == "yes_no":
        return _YES.get(language, _YES["en"])[0 if answer else 1]
    return str(answer)


def day_shown(day: str, language: str) -> str:
    """A day as the language writes it in papers (GUIDE 9.3)."""
    year, month, number = day.split("-")
    if language == "ru":
        return f"{number}.{month}.{year}"
    return f"{int(number)} {_MONTHS[int(month) - 1]} {year}" if language == "en" else day
