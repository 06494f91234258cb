"""What waits to be improved: questions nobody answered and answers nobody could use, grouped by meaning."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from heapq import nsmallest

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from core.errors import NotFound, RuleViolation
from knowledge.answering import Decision
from knowledge.asked.grouping import plain_key
from knowledge.asked.looking_up import LookedUp
from knowledge.asked.querylog import OPINION, kept_since
from knowledge.asked.questions import LeftQuestion
from knowledge.asked.trends import DAYS, Asking, Rise, rising
from knowledge.editorial.revisions import open_revisions
from knowledge.models import Feedback, LoggedQuestion, SettledQuestion
from knowledge.search.index import Candidate, Index

UNANSWERED = (Decision.FALLBACK, Decision.SUGGEST)
WHY = {
    Decision.FALLBACK.value: Decision.FALLBACK.label,
    Decision.SUGGEST.value: "只给了选项",
    Feedback.USELESS.value: "说没用",
}
"""Why a question waits, as a clerk reads it."""
_SHORTEST_KEY = 4
MOST_COMPARED = 1_000
"""How many wordings are compared, the most asked first; in a flood the others are a group each."""


@dataclass(slots=True)
class Wording:
    """One question as it was asked, and by whom and when."""

    text: str
    key: str
    times: list[datetime] = field(default_factory=list)
    askers: list[str] = field(default_factory=list)
    why: Counter[str] = field(default_factory=Counter)
    """How often it was a ``fallback``, a ``suggest`` or ``useless``."""
    articles: Counter[str] = field(default_factory=Counter)
    """The articles whose answer was called useless."""


@dataclass(slots=True)
class Group:
    """Questions of one meaning; ``key`` names the group, the first wording is the most asked."""

    wordings: list[Wording]
    nearest: tuple[Candidate, ...] = ()
    left: list[int] = field(default_factory=list)
    """Numbers of the questions left for staff that ask the same."""
    pending: str | None = None
    """The article with a draft that will answer it."""
    rise: Rise | None = None
    is_compared: bool = True
    """False of a wording that came after the ``MOST_COMPARED`` and was looked at by itself."""

    @property
    def key(self) -> str:
        """The fingerprint of the first wording; any wording's leads to the group."""
        return self.wordings[0].key

    @property
    def question(self) -> str:
        """The most asked wording."""
        return self.wordings[0].text

    @property
    def count(self) -> int:
        """How often it was asked."""
        return sum(len(one.times) for one in self.wordings)

    @property
    def people(self) -> int:
        """How many different people asked."""
        return len({asker for one in self.wordings for asker in one.askers})

    @property
    def last_at(self) -> datetime:
        """When it was asked last."""
        return max(max(one.times) for one in self.wordings)

    @property
    def why(self) -> Counter[str]:
        """How often there was no answer, only suggestions, or a useless answer."""
        return sum((one.why for one in self.wordings), Counter())

    @property
    def useless(self) -> Counter[str]:
        """The articles whose answers were called useless, with the number of times."""
        return sum((one.articles for one in self.wordings), Counter())


@dataclass(frozen=True, slots=True)
class Period:
    """Which questions count (``days``) and what "now" means for a rise (the last ``hours``)."""

    now: datetime
    days: int = 30
    hours: int = 3

    @property
    def since(self) -> datetime:
        """The first moment of the questions that count."""
        return self.now - timedelta(days=self.days)


def work_list(session: Session, index: Index, left: Sequence[LeftQuestion], period: Period) -> list[Group]:
    """The groups that wait, those that rise fast first, then by how often they were asked.

    ``left`` are the questions left for staff that are still open. A wording that was settled is not told
    again, unless it was asked after that.
    """
    found = _wordings(session, period)
    wordings = sorted(
        nsmallest(MOST_COMPARED, found, _most_asked), key=lambda one: (-len(one.times), one.text)
    )
    looked_up = LookedUp(index)
    together: dict[int, Group] = {}
    leaders = looked_up.leaders([wording.text for wording in wordings])
    for wording, leader in zip(wordings, leaders, strict=True):
        group = together.setdefault(leader, Group([], looked_up.nearest(wordings[leader].text)))
        group.wordings.append(wording)
    _assign_left(together.values(), left, looked_up)
    compared = {wording.key for wording in wordings}
    groups = list(together.values())
    groups += [Group([one], is_compared=False) for one in found if one.key not in compared]
    _mark_pending(session, groups)
    _mark_rising(session, groups, period)
    return sorted(
        groups,
        key=lambda one: (one.rise is None, -one.count, -one.last_at.timestamp(), one.question),
    )


