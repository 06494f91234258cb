"""Puts the rooms together: one blueprint with its headers, its refusals and its count of requests."""

from flask import Blueprint, Response, abort, request
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import HTTPException

from admin import notices
from admin.audit import Audit
from admin.campaigns.room import CampaignRoom
from admin.cases.blacking import BlackingPages
from admin.cases.evidence import EvidencePages
from admin.cases.exports import CaseExports
from admin.cases.hazards import HazardPages
from admin.cases.identities import IdentityPages
from admin.cases.letters import LetterPages
from admin.cases.plans import PlanPages
from admin.cases.recording import RecordingPages
from admin.cases.reviews import ReviewPages
from admin.cases.tip_page import TipPages
from admin.cases.tips import TipLists
from admin.cases.units import UnitPages
from admin.doors import Door, Doors, Room
from admin.entrance import Entrance
from admin.followers import Followers
from admin.keeper import PREFIX, ForeignForm, Keeper, SessionEnded
from admin.knowledge.room import Knowledge
from admin.mine import Mine
from admin.needs import Needs
from admin.people import People
from admin.quizzes.room import Quizzes
from admin.refusals import Refusals
from admin.rewards.room import Rewards
from admin.rights import Rights
from admin.screen.figures import WallFigures
from admin.screen.room import Screen
from admin.sending.room import Sending
from admin.setup.pages import Setup
from admin.showing import FILES, POLICY, page, share_words
from admin.system.data_requests import DataRequestPages
from admin.system.days import Days
from admin.system.displays import Displays
from admin.system.health import Health
from admin.system.keeping import Keeping
from admin.system.menu import MenuPages
from admin.system.regions import Regions
from admin.today import Today
from admin.views import ViewPages, chips_for, narrowed_now
from core.db import DATABASE_AWAY
from core.errors import NotFound, RuleViolation
from core.sandbox import TooMany
from storage.content import Missing, StoreUnavailable
from web.routes import NOTHING

FORM_BYTES = 256 * 1024
_ALL = ["GET", "POST", "PUT", "PATCH", "DELETE"]


def make_blueprint(needs: Needs, figures: WallFigures) -> tuple[Blueprint, list[Door]]:
    """The pages, and the list of who may open which."""
    blueprint = Blueprint(
        "admin", __name__, url_prefix=PREFIX, template_folder="templates", static_folder="static"
    )
    keeper = Keeper(needs)
    doors = Doors(blueprint, keeper)
    entrance = Entrance(needs, keeper)
    rooms: tuple[Room, ...] = (
        Today(needs),
        Screen(needs, figures),
        Mine(needs),
        ViewPages(needs),
        TipLists(needs),
        UnitPages(needs),
        RecordingPages(needs),
        TipPages(needs),
        ReviewPages(needs),
        EvidencePages(needs),
        BlackingPages(needs),
        IdentityPages(needs),
        HazardPages(needs),
        CaseExports(needs),
        PlanPages(needs),
        LetterPages(needs),
        Rewards(needs),
        Knowledge(needs),
        CampaignRoom(needs),
        Sending(needs),
        Quizzes(needs),
        Followers(needs),
        People(needs),
        Rights(needs),
        Audit(needs),
        Health(needs),
        Displays(needs),
        Days(needs),
        Regions(needs),
        Setup(needs),
        MenuPages(needs),
        Keeping(needs),
        DataRequestPages(needs),
        entrance,
    )
    for room in rooms:
        room.add_to(doors)
    # Whatever is no page is answered here and not by the router, which speaks no Chinese.
    blueprint.add_url_rule("/<path:rest>", NOTHING, _nothing, methods=_ALL)
    share_words(blueprint, needs, doors, keeper)
    blueprint.context_processor(
        lambda: {"chips": chips_for(needs, doors, keeper.who), "narrowed": narrowed_now}
    )
    blueprint.before_request(lambda: _limit_body(doors))
    blueprint.before_request(keeper.check)
    refusals = Refusals(doors, keeper, entrance)
    blueprint.register_error_handler(HTTPException, refusals.http)
    blueprint.register_error_handler(NotFound, refusals.not_found)
    blueprint.register_error_handler(RuleViolation, refusals.rule)
    blueprint.register_error_handler(ForeignForm, refusals.foreign_form)
    blueprint.register_error_handler(SessionEnded, refusals.session_ended)
    blueprint.register_error_handler(Missing, refusals.gone)
    blueprint.register_error_handler(StoreUnavailable, refusals.store_away)
    blueprint.register_error_handler(TooMany, refusals.crowded)
    for error in DATABASE_AWAY:
        blueprint.register_error_handler(error, refusals.away)
    blueprint.after_request(keeper.finish)
    blueprint.after_request(lambda response: _finish(response, needs))
    return blueprint, doors.listed


def sorry(reference: str) -> tuple[str, int]:
    """The page for what nobody foresaw; the reference leads to the log."""
    return page("message", 500, **notices.BROKEN, reference=reference)


def _nothing(rest: str) -> ResponseReturnValue:  # noqa: ARG001
    abort(404)


def _limit_body(doors: Doors) -> None:
    request.max_content_length = doors.bytes_for(request.endpoint) or FORM_BYTES


def _finish(response: Response, needs: Needs) -> Response:
    needs.observe((request.endpoint or "").removeprefix("admin."), response.status_code)
    headers = response.headers
    if FILES.keep(response):
        return response
    # A file that is sent brings a word of its own; nothing of the office stays in a browser's store.
    headers["Cache-Control"] = "no-store"
    headers.setdefault("Content-Security-Policy", POLICY)
    headers.setdefault("Permissions-Policy", "camera=(), microphone=(), geolocation=(self)")
    return response
