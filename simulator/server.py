"""Serves a simulator on a loopback port.

Werkzeug's threaded server, not gunicorn: all state lives in this one process, every request gets its own
thread without an upper limit (pushes wait up to 15 s for the account, event streams stay open for hours),
and a test starts and stops the very same server inside its own process.
"""

from __future__ import annotations

import errno
import signal
import socket
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from queue import SimpleQueue
from threading import Thread

from flask import Flask
from werkzeug.serving import BaseWSGIServer, WSGIRequestHandler, make_server

from simulator.app import create_simulator
from simulator.config import SimulatorConfig

HOST = "127.0.0.1"
# Connections that may wait to be accepted: a burst of a thousand messages is an ordinary test.
WAITING = 1_024


class PortTaken(Exception):
    """The port cannot be had; the message is a sentence that says what to do."""


class QuietHandler(WSGIRequestHandler):
    """Keeps requests out of the terminal; the journal has them."""

    def log_request(self, code: int | str = "-", size: int | str = "-") -> None:
        """Say nothing."""

    def handle_expect_100(self) -> bool:
        """Say no `100 Continue`: Werkzeug says it, and a client that heard two would send its body twice."""
        return True


def bind(app: Flask, port: int) -> BaseWSGIServer:
    """A server that owns the port (0: any free one) but does not serve yet; raises `PortTaken`."""
    listening = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    try:
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listening.bind((HOST, port))
        listening.listen()
        server = make_server(
            HOST,
            listening.getsockname()[1],
            app,
            threaded=True,
            request_handler=QuietHandler,
            fd=listening.fileno(),
        )
        server.socket.listen(WAITING)
        return server
    except OSError as error:
        if error.errno not in {errno.EADDRINUSE, errno.EACCES}:
            raise
        raise PortTaken(
            f"Port {port} cannot be used: stop the program that has it, or set ANWEN_SIMULATOR_PORT."
        ) from error
    finally:
        listening.close()  # The server keeps its own copy of the descriptor.


@contextmanager
def serving(app: Flask, port: int = 0) -> Iterator[str]:
    """Serve in the background while the block runs; gives the address, e.g. `http://127.0.0.1:8090`."""
    server = bind(app, port)
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
    thread.start()
    try:
        yield f"http://{HOST}:{server.port}"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def run(config: SimulatorConfig) -> None:
    """Serve until SIGTERM or SIGINT."""
    # No Event: a handler that sets one while the main thread begins to wait for it waits for ever.
    stopped: SimpleQueue[int] = SimpleQueue()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda number, _frame: stopped.put(number))
    with serving(create_simulator(config), config.port) as address:
        sys.stdout.write(f"The WeChat simulator is at {address}/ and pushes to {config.webhook_url}.\n")
        sys.stdout.flush()
        stopped.get()
