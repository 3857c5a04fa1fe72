"""A loopback network with the faults of the one at home: connections that freeze after some bytes, delay, a narrow line, resets."""

from __future__ import annotations

import contextlib
import socket
import threading
import time
from dataclasses import dataclass, field


@dataclass
class Network:
    """A proxy to `port` of this machine. `freeze`: bytes towards the client after which a connection stands still (0: never).
    `rate`: bytes a second each way (0: any). `delay`: seconds before the first byte. `reset_every`: connections, each such one is
    cut after 9,000 bytes (0: none)."""

    port: int
    freeze: int = 0
    rate: int = 0
    delay: float = 0
    reset_every: int = 0
    url: str = ""
    connections: int = 0
    longest: int = 0
    _ends: list[socket.socket] = field(default_factory=list)

    def __enter__(self) -> Network:
        self._door = socket.create_server(("127.0.0.1", 0))
        self.url = f"http://127.0.0.1:{self._door.getsockname()[1]}"
        threading.Thread(target=self._accept, daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self._door.close()
        self.cut()

    def cut(self) -> None:
        """End every connection there is: from now on all go by the present settings."""
        for end in self._ends:
            with contextlib.suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)
            end.close()
        self._ends.clear()

    def _accept(self) -> None:
        with contextlib.suppress(OSError):
            while True:
                near, _ = self._door.accept()
                far = socket.create_connection(("127.0.0.1", self.port))
                self._ends += [near, far]
                self.connections += 1
                cut = 9_000 if self.reset_every and self.connections % self.reset_every == 0 else 0
                time.sleep(self.delay)
                threading.Thread(target=self._carry, args=(near, far, 0, cut), daemon=True).start()
                threading.Thread(target=self._carry, args=(far, near, self.freeze, cut), daemon=True).start()

    def _carry(self, source: socket.socket, sink: socket.socket, freeze: int, cut: int) -> None:
        done = 0
        try:
            while data := source.recv(2_048):
                if freeze and done + len(data) > freeze:
                    sink.sendall(data[: freeze - done])
                    self.longest = max(self.longest, freeze)
                    return  # it stays open, and nothing comes any more
                done += len(data)
                if cut and done > cut:
                    break
                if self.rate:
                    time.sleep(len(data) / self.rate)
                sink.sendall(data)
                self.longest = max(self.longest, done) if freeze else self.longest
        except OSError:
            pass
        with contextlib.suppress(OSError):
            sink.close()
        with contextlib.suppress(OSError):
            source.close()
