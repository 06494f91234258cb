"""The menu of the account, and what happens when one of its items or a link in a text is tapped."""

from collections.abc import Callable, Mapping
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from bot.turns import Outcome, Turn
from core.errors import BadContent
from core.text import byte_length
from handlers import notices
from handlers.answer import AnswerHandler
from wechat.messages import ClickEvent

MENU_FILE = Path(__file__).with_name("menu.yaml")
# WeChat, custom menus: 3 buttons with 5 items; names of 16 and 60 bytes, keys of 128.
BUTTONS, ITEMS, BUTTON_BYTES, ITEM_BYTES, KEY_BYTES = 3, 5, 16, 60, 128

TOPIC_LISTS: Mapping[str, tuple[str, tuple[str, ...]]] = {
    "fire": ("着火与逃生", ("fire",)),
    "gas": ("燃气与一氧化碳", ("gas", "co")),
    "electric": ("电动车与用电", ("ebike", "elec", "elevator")),
    "storm": ("台风、暴雨和山洪", ("typhoon", "rain", "signal", "lightning")),
    "firstaid": ("急救与防溺水", ("firstaid", "water")),
}
LISTED = 8  # in all: a list stays one screen and, with its links, under 2,000 bytes

SKILL_ARTICLES: Mapping[str, str] = {"report": "report.how", "shelter": "shelter.find"}


@cache
def load_menu(path: Path = MENU_FILE) -> list[dict[str, Any]]:
    """The menu as its file has it; ``BadContent`` where the platform would refuse it."""
    tree = yaml.safe_load(path.read_text("utf-8"))
    if not isinstance(tree, list) or not 1 <= len(tree) <= BUTTONS:
        raise BadContent(f"{path.name}: a menu has 1 to {BUTTONS} buttons")
    for button in tree:
        if byte_length(button["name"]) > BUTTON_BYTES or not 1 <= len(button["items"]) <= ITEMS:
            raise BadContent(f"{path.name}: {button['name']}: name or number of items too long")
        for item in button["items"]:
            if byte_length(item["name"]) > ITEM_BYTES or byte_length(item["key"]) > KEY_BYTES:
                raise BadContent(f"{path.name}: {item['name']}: name or key too long")
    return tree


def platform_menu() -> dict[str, Any]:
    """The menu in the form that the platform wants."""
    return {
        "button": [
            {
                "name": button["name"],
                "sub_button": [
                    {"type": "click", "name": item["name"], "key": item["key"]} for item in button["items"]
                ],
            }
            for button in load_menu()
        ]
    }


class TapHandler:
    """Takes taps on the menu and on links: an article, a list of a topic, or another skill."""

    def __init__(self, answers: AnswerHandler, skills: Mapping[str, Callable[[Turn], Outcome]]) -> None:
        self._answers = answers
        self._skills = skills

    def handle(self, turn: Turn) -> Outcome | None:
        """See ``bot.turns.Handler``."""
        message = turn.message
        tapped = message.key if isinstance(message, ClickEvent) else turn.menu_id
        if not tapped:
            return None
        kind, _, name = tapped.partition(":")
        outcome = self._tapped(turn, kind, name)
        if outcome is None and isinstance(message, ClickEvent):
            return Outcome.text(notices.CLICK_UNKNOWN, trace={"decision": "flow", "skill": "tap"})
        return outcome

    def _tapped(self, turn: Turn, kind: str, name: str) -> Outcome | None:
        match kind:
            case "article":
                return self._answers.give(turn, name)
            case "topics":
                return self._topic_list(name)
            case "skill" if name in SKILL_ARTICLES:
                return self._answers.give(turn, SKILL_ARTICLES[name])
            case "skill" if name in self._skills:
                return self._skills[name](turn)
        return None

    def _topic_list(self, name: str) -> Outcome | None:
        if name not in TOPIC_LISTS:
            return None
        title, categories = TOPIC_LISTS[name]
        lines = self._answers.list_of(categories, LISTED // len(categories))
        trace = {"decision": "flow", "skill": "topics"}
        if not lines:
            return Outcome.text(notices.TOPIC_LIST_EMPTY, trace=trace)
        head = notices.TOPIC_LIST_HEAD.format(title=title)
        return Outcome.text(f"{head}\n{notices.numbered(lines)}", trace=trace)
