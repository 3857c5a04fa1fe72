"""A record's folder: where its store is, the archive of files taken in, the desk's sealing key (RECORD 2.4)."""

from __future__ import annotations

import os
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import msgspec

from .errors import RecordExists, RecordMissing, StoreUnusable
from .store import Store, open_store

_SETTINGS = "record.json"


class Settings(msgspec.Struct, frozen=True):
    """`record.json`. `store` is a file name in the folder or a PostgreSQL URL; the rest is what the methodology says of the makers."""

    version: int = 1
    store: str = "record.db"
    title: str = ""
    about: str = ""
    scope: str = ""


@dataclass(frozen=True)
class Workspace:
    """An open record. Use it as a context manager, or close its store."""

    folder: Path
    settings: Settings
    store: Store

    @property
    def archive(self) -> Path:
        """Folder of the files taken in, each under the SHA-256 of its bytes."""
        return self.folder / "archive"

    @property
    def work(self) -> Path:
        """Folder of what can be computed again."""
        return self.folder / "work"

    def __enter__(self) -> Workspace:
        return self

    def __exit__(self, *_: object) -> None:
        self.store.close()


def now() -> str:
    """This instant as the record writes it."""
    return datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def init_workspace(folder: Path, settings: Settings | None = None) -> Workspace:
    """Make a record in a folder. Raises RecordExists, StoreUnusable."""
    path = folder / _SETTINGS
    if path.exists():
        raise RecordExists(str(folder))
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    for name in ("archive", "work"):
        (folder / name).mkdir(exist_ok=True, mode=0o700)
    chosen = settings or Settings()
    workspace = Workspace(folder, chosen, _open(folder, chosen))
    draft = path.with_suffix(".new")
    draft.write_bytes(msgspec.json.format(msgspec.json.encode(chosen), indent=2))
    draft.chmod(0o600)
    draft.replace(path)
    return workspace


def open_workspace(folder: Path) -> Workspace:
    """The record in a folder. Raises RecordMissing, StoreUnusable."""
    path = folder / _SETTINGS
    if not path.exists():
        raise RecordMissing(str(folder))
    try:
        settings = msgspec.json.decode(path.read_bytes(), type=Settings)
    except msgspec.DecodeError as error:
        raise StoreUnusable(f"{path}: {error}") from error
    return Workspace(folder, settings, _open(folder, settings))


def _open(folder: Path, settings: Settings) -> Store:
    where = os.environ.get("HOMEWARD_RECORD_STORE") or settings.store
    return open_store(where if "://" in where else folder / where, now)
