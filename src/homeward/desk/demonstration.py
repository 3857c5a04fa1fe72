"""The demonstration: a record of invented people, linked, partly reviewed, released, with its site; then desk and site on loopback.

Prepared once into a folder (resumable: each step is kept when done), the same seed giving the same people. Linkage, release and site are
the program's own, nothing is staged; what the reviewers decided comes from the known truth, as it would from people who looked.
"""

from __future__ import annotations

import csv
import shutil
import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

import uvicorn
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.routing import Mount
from starlette.staticfiles import StaticFiles
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from homeward.record.generate.write import generate_workspace
from homeward.record.judge import BAND
from homeward.record.link.run import link_store
from homeward.record.release.make import release
from homeward.record.site.build import SITE, build
from homeward.record.workspace import Workspace, open_workspace
from homeward.schema.record import Correction, CorrectionState, Field, Figure, Grade, Source, SourceKind, Verdict

from .serve import HOST, serve
from .state import Words

DAY = "2024-07-01"
PEOPLE, SEED = 20_000, 7
JUDGED = 12
# Invented circles: region, refusals filed, men held, men home.
CIRCLES = (
    ("RU-BU", 61, 22, 37),
    ("RU-BU", 48, 9, 38),
    ("RU-BU", 33, 14, 18),
    ("RU-TY", 43, 17, 25),
    ("RU-TY", 29, 14, 14),
    ("RU-TY", 26, 11, 13),
    ("RU-SE", 12, 8, 4),
    ("RU-ZAB", 9, 6, 2),
    ("RU-DA", 31, 17, 12),
    ("RU-DA", 18, 9, 8),
)


@dataclass(frozen=True)
class Prepared:
    """Where the record and the published folder lie."""

    record: Path
    out: Path

    @property
    def page(self) -> Path:
        """The site's first page."""
        return self.out / SITE / "index.html"


def prepare(folder: Path, people: int, seed: int, words: Mapping[str, Words], tell: Callable[[str], None] = lambda _: None) -> Prepared:
    """Make what is not made yet. A finished demonstration of the same size and seed takes no time."""
    made = Prepared(folder / f"record-{people}-{seed}", folder / f"release-{people}-{seed}")
    if made.page.exists():
        return made
    folder.mkdir(parents=True, exist_ok=True)
    if not (made.record / "truth.csv").exists():
        tell("demo-step-invent")
        _clear(made.record)
        generate_workspace(made.record, people, seed)
    with open_workspace(made.record) as workspace:
        if workspace.store.links.last_run() is None:
            tell("demo-step-link")
            link_store(workspace.store, workspace.work)
        if not workspace.store.judgements.all():
            _review(workspace)
        release(workspace, made.out, DAY, "demonstration", words, invented=True, progress=lambda step: tell(f"release-step-{step}"))
    build(made.out, words)
    return made


def show(made: Prepared, words: Mapping[str, Words], desk_port: int, site_port: int, ready: Callable[[str, str], None]) -> None:
    """Serve desk and site until told to stop. `ready` gets both addresses."""
    site = uvicorn.Server(uvicorn.Config(site_app(made.out / SITE), host=HOST, port=site_port, access_log=False, log_level="error"))
    thread = threading.Thread(target=site.run, daemon=True)
    thread.start()
    with open_workspace(made.record) as workspace:
        try:
            serve(workspace, words, desk_port, lambda desk: ready(f"http://{HOST}:{site_port}/", desk), invented=True)
        finally:
            site.should_exit = True
            thread.join(10)


def site_app(folder: Path) -> Starlette:
    """The static site over loopback; its pages carry their own policy."""
    return Starlette(routes=[Mount("/", StaticFiles(directory=folder, html=True))], middleware=[Middleware(_Plain)])


class _Plain:
    """Headers for static files."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        async def dressed(message: Message) -> None:
            if message["type"] == "http.response.start":
                message["headers"] = [*message["headers"], (b"x-content-type-options", b"nosniff"), (b"referrer-policy", b"no-referrer")]
            await send(message)

        await self._app(scope, receive, dressed)


def _clear(folder: Path) -> None:
    """An invention broken off half way is begun anew: it holds nothing anybody wrote."""
    shutil.rmtree(folder, ignore_errors=True)


def _review(workspace: Workspace) -> None:
    """Two reviewers' first hour: a dozen pairs, some by both, one undone; two requests of relatives, one answered."""
    store = workspace.store
    with (workspace.folder / "truth.csv").open(encoding="utf-8") as opened:
        man = {(row["source"], row["key"]): row["person"] for row in csv.DictReader(opened)}
    pairs = store.links.queue("Аня", BAND, JUDGED)
    reports = store.reports.some({n for p in pairs for n in (p.left, p.right)})
    whose = {n: man.get((r.source, r.key), str(n)) for n, r in reports.items()}
    for at, pair in enumerate(pairs):
        verdict = Verdict.SAME if whose[pair.left] == whose[pair.right] else Verdict.DIFFERENT
        store.judgements.add(pair.left, pair.right, verdict, by="Аня", blind=at % 3 == 0)
        if at % 2 == 0:
            store.judgements.add(pair.left, pair.right, Verdict.UNSURE if at == 4 else verdict, by="Зоя", blind=at % 3 == 0)
    store.judgements.undo("Аня", "нажала не то")
    for number, (region, filed, held, home) in enumerate(CIRCLES, start=1):
        identity = f"circle-{number}"
        store.reports.declare(
            Source(
                id=identity,
                kind=SourceKind.CIRCLE,
                grade=Grade.B,
                group=identity,
                licence="CC0-1.0 (invented)",
                title=f"Круг {number} (вымышлен)",
            )
        )
        for what, value in (("filed", filed), ("held", held), ("released", filed - held), ("home", home)):
            store.public.figure(Figure(source=identity, what=what, region=region, value=value, as_of="2024-06-30"))
    person = next(iter(sorted(store.links.belongs().values())))
    asked = store.public.ask(Correction(person=person, relation="сестра", field=Field.AGE, wanted="Ему было 24, не 23", grounds="Паспорт"))
    store.public.ask(
        Correction(person=None, relation="мать", field=None, wanted="Прошу убрать запись о сыне: он жив", grounds="Он звонил 3 июня")
    )
    store.public.step(asked.number, CorrectionState.CHECKING, by="Зоя", answer="")
    store.public.step(asked.number, CorrectionState.ACCEPTED, by="Зоя", answer="Исправлено, спасибо")
