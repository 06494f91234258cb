"""The pages for what could not be done: what happened, what was typed, and where to go on from there."""

from http import HTTPStatus
from typing import Any

import structlog
from flask import redirect, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.exc import IntegrityError
from werkzeug.exceptions import HTTPException

from admin import notices
from admin.routes import FORM_BYTES, Routes, next_step
from admin.showing import page
from admin.sign_in import SignInPages
from admin.visitors import ForeignForm, SessionEnded, Visitors
from core.db import is_there_already
from core.errors import MovedMeanwhile, RuleViolation
from web.forms import came_from_a_page, disown, fields_sent
from web.routes import is_only_sent_to

_WORDS = {
    400: notices.BAD_REQUEST,
    404: notices.NOT_HERE,
    405: notices.NOT_HERE,
    408: notices.SLOW,
    413: notices.TOO_LARGE,
    503: notices.SLOW,
}

_GIVEN_BACK, _GIVEN_BACK_WITH_FILES = 4 * FORM_BYTES, 24 * 1024 * 1024
"""How much of a form that is too large is read for its words; of more, no browser of a clerk sends the whole:
``deploy/nginx.conf`` ends it."""

log = structlog.get_logger("admin")


class Refusals:
    """Turns what was raised into a page."""

    def __init__(self, routes: Routes, visitors: Visitors, sign_in: SignInPages) -> None:
        self._routes, self._visitors, self._sign_in = routes, visitors, sign_in

    def http(self, error: HTTPException) -> ResponseReturnValue:
        """What the framework refuses; a step asked for by its address leads to the page it stands on."""
        status = error.code or HTTPStatus.INTERNAL_SERVER_ERROR
        if status == HTTPStatus.REQUEST_ENTITY_TOO_LARGE:
            self._read_all_the_same()
        if request.method == "GET" and is_only_sent_to(request.path) and (above := self._above()):
            return redirect(above)
        return self._message(status, **_WORDS.get(status, notices.NOT_DONE))

    def not_found(self, _: RuleViolation) -> ResponseReturnValue:
        """There is no such thing, or not for this visitor."""
        return self._message(HTTPStatus.NOT_FOUND, **notices.NOT_HERE)

    def rule(self, error: RuleViolation) -> ResponseReturnValue:
        """A rule that no page of its own tells."""
        return self._message(HTTPStatus.CONFLICT, title="这一步没有办成", words=error.sentence)

    def made_meanwhile(self, error: IntegrityError) -> ResponseReturnValue:
        """Somebody else made the same a moment before; what else a database refuses is a mistake of ours."""
        if not is_there_already(error):
            raise error
        log.warning("made meanwhile", path=request.path)
        return self.rule(MovedMeanwhile())

    def foreign_form(self, error: ForeignForm) -> ResponseReturnValue:
        """A form without the token of this session: of another site, or of the session before this one."""
        log.warning("foreign form", path=request.path)
        if request.endpoint == "admin.sign_in":
            return self._sign_in.too_old(error.sentence)
        if not came_from_a_page():
            disown()
            return self._message(HTTPStatus.FORBIDDEN, title="没有办成", words=error.sentence)
        return self._once_more(error)

    def session_ended(self, error: SessionEnded) -> ResponseReturnValue:
        """A good form of somebody whose session ended while they were writing."""
        return self._once_more(error)

    def away(self, error: Exception) -> ResponseReturnValue:
        """The database does not answer."""
        log.error("no database", error=type(error).__name__, path=request.path)
        return page("message", HTTPStatus.SERVICE_UNAVAILABLE, **notices.AWAY)

    def gone(self, error: Exception) -> ResponseReturnValue:
        """A row names a file that the store has not: a backup without its files, for one."""
        log.error("no such file", error=str(error), path=request.path)
        return self._message(HTTPStatus.NOT_FOUND, **notices.FILE_GONE)

    def store_away(self, error: Exception) -> ResponseReturnValue:
        """The store of files is full or does not answer."""
        log.error("no store of files", error=str(error), path=request.path)
        return self._message(HTTPStatus.SERVICE_UNAVAILABLE, **notices.STORE_AWAY)

    def crowded(self, error: Exception) -> ResponseReturnValue:
        """More photos at once than are looked at, or more files than are written."""
        log.warning("too many at once", program=str(error), path=request.path)
        return self._message(HTTPStatus.SERVICE_UNAVAILABLE, **notices.CROWDED)

    def _once_more(self, error: RuleViolation) -> ResponseReturnValue:
        """What was typed, with a button that sends it again under the session that is there by then."""
        visitor = self._visitors.current()
        is_inside = visitor is not None and visitor.signed.is_inside
        if self._routes.is_step(request.endpoint):
            return self._message(HTTPStatus.FORBIDDEN, title="没有办成", words=error.sentence)
        more: dict[str, Any] = {}
        if not is_inside:
            more["sign_in_at"] = url_for(next_step(visitor.signed) if visitor else "admin.sign_in")
        if any(one.filename for one in request.files.values()):
            # No page can keep a file.
            words = notices.SIGN_IN_AND_CHOOSE_AGAIN if not is_inside else notices.CHOOSE_FILE_AGAIN
        else:
            words = notices.SIGN_IN_AND_GO_ON if not is_inside else notices.CHECK_AND_SEND
            more["again"] = fields_sent()
        return self._message(HTTPStatus.FORBIDDEN, title="还没有提交", words=words, **more)

    def _read_all_the_same(self) -> None:
        """A form that is too large was not looked at: what was typed into it is read to be given back."""
        if not came_from_a_page() or self._visitors.current() is None or request.content_length is None:
            disown()
        elif request.mimetype == "multipart/form-data":
            request.max_content_length = _GIVEN_BACK_WITH_FILES
        else:
            request.max_content_length = _GIVEN_BACK

    def _message(self, status: int, **words: Any) -> ResponseReturnValue:
        above = self._above() if request.method == "POST" else ""
        return page("message", status, page_above=above, **words)

    def _above(self) -> str:
        return self._routes.page_above(self._visitors.current(), request.path)
