"""An activity: what it is, what was counted, photos and materials, and the steps that are lawful now."""

from collections.abc import Sequence
from functools import partial

from flask import Response, request, url_for
from flask.typing import ResponseReturnValue

from admin import notices
from admin.campaigns.activity_forms import venues_near
from admin.campaigns.activity_steps import STEPS, VERBS, Doing, form_of
from admin.campaigns.lists import CampaignLists, activity_state
from admin.done import send_on
from admin.forms import StepForm, Typed
from admin.needs import Needs
from admin.routes import Routes
from admin.showing import page
from admin.visitors import Visitor
from campaigns.library.codes import find_code
from campaigns.library.counting import signed_in
from campaigns.library.models import QrCode
from campaigns.library.permissions import Permission as LibraryPermission
from campaigns.library.refusals import NotMadeYet
from campaigns.library.sheets import Label, pages
from campaigns.planning.album import KeptPhoto
from campaigns.planning.models import Activity
from campaigns.planning.permissions import Permission
from campaigns.planning.queries import activity_file, get_campaign
from campaigns.planning.refusals import NotAPhoto
from campaigns.planning.status import ACTIVITY_MOVES, ActivityAction, ActivityState
from core.errors import NotFound, RuleViolation, Unavailable
from deliveries.ports import GatewayRefusal
from staff.moves import permission_of
from staff.services import names_of

PHOTO_BYTES = 20 * 1024 * 1024


