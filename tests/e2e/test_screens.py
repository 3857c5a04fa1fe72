"""Every screen of a circle, on a phone and a laptop, in Russian and English: axe finds nothing, nothing is wider than the screen."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tools.web import WEB

from .woman import SECRET, Screen

AXE = WEB / "node_modules" / "axe-core" / "axe.min.js"


def look(screen: Screen, shots: Path, name: str) -> list[str]:
    """What is wrong with the screen as it is now."""
    screen.page.wait_for_timeout(120)
    screen.shot(shots, name)
    found = screen.page.evaluate("() => axe.run(document, { resultTypes: ['violations'] })")
    wrong = [f"{name}: {v['id']} {json.dumps([n['target'] for n in v['nodes'][:3]])}" for v in found["violations"]]
    width = screen.page.evaluate("() => document.documentElement.scrollWidth - innerWidth")
    unnamed = screen.page.evaluate("() => document.body.innerText.match(/\\bui-[a-z-]+/g) ?? []")
    return [*wrong, *([f"{name}: {width} px too wide"] if width > 0 else []), *(f"{name}: no words for {i}" for i in unnamed)]


@pytest.mark.parametrize("size", ["phone", "laptop"])
@pytest.mark.parametrize("language", ["ru", "en"])
def test_every_screen(browser: Browser, app_url: str, shots: Path, size: str, language: str) -> None:
    one = Screen(browser, app_url, size, language)
    wrong: list[str] = []

    def seen(name: str) -> None:
        wrong.extend(look(one, shots, f"{name}-{size}-{language}"))

    one.page.goto(app_url)
    one.page.wait_for_selector("h1")
    one.page.evaluate(AXE.read_text("utf-8"))
    for step in ("read", "cannot", "taken"):
        seen(f"first-{step}")
        one.press("next")
    seen("secret")
    one.fill("first", SECRET)
    one.fill("again", SECRET)
    one.press("secret-done")
    one.sees(one.w("circles-none"))
    seen("circles-none")
    one.press("circles-link")
    seen("link")
    one.page.go_back()
    one.press("person")
    seen("person")
    one.page.go_back()
    one.press("settings")
    one.sees(one.w("set-tries"))
    seen("settings")
    one.page.go_back()
    one.press("circles-found")
    seen("found")
    one.page.go_back()
    one.found("Книжный клуб" if language == "ru" else "Book club", "Аяна" if language == "ru" else "Ayana")
    seen("home")
    one.press("invite")
    seen("invite-how")
    one.press("invite-make")
    one.page.locator("svg.qr path").wait_for(state="attached")
    seen("invite")
    one.press("done")
    one.page.go_back()
    for place in ("chat", "advice", "help", "seats"):
        one.page.locator("main").get_by_role("button", name=one.w(f"place-{place}")).click()
        if place == "chat":
            for text in ("Девочки, добрый вечер.", "Кто слышал своих на этой неделе?\nМой молчит девятый день."):
                one.say(text)
            one.page.locator(".said").nth(1).wait_for()
            one.page.get_by_role("button", name=one.w("line-more", name="Аяна" if language == "ru" else "Ayana")).last.click()
            seen("line")
            one.press("reply")
            one.say("Вчера писал соседке: жив-здоров.")
            one.page.locator("blockquote").wait_for()
        if place == "seats":
            one.page.locator(".six li").first.wait_for()
        seen(place)
        if place == "seats":
            one.press("rules")
            seen("rules")
            one.page.go_back()
            one.press("decisions")
            seen("decisions")
            one.page.go_back()
            one.page.locator(".list .face").first.click()
            seen("seat")
            one.page.go_back()
        one.page.go_back()
    one.page.locator("main").get_by_role("button", name=one.w("place-men")).click()
    seen("men-none")
    one.press("man-new")
    seen("man-new")
    one.fill("man", "Сокол")
    one.press("keep")
    one.press("called-more")
    seen("called")
    one.page.get_by_label(one.w("state-well")).check()
    one.fill("note", "Голос бодрый")
    one.press("keep")
    one.sees(one.w("state-well"))
    seen("men")
    one.page.locator(".man-head").click()
    seen("man")
    one.page.get_by_role("button", name=one.w("hide-all")).click()
    one.page.get_by_role("heading", name=one.w("hidden-title")).wait_for()
    one.page.wait_for_timeout(400)
    one.page.wait_for_selector("h1")
    one.page.evaluate(AXE.read_text("utf-8"))
    seen("hidden")
    one.page.get_by_role("heading", name=one.w("hidden-title")).focus()
    one.page.keyboard.press("Enter")
    one.page.locator("[name=words]").wait_for()
    seen("lock")
    one.close()
    assert wrong == []
    assert one.problems == []
