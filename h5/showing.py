"""What every page shares: the size of its letters, its words around the content, addresses of its files."""

import hashlib
from functools import cache
from http import HTTPStatus
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from flask import Blueprint, render_template, request, url_for
from flask.globals import request_ctx
from werkzeug.exceptions import HTTPException
from werkzeug.routing import RequestRedirect

from core.retyping import left_out
from h5 import csrf
from h5.addresses import HOME
from h5.needs import Needs

STATIC = Path(__file__).with_name("static")
SIZE_COOKIE = "h5_letters"
SIZES = {"standard": "标准", "large": "大", "huge": "特大"}
_FOREIGN = "anwen.foreign"
_LEAST = 8
"""Shorter words are sooner typed than copied on a telephone."""
_PERSONAL = frozenset({"name", "phone", "id_number", "account", "bank", "payee", "contact", "code", "secret"})
"""Who somebody is, is never shown again."""
_YEAR_SECONDS = 365 * 24 * 3600


@cache
def fingerprint(name: str) -> str:
    """Eight digits of a file's SHA-256: a changed file gets a new address. Empty where there is none."""
    file = STATIC / name
    return hashlib.sha256(file.read_bytes()).hexdigest()[:8] if file.is_file() else ""


def asset(name: str) -> str:
    """The address of a file, good for a year."""
    return url_for("h5.static", filename=name, v=fingerprint(name))


def page(template: str, status: int = 200, **values: Any) -> tuple[str, int]:
    """One page and its status; after a refusal with the long words that were typed and are not on it."""
    body = render_template(f"h5/{template}.html", **values)
    if status >= HTTPStatus.BAD_REQUEST and (left := _typed_left(body)):
        body = render_template(f"h5/{template}.html", typed_left=left, **values)
    return body, status


def _typed_left(body: str) -> list[str]:
    if request.method != "POST" or _FOREIGN in request.environ:
        return []
    try:
        fields = request.form.items(multi=True)
        return left_out(body, (value for name, value in fields if name not in _PERSONAL), _LEAST)
    except HTTPException:
        return []


def disown() -> None:
    """This form came from elsewhere: what it says is not to be shown as the visitor's own words."""
    if request.headers.get("Sec-Fetch-Site") != "same-origin":
        request.environ[_FOREIGN] = True


def page_above() -> str:
    """The nearest address at or above this one with a page: where a form is sent to, there is often none."""
    path = request.path
    while len(path) > len(HOME):
        if _stands_at(path, "GET"):
            return path
        path = path.rpartition("/")[0]
    return HOME


def is_only_sent_to() -> bool:
    """Whether a form is sent to this address and no page stands there."""
    return _stands_at(request.path, "POST") and not _stands_at(request.path, "GET")


def _stands_at(path: str, method: str) -> bool:
    adapter = request_ctx.url_adapter
    try:
        return adapter is not None and adapter.match(path, method=method)[0] != "h5.nothing"
    except (HTTPException, RequestRedirect):
        return False


def message(title: str, words: str, status: int, **values: Any) -> tuple[str, int]:
    """A page that says one thing and offers the way on."""
    return page("message", status, title=title, words=words, **values)


def own_path(path: str) -> str:
    """``path`` if it is one of our pages, else the first of them: nobody is sent elsewhere from here."""
    parts = urlsplit(path.replace("\\", "/"))
    is_ours = not parts.scheme and not parts.netloc and parts.path.startswith(HOME)
    clean = is_ours and "//" not in parts.path and path.isprintable()
    return path if clean else HOME


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
            "asset": asset,
            "bureau": lambda: needs.shelf.current().facts.fill("{bureau_name}"),
            "csrf_field": csrf.FIELD,
            "csrf_token": csrf.token,
            "here": own_path(path) if request.method == "GET" else HOME,
            "page_url": needs.public_url + request.path,
            "share_picture": needs.public_url + asset("share.png"),
            "sdk_url": needs.sdk_url,
            "size": size(),
            "sizes": SIZES,
        }

    blueprint.context_processor(shared)
