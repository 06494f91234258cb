"""隐私说明 and 删除我的记录."""

from collections.abc import Callable, Sequence

from sqlalchemy.orm import Session

from bot.talk import Conversation
from bot.turns import Outcome, Turn
from handlers import notices
from handlers.traces import flow
from wechat.messages import AccountEvent

SKILL = "forget"
EXPLAIN = frozenset({"隐私说明", "隐私", "隐私政策", "隐私保护", "个人信息保护"})
FORGET = frozenset({"删除我的记录", "删除记录", "清除记录", "删除聊天记录", "删除我的信息", "注销"})
YES = frozenset({"确认删除", "确认", "删除", "是", "是的", "好", "好的"})
NO = frozenset({"取消", "不删了", "不删", "算了", "不", "否"})
# The person withdrew their consent inside WeChat or closed their account: their data must go.
WITHDRAWALS = frozenset({"user_authorization_revoke", "user_authorization_cancellation"})

TRACE = flow(SKILL)

Forget = Callable[[Session, str], None]
"""Deletes in one package everything that belongs to one openid."""


class PrivacyHandler:
    """Explains what is kept, and deletes it on demand after one confirmation."""

    def __init__(self, forgetters: Sequence[Forget], *, words_hours: int, log_days: int, page: str) -> None:
        self._forgetters = forgetters
        self._words_hours = words_hours
        self._log_days = log_days
        self._page = page

    def handle(self, turn: Turn) -> Outcome | None:
        """See ``bot.turns.Handler``."""
        if isinstance(turn.message, AccountEvent) and turn.message.event in WITHDRAWALS:
            self._forget(turn)
            return Outcome(conversation=None, memory={}, trace=TRACE, forgets=True)
        if turn.menu_id == "forget:yes":
            return self._deleted(turn)
        if turn.is_command(EXPLAIN):
            return self.explain(turn)
        if turn.is_command(FORGET):
            return self.ask(turn)
        return None

    def explain(self, _turn: Turn) -> Outcome:
        """What is kept, for how long, and how to have it deleted."""
        text = notices.with_links(
            notices.PRIVACY, words_hours=self._words_hours, log_days=self._log_days, page=self._page
        )
        return Outcome.text(text, trace=flow("privacy"))

    def ask(self, _turn: Turn) -> Outcome:
        """Ask once before deleting what cannot be brought back."""
        text = notices.FORGET_ASK.format(yes=notices.FORGET_YES, no=notices.FORGET_NO)
        return Outcome.text(text, conversation=Conversation(SKILL, private=True), trace=TRACE)

    def resume(self, turn: Turn, _conversation: Conversation) -> Outcome | None:
        """See ``bot.turns.ConversationHandler``."""
        if turn.menu_id == "forget:no" or turn.is_command(NO):
            return Outcome.text(notices.FORGET_CANCELLED, conversation=None, trace=TRACE)
        if turn.menu_id == "forget:yes" or turn.is_command(YES):
            return self._deleted(turn)
        return None

    def reminder(self, _conversation: Conversation) -> str:
        """See ``bot.turns.ConversationHandler``."""
        return notices.FORGET_REMINDER

    def _deleted(self, turn: Turn) -> Outcome:
        self._forget(turn)
        return Outcome.text(notices.FORGET_DONE, conversation=None, memory={}, trace=TRACE, forgets=True)

    def _forget(self, turn: Turn) -> None:
        for forget in self._forgetters:
            forget(turn.session, turn.openid)
