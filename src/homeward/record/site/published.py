"""A release as the site reads it: figures and tables from its files, nothing from the record (RECORD, 'Site', 1)."""

from __future__ import annotations

import csv
import hashlib
from io import StringIO
from pathlib import Path
from typing import Any

import msgspec

from homeward.record.disclose.release_format import PACKAGE, ReadRelease, read_release
from homeward.record.disclose.tables import Table
from homeward.record.release.errors import ReleaseBroken
from homeward.record.release.figures import RegionRate
from homeward.record.release.keep import VERSIONS, texts
from homeward.record.release.sealed import SUMS, verify_release
from homeward.record.release.unseen import Unseen


class PublicClaim(msgspec.Struct, frozen=True):
    """A claim as published in data/claims.csv."""

    who: str
    what: str
    low: int
    scope: str
    as_of: str
    method: str
    cited: str
    shipped: bool
    high: int | None = None
    region: str | None = None


class Published(msgspec.Struct, frozen=True):
    """Everything a page may show. `files` are (path, bytes) for downloads; `versions` are earlier ones, newest first."""

    folder: Path
    title: str
    scope: str
    version: str
    day: str
    key: str
    hash: str
    invented: bool
    grain: str
    release: ReadRelease
    rates: list[RegionRate]
    claims: list[PublicClaim]
    unseen: Unseen
    files: list[tuple[str, int]]
    versions: list[str]

    def table(self, measure: str, *dimensions: str) -> Table | None:
        """One table of counts, or None when it was not published."""
        found = [t for m in self.release.measures if m.name == measure for t in m.tables if set(t.dimensions) == set(dimensions)]
        return found[0] if found else None

    def measures(self) -> list[str]:
        """Names of what is counted."""
        return [m.name for m in self.release.measures]


def published(folder: Path) -> Published:
    """Read a release and check its hashes and signature first. Raises ReleaseBroken, ReleaseUnreadable."""
    key = verify_release(folder)
    given = texts(folder)
    package = msgspec.json.decode(given[PACKAGE])
    rules = package.get("homeward") or {}
    try:
        unseen = msgspec.json.decode((folder / "data" / "unseen.json").read_bytes(), type=Unseen)
    except (OSError, msgspec.DecodeError) as error:
        raise ReleaseBroken("data/unseen.json") from error
    own = [
        p
        for p in sorted(folder.rglob("*"))
        if p.is_file() and VERSIONS not in p.relative_to(folder).parts and "site" not in p.relative_to(folder).parts
    ]
    earlier = sorted((p.name for p in (folder / VERSIONS).glob("*")), reverse=True) if (folder / VERSIONS).exists() else []
    return Published(
        folder=folder,
        title=package.get("title") or "",
        scope=package.get("description") or "",
        version=package["version"],
        day=str(package["created"])[:10],
        key=key,
        hash=_hash(folder),
        invented=bool(rules.get("invented")),
        grain=rules.get("grain", "month"),
        release=read_release(given),
        rates=_rows(given.get("data/rates-by-region.csv"), RegionRate),
        claims=_rows(given.get("data/claims.csv"), PublicClaim),
        unseen=unseen,
        files=[(p.relative_to(folder).as_posix(), p.stat().st_size) for p in own],
        versions=earlier,
    )


def _hash(folder: Path) -> str:
    return hashlib.sha256((folder / SUMS).read_bytes()).hexdigest()


def _rows(text: str | None, shape: type[Any]) -> list[Any]:
    rows = csv.DictReader(StringIO(text or ""))
    return [
        msgspec.convert({k: v for k, v in row.items() if v != "" and k in shape.__struct_fields__}, shape, strict=False) for row in rows
    ]
