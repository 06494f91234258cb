"""Money in whole fen, and the one rule by which a part of a fen is rounded.

Between the steps of a calculation an amount is counted in grains, of which a fen has ``GRAINS``: a share in
hundredths of a percent, raised by another such share, is still a whole number of them, so nothing is lost on
the way. THE RULE: at the end, once, half a fen or more becomes a fen (四舍五入到分). Nowhere else is anything
rounded, and nothing here is a float.
"""

import re

from core.text import half_width

FEN = 100
"""In a yuan."""

WHOLE = 10_000
"""A share of one, in basis points; 1 % is 100 of them."""

GRAINS = WHOLE * WHOLE
"""In a fen."""

_DECIMAL = re.compile(r"(\d{1,12})(?:\.(\d{1,2}))?")


def fen_of(yuan: int | str) -> int:
    """Yuan as a clerk writes them (``3000``, ``"3000.15"``, ``"3,000.15"``) in fen; ``ValueError`` else."""
    found = _DECIMAL.fullmatch(str(yuan).replace(",", "").strip())
    if isinstance(yuan, bool) or not isinstance(yuan, int | str) or found is None:
        raise ValueError(f"not an amount of yuan: {yuan!r}")
    return int(found[1]) * FEN + int((found[2] or "0").ljust(2, "0"))


def typed_fen(text: str) -> int:
    """Like ``fen_of``, and as it stands in a field or a sheet: ¥3,000.15元, in digits of either width."""
    return fen_of(half_width(text).strip().removeprefix("¥").removesuffix("元"))


def points_of(percent: int | str) -> int:
    """A percentage with at most two decimals in basis points; ``ValueError`` else."""
    return fen_of(percent)


def grains_of(fen: int) -> int:
    """The same amount, counted finely."""
    return fen * GRAINS


def share_of(grains: int, points: int) -> int:
    """This many basis points of an amount, exactly."""
    product = grains * points
    if product % WHOLE:
        raise ValueError("finer than this arithmetic can hold")
    return product // WHOLE


def rounded(grains: int) -> int:
    """The amount in whole fen, by the rule of this module."""
    return (grains + GRAINS // 2) // GRAINS


def written(fen: int) -> str:
    """An amount for people: ``3,000.15元``."""
    sign, fen = ("-", -fen) if fen < 0 else ("", fen)
    return f"{sign}{fen // FEN:,}.{fen % FEN:02}元"


def written_grains(grains: int) -> str:
    """An amount between two steps for people, with every digit it has and at least two."""
    yuan, rest = divmod(grains, FEN * GRAINS)
    digits = f"{rest:010}".rstrip("0").ljust(2, "0")
    return f"{yuan:,}.{digits}元"


def plain(fen: int) -> str:
    """An amount for a table: ``3000.15``."""
    return f"{fen // FEN}.{fen % FEN:02}"


def written_points(points: int) -> str:
    """A share for people: ``15%``, ``12.5%``."""
    return f"{points // 100}.{points % 100:02}".rstrip("0").rstrip(".") + "%"


def split(fen: int, parts: int) -> list[int]:
    """An amount in equal parts that add up to it; the fen left over go to the first ones."""
    each, rest = divmod(fen, parts)
    return [each + (number < rest) for number in range(parts)]
