"""The first words to a new follower, and to one who scans a code again."""

from bot.turns import Outcome, Turn
from handlers import notices
from handlers.traces import flow
from knowledge.library import LibraryHolder
from wechat.messages import ScanEvent, SubscribeEvent


class WelcomeHandler:
    """Greets whoever follows, in one message and with questions to tap."""

    def __init__(self, library_holder: LibraryHolder) -> None:
        self._library_holder = library_holder

    def handle(self, turn: Turn) -> Outcome | None:
        """See ``bot.turns.Handler``."""
        trace = flow("welcome")
        if isinstance(turn.message, ScanEvent):
            return Outcome.text(notices.WELCOME_BACK, trace=trace)
        if not isinstance(turn.message, SubscribeEvent):
            return None
        samples = "\n".join(notices.link(sample, sample, "sample") for sample in notices.WELCOME_SAMPLES)
        text = self._library_holder.current().facts.fill(notices.WELCOME.replace("{samples}", samples))
        return Outcome.text(text, conversation=None, memory={}, trace=trace)
