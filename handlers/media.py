"""What is not words: pictures, videos, unheard voices, places, links, and types nobody knows yet."""

from typing import Any

from bot.turns import Outcome, Turn
from handlers import notices
from handlers.pending import with_sent
from handlers.traces import flow
from wechat.messages import (
    ImageMessage,
    Inbound,
    LinkMessage,
    LocationMessage,
    Message,
    VideoMessage,
    VoiceMessage,
)


class MediaHandler:
    """Says kindly what can be done with a message that is not text; a tip-off may begin with it."""

    def handle(self, turn: Turn) -> Outcome | None:
        """See ``bot.turns.Handler``."""
        sentence = self._sentence(turn.message) if not turn.said else None
        trace: dict[str, Any] = flow("media", kind=turn.message.kind)
        if not sentence:
            return None
        memory = turn.talk.memory
        kept = with_sent(memory, turn.message)
        return Outcome.text(
            sentence,
            memory=kept if kept != memory else None,
            trace=trace,
            is_interim=isinstance(turn.message, ImageMessage | VideoMessage),
        )

    @staticmethod
    def _sentence(message: Inbound) -> str | None:
        match message:
            case VoiceMessage():
                return notices.VOICE_UNHEARD
            case ImageMessage():
                return notices.with_links(notices.PICTURE_SEEN, what=notices.PICTURE)
            case VideoMessage():
                return notices.with_links(notices.PICTURE_SEEN, what=notices.VIDEO)
            case LocationMessage(label=label):
                place = f"：{label[:60]}" if label.strip() else ""
                return notices.with_links(notices.LOCATION_SEEN, label=place)
            case LinkMessage():
                return notices.LINK_SEEN
            case Message():
                return notices.NOT_TEXT
        return None
