"""What a reporter reads of the rewards of their own tip, and what they may do about them."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from functools import cache
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session

from core.clock import date_words
from core.errors import BadContent
from core.yamls import parsed
from tipoffs.rewards.models import Honour, Reward, RewardAssessment, RewardClaim, RewardEvent
from tipoffs.rewards.money import written
from tipoffs.rewards.queries import why_failed
from tipoffs.rewards.status import CLAIMABLE, RESERVED, UNDECIDED, RewardState, Verb

FILE = Path(__file__).with_suffix(".yaml")


class RewardStep(StrEnum):
    """What the reporter may do about a reward."""

    CLAIM = "claim"
    APPEAL = "appeal"
    EXTEND = "extend"
    """Give a reason for having missed the last day."""


@dataclass(frozen=True, slots=True)
class RewardNews:
    """A line of words, the steps that are open, and whether all of it is good news."""

    line: str
    steps: frozenset[RewardStep] = frozenset()
    is_good: bool = False


def reward_news(session: Session, number: str, today: date) -> RewardNews | None:
    """What to say of the rewards of this tip, or of the thanks for it; None while there is nothing to say."""
    rewards = session.scalars(select(Reward).where(Reward.tip_number == number).order_by(Reward.id)).all()
    told = [_with_its_part(session, one, _told(session, one, today)) for one in rewards]
    points = session.scalars(select(Honour.points).where(Honour.tip_number == number)).all()
    if points:
        told.append(RewardNews(_texts()["honour"].format(points=sum(points)), is_good=True))
    if not told:
        return None
    return RewardNews(
        " ".join(one.line for one in told),
        frozenset[RewardStep]().union(*(one.steps for one in told)),
        all(one.is_good for one in told),
    )


def may_appeal(state: RewardState, until: date | None, today: date, *, has_appealed: bool) -> bool:
    """Whether the reporter may still object that there is no reward."""
    return state is RewardState.DENIED and not has_appealed and (until is None or today <= until)


def _with_its_part(session: Session, reward: Reward, told: RewardNews) -> RewardNews:
    """The same, saying that an amount is a part of one that several share; who they are nobody learns."""
    if reward.assessment_id is None or reward.state not in RESERVED | {RewardState.PAID}:
        return told
    payees = session.get_one(RewardAssessment, reward.assessment_id).payees
    if sum("amount" in one for one in payees) == 1:
        return told
    return replace(told, line=f"{told.line}{_texts()['shared']}")


def _told(session: Session, reward: Reward, today: date) -> RewardNews:
    texts = _texts()
    amount = written(reward.amount_fen or 0)
    until = date_words(reward.claim_until_on) if reward.claim_until_on else ""
    if reward.state in UNDECIDED:
        return RewardNews(texts["assessing"])
    if reward.state is RewardState.FAILED:
        said = why_failed(session, reward.number)
        why = texts["bank_said"].format(why=said) if said else ""
        return RewardNews(_at(amount, until, texts["failed"], why=why), frozenset({RewardStep.CLAIM}))
    if reward.state in CLAIMABLE:
        return RewardNews(_at(amount, until, texts["claimable"]), frozenset({RewardStep.CLAIM}), is_good=True)
    if reward.state is RewardState.LAPSED:
        came = session.scalar(
            select(RewardClaim.id).where(RewardClaim.reward_number == reward.number).limit(1)
        )
        return RewardNews(texts["lapsed_claimed" if came else "lapsed"], frozenset({RewardStep.EXTEND}))
    if reward.state is RewardState.DENIED:
        return _denied(session, reward, today)
    is_good = reward.state in RESERVED or reward.state is RewardState.PAID
    return RewardNews(_at(amount, until, texts[reward.state.value]), is_good=is_good)


def _denied(session: Session, reward: Reward, today: date) -> RewardNews:
    """An objection that was made, or decided, is told instead of asking for one."""
    why = reward.refused_because.label if reward.refused_because else ""
    asked = select(RewardEvent.verb).where(
        RewardEvent.reward_id == reward.id, RewardEvent.verb.in_((Verb.APPEAL, Verb.UPHOLD))
    )
    verbs = set(session.scalars(asked))
    texts, until = _texts(), reward.appeal_until_on
    if Verb.UPHOLD in verbs:
        return RewardNews(texts["denied_upheld"].format(why=why))
    if Verb.APPEAL in verbs:
        return RewardNews(texts["denied_appealed"].format(why=why))
    if not may_appeal(reward.state, until, today, has_appealed=False):
        return RewardNews(texts["denied"].format(why=why))
    name = "denied_until" if until else "denied_open"
    words = texts[name].format(why=why, until=date_words(until) if until else "")
    return RewardNews(words, frozenset({RewardStep.APPEAL}))


def _at(amount: str, until: str, text: str, *, why: str = "") -> str:
    return text.format(amount=amount, until=until, why=why)


@cache
def _texts() -> Mapping[str, str]:
    tree = parsed(FILE.read_text("utf-8"))
    plain = {one.value for one in RewardState} - {one.value for one in UNDECIDED | CLAIMABLE}
    wanted = {
        *plain,
        *("assessing", "claimable", "failed", "lapsed_claimed", "shared", "bank_said", "honour"),
        *("denied_until", "denied_open", "denied_appealed", "denied_upheld"),
    }
    if not isinstance(tree, dict) or wanted - set(tree):
        raise BadContent(f"{FILE.name}: not complete")
    return {str(name): str(words) for name, words in tree.items()}
