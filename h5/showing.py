"""What every page shares: the size of its letters, its words around the content, addresses of its files."""

from collections.abc import Mapping
from http import HTTPStatus
from pathlib import Path
from typing import Any

from flask import Blueprint, render_template, request

from h5 import csrf
from h5.addresses import HOME
from h5.needs import Needs
from web.files import Files
from web.forms import FIELD, sent_here, typed_left
from web.routes import below, nearest_page

FILES = Files("h5", Path(__file__).with_name("static"))
SIZE_COOKIE = "h5_letters"
SIZES = {"standard": "标准", "large": "大", "huge": "特大"}
_LEAST = 8
"""Shorter words are sooner typed than copied on a telephone."""
_PERSONAL = frozenset(
    {
        "name", "phone", "telephone", "id_number", "account", "bank", "payee", "contact", "code", "secret",
    }
)  # fmt: skip
"""Fields that tell who somebody is: they are never shown again."""
_OF_TIPS = (f"{HOME}tips/", f"{HOME}internal/")
_YEAR_SECONDS = 365 * 24 * 3600


class Faults(dict[str, str]):
    """What is wrong with which field of a page; the first of them that asks has the cursor."""

    _is_taken = False

    def take_cursor(self) -> bool:
        """Whether the cursor is still to be had; a page has one."""
        is_first, self._is_taken = not self._is_taken, True
        return is_first


def page(
    template: str, status: int = 200, *, faults: Mapping[str, str] | None = None, **values: Any
) -> tuple[str, int]:
    """One page and its status; after a refusal with the long words that were typed and are not on it."""

    def rendered(**more: object) -> str:
        return render_template(f"h5/{template}.html", faults=Faults(faults or {}), **values, **more)

    body = rendered()
    if status >= HTTPStatus.BAD_REQUEST and (left := typed_left(body, _PERSONAL, _LEAST)):
        body = rendered(typed_left=left)
    return body, status


def page_above() -> str:
    """The nearest address at or above this one with a page: where a form is sent to, there is often none."""
    return nearest_page(request.path) or HOME


def message(title: str, words: str, status: int, **values: Any) -> tuple[str, int]:
    """A page that says one thing and offers the way on."""
    return page("message", status, title=title, words=words, taken_along=[], **values)


def too_late(title: str, words: str, status: int) -> tuple[str, int]:
    """A form came after its session: its page can be opened anew, and a script puts back what was typed.

    Not into a tip: that has its draft with us, and promises to leave nothing more in the browser.
    """
    is_tip = request.path.startswith(_OF_TIPS)
    along = [] if is_tip else sent_here(_PERSONAL)
    return page("message", status, title=title, words=words, again=page_above(), taken_along=along)


def own_path(path: str) -> str:
    """``path`` if it is one of our pages, else the first of them."""
    return below(path, HOME)


def size() -> str:
    """The size of letters this reader chose."""
    chosen = request.cookies.get(SIZE_COOKIE, "")
    return chosen if chosen in SIZES else "standard"


def remember_size(response: Any, chosen: str, *, secure: bool) -> None:
    """Keep the size in a cookie of its own for a year; it says nothing about the person."""
    response.set_cookie(
        SIZE_COOKIE,
        chosen if chosen in SIZES else "standard",
        max_age=_YEAR_SECONDS,
        path=HOME,
        secure=secure,
        httponly=True,
        samesite="Lax",
    )


def share_words(blueprint: Blueprint, needs: Needs) -> None:
    """Give every template what all of them use."""

    def shared() -> dict[str, Any]:
        path = request.full_path if request.query_string else request.path
        return {
            "asset": FILES.address,
            "bureau": lambda: needs.library_holder.current().facts.fill("{bureau_name}"),
            "csrf_field": FIELD,
            "csrf_token": csrf.token,
            "form_page": page_above,
            "here": own_path(path) if request.method == "GET" else HOME,
            "page_url": needs.public_url + request.path,
            "share_picture": needs.public_url + FILES.address("share.png"),
            "sdk_url": needs.sdk_url,
            "size": size(),
            "sizes": SIZES,
        }

    blueprint.context_processor(shared)
