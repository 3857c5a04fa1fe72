"""The site as files: pages in both languages, charts as SVG and PNG, the release's files beside them (RECORD, 'Site').

Opens from a folder without a server; reading needs no script. The same release gives the same bytes.
"""

from __future__ import annotations

import base64
import csv
import hashlib
import shutil
from collections.abc import Callable, Mapping
from io import StringIO
from pathlib import Path

from jinja2 import Environment, PackageLoader, StrictUndefined
from markdown_it import MarkdownIt

from homeward.record.release.keep import write_whole

from .claims import claim_words
from .correct import FIELDS, correction_script, desk_key
from .figures import cite, figures, heads
from .png import png
from .published import Published, published
from .svg import chart_css

Words = Callable[..., str]
PAGES = ("index", "method", "downloads", "correction")
SITE = "site"


def build(release: Path, words: Mapping[str, Words]) -> Path:
    """Write `site/` inside a release folder, replacing an earlier one. Raises ReleaseBroken, ReleaseUnreadable."""
    p = published(release)
    files = {path: (release / path).read_bytes() for path, _ in p.files}
    for language, say in words.items():
        files |= _language(p, say, language)
    place, draft = release / SITE, release / f".{SITE}.next"
    shutil.rmtree(draft, ignore_errors=True)
    write_whole(draft, files)
    shutil.rmtree(place, ignore_errors=True)
    draft.rename(place)
    return place


def _language(p: Published, say: Words, language: str) -> dict[str, bytes]:
    shown = figures(p, say, language)
    files: dict[str, bytes] = {}
    for figure in shown:
        if figure.alone:
            files[f"charts/{figure.id}.{language}.svg"] = figure.alone.encode()
            files[f"charts/{figure.id}.{language}.png"] = png(figure.alone)
    folder = "" if language == "ru" else f"{language}/"
    pages = _Pages(p, say, language)
    claims = [claim_words(c, say, language) for c in p.claims]
    files[f"{folder}index.html"] = pages(
        "index", figures=shown, heads=heads(p, say, language), claims=claims, claims_cite=cite(p, say, say("site-claims"))
    )
    text = (p.folder / f"methodology.{language}.md").read_text("utf-8")
    files[f"{folder}method.html"] = pages("method", methodology=MarkdownIt("commonmark", {"html": False}).enable("table").render(text))
    moved = list(csv.reader(StringIO((p.folder / "data" / "changes.csv").read_text("utf-8"))))
    columns = [say(f"site-change-{c.replace('_', '-')}") for c in moved[0]]
    licence = (p.folder / "LICENCE.txt").read_text("utf-8").split("\n\n")[0 if language == "ru" else 1]
    files[f"{folder}downloads.html"] = pages(
        "downloads", files=p.files, change_columns=columns, changes=moved[1:], licence=licence, cite=cite(p, say, say("site-whole"))
    )
    key = desk_key(p)
    script = correction_script() if key else ""
    files[f"{folder}correction.html"] = pages("correction", script=script, fields=FIELDS, desk_key=key)
    return files


class _Pages:
    """Pages of one language from templates; every value is escaped."""

    def __init__(self, p: Published, say: Words, language: str) -> None:
        loader = PackageLoader("homeward.record.site", "templates")
        self._env = Environment(loader=loader, autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)
        self._p, self._say, self._language = p, say, language
        self._css = (Path(__file__).parent / "static" / "site.css").read_text("utf-8") + chart_css()

    def __call__(self, page: str, **values: object) -> bytes:
        say, language = self._say, self._language
        script = str(values.get("script", ""))
        policy = f"default-src 'none'; img-src 'self' data:; base-uri 'none'; form-action 'none'; style-src '{_hash(self._css)}'"
        if script:
            policy += f"; script-src '{_hash(script)}'"
        text = self._env.get_template(f"{page}.html").render(
            p=self._p,
            say=say,
            language=language,
            other="en" if language == "ru" else "ru",
            page=page,
            pages=PAGES,
            css=self._css,
            policy=policy,
            title=self._p.title or say("release-untitled"),
            heading=say("site-heading") if page == "index" else say(f"site-page-{page}"),
            other_page=f"en/{page}.html" if language == "ru" else f"../{page}.html",
            root="" if language == "ru" else "../",
            day=lambda d: d,
            **values,
        )
        return text.encode()


def _hash(text: str) -> str:
    return "sha256-" + base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
