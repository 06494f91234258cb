"""The menu of the account, and what happens when one of its items or a link in a text is tapped."""

import json
from collections.abc import Callable, Mapping
from functools import cache
from pathlib import Path
from typing import Any

from sqlalchemy.orm import Session

from bot.turns import Outcome, Turn
from core.errors import BadContent
from core.text import byte_length
from core.yamls import parsed
from handlers import notices
from handlers.answer import AnswerHandler
from handlers.traces import flow
from staff.choices import load_choices
from wechat.messages import ClickEvent

MENU_FILE = Path(__file__).with_name("menu.yaml")
CHOICE = "menu.buttons"
# WeChat, custom menus: 3 buttons with 5 items; names of 16 and 60 bytes, keys of 128, addresses of 1,024.
BUTTONS, ITEMS, BUTTON_BYTES, ITEM_BYTES, KEY_BYTES, URL_BYTES = 3, 5, 16, 60, 128, 1024

TOPIC_LISTS: Mapping[str, tuple[str, tuple[str, ...]]] = {
    "fire": ("着火与逃生", ("fire",)),
    "gas": ("燃气与一氧化碳", ("gas", "co")),
    "electric": ("电动车与用电", ("ebike", "elec", "elevator")),
    "storm": ("台风、暴雨和山洪", ("typhoon", "rain", "signal", "lightning")),
    "firstaid": ("急救与防溺水", ("firstaid", "water")),
}
LISTED = 8  # in all: a list stays one screen and, with its links, under 2,000 bytes

SKILL_ARTICLES: Mapping[str, str] = {"report": "report.how", "shelter": "shelter.find"}


Menu = list[dict[str, Any]]
"""Buttons, each with a name and items; an item has a name, and a ``key`` that is answered or an ``url``."""


@cache
def load_menu(path: Path = MENU_FILE) -> Menu:
    """The menu as its file has it; ``BadContent`` where the platform would refuse it."""
    tree = parsed(path.read_text("utf-8"))
    menu: Menu = tree if isinstance(tree, list) else []
    if faults := menu_faults(menu):
        raise BadContent(f"{path.name}: {faults[0][1]}")
    return menu


def bureau_menu(session: Session) -> Menu:
    """The menu of this account: the one made in the back office, else the one of the file."""
    chosen = load_choices(session).get(CHOICE)
    made: Menu = json.loads(chosen) if chosen else load_menu()
    return made


def menu_faults(menu: Menu) -> list[tuple[str, str]]:
    """Everything for which the platform would refuse it: field of the editor, and a sentence for a clerk."""
    found = [] if 1 <= len(menu) <= BUTTONS else [("name-0", f"底部要有1到{BUTTONS}个按钮。")]
    for at, button in enumerate(menu):
        name = button["name"]
        if not name or byte_length(name) > BUTTON_BYTES:
            found.append(
                (f"name-{at}", f"按钮“{name}”：名称要有，最多{BUTTON_BYTES // 3}个汉字（显示4个）。")
            )
        if not 1 <= len(button["items"]) <= ITEMS:
            found.append((f"name-{at}-0", f"按钮“{name}”下面要有1到{ITEMS}项。"))
        for line, item in enumerate(button["items"]):
            found += [(f"{part}-{at}-{line}", said) for part, said in _item_faults(item)]
    return found


def _item_faults(item: Mapping[str, str]) -> list[tuple[str, str]]:
    name, url, key = item["name"], item.get("url"), item.get("key", "")
    found = []
    if not name or byte_length(name) > ITEM_BYTES:
        found.append(("name", f"“{name}”：名称要有，最多{ITEM_BYTES // 3}个汉字（显示8个）。"))
    if url is not None:
        if not url.startswith("https://") or byte_length(url) > URL_BYTES or any(map(str.isspace, url)):
            found.append(("to", f"“{name}”：网址要以https://开头，不能有空格，最长{URL_BYTES}个字符。"))
    elif not key or byte_length(key) > KEY_BYTES:
        found.append(("does", f"“{name}”：请选点了以后做什么。"))
    return found


def platform_menu(menu: Menu) -> dict[str, Any]:
    """The menu in the form that the platform wants."""
    return {
        "button": [
            {"name": button["name"], "sub_button": [_action(item) for item in button["items"]]}
            for button in menu
        ]
    }


def _action(item: Mapping[str, str]) -> dict[str, str]:
    if "url" in item:
        return {"type": "view", "name": item["name"], "url": item["url"]}
    return {"type": "click", "name": item["name"], "key": item["key"]}


SKILLS: Mapping[str, str] = {
    "tip": "开始举报", "tips": "我的举报", "quiz": "每日一题", "leave": "给我们留言", "mine": "我的留言",
    "human": "转人工", "help": "使用帮助", "privacy": "隐私说明", "forget": "删除我的记录",
    "news": "本月宣传", "subs": "订阅和退订", "report": "怎么举报（知识条目）",
    "shelter": "避灾安置点（知识条目）",
}  # fmt: skip
"""What an item of the menu can begin, with the words a clerk chooses by."""


def actions() -> dict[str, str]:
    """Every key that an item can have, beside those of single articles, with its Chinese."""
    lists = {f"topics:{name}": f"清单：{title}" for name, (title, _) in TOPIC_LISTS.items()}
    return {**{f"skill:{name}": label for name, label in SKILLS.items()}, **lists}


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
            return Outcome.text(notices.CLICK_UNKNOWN, trace=flow("tap"))
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
        trace = flow("topics")
        if not lines:
            return Outcome.text(notices.TOPIC_LIST_EMPTY, trace=trace)
        head = notices.TOPIC_LIST_HEAD.format(title=title)
        return Outcome.text(f"{head}\n{notices.numbered(lines)}", trace=trace)
