"""Puts the made-up county into an empty database."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.demo.campaigning import run_campaigns
from app.demo.contents import tell_the_public
from app.demo.county import COUNTY, found_county
from app.demo.crew import Diary, assemble
from app.demo.days import Days, daytime
from app.demo.filling import Filler
from app.demo.hazards import Found, HazardMaker
from app.demo.own_rules import offer_rules
from app.demo.questions import ask_questions
from app.demo.rewards import RewardMaker
from app.demo.tips import TipMaker
from app.wiring import Container
from core.clock import china_date
from core.errors import RuleViolation
from knowledge.published import published_articles
from places.calendar import load_workdays
from places.models import RegionEntry
from staff.audit import record
from staff.models import StaffRole, StaffUser
from staff.services import FIRST_ADMINISTRATORS, OPERATOR
from tipoffs.hazards.models import CaseCounter, Hazard
from tipoffs.routing.categories import categories
from tipoffs.tips.models import Tip


@dataclass(frozen=True, slots=True)
class Scale:
    """How much there is; Wenling's figures are those that its bureau published for half a year.

    Where nobody follows, there are no campaigns: half the time for whoever looks at cases alone.
    """

    towns: int
    villages: int
    people: int
    hazards: int
    tips: int
    reporters: int
    rewards: int
    activities: int = 0
    followers: int = 0


SCALES = {
    "small": Scale(4, 24, 60, 600, 240, 150, 13, 40, 400),
    "wenling": Scale(16, 639, 600, 225_400, 20_000, 12_000, 800, 1_000, 100_000),
}
_HAZARD_DAYS, _TIP_DAYS, _STEP = 182, 365, 10_000


class NotEmpty(RuleViolation):
    """Somebody works here already."""

    sentence = "数据库里已经有账号、区划、举报或者隐患，演示数据只装进空的数据库。"


def is_empty(session: Session) -> bool:
    """Whether nobody works here yet: nothing there, and no account but those of administrators."""
    administrators = select(StaffRole.staff_id).where(StaffRole.role.in_(FIRST_ADMINISTRATORS.values()))
    strangers = select(StaffUser.login).where(StaffUser.id.not_in(administrators))
    queries = (select(Tip.number), select(Hazard.code), select(RegionEntry.code), strangers)
    return all(session.scalar(query.limit(1)) is None for query in queries)


def is_loaded(session: Session) -> bool:
    """Whether the made-up county lies here."""
    return session.get(RegionEntry, COUNTY) is not None


def load_demo(container: Container, scale: Scale, seed: int, say: Callable[[str], None]) -> int:
    """Fill the database; the number of rows. The same seed on the same day gives the same county.

    Keys and seals are the exception, made by chance as always. ``NotEmpty`` where anything is there.
    """
    until, chance = container.clock.now(), Random(seed)  # noqa: S311 - a made-up county, no secret
    with container.database.writing() as session:
        if not is_empty(session):
            raise NotEmpty
        county = found_county(
            session, chance, until, seed, towns=scale.towns, villages=scale.villages, people=scale.people
        )
        epoch = container.casework.vault.keys.current_epoch(session, until)
        days = Days(load_workdays(session), container.casework.clocks.rules, until)
        detail = {"seed": seed, "tips": scale.tips, "hazards": scale.hazards}
        record(session, actor=OPERATOR, action="demo.load", subject="demo:county", now=until, detail=detail)
    crew, diary = assemble(container, until), Diary(until)
    if scale.followers:
        counts = {"activities": scale.activities, "followers": scale.followers}
        say(f"关注者{run_campaigns(container, county, crew, diary, seed, **counts)}人")
    else:
        tell_the_public(container, crew, diary, None)
    into = Filler(container.database)
    hazards = HazardMaker(into, county, days, chance)
    tips = TipMaker(into, county, days, chance, hazards, epoch, container.casework.tips.office.reporter_index)
    for count, at in enumerate(_moments(chance, until, _TIP_DAYS, scale.tips), start=1):
        tips.make(at, scale.reporters)
        into.write_if_many()
        if count % _STEP == 0:
            say(f"举报{count}件")
    industries = list(categories().values())
    rest = scale.hazards - sum(hazards.counters.values())
    for count, at in enumerate(_moments(chance, until, _HAZARD_DAYS, rest), start=1):
        town = chance.choice(county.towns)
        hazards.make(Found(at, town, chance.choice(town.villages), chance.choice(industries)))
        into.write_if_many()
        if count % (5 * _STEP) == 0:
            say(f"隐患{count}处")
    for scope, last in (tips.counters + hazards.counters).items():
        into.add(CaseCounter, scope=scope, last=last)
    with container.database.reading() as session:
        articles = published_articles(session)
    # A chance of its own: the cases of a seed stay the same, whatever articles there are.
    say(f"提问{ask_questions(into, articles, Random(seed), until)}条")  # noqa: S311 - a made-up county
    into.write()
    some = chance.sample(tips.answered, min(scale.rewards, len(tips.answered)))
    RewardMaker(container, county, chance, until).make(sorted(some, key=lambda one: one.at))
    if some:
        offer_rules(container, county, until)
    say(f"奖励{len(some)}笔")
    return into.written


def _moments(chance: Random, until: datetime, days: int, count: int) -> list[datetime]:
    today = china_date(until)
    found = [daytime(chance, today - timedelta(days=chance.randint(1, days))) for _ in range(count)]
    return sorted(found)
