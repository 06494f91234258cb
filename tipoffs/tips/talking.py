"""Reporter and office write to each other, and the reporter says how it was; the case stays where it is.

What a reporter writes is sealed like the tip itself. What the office writes stands on the case's page and is
told neutrally; neither side learns who the other is.
"""

from datetime import datetime

from sqlalchemy import ColumnElement, exists, not_, select
from sqlalchemy.orm import Session, aliased

from core.types import Labelled
from staff.actors import Actor
from tipoffs.tips.files import take
from tipoffs.tips.guards import Facts
from tipoffs.tips.models import Statement, Tip, TipEvent
from tipoffs.tips.refusals import NoWords
from tipoffs.tips.status import TipAction
from tipoffs.tips.verbs import TipVerbs

MOST_CHARACTERS = 1000


class Rating(Labelled):
    """How content a reporter is."""

    SATISFIED = "satisfied", "满意"
    FAIR = "fair", "基本满意"
    UNSATISFIED = "unsatisfied", "不满意"


class CorrespondenceVerbs(TipVerbs):
    """The verbs that leave a case where it stands and that its reporter sees."""

    def write(self, session: Session, number: str, words: str, actor: Actor, now: datetime) -> Tip:
        """The reporter asks or adds something, whether or not the office asked."""
        with self.opened(session, number, actor, now) as (steps, tip):
            take(steps, TipAction.WRITE, Facts(tip, actor, now), told="wrote")
            self.keep_words(steps, tip, Statement.WROTE, _some(words))
            return tip

    def reply(self, session: Session, number: str, words: str, actor: Actor, now: datetime) -> Tip:
        """The office writes to the reporter: an answer, or a question that does not stop the clock."""
        with self.opened(session, number, actor, now) as (steps, tip):
            take(
                steps, TipAction.REPLY, Facts(tip, actor, now), told="replied", fields={"words": _some(words)}
            )
            return tip

    def rate(self, session: Session, number: str, rating: Rating, actor: Actor, now: datetime) -> Tip:
        """The reporter says how content they are; the last word counts."""
        with self.opened(session, number, actor, now) as (steps, tip):
            take(
                steps,
                TipAction.RATE,
                Facts(tip, actor, now),
                told="rated",
                fields={"rating": rating.label},
                detail={"rating": rating.value},
            )
            return tip

    def report_again(self, session: Session, number: str, words: str, actor: Actor, now: datetime) -> Tip:
        """The same danger is there again after the case was closed."""
        with self.opened(session, number, actor, now) as (steps, tip):
            take(steps, TipAction.REPORT_AGAIN, Facts(tip, actor, now), told="again")
            self.keep_words(steps, tip, Statement.AGAIN, _some(words))
            return tip


def wrote_last() -> ColumnElement[bool]:
    """Whether the reporter of a tip wrote, and nobody of the office has written since."""
    reply = aliased(TipEvent)
    is_replied = exists().where(
        reply.tip == TipEvent.tip, reply.seq > TipEvent.seq, reply.action == TipAction.REPLY
    )
    asked = TipEvent.action.in_((TipAction.WRITE, TipAction.REPORT_AGAIN))
    return Tip.number.in_(select(TipEvent.tip).where(asked, not_(is_replied)))


def _some(words: str) -> str:
    found = words.strip()
    if not found or len(found) > MOST_CHARACTERS:
        raise NoWords
    return found
