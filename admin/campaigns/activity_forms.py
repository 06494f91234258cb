"""Pages that plan an activity: a new one, and changing one that was not held."""

from collections.abc import Sequence

from flask import request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from admin.campaigns import activity_plan
from admin.campaigns.needs import CampaignServices
from admin.campaigns.writing import FormPage, against
from admin.done import send_on
from admin.forms import Typed
from admin.needs import Needs
from admin.routes import Routes
from admin.visitors import Visitor
from campaigns.planning.arranging import activity_plan_of
from campaigns.planning.permissions import Permission
from campaigns.planning.queries import activity_file, get_campaign
from core.clock import china_date
from core.errors import RuleViolation
from core.optimistic_locking import ChangedMeanwhile, fingerprint_of
from core.sort_orders import Page
from places.models import Venue, VenueKind
from places.venues import VENUE_ORDERS, venues


class ActivityForms:
    """The two pages on which an activity is planned: a new one, and one planned anew."""

    def __init__(self, needs: Needs) -> None:
        self._needs = needs

    def add_to(self, routes: Routes) -> None:
        """Add the pages."""
        both, plan = ("GET", "POST"), Permission.PLAN
        routes.add_new(
            "/campaigns/<int:campaign_id>/activities/new", self.new, name="activity_new", permission=plan
        )
        routes.add(
            "/campaigns/activities/<int:activity_id>/edit",
            self.edit,
            name="activity_edit",
            permission=plan,
            methods=both,
        )

    def new(self, visitor: Visitor, campaign_id: int) -> ResponseReturnValue:
        """Plan an activity for a campaign."""
        needs, services = self._needs, self._needs.campaigns()
        with needs.database.reading() as session:
            campaign = get_campaign(session, campaign_id)
        form = FormPage(
            f"安排活动：{campaign.name}",
            "存为待开展",
            url_for("admin.activity_new", campaign_id=campaign_id),
            url_for("admin.campaign", campaign_id=campaign_id),
        )
        begun = activity_plan.begun(campaign, china_date(needs.clock.now()))
        fields = activity_plan.fields(services.tree(), begun, [])
        if request.method == "GET":
            return form.show(fields)
        typed = Typed.sent()
        try:
            plan = activity_plan.read(typed)
            with needs.database.writing() as session:
                now = needs.clock.now()
                made = services.activities.plan(session, campaign_id, plan, visitor.actor, now).id
        except RuleViolation as refusal:
            return form.show(fields, 409, typed=typed, refusal=typed.refused(refusal))
        return send_on("activity", "activity_planned", activity_id=made)

    def edit(self, visitor: Visitor, activity_id: int) -> ResponseReturnValue:
        """Change the plan of an activity."""
        needs, services = self._needs, self._needs.campaigns()
        with needs.database.reading() as session:
            activity = activity_file(session, activity_id).activity
            stands = activity_plan_of(session, activity)
            near = venues_near(session, services, activity.region, activity.audience)
        form = FormPage(
            f"修改：{activity.title}",
            "保存",
            url_for("admin.activity_edit", activity_id=activity_id),
            url_for("admin.activity", activity_id=activity_id),
            fingerprint_of(stands),
        )
        fields = activity_plan.fields(services.tree(), activity_plan.filled(stands), near)
        if request.method == "GET":
            return form.show(fields)
        typed = Typed.sent()
        try:
            plan = activity_plan.read(typed)
            with needs.database.writing() as session:
                services.activities.change(
                    session, activity_id, plan, visitor.actor, needs.clock.now(), base=typed.text("base")
                )
        except RuleViolation as refusal:
            theirs = against(fields, typed) if isinstance(refusal, ChangedMeanwhile) else []
            return form.show(fields, 409, typed=typed, refusal=typed.refused(refusal), theirs=theirs)
        return send_on("activity", "activity_changed", activity_id=activity_id)


def venues_near(
    session: Session, services: CampaignServices, region: str, kind: VenueKind | None
) -> Sequence[Venue]:
    """The places of the register in a region and below it, of one kind where one is meant."""
    return venues(
        session,
        kind,
        services.tree().within(region),
        page=Page(VENUE_ORDERS[0], limit=activity_plan.MOST_VENUES),
    )
