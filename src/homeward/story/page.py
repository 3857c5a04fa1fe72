"""The status page of the demonstration: plain HTML, no script. Every value is escaped."""

from __future__ import annotations

from html import escape
from importlib import resources
from pathlib import Path
from string import Template
from typing import Any

WORDS: dict[str, dict[str, str]] = {}


def render(state: dict[str, Any], language: str, nonce: str) -> str:
    """The page for a state of the demonstration, in `ru` or `en`."""
    say = words(language)
    circle = state.get("circle") or {}
    steps = "".join(_step(s, say) for s in state["steps"]) or f"<li class=wait>{escape(say['page-starting'])}</li>"
    if not state["done"] and not state["failed"]:
        steps += f"<li class=wait>{escape(say['page-playing'])}</li>"
    seats = "".join(f"<li><b>{escape(s['name'])}</b><span>{escape(_role(s, say))}</span></li>" for s in circle.get("seats", []))
    said = "".join(f"<li><b>{escape(x['by'])}</b><p>{escape(x['text'])}</p></li>" for x in circle.get("said", [])[-6:])
    template = Template((resources.files("homeward.story") / "page.html").read_text("utf-8"))
    plain = {name.replace("-", "_"): escape(text) for name, text in say.items()}
    return template.substitute(
        plain, nonce=nonce, lang=language, other="en" if language == "ru" else "ru", relay=escape(state["relay"]), steps=steps,
        seats=seats or f"<li class=wait>{escape(say['page-soon'])}</li>", said=said or f"<li class=wait>{escape(say['page-soon'])}</li>",
        chain=escape(circle.get("chain", "…")), title=escape(circle.get("title", say["page-circle"])),
        failed=f"<p class=bad>{escape(state['failed'])}</p>" if state["failed"] else "",
    )  # fmt: skip


def _step(step: dict[str, Any], say: dict[str, str]) -> str:
    mark = "ok" if step["ok"] else "bad"
    return f"<li class={mark}>{escape(say['story-' + step['step'].replace('_', '-')])}</li>"


def _role(seat: dict[str, Any], say: dict[str, str]) -> str:
    if seat["state"] == "frozen":
        return say["page-frozen"]
    return say["page-coordinator"] if "coordinator" in seat["roles"] else say["page-member"]


def words(language: str) -> dict[str, str]:
    """The story's words in a language, by id; messages without variables."""
    if language not in WORDS:
        packaged = resources.files("homeward") / "_i18n" / language / "story.ftl"
        text = (
            packaged.read_text("utf-8")
            if packaged.is_file()
            else (Path(__file__).parents[3] / "i18n" / language / "story.ftl").read_text("utf-8")
        )
        pairs = (line.partition(" = ") for line in text.splitlines() if " = " in line and not line.startswith("#"))
        WORDS[language] = {name: value for name, _, value in pairs}
    return WORDS[language]
