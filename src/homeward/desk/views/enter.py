"""Coming in: the printed key becomes a cookie, the reviewer says a name, chooses language and blindness (RECORD, 'Desk', 1)."""

from __future__ import annotations

import hmac

from starlette.responses import PlainTextResponse, Response

from ..asked import BLIND, LANGUAGE, LONGEST_NAME, WHO, Asked, go, remember
from ..guard import KEY


def enter(asked: Asked) -> Response:
    """`/enter?key=…`: the address that was printed at the start."""
    given = asked.request.query_params.get("key", "")
    if not hmac.compare_digest(given.encode(), asked.desk.key.encode()):
        return PlainTextResponse("403 key\n", 403)
    return remember(go("/"), KEY, asked.desk.key)


def who(asked: Asked) -> Response:
    """Ask for a name or pseudonym."""
    return asked.page("who", wrong=False)


def name(asked: Asked) -> Response:
    """Take the name."""
    given = " ".join(asked.form.get("name", "").split())
    if not given or len(given) > LONGEST_NAME:
        return asked.page("who", 422, wrong=True)
    return remember(go("/"), WHO, given)


def language(asked: Asked) -> Response:
    """Change the language and stay on the page."""
    return remember(go(_back(asked)), LANGUAGE, "en" if asked.form.get("to") == "en" else "ru")


def blind(asked: Asked) -> Response:
    """Hide or show probabilities and weights."""
    return remember(go("/pairs"), BLIND, "0" if asked.blind else "1")


def _back(asked: Asked) -> str:
    """The page the form was on: a path of this desk, never another host."""
    place = asked.form.get("back", "/")
    return place if place.startswith("/") and not place.startswith(("//", "/\\")) else "/"
