"""A first guess of kind, category and death from what was said; intake decides. Pure.

The words of a tip decide nothing but this guess: no sentence can name a department, a state or a reward.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from core.errors import BadContent
from core.text import width_folded
from core.yamls import parsed

FILE = Path(__file__).with_name("sorting.yaml")
Rules = Sequence[tuple[str, re.Pattern[str]]]


@dataclass(frozen=True, slots=True)
class Guess:
    """Words of ``TipKind`` and codes of ``tipoffs/categories.yaml``."""

    kind: str
    category: str
    involves_death: bool


def guess(facts: str, object_name: str = "") -> Guess:
    """What this is probably about; the facts count before the name of the place."""
    kinds, categories, deaths = _rules()
    said, named = width_folded(facts), width_folded(object_name)
    category = _first(categories, said, besides="other") or _first(categories, named) or "other"
    return Guess(_first(kinds, said), category, deaths.search(said) is not None)


def _first(rules: Rules, text: str, *, besides: str = "") -> str:
    return next((name for name, pattern in rules if name != besides and pattern.search(text)), "")


@cache
def _rules() -> tuple[Rules, Rules, re.Pattern[str]]:
    tree = parsed(FILE.read_text("utf-8"))
    try:
        return _compiled(tree["kinds"]), _compiled(tree["categories"]), re.compile(tree["deaths"])
    except (KeyError, TypeError, AttributeError, re.error) as error:
        raise BadContent(f"{FILE.name}: {error!r}") from error


def _compiled(tree: Mapping[str, Sequence[str]]) -> Rules:
    return [(name, re.compile("|".join(patterns))) for name, patterns in tree.items()]
