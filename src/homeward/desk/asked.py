"""One request as the desk sees it: who asks, in which language, blind or not; and the page that answers (RECORD, 'Desk', 1)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from urllib.parse import quote, unquote

from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from .guard import cookies
from .state import Desk, Words
from .told import told

WHO, LANGUAGE, BLIND = "desk_who", "desk_lang", "desk_blind"
LONGEST_NAME = 60


@dataclass(frozen=True)
class Asked:
    """A request with its desk."""

    desk: Desk
    request: Request
    by: str
    language: str
    blind: bool
    form: dict[str, str]

    @property
    def say(self) -> Words:
        """The words of the asker's language."""
        return self.desk.words[self.language]

    def path(self, name: str) -> int:
        """A number out of the path."""
        return int(self.request.path_params[name])

    def page(self, template: str, status: int = 200, **values: Any) -> Response:
        """A page from a template; every value is escaped."""
        text = self.desk.pages.get_template(f"{template}.html").render(
            say=self.say,
            language=self.language,
            other="en" if self.language == "ru" else "ru",
            by=self.by,
            blind=self.blind,
            here=self.request.url.path,
            title=self.desk.title or self.say("desk-title"),
            invented=self.desk.invented,
            told=lambda field, value: told(field, value, self.say, self.language),
            **values,
        )
        return HTMLResponse(text, status)


async def ask(desk: Desk, request: Request) -> Asked:
    """Read cookies and form."""
    found = cookies(dict(request.headers))
    language = found.get(LANGUAGE, "ru")
    form = await request.form() if request.method == "POST" else {}
    return Asked(
        desk,
        request,
        unquote(found.get(WHO, ""))[:LONGEST_NAME],
        language if language in desk.words else "ru",
        found.get(BLIND) == "1",
        {name: value.strip() for name, value in form.items() if isinstance(value, str)},
    )


def go(place: str) -> RedirectResponse:
    """To another page of the desk, after a change."""
    return RedirectResponse(place, 303)


def remember(response: Response, name: str, value: str) -> Response:
    """A cookie only this page sends back."""
    response.set_cookie(name, quote(value), httponly=True, samesite="strict", path="/")
    return response
