"""What forms of campaigns read and offer beyond ``admin.forms``: units, venues, choices, months."""

from datetime import datetime

from admin.forms import Choices, NotFilledIn, Typed, find_day, whole_number
from core.clock import SHANGHAI, china_date
from core.types import Labelled
from places.regions import Level, RegionTree

PLEASE: tuple[str, str] = ("", "请选择")


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
    """The members of an enumeration as choices of a form."""
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
