"""What can be done in a conversation: edit, take back, pin, ask, show a picture without its metadata, speak, search; then lock."""

from __future__ import annotations

import struct
import zlib
from pathlib import Path

from playwright.sync_api import Browser, expect

from .woman import SECRET, Screen

PLACE = b"GPS 51.8335 N 107.5841 E"


def picture_with_place() -> bytes:
    """A 3,000 × 2,000 PNG whose text chunk says where it was taken."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    rows = b"".join(b"\0" + bytes((x * y) % 251 for x in range(0, 9000, 1)) for y in range(0, 2000, 1000) for _ in range(1000))
    head = struct.pack(">IIBBBBB", 3000, 2000, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", head)
        + chunk(b"tEXt", b"Comment\0" + PLACE)
        + chunk(b"IDAT", zlib.compress(rows, 1))
        + chunk(b"IEND", b"")
    )


def act(one: Screen, identity: str) -> None:
    """On the last line."""
    one.page.locator(".line-more").last.click()
    one.page.locator("dialog").get_by_role("button", name=one.w(identity), exact=True).click()


def test_everything_in_a_chat(browser: Browser, app_url: str, shots: Path, tmp_path: Path) -> None:
    one = Screen(browser, app_url)
    one.first_visit()
    one.found("Книжный клуб", "Аяна")
    one.place("chat")
    one.say("Мой звонил вчера, ё-моё")
    one.sees("ё-моё")
    act(one, "pin")
    expect(one.page.locator(".pinned")).to_be_visible()
    one.say("Ошибка тут")
    one.sees("Ошибка тут")
    act(one, "edit")
    expect(one.page.locator("[name=text]")).to_have_value("Ошибка тут")
    one.fill("text", "Здесь всё верно: Өлзы и Һара")
    one.press("send")
    one.sees(one.w("edited"))
    one.say("Лишнее")
    one.sees("Лишнее")
    act(one, "retract")
    one.page.locator("dialog").get_by_role("button", name=one.w("retract-yes")).click()
    one.sees(one.w("retracted"))

    source = tmp_path / "photo.png"
    source.write_bytes(picture_with_place())
    one.page.evaluate(
        "() => { const was = URL.createObjectURL; URL.createObjectURL = (b) => { window.blob = b; return was.call(URL, b); }; }"
    )
    one.press("attach")
    with one.page.expect_file_chooser() as chosen:
        one.page.locator("dialog").get_by_role("button", name=one.w("attach-picture")).click()
    chosen.value.set_files(source)
    picture = one.page.locator("img.picture")
    expect(picture).to_be_visible()
    size = picture.evaluate("(img) => [img.naturalWidth, img.naturalHeight]")
    assert max(size) == 1280
    kept = bytes(one.page.evaluate("async () => [...new Uint8Array(await window.blob.arrayBuffer())]"))
    assert PLACE not in kept
    assert b"Exif" not in kept

    microphone = one.page.get_by_role("button", name=one.w("voice-record"))
    microphone.focus()
    one.page.keyboard.press("Enter")
    one.page.wait_for_timeout(1_500)
    one.page.keyboard.press("Enter")
    expect(one.page.locator("audio.voice")).to_be_visible()

    one.press("attach")
    one.page.locator("dialog").get_by_role("button", name=one.w("poll-new")).click()
    one.fill("question", "Когда созвонимся?")
    one.fill("answer-0", "В субботу")
    one.fill("answer-1", "В воскресенье")
    one.press("poll-ask")
    one.page.get_by_label("В субботу").check()
    one.sees("В субботу")
    expect(one.page.locator(".answer b").first).to_have_text("1")
    one.page.wait_for_timeout(500)
    one.shot(shots, "talk")

    one.page.get_by_role("button", name=one.w("search")).click()
    one.fill("search", "олзы хара")
    one.sees(one.w("search-found", n=1))
    one.shot(shots, "search")
    one.page.locator(".list-item").first.click()
    one.sees("Өлзы")

    one.page.evaluate("() => document.querySelector('.bar .icon-button:last-child').click()")
    one.page.get_by_role("heading", name=one.w("hidden-title")).wait_for()
    left = one.page.evaluate(READ_ALL)
    for secret in ("Өлзы", "Аяна", "Книжный клуб", SECRET, "Когда созвонимся"):
        assert secret not in left, secret
    assert one.problems == []
    one.close()


KEEP_BLOB = """() => {
  const was = URL.createObjectURL;
  URL.createObjectURL = (blob) => { window.blob = blob; return was.call(URL, blob); };
}"""
READ_ALL = """async () => {
  const found = [document.documentElement.innerText, location.href];
  found.push(JSON.stringify({ ...localStorage }), JSON.stringify({ ...sessionStorage }));
  const text = (value) => {
    if (value instanceof ArrayBuffer) return new TextDecoder().decode(value);
    if (ArrayBuffer.isView(value)) return new TextDecoder().decode(value);
    if (value && typeof value === "object") return Object.values(value).map(text).join(" ");
    return String(value);
  };
  for (const { name } of await indexedDB.databases()) {
    const db = await new Promise((done) => (indexedDB.open(name).onsuccess = (e) => done(e.target.result)));
    found.push(name);
    for (const store of db.objectStoreNames) {
      const all = await new Promise((done) => (db.transaction(store).objectStore(store).getAll().onsuccess = (e) => done(e.target.result)));
      found.push(store, ...all.map(text));
    }
    db.close();
  }
  for (const name of await caches.keys()) {
    const shelf = await caches.open(name);
    for (const request of await shelf.keys()) found.push(request.url);
  }
  return found.join("\\n");
}"""
