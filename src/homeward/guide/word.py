"""A paper as DOCX without metadata (GUIDE 9.5): no author, no dates, no program, every file inside stamped with the same day."""

from __future__ import annotations

import io
import re
import zipfile

from docx import Document
from docx.document import Document as Sheet
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.shared import Cm, Pt

from .paper import Line, Paper

_DAY = (1980, 1, 1, 0, 0, 0)
_DROPPED = ("docProps/", "customXml/", "word/stylesWithEffects.xml")
_POINTERS = re.compile(rb"<(?:Relationship|Override)\b[^>]*(?:docProps/|customXml/|stylesWithEffects)[^>]*/>")
# Word's numbers of editing sessions: they tell which papers one person wrote.
_SESSIONS = re.compile(rb'<w:rsids>.*?</w:rsids>|<w:rsid [^>]*/>| w:rsid[A-Za-z]*="[^"]*"', re.DOTALL)


def docx(paper: Paper) -> bytes:
    """The bytes of the .docx; the same for the same paper."""
    sheet = Document()
    section = sheet.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.left_margin, section.right_margin, section.top_margin, section.bottom_margin = Cm(3), Cm(1.5), Cm(2), Cm(2)
    style = sheet.styles["Normal"]
    style.font.name, style.font.size = "Times New Roman", Pt(14)
    item = 0
    for line in paper.lines:
        item = item + 1 if line.kind == "item" else 0
        _paragraph(sheet, line, item)
    made = io.BytesIO()
    sheet.save(made)
    return _without_traces(made.getvalue())


def _paragraph(sheet: Sheet, line: Line, item: int) -> None:
    paragraph = sheet.add_paragraph(f"{item}) {line.text}" if item else line.text)
    paragraph.paragraph_format.space_after = Pt(6)
    if line.kind == "heading":
        paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
        paragraph.paragraph_format.space_before = Pt(12)
        paragraph.runs[0].bold = True
    elif line.kind == "label":
        paragraph.paragraph_format.left_indent = Cm(8)
    elif line.kind == "sign":
        paragraph.paragraph_format.space_before = Pt(24)
    elif line.kind == "para":
        paragraph.paragraph_format.first_line_indent = Cm(1.25)


def _without_traces(data: bytes) -> bytes:
    """The same document without properties, preview, session numbers and time stamps."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in sorted(old.namelist()):
            if name.startswith(_DROPPED):
                continue
            content = old.read(name)
            if name.endswith(".rels") or name == "[Content_Types].xml":
                content = _POINTERS.sub(b"", content)
            content = _SESSIONS.sub(b"", content)
            entry = zipfile.ZipInfo(name, _DAY)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.create_system = 0
            new.writestr(entry, content)
    return out.getvalue()
