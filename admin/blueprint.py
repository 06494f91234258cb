"""Puts the sections together: one blueprint with its headers, its refusals and its count of requests."""

from flask import Blueprint, Response, request
from sqlalchemy.exc import IntegrityError
from werkzeug.exceptions import HTTPException

from admin import notices
from admin.accounts import AccountPages
from admin.audit import AuditPages
from admin.campaigns.section import CampaignSection
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
from admin.followers import FollowerPages
from admin.granting import GrantingPages
from admin.knowledge.section import KnowledgeSection
from admin.needs import Needs
from admin.own_notices import OwnNoticePages
from admin.quizzes.section import QuizSection
from admin.refusals import Refusals
from admin.rewards.section import RewardSection
from admin.routes import Route, Routes, Section
from admin.screen.figures import WallFigures
from admin.screen.section import ScreenPages
from admin.sending.section import SendingSection
from admin.setup.pages import SetupPages
from admin.showing import FILES, POLICY, page, share_words
from admin.sign_in import SignInPages
from admin.system.data_requests import DataRequestPages
from admin.system.displays import DisplayPages
from admin.system.health import HealthPages
from admin.system.menu import MenuPages
from admin.system.regions import RegionPages
from admin.system.retention import RetentionPages
from admin.system.workdays import WorkdayPages
from admin.today import TodayPage
from admin.views import ViewPages, chips_for, narrowed_now
from admin.visitors import PREFIX, ForeignForm, SessionEnded, Visitors
from core.db import DATABASE_AWAY
from core.errors import NotFound, RuleViolation
from core.sandbox import TooMany
from storage.content import Missing, StoreUnavailable
from tipoffs.conflicts import Excluded
from web.routes import answer_for_the_rest


def make_blueprint(needs: Needs, figures: WallFigures) -> tuple[Blueprint, list[Route]]:
    """The pages, and the list of who may open which."""
    blueprint = Blueprint("admin", __name__, url_prefix=PREFIX, template_folder="templates")
    FILES.serve(blueprint)
    visitors = Visitors(needs)
    routes = Routes(blueprint, visitors)
    sign_in = SignInPages(needs, visitors)
    for section in (*_sections(needs, figures), sign_in):
        section.add_to(routes)
    answer_for_the_rest(blueprint)
    share_words(blueprint, needs, routes, visitors)
    blueprint.context_processor(
        lambda: {"chips": chips_for(needs, routes, visitors.current), "narrowed": narrowed_now}
    )
    blueprint.before_request(lambda: _limit_body(routes))
    blueprint.before_request(visitors.check_form)
    _answer_refusals(blueprint, Refusals(routes, visitors, sign_in))
    blueprint.after_request(visitors.send_form_secret)
    blueprint.after_request(lambda response: _finish(response, needs))
    return blueprint, routes.listed


def _sections(needs: Needs, figures: WallFigures) -> tuple[Section, ...]:
    """Everything behind the door, in the order of the menu."""
    return (
        TodayPage(needs),
        ScreenPages(needs, figures),
        OwnNoticePages(needs),
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
        RewardSection(needs),
        KnowledgeSection(needs),
        CampaignSection(needs),
        SendingSection(needs),
        QuizSection(needs),
        FollowerPages(needs),
        AccountPages(needs),
        GrantingPages(needs),
        AuditPages(needs),
        HealthPages(needs),
        DisplayPages(needs),
        WorkdayPages(needs),
        RegionPages(needs),
        SetupPages(needs),
        MenuPages(needs),
        RetentionPages(needs),
        DataRequestPages(needs),
    )


def _answer_refusals(blueprint: Blueprint, refusals: Refusals) -> None:
    blueprint.register_error_handler(HTTPException, refusals.http)
    blueprint.register_error_handler(NotFound, refusals.not_found)
    # Where a page forgot to look, its refusal would tell those who are named that there is something.
    blueprint.register_error_handler(Excluded, refusals.not_found)
    blueprint.register_error_handler(RuleViolation, refusals.rule)
    blueprint.register_error_handler(IntegrityError, refusals.made_meanwhile)
    blueprint.register_error_handler(ForeignForm, refusals.foreign_form)
    blueprint.register_error_handler(SessionEnded, refusals.session_ended)
    blueprint.register_error_handler(Missing, refusals.gone)
    blueprint.register_error_handler(StoreUnavailable, refusals.store_away)
    blueprint.register_error_handler(TooMany, refusals.crowded)
    for error in DATABASE_AWAY:
        blueprint.register_error_handler(error, refusals.away)


def sorry(reference: str) -> tuple[str, int]:
    """The page for what nobody foresaw; the reference leads to the log."""
    return page("message", 500, **notices.BROKEN, reference=reference)


def no_room() -> tuple[str, int]:
    """The page for a table that the disk has no room for."""
    return page("message", 503, **notices.STORE_AWAY)


def _limit_body(routes: Routes) -> None:
    request.max_content_length = routes.bytes_for(request.endpoint)


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
