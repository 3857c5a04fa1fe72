"""A pack's folder as a `Draft`: every entry in its shape, with places for messages (GUIDE 2). No rules between entries."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from pathlib import Path as File
from typing import Any

from ruamel.yaml.nodes import MappingNode, ScalarNode

from homeward.schema import guide as g

from .article import Part, read_article
from .errors import NoPack
from .fit import Fitter, Misfit
from .problem import Places, Problem
from .read import Broken, line_of, read

KINDS: dict[str, Any] = {
    "sources": g.Source, "norms": g.Norm, "claims": g.Claim, "questions": g.Question, "threats": g.Threat,
    "interviews": g.Interview, "documents": g.Document, "addresses": g.Address, "cases": g.Case, "synonyms": g.Synonyms,
    "phrases": g.Synonyms,
}  # fmt: skip
ID = re.compile(r"[a-z0-9][a-z0-9-]*")
QUESTION_ID = re.compile(r"[a-z][a-z0-9_]*")


@dataclass
class Draft:
    """A pack as written. `problems` holds what did not fit; entries that did not fit are missing."""

    pack: g.Pack | None = None
    languages: list[str] = field(default_factory=list)
    sources: dict[str, g.Source] = field(default_factory=dict)
    norms: dict[str, g.Norm] = field(default_factory=dict)
    claims: dict[str, g.Claim] = field(default_factory=dict)
    questions: dict[str, g.Question] = field(default_factory=dict)
    threats: dict[str, g.Threat] = field(default_factory=dict)
    interviews: dict[str, g.Interview] = field(default_factory=dict)
    documents: dict[str, g.Document] = field(default_factory=dict)
    addresses: dict[str, g.Address] = field(default_factory=dict)
    cases: dict[str, g.Case] = field(default_factory=dict)
    synonyms: dict[str, g.Synonyms] = field(default_factory=dict)
    phrases: dict[str, g.Synonyms] = field(default_factory=dict)
    articles: dict[str, dict[str, list[Part]]] = field(default_factory=dict)
    words: dict[str, str] = field(default_factory=dict)
    places: Places = field(default_factory=Places)
    problems: list[Problem] = field(default_factory=list)


def load(folder: File) -> Draft:
    """Everything under `folder`. Raises NoPack when it holds no pack.yaml; all other mistakes are in `problems`."""
    if not (folder / "pack.yaml").is_file():
        raise NoPack(str(folder))
    draft = Draft()
    _pack(folder / "pack.yaml", draft)
    for name in sorted(p.name for p in folder.iterdir() if not p.name.startswith(".")):
        part = folder / name
        if name in KINDS and part.is_dir():
            for file in sorted(part.glob("*.yaml")):
                _entries(file, f"{name}/{file.name}", name, draft)
        elif name == "articles" and part.is_dir():
            for file in sorted(part.glob("*.md")):
                _article(file, draft)
        elif name == "i18n" and part.is_dir():
            draft.words = {f.stem: f.read_text("utf-8") for f in sorted(part.glob("*.ftl"))}
        elif name not in ("pack.yaml", "README.md"):
            draft.problems.append(Problem(name, 0, "unknown-file", {"known": ", ".join([*KINDS, "articles", "i18n"])}))
    return draft


def _pack(file: File, draft: Draft) -> None:
    node = _root(file, "pack.yaml", draft)
    if node is not None:
        listed: Any = next((v.value for k, v in node.value if k.value == "languages"), [])
        draft.languages = [str(v.value) for v in listed] if isinstance(listed, list) else []
        try:
            draft.pack = Fitter("pack.yaml", draft.languages, draft.places, draft.problems).fit(node, g.Pack, ("pack",))
        except Misfit:
            return  # said in draft.problems


def _root(file: File, name: str, draft: Draft) -> MappingNode | None:
    try:
        node, problems = read(file.read_text("utf-8"), name)
    except Broken as broken:
        draft.problems.append(broken.problem)
        return None
    except UnicodeDecodeError:
        draft.problems.append(Problem(name, 0, "not-utf8"))
        return None
    draft.problems += problems
    if problems or node is None:
        return None
    if not isinstance(node, MappingNode):
        draft.problems.append(Problem(name, line_of(node), "want-entries"))
        return None
    return node


def _entries(file: File, name: str, kind: str, draft: Draft) -> None:
    node = _root(file, name, draft)
    if node is None:
        return
    fitter = Fitter(name, draft.languages, draft.places, draft.problems)
    into: dict[str, Any] = getattr(draft, kind)
    for key, value in node.value:
        if not isinstance(key, ScalarNode) or not (QUESTION_ID if kind == "questions" else ID).fullmatch(key.value):
            draft.problems.append(Problem(name, line_of(key), "bad-id", {"id": str(key.value)}))
        elif key.value in into:
            draft.problems.append(Problem(name, line_of(key), "id-twice", {"id": key.value, "kind": kind}))
        else:
            try:
                into[key.value] = fitter.fit(value, KINDS[kind], (kind, key.value))
            except Misfit:
                draft.places.put((kind, key.value), name, line_of(key))


def _article(file: File, draft: Draft) -> None:
    name = f"articles/{file.name}"
    identity, _, language = file.name.removesuffix(".md").rpartition(".")
    if not ID.fullmatch(identity) or not language:
        draft.problems.append(Problem(name, 0, "article-name"))
        return
    parts, problems = read_article(file.read_text("utf-8"), name)
    draft.problems += problems
    draft.articles.setdefault(identity, {})[language] = parts
    draft.places.put(("articles", identity, language), name, 1)
    for at, part in enumerate(parts):
        draft.places.put(("articles", identity, language, at), name, part.line)
