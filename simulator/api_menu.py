"""The menu under the chat."""

from __future__ import annotations

from simulator.call import Api, Call, Json
from simulator.errcodes import ApiError
from simulator.menu_rules import Button, checked_buttons

MENU_ID = 200_000_001


def create(call: Call) -> Json:
    r"""POST /cgi-bin/menu/create: replaces the whole menu; a body with \uXXXX is refused (errcode 40033)."""
    if call.has_escapes:
        raise ApiError(40033)
    call.world.menu = {"button": checked_buttons(call.body())}
    return {"errcode": 0, "errmsg": "ok"}


def get(call: Call) -> Json:
    """GET /cgi-bin/menu/get, every button with a `sub_button` list as the platform writes it."""
    return {"menu": {"button": [_spelled(button) for button in _menu(call)["button"]], "menuid": MENU_ID}}


def delete(call: Call) -> Json:
    """GET /cgi-bin/menu/delete: no menu is left; deleting none is no error."""
    call.world.menu = None
    return {"errcode": 0, "errmsg": "ok"}


def try_match(call: Call) -> Json:
    """POST /cgi-bin/menu/trymatch {user_id}: the menu this follower sees; here there is only one."""
    citizen = call.world.citizens.find(call.text("user_id", 40132))
    if citizen is None:
        raise ApiError(40132)
    if not citizen.following:
        raise ApiError(46004)
    return {"menu": {"button": [_spelled(button) for button in _menu(call)["button"]]}}


def current(call: Call) -> Json:
    """GET /cgi-bin/get_current_selfmenu_info: the menu in the console's own shape."""
    menu = call.world.menu
    if menu is None:
        return {"is_menu_open": 0}
    return {"is_menu_open": 1, "selfmenu_info": {"button": [_console(button) for button in menu["button"]]}}


def _menu(call: Call) -> Json:
    if call.world.menu is None:
        raise ApiError(46003)
    return call.world.menu


def _spelled(button: Button) -> Button:
    children = [_spelled(child) for child in button.get("sub_button", [])]
    return {**button, "sub_button": children}


def _console(button: Button) -> Button:
    if "sub_button" not in button:
        return dict(button)
    return {**button, "sub_button": {"list": [dict(child) for child in button["sub_button"]]}}


APIS = (
    Api("/cgi-bin/menu/create", "POST", create),
    Api("/cgi-bin/menu/get", "GET", get),
    Api("/cgi-bin/menu/delete", "GET", delete),
    Api("/cgi-bin/menu/trymatch", "POST", try_match),
    Api("/cgi-bin/get_current_selfmenu_info", "GET", current),
)
