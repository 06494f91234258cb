"""PUBLISHJOBFINISH: the platform says that a publication of ours came to its end, one way or the other."""

from collections.abc import Callable
from datetime import datetime

from sqlalchemy.orm import Session

from bot.turns import Outcome, Turn
from handlers.traces import flow
from wechat.messages import JobFinishedEvent

EVENT = "publishjobfinish"
Ring = Callable[[Session, str, datetime], bool]


class PublicationHandler:
    """Has the worker ask at once. ``ring`` gets the number of the job; one of nobody here changes nothing."""

    def __init__(self, ring: Ring) -> None:
        self._ring = ring

    def handle(self, turn: Turn) -> Outcome | None:
        """See ``bot.turns.Handler``."""
        message = turn.message
        if not isinstance(message, JobFinishedEvent) or message.event != EVENT:
            return None
        is_ours = self._ring(turn.session, message.job_id, turn.now)
        return Outcome(trace=flow("publication", ours=is_ours))
