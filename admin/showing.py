"""What every page shares: the frame, the menu, addresses of its files, dates as people say them."""

from collections.abc import Sequence
from datetime import date, datetime
from http import HTTPStatus
from pathlib import Path
from typing import Any

from flask import Blueprint, render_template, request

from admin.done import said
from admin.help import Help, every_help, terms
from admin.keys import SECTION_KEYS
from admin.needs import Needs
from admin.routes import FORM_BYTES, Route, Routes
from admin.visitors import FORM_SECRET, PREFIX, Visitors
from core.clock import china_date, date_words, day_words, moment_words
from tipoffs.rewards.money import written
from web.files import Files
from web.forms import FIELD, typed_left

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; font-src 'self'; "
    "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
"""What a page of ours may load and do: nothing from elsewhere, nothing written into it."""

FILES = Files("admin", Path(__file__).with_name("static"))
_SECRET_FIELDS = frozenset({FORM_SECRET, "password", "old", "new", "again", "code", "base", "seen"})
"""Never shown again."""
_LEAST = 2
"""Shorter words are sooner typed than copied."""
_DAYS = "一二三四五六日"


def page(template: str, status: int = 200, **values: Any) -> tuple[str, int]:
    """One page and its status; after a refusal with what was typed and would not stand on it otherwise."""
    body = render_template(f"admin/{template}.html", **values)
    if status >= HTTPStatus.BAD_REQUEST and (left := typed_left(body, _SECRET_FIELDS, _LEAST)):
        body = render_template(f"admin/{template}.html", typed_left=left, **values)
    return body, status


def moment(when: datetime | None) -> str:
    """A moment as a clerk reads it: 2026年11月26日 16:40; nothing where there is none."""
    return moment_words(when) if when else ""


def day(when: date | datetime | None) -> str:
    """A day with its weekday: 2026年11月26日（周四）."""
    if when is None:
        return ""
    on = china_date(when) if isinstance(when, datetime) else when
    return f"{date_words(on)}（周{_DAYS[on.weekday()]}）"


def plain_day(when: date | None) -> str:
    """A day in a sentence or a narrow column, where the weekday says nothing: 2026年11月26日."""
    return date_words(when) if when else ""


def yuan(fen: int | None) -> str:
    """An amount as it is said; of what nobody has decided yet, that."""
    return "金额待定" if fen is None else written(fen)


def _section_of(path: str, menu: Sequence[Route]) -> str:
    """The item of the menu under which a page lies: the one with the longest address above it."""
    within = [route for route in menu if f"{path}/".startswith(f"{PREFIX}{route.rule}/")]
    return max(within, key=lambda route: len(route.rule)).name if within else ""


def _help(routes: Routes) -> Help | None:
    """The help of this page; a form that was refused keeps that of the page on which it stands."""
    helps, here = every_help(), f"{request.url_rule}/".removeprefix(PREFIX)
    within = [route for route in routes.listed if route.name in helps and here.startswith(f"{route.rule}/")]
    return helps[max(within, key=lambda route: len(route.rule)).name] if within else None


def share_words(blueprint: Blueprint, needs: Needs, routes: Routes, visitors: Visitors) -> None:
    """Give every template what all of them use."""

    known = needs.roles.roles

    def role_labels(words: frozenset[str]) -> list[str]:
        return [known[word].label for word in sorted(words) if word in known]

    def shared() -> dict[str, Any]:
        visitor = visitors.current_or_nobody()
        is_inside = visitor is not None and visitor.signed.is_inside
        menu = routes.menu(visitor) if visitor is not None and is_inside else []
        return {
            "asset": FILES.address,
            "bureau": needs.bureau,
            "form_bytes": FORM_BYTES,
            "form_page": lambda: routes.form_page(visitor, request.path),
            "printed_at": needs.clock.now,
            "csrf_field": FIELD,
            "csrf_token": visitors.form_token,
            "done": said(),
            "help": _help(routes),
            "terms": terms(),
            "menu": menu,
            "section_keys": SECTION_KEYS,
            "in_menu": _section_of(request.path, menu),
            "me": visitor,
            "may_open": lambda name: visitor is not None and is_inside and routes.opens(visitor, name),
            "roles": role_labels,
        }

    blueprint.context_processor(shared)
    blueprint.add_app_template_filter(moment, "office_moment")
    blueprint.add_app_template_filter(day, "office_day")
    blueprint.add_app_template_filter(plain_day, "office_date")
    blueprint.add_app_template_filter(day_words, "office_month_day")
    blueprint.add_app_template_filter(yuan, "office_yuan")
