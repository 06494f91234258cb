"""Reads what was typed into moments, numbers and words; ``NotFilledIn`` says what is missing."""

from datetime import datetime
from typing import TypeVar

from admin.cases.forms import Choices, Typed, whole_number
from admin.cases.tip_verbs import NotFilledIn
from admin.typed_day import find_day
from core.clock import SHANGHAI, china_date, china_moment
from core.types import Labelled
from places.regions import Level, RegionTree

W = TypeVar("W", bound=Labelled)
PLEASE: tuple[str, str] = ("", "请选择")


def needed(typed: Typed, name: str, what: str) -> str:
    """What was typed."""
    found = typed.text(name)
    if not found:
        raise NotFilledIn(f"请填写{what}。")
    return found


def moment_of(typed: Typed, name: str, what: str) -> datetime:
    """A moment, typed as a clock in China shows it."""
    try:
        return china_moment(typed.text(name))
    except ValueError as error:
        raise NotFilledIn(f"请选{what}。") from error


def number_of(typed: Typed, name: str, what: str) -> int:
    """A whole number, not below zero."""
    number = whole_number(typed.text(name))
    if number is None:
        raise NotFilledIn(f"{what}请写不小于0的整数。")
    return number


def number_or_none(typed: Typed, name: str, what: str) -> int | None:
    """The same; None where nothing was typed."""
    return number_of(typed, name, what) if typed.text(name) else None


def one_of(words: type[W], typed: Typed, name: str, what: str) -> W:
    """The member that was chosen."""
    found = one_or_none(words, typed, name)
    if found is None:
        raise NotFilledIn(f"请选{what}。")
    return found


def one_or_none(words: type[W], typed: Typed, name: str) -> W | None:
    """The same; None where none was chosen."""
    return next((one for one in words if one.value == typed.text(name)), None)


def units_of(typed: Typed, name: str) -> tuple[str, ...]:
    """Names of units, between commas or on lines of their own; a name may hold a space."""
    text = typed.text(name)
    for mark in "，、,;；":
        text = text.replace(mark, "\n")
    return tuple(filter(None, (one.strip() for one in text.split("\n"))))


def numbers_of(typed: Typed, name: str) -> tuple[int, ...]:
    """Numbers of the register, ticked or typed."""
    words = [word for one in typed.all(name) for word in one.replace("，", " ").replace("、", " ").split()]
    numbers = [number for number in map(whole_number, words) if number is not None]
    if len(numbers) != len(words):
        raise NotFilledIn("场所的登记编号请写数字，几个编号用空格隔开。")
    return tuple(dict.fromkeys(numbers))


def choices_of(words: type[Labelled], first: tuple[str, str] | None = PLEASE) -> Choices:
    """Members for a form."""
    return [*([first] if first else ()), *((one.value, one.label) for one in words)]


def region_choices(tree: RegionTree, deepest: Level = Level.VILLAGE) -> Choices:
    """Regions for a form, each with those above it."""
    return [PLEASE, *((one.code, tree.full_name(one.code)) for one in tree if one.level <= deepest)]


def typed_moment(when: datetime) -> str:
    """A moment as the field of a form holds it."""
    return f"{when.astimezone(SHANGHAI):%Y-%m-%dT%H:%M}"


def year_and_month(text: str | None, today: datetime) -> tuple[int, int]:
    """A month written like 2026-12; this month for anything else."""
    first = find_day(f"{text or ''}-01") or china_date(today)
    if not 2000 <= first.year <= 2098:
        first = china_date(today)
    return first.year, first.month
