"""How a tip stands, as its reporter reads it: in the chat, on the mobile page, after the receipt code.

Whoever calls has made sure that the reader is the reporter: by openid (``Vault.cases_of``), or by code
(``Receipts.check``). Nothing in a timeline comes from another tip, from staff's notes, or out of the vault.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from core.clock import china_date, date_words
from core.errors import BadContent
from core.yamls import parsed
from places.calendar import load_workdays
from places.workdays import Workdays
from staff.actors import ActorKind
from tipoffs.clocks.models import CaseClock
from tipoffs.ports import ClockKind
from tipoffs.rewards.telling import RewardStep, reward_news
from tipoffs.tips.files import get_tip, history
from tipoffs.tips.models import Objection, Tip
from tipoffs.tips.status import MOVES, TipAction, TipState

FILE = Path(__file__).with_suffix(".yaml")
SHORT_DAYS = 10
"""From here on what is left is counted in working days, and as a plain number of days before."""

_ANSWERING = frozenset(
    {
        TipState.ACCEPTED,
        TipState.MERGED,
        TipState.DISPATCHED,
        TipState.RETURNED,
        TipState.VERIFYING,
        TipState.EXTENDED,
        TipState.UNFOUNDED,
        TipState.VERIFIED,
        TipState.PARTLY_VERIFIED,
        TipState.IN_REMEDY,
        TipState.GOVERNMENT_LED,
    }
)
_OBJECTING = frozenset({TipState.ANSWERED, TipState.NOT_ACCEPTED})


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing that happened; ``by_reporter`` tells the reader's own steps from the office's."""

    at: datetime
    text: str
    by_reporter: bool


@dataclass(frozen=True, slots=True)
class Promise:
    """The day by which something is to happen, in words, and how long that still is.

    ``by_bureau`` False is time that the reporter has, not a thing that the bureau owes.
    """

    last_day: date
    text: str
    left: str
    by_bureau: bool
    is_late: bool


@dataclass(frozen=True, slots=True)
class Timeline:
    """What the reporter of a tip may know; ``entries`` are in the order in which they happened.

    ``reward`` is a line or None, ``is_good_reward`` whether it is good news, ``reward_steps`` what may be
    done about it; ``can`` holds the steps that the reporter may take now (``SUPPLY``, ``WITHDRAW``, …).
    """

    number: str
    state: TipState
    headline: str
    entries: Sequence[Entry]
    promise: Promise | None
    next_step: str
    reward: str | None
    is_good_reward: bool
    reward_steps: frozenset[RewardStep]
    can: frozenset[TipAction]


def timeline(session: Session, number: str, now: datetime) -> Timeline:
    """Everything the reporter of ``number`` may read about it; ``NotFound`` where there is no such tip.

    ``timeline(session, number, now) -> Timeline(number, state, headline, entries, promise, next_step, reward,
    is_good_reward, reward_steps, can)``: entries oldest first, each with ``at`` (UTC), ``text`` and
    ``by_reporter``; ``promise`` has ``last_day``, ``text`` (“最迟2026年12月3日告诉您是否受理”) and ``left``
    (“还剩3个工作日”).
    """
    tip = get_tip(session, number)
    words = _texts()["states"][tip.state.value]
    news = reward_news(session, number, china_date(now))
    return Timeline(
        number=number,
        state=tip.state,
        headline=words["headline"],
        entries=_entries(session, number),
        promise=_promise(session, tip, words, now),
        next_step=words["next"],
        reward=news.line if news else None,
        is_good_reward=news is not None and news.is_good,
        reward_steps=news.steps if news else frozenset(),
        can=steps_of_reporter(tip, now),
    )


def steps_of_reporter(tip: Tip, now: datetime) -> frozenset[TipAction]:
    """What the table of moves lets the reporter do with the tip just now."""
    found = {action for (state, action), move in MOVES.items() if state is tip.state and move.by_reporter}
    found.discard(TipAction.SUBMIT)
    if tip.object_until is None or now >= tip.object_until:
        found.discard(TipAction.OBJECT)
    return frozenset(found)


def left_words(last_day: date, today: date, workdays: Workdays, *, by_bureau: bool) -> str:
    """How long it still is, as people say it: working days when it is near, days when it is far."""
    texts = _texts()["left"]
    days = (last_day - today).days
    if days < 0:
        return str(texts["late"].format(count=-days) if by_bureau else texts["over"])
    if days == 0:
        return str(texts["today"])
    count = sum(workdays.is_workday(today + timedelta(days=n)) for n in range(1, days + 1))
    if days > SHORT_DAYS or not count:
        return str(texts["days"].format(count=days))
    return str(texts["workdays"].format(count=count))


def _entries(session: Session, number: str) -> list[Entry]:
    """The notes of the steps; one that says what the one before said is left out."""
    entries: list[Entry] = []
    for event in history(session, number):
        if event.public_note and (not entries or entries[-1].text != event.public_note):
            entries.append(Entry(event.at, event.public_note, event.actor_kind is ActorKind.REPORTER))
    return entries


def _promise(session: Session, tip: Tip, words: Mapping[str, str], now: datetime) -> Promise | None:
    if "promise" not in words:
        return None
    last_day = _last_day(session, tip)
    if last_day is None:
        return None
    by_bureau = words.get("whose", "bureau") == "bureau"
    today = china_date(now)
    return Promise(
        last_day=last_day,
        text=words["promise"].format(day=date_words(last_day)),
        left=left_words(last_day, today, load_workdays(session), by_bureau=by_bureau),
        by_bureau=by_bureau,
        is_late=today > last_day,
    )


def _last_day(session: Session, tip: Tip) -> date | None:
    """The last day of what counts now; a time that ends at midnight ends on the day before."""
    end: datetime | None = None
    if tip.state in _ANSWERING:
        end = tip.answer_by
    elif tip.state in _OBJECTING:
        end = tip.object_until
    elif tip.state is TipState.UNDER_REVIEW:
        end = session.scalar(
            select(Objection.decide_by).where(Objection.tip == tip.number, Objection.outcome.is_(None))
        )
    else:
        kind = ClockKind.SUPPLY if tip.state is TipState.NEED_INFO else ClockKind.ACCEPT
        return session.scalar(
            select(CaseClock.last_day).where(
                CaseClock.case_number == tip.number,
                CaseClock.kind == kind.value,
                CaseClock.stopped_at.is_(None),
            )
        )
    return None if end is None else china_date(end - timedelta(microseconds=1))


@cache
def _texts() -> Mapping[str, Any]:
    tree = parsed(FILE.read_text("utf-8"))
    states = tree.get("states", {}) if isinstance(tree, dict) else {}
    missing = [
        state.value for state in TipState if not {"headline", "next"} <= set(states.get(state.value, ()))
    ]
    if missing or "left" not in tree:
        raise BadContent(f"{FILE.name}: not complete: {', '.join(missing)}")
    return dict(tree)
