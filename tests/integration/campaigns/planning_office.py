"""An office of planners and reviewers, for tests: verbs in short, on a county that does not exist."""

from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from campaigns.planning.activities import ActivityService
from campaigns.planning.album import Album, KeptPhoto
from campaigns.planning.arranging import ActivityPlan
from campaigns.planning.kinds import ActivityKind, Basis, CampaignKind, Counted, Measure, Unit
from campaigns.planning.lecture_verbs import Asking, Slot
from campaigns.planning.lectures import LectureService
from campaigns.planning.models import Activity, Campaign
from campaigns.planning.occasions import load_calendar
from campaigns.planning.services import CampaignPlan, PlanService
from campaigns.planning.targets import load_targets
from campaigns.planning.themes import NewTheme, ThemeService, seed_themes
from core.clock import SHANGHAI
from places.models import VenueKind, VenueListing
from places.venues import OfficialList, VenueRow, import_list
from staff.actors import Actor, ActorKind, Scope
from staff.roles import Roles
from tests.fakes.campaigns import CountyRegions, KeptDuties, KeptPost, MemoryStore, PlainDecoder

COUNTY = "999001"
TOWN, OTHER_TOWN = "999001100", "999001101"
THEME_2026 = "人人讲安全、个个会应急——排查整治风险隐患"
"""Made up: the real one is not known here."""
PHOTO = KeptPhoto("a" * 64, 800, 600)
_ROLES = Roles.load()


def person(login: str, role: str, scope: Scope | None = None) -> Actor:
    """Somebody with a role; sees everything unless told otherwise."""
    permissions = _ROLES.permissions_of([role])
    return Actor(ActorKind.STAFF, login, frozenset({role}), permissions, scope or Scope(everywhere=True))


PLANNER = person("cehua", "planner")
SECOND_PLANNER = person("cehua2", "planner")
TOWN_PLANNER = person("xiang", "planner", Scope(regions=frozenset({TOWN})))
REVIEWER = person("shenhe", "campaign_reviewer")
SECOND_REVIEWER = person("shenhe2", "campaign_reviewer")
READER = person("kan", "read_only")


def china(text: str) -> datetime:
    """A moment as a clock in China shows it: ``2026-06-16 09:00``."""
    return datetime.strptime(text, "%Y-%m-%d %H:%M").replace(tzinfo=SHANGHAI)


class PlanningOffice:
    """All services of planning, at one moment."""

    def __init__(self, now: datetime) -> None:
        self.now = now
        self.regions = CountyRegions()
        self.calendar = load_calendar()
        self.targets = load_targets()
        self.post, self.duties = KeptPost(), KeptDuties()
        self.store = MemoryStore(now)
        self.themes = ThemeService(self.calendar)
        self.plans = PlanService(self.calendar, self.themes, self.targets, self.regions)
        self.activities = ActivityService(self.regions)
        self.album = Album(self.store, PlainDecoder())
        self.lectures = LectureService(b"k" * 32, self.activities, self.regions, self.post, self.duties)

    def knows_the_theme(self, session: Session) -> None:
        """The themes that come with the project, and one for 2026 that two people checked."""
        seed_themes(session, self.now)
        new = NewTheme(THEME_2026, document="安委办〔2026〕0号（测试）")
        self.themes.set_theme(session, "safety_month", 2026, new, PLANNER, self.now)
        self.themes.verify_theme(session, "safety_month", 2026, THEME_2026, REVIEWER, self.now)

    def plans_june(self, session: Session, **change: Any) -> Campaign:
        """A plan for Safety Month 2026."""
        return self.plans.plan(session, june(**change), PLANNER, self.now)

    def approved_june(self, session: Session) -> Campaign:
        """The same, with its theme, approved."""
        self.knows_the_theme(session)
        campaign = self.plans_june(session)
        return self.plans.approve(session, campaign.id, REVIEWER, self.now)

    def arranges(self, session: Session, campaign: Campaign, **change: Any) -> Activity:
        """An activity of it."""
        return self.activities.plan(session, campaign.id, activity(**change), PLANNER, self.now)

    def holds(self, session: Session, one: Activity, people: int = 120, **venues: Any) -> Activity:
        """It took place; its number and a photo are entered."""
        later = one.ends_at + timedelta(hours=1)
        self.activities.hold(session, one.id, "按计划开展，群众反映好。", PLANNER, later, **venues)
        about = Counted(Measure.ATTENDED, people, Unit.ATTENDANCES, Basis.COUNTED, "现场照片清点")
        self.activities.count(session, one.id, about, PLANNER, later)
        self.activities.photograph(session, one.id, PHOTO, "现场", PLANNER, later)
        return one

    def verified(self, session: Session, one: Activity, people: int = 120, **venues: Any) -> Activity:
        """It took place and somebody else has looked."""
        self.holds(session, one, people, **venues)
        return self.activities.verify(session, one.id, REVIEWER, one.ends_at + timedelta(days=1))

    def lists_venues(
        self, session: Session, kind: VenueKind, count: int, on: date, region: str = TOWN
    ) -> list[int]:
        """An official list; the numbers of its venues."""
        rows = [VenueRow(f"{kind.label}{n}", region, f"{kind.value}-{region}-{n}") for n in range(count)]
        return self.takes_list(session, kind, rows, on)

    def takes_list(self, session: Session, kind: VenueKind, rows: list[VenueRow], on: date) -> list[int]:
        """Any list."""
        done = import_list(
            session, OfficialList(kind, f"{kind.label}名录", on, rows), editor="cehua", now=self.now
        )
        query = select(VenueListing.venue_id).where(VenueListing.list_id == done.list_id)
        return list(session.scalars(query.order_by(VenueListing.venue_id)))


def june(**change: Any) -> CampaignPlan:
    """What a plan for Safety Month says."""
    plan: dict[str, Any] = {
        "name": "2026年安全生产月", "kind": CampaignKind.SAFETY_MONTH, "region": COUNTY,
        "starts_on": date(2026, 6, 1), "ends_on": date(2026, 6, 30), "lead_unit": "县安委办",
        "occasion": "safety_month", "theme": THEME_2026,
    }  # fmt: skip
    return CampaignPlan(**plan | change)


def activity(**change: Any) -> ActivityPlan:
    """What is planned for 6·16."""
    plan: dict[str, Any] = {
        "kind": ActivityKind.CONSULTATION, "title": "安全宣传咨询日", "region": TOWN, "place": "文化广场",
        "starts_at": china("2026-06-16 09:00"), "ends_at": china("2026-06-16 11:30"),
        "lead_unit": "县应急管理局",
    }  # fmt: skip
    return ActivityPlan(**plan | change)


def asking(**change: Any) -> Asking:
    """What somebody asks for."""
    wish: dict[str, Any] = {
        "unit_name": "清溪镇中心小学", "contact": "王老师", "telephone": "13812345678", "region": TOWN,
        "place": "学校操场", "topic": "防溺水，电话13812345678", "wished": "六月中旬", "expected": 300,
        "audience": VenueKind.SCHOOL,
    }  # fmt: skip
    return Asking(**wish | change)


def slot(campaign: Campaign, day: str = "2026-06-18", **change: Any) -> Slot:
    """A morning of June."""
    when = {"starts_at": china(f"{day} 09:00"), "ends_at": china(f"{day} 10:00")}
    who = {"speaker": "李宣", "speaker_unit": "县应急管理局"}
    return Slot(campaign.id, **{**when, **who, **change})
