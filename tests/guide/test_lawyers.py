"""What lawyers read: the review page and the difference of two versions."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from homeward.cli.words import words_in
from homeward.guide.compile import open_pack
from homeward.guide.difference import differences
from homeward.guide.review import review_page
from homeward.schema.guide_bundle import Bundle


@pytest.mark.parametrize("language", ["ru", "en"])
def test_the_review_page_is_whole_and_alone(mini: Bundle, language: str) -> None:
    page = review_page(mini, "2026-11-25", language, words_in(language))
    for claim in mini.claims.values():
        assert claim.says[language] in page
    assert not re.search(r"<(script|link|img|iframe)\b", page)
    assert "default-src 'none'" in page
    assert set(re.findall(r'href="(https?://[^"]+)"', page)) == {s.url for s in mini.sources.values()}
    for anchor in re.findall(r'href="#([^"]+)"', page):
        assert f'id="{anchor}"' in page, anchor


def test_a_review_page_escapes_what_authors_wrote(copy: Path) -> None:
    file = copy / "claims" / "all.yaml"
    file.write_text(file.read_text("utf-8").replace("is no crime.", "is no <b onclick=x>crime</b>."), "utf-8")
    assert "<b onclick" not in review_page(open_pack(copy), "2026-11-25", "en", words_in("en"))


def test_nothing_changes_between_equals(mini: Bundle) -> None:
    assert differences(mini, mini, "2026-02-01") == []


def test_a_changed_penalty_says_for_whom_and_when(copy: Path, mini: Bundle) -> None:
    file = copy / "norms" / "code.yaml"
    file.write_text(file.read_text("utf-8").replace("max_years: 6", "max_years: 5"), "utf-8")
    changes = differences(mini, open_pack(copy), "2026-02-01")
    assert {(c.threat, tuple(c.statuses), c.first, c.until) for c in changes} == {
        ("prison-years", ("conscript", "contract"), "2024-03-01", "open")
    }
    flipped = [c for c in changes if c.before.split()[0] != c.after.split()[0]]
    assert [(c.answers["years"], c.before, c.after) for c in flipped] == [([6], "true 3–6", "false 3–5")]


def test_a_changed_sentence_and_a_lost_threat_are_told(copy: Path, mini: Bundle) -> None:
    claims, threats = copy / "claims" / "all.yaml", copy / "threats" / "all.yaml"
    claims.write_text(claims.read_text("utf-8").replace("must be accepted", "has to be accepted"), "utf-8")
    text = threats.read_text("utf-8")
    threats.write_text(text[: text.index("disobeying:")], "utf-8")
    changes = differences(mini, open_pack(copy), "2026-02-01")
    assert [(c.before, c.after) for c in changes if c.threat == "report-not-taken" and c.words] == [
        ("unlawful_by_them", "unlawful_by_them")
    ]
    assert {c.after for c in changes if c.threat == "disobeying"} == {""}
