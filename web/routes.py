"""Which page stands at an address, the nearest one above it where none does, and whether it is ours."""

from collections.abc import Callable
from urllib.parse import urlsplit

from flask import Blueprint, abort
from flask.globals import request_ctx
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import HTTPException
from werkzeug.routing import RequestRedirect

_NOTHING = "nothing"
_ALL = ("GET", "POST", "PUT", "PATCH", "DELETE")


def answer_for_the_rest(blueprint: Blueprint) -> None:
    """Whatever is no page is answered by the blueprint, and not by the router, which speaks no Chinese."""
    blueprint.add_url_rule("/<path:rest>", _NOTHING, _nothing, methods=_ALL)


def _nothing(**_rest: str) -> ResponseReturnValue:
    abort(404)


def page_at(path: str, method: str = "GET") -> str:
    """The endpoint that answers ``method`` at ``path``; empty where there is none."""
    adapter = request_ctx.url_adapter
    if adapter is None:
        return ""
    try:
        endpoint: str = adapter.match(path, method=method)[0]
    except (HTTPException, RequestRedirect):
        return ""
    return "" if endpoint.endswith(f".{_NOTHING}") else endpoint


def nearest_page(path: str, is_open: Callable[[str], bool] = bool) -> str:
    """The nearest address at or above ``path`` where a page stands that ``is_open``; empty for none.

    ``is_open`` is given the endpoint, an empty one where there is no page.
    """
    while path:
        if is_open(page_at(path)):
            return path
        path = path.rpartition("/")[0]
    return ""


def is_only_sent_to(path: str) -> bool:
    """Whether a form is sent to ``path`` and no page stands there."""
    return bool(page_at(path, "POST")) and not page_at(path)


def below(path: str, home: str) -> str:
    """``path`` if it is an address below ``home``, else ``home``: nobody is sent elsewhere from here.

    As browsers read it: a backslash is a slash, and behind two or more at the beginning stands a host.
    """
    plain = path.replace("\\", "/")
    is_ours = plain.startswith(home) and "//" not in urlsplit(plain).path and path.isprintable()
    return path if is_ours else home
