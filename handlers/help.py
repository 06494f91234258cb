"""帮助: what the account can do."""

from bot.turns import Outcome, Turn
from handlers import notices
from handlers.traces import flow

WORDS = frozenset({"帮助", "菜单", "功能", "help", "怎么用", "使用帮助", "你会什么", "你能做什么", "目录"})


class HelpHandler:
    """Explains the account in five lines."""

    def handle(self, turn: Turn) -> Outcome | None:
        """See ``bot.turns.Handler``."""
        return self.explain(turn) if turn.is_command(WORDS) else None

    def explain(self, _turn: Turn) -> Outcome:
        """The explanation, however it was asked for."""
        return Outcome.text(notices.with_links(notices.HELP), trace=flow("help"))
