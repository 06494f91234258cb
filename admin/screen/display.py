"""The wall for a PC without a clerk: opened once with a key, then by the cookie that holds it.

The cookie is sent to ``/screen`` alone, which has this page and its figures: a key opens nothing else.
"""

import structlog
from flask import Blueprint, Response, jsonify, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from admin import notices
from admin.needs import Needs
from admin.screen.figures import EVERY_SECONDS, WallFigures, edition
from admin.showing import FILES, POLICY
from core.db import DATABASE_AWAY
from staff.displays import LIFETIME, find_display, is_to_be_seen
from staff.models import DisplayKey
from web.forms import came_from_elsewhere

PREFIX = "/screen"
COOKIE = "anwen_screen"
FORM_BYTES = 4 * 1024
_LONGEST = 64

log = structlog.get_logger("screen")


def make_blueprint(needs: Needs, figures: WallFigures) -> Blueprint:
    """The three addresses under ``/screen``."""
    blueprint = Blueprint("screen", __name__, url_prefix=PREFIX)
    display = Display(needs, figures)
    # Both spellings: it is typed by hand at a wall.
    blueprint.add_url_rule("", "wall", display.wall)
    blueprint.add_url_rule("/", "wall_too", display.wall)
    blueprint.add_url_rule("/figures", "figures", display.figures)
    blueprint.add_url_rule("/open", "open", display.open, methods=["POST"])
    for error in DATABASE_AWAY:
        blueprint.register_error_handler(error, _away)

    def limit_body() -> None:
        request.max_content_length = FORM_BYTES

    def finish(response: Response) -> Response:
        needs.observe((request.endpoint or "").replace(".", "_"), response.status_code)
        response.headers["Content-Security-Policy"] = POLICY
        response.headers["Permissions-Policy"] = "camera=(), microphone=(), geolocation=()"
        return response

    blueprint.before_request(limit_body)
    blueprint.after_request(finish)
    return blueprint


class Display:
    """One for the whole bureau."""

    def __init__(self, needs: Needs, figures: WallFigures) -> None:
        self._needs, self._figures = needs, figures

    def wall(self) -> ResponseReturnValue:
        """The page, or the question for the key."""
        if self._key(request.cookies.get(COOKIE, "")) is None:
            return self._ask()
        return wall_page(self._needs, url_for("screen.figures"))

    def open(self) -> ResponseReturnValue:
        """Take the key that somebody typed."""
        word = request.form.get("key", "")[:_LONGEST]
        if came_from_elsewhere() or self._key(word) is None:
            log.warning("wrong display key", address=request.remote_addr)
            return self._ask(notices.WRONG_DISPLAY_KEY, 403)
        response = make_response(redirect(url_for("screen.wall"), 303))
        response.set_cookie(
            COOKIE, word, path=PREFIX, max_age=LIFETIME, secure=self._needs.is_secure, httponly=True,
            samesite="Strict",
        )  # fmt: skip
        return response

    def figures(self) -> ResponseReturnValue:
        """The figures, for a key that is good."""
        if self._key(request.cookies.get(COOKIE, "")) is None:
            return jsonify(closed=True), 403
        return jsonify(self._figures.tree())

    def _key(self, word: str) -> DisplayKey | None:
        if not word:
            return None
        needs, now = self._needs, self._needs.clock.now()
        with needs.database.reading() as session:
            key = find_display(session, word, now)
        if key is not None and is_to_be_seen(key, now):
            with needs.database.writing() as session:
                seen = session.get(DisplayKey, key.id)
                if seen is not None:
                    seen.seen_at = now
        return key

    def _ask(self, refusal: str = "", status: int = 200) -> ResponseReturnValue:
        words = {"asset": FILES.address, "bureau": self._needs.bureau(), "refusal": refusal}
        return render_template("admin/screen_key.html", **words), status


def wall_page(needs: Needs, figures: str, back: str = "") -> ResponseReturnValue:
    """The page that asks ``figures``; ``back`` leads a clerk to the office again."""
    return render_template(
        "admin/screen.html",
        asset=FILES.address,
        bureau=needs.bureau,
        figures=figures,
        every=EVERY_SECONDS,
        edition=edition(),
        back=back,
    )


def _away(error: Exception) -> ResponseReturnValue:
    log.error("no database", error=type(error).__name__, path=request.path)
    return Response(notices.AWAY["words"], 503, content_type="text/plain; charset=utf-8")
