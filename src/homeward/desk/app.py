"""The desk's web application: routes, threads, refusals in words (RECORD, 'Desk'). Server-rendered; a script only adds keys.

Routes: `/` start, `/pairs` next pair, `/pairs/L/R`, `/people`, `/people/N`, `/claims`, `/corrections`, `/notices`, `/history`.
"""

from __future__ import annotations

import secrets
from collections.abc import Awaitable, Callable, Mapping
from importlib import resources

from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from homeward.record.errors import NumberMissing, RecordError
from homeward.record.workspace import Workspace

from .asked import Asked, ask, go
from .guard import Guard
from .state import Desk, Words
from .views import claims, corrections, enter, history, home, notices, pairs, people

View = Callable[[Asked], Response]
STATIC = {"desk.css": "text/css", "desk.js": "text/javascript"}


def new_key() -> str:
    """A key for one run of the desk, printed once and kept in a cookie."""
    return secrets.token_urlsafe(24)


def make_app(workspace: Workspace, words: Mapping[str, Words], port: int, key: str, invented: bool = False) -> Starlette:
    """The application for one record, to be served on this machine's loopback at `port`. Decisions are worked in when it stops."""
    desk = Desk(workspace.store, workspace.settings.title, words, key, invented)
    app = Starlette(routes=_routes(desk), middleware=[Middleware(Guard, port=port, key=key)])
    app.state.desk = desk
    return app


def _routes(desk: Desk) -> list[Route]:
    def page(path: str, view: View, method: str = "GET", *, open_: bool = False) -> Route:
        return Route(path, _endpoint(desk, view, open_=open_), methods=[method])

    pair, man = "/pairs/{left:int}/{right:int}", "/people/{number:int}"
    return [
        page("/enter", enter.enter, open_=True),
        page("/who", enter.who, open_=True),
        page("/who", enter.name, "POST", open_=True),
        page("/language", enter.language, "POST", open_=True),
        page("/blind", enter.blind, "POST"),
        page("/", home.show),
        page("/pairs", pairs.next_pair),
        page(pair, pairs.one_pair),
        page(pair, pairs.judge, "POST"),
        page(f"{pair}/later", pairs.later, "POST"),
        page("/undo", pairs.undo, "POST"),
        page("/people", people.search),
        page(man, people.show),
        page(f"{man}/resolve", people.resolve, "POST"),
        page(f"{man}/reports/{{report:int}}", people.exclude, "POST"),
        page("/claims", claims.show),
        page("/claims", claims.add, "POST"),
        page("/corrections", corrections.show),
        page("/corrections", corrections.add, "POST"),
        page("/corrections/{number:int}", corrections.step, "POST"),
        page("/notices", notices.show_all),
        page("/notices/{number:int}", notices.show),
        page("/notices/{number:int}", notices.answer, "POST"),
        page("/history", history.show),
        Route("/static/{name}", _static),
    ]


def _endpoint(desk: Desk, view: View, *, open_: bool) -> Callable[[Request], Awaitable[Response]]:
    async def endpoint(request: Request) -> Response:
        asked = await ask(desk, request)
        if not open_ and not asked.by:
            return go("/who")
        try:
            return await run_in_threadpool(view, asked)
        except RecordError as error:
            status = 404 if isinstance(error, NumberMissing) else 422
            name = type(error).__name__
            return asked.page("error", status, happened=asked.say(f"error-{name}"), hint=asked.say(f"hint-{name}"), detail=str(error))

    return endpoint


async def _static(request: Request) -> Response:
    name = request.path_params["name"]
    if name not in STATIC:
        return Response("404\n", 404)
    data = (resources.files("homeward.desk") / "static" / name).read_bytes()
    return Response(data, media_type=STATIC[name], headers={"cache-control": "private, max-age=3600"})
