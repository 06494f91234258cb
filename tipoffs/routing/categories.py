"""The industries of tip-offs and the departments of a county, from ``tipoffs/categories.yaml``."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from core.types import Labelled
from core.yamls import parsed

FILE = Path(__file__).resolve().parent.parent / "categories.yaml"


class CategoryKind(Labelled):
    """Whose business an industry is."""

    ACCEPTED = ("accepted", "应急管理部门受理")
    LED_BY_OTHERS = ("led_by_others", "其他部门牵头")
    NATURE = ("nature", "自然灾害迹象")


@dataclass(frozen=True, slots=True)
class Category:
    """One industry: who usually leads, who takes part, and how fast it must be looked at."""

    code: str
    number: str
    name: str
    kind: CategoryKind
    lead: str
    co_handlers: tuple[str, ...]
    clock: str
    source: str


@cache
def categories() -> Mapping[str, Category]:
    """Every industry by its code, in the order in which people choose."""
    kinds = {kind.value: kind for kind in CategoryKind}
    return {
        one["code"]: Category(
            one["code"],
            one["number"],
            one["name"],
            kinds[one["kind"]],
            one["lead"],
            tuple(one["co"]),
            one["clock"],
            one["source"],
        )
        for one in _tree()["categories"]
    }


@cache
def usual_departments() -> Mapping[str, str]:
    """The departments that the file names: code to name."""
    departments: Mapping[str, str] = _tree()["departments"]
    return departments


@cache
def _tree() -> dict[str, Any]:
    tree: dict[str, Any] = parsed(FILE.read_text("utf-8"))
    return tree
