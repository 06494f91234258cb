"""Puts the pages together: one blueprint with its headers, its refusals and its count of requests."""

from typing import Any

import structlog
from flask import Blueprint, Response, jsonify, make_response, redirect, request
from flask.typing import ResponseReturnValue
from sqlalchemy.exc import IntegrityError
from werkzeug.exceptions import HTTPException

from core.db import DATABASE_AWAY, is_there_already
from core.errors import MovedMeanwhile, RuleViolation
from h5 import csrf, notices, pictures
from h5.activities.center import Center
from h5.activities.own import OwnActivities
from h5.addresses import HOME
from h5.catalogue import load_catalogue
from h5.contents import ContentPages
from h5.hot import HotQuestions
from h5.identity import Identity
from h5.mine import OwnPages
from h5.needs import Needs
from h5.opinions import Opinions
from h5.policy import policy
from h5.privacy import PrivacyPage
from h5.quizzes.certifying import Certifying
from h5.quizzes.competing import Competing
from h5.quizzes.context import QuizPageContext
from h5.quizzes.playing import Playing
from h5.quizzes.studying import Studying
from h5.reading import ReadingPages
from h5.sharing import Sharing
from h5.showing import FILES, message, page, page_above, share_words, too_late
from h5.subscribing import Subscribing
from h5.subscriptions import SubscriptionPages
from h5.throttle import Throttle
from h5.tips.access import Access
from h5.tips.acting import Acting
from h5.tips.cases import Cases
from h5.tips.employing import Employing
from h5.tips.filing import Filing
from h5.tips.internal import InternalPages
from h5.tips.uploads import MOST_FORM_BYTES, ONE_FILE_BYTES
from h5.visitors import Visitors
from storage.content import Missing
from tipoffs.evidence.status import Refusal
from web.forms import came_from_a_page, disown
from web.routes import answer_for_the_rest, is_only_sent_to

PREFIX = HOME.rstrip("/")
FORM_BYTES = 32 * 1024
"""The longest form is an internal report of 2,000 signs, of which a rare one is sent as 12 bytes."""
BODIES = {
    "h5.tips_new_file": ONE_FILE_BYTES,
    "h5.tips_anonymous_file": ONE_FILE_BYTES,
    "h5.tips_new_drop": MOST_FORM_BYTES,
    "h5.tips_anonymous_drop": MOST_FORM_BYTES,
    "h5.tips_new_submit": MOST_FORM_BYTES,
    "h5.tips_anonymous_submit": MOST_FORM_BYTES,
    "h5.tips_files": MOST_FORM_BYTES,
    "h5.tips_employment_told": ONE_FILE_BYTES + FORM_BYTES,
    "h5.tips_claim": ONE_FILE_BYTES + FORM_BYTES,
}
"""Where more than a form may come: files."""

_RAW_FILES = frozenset({"h5.tips_new_file", "h5.tips_anonymous_file"})
"""Where the script of a page sends a photo by itself: it cannot show a page of ours, only a sentence."""

_WORDS = {
    400: notices.BAD_REQUEST,
    403: notices.REFUSED,
    404: notices.NOT_FOUND,
    408: notices.SLOW,
    413: notices.TOO_LARGE,
    429: notices.TOO_OFTEN,
    503: notices.SLOW,
}

log = structlog.get_logger("h5")


