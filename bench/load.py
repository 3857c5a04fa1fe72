"""A load client for any HTTP server: raw asyncio protocols, so that it takes little of the shared processor. Bodies are made before."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Sequence
from dataclasses import dataclass, field


def percentile(values: Sequence[float], share: float) -> float:
    """The value below which `share` (0..1) of `values` lie."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))] if ordered else float("nan")


def latencies(seconds: Sequence[float]) -> dict[str, float]:
    """p50, p95, p99 in milliseconds."""
    return {name: round(percentile(seconds, share) * 1e3, 3) for name, share in (("p50", 0.5), ("p95", 0.95), ("p99", 0.99))}


@dataclass
class Poster(asyncio.Protocol):
    """One keep-alive connection that posts its bodies one after the other until they or the time run out."""

    head: bytes
    bodies: Sequence[bytes]
    until: float
    done: asyncio.Future[None]
    taken: list[float] = field(default_factory=list)
    refused: list[bytes] = field(default_factory=list)
    _at: int = 0
    _buffer: bytes = b""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Begin."""
        self._transport: asyncio.Transport = transport  # type: ignore[assignment]
        self._next()

    def data_received(self, data: bytes) -> None:
        """Part of an answer."""
        self._buffer += data
        end = self._buffer.find(b"\r\n\r\n")
        if end < 0:
            return
        head = self._buffer[:end].lower()
        at = head.find(b"content-length:")
        if at >= 0 and len(self._buffer) < end + 4 + int(head[at + 15 :].split(b"\r\n", 1)[0]):
            return
        now = time.perf_counter()
        if b" 200" in head[:13]:
            self.taken.append(now - self._sent)
        else:
            self.refused.append(self._buffer[:300])
        self._buffer = b""
        self._next()

    def connection_lost(self, _: Exception | None) -> None:
        """Over."""
        if not self.done.done():
            self.done.set_result(None)

    def _next(self) -> None:
        if self._at >= len(self.bodies) or time.perf_counter() >= self.until:
            self._transport.close()
            return
        body = self.bodies[self._at]
        self._at += 1
        self._sent = time.perf_counter()
        self._transport.write(self.head + b"Content-Length: %d\r\n\r\n" % len(body) + body)


async def post_all(port: int, path: str, bodies: Sequence[Sequence[bytes]], seconds: float) -> dict[str, float]:
    """Post from len(bodies) connections at once for at most `seconds`; rate and latencies. Raises RuntimeError on a refusal."""
    loop = asyncio.get_running_loop()
    head = f"POST {path} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nContent-Type: application/octet-stream\r\n".encode()
    started = time.perf_counter()
    posters = [Poster(head, part, started + seconds, loop.create_future()) for part in bodies]
    for poster in posters:
        await loop.create_connection(lambda p=poster: p, "127.0.0.1", port)  # type: ignore[misc]
    await asyncio.gather(*(p.done for p in posters))
    taken = [t for p in posters for t in p.taken]
    refused = [r for p in posters for r in p.refused]
    if refused:
        raise RuntimeError(f"{len(refused)} refused, first: {refused[0]!r}")
    return {"per_second": round(len(taken) / (time.perf_counter() - started), 1), **latencies(taken)}
