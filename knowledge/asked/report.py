"""How the knowledge base is doing, in numbers that keep their numerator and denominator."""

import math
from collections import Counter, defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date, timedelta
from typing import Any

from sqlalchemy import case, func, select
from sqlalchemy.orm import Session

from core.clock import china_date
from knowledge.articles import Article
from knowledge.asked.grouping import plain_key
from knowledge.asked.querylog import OPINION, kept_since
from knowledge.asked.trends import DAYS, Asking, Rise, rising
from knowledge.asked.waiting import revisions_by_state
from knowledge.asked.worklist import Period
from knowledge.editorial.catalogue import DUE_SOON
from knowledge.localfacts import LocalFacts
from knowledge.models import Feedback, LoggedQuestion
from knowledge.published import Broken, read_published
from knowledge.status import RevisionState
from knowledge.topics import Priority, Topic

TOP = 20
# Fewer judgements than this say nothing about an article.
FEWEST_JUDGED = 5
FEWEST_USELESS = 2
MUST_BE_COVERED = (Priority.P1, Priority.P2)


@dataclass(frozen=True, slots=True)
class Share:
    """How many of how many: ``part`` of ``whole``."""

    part: int
    whole: int

    @property
    def value(self) -> float | None:
        """From 0 to 1; None of nothing."""
        return self.part / self.whole if self.whole else None

    def words(self) -> str:
        """As it is printed: 3/4（75.0%）."""
        return f"{self.part}/{self.whole}" + (f"（{self.value:.1%}）" if self.value is not None else "")


@dataclass(frozen=True, slots=True)
class TopQuestion:
    """A question that many asked, in the wording asked most, and how it was decided most often."""

    question: str
    count: int
    people: int
    decision: str


@dataclass(frozen=True, slots=True)
class Weak:
    """An article whose answer is called useless: of how many judgements how many."""

    article: str
    question: str
    useless: Share


@dataclass(frozen=True, slots=True)
class Due:
    """An article whose review is overdue or soon due."""

    article: str
    question: str
    due_on: date


@dataclass(frozen=True, slots=True)
class Report:
    """Everything ``flask knowledge report`` prints."""

    days: int
    questions: int
    people: int
    coverage: Mapping[str, Share]
    uncovered: Sequence[str]
    decisions: Mapping[str, Share]
    helpful: Share
    top_questions: Sequence[TopQuestion]
    weakest: Sequence[Weak]
    overdue: Sequence[Due]
    due_soon: Sequence[Due]
    unfilled_facts: Sequence[str]
    rising: Sequence[Rise]
    broken: Sequence[Broken]
    open_revisions: Mapping[RevisionState, int]

    def to_tree(self) -> dict[str, Any]:
        """For one line of JSON; a share is written with its part, its whole and its value."""
        tree: dict[str, Any] = _plain(asdict(self, dict_factory=_with_value))
        return tree


def make_report(session: Session, topics: Mapping[str, Topic], facts: LocalFacts, period: Period) -> Report:
    """The report over the questions of ``period`` and the articles as they stand now."""
    articles, broken = read_published(session)
    covered = {slug for article in articles for slug in article.topics}
    today = china_date(period.now)
    due = sorted(articles, key=lambda one: (one.review_due_on, one.id))
    questions, people, decisions = _decisions(session, period)
    useless, judged = _judgements(session, period)
    return Report(
        days=period.days,
        questions=questions,
        people=people,
        coverage=_coverage(topics, covered),
        uncovered=[
            slug
            for slug, topic in topics.items()
            if topic.priority in MUST_BE_COVERED and slug not in covered
        ],
        decisions={name: Share(count, questions) for name, count in decisions.most_common()},
        helpful=Share(sum((judged - useless).values()), sum(judged.values())),
        top_questions=_top_questions(session, period),
        weakest=_weakest({article.id: article for article in articles}, useless, judged),
        overdue=[_due(one) for one in due if one.review_due_on < today],
        due_soon=[_due(one) for one in due if today <= one.review_due_on <= today + DUE_SOON],
        unfilled_facts=[fact.name for fact in facts.missing()],
        rising=rising_topics(session, period),
        broken=broken,
        open_revisions=revisions_by_state(session),
    )


def rising_topics(session: Session, period: Period) -> list[Rise]:
    """The topics, and the whole categories (``typhoon``), that rise fast; questions in danger count too.

    A category that rises because of one topic alone is told by that topic.
    """
    since = period.now - timedelta(days=DAYS + 1)
    statement = select(LoggedQuestion.at, LoggedQuestion.topics, LoggedQuestion.asker).where(
        LoggedQuestion.at > since, LoggedQuestion.at <= period.now, LoggedQuestion.decision != OPINION
    )
    asked = []
    for at, slugs, asker in session.execute(statement):
        subjects = {*slugs, *(slug.partition(".")[0] for slug in slugs)}
        asked += [Asking(at, subject, asker) for subject in sorted(subjects)]
    found = rising(asked, period.now, hours=period.hours, since=kept_since(session))
    told = {(rise.subject.partition(".")[0], rise.recent) for rise in found if "." in rise.subject}
    return [rise for rise in found if "." in rise.subject or (rise.subject, rise.recent) not in told]


