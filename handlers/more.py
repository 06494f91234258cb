"""继续: the next part of an answer that was too long for one message."""

from bot.turns import Outcome, Turn
from handlers import notices
from handlers.traces import flow

WORDS = frozenset({"继续", "下一页", "下文", "接着说", "还有呢", "更多", "后面呢"})


class MoreHandler:
    """Gives the rest of the last reply."""

    def handle(self, turn: Turn) -> Outcome | None:
        """See ``bot.turns.Handler``."""
        if not turn.is_command(WORDS):
            return None
        trace = flow("more")
        return Outcome.text(turn.talk.rest or notices.MORE_NOTHING, trace=trace)