def _most_asked(wording: Wording) -> tuple[int, float, str]:
    return -len(wording.times), -wording.times[-1].timestamp(), wording.text


def find_group(groups: Sequence[Group], key: str) -> Group:
    """The group of which ``key`` begins the fingerprint of any wording.

    Raises ``NotFound``, and ``RuleViolation`` where the beginning fits several.
    """
    found = [
        group
        for group in groups
        if len(key) >= _SHORTEST_KEY and any(one.key.startswith(key) for one in group.wordings)
    ]
    if not found:
        raise NotFound(f"待办里没有“{key}”这一组，可能已经处理过，请重新列出。")
    if len(found) > 1:
        raise RuleViolation(f"有{len(found)}组的编号以“{key}”开头，请多写几位。")
    return found[0]


def settle(session: Session, group: Group, *, article: str | None, actor: str, now: datetime) -> None:
    """Remember that somebody has dealt with every wording of a group."""
    for wording in group.wordings:
        row = SettledQuestion(key=wording.key, article=article, actor=actor, settled_at=now)
        session.merge(row)
    session.flush()


def _wordings(session: Session, period: Period) -> list[Wording]:
    settled = {row.key: row.settled_at for row in session.scalars(select(SettledQuestion))}
    statement = (
        select(
            LoggedQuestion.at,
            LoggedQuestion.question,
            LoggedQuestion.decision,
            LoggedQuestion.article,
            LoggedQuestion.asker,
            LoggedQuestion.feedback,
        )
        .where(
            LoggedQuestion.at >= period.since,
            LoggedQuestion.at <= period.now,
            LoggedQuestion.decision != OPINION,
            or_(LoggedQuestion.decision.in_(UNANSWERED), LoggedQuestion.feedback == Feedback.USELESS),
        )
        .order_by(LoggedQuestion.at, LoggedQuestion.id)
    )
    found: dict[str, Wording] = {}
    for row in session.execute(statement):
        key = plain_key(row.question)
        if key in settled and row.at <= settled[key]:
            continue
        wording = found.setdefault(key, Wording(row.question, key))
        wording.times.append(row.at)
        wording.askers.append(row.asker)
        is_useless = row.feedback is Feedback.USELESS
        wording.why[str(Feedback.USELESS) if is_useless else row.decision] += 1
        if is_useless and row.article:
            wording.articles[row.article] += 1
    return list(found.values())


def _assign_left(groups: Iterable[Group], left: Sequence[LeftQuestion], looked_up: LookedUp) -> None:
    """Give each question left for staff to the group that it is most like, if it is like any."""
    comparer = looked_up.comparer
    told = [(group, looked_up.meaning(group.question)) for group in groups]
    for question in left:
        meaning = looked_up.meaning(question.text)
        alike = [(group, other) for group, other in told if comparer.are_alike(meaning, other)]
        if alike:
            best, _ = max(alike, key=lambda one: comparer.likeness(meaning, one[1]))
            best.left.append(question.id)


def _mark_pending(session: Session, groups: Iterable[Group]) -> None:
    """Name the article whose open draft was begun for a group."""
    opened = {revision.article for revision in open_revisions(session)}
    drafted = {
        row.key: row.article
        for row in session.scalars(select(SettledQuestion).where(SettledQuestion.article.in_(opened)))
    }
    for group in groups:
        group.pending = next((drafted[one.key] for one in group.wordings if one.key in drafted), None)


def _mark_rising(session: Session, groups: Sequence[Group], period: Period) -> None:
    asked = [
        Asking(at, group.key, asker)
        for group in groups
        for wording in group.wordings
        for at, asker in zip(wording.times, wording.askers, strict=True)
    ]
    since = kept_since(session)
    if since is not None:
        # A shorter list must not make the days before it look silent.
        since = max(since, period.since)
    rises = {
        one.subject: one for one in rising(asked, period.now, hours=period.hours, since=since, days=DAYS)
    }
    for group in groups:
        group.rise = rises.get(group.key)