class ActivityPages:
    """The file of an activity, its steps, its photos and its code."""

    def __init__(self, needs: Needs) -> None:
        self._needs = needs
        self._list = CampaignLists(needs).activities()

    def add_to(self, routes: Routes) -> None:
        """Add the pages: one route for each step, with the permission that the table asks for."""
        see, rule = Permission.SEE, "/campaigns/activities/<int:activity_id>"
        routes.add("/campaigns/activities", self.listed, name="activities", permission=see)
        self._list.add_to(routes, "/campaigns/activities", see)
        routes.add(rule, self.show, name="activity", permission=see)
        for action in STEPS:
            routes.add(
                f"{rule}/step/{action.value.replace('_', '-')}",
                partial(self.step, action=action),
                name=f"activity_{action.value}",
                permission=permission_of(ACTIVITY_MOVES, action),
                methods=("POST",),
                most_bytes=PHOTO_BYTES if action is ActivityAction.PHOTOGRAPH else 0,
            )
        routes.add(f"{rule}/photos/<file>.jpg", self.photo, name="activity_photo", permission=see)
        keep = LibraryPermission.KEEP
        routes.add(f"{rule}/code", self.make_code, name="activity_code", permission=keep, methods=("POST",))
        routes.add(f"{rule}/code.svg", self.sheet, name="activity_sheet", permission=keep)

    def listed(self, visitor: Visitor) -> ResponseReturnValue:
        """Activities of all plans in the order of their days; first what is to come."""
        with self._needs.database.reading() as session:
            leaf = self._list.leaf(session, visitor)
        return page(
            "campaigns/activities",
            leaf=leaf, chosen=activity_state(), states=ActivityState,
            region=self._needs.campaigns().tree().full_name,
        )  # fmt: skip

    def show(self, visitor: Visitor, activity_id: int) -> ResponseReturnValue:
        """One activity with its numbers, photos, sign-ins and the steps allowed now."""
        return self._page(visitor, activity_id)

    def step(self, visitor: Visitor, activity_id: int, action: ActivityAction) -> ResponseReturnValue:
        """Take one step, or say why not with what was typed."""
        needs, typed = self._needs, Typed.sent()
        try:
            kept = self._kept() if action is ActivityAction.PHOTOGRAPH else None
            with needs.database.writing() as session:
                now = needs.clock.now()
                doing = Doing(
                    needs.campaigns().activities, session, activity_id, typed, visitor.actor, now, kept
                )
                VERBS[action](doing)
        except NotFound as refusal:
            with needs.database.reading() as session:
                activity_file(session, activity_id)
            return self._refused(visitor, activity_id, action, typed, refusal)
        except RuleViolation as refusal:
            return self._refused(visitor, activity_id, action, typed, refusal)
        return send_on("activity", f"activity_{action.value}", activity_id=activity_id)

    def photo(self, visitor: Visitor, activity_id: int, file: str) -> ResponseReturnValue:
        """A copy without metadata, of our own making."""
        with self._needs.database.reading() as session:
            data = self._needs.campaigns().album.photo(session, activity_id, file)
        return Response(data, mimetype="image/jpeg", headers={"Content-Disposition": "inline"})

    def make_code(self, visitor: Visitor, activity_id: int) -> ResponseReturnValue:
        """Register the code for signing in, and have the platform make it."""
        needs, services, actor = self._needs, self._needs.campaigns(), visitor.actor
        try:
            with needs.database.writing() as session:
                code = services.sign_in_codes.prepare(session, activity_id, actor, needs.clock.now())
            if not code.url:
                # Asked with no transaction open: the platform may take its time.
                made = services.make_code(code.scene)
                with needs.database.writing() as session:
                    services.codes.made(session, code.id, made, actor, needs.clock.now())
        except (GatewayRefusal, Unavailable):
            return self._page(visitor, activity_id, 503, refusal=notices.NO_CODE)
        except NotFound:
            raise
        except RuleViolation as refusal:
            return self._page(visitor, activity_id, 409, refusal=refusal.sentence)
        return send_on("activity", "activity_code", activity_id=activity_id)

    def sheet(self, visitor: Visitor, activity_id: int) -> ResponseReturnValue:
        """The code as a page of A4 for the printer."""
        needs = self._needs
        with needs.database.reading() as session:
            activity = activity_file(session, activity_id).activity
            code = find_code(session, activity.scene) if activity.scene else None
            if code is None:
                raise NotFound
            try:
                needs.campaigns().codes.to_print(session, [code.id], visitor.actor)
            except NotMadeYet as refusal:
                raise NotFound from refusal
        drawn = next(iter(pages([Label(code.title, code.url, code.place)], needs.bureau(), 1)))
        return Response(drawn, mimetype="image/svg+xml")

    def _kept(self) -> KeptPhoto:
        given = request.files.get("photo")
        if given is None or not given.filename:
            raise NotAPhoto(notices.CHOOSE_PHOTO)
        # Decoded at a distance, before any transaction begins.
        return self._needs.campaigns().album.keep(given.read())

    def _refused(
        self, visitor: Visitor, activity_id: int, action: ActivityAction, typed: Typed, refusal: RuleViolation
    ) -> ResponseReturnValue:
        return self._page(
            visitor, activity_id, 409, refusal=typed.refused(refusal), failed=action.value, typed=typed
        )

    def _page(
        self, visitor: Visitor, activity_id: int, status: int = 200, **more: object
    ) -> ResponseReturnValue:
        needs, actor, services = self._needs, visitor.actor, self._needs.campaigns()
        now = needs.clock.now()
        with needs.database.reading() as session:
            file = activity_file(session, activity_id)
            activity = file.activity
            campaign = get_campaign(session, activity.campaign_id)
            steps = services.activities.next_steps(session, activity, actor, now)
            near = (
                venues_near(session, services, activity.region, activity.audience)
                if any(one.action is ActivityAction.HOLD and not one.obstacle for one in steps)
                else []
            )
            code = find_code(session, activity.scene) if activity.scene else None
            attended = signed_in(session, activity_id)
            people = names_of(session, {*activity.enterers, activity.verified_by or ""})
        forms: Sequence[StepForm] = [
            form_of(one.action, file, near,
                    url_for(f"admin.activity_{one.action.value}", activity_id=activity_id))
            for one in steps
            if one.action in STEPS and not one.obstacle
        ]  # fmt: skip
        forms = sorted(forms, key=lambda one: not one.is_main)
        return page(
            "campaigns/activity", status,
            file=file, activity=activity, campaign=campaign, forms=forms, code=code, attended=attended,
            blocked=[one for one in steps if one.obstacle], people=people,
            can_change=any(one.action is ActivityAction.CHANGE for one in steps),
            can_make_code=_can_make_code(visitor, activity, code), region=services.tree().full_name, **more,
        )  # fmt: skip


def _can_make_code(visitor: Visitor, activity: Activity, code: QrCode | None) -> bool:
    """Whether the button is worth showing: somebody who keeps codes, and no code that can be printed."""
    if not visitor.actor.may(LibraryPermission.KEEP) or (code is not None and code.url):
        return False
    can_get_scene = activity.state is ActivityState.PLANNED and visitor.actor.may(Permission.PLAN)
    return activity.scene is not None or can_get_scene
