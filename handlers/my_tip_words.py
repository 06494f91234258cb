"""How a citizen's own tips are written in the chat: one line each, or one with all there is to know."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from core.clock import china_date, date_words, day_words
from handlers import tip_notices as say
from knowledge.localfacts import LocalFacts
from tipoffs.rewards.telling import RewardStep
from tipoffs.timeline import Timeline, timeline
from tipoffs.tips.models import TipAnswer
from tipoffs.tips.status import TipAction, TipState
from tipoffs.tips.talking import Rating
from tipoffs.vault.models import AccessRecord

SHOWN, STEPS_SHOWN = 5, 6
_ALWAYS = (TipAction.WRITE, TipAction.OBJECT, TipAction.REPORT_AGAIN, TipAction.WITHDRAW)


def list_text(session: Session, numbers: Sequence[str], now: datetime, page: str) -> str:
    """The newest first, a line for each."""
    lines = [say.HEAD]
    for number in numbers[:SHOWN]:
        found = timeline(session, number, now)
        promise = f"，{found.promise.text}" if found.promise else ""
        shown = say.step_link("see", number, number)
        lines.append(say.ONE_LINE.format(number=shown, headline=found.headline, promise=promise))
        if found.state is TipState.NEED_INFO:
            lines.append(say.WAITING.format(link=say.step_link("supply", number)))
        if found.reward:
            lines.append(say.REWARD.format(line=found.reward))
    if len(numbers) > SHOWN:
        lines.append(say.MORE.format(count=len(numbers) - SHOWN, url=page))
    return "\n".join(lines)


def case_text(session: Session, number: str, looks: Sequence[AccessRecord], now: datetime, page: str) -> str:
    """Everything about one: where it stands, by when, what comes next, what happened, what can be done."""
    found = timeline(session, number, now)
    waits = RewardStep.CLAIM in found.reward_steps
    lines = [say.CASE.format(number=number)]
    # Money that lapses after a day is what somebody looks for.
    if waits:
        lines += [*_reward(found, page), ""]
    lines.append(say.NOW.format(headline=found.headline))
    if found.promise:
        lines.append(say.PROMISED.format(text=found.promise.text, left=found.promise.left))
    lines.append(found.next_step)
    lines += ["", *_happened(found)]
    lines += _answer(session, found)
    if found.reward and not waits:
        lines += ["", *_reward(found, page)]
    if looks:
        day = date_words(china_date(looks[0].read_at))
        lines += ["", say.LOOKED_AT.format(count=len(looks), day=day, purpose=looks[0].purpose.label)]
    return "\n".join([*lines, "", *_can(found), say.SHARED_PHONE])


def rewards_text(found: Sequence[Timeline], page: str, facts: LocalFacts) -> str:
    """What there is to say of the rewards of these tips, and how one claims where one waits."""
    lines = []
    for one in found:
        if one.reward:
            shown = say.step_link("see", one.number, one.number)
            lines.append(say.REWARD_OF.format(number=shown, line=one.reward))
    steps = frozenset[RewardStep]().union(*(one.reward_steps for one in found))
    if RewardStep.CLAIM in steps:
        lines += [say.CLAIM_AT.format(url=page), facts.fill(say.HOW_TO_CLAIM)]
    if RewardStep.APPEAL in steps:
        lines.append(say.APPEAL_AT.format(url=page))
    lines += [_extending(one) for one in found if RewardStep.EXTEND in one.reward_steps]
    return "\n".join(lines)


def _reward(found: Timeline, page: str) -> list[str]:
    """The line of the reward, and where one goes on if there is something to do."""
    lines = [say.REWARD.format(line=found.reward)]
    if RewardStep.CLAIM in found.reward_steps:
        lines.append(say.CLAIM_AT.format(url=page))
    if RewardStep.APPEAL in found.reward_steps:
        lines.append(say.APPEAL_AT.format(url=page))
    if RewardStep.EXTEND in found.reward_steps:
        lines.append(_extending(found))
    return lines


def _extending(found: Timeline) -> str:
    return say.EXTEND_BY.format(link=say.step_link("write", found.number))


def _happened(found: Timeline) -> list[str]:
    entries = list(found.entries)[-STEPS_SHOWN:]
    return [
        say.HAPPENED.format(day=day_words(day), text=one.text)
        for one in entries
        for day in (china_date(one.at),)
    ]


def _answer(session: Session, found: Timeline) -> list[str]:
    """The four parts of the newest answer, as long as it holds."""
    if found.state not in (TipState.ANSWERED, TipState.UNDER_REVIEW, TipState.CLOSED):
        return []
    query = select(TipAnswer).where(TipAnswer.tip == found.number).order_by(TipAnswer.round.desc()).limit(1)
    answer = session.scalar(query)
    if answer is None:
        return []
    parts = {name: getattr(answer, name) for name in ("conclusion", "account", "decision", "reward")}
    return ["", say.ANSWER.format(**parts)]


def _can(found: Timeline) -> list[str]:
    """The steps open to the reporter, to be tapped; a question that waits comes first."""
    lines = []
    if TipAction.SUPPLY in found.can:
        lines.append(say.WAITING.format(link=say.step_link("supply", found.number)))
    links = [say.step_link(action.value, found.number) for action in _ALWAYS if action in found.can]
    if TipAction.RATE in found.can:
        links = [*(say.step_link(rating.value, found.number) for rating in Rating), *links]
    return [*lines, say.DO.format(links="　".join(links))] if links else lines
