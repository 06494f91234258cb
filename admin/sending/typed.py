"""Reads moments and numbers out of forms; a sentence says what cannot be read."""

from collections.abc import Mapping
from datetime import datetime

from flask import request

from admin.cases.forms import Typed, whole_number
from core.clock import china_moment
from core.errors import RuleViolation


def typed() -> Typed:
    """What was typed into the form in hand."""
    return Typed(request.form.to_dict(flat=False))


def empty(values: Mapping[str, list[str]] | None = None) -> Typed:
    """A form that nobody has filled in yet."""
    return Typed(values or {})


def moment_of(words: str, label: str) -> datetime | None:
    """A moment in China; None where nothing is written."""
    if not words:
        return None
    try:
        return china_moment(words)
    except ValueError:
        raise RuleViolation(f"“{label}”要写成2026-06-01 09:00这样的时间。") from None


def number_of(words: str, label: str) -> int | None:
    """A whole number from 0; None where nothing is written."""
    if not words:
        return None
    number = whole_number(words)
    if number is None:
        raise RuleViolation(f"“{label}”请写整数。")
    return number
