"""How a citizen's own tips are written in the chat: one line each, or one with all there is to know."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from core.clock import china_date, date_words, day_words
from handlers import tip_notices as say
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
    lines = [say.CASE.format(number=number), say.NOW.format(headline=found.headline)]
    if found.promise:
        lines.append(say.PROMISED.format(text=found.promise.text, left=found.promise.left))
    lines.append(found.next_step)
    lines += ["", *_happened(found)]
    lines += _answer(session, found)
    if found.reward:
        lines += ["", say.REWARD.format(line=found.reward), say.CLAIM_AT.format(url=page)]
    if looks:
        day = date_words(china_date(looks[0].read_at))
        lines += ["", say.LOOKED_AT.format(count=len(looks), day=day, purpose=looks[0].purpose.label)]
    return "\n".join([*lines, "", *_can(found), say.SHARED_PHONE])


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
