"""A woman at a screen: what she does, in her language, through the accessibility tree only."""

from __future__ import annotations

from pathlib import Path

from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Locator, Page, expect

from homeward.cli.words import Words

SIZES = {"phone": (360, 740), "laptop": (1280, 800)}
SECRET = "тёплый чайник у окна"


class Screen:
    """One browser context with its own storage. Every problem the page reports is kept in `problems`."""

    def __init__(self, browser: Browser, url: str, size: str = "phone", language: str = "ru") -> None:
        width, height = SIZES[size]
        self.words = Words(language)
        self.url = url
        self.context: BrowserContext = browser.new_context(
            viewport={"width": width, "height": height}, locale=language, permissions=["clipboard-read", "clipboard-write", "microphone"],
            has_touch=size == "phone", is_mobile=size == "phone",
        )  # fmt: skip
        self.page: Page = self.context.new_page()
        self.page.set_default_timeout(20_000)
        self.problems: list[str] = []
        self.page.on("pageerror", lambda error: self.problems.append(str(error)))
        self.page.on(
            "console",
            lambda line: self.problems.append(line.text) if line.type == "error" and "Failed to load resource" not in line.text else None,
        )

    def _hear(self, line: ConsoleMessage) -> None:
        # A relay that does not have a log yet answers 404, which Chromium writes down; the member core expects it.
        if line.type == "error" and "Failed to load resource" not in line.text:
            self.problems.append(line.text)

    def w(self, identity: str, **values: object) -> str:
        return self.words(f"ui-{identity}", **values)

    def press(self, identity: str, **values: object) -> None:
        self.button(self.w(identity, **values)).click()

    def button(self, name: str) -> Locator:
        return self.page.get_by_role("button", name=name).first

    def fill(self, name: str, text: str) -> None:
        self.page.locator(f"[name={name}]").fill(text)

    def sees(self, text: str, timeout: int = 20_000) -> None:
        expect(self.page.get_by_text(text).filter(visible=True).first).to_be_visible(timeout=timeout)

    def shot(self, folder: Path, name: str) -> None:
        self.page.screenshot(path=folder / f"{name}.png")

    def first_visit(self, link: str = "", secret: str = SECRET) -> None:
        self.page.goto(link or self.url)
        for _ in range(3):
            expect(self.page.get_by_role("heading", level=1)).to_be_visible()
            self.press("next")
        self.fill("first", secret)
        self.fill("again", secret)
        self.press("secret-done")

    def unlock(self, secret: str = SECRET) -> None:
        self.fill("words", secret)
        self.press("lock-open")

    def found(self, title: str, name: str) -> None:
        self.press("circles-found")
        self.fill("title", title)
        self.fill("name", name)
        self.page.locator("form button[type=submit]").click()
        self.sees(self.w("home-alone"))

    def invite(self) -> str:
        self.press("invite")
        self.press("invite-make")
        return self.page.get_by_label(self.w("invite-link")).input_value()

    def knock(self, name: str) -> None:
        self.fill("name", name)
        self.press("link-knock")

    def six_words(self) -> str:
        words = self.page.locator(".six li")
        expect(words).to_have_count(6, timeout=30_000)
        return " ".join(words.all_inner_texts())

    def place(self, name: str) -> None:
        self.press(f"place-{name}")

    def say(self, text: str) -> None:
        self.fill("text", text)
        self.press("send")

    def close(self) -> None:
        self.context.close()
