"""Makes the Flask application."""

import errno
import secrets
from datetime import timedelta
from http import HTTPStatus

import structlog
from flask import Flask, Response, make_response, request
from werkzeug.exceptions import HTTPException, NotFound
from werkzeug.middleware.proxy_fix import ProxyFix

from admin import blueprint as office
from admin.screen import display
from admin.screen.figures import WallFigures
from admin.visitors import PREFIX as OFFICE
from app import health
from app.addresses import App
from app.cli import Commands
from app.doorway import SAFE_HEADERS, Doorway
from app.in_memory_request import InMemoryRequest
from app.logs import set_up_logging
from app.metrics import RowNumbers, observe_inbound, observe_office, observe_page
from app.page_families import mobile_needs, office_needs
from app.settings import Settings
from app.system_state import checks_of
from app.wiring import Container, build_container
from h5 import blueprint as pages
from handlers import webhook

SESSION_LASTS = timedelta(hours=12)
_FULL = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})
NO_PAGE = f"没有这个页面。安全问答请打开{pages.PREFIX}/。"
REFUSED = "这次没有办成，请返回上一页再试。"

log = structlog.get_logger("error")


def create_app(settings: Settings, container: Container | None = None) -> Flask:
    """The web application and its commands, around ``container`` or one made from the settings.

    The knowledge base is not loaded here but when it is first needed (``gunicorn.conf.py`` asks for it
    before it forks), so that commands which need none start quickly.
    """
    set_up_logging(settings.log_level, as_json=settings.is_production)
    container = container or build_container(settings)
    app = App("anwen", static_folder=None)
    app.request_class = InMemoryRequest
    app.extensions["anwen"] = container
    view = webhook.WebhookView(container.envelope, container.inbox, container.clock, observe_inbound)
    app.register_blueprint(webhook.make_blueprint(view))
    _prepare_sessions(app, settings)
    app.register_blueprint(pages.make_blueprint(mobile_needs(container, observe_page)))
    needs = office_needs(container, observe_office)
    wall = WallFigures(needs)
    sections, app.extensions["anwen-admin-routes"] = office.make_blueprint(needs, wall)
    app.register_blueprint(sections)
    app.register_blueprint(display.make_blueprint(needs, wall))
    rows = RowNumbers(container.database, container.clock.now)
    app.register_blueprint(health.make_blueprint(checks_of(container), rows, settings.limiter_url))
    app.before_request(_refuse_nul)
    app.register_error_handler(Exception, _error_page)
    app.after_request(_headers)
    app.wsgi_app = Doorway(app, view)  # type: ignore[method-assign]
    app.cli = Commands(container)
    return app


def _refuse_nul() -> None:
    """No page is called so, and PostgreSQL breaks over comparing it."""
    if "\0" in request.path:
        raise NotFound


def _prepare_sessions(app: Flask, settings: Settings) -> None:
    """Sessions of the mobile pages, and the address of whoever asks when proxies stand before us."""
    app.secret_key = settings.secret_key.get_secret_value()
    app.config.update(
        SESSION_COOKIE_NAME="h5_session",
        SESSION_COOKIE_PATH=f"{pages.PREFIX}/",
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        SESSION_COOKIE_SECURE=settings.public_url.startswith("https://"),
        PERMANENT_SESSION_LIFETIME=SESSION_LASTS,
        SESSION_REFRESH_EACH_REQUEST=False,
    )
    if settings.proxies:
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=settings.proxies, x_proto=0, x_host=0)  # type: ignore[method-assign]


def _error_page(error: Exception) -> Response:
    """Everything is caught here: a reference for the reader, the trace for the log."""
    if isinstance(error, HTTPException):
        words = NO_PAGE if error.code == HTTPStatus.NOT_FOUND else REFUSED
        return Response(words, status=error.code, content_type="text/plain; charset=utf-8")
    reference = secrets.token_hex(4)
    log.exception("page broke", reference=reference, path=request.path)
    if request.path.startswith(f"{pages.PREFIX}/"):
        return make_response(pages.sorry(reference))
    if request.path.startswith(f"{OFFICE}/"):
        return make_response(office.no_room() if _is_of_a_full_disk(error) else office.sorry(reference))
    return Response(
        f"页面出了问题，请稍后再试。编号：{reference}", status=500, content_type="text/plain; charset=utf-8"
    )


def _is_of_a_full_disk(error: BaseException | None) -> bool:
    """Whether it began so: whoever closes what could not be written may fail in another way."""
    while error is not None:
        if isinstance(error, OSError) and error.errno in _FULL:
            return True
        error = error.__cause__ or error.__context__
    return False


def _headers(response: Response) -> Response:
    location = response.headers.get("Location", "")
    if location and location.startswith(request.host_url):
        # The router repeats the host that the caller named, whatever it is; the way to a page needs none.
        # (Two strokes at its beginning would name a host again.)
        response.headers["Location"] = f"/{location.removeprefix(request.host_url).lstrip('/')}"
        response.data = b""
    for name, value in SAFE_HEADERS:
        response.headers.setdefault(name, value)
    return response
