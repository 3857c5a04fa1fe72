"""The site: only what was released, in both languages, with a citation beside every figure, hostile words harmless."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path
from xml.etree import ElementTree

import pytest

from homeward.cli.words import words_in
from homeward.record.intake.sealed import Submission, desk_key, open_submission, seal_submission
from homeward.record.regions import regions
from homeward.record.release.errors import ReleaseBroken
from homeward.record.release.figures import RegionRate
from homeward.record.release.make import release
from homeward.record.site import charts
from homeward.record.site.build import build
from homeward.record.site.png import png
from homeward.record.site.svg import Drawing
from homeward.schema.record import Claim
from tests.record.invented import circles, few_regions

WORDS = {language: words_in(language) for language in ("ru", "en")}
NASTY = '"><script>alert(1)</script><img src=x onerror=alert(2)>'


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """The site of a small invented record with a hostile claim."""
    folder = tmp_path_factory.mktemp("site")
    with few_regions(folder / "record") as workspace:
        circles(workspace.store)
        workspace.store.public.claim(
            Claim(who=NASTY, what=NASTY, low=1, high=2, scope=NASTY, region=None, as_of="2022-01-01", method=NASTY, cited=NASTY)
        )
        release(workspace, folder / "out", "2024-07-01", "тест", WORDS, invented=True, latent=False)
        yield build(folder / "out", WORDS)


class _Page(HTMLParser):
    def __init__(self, text: str) -> None:
        super().__init__()
        self.links: list[str] = []
        self.tags: list[str] = []
        self.handlers: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        for name, value in attrs:
            if name in ("href", "src"):
                self.links.append(value or "")
            if name.startswith("on"):
                self.handlers.append(name)


@pytest.mark.parametrize("page", ["index", "method", "downloads", "correction", "en/index", "en/method", "en/downloads", "en/correction"])
def test_pages_load_nothing_from_elsewhere_and_every_link_leads_somewhere(site: Path, page: str) -> None:
    text = (site / f"{page}.html").read_text("utf-8")
    parsed = _Page(text)
    for link in parsed.links:
        assert not re.match(r"[a-z]+:|//", link), link
        assert ((site / f"{page}.html").parent / link.partition("#")[0]).exists(), link
    assert parsed.handlers == []
    assert "img" not in parsed.tags
    assert "script" not in parsed.tags or page.endswith("correction")
    assert "default-src &#39;none&#39;" in text or "default-src 'none'" in text


def test_every_figure_has_its_citation_and_says_that_people_are_invented(site: Path) -> None:
    for page, invented in (("index", "люди вымышлены"), ("en/index", "people invented")):
        text = (site / f"{page}.html").read_text("utf-8")
        sections = re.findall(r'<section class="figure" id="(.*?)".*?</section>', text, re.DOTALL)
        assert len(sections) >= 6
        for part in re.findall(r'<section class="figure".*?</section>', text, re.DOTALL):
            assert 'class="cite"' in part
            assert "2024.07.01" in part
            assert invented in part or 'id="claims"' in part
        assert text.count("16,25" if page == "index" else "16.25") == 1
        assert ("13,82–18,98" if page == "index" else "13.82–18.98") in text
        assert ("29,70" if page == "index" else "29.70") in text


def test_charts_are_files_of_their_own(site: Path) -> None:
    drawn = sorted((site / "charts").glob("*.svg"))
    assert {p.name.partition(".")[0] for p in drawn} >= {"map", "ranking", "time", "delay", "by-unit", "by-age", "by-rank", "by-support"}
    for path in drawn:
        root = ElementTree.fromstring(path.read_text("utf-8"))
        assert root.attrib["aria-label"]
        assert "var(" not in path.read_text("utf-8")
        image = path.with_suffix(".png").read_bytes()
        assert image.startswith(b"\x89PNG")
        assert len(image) > 2_000


def test_the_site_of_a_changed_release_is_refused(site: Path, tmp_path: Path) -> None:
    import shutil

    copy = tmp_path / "out"
    shutil.copytree(site.parent, copy)
    (copy / "data" / "deaths-total.csv").write_text("count,status\n9999,shown\n")
    with pytest.raises(ReleaseBroken):
        build(copy, WORDS)


def test_the_same_release_gives_the_same_site(site: Path) -> None:
    before = {p: p.read_bytes() for p in site.rglob("*") if p.is_file()}
    build(site.parent, WORDS)
    assert {p: p.read_bytes() for p in site.rglob("*") if p.is_file()} == before


def test_the_layout_has_every_region_once() -> None:
    placed = charts.tiles()
    assert placed.keys() == regions().keys()
    assert len(set(placed.values())) == 85


def test_hidden_regions_are_never_coloured() -> None:
    rates = [RegionRate("RU-BU", 9, 100, 9.0, 4.0, 17.0, 9.0, 1, 1, 1, True)]
    sheet = charts.tile_map(rates, WORDS["ru"], "ru", charts.WIDE)
    assert "".join(sheet.parts).count('class="hidden"') == 85  # 84 tiles and the legend


def test_text_of_a_drawing_is_escaped() -> None:
    sheet = Drawing(10, 10, NASTY)
    sheet.text(0, 0, NASTY)
    sheet.rect(0, 0, 1, 1, "bar", tip=NASTY)
    ElementTree.fromstring(sheet.inline())
    assert "<script" not in sheet.inline()
    assert png(sheet.alone()).startswith(b"\x89PNG")


@pytest.mark.parametrize(
    ("value", "ru", "en"), [(16.25, "16,2", "16.2"), (1234.0, "1\u00a0234", "1,234"), (0.0, "0", "0"), (99.96, "100,0", "100.0")]
)
def test_numbers(value: float, ru: str, en: str) -> None:
    assert charts.number(value, "ru") == ru
    assert charts.number(value, "en") == en


def test_the_desk_key_in_the_form_is_the_desks(site: Path) -> None:
    import base64

    text = (site / "correction.html").read_text("utf-8")
    [key] = re.findall(r'id="key">([^<]+)<', text)
    sealed = seal_submission(base64.b64decode(key), Submission(text="исправьте"))
    assert open_submission(desk_key(site.parents[1] / "record"), sealed).text == "исправьте"
