"""The web application answering real browsers from a thread of this process: no new process, no platform."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from flask import Flask
from werkzeug.serving import make_server

from app import schema
from app.settings_loading import load_settings
from app.wiring import Container, build_container


@contextmanager
def served(app: Flask) -> Iterator[str]:
    """The address under which ``app`` answers."""
    server = make_server("127.0.0.1", 0, app, threaded=True)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def empty_container(folder: Path) -> Container:
    """A container on an empty database of its own below ``folder``."""
    url = f"sqlite:///{folder / 'office.db'}"
    settings = load_settings(
        var_dir=folder / "var", database_url=url, secret_key="s" * 40, vault_key="v" * 40, log_level="ERROR"
    )
    container = build_container(settings)
    schema.upgrade(container.database)
    return container
