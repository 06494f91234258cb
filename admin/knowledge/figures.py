"""How the knowledge base is doing: coverage, what is asked, missing local facts, reviews by month."""

from collections import Counter, defaultdict
from dataclasses import dataclass
from datetime import date

from flask import request
from flask.typing import ResponseReturnValue

from admin.needs import Needs
from admin.routes import Routes
from admin.showing import page
from admin.visitors import Visitor
from core.clock import china_date
from knowledge.answering import decided
from knowledge.articles import Article, Urgency
from knowledge.asked.report import make_report
from knowledge.asked.worklist import Period
from knowledge.categories import category_label
from knowledge.permissions import KnowledgePermission as May
from knowledge.published import published_articles
from knowledge.topics import Priority

DAYS = (7, 30, 90)
MONTHS = 13
SHOWN_OF_A_MONTH = 100


@dataclass(frozen=True, slots=True)
class ReviewMonth:
    """The articles to look at in one month, in the order of their days."""

    first: date
    articles: tuple[Article, ...]

    @property
    def contents(self) -> str:
        """How many of which category, the most first: 燃气20、一氧化碳10."""
        counts = Counter(category_label(one.category) for one in self.articles)
        return "、".join(f"{label}{count}" for label, count in counts.most_common())


class Figures:
    """Numbers that keep what they are a part of."""

    def __init__(self, needs: Needs) -> None:
        self._needs = needs

    def add_to(self, routes: Routes) -> None:
        """Add the pages."""
        routes.add("/knowledge/report", self.report, name="knowledge_report", permission=May.SEE)
        routes.add("/knowledge/reviews", self.reviews, name="knowledge_reviews", permission=May.SEE)
        routes.add("/knowledge/facts", self.facts, name="knowledge_facts", permission=May.SEE)

    def report(self, visitor: Visitor) -> ResponseReturnValue:
        """The report over some days, and which topics have an article."""
        services = self._needs.knowledge()
        days = request.args.get("days", type=int)
        period = Period(self._needs.clock.now(), days if days in DAYS else 30)
        with self._needs.database.reading() as session:
            made = make_report(session, services.topics, services.facts, period)
        missing = defaultdict(list)
        for slug in made.uncovered:
            missing[category_label(services.topics[slug].category)].append(services.topics[slug])
        return page(
            "knowledge/report",
            visitor=visitor,
            report=made,
            missing=missing,
            must=Priority.P1,
            topics=services.topics,
            days=period.days,
            choices=DAYS,
            decided=decided,
            priority=Priority,
            category_label=category_label,
        )

    def reviews(self, visitor: Visitor) -> ResponseReturnValue:
        """The published articles by the month in which they are to be looked at again; overdue ones first."""
        today = china_date(self._needs.clock.now())
        with self._needs.database.reading() as session:
            articles = sorted(published_articles(session), key=lambda one: (one.review_due_on, one.id))
        overdue = [one for one in articles if one.review_due_on < today]
        by_month: dict[date, list[Article]] = defaultdict(list)
        for one in articles[len(overdue) :]:
            by_month[one.review_due_on.replace(day=1)].append(one)
        months = [ReviewMonth(first, tuple(listed)) for first, listed in by_month.items()]
        return page(
            "knowledge/reviews",
            visitor=visitor,
            overdue=overdue,
            most=SHOWN_OF_A_MONTH,
            months=months[:MONTHS],
            later=sum(len(one.articles) for one in months[MONTHS:]),
            danger=Urgency.EMERGENCY,
            category_label=category_label,
            may_write=visitor.actor.may(May.WRITE),
        )

    def facts(self, visitor: Visitor) -> ResponseReturnValue:
        """The facts of this place: given ones, and the sentence that stands where one is not given."""
        facts = self._needs.knowledge().facts
        return page("knowledge/facts", visitor=visitor, facts=facts, missing=facts.missing())
