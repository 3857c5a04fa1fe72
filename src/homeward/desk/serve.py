"""Serve a desk on loopback until told to stop; then work the waiting decisions in (RECORD, 'Desk', 1)."""

from __future__ import annotations

import socket
from collections.abc import Callable, Mapping

import uvicorn

from homeward.record.workspace import Workspace

from .app import make_app, new_key
from .state import Words

HOST = "127.0.0.1"


def serve(workspace: Workspace, words: Mapping[str, Words], port: int, started: Callable[[str], None], invented: bool = False) -> None:
    """Blocks. `port` 0 takes a free one. `started` gets the address with its key. Raises OSError when the port is taken."""
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as listener:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind((HOST, port))
        chosen, key = listener.getsockname()[1], new_key()
        app = make_app(workspace, words, chosen, key, invented)
        started(f"http://{HOST}:{chosen}/enter?key={key}")
        server = uvicorn.Server(uvicorn.Config(app, access_log=False, log_level="error", server_header=False))
        try:
            server.run(sockets=[listener])
        finally:
            app.state.desk.settle()
