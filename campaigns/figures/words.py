"""How a figure is written for people: estimates as such, never rounded up. Pure."""

from campaigns.figures.figure import Form, Told
from core.clock import date_words

_KEPT_DIGITS = 2


def said(told: Told) -> str:
    """The value with its unit; 12 043 of which something was estimated is 12000余, never 13000.

    An empty text where there is nothing to tell.
    """
    if told.value is None:
        return ""
    unit = told.figure.unit
    if told.figure.form is not Form.COUNT:
        digits = 2 if told.figure.form is Form.MONEY else 1
        return f"{told.value:.{digits}f}{unit}"
    count = int(told.value)
    if not told.is_estimate:
        return f"{count}{unit}"
    low = floored(count)
    return f"约{low}{unit}" if low == count else f"{low}余{unit}"


def floored(count: int) -> int:
    """The count with all but its first two digits made zero."""
    step = int("1" + "0" * max(0, len(str(count)) - _KEPT_DIGITS))
    return count // step * step


def fraction(told: Told) -> str:
    """Numerator / denominator of what is divided; empty for a count, and where they are withheld."""
    if told.denominator is None or told.numerator is None:
        return ""
    return f"{told.numerator}/{told.denominator}"


def remark(told: Told) -> str:
    """What has to be said beside it: why there is none, how much is estimated, which days it rests on."""
    parts = [told.why_not] if told.why_not else []
    if told.is_estimate:
        parts.append(f"其中估算{told.estimated}{told.figure.unit}")
    if told.dated_on is not None:
        parts.append(f"{told.figure.dated}{date_words(told.dated_on)}")
    if told.since is not None:
        parts.append(f"从{date_words(told.since)}起有记录")
    return "；".join(parts)
