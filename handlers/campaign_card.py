"""安全月、活动: what the bureau tells the public just now, as one card in the chat."""

from collections.abc import Callable
from datetime import datetime
from typing import Protocol

from sqlalchemy.orm import Session

from bot.turns import Outcome, Turn
from handlers import scan_words
from handlers.traces import flow
from wechat.messages import NewsReply

WORDS = frozenset(
    {
        "安全月",
        "安全生产月",
        "活动",
        "宣传",
        "安全宣传",
        "宣传活动",
        "本月宣传",
        "最新宣传",
        "本月主题",
        "最近有什么活动",
        "最近有什么宣传",
    }
)
TRACE = flow("campaign_card")


class Card(Protocol):
    """What the card shows; ``campaigns.content.renderings.NewsCard`` is one."""

    @property
    def title(self) -> str: ...
    @property
    def description(self) -> str: ...
    @property
    def picture_url(self) -> str: ...
    @property
    def url(self) -> str: ...


class CampaignCardHandler:
    """Gives the card; ``current`` finds it, ``center`` is the address of 活动中心."""

    def __init__(self, current: Callable[[Session, datetime], Card | None], center: str) -> None:
        self._current = current
        self._center = center

    def handle(self, turn: Turn) -> Outcome | None:
        """See ``bot.turns.Handler``. Where there is nothing to show, the words are left to other skills."""
        if turn.menu_id or not turn.is_command(WORDS):
            return None
        return self._shown(turn)

    def show(self, turn: Turn) -> Outcome:
        """The card for who tapped the menu; without one, in words where the activities are."""
        center = scan_words.link(self._center, scan_words.CENTER_NAME)
        return self._shown(turn) or Outcome.text(scan_words.NO_CARD.format(center=center), trace=TRACE)

    def _shown(self, turn: Turn) -> Outcome | None:
        card = self._current(turn.session, turn.now)
        if card is None:
            return None
        return Outcome(NewsReply(card.title, card.description, card.picture_url, card.url), trace=TRACE)
