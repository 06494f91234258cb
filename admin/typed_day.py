"""Reads a day that somebody typed or picked; one sentence, with the name of the field, says what is wrong."""

from datetime import date

from core.clock import written_date
from core.errors import RuleViolation


class NotADay(RuleViolation):
    """What was typed is no day."""

    def __init__(self, label: str) -> None:
        super().__init__(f"“{label}”要写成2026-06-01这样的日期。")


def day_of(words: str, label: str) -> date:
    """The day; ``NotADay`` names the field ``label`` for anything else, nothing included."""
    found = find_day(words)
    if found is None:
        raise NotADay(label)
    return found


def day_or_none(words: str, label: str) -> date | None:
    """The same; None where nothing is written."""
    return day_of(words, label) if words.strip() else None


def find_day(words: str) -> date | None:
    """The day; None for anything else: for an address, which nobody is asked to write again."""
    try:
        return written_date(words)
    except ValueError:
        return None