def make_blueprint(needs: Needs) -> Blueprint:
    """The pages, for one account."""
    blueprint = Blueprint("h5", __name__, url_prefix=PREFIX, template_folder="templates")
    FILES.serve(blueprint)
    visitors, throttle = Visitors(needs.key), Throttle(needs.limiter_url, needs.key, needs.address_bound)
    catalogue = load_catalogue()
    hot = HotQuestions(needs.database, needs.clock, catalogue.editors_choice)
    identity = Identity(needs, visitors, throttle)
    access = Access(needs, visitors)
    cases = Cases(needs, identity, access, throttle)
    quizzes = QuizPageContext(needs, visitors, identity, throttle)
    for part in (
        ReadingPages(needs, catalogue, hot, visitors, throttle),
        Opinions(needs, visitors, throttle),
        identity,
        OwnPages(needs, identity, throttle),
        SubscriptionPages(needs, identity, throttle),
        Sharing(needs, throttle),
        Subscribing(needs),
        ContentPages(needs, visitors, identity),
        Filing(needs, identity, access, throttle),
        cases,
        Acting(needs, access, throttle, cases),
        Employing(needs, access, throttle),
        InternalPages(needs, throttle),
        Playing(quizzes, catalogue),
        Competing(quizzes),
        Studying(quizzes),
        Certifying(quizzes, throttle),
        Center(needs),
        PrivacyPage(needs),
        OwnActivities(needs, identity, throttle),
    ):
        part.add_to(blueprint)
    pictures.add_to(blueprint, needs.gallery)
    answer_for_the_rest(blueprint)
    share_words(blueprint, needs)
    blueprint.before_request(_limit_body)
    blueprint.before_request(csrf.check)
    blueprint.register_error_handler(HTTPException, _refusal)
    blueprint.register_error_handler(csrf.ForeignForm, _foreign_form)
    blueprint.register_error_handler(RuleViolation, _not_done)
    blueprint.register_error_handler(IntegrityError, _made_meanwhile)
    blueprint.register_error_handler(Missing, _gone)
    for error in DATABASE_AWAY:
        blueprint.register_error_handler(error, _away)
    blueprint.after_request(lambda response: _finish(response, needs))
    return blueprint


def sorry(reference: str) -> tuple[str, int]:
    """The page for what nobody foresaw; the reference leads to the log."""
    return page("broken", 500, **notices.BROKEN, reference=reference)


def _limit_body() -> None:
    request.max_content_length = BODIES.get(request.endpoint or "", FORM_BYTES)


def _refusal(error: HTTPException) -> ResponseReturnValue:
    # A telephone that put the page away opens its address again: of a form that was refused that is no page.
    if request.method == "GET" and is_only_sent_to(request.path):
        return redirect(page_above())
    status = error.code or 500
    told = _WORDS.get(status, notices.BROKEN)
    if status == 413 and request.endpoint in _RAW_FILES:
        told = {"title": Refusal.TOO_LARGE.label, "words": Refusal.TOO_LARGE.sentence}
    kept = {name: value for name, value in error.get_headers() if name == "Retry-After"}
    response = make_response(_told(**told, status=status))
    response.headers.update(kept)
    return response


def _told(title: str, words: str, status: int, **values: Any) -> ResponseReturnValue:
    """A page that says why not; to whoever sends a file as it is, a sentence that a script can show."""
    if request.endpoint in _RAW_FILES:
        return jsonify(words=words), status
    return message(title, words, status, **values)


def _foreign_form(error: csrf.ForeignForm) -> ResponseReturnValue:
    log.warning("foreign form", path=request.path)
    if not came_from_a_page():
        disown()
    if request.endpoint in _RAW_FILES:
        return _told(notices.REFUSED["title"], error.sentence, 403)
    return too_late(notices.REFUSED["title"], error.sentence, 403)


def _not_done(error: RuleViolation) -> ResponseReturnValue:
    """A rule that no page of its own tells."""
    return _told("没有办成", error.sentence, 422, again=page_above())


def _made_meanwhile(error: IntegrityError) -> ResponseReturnValue:
    """Two forms of one person made the same at once; what else a database refuses is a mistake of ours."""
    if not is_there_already(error):
        raise error
    log.warning("made meanwhile", path=request.path)
    return _not_done(MovedMeanwhile())


def _gone(error: Exception) -> ResponseReturnValue:
    """A row names a file that the store has not: a backup without its files, for one."""
    log.error("no such file", error=str(error), path=request.path)
    return _told(**notices.NOT_FOUND, status=404)


def _away(error: Exception) -> ResponseReturnValue:
    """No database answers, or no store of files: what needs none goes on."""
    log.error("something is away", error=type(error).__name__, path=request.path)
    return _told(**notices.AWAY, status=503)


def _finish(response: Response, needs: Needs) -> Response:
    needs.observe((request.endpoint or "").removeprefix("h5."), response.status_code)
    headers = response.headers
    if FILES.keep(response):
        return response
    headers.setdefault("Content-Security-Policy", policy(needs.sdk_url))
    headers.setdefault("Permissions-Policy", "camera=(), microphone=(), geolocation=()")
    if request.endpoint in _OPEN:
        # Shown again at a step back, but asked about: letters may have been made larger meanwhile.
        headers.setdefault("Cache-Control", "private, no-cache")
    return response


_OPEN = frozenset(
    {f"h5.{name}" for name in ("home", "category", "setting", "article", "search", "content", "privacy")}
)
