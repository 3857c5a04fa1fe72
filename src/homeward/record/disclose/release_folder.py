"""Release folders on disk, as an attacker finds them: one release, or a folder of versions (RECORD-FIGURES 8.7)."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from .errors import ReleaseUnreadable
from .release_format import PACKAGE, ReadRelease, read_release

LARGEST = 200 * 2**20


def read_folders(places: Sequence[Path], k: int = 5) -> list[ReadRelease]:
    """Each place is a release, a CSV file, or a folder whose folders are versions; oldest first by name within a place."""
    found = []
    for place in places:
        versions = [place]
        if place.is_dir() and not (place / PACKAGE).exists():
            inside = sorted(p.parent for p in place.glob(f"*/{PACKAGE}"))
            versions = inside or [place]
        found += [_read(v, k) for v in versions]
    return found


def _read(place: Path, k: int) -> ReadRelease:
    root = place if place.is_dir() else place.parent
    paths = sorted(p for p in place.rglob("*") if p.suffix in (".csv", ".json")) if place.is_dir() else [place]
    files = {}
    for path in paths:
        if path.is_symlink() or not path.is_file() or (path.suffix == ".json" and path.name != PACKAGE):
            continue
        if path.stat().st_size > LARGEST:
            raise ReleaseUnreadable(path.name)
        try:
            files[path.relative_to(root).as_posix()] = path.read_text("utf-8-sig")
        except UnicodeDecodeError as wrong:
            raise ReleaseUnreadable(path.name) from wrong
    release = read_release(files, k)
    return release if release.version else ReadRelease(place.name, release.measures, release.person_rows)
