"""Putting a release where it belongs, whole or not at all (spec/RECORD.md, 'Release', 7).

The record keeps every release in `releases/<version>`; the folder published is replaced by one exchange, earlier versions inside it under
`versions/`. A process killed at any point leaves the old release or the new one; running again finishes what was begun.
"""

from __future__ import annotations

import ctypes
import os
import shutil
import sys
from collections.abc import Mapping
from pathlib import Path

from homeward.record.disclose.release_format import PACKAGE, ReadRelease, read_release

from .errors import ReleaseFolderTaken
from .sealed import SUMS

VERSIONS = "versions"
_EXCHANGE = 2


def write_whole(folder: Path, files: Mapping[str, bytes]) -> None:
    """A folder of these files: written beside it, flushed to the disk, then renamed into place. It must not exist."""
    draft = folder.with_name(f".{folder.name}.new")
    shutil.rmtree(draft, ignore_errors=True)
    for name, data in sorted(files.items()):
        path = draft / name
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
    for path in [draft, *(p for p in sorted(draft.rglob("*")) if p.is_dir())]:
        _sync(path)
    draft.rename(folder)
    _sync(folder.parent)


def kept(folder: Path, versions: list[str]) -> list[ReadRelease]:
    """The releases a record published, as their readers have them."""
    return [read_release(texts(folder / "releases" / version)) for version in versions]


def texts(folder: Path) -> dict[str, str]:
    """The CSV tables and the package of one release by path."""
    names = [folder / PACKAGE, *sorted((folder / "data").glob("*.csv"))]
    return {p.relative_to(folder).as_posix(): p.read_text("utf-8") for p in names if p.exists()}


def publish(record: Path, versions: list[str], out: Path) -> None:
    """Make `out` the last of these versions, with the earlier ones inside. Raises ReleaseFolderTaken for somebody else's folder."""
    old = out.with_name(f".{out.name}.old")
    if not out.exists() and old.exists():
        old.rename(out)
    if out.exists() and any(out.iterdir()) and not (out / SUMS).exists():
        raise ReleaseFolderTaken(str(out))
    files = {p.relative_to(f).as_posix(): p.read_bytes() for f in [record / "releases" / versions[-1]] for p in f.rglob("*") if p.is_file()}
    for version in versions[:-1]:
        earlier = record / "releases" / version
        files |= {f"{VERSIONS}/{version}/{p.relative_to(earlier).as_posix()}": p.read_bytes() for p in earlier.rglob("*") if p.is_file()}
    out.parent.mkdir(parents=True, exist_ok=True)
    if not out.exists():
        write_whole(out, files)
        return
    fresh = out.with_name(f".{out.name}.next")
    shutil.rmtree(fresh, ignore_errors=True)
    write_whole(fresh, files)
    if _exchange(fresh, out):
        shutil.rmtree(fresh)
        return
    shutil.rmtree(old, ignore_errors=True)
    out.rename(old)
    fresh.rename(out)
    shutil.rmtree(old)


def _exchange(left: Path, right: Path) -> bool:
    """Swap two folders in one step where the system can (Linux); else False."""
    if not sys.platform.startswith("linux"):
        return False
    swap = getattr(ctypes.CDLL(None, use_errno=True), "renameat2", None)
    return swap is not None and swap(-100, os.fsencode(left), -100, os.fsencode(right), _EXCHANGE) == 0


def _sync(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
