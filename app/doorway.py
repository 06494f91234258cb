"""Answers what WeChat posts to ``/wechat`` before Flask sees it; every other request goes on to Flask.

These messages are most of the traffic. What Flask does around a view (finding the page, two contexts,
session, hooks, building the response twice) was a fifth of the work for a message, which needs none of it.
Only where our own code breaks on a message is Flask asked, for its error page.
"""

from collections.abc import Iterable
from typing import TYPE_CHECKING, Final

from flask import Flask, Response

from handlers.webhook import PATH, WebhookView

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

SAFE_HEADERS: Final = (
    ("X-Content-Type-Options", "nosniff"),
    ("Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'"),
    ("Referrer-Policy", "no-referrer"),
    ("Cache-Control", "no-store"),
)
"""What every answer carries that says nothing else about it."""


class Doorway:
    """A WSGI application that stands before that of ``app``."""

    def __init__(self, app: Flask, view: WebhookView) -> None:
        self._app = app
        self._others: WSGIApplication = app.wsgi_app
        self._view = view

    def __call__(self, environ: "WSGIEnvironment", start_response: "StartResponse") -> Iterable[bytes]:
        """See PEP 3333."""
        if environ.get("PATH_INFO") != PATH or environ["REQUEST_METHOD"] != "POST":
            return self._others(environ, start_response)
        response = self._answer(environ)
        body = response.get_data()
        response.headers.setdefault("Content-Length", str(len(body)))
        start_response(response.status, [*response.headers, *SAFE_HEADERS])
        return [body]

    def _answer(self, environ: "WSGIEnvironment") -> Response:
        try:
            return self._view.receive(self._app.request_class(environ))
        except Exception as error:  # noqa: BLE001 - as Flask itself does, with the same error page
            with self._app.request_context(environ):
                return self._app.make_response(self._app.handle_user_exception(error))
