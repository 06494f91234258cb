"""帮助: what the account can do."""

from typing import Final

from bot.turns import Outcome, Turn
from handlers import notices
from handlers.remembered import ARTICLE
from handlers.traces import flow

WORDS = frozenset(
    {
        "帮助",
        "菜单",
        "功能",
        "help",
        "使用帮助",
        "你会什么",
        "你能做什么",
        "目录",
        "怎么用你",
        "菜单在哪",
        "有什么功能",
    }
    | {
        "你都会什么",
        "你都会啥",
        "你会啥",
        "你能干啥",
        "你能干什么",
        "你都能干啥",
        "你都能做什么",
        "有啥功能",
        "这个号怎么用",
    }
)
# After an article somebody means what it tells of: 怎么用 after 哪种灭火器好.
_OF_THIS: Final = frozenset({"怎么用", "这个怎么用"})


class HelpHandler:
    """Explains the account in five lines."""

    def handle(self, turn: Turn) -> Outcome | None:
        """See ``bot.turns.Handler``."""
        asks_of_us = turn.is_command(WORDS) or (turn.is_command(_OF_THIS) and ARTICLE not in turn.talk.memory)
        return self.explain(turn) if asks_of_us else None

    def explain(self, _turn: Turn) -> Outcome:
        """The explanation, however it was asked for."""
        return Outcome.text(notices.with_links(notices.HELP), trace=flow("help"))
