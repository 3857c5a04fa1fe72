"""The desk and the site in a real Chromium: keyboard only, without JavaScript, axe, two widths, from a file."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from homeward.desk.serve import serve
from homeward.keys.seal import SealingKey
from homeward.record.intake.sealed import open_submission
from homeward.record.release.make import release
from homeward.record.site.build import build
from homeward.record.workspace import Workspace
from homeward.schema.record import Verdict
from tests.record.invented import circles, few_regions, linked

from .browser import axe_source, chromium, overflow, violations
from .conftest import WORDS

WIDTHS = (360, 1280)


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    """One browser for all."""
    with chromium() as found:
        yield found


@pytest.fixture(scope="module")
def record(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Workspace]:
    """Seventy invented men, with circles."""
    with linked(tmp_path_factory.mktemp("browser") / "record", 70) as workspace:
        circles(workspace.store)
        yield workspace


@pytest.fixture(scope="module")
def address(record: Workspace, browser: Any) -> Iterator[str]:
    """A desk served as `homeward record desk` serves it."""
    import uvicorn

    servers: list[uvicorn.Server] = []
    whole, started, told = uvicorn.Server.run, threading.Event(), []

    def run(self: uvicorn.Server, sockets: Any = None) -> None:
        servers.append(self)
        whole(self, sockets)

    uvicorn.Server.run = run  # type: ignore[method-assign]
    thread = threading.Thread(target=serve, args=(record, WORDS, 0, lambda where: (told.append(where), started.set())), daemon=True)
    thread.start()
    assert started.wait(20)
    yield told[0]
    servers[0].should_exit = True
    thread.join(20)
    uvicorn.Server.run = whole  # type: ignore[method-assign]


def _enter(page: Any, address: str, name: str) -> str:
    page.goto(address)
    page.locator("input:focus").wait_for()
    page.keyboard.type(name)
    page.keyboard.press("Enter")
    page.wait_for_url("**/")
    return address.partition("/enter")[0]


def test_two_keystrokes_decide_a_pair(browser: Any, address: str, record: Workspace) -> None:
    page = browser.new_page(viewport={"width": 1280, "height": 900})
    base = _enter(page, address, "Клавиша")
    page.goto(f"{base}/pairs")
    for key, verdict in (("1", Verdict.SAME), ("2", Verdict.DIFFERENT), ("3", Verdict.UNSURE)):
        action = page.get_attribute("#verdict", "action")
        page.keyboard.press(key)
        page.keyboard.press("Enter")
        page.wait_for_selector(f'#verdict:not([action="{action}"])')
        last = record.store.judgements.all()[-1]
        assert (f"/pairs/{last.left}/{last.right}", last.verdict, last.by) == (action, verdict, "Клавиша")
    page.keyboard.press("u")
    page.wait_for_url("**/pairs/*/*")
    assert record.store.judgements.all()[-1].verdict == Verdict.WITHDRAWN
    page.keyboard.press("w")
    page.keyboard.type("1 u b")
    assert page.input_value("#why") == "1 u b"
    page.keyboard.press("Escape")
    page.keyboard.press("b")
    page.wait_for_url("**/pairs")
    assert "бит" not in page.inner_text("main")
    page.close()


def test_everything_works_without_a_script(browser: Any, address: str, record: Workspace) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    base = _enter(page, address, "Без скрипта")
    page.goto(f"{base}/pairs")
    page.get_by_label("Разные люди").check()
    page.get_by_role("button", name="Записать").click()
    assert record.store.judgements.all()[-1].by == "Без скрипта"
    page.get_by_role("button", name="Отменить прошлое").click()
    assert record.store.judgements.all()[-1].verdict == Verdict.WITHDRAWN
    page.get_by_role("button", name="English").click()
    assert "Is this one person?" in page.inner_text("main")
    context.close()


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_desk_is_accessible(browser: Any, address: str, width: int, scheme: str) -> None:
    axe = axe_source()
    context = browser.new_context(viewport={"width": width, "height": 800}, color_scheme=scheme)
    page = context.new_page()
    base = _enter(page, address, "Ось")
    found = []
    for path in ("/", "/who", "/pairs", "/people?q=а", "/people/1", "/claims", "/corrections", "/notices", "/history"):
        page.goto(base + path)
        found += [f"{path} {line}" for line in violations(page, axe)]
        assert overflow(page) == 0, path
    assert found == [], "\n".join(sorted({f.partition(" ")[2] for f in found}))
    context.close()


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A site in a folder, its record beside it."""
    out = tmp_path_factory.mktemp("site") / "out"
    with few_regions(out.parent / "record") as record:
        circles(record.store)
        release(record, out, "2024-07-01", "тест", WORDS, invented=True, latent=False)
    return build(out, WORDS)


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_site_opens_from_a_folder_and_is_accessible(browser: Any, site: Path, width: int, scheme: str) -> None:
    axe = axe_source()
    context = browser.new_context(viewport={"width": width, "height": 800}, color_scheme=scheme)
    page = context.new_page()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    errors: list[str] = []
    page.on("console", lambda message: errors.append(message.text) if message.type == "error" else None)
    found = []
    for name in ("index", "method", "downloads", "correction", "en/index", "en/correction"):
        page.goto((site / f"{name}.html").as_uri())
        for summary in page.query_selector_all("summary"):
            summary.click()
        found += [f"{name} {line}" for line in violations(page, axe)]
        assert overflow(page) == 0, name
    assert found == [], "\n".join(sorted({f.partition(" ")[2] for f in found}))
    assert errors == []
    assert all(url.startswith(("file:", "data:")) for url in asked)
    context.close()


def test_a_correction_is_sealed_in_the_page(browser: Any, site: Path, tmp_path: Path) -> None:
    page = browser.new_page()
    page.goto((site / "correction.html").as_uri())
    page.fill("#person", "12")
    page.fill("#relation", "сестра")
    page.fill("#wanted", "Ему было 24")
    page.fill("#grounds", "паспорт")
    with page.expect_download() as download:
        page.click("#seal")
    download.value.save_as(tmp_path / "correction.sealed")
    key = SealingKey.from_private((site.parents[1] / "record" / "desk.key").read_bytes())
    said = open_submission(key, (tmp_path / "correction.sealed").read_bytes())
    assert (said.person, said.relation, said.text, said.grounds) == (12, "сестра", "Ему было 24", "паспорт")
    page.close()
