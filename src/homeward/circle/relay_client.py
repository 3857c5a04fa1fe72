"""A relay over HTTP (PROTOCOL 10), as a Mailbox. Every log gets a connection of its own, so that one connection never tells
which logs belong together."""

from __future__ import annotations

import ssl
import time
from functools import cache

import httpx
import msgspec

from homeward.keys import derive
from homeward.schema import base64url, wire
from homeward.schema.errors import NotCanonical

from .epoch import LogKeys
from .mailbox import AllowanceUsed, IndexLine, LogClosed, LogUnknown, Page, RelayRefused, RelayUnreachable

TIMEOUT = 20.0
MAX_ANSWER = 2 * 2**20  # a page is a quarter of a megabyte of blocks
ANSWER_SECONDS = 300.0
_KINDS: dict[str, type[RelayRefused]] = {"no_log": LogUnknown, "closed": LogClosed, "quota": AllowanceUsed}


class RelayClient:
    """The relay at `url`. `relay`, if given, is the id it must show: another relay at the same address is refused."""

    def __init__(self, url: str, relay: bytes = b"", code: str = "", timeout: float = TIMEOUT) -> None:
        self._url, self._code, self._timeout = url.rstrip("/"), code, timeout
        self._clients: dict[bytes, httpx.Client] = {}
        self._bits = -1
        self.relay = relay or self._facts()

    def create(self, log: LogKeys) -> None:
        """See Mailbox. Does the relay's proof of work first."""
        if self._bits < 0:
            self._facts()
        nonce = 0
        while wire.work_bits(derive.preimage("homeward/work/v1", log.address, nonce.to_bytes(8, "big"))) < self._bits:
            nonce += 1
        self._post(log.address, "create", wire.Create(log.writer, log.lanes, log.reader, nonce, self._code).encode())

    def append(self, log: LogKeys, blocks: list[bytes], *, by_lane: bool) -> None:
        """See Mailbox. Sends at most 64 blocks a request."""
        key = log.lane if by_lane else log.write
        if key is None:
            raise RelayRefused("no_key")
        for at in range(0, len(blocks), wire.MAX_APPEND_BLOCKS):
            part = tuple(blocks[at : at + wire.MAX_APPEND_BLOCKS])
            message = wire.append_message(self.relay, log.address, [derive.sha256(b) for b in part])
            signature = key.sign(derive.preimage(*message))
            self._post(log.address, "append", wire.Append(log.address, log.lane_index + 1 if by_lane else 0, signature, part).encode())

    def read(self, log: LogKeys, after: int, max_bytes: int) -> Page:
        """See Mailbox."""
        got = wire.Blocks.decode(self._ask(log, "read", after, max_bytes))
        return Page(got.first, got.head, got.blocks, got.next, got.closed)

    def index(self, log: LogKeys, after: int) -> tuple[IndexLine, ...]:
        """See Mailbox."""
        lines = wire.Index.decode(self._ask(log, "index", after, 0)).lines
        return tuple(IndexLine(p, wire.LARGE if c else wire.SMALL, h) for p, c, h in lines)

    def fetch(self, log: LogKeys, position: int) -> bytes:
        """See Mailbox."""
        return self._ask(log, "fetch", position, wire.LARGE)

    def close(self, log: LogKeys) -> None:
        """See Mailbox."""
        if log.lane is None:
            raise RelayRefused("no_key")
        signature = log.lane.sign(derive.preimage(*wire.close_message(self.relay, log.address)))
        self._post(log.address, "close", wire.Close(log.address, log.lane_index + 1, signature).encode())

    def wait(self, log: LogKeys, after: int, seconds: int) -> int:
        """See Mailbox."""
        return wire.Status.decode(self._ask(log, "wait", after, seconds, timeout=seconds + self._timeout)).next

    def disconnect(self) -> None:
        """Close all connections."""
        for client in self._clients.values():
            client.close()
        self._clients.clear()

    def _facts(self) -> bytes:
        try:
            facts = msgspec.json.decode(self._send(b"", "GET", "/v1", b"", self._timeout))
            self._bits = int(facts["work_bits"])
            relay = base64url.decode(facts["relay"], size=16)
        except (msgspec.DecodeError, KeyError, TypeError, ValueError, NotCanonical) as error:
            raise RelayUnreachable(f"{self._url} does not answer like a relay") from error
        if not 0 <= self._bits <= 32:
            raise RelayRefused("work", f"{self._bits} bits of work is more than this device gives")
        if getattr(self, "relay", relay) != relay:
            raise RelayUnreachable(f"{self._url} is another relay than the circle agreed on")
        return relay

    def _ask(self, log: LogKeys, name: str, position: int, amount: int, timeout: float = 0) -> bytes:
        body = wire.Read(log.address, log.token, position, amount).encode()
        return self._post(log.address, name, body, timeout)

    def _post(self, address: bytes, name: str, body: bytes, timeout: float = 0) -> bytes:
        return self._send(address, "POST", f"/v1/{name}", body, timeout or self._timeout)

    def _send(self, address: bytes, method: str, path: str, body: bytes, timeout: float) -> bytes:
        client = self._clients.get(address)
        if client is None:
            client = self._clients[address] = httpx.Client(
                verify=_ssl(), headers={"user-agent": "", "accept-encoding": "identity"}, follow_redirects=False
            )
        try:
            with client.stream(method, self._url + path, content=body, timeout=timeout) as answer:
                content = self._whole(answer, timeout + ANSWER_SECONDS)
        except (httpx.HTTPError, httpx.InvalidURL) as error:
            raise RelayUnreachable(f"{self._url}: {type(error).__name__}") from error
        if answer.status_code == 200:
            return content
        try:
            said = msgspec.json.decode(content)
            name, detail = str(said["error"])[:40], str(said["hint"])[:200]
        except (msgspec.DecodeError, KeyError, TypeError) as error:
            raise RelayUnreachable(f"{self._url} answered {answer.status_code}") from error
        raise _KINDS.get(name, RelayRefused)(name, detail)

    def _whole(self, answer: httpx.Response, seconds: float) -> bytes:
        """The answer's bytes as they came, within a size and a time no honest relay needs."""
        content, until = bytearray(), time.monotonic() + seconds
        for part in answer.iter_raw():
            content += part
            if len(content) > MAX_ANSWER or time.monotonic() > until:
                raise RelayUnreachable(f"{self._url}: an answer without end")
        return bytes(content)


@cache  # making one takes as long as a dozen requests, and there is a client for every log
def _ssl() -> ssl.SSLContext:
    return ssl.create_default_context()
