"""What the compiler refuses, each with the file, the line and words that say what to do."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from homeward.cli.words import words_in
from homeward.guide.check import check
from homeward.guide.load import load

from .conftest import MINI, ROOT

CLAIMS, THREATS, NORMS, DOCS, ASK, CASES = (
    "claims/all.yaml", "threats/all.yaml", "norms/code.yaml", "documents/refusal.yaml", "interviews/refusal.yaml", "cases/all.yaml",
)  # fmt: skip
QUESTIONS, SOURCES, ARTICLE = "questions/all.yaml", "sources/all.yaml", "articles/refusing.en.md"

SPOILED = [
    ("a claim without source", CLAIMS, "sources: [code-old]", "sources: []", "no-source", 4),
    ("a claim whose source is not there", CLAIMS, "sources: [code-old]", "sources: [code-odl]", "unknown-name", 4),
    ("a claim without the key", CLAIMS, "  sources: [code-old]\n", "", "missing-key", 2),
    ("a boolean where text is meant", THREATS, 'verdict: "false"', "verdict: false", "want-text-got", 13),
    ("a bare date where text is meant", THREATS, 'from: "2020-01-01"', "from: 2020-01-01", "want-text-got", 10),
    ("the word no where text is meant", CLAIMS, 'en: "Absence of up to three days is no crime."', "en: no", "want-text-got", 2),
    ("an empty value", CLAIMS, "certainty: high", "certainty:", "want-text-got", 5),
    ("an unknown key", CLAIMS, "certainty: high", "certainty: high\n  sure: very", "unknown-key", 6),
    ("the same key twice", CLAIMS, "certainty: high", "certainty: high\n  certainty: low", "key-twice", 6),
    ("the same id twice", CLAIMS, "short-no-crime-now:", "short-no-crime:", "key-twice", 6),
    ("an anchor", CLAIMS, "sources: [code-old]", "sources: &a [code-old]", "anchor", 4),
    ("a tag", CLAIMS, "certainty: high", "certainty: !x high", "tag", 5),
    ("broken YAML", CLAIMS, "sources: [code-old]", "sources: [code-old", "not-yaml", 5),
    ("a language missing", CLAIMS, ', en: "Absence of up to three days is no crime."', "", "text-language", 2),
    ("a language nobody knows", CLAIMS, "{ru: \"Отсутствие до", "{fr: \"x\", ru: \"Отсутствие до", "text-unknown-language", 2),
    ("a day that is none", THREATS, 'from: "2020-01-01"', 'from: "2020-02-30"', "want-day", 10),
    ("a word that is no verdict", THREATS, 'verdict: "false"', "verdict: wrong", "not-one-of", 13),
    ("a list that is none", THREATS, "claims: [short-no-crime]", "claims: short-no-crime", "want-list", 14),
    ("an overlap of versions", THREATS, 'until: "2024-03-01"', 'until: "2024-03-02"', "overlap", None),
    ("an undeclared gap in time", THREATS, 'until: "2024-03-01"', 'until: "2024-02-29"', "undeclared-gap", None),
    ("an undeclared gap in answers", THREATS, "days_absent <= 3", "days_absent <= 2", "undeclared-gap", None),
    ("an undeclared gap in statuses", THREATS, "    - {status: [conscript], from", "    - {status: [], from", "undeclared-gap", None),
    ("a gap over a version", THREATS, "status: [conscript], from", "status: [contract], from", "gap-overlap", None),
    ("two asides at once", THREATS, "conduct == \"left\" && armed'\n      aside: true\n      verdict: by_years\n      law: code-9\n      claims: [armed-four]",
     "armed'\n      aside: true\n      verdict: by_years\n      law: code-9\n      claims: [armed-four]\n    - id: more\n      status: [contract]\n      from: \"2025-01-01\"\n"
     "      until: open\n      when: 'armed'\n      aside: true\n      verdict: \"true\"\n      claims: [armed-four]", "overlap", None),
    ("a version that ends before it begins", THREATS, 'until: "2025-01-01"', 'until: "2019-01-01"', "period-backwards", None),
    ("a claim on an edition of another time", THREATS, "claims: [long-two]", "claims: [long-six]", "claim-edition", None),
    ("by_years without a norm", THREATS, "      law: code-7-1\n", "", "by-years-law", None),
    ("a penalty by law on the reading's day", THREATS, "verdict: unlawful_by_them", "verdict: unlawful_by_them\n      law: code-9", "law-axis", None),
    ("an aside without condition", THREATS, "      when: 'conduct == \"left\" && armed'\n", "", "aside-without-when", None),
    ("an unknown claim", THREATS, "claims: [long-two]", "claims: [long-tow]", "unknown-name", None),
    ("an unknown status", THREATS, "status: [contract]", "status: [officer]", "unknown-name", None),
    ("a name nobody asks for", THREATS, 'conduct == "refused"', 'deed == "refused"', "condition-name", 12),
    ("a choice that is none", THREATS, 'conduct == "refused"', 'conduct == "fled"', "condition-choice", 12),
    ("types that do not fit", THREATS, "days_absent > 3", 'days_absent > "3"', "condition-types", None),
    ("a condition that stops", THREATS, "days_absent > 3", "days_absent >", "condition-ends", None),
    ("a number as condition", THREATS, "'conduct == \"refused\"'", "'days_absent'", "condition-not-boolean", 12),
    ("no phrase in a language", THREATS, 'en: ["I will not take your report", "I will tear up your report"]', "en: []", "no-phrase", None),
    ("a hole between editions", NORMS, 'until: "2024-03-01"', 'until: "2024-02-01"', "norm-hole", None),
    ("editions that overlap", NORMS, 'until: "2024-03-01"', 'until: "2024-03-02"', "norm-overlap", None),
    ("a penalty upside down", NORMS, "min_years: 3, max_years: 6", "min_years: 7, max_years: 6", "penalty-order", None),
    ("a norm version nobody wrote", CLAIMS, "norm: code-7-1@2020", "norm: code-7-1@2021", "unknown-norm", 3),
    ("reviewed by nobody", CLAIMS, 'by: "Linden", ', "", "review-unsigned", None),
    ("a risk without its day", SOURCES, '  risk_on: "2025-01-10"\n', "", "risk-without-day", None),
    ("a question with choices that has none", QUESTIONS, "kind: yes_no", "kind: choice", "choices", None),
    ("an implied answer that is none", QUESTIONS, "value: left", "value: fled", "answer-misfit", None),
    ("a place nobody asks for", DOCS, "{unit}\"", "{units}\"", "unknown-place", None),
    ("a brace that opens nothing", DOCS, "{reasons}", "{reasons", "bad-place", None),
    ("places that differ by language", DOCS, "I cannot carry out the order of {order_on}.", "I cannot.", "places-differ", None),
    ("a block of two kinds", DOCS, "    - heading: {ru: \"Рапорт\", en: \"Report\"}", "    - heading: {ru: \"Р\", en: \"R\"}\n      para: {ru: \"x\", en: \"x\"}", "block-one-of", None),
    ("a paper without proof of filing", DOCS, "  proof:\n    - {ru: \"Напишите два экземпляра.\", en: \"Write two copies.\"}\n    - {ru: \"На втором попросите поставить входящий номер.\", "
     "en: \"Have the incoming number put on the second.\"}", "  proof: []", "no-proof", None),
    ("an interview that runs out", ASK, "    - id: paper\n      end:", "    - id: paper\n      when: 'conduct == \"refused\"'\n      end:", "interview-end", None),
    ("a condition on what is asked later", ASK, "when: 'conduct == \"left\"'", "when: 'order_on == \"2024-01-01\"'", "asked-later", None),
    ("a step nobody reaches", ASK, "lawyer_first: true\n      when: 'conduct == \"left\"'", "lawyer_first: true\n      when: 'conduct == \"left\" && conduct == \"refused\"'", "step-unreached", None),
    ("a step of two kinds", ASK, "    - ask: conduct\n", "    - ask: conduct\n      end: {says: {ru: \"x\", en: \"x\"}}\n      id: x\n", "step-one-of", None),
    ("a paragraph that names no claim", ARTICLE, " [[report-must-be-taken]]", "", "paragraph-without-claim", 3),
    ("an article that differs by language", ARTICLE, "[[paper-is-evidence]]", "[[-]]", "article-differs", 7),
    ("an article claim nobody wrote", ARTICLE, "[[paper-is-evidence]]", "[[paper]]", "unknown-name", 7),
    ("a case that cannot fail", CASES, 'expect: {verdict: "true", penalty: "3-6"}', "expect: {}", "case-expects-nothing", None),
    ("a case about two things", CASES, "interview: refusal\n", "interview: refusal\n  paper: refusal\n", "case-one-of", None),
    ("an answer that does not fit", CASES, "years: 6, armed: false", 'years: "6", armed: false', "answer-misfit", None),
    ("days out of order", "pack.yaml", 'expires: "2027-02-10"', 'expires: "2025-02-10"', "days-order", 12),
    ("a version that counts from nothing", "pack.yaml", "version: 1", "version: 0", "version-counts", 4),
    ("more signatures than keys", "pack.yaml", "review: {", "keys: {threshold: 2, public: [a]}\nreview: {", "threshold", 16),
]  # fmt: skip


@pytest.mark.parametrize(("file", "old", "new", "kind", "line"), [row[1:] for row in SPOILED], ids=[row[0] for row in SPOILED])
def test_a_mistake_is_named_where_it_stands(spoil, file: str, old: str, new: str, kind: str, line: int | None) -> None:
    problems = spoil(file, old, new)
    found = [p for p in problems if p.kind == kind]
    assert found, problems
    assert found[0].file == file
    assert found[0].line > 0
    if line is not None:
        assert found[0].line == line
    for language in ("ru", "en"):
        said = words_in(language)(f"guide-bad-{kind}", **found[0].values)
        assert len(said) > 10


def test_the_small_pack_has_no_mistakes() -> None:
    assert check(load(MINI)) == []


def test_every_kind_of_mistake_has_words_and_every_word_a_mistake() -> None:
    sources = "\n".join(p.read_text("utf-8") for p in (ROOT / "src/homeward/guide").glob("*.py"))
    sources += (ROOT / "src/homeward/cli/guide_ask.py").read_text("utf-8")
    for language in ("ru", "en"):
        text = (ROOT / "i18n" / language / "guide.ftl").read_text("utf-8")
        kinds = set(re.findall(r"^guide-bad-([a-z0-9-]+) =", text, re.MULTILINE)) - {"line", "day"}
        unused = {k for k in kinds if f'"{k}"' not in sources}
        assert not unused
        used = set(
            re.findall(r'"((?:condition|text|want|key|norm|article|case|words|places|period|review|risk|gap|by-years)-[a-z-]+)"', sources)
        )
        assert used - kinds <= {"want-"}, used - kinds


def test_a_file_no_pack_has(copy: Path) -> None:
    (copy / "notes.txt").write_text("x")
    assert [(p.kind, p.file) for p in check(load(copy))] == [("unknown-file", "notes.txt")]


def test_hostile_yaml_is_refused_and_not_followed(copy: Path) -> None:
    for text, kind in (
        ("a: &a [x]\nb: [*a, *a]\n", "anchor"),
        ("a: &a [*a]\n", "anchor"),
        ("x: " + "[" * 60 + "]" * 60, "too-deep"),
        ("x: " + "[" * 9000, "not-yaml"),
        ("- just a list", "want-entries"),
        ("Bad Id: {}", "bad-id"),
        ("a: 1\n---\nb: 2\n", "not-yaml"),
        ("x: !!python/object/apply:os.system [ls]", "tag"),
    ):
        (copy / "claims" / "zz.yaml").write_text(text)
        assert kind in {p.kind for p in check(load(copy)) if p.file == "claims/zz.yaml"}, text[:30]
    (copy / "claims" / "zz.yaml").write_bytes(b"\xff\xfe\x00")
    assert "not-utf8" in {p.kind for p in check(load(copy))}
