"""Taking a file in (RECORD 3): archive, declare, interpret, keep in batches; stopped at any moment, it goes on where it was."""

from __future__ import annotations

import hashlib
import shutil
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

import msgspec

from homeward.record.errors import FileUnreadable, MappingWrong, SourceUnknown
from homeward.record.workspace import Workspace
from homeward.schema.record import Saying

from .interpret import Interpreter, Signal
from .mapping import SUFFIXES, Mapping, beside, read_mapping
from .tables import read_table

BATCH = 2_000


class Taken(msgspec.Struct, frozen=True):
    """What came of a file. `changed` reports were known and say something new; `signals` come with how often."""

    source: str
    archive: str
    rows: int
    new: int
    changed: int
    signals: list[tuple[Signal, int]]


def take_file(
    workspace: Workspace, file: Path, source: str, *, mapping: Path | None = None, progress: Callable[[int], None] = lambda _: None
) -> Taken:
    """Take a file in. Raises FileUnreadable, SourceUnknown, MappingWrong."""
    if not file.is_file():
        raise FileUnreadable(str(file))
    declaration, path = _mapping_of(workspace, file, source, mapping)
    digest = _archived(workspace, file)
    workspace.store.reports.declare(declaration.declared())
    _keep_mapping(workspace, source, path)
    interpreter = Interpreter(declaration)
    rows = read_table(
        file, sheet=declaration.sheet, heading_row=declaration.heading_row, delimiter=declaration.delimiter, encoding=declaration.encoding
    )
    total = new = changed = 0
    for batch in _batched(interpreter.saying(row, line) for line, row in enumerate(rows, start=1)):
        added, renewed = workspace.store.reports.add(source, digest, batch)
        total, new, changed = total + len(batch), new + added, changed + renewed
        progress(total)
    workspace.store.reports.keep_archive(digest, source, file.name, file.stat().st_size, total)
    signals = sorted(interpreter.signals.items(), key=lambda pair: (-pair[1], pair[0].why, pair[0].column, pair[0].value))
    return Taken(source, digest, total, new, changed, signals)


def _mapping_of(workspace: Workspace, file: Path, source: str, given: Path | None) -> tuple[Mapping, Path]:
    kept = [workspace.folder / "sources" / f"{source}{suffix}" for suffix in SUFFIXES]
    path = given or beside(file) or next((p for p in kept if p.exists()), None)
    if path is None:
        raise SourceUnknown(source)
    mapping = read_mapping(path)
    if mapping.source.id != source:
        raise MappingWrong(f"{path.name}: source.id {mapping.source.id} ≠ {source}")
    return mapping, path


def _keep_mapping(workspace: Workspace, source: str, path: Path) -> None:
    folder = workspace.folder / "sources"
    folder.mkdir(exist_ok=True, mode=0o700)
    target = folder / f"{source}{path.suffix}"
    if path.resolve() != target.resolve():
        for suffix in SUFFIXES:
            (folder / f"{source}{suffix}").unlink(missing_ok=True)
        shutil.copyfile(path, target)


def _archived(workspace: Workspace, file: Path) -> str:
    """SHA-256 of the file, kept under it; written aside first, so that a kept file is always whole."""
    with file.open("rb") as opened:
        digest = hashlib.file_digest(opened, "sha256").hexdigest()
    target = workspace.archive / digest
    if not target.exists():
        draft = target.with_suffix(".part")
        shutil.copyfile(file, draft)
        draft.chmod(0o600)
        draft.replace(target)
    return digest


def _batched(sayings: Iterable[Saying]) -> Iterator[list[Saying]]:
    batch: list[Saying] = []
    for saying in sayings:
        batch.append(saying)
        if len(batch) == BATCH:
            yield batch
            batch = []
    if batch:
        yield batch
