"""A server that answers whatever a test tells it to."""

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

JSON = "application/json; encoding=utf-8"


class OddServer(ThreadingHTTPServer):
    """Answers every request with the same status, headers and body; ``trickles`` never stops."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), OddHandler)
        self.status = 200
        self.headers: dict[str, str] = {"Content-Type": JSON}
        self.body = b"{}"
        self.trickles = False
        self.paths: list[str] = []
        self.callers: set[object] = set()

    @property
    def address(self) -> str:
        """Where it listens."""
        return f"http://127.0.0.1:{self.server_address[1]}"


class OddHandler(BaseHTTPRequestHandler):
    """One request to the odd server."""

    server: OddServer

    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        self.server.paths.append(self.path)
        self.server.callers.add(self.client_address)
        self.send_response(self.server.status)
        headers = self.server.headers if self.server.trickles else {**self._length(), **self.server.headers}
        for name, value in headers.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(self.server.body)
        while self.server.trickles:
            self.wfile.write(b" ")
            time.sleep(0.01)

    def do_POST(self) -> None:
        self.rfile.read(int(self.headers["Content-Length"]))
        self.do_GET()

    def _length(self) -> dict[str, str]:
        return {"Content-Length": str(len(self.server.body))}

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing."""


@contextmanager
def serving_oddly() -> Iterator[OddServer]:
    """Such a server while it is needed."""
    server = OddServer()
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    yield server
    server.trickles = False
    server.shutdown()
    server.server_close()
    thread.join()
