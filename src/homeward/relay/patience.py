"""How long and how much a relay listens to one connection. Nobody holds it with half a request, endless headers or an answer never
taken. It forgets the other side's address the moment a connection is made."""

from __future__ import annotations

import asyncio

from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

from . import limits


class Patient(HttpToolsProtocol):
    """One connection, cut off when a phase lasts too long: the head, the body, the answer."""

    most = 8_000  # connections at once; set from what the system allows
    _deadline = float("inf")
    _head = 0
    _in_head = True

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Start the clock of the head; refuse what is too many."""
        super().connection_made(transport)
        self.client = None
        transport.set_write_buffer_limits(high=16_384)
        if len(self.connections) > self.most:
            transport.abort()
        else:
            self._until(limits.HEAD_SECONDS)

    def connection_lost(self, exc: Exception | None) -> None:
        """Nothing is held any more."""
        self._deadline = float("inf")
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        """Count the bytes of a head."""
        if self._in_head:
            self._head += len(data)
        super().data_received(data)
        if self._in_head and self._head > limits.HEAD_BYTES:
            self.transport.abort()

    def on_message_begin(self) -> None:
        """A head begins."""
        super().on_message_begin()
        self._in_head = True
        self._until(limits.HEAD_SECONDS)

    def on_headers_complete(self) -> None:
        """The head is over."""
        self._in_head, self._head = False, 0
        self._until(limits.BODY_SECONDS)
        super().on_headers_complete()

    def on_message_complete(self) -> None:
        """The body is over."""
        super().on_message_complete()
        self._in_head = True
        self._until(limits.ANSWER_SECONDS)

    def on_response_complete(self) -> None:
        """The answer is taken; the library's own keep-alive limit runs now."""
        self._deadline = float("inf")
        super().on_response_complete()

    def handle_websocket_upgrade(self) -> None:
        """The WebSocket protocol takes over."""
        self._deadline = float("inf")
        super().handle_websocket_upgrade()

    def cut_off(self, now: float) -> None:
        """End the connection if its phase has lasted too long. Called every second: a timer a phase would cost more."""
        if now > self._deadline:
            self.transport.abort()

    def _until(self, seconds: float) -> None:
        self._deadline = self.loop.time() + seconds
