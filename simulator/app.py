"""Puts the simulator together as a Flask application."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import TYPE_CHECKING

from flask import Flask, render_template
from flask.json.provider import DefaultJSONProvider
from werkzeug.exceptions import HTTPException

from simulator.api.entry import PlatformPath, make_entry
from simulator.article_page import make_article_page
from simulator.config import SimulatorConfig
from simulator.control.campaigns import CampaignsControl
from simulator.control.citizens import CitizensControl
from simulator.control.platform import REFUSALS, PlatformControl, http_refusal, refusal
from simulator.events import make_events
from simulator.world import World

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

SLASHES = re.compile("/{2,}")
LARGEST_REQUEST = 32 * 1024 * 1024


class SingleSlashes:
    """Takes `//` in a path for `/`: an address given with a slash at its end is a slip, no other place."""

    def __init__(self, inner: WSGIApplication) -> None:
        self._inner = inner

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        environ["PATH_INFO"] = SLASHES.sub("/", environ.get("PATH_INFO", ""))
        return self._inner(environ, start_response)


def create_simulator(config: SimulatorConfig) -> Flask:
    """One simulated platform with its own state; found again as `app.extensions["world"]`.

    Several can live in one process. To receive real pushes and API calls, serve it with `simulator.server`.
    """
    app = Flask(__name__)
    app.config["MAX_CONTENT_LENGTH"] = LARGEST_REQUEST
    app.url_map.converters[PlatformPath.name] = PlatformPath
    if isinstance(app.json, DefaultJSONProvider):
        app.json.ensure_ascii = False
    world = World(config)
    app.extensions["world"] = world
    for make in (make_entry, make_events, make_article_page):
        app.register_blueprint(make(world))
    for control in (PlatformControl, CitizensControl, CampaignsControl):
        app.register_blueprint(control(world).blueprint())
    for kind in REFUSALS:
        app.register_error_handler(kind, refusal)
    app.register_error_handler(HTTPException, http_refusal)

    app.wsgi_app = SingleSlashes(app.wsgi_app)  # type: ignore[method-assign]

    @app.get("/")
    def phone() -> str:
        return render_template("phone.html")

    return app
