"""A program of the company that flows ask over HTTP: it answers, refuses, or takes its time."""

from __future__ import annotations

import json
import threading
import time
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any


@dataclass
class Program:
    """A server of this machine. `/fine` answers at once, `/broken` refuses, `/slow` answers after `slow_s`."""

    slow_s: float = 20.0
    asked: list[tuple[str, Any]] = field(default_factory=list)
    """Path and body of every request so far."""
    _server: ThreadingHTTPServer = field(init=False)

    def __post_init__(self) -> None:
        """Serve at a port of its own."""
        program = self

        class Answer(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
                program.asked.append((self.path, json.loads(body) if body else None))
                if self.path == "/slow":
                    time.sleep(program.slow_s)
                told = json.dumps({"status": "sent", "parcels": 3}).encode()
                self.send_response(500 if self.path == "/broken" else 200)
                self.send_header("Content-Type", "application/json")
                self.send_header("Content-Length", str(len(told)))
                self.end_headers()
                self.wfile.write(told)

            do_GET = do_POST

            def log_message(self, *_: object) -> None:
                """Say nothing."""

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Answer)
        self._server.daemon_threads = True
        threading.Thread(target=self._server.serve_forever, daemon=True).start()

    @property
    def url(self) -> str:
        """Where it is."""
        return f"http://127.0.0.1:{self._server.server_port}"

    def close(self) -> None:
        """Serve no more."""
        self._server.shutdown()
        self._server.server_close()
