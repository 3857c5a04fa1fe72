"""A network that freezes every connection after so many bytes down, as a loopback proxy. Counts connections and the most one carried."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager


class Wall:
    """Passes bytes to `port` and, per connection, at most `limit` bytes back; then the connection stands still."""

    def __init__(self, port: int, limit: int) -> None:
        self.limit, self._target = limit, port
        self.connections, self.frozen, self.most = 0, 0, 0
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port = self._listener.getsockname()[1]
        threading.Thread(target=self._accept, daemon=True).start()

    def _accept(self) -> None:
        while True:
            try:
                near, _ = self._listener.accept()
            except OSError:
                return
            self.connections += 1
            far = socket.create_connection(("127.0.0.1", self._target))
            threading.Thread(target=self._up, args=(near, far), daemon=True).start()
            threading.Thread(target=self._down, args=(far, near), daemon=True).start()

    def _up(self, near: socket.socket, far: socket.socket) -> None:
        try:
            while data := near.recv(65_536):
                far.sendall(data)
        except OSError:
            pass  # either side went away: the other thread closes both
        finally:
            far.close()

    def _down(self, far: socket.socket, near: socket.socket) -> None:
        passed = 0
        try:
            while data := far.recv(2_048):
                if passed + len(data) > self.limit:
                    self.frozen += 1
                    return  # neither closed nor answered: it stands still
                passed += len(data)
                self.most = max(self.most, passed)
                near.sendall(data)
            near.close()
        except OSError:
            near.close()

    def stop(self) -> None:
        self._listener.close()


@contextmanager
def wall(url: str, limit: int) -> Iterator[tuple[Wall, str]]:
    """The wall in front of the server at `url`, and the address to use instead."""
    made = Wall(int(url.rstrip("/").rpartition(":")[2]), limit)
    yield made, f"http://127.0.0.1:{made.port}/"
    made.stop()
