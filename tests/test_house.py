"""The house itself: file sizes, words in both languages, errors with hints, links in the docs, and nothing about where it was built."""

from __future__ import annotations

import ast
import importlib
import pkgutil
import re
import subprocess
import sys
from pathlib import Path

import pytest
from fluent.syntax import FluentParser
from fluent.syntax import ast as fluent

import homeward
from homeward.schema.errors import HomewardError

ROOT = Path(__file__).parent.parent
LANGUAGES = ("ru", "en")
TRACKED = [
    ROOT / line
    for line in subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard"], cwd=ROOT, capture_output=True, text=True, check=False
    ).stdout.splitlines()
]  # fmt: skip
TEXTS = [
    p
    for p in TRACKED
    if p.suffix in {".py", ".md", ".toml", ".ts", ".tsx", ".sh", ".ftl", ".yaml", ".html", ".css", ".sql"} and p.is_file()
]
SOURCES = [p for p in TEXTS if p.suffix in {".py", ".ts", ".tsx"} and "gen" not in p.parts]


def test_files_are_small() -> None:
    sizes = {p.relative_to(ROOT): len(p.read_text("utf-8").splitlines()) for p in SOURCES}
    over = {str(p): n for p, n in sizes.items() if n > 500 and "longer than 500" not in (ROOT / p).read_text("utf-8")[:600]}
    # A file may be longer only with its reason at the top.
    assert not over
    ours = [n for p, n in sizes.items() if str(p).startswith("src/")]
    assert sum(n > 300 for n in ours) <= len(ours) // 10
    assert sorted(ours)[len(ours) // 2] <= 150


def test_no_file_is_named_after_nothing() -> None:
    empty = re.compile(r"^(utils?|helpers?|common|misc|manager)\b", re.IGNORECASE)
    assert not [str(p.relative_to(ROOT)) for p in SOURCES if empty.match(p.stem)]


def test_every_module_says_what_it_does() -> None:
    silent = [p for p in (ROOT / "src").rglob("*.py") if p.stat().st_size and not ast.get_docstring(ast.parse(p.read_text("utf-8")))]
    assert not silent


def messages(language: str) -> dict[str, fluent.Message]:
    """All messages of a language, by id; a broken file is an error."""
    found: dict[str, fluent.Message] = {}
    for path in sorted((ROOT / "i18n" / language).glob("*.ftl")):
        for entry in FluentParser().parse(path.read_text("utf-8")).body:
            assert not isinstance(entry, fluent.Junk), f"{path.name}: {entry.content[:80]!r}"
            if isinstance(entry, fluent.Message):
                assert entry.id.name not in found, f"{entry.id.name} stands twice"
                found[entry.id.name] = entry
    return found


def variables(node: object) -> set[str]:
    """Names of the variables a message uses."""
    if isinstance(node, fluent.VariableReference):
        return {node.id.name}
    if isinstance(node, fluent.BaseNode):
        return {v for value in vars(node).values() for v in variables(value)}
    if isinstance(node, list):
        return {v for value in node for v in variables(value)}
    return set()


def test_both_languages_say_the_same_things() -> None:
    russian, english = messages("ru"), messages("en")
    assert set(russian) == set(english)
    different = {i for i in russian if variables(russian[i]) != variables(english[i])}
    assert not different


def test_russian_is_russian_and_english_is_english() -> None:
    def text(message: fluent.Message) -> str:
        return "".join(e.value for e in (message.value.elements if message.value else []) if isinstance(e, fluent.TextElement))

    cyrillic = re.compile("[а-яё]{2}", re.IGNORECASE)  # a single letter may be spoken about
    left = [i for i, m in messages("en").items() if cyrillic.search(text(m)) and not i.endswith("other-language")]
    assert not left


def all_errors() -> list[type[HomewardError]]:
    """Every error class of the product."""
    for module in pkgutil.walk_packages(homeward.__path__, "homeward."):
        if module.name.endswith(".errors"):
            importlib.import_module(module.name)
    found, stack = set(), [HomewardError]
    while stack:
        for child in stack.pop().__subclasses__():
            if child.__module__.startswith("homeward."):
                found.add(child)
                stack.append(child)
    return sorted(found, key=lambda c: c.__name__)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_error_says_what_happened_and_what_to_do(language: str) -> None:
    words = messages(language)
    missing = [c.__name__ for c in all_errors() if f"error-{c.__name__}" not in words or f"hint-{c.__name__}" not in words]
    assert not missing
    assert all(c.__doc__ and c.hint for c in all_errors())


def test_every_word_the_commands_ask_for_is_written() -> None:
    russian = messages("ru")
    asked = {i for p in (ROOT / "src/homeward/cli").glob("*.py") for i in re.findall(r'\bw\(\s*"([a-z0-9-]+)"', p.read_text("utf-8"))}
    assert asked
    assert not asked - set(russian)


def test_links_in_the_docs_lead_somewhere() -> None:
    broken = []
    for path in (p for p in TEXTS if p.suffix == ".md" and p.name != "LICENSE"):
        for target in re.findall(r"\]\(([^)#\s]+)", path.read_text("utf-8")):
            if "://" not in target and not target.startswith("mailto:") and not (path.parent / target).exists():
                broken.append(f"{path.relative_to(ROOT)} → {target}")
    assert not broken


def test_files_the_docs_name_exist() -> None:
    named = re.compile(r"`((?:src|spec|docs|tests|tools|bench|i18n|web|guides)/[A-Za-z0-9_./-]+)`")
    gone = []
    for path in (ROOT / "README.md", ROOT / "CONTRIBUTING.md", ROOT / "SECURITY.md", *(ROOT / "docs").glob("*.md")):
        gone += [f"{path.name} → {name}" for name in named.findall(path.read_text("utf-8")) if not (ROOT / name).exists()]
    assert not gone


def test_the_repository_speaks_of_the_project_alone() -> None:
    # Written in pieces so that this very file does not contain what it looks for.
    outside = re.compile(
        "|".join(["/work/" + "shared", r"\.\./sha" + "red", "files.python" + "hosted", "registry.npm" + "js", "pypi" + r"\.org"])
    )
    loose = [
        str(p.relative_to(ROOT))
        for p in [*TEXTS, ROOT / "requirements.lock", ROOT / "web/package-lock.json"]
        if p.exists() and outside.search(p.read_text("utf-8"))
    ]
    assert not loose


def test_only_the_commands_and_tests_print() -> None:
    # ruff's T20 keeps print out of src; a log call would be the other way to leak.
    assert not [
        p
        for p in (ROOT / "src/homeward/relay").glob("*.py")
        if p.name != "quiet.py"  # it silences the libraries
        and re.search(r"^\s*(import logging|logging\.)", p.read_text("utf-8"), re.MULTILINE)
    ]


def test_the_readme_shows_the_figures_that_were_measured() -> None:
    done = subprocess.run([sys.executable, "tools/figures.py", "--check"], cwd=ROOT, check=False)
    assert done.returncode == 0, "run tools/figures.py"
