"""The menu under the chat: for everybody, or for the followers with a tag."""

from __future__ import annotations

from simulator.api.call import Api, Call, Json
from simulator.errcodes import ApiError
from simulator.menu_rules import checked_buttons
from simulator.menus import Button

# Conditions that the platform no longer takes, because they sort people by what is private.
PRIVATE = frozenset({"sex", "country", "province", "city", "language"})


def create(call: Call) -> Json:
    r"""POST /cgi-bin/menu/create: replaces the whole menu; a body with \uXXXX is refused (errcode 40033)."""
    call.world.menus.publish(_buttons(call))
    return {"errcode": 0, "errmsg": "ok"}


def _buttons(call: Call) -> list[Button]:
    if call.has_escapes:
        raise ApiError(40033)
    buttons = checked_buttons(call.body())
    for button in buttons:
        for one in (button, *button.get("sub_button", [])):
            _check_shown(call, one)
    return buttons


def _check_shown(call: Call, button: Button) -> None:
    """Raises errcode 40007 or 53600 for a button that shows what the account has not kept or published."""
    if "media_id" in button:
        media = call.world.media.find(button["media_id"], call.now)
        if media is None or media.until is not None:
            raise ApiError(40007)
    if "article_id" in button:
        call.world.publications.of_article(button["article_id"])


def get(call: Call) -> Json:
    """GET /cgi-bin/menu/get, every button with a `sub_button` list as the platform writes it."""
    menus = call.world.menus
    if menus.default is None:
        raise ApiError(46003)
    answer: Json = {"menu": {"button": _spelled(menus.default), "menuid": menus.default_id}}
    if menus.personal:
        answer["conditionalmenu"] = [
            {
                "button": _spelled(menu.buttons),
                "matchrule": {"group_id": str(menu.tag_id)},
                "menuid": menu.menu_id,
            }
            for menu in reversed(menus.personal)
        ]
    return answer


def delete(call: Call) -> Json:
    """GET /cgi-bin/menu/delete: no menu is left, personalised ones included; deleting none is no error."""
    call.world.menus.clear()
    return {"errcode": 0, "errmsg": "ok"}


def personalise(call: Call) -> Json:
    """POST /cgi-bin/menu/addconditional {button, matchrule: {tag_id}}: for followers with this tag.

    Raises errcode 65304 (no condition) or 65320 (a private one). `client_platform_type` is no longer on the
    platform's page, and the phones here have none.
    """
    buttons = _buttons(call)
    rule = call.body().get("matchrule")
    given = (
        {key for key, value in rule.items() if value not in ("", None)} if isinstance(rule, dict) else set()
    )
    if given & PRIVATE:
        raise ApiError(65320)
    tag = rule.get("tag_id", rule.get("group_id")) if isinstance(rule, dict) else None
    if not str(tag).isdecimal():
        raise ApiError(65304)
    call.world.tags.check(int(str(tag)))
    return {"menuid": str(call.world.menus.personalise(buttons, int(str(tag))))}


def drop(call: Call) -> Json:
    """POST /cgi-bin/menu/delconditional {menuid}."""
    menu_id = str(call.body().get("menuid"))
    if not menu_id.isdecimal():
        raise ApiError(65301)
    call.world.menus.drop(int(menu_id))
    return {"errcode": 0, "errmsg": "ok"}


def try_match(call: Call) -> Json:
    """POST /cgi-bin/menu/trymatch {user_id}: the menu this follower sees; an openid or a WeChat ID [O]."""
    user_id = call.text("user_id", 40132)
    citizen = call.world.citizens.find(user_id) or call.world.citizens.find_by_wxname(user_id)
    if citizen is None:
        raise ApiError(40132)
    if not citizen.following:
        raise ApiError(46004)
    if call.world.menus.default is None:
        raise ApiError(46003)
    return {"button": _spelled(call.world.menus.seen_with(citizen.tag_ids))}


def current(call: Call) -> Json:
    """GET /cgi-bin/get_current_selfmenu_info: the menu in the console's own shape."""
    buttons = call.world.menus.default
    if buttons is None:
        return {"is_menu_open": 0}
    return {"is_menu_open": 1, "selfmenu_info": {"button": [_console(button) for button in buttons]}}


def _spelled(buttons: list[Button]) -> list[Button]:
    return [{**button, "sub_button": _spelled(button.get("sub_button", []))} for button in buttons]


def _console(button: Button) -> Button:
    if "sub_button" not in button:
        return dict(button)
    return {**button, "sub_button": {"list": [dict(child) for child in button["sub_button"]]}}


APIS = (
    Api("/cgi-bin/menu/create", "POST", create),
    Api("/cgi-bin/menu/get", "GET", get),
    Api("/cgi-bin/menu/delete", "GET", delete),
    Api("/cgi-bin/menu/addconditional", "POST", personalise),
    Api("/cgi-bin/menu/delconditional", "POST", drop),
    Api("/cgi-bin/menu/trymatch", "POST", try_match),
    Api("/cgi-bin/get_current_selfmenu_info", "GET", current),
)
