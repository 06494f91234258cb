"""What the Python drivers share: the way to the simulator, one JSON line a step, a server for a webhook.

A driver gets everything from the environment (`SIMULATOR`, `APPID`, `OPENID`, …, set by
`tests/contract/foreign.py`) and knows nothing of the project.
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, urlsplit
from wsgiref.simple_server import WSGIRequestHandler, make_server

import requests.adapters

SIMULATOR = os.environ["SIMULATOR"]
APPID, SECRET = os.environ["APPID"], os.environ["SECRET"]
TOKEN, AES_KEY = os.environ["TOKEN"], os.environ["AES_KEY"]
OPENID, OTHER = os.environ.get("OPENID", ""), os.environ.get("OTHER", "")
WXNAME = os.environ.get("WXNAME", "")
FILES = Path(os.environ.get("FILES", "."))
# Where the platform's hosts are played. The SDKs have their addresses fixed in the code, so requests are
# turned at the last moment before the wire, as a name server would.
HOSTS = {
    "api.weixin.qq.com": "/api",
    "file.api.weixin.qq.com": "/api",
    "mp.weixin.qq.com": "/mp",
    "open.weixin.qq.com": "/open",
}
Query = dict[str, str]


def at_simulator(url: str) -> str:
    """The same address on the simulator; addresses elsewhere stay."""
    parts = urlsplit(url)
    if parts.hostname not in HOSTS:
        return url
    return f"{SIMULATOR}{HOSTS[parts.hostname]}{parts.path}" + (f"?{parts.query}" if parts.query else "")


class Signpost(requests.adapters.HTTPAdapter):
    """Sends what is meant for the platform to the simulator."""

    def send(self, request: requests.PreparedRequest, *args: Any, **kwargs: Any) -> requests.Response:
        request.url = at_simulator(request.url or "")
        return super().send(request, *args, **kwargs)


def turn_hosts() -> None:
    """From now on every session of `requests` asks the simulator."""
    requests.sessions.HTTPAdapter = Signpost


def say(line: dict[str, Any]) -> None:
    """One line of the report."""
    sys.stdout.write(json.dumps(line, ensure_ascii=False) + "\n")
    sys.stdout.flush()


class Steps:
    """Takes step after step and reports each: its answer, or the errcode the SDK raised."""

    def __init__(
        self, refusal: type[Exception] | tuple[type[Exception], ...], errcode: Callable[[Any], int]
    ) -> None:
        self._refusal = refusal
        self._errcode = errcode

    def take(self, name: str, call: Callable[[], Any]) -> Any:
        try:
            answer = call()
        except self._refusal as error:
            say({"step": name, "errcode": self._errcode(error)})
            return None
        say({"step": name, "answer": answer})
        return answer


class _Quiet(WSGIRequestHandler):
    def log_message(self, format: str, *args: Any) -> None:
        """Keep the report clean."""


def serve_app(app: Callable[..., Any]) -> None:
    """Serve a WSGI application on a free port, reported in the first line, until killed."""
    with make_server("127.0.0.1", 0, app, handler_class=_Quiet) as server:
        say({"port": server.server_port})
        server.serve_forever()


def serve(answer: Callable[[Query, bytes], str]) -> None:
    """Serve a webhook: `answer` gets query and body of each request."""

    def app(environ: dict[str, Any], start_response: Callable[..., Any]) -> list[bytes]:
        body = environ["wsgi.input"].read(int(environ.get("CONTENT_LENGTH") or 0))
        text = answer(dict(parse_qsl(environ["QUERY_STRING"])), body)
        start_response("200 OK", [("Content-Type", "text/plain; charset=utf-8")])
        return [text.encode()]

    serve_app(app)
