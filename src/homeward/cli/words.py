"""Words for people, in Russian and English, from Fluent files. A missing message is an error, never silence."""

from __future__ import annotations

import os
import sys
from functools import cache
from importlib import resources
from pathlib import Path
from typing import Any

from fluent.runtime import FluentBundle, FluentResource

LANGUAGES = ("ru", "en")


class Words:
    """`words("id", name=value)` is the message in one language. Raises KeyError for an id nobody wrote."""

    def __init__(self, language: str) -> None:
        self.language = language
        self._bundle = FluentBundle([language], use_isolating=False)
        for name in sorted(files(language)):
            self._bundle.add_resource(FluentResource(files(language)[name]))

    def __call__(self, identity: str, **values: Any) -> str:
        """The sentence with that id. Raises KeyError when it or one of its values is missing."""
        if not self._bundle.has_message(identity):
            raise KeyError(identity)
        pattern = self._bundle.get_message(identity).value
        if pattern is None:
            raise KeyError(identity)
        text, problems = self._bundle.format_pattern(pattern, values)
        if problems:
            raise KeyError(f"{identity}: {problems[0]}")
        return str(text)

    def has(self, identity: str) -> bool:
        """Whether this language has the message."""
        return bool(self._bundle.has_message(identity))


@cache
def files(language: str) -> dict[str, str]:
    """Name and text of every Fluent file of a language."""
    packaged = resources.files("homeward") / "_i18n" / language
    folder = packaged if packaged.is_dir() else Path(__file__).parents[3] / "i18n" / language
    return {f.name: f.read_text("utf-8") for f in folder.iterdir() if f.name.endswith(".ftl")}


@cache
def words_in(language: str) -> Words:
    """The words of a language, read once."""
    return Words(language)


def chosen_language() -> str:
    """`--lang` on the command line, else HOMEWARD_LANG, else LANG, else Russian."""
    for at, argument in enumerate(sys.argv):
        value = sys.argv[at + 1] if argument == "--lang" and at + 1 < len(sys.argv) else argument.removeprefix("--lang=")
        if argument.startswith("--lang") and value in LANGUAGES:
            return value
    wanted = os.environ.get("HOMEWARD_LANG") or os.environ.get("LC_ALL") or os.environ.get("LANG") or ""
    return "en" if wanted.lower().startswith(("en", "c.", "posix")) or wanted == "C" else "ru"


def w(identity: str, **values: Any) -> str:
    """A message in the language of this run."""
    return words_in(chosen_language())(identity, **values)
