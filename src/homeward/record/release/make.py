"""From a record to a release: settle, count, hide, attack, write down, sign, keep, publish (RECORD, 'Release').

The day and the words are handed in. The same record, day and key give the same bytes. Nothing is written before the attacker gave up.
"""

from __future__ import annotations

import base64
import hashlib
import shutil
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import msgspec

from homeward.record.claims import board
from homeward.record.codebook import codebook
from homeward.record.disclose.release_format import PACKAGE, ReadRelease, read_release, table_name
from homeward.record.intake.sealed import desk_key
from homeward.record.judge import settle
from homeward.record.people import people
from homeward.record.workspace import Workspace
from homeward.schema.record import Release

from . import figures, measures, methodology, package
from .changes import changes
from .encode import csv_bytes, json_bytes, parquet_bytes, table_columns
from .errors import NothingToRelease, VersionTaken
from .grain import grain_of, within_span
from .keep import kept, publish, texts, write_whole
from .licence import LICENCE_TEXT
from .sealed import SUMS, release_key, sealed
from .unseen import unseen
from .whitelist import dead, living

Words = Callable[..., str]
Progress = Callable[[str], None]


@dataclass(frozen=True)
class Made:
    """What `release` did: the release as kept, and whether it is a new one."""

    release: Release
    new: bool
    hidden: int
    shown: int


def release(
    workspace: Workspace,
    out: Path,
    day: str,
    by: str,
    words: Mapping[str, Words],
    *,
    version: str = "",
    invented: bool = False,
    latent: bool = True,
    progress: Progress = lambda _: None,
) -> Made:
    """Make and publish the next version, or publish the last again when nothing changed. `latent` false leaves out the slow model.

    Raises NothingToRelease, NotProtectable, VersionTaken, ReleaseFolderTaken, CodebookIncomplete.
    """
    store = workspace.store
    releases = store.public.releases()
    versions = [r.version for r in releases]
    if version in versions:
        raise VersionTaken(version)
    _clear_unfinished(workspace.folder, versions)
    progress("settle")
    settle(store)
    everyone = list(people(store))
    rows = within_span(dead(everyone))
    if not rows:
        raise NothingToRelease
    past = kept(workspace.folder, versions)
    grain = _last_grain(workspace.folder, versions) or grain_of(rows, measures.K_DEATHS)
    progress("protect")
    counted = [measures.deaths(rows, past, grain), *measures.refusals(store.public.figures(), past)]
    if alive := living(everyone):
        counted.append(measures.missing(alive, past))
    name = version or _next_version(day, versions)
    progress("attack")
    attacked = measures.attacked(name, counted, past)
    progress("estimate")
    files, others = _tables(workspace, counted, unseen(everyone, measures.K_DEATHS, latent))
    if past and not version and _same(files, workspace.folder / "releases" / versions[-1]):
        publish(workspace.folder, versions, out)
        return Made(releases[-1], False, attacked.hidden, sum(c.shown for c in counted))
    progress("write")
    moved = changes(past[-1] if past else None, ReadRelease(name, tuple(c.measure for c in counted)))
    others["data/changes"] = {f: [getattr(c, f) for c in moved] for f in moved[0].__struct_fields__}
    settings = workspace.settings
    for language, say in words.items():
        book = codebook(store, say)
        files[f"methodology.{language}.md"] = methodology.methodology(book, settings, name, grain, counted, say)
        others[f"data/codebook-{language}"] = methodology.codebook_columns(book)
    for path, columns in others.items():
        files |= {f"{path}.csv": csv_bytes(columns), f"{path}.parquet": parquet_bytes(columns)}
    described = package.package(settings, name, day, [c.measure for c in counted], others, grain, invented)
    files |= {PACKAGE: json_bytes(described), "CITATION.cff": package.citation(settings, name, day), "LICENCE.txt": LICENCE_TEXT}
    files["desk.pub"] = base64.b64encode(desk_key(workspace.folder).public) + b"\n"
    whole = sealed(files, release_key(workspace.folder), name)
    (workspace.folder / "releases").mkdir(exist_ok=True, mode=0o700)
    write_whole(workspace.folder / "releases" / name, whole)
    made = _remember(workspace, name, hashlib.sha256(whole[SUMS]).hexdigest(), grain, counted, moved, by)
    publish(workspace.folder, [*versions, name], out)
    return Made(made, True, attacked.hidden, sum(c.shown for c in counted))


def _tables(workspace: Workspace, counted: list[measures.Counted], not_seen: Any) -> tuple[dict[str, bytes], dict[str, dict[str, Any]]]:
    files: dict[str, bytes] = {}
    for c in counted:
        for table in c.measure.tables:
            path, columns = f"data/{table_name(c.measure.name, table)}", table_columns(table)
            files |= {f"{path}.csv": csv_bytes(columns), f"{path}.parquet": parquet_bytes(columns)}
    region = next(t for t in counted[0].measure.tables if t.dimensions == ("region",))
    others: dict[str, dict[str, Any]] = {}
    if found := figures.rates(region):
        others["data/rates-by-region"] = figures.columns(found)
    claims = [msgspec.structs.asdict(b.claim) | {"shipped": b.shipped} for b in board(workspace.store.public.claims(), {})]
    shown = ("who", "what", "low", "high", "scope", "region", "as_of", "method", "cited", "shipped")
    others["data/claims"] = {f: [c[f] for c in claims] for f in shown}
    if not_seen.coming:
        others["data/nowcast"] = {f: [getattr(c, f) for c in not_seen.coming] for f in not_seen.coming[0].__struct_fields__}
        others["data/delay"] = {"months": list(range(len(not_seen.delay))), "share": not_seen.delay}
    files["data/unseen.json"] = json_bytes(msgspec.to_builtins(not_seen))
    return files, others


def _same(files: Mapping[str, bytes], last: Path) -> bool:
    """Whether every table of counts is as in the last version, byte for byte, and no table is gone."""
    tables = {n for n in files if n.endswith(".csv")}
    before = read_release(texts(last))
    known = {f"data/{table_name(m.name, t)}.csv" for m in before.measures for t in m.tables}
    return known == tables and all((last / name).read_bytes() == files[name] for name in tables)


def _remember(
    workspace: Workspace, name: str, digest: str, grain: str, counted: list[measures.Counted], moved: list[Any], by: str
) -> Release:
    rules = {"grain": grain, "k": {c.measure.name: c.measure.k for c in counted}}
    hidden = {c.measure.name: {"primary": c.primary, "secondary": c.secondary, "shown": c.shown} for c in counted}
    encode = msgspec.json.Encoder(order="sorted").encode
    return workspace.store.public.release(
        Release(
            version=name,
            hash=digest,
            rules=encode(rules).decode(),
            suppressed=encode(hidden).decode(),
            changes=encode(moved).decode(),
            by=by,
        )
    )


def _clear_unfinished(folder: Path, versions: list[str]) -> None:
    """A version that was written but never entered was never published: it is made again."""
    for path in (folder / "releases").glob("*"):
        if path.name not in versions:
            shutil.rmtree(path)


def _last_grain(folder: Path, versions: list[str]) -> str | None:
    if not versions:
        return None
    said = msgspec.json.decode((folder / "releases" / versions[-1] / PACKAGE).read_bytes())
    return str(said["homeward"]["grain"])


def _next_version(day: str, versions: list[str]) -> str:
    base, number = day.replace("-", "."), 1
    while (name := base if number == 1 else f"{base}.{number}") in versions:
        number += 1
    return name
