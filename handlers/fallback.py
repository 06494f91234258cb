"""The last skill: takes what nobody else took and never leaves a person without a word."""

from bot.turns import Outcome, Turn
from handlers import notices
from wechat.messages import Event


class FallbackHandler:
    """Says that the message was not understood and what to do instead."""

    def handle(self, turn: Turn) -> Outcome:
        """See ``bot.turns.Handler``."""
        trace = {"decision": "fallback", "skill": "fallback", "kind": turn.message.kind}
        if isinstance(turn.message, Event):
            return Outcome(trace=trace)
        return Outcome.text(
            notices.with_links(notices.FALLBACK if turn.said else notices.NOT_TEXT), trace=trace
        )
