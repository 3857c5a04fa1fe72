"""Commands to talk, read, carry by hand and synchronise."""

from __future__ import annotations

import mimetypes
import os
import time
from pathlib import Path
from typing import Any

import click

from homeward.circle import transfer
from homeward.circle.errors import NotFound
from homeward.circle.objects import open_object, seal_object
from homeward.circle.reading import Line, conversation
from homeward.circle.writing import unsent, write
from homeward.schema.events import Edited, ObjectRef, Retracted, Said

from .circle import act
from .session import Session
from .words import w


@act("list")
def list_(session: Session) -> None:
    """See `cmd-circle-list`."""
    found = session.device.circles()
    data = [{"title": c.state.title if c.tree else "", "as": c.me.name, "status": c.me.status, "ref": c.me.ref} for c in found]
    titles = [d["title"] for d in data]
    lines = [
        w("circle-line", title=d["title"] or "…", name=d["as"], status=w(f"status-{d['status']}"))
        + (w("circle-twin", ref=d["ref"]) if titles.count(d["title"]) > 1 else "")
        for d in data
    ]
    session.say({"circles": data}, *(lines or [w("none")]))


@act("say")
@click.argument("text")
@click.option("--file", "files", multiple=True, type=click.Path(path_type=Path, exists=True, dir_okay=False), help=w("opt-file"))
@click.option("--reply", default="", help=w("opt-reply"))
def say(session: Session, text: str, files: tuple[Path, ...], reply: str) -> None:
    """See `cmd-circle-say`."""
    mine = session.circle
    sealed = [
        seal_object(f.read_bytes(), mimetypes.guess_type(f.name)[0] or "application/octet-stream", f.name, mine.around.random)
        for f in files
    ]
    body = Said(text=text, reply=_line(session, reply).id if reply else "", objects=[r for r, _ in sealed])
    with mine.vault.write():
        for reference, cipher in sealed:
            mine.keep_object(reference.id, cipher)
        identity = write(mine, "talk.said.v1", body, objects=[c for _, c in sealed])
    session.sync()
    sent = identity not in unsent(mine)
    session.say({"entry": identity, "sent": sent}, w("sent" if sent else "not-sent"))


@act("edit")
@click.argument("entry")
@click.argument("text")
def edit(session: Session, entry: str, text: str) -> None:
    """See `cmd-circle-edit`."""
    write(session.circle, "talk.edited.v1", Edited(entry=_line(session, entry).id, text=text))
    session.sync()
    session.say({"edited": entry}, w("edited"))


@act("retract")
@click.argument("entry")
def retract(session: Session, entry: str) -> None:
    """See `cmd-circle-retract`."""
    write(session.circle, "talk.retracted.v1", Retracted(entry=_line(session, entry).id))
    session.sync()
    session.say({"retracted": entry}, w("retracted"))


@act("read")
@click.option("--follow", is_flag=True, help=w("opt-follow"))
def read(session: Session, follow: bool) -> None:
    """See `cmd-circle-read`."""
    shown: set[tuple[str, str]] = set()
    while True:
        session.sync()
        _show(session, shown)
        if not follow or session.circle.me.status != "active":
            return
        session.close()  # other commands may use the vault meanwhile
        time.sleep(2)


def _show(session: Session, shown: set[tuple[str, str]]) -> None:
    waiting = unsent(session.circle)
    for line in conversation(session.circle):
        if (line.id, line.text) in shown:
            continue
        shown.add((line.id, line.text))
        marks = [w(f"mark-{m}") for m in line.marks] + ([w("mark-not-sent")] if line.id in waiting else [])
        told = {"unknown": w("newer-version"), "retracted": w("was-retracted"), "other": w("has-a-screen", kind=line.text)}
        text = told.get(line.kind, line.text)
        session.say(_data(line, line.id not in waiting), w("say-line", id=line.id[:6], name=line.name, text=text, marks=" ".join(marks)))


def _data(line: Line, sent: bool) -> dict[str, Any]:
    files = [{"name": o.name, "size": o.size, "type": o.type} for o in line.objects]
    return {
        "entry": line.id, "seat": line.seat, "by": line.name, "day": line.day, "epoch": line.epoch, "kind": line.kind, "text": line.text,
        "reply": line.reply, "files": files, "marks": list(line.marks), "sent": sent,
    }  # fmt: skip


@act("save")
@click.argument("entry")
@click.argument("folder", type=click.Path(path_type=Path, file_okay=False))
def save(session: Session, entry: str, folder: Path) -> None:
    """See `cmd-circle-save`."""
    folder.mkdir(parents=True, exist_ok=True)
    names = [str(_save(session, reference, folder)) for reference in _line(session, entry).objects]
    session.say({"saved": names}, *(names or [w("none")]))


def _save(session: Session, reference: ObjectRef, folder: Path) -> Path:
    cipher = session.circle.vault.get(session.circle.kind("object"), reference.id, bytes)
    if cipher is None:
        raise NotFound(reference.name)
    safe = "".join(c for c in Path(reference.name).name if c.isalnum() or c in "._- ")[:80].lstrip(".") or "file"
    data, whole = open_object(reference, cipher), Path(safe)
    for number in range(1, 1_000):  # the sender chose the name: it must never take the place of a file that is there
        path = folder / (safe if number == 1 else f"{whole.stem} ({number}){whole.suffix}")
        try:
            _write_privately(path, data, os.O_EXCL)
        except FileExistsError:
            continue
        return path
    raise NotFound(safe)


def _write_privately(path: Path, data: bytes, more: int) -> None:
    """Write a file that only this person can read, whatever the machine's habits are."""
    with os.fdopen(os.open(path, os.O_CREAT | os.O_WRONLY | more, 0o600), "wb") as file:
        file.write(data)


def _line(session: Session, entry: str) -> Line:
    found = [line for line in conversation(session.circle) if line.id.startswith(entry)]
    if not found:  # somebody may have named a line that has not arrived here yet
        session.sync()
        found = [line for line in conversation(session.circle) if line.id.startswith(entry)]
    if not entry or len(found) != 1:
        raise NotFound(entry)
    return found[0]


@act("sync")
def sync(session: Session) -> None:
    """See `cmd-circle-sync`."""
    report = session.sync()
    data = {
        "received": report.received,
        "sent": report.sent,
        "moved": report.moved,
        "failed": report.failed,
        "status": session.circle.me.status,
    }
    data["alarms"] = [{"kind": a.kind, "detail": a.detail} for a in session.circle.alarms]
    session.say(data, w("synced", received=report.received, sent=report.sent))


@act("export")
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
def export(session: Session, file: Path) -> None:
    """See `cmd-circle-export`."""
    data = transfer.export(session.circle)
    _write_privately(file, data, os.O_TRUNC)
    session.say({"file": str(file), "bytes": len(data)}, w("exported", file=str(file), kib=len(data) // 1024))


@act("import")
@click.argument("file", type=click.Path(path_type=Path, exists=True, dir_okay=False))
def import_(session: Session, file: Path) -> None:
    """See `cmd-circle-import`."""
    got = transfer.import_(session.circle, file.read_bytes())
    session.say({"blocks": got.blocks, "ours": got.ours, "new": got.new}, w("imported", new=got.new, blocks=got.blocks))
