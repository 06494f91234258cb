"""The alarm in which a talk still stands: which event somebody was told of, and when."""

from datetime import datetime, timedelta
from typing import Any, Final

from bot.turns import Turn

LASTS: Final = timedelta(minutes=30)
"""How long after an alarm a short message is still about the danger."""
HELPED: Final = "helped"
"""Where the talk remembers the article whose first help was told: the next question may be about it."""
_KEY: Final = "alarm"


def raised(event: str, now: datetime) -> dict[str, Any]:
    """What the talk remembers of an alarm."""
    return {_KEY: {"event": event, "at": int(now.timestamp())}}


def is_latest(turn: Turn) -> bool:
    """Whether nothing else was answered since the alarm, so that what nobody understands is about it."""
    return standing(turn) is not None and "answered" not in turn.talk.memory[_KEY]


def standing(turn: Turn) -> str | None:
    """The event of the alarm that this turn still stands in."""
    alarm = turn.talk.memory.get(_KEY)
    if alarm is None or turn.now.timestamp() - alarm["at"] > LASTS.total_seconds():
        return None
    return str(alarm["event"])


def carried(turn: Turn) -> dict[str, Any]:
    """The alarm as it is remembered beside an answer; nothing where there is none, or it is over."""
    return {_KEY: {**turn.talk.memory[_KEY], "answered": True}} if standing(turn) else {}


def kept(turn: Turn) -> dict[str, Any]:
    """The alarm as it is, beside an answer that says more of the same danger."""
    return {_KEY: turn.talk.memory[_KEY]} if standing(turn) else {}


def ended(turn: Turn) -> dict[str, Any]:
    """What the talk remembers without the alarm."""
    return {name: kept for name, kept in turn.talk.memory.items() if name != _KEY}
