"""What is not words: pictures, videos, unheard voices, places, links, and types nobody knows yet."""

import re
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

# What the platform sends for a sticker, and for what it cannot show at all.
_UNSHOWN = re.compile(
    r"[\[【](?:(?:收到)?不支持的消息类型.*|unsupported message.*|stickers?|动画表情|表情|图片|文件)[\]】]",
    re.I,
)
_ADDRESS = re.compile(r"https?://[!-~]+|(?:www|mp)\.[!-~]+", re.I)


def is_unshown(said: str) -> bool:
    """Whether a text only stands for a sticker, or for what the platform cannot show."""
    return _UNSHOWN.fullmatch(said.strip()) is not None


def _typed(said: str) -> str | None:
    """What is said to a text that stands for something else: a sticker, or a bare address."""
    if is_unshown(said):
        return notices.NOT_TEXT
    return notices.LINK_SEEN if _ADDRESS.fullmatch(said.strip()) else None


class MediaHandler:
    """Says kindly what can be done with a message that is not text; a tip-off may begin with it."""

    def handle(self, turn: Turn) -> Outcome | None:
        """See ``bot.turns.Handler``."""
        sentence = _typed(turn.said) if turn.said else self._sentence(turn.message)
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
