"""The menu of the account as the back office edits it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy.orm import Session

from admin.system.menu_editor import Menu
from app.platform_words import words_of
from app.wiring import Container
from deliveries.ports import GatewayRefusal
from handlers.menu import BUTTONS, ITEMS, actions, bureau_menu, menu_faults, platform_menu

_ARTICLE = "article:"


@dataclass(slots=True)
class MenuService:
    """See ``admin.system.menu_editor``."""

    container: Container
    buttons: int = BUTTONS
    items: int = ITEMS

    def current(self, session: Session) -> Menu:
        """See ``MenuEditor``."""
        return bureau_menu(session)

    def actions(self) -> Mapping[str, str]:
        """See ``MenuEditor``."""
        return actions()

    def articles(self) -> Mapping[str, str]:
        """See ``MenuEditor``."""
        return {word: one.question for word, one in self.container.library_holder.current().articles.items()}

    def faults(self, menu: Menu) -> Sequence[tuple[str, str]]:
        """What the platform would refuse, and what nobody here would answer."""
        known, articles = actions(), self.container.library_holder.current().articles
        strange = [
            (
                f"{'to' if key.startswith(_ARTICLE) else 'does'}-{at}-{line}",
                f"“{item['name']}”：没有这样的功能或知识条目（{key.removeprefix(_ARTICLE)}）。",
            )
            for at, button in enumerate(menu)
            for line, item in enumerate(button["items"])
            if (key := item.get("key", ""))
            and key not in known
            and not (key.startswith(_ARTICLE) and key.removeprefix(_ARTICLE) in articles)
        ]
        return [*menu_faults(menu), *strange]

    def publish(self, menu: Menu) -> str:
        """See ``MenuEditor``."""
        try:
            self.container.gateway.publish_menu(platform_menu(menu))
        except GatewayRefusal as refusal:
            return words_of(refusal)
        return ""
