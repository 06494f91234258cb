"""Plans in every state: one that runs all year, one that is over, one that waits, one without a theme."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy.orm import Session

from app.demo.county import COUNTY
from app.demo.crew import Crew, Diary
from app.wiring import Container
from campaigns.planning.kinds import CampaignKind
from campaigns.planning.occasions import SAFETY_MONTH
from campaigns.planning.services import CampaignPlan
from campaigns.planning.themes import seed_themes, themes
from core.clock import SHANGHAI, china_date

BUREAU = "演示县应急管理局"
_BEGAN, _ENDS = 210, -90


@dataclass(frozen=True, slots=True)
class Plans:
    """The numbers of those to which more belongs; ``month_at`` is the first morning of the safety month."""

    running: int
    month: int
    month_at: datetime


def make_plans(container: Container, crew: Crew, diary: Diary) -> Plans:
    """Seed the shipped themes and write the plans, each step dated when it would have been taken."""
    with container.database.writing() as session:
        seed_themes(session, diary.until)
        month, month_at = _safety_month(session, container, crew, diary)
        running = _running(session, container, crew, diary)
        _waiting(session, container, crew, diary)
    return Plans(running, month, month_at)


def _running(session: Session, container: Container, crew: Crew, diary: Diary) -> int:
    service = container.campaigning.plans
    plan = CampaignPlan(
        name="演示县安全宣传“五进”年度计划",
        kind=CampaignKind.FIVE_SETTINGS,
        region=COUNTY,
        starts_on=china_date(diary.ago(_BEGAN)),
        ends_on=china_date(diary.ago(_ENDS)),
        lead_unit=BUREAU,
        co_units=("演示县教育局", "演示县消防救援大队"),
        purpose="每个村、每所学校、重点企业都走到；咨询、宣讲、演练、放映结合，人数有依据。",
    )
    made = service.plan(session, plan, crew.writer, diary.ago(_BEGAN + 20)).id
    for code, goal in (("village_coverage", 100), ("school_coverage", 100), ("films", 10), ("events", 20)):
        service.set_target(session, made, code, goal, crew.writer, diary.ago(_BEGAN + 19))
    service.approve(session, made, crew.first, diary.ago(_BEGAN + 10))
    return made


def _safety_month(session: Session, container: Container, crew: Crew, diary: Diary) -> tuple[int, datetime]:
    """The latest one that is over and whose theme two people have read; it is closed with its activities."""
    known = [one for one in themes(session, SAFETY_MONTH) if one.text and one.verified_at is not None]
    theme = next(one for one in known if date(one.year, 6, 30) < china_date(diary.until))
    begins = datetime(theme.year, 6, 1, 9, tzinfo=SHANGHAI)
    plan = CampaignPlan(
        name=f"演示县{theme.year}年“安全生产月”活动方案",
        kind=CampaignKind.SAFETY_MONTH,
        region=COUNTY,
        starts_on=date(theme.year, 6, 1),
        ends_on=date(theme.year, 6, 30),
        lead_unit=BUREAU,
        occasion=SAFETY_MONTH,
        theme=theme.text,
        co_units=("演示县总工会",),
        purpose="启动仪式、咨询日、应急演练、警示教育片放映。",
    )
    service = container.campaigning.plans
    made = service.plan(session, plan, crew.writer, begins - timedelta(days=30)).id
    service.approve(session, made, crew.second, begins - timedelta(days=20))
    return made, begins


def _waiting(session: Session, container: Container, crew: Crew, diary: Diary) -> None:
    """One that waits to be approved, one whose theme nobody has announced yet, one that was cancelled."""
    service = container.campaigning.plans
    winter = CampaignPlan(
        name="冬季取暖防一氧化碳中毒提示",
        kind=CampaignKind.SEASONAL,
        region=COUNTY,
        starts_on=china_date(diary.ago(-10)),
        ends_on=china_date(diary.ago(-80)),
        lead_unit=BUREAU,
        purpose="对烧煤、烧炭取暖的人家逐户提醒。",
    )
    service.plan(session, winter, crew.writer, diary.ago(4))
    year = china_date(diary.until).year + 1
    month = CampaignPlan(
        name=f"演示县{year}年“安全生产月”活动方案（主题待公布）",
        kind=CampaignKind.SAFETY_MONTH,
        region=COUNTY,
        starts_on=date(year, 6, 1),
        ends_on=date(year, 6, 30),
        lead_unit=BUREAU,
        occasion=SAFETY_MONTH,
    )
    service.plan(session, month, crew.writer, diary.ago(3))
    beach = CampaignPlan(
        name="暑期防溺水专项宣传",
        kind=CampaignKind.OWN,
        region=COUNTY,
        starts_on=china_date(diary.ago(150)),
        ends_on=china_date(diary.ago(90)),
        lead_unit=BUREAU,
    )
    made = service.plan(session, beach, crew.writer, diary.ago(180)).id
    service.approve(session, made, crew.first, diary.ago(175))
    service.cancel(session, made, "和教育部门的活动合并开展", crew.second, diary.ago(160))
