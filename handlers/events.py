"""Events that need no words: they are recorded by the inbox, and answered with silence."""

from bot.turns import Outcome, Turn
from handlers.traces import flow
from wechat.messages import ClickEvent, Event, ScanEvent, SubscribeEvent


class EventHandler:
    """Takes every event that no other skill answers; the receipt and the recorder keep what happened."""

    def handle(self, turn: Turn) -> Outcome | None:
        """See ``bot.turns.Handler``."""
        if not isinstance(turn.message, Event) or isinstance(
            turn.message, SubscribeEvent | ScanEvent | ClickEvent
        ):
            return None
        return Outcome(trace=flow("event", kind=turn.message.kind))
