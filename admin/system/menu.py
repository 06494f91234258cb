"""The menu at the foot of the chat: edited, looked at as a phone shows it, published."""

import hashlib
import json
from collections.abc import Mapping

from flask import request
from flask.typing import ResponseReturnValue

from admin import notices
from admin.done import send_on
from admin.needs import Needs
from admin.picking import code_of
from admin.routes import MenuItem, Routes
from admin.setup.steps import MENU
from admin.showing import page
from admin.system.menu_editor import Menu
from admin.visitors import Visitor
from core.optimistic_locking import ChangedSinceRead
from core.text import as_typed
from staff.choices import choose, load_choices
from staff.permissions import StaffPermission

SETTLE = StaffPermission.SETTLE
CHOICE = "menu.buttons"
ARTICLE, ADDRESS = "article", "url"
_LONGEST = 1_100


class MenuPages:
    """The pages of the menu."""

    def __init__(self, needs: Needs) -> None:
        self._needs = needs

    def add_to(self, routes: Routes) -> None:
        """Add the pages."""
        routes.add("/menu", self.show, name="menu", permission=SETTLE, menu=MenuItem("公众号菜单", "menu"))
        routes.add("/menu/save", self.save, name="menu_save", permission=SETTLE, methods=("POST",))
        routes.add("/menu/publish", self.publish, name="menu_publish", permission=SETTLE, methods=("POST",))

    def show(self, visitor: Visitor) -> ResponseReturnValue:
        """The menu as it is, with a phone beside it."""
        return self._page()

    def save(self, visitor: Visitor) -> ResponseReturnValue:
        """Keep what was typed, if the platform would take it."""
        typed = self._typed()
        if faults := list(self._needs.menu().faults(typed)):
            return self._page(typed, faults, request.form.get("base", ""))
        with self._needs.database.reading() as session:
            saved = self._needs.menu().current(session)
        if saved != typed and request.form.get("base", mark_of(saved)) != mark_of(saved):
            return self._page(typed, [("", notices.MENU_CHANGED.format(names="、".join(_names(saved))))])
        words = json.dumps(typed, ensure_ascii=False)
        self._choose(visitor, {CHOICE: words})
        return send_on("menu", "menu_saved")

    def publish(self, visitor: Visitor) -> ResponseReturnValue:
        """Give the saved menu to the platform; phones show it within five minutes."""
        services = self._needs.menu()
        with self._needs.database.reading() as session:
            menu = services.current(session)
        faults = list(services.faults(menu))
        if request.form.get("base", mark_of(menu)) != mark_of(menu):
            faults = [("", ChangedSinceRead.sentence)]
        if not faults and (said := services.publish(menu)):
            faults = [("", notices.MENU_REFUSED.format(said=said))]
        if faults:
            return self._page(menu, faults)
        self._choose(visitor, {MENU: json.dumps(menu, ensure_ascii=False)})
        return send_on("menu", "menu_published")

    def _page(
        self, menu: Menu | None = None, faults: list[tuple[str, str]] | None = None, base: str = ""
    ) -> ResponseReturnValue:
        services = self._needs.menu()
        with self._needs.database.reading() as session:
            saved, published = services.current(session), load_choices(session).get(MENU, "")
        return page(
            "menu",
            409 if faults else 200,
            tree=saved if menu is None else menu,
            base=base or mark_of(saved),
            saved_base=mark_of(saved),
            is_published=published == json.dumps(saved, ensure_ascii=False),
            was_published=bool(published),
            actions=services.actions(),
            articles=services.articles(),
            buttons=services.buttons,
            items=services.items,
            refusals=[said for _, said in faults or []],
            # Where a field has several faults, the first is told.
            faults={about: said for about, said in reversed(faults or []) if about},
        )

    def _typed(self) -> Menu:
        """The form as a menu; lines without a name and buttons without anything are left out."""
        services, menu = self._needs.menu(), Menu()
        articles = services.articles()
        for at in range(services.buttons):
            items = [
                _item(name, f"{at}-{line}", articles)
                for line in range(services.items)
                if (name := _field(f"name-{at}-{line}"))
            ]
            if (title := _field(f"name-{at}")) or items:
                menu.append({"name": title, "items": items})
        return menu

    def _choose(self, visitor: Visitor, chosen: dict[str, str]) -> None:
        with self._needs.database.writing() as session:
            choose(session, chosen, actor=visitor.actor, now=self._needs.clock.now())


def mark_of(menu: Menu) -> str:
    """What a form carries of the menu that it was made from, to know whether another was saved meanwhile."""
    return hashlib.sha256(json.dumps(menu, ensure_ascii=False).encode()).hexdigest()[:16]


def _names(menu: Menu) -> list[str]:
    return [str(button["name"]) for button in menu]


def _item(name: str, at: str, articles: Mapping[str, str]) -> dict[str, str]:
    does, to = _field(f"does-{at}"), _field(f"to-{at}")
    if does == ADDRESS:
        return {"name": name, "url": to}
    return {"name": name, "key": f"article:{code_of(to, articles)}" if does == ARTICLE else does}


def _field(name: str) -> str:
    return as_typed(request.form.get(name, ""))[:_LONGEST]
