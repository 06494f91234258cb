"""The first page: what waits for me, what runs out, what is rising."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from flask import url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from admin.cases.deadlines import WEEK, Remaining, remaining
from admin.cases.needs import CaseServices
from admin.needs import Needs
from admin.routes import MenuItem, Routes
from admin.showing import page
from admin.system.health import WATCH, parts_of
from admin.views import chips_of
from admin.visitors import Visitor
from admin.waiting import Waiting, waiting
from deliveries.queries import fates_since
from deliveries.status import State
from knowledge.asked.trends import DAYS, Asking, rising
from knowledge.asked.waiting import HOURS, rising_articles
from knowledge.permissions import KnowledgePermission
from places.calendar import load_workdays
from staff.actors import Actor
from tipoffs.permissions import Permission
from tipoffs.routing.categories import categories
from tipoffs.waiting import tips_since
from tipoffs.worklists import DueLine, Wanted, due_next

MOST = 6
DAY_HOURS = 24
_KNOWLEDGE = (KnowledgePermission.WRITE, KnowledgePermission.REVIEW, KnowledgePermission.ANSWER)


@dataclass(frozen=True, slots=True)
class Rising:
    """Something that comes much more often than usual; ``words`` say how often."""

    label: str
    words: str


class TodayPage:
    """One page, made of what the visitor's permissions show."""

    def __init__(self, needs: Needs) -> None:
        self._needs = needs

    def add_to(self, routes: Routes) -> None:
        """Add the page."""
        self._routes = routes
        routes.add("/", self.today, name="today", menu=MenuItem("今天", "home"))

    def today(self, visitor: Visitor) -> ResponseReturnValue:
        """Show what waits for whoever is signed in."""
        needs, actor, now = self._needs, visitor.actor, self._needs.clock.now()
        with needs.database.reading() as session:
            waits = [(one, self._address(one)) for one in waiting(session, needs, actor, now)]
            due = _due(session, needs.cases, actor, now)
            rises = [*self._questions(session, actor, now), *_tips(session, actor, now)]
            failed = _failed(session, actor, now)
        unwell = (
            [part.name for part in parts_of(needs.system_state) if not part.is_well or part.is_short]
            if actor.may(WATCH)
            else []
        )
        return page(
            "today",
            visitor=visitor,
            now=now,
            waits=waits,
            due=due,
            sees_due=actor.may(Permission.TIPS_SEE),
            rises=rises,
            failed=failed,
            unwell=unwell,
            views=chips_of(needs, self._routes, visitor),
        )

    def _address(self, one: Waiting) -> str:
        """The page behind a number; none while the back office has no such section."""
        return url_for(f"admin.{one.route}", **one.query) if self._routes.has(one.route) else ""  # type: ignore[arg-type]

    def _questions(self, session: Session, actor: Actor, now: datetime) -> list[Rising]:
        if not any(actor.may(word) for word in _KNOWLEDGE):
            return []
        return [
            Rising(
                self._needs.title(one.subject), f"最近{HOURS}小时{one.recent}人问，平时{one.usual:.0f}人左右"
            )
            for one in rising_articles(session, now, MOST)
        ]


def _due(
    session: Session, cases: Callable[[], CaseServices], actor: Actor, now: datetime
) -> list[tuple[DueLine, str, Remaining]]:
    """The tips whose time runs out next, with the clock and what is left of it; a week ahead, no further."""
    if not actor.may(Permission.TIPS_SEE):
        return []
    lines = [one for one in due_next(session, actor, Wanted(), limit=MOST) if one.due_at <= now + WEEK]
    if not lines:
        return []
    rules, workdays = cases().rules, load_workdays(session)
    return [
        (one, rule.name, remaining(one.due_at, now, workdays, by_hours=not rule.unit.is_days))
        for one in lines
        for rule in [rules[one.kind]]
    ]


def _tips(session: Session, actor: Actor, now: datetime) -> list[Rising]:
    if not actor.may(Permission.TIPS_SEE):
        return []
    since = now - timedelta(days=DAYS + 1)
    asked = [Asking(at, category, number) for at, category, number in tips_since(session, actor, since)]
    known = categories()
    return [
        Rising(
            f"{known[one.subject].name if one.subject in known else one.subject}类举报",
            f"最近{DAY_HOURS}小时{one.recent}件，平时{one.usual:.0f}件左右",
        )
        for one in rising(asked, now, hours=DAY_HOURS, since=since, days=DAYS)[:MOST]
    ]


def _failed(session: Session, actor: Actor, now: datetime) -> int:
    """Messages of the last day that did not go out, for whoever runs the system."""
    if not actor.may(WATCH):
        return 0
    fates = fates_since(session, now - timedelta(days=1))
    return sum(one.count for one in fates if one.state in (State.FAILED, State.UNKNOWN))
