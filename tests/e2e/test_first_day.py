"""The first day: two women found a circle, let each other in by six words, and talk, through a real relay."""

from __future__ import annotations

from pathlib import Path

from playwright.sync_api import Browser

from .woman import Screen


def test_from_a_link_to_the_first_word(browser: Browser, app_url: str, shots: Path) -> None:
    one, two = Screen(browser, app_url), Screen(browser, app_url)
    one.page.goto(app_url)
    one.page.wait_for_selector("h1")
    one.shot(shots, "first-1")
    one.press("next")
    one.shot(shots, "first-2")
    one.press("next")
    one.shot(shots, "first-3")
    one.press("next")
    one.shot(shots, "secret")
    one.fill("first", "тёплый чайник у окна")
    one.fill("again", "тёплый чайник у окна")
    one.press("secret-done")
    one.sees(one.w("circles-none"))
    one.shot(shots, "circles-none")
    one.press("circles-found")
    one.shot(shots, "found")
    one.fill("title", "Книжный клуб")
    one.fill("name", "Аяна")
    one.page.locator("form button[type=submit]").click()
    one.sees(one.w("home-alone"))
    one.shot(shots, "home-alone")
    link = one.invite()
    one.shot(shots, "invite")
    two.first_visit(link)
    two.sees(two.w("link-given"))
    assert two.page.url == app_url
    two.shot(shots, "link")
    two.knock("Соэлма")
    two.shot(shots, "knocking-wait")
    words = two.six_words()
    two.shot(shots, "knocking-words")
    one.press("home-knock-do")
    one.page.locator("[name=six]").wait_for()
    one.shot(shots, "knock-ready")
    one.fill("six", words)
    one.shot(shots, "knock-typed")
    one.press("knock-vouch")
    one.sees(one.w("what-admit", name="Соэлма"))
    one.shot(shots, "decisions")
    one.press("decision-admit")
    two.sees("Книжный клуб", 40_000)
    two.sees(two.w("place-chat"))
    two.shot(shots, "home")
    two.place("chat")
    two.say("Здравствуйте! Мой звонил вчера, голос бодрый.")
    two.sees(two.w("sent"))
    one.page.goto(app_url)
    one.unlock()
    one.page.get_by_role("button", name="Книжный клуб").first.click()
    one.place("chat")
    one.sees("Мой звонил вчера")
    one.say("Слава богу! Расскажите, когда будете готовы. Мы здесь каждый вечер.")
    two.sees("Мы здесь каждый вечер")
    two.shot(shots, "chat")
    one.shot(shots, "chat-founder")
    assert one.problems == []
    assert two.problems == []
    one.close()
    two.close()