def _coverage(topics: Mapping[str, Topic], covered: Collection[str]) -> dict[str, Share]:
    by_priority: dict[str, list[bool]] = {priority.value: [] for priority in Priority}
    for slug, topic in topics.items():
        by_priority[topic.priority.value].append(slug in covered)
    return {priority: Share(sum(known), len(known)) for priority, known in by_priority.items()}


def _decisions(session: Session, period: Period) -> tuple[int, int, Counter[str]]:
    rows = session.execute(
        select(LoggedQuestion.decision, func.count()).where(*_asked(period)).group_by(LoggedQuestion.decision)
    )
    counted = Counter(dict(rows.all()))
    people = session.scalar(select(func.count(LoggedQuestion.asker.distinct())).where(*_asked(period)))
    return counted.total(), people or 0, counted


def _judgements(session: Session, period: Period) -> tuple[Counter[str], Counter[str]]:
    is_useless = case((LoggedQuestion.feedback == Feedback.USELESS, 1), else_=0)
    rows = session.execute(
        select(LoggedQuestion.article, func.sum(is_useless), func.count())
        .where(*_within(period), LoggedQuestion.feedback.is_not(None), LoggedQuestion.article.is_not(None))
        .group_by(LoggedQuestion.article)
    ).all()
    return Counter({row[0]: int(row[1]) for row in rows}), Counter({row[0]: int(row[2]) for row in rows})


def _weakest(articles: Mapping[str, Article], useless: Counter[str], judged: Counter[str]) -> list[Weak]:
    found = [
        Weak(article_id, articles[article_id].question, Share(useless[article_id], count))
        for article_id, count in judged.items()
        if article_id in articles and count >= FEWEST_JUDGED and useless[article_id] >= FEWEST_USELESS
    ]
    return sorted(found, key=lambda weak: (-surely(weak.useless), weak.article))[:TOP]


def surely(share: Share) -> float:
    """What the true share is at least, with 95 % confidence (Wilson): 3 of 5 is less sure than 30 of 50."""
    if not share.whole:
        return 0.0
    z, n, p = 1.96, share.whole, share.part / share.whole
    spread = z * math.sqrt(p * (1 - p) / n + z * z / (4 * n * n))
    return (p + z * z / (2 * n) - spread) / (1 + z * z / n)


def _top_questions(session: Session, period: Period) -> list[TopQuestion]:
    rows = session.execute(
        select(LoggedQuestion.question, LoggedQuestion.decision, LoggedQuestion.asker, func.count())
        .where(*_asked(period))
        .group_by(LoggedQuestion.question, LoggedQuestion.decision, LoggedQuestion.asker)
    ).all()
    wordings: dict[str, Counter[str]] = defaultdict(Counter)
    decisions: dict[str, Counter[str]] = defaultdict(Counter)
    askers: dict[str, set[str]] = defaultdict(set)
    for question, decision, asker, count in rows:
        key = plain_key(question)
        wordings[key][question] += count
        decisions[key][decision] += count
        askers[key].add(asker)
    found = [
        TopQuestion(_most(wordings[key]), words.total(), len(askers[key]), _most(decisions[key]))
        for key, words in wordings.items()
    ]
    return sorted(found, key=lambda one: (-one.count, -one.people, one.question))[:TOP]


def _within(period: Period) -> tuple[Any, Any]:
    return LoggedQuestion.at >= period.since, LoggedQuestion.at <= period.now


def _asked(period: Period) -> tuple[Any, ...]:
    """What was asked; an opinion on a page is none."""
    return *_within(period), LoggedQuestion.decision != OPINION


def _due(article: Article) -> Due:
    return Due(article.id, article.question, article.review_due_on)


def _most(counted: Counter[str]) -> str:
    """The commonest; of equals the first in the alphabet, so that the same rows always read the same."""
    return min(counted, key=lambda words: (-counted[words], words))


def _with_value(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    tree = dict(pairs)
    if tree.keys() == {"part", "whole"}:
        tree["value"] = round(tree["part"] / tree["whole"], 4) if tree["whole"] else None
    return tree


def _plain(value: Any) -> Any:
    match value:
        case date():
            return value.isoformat()
        case Mapping():
            return {str(key): _plain(item) for key, item in value.items()}
        case list() | tuple():
            return [_plain(item) for item in value]
        case _:
            return value
