"""Which figures about tips may be shown: none under ten, none that lets one be worked out. Pure.

A small number in a small place points at a person. Hiding it alone is not enough: whoever sees the total of a
line subtracts. So further figures are hidden until no hidden one follows from those that are shown.
"""

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from fractions import Fraction

LEAST = 10
"""The least figure that is shown; the bureau may take a larger one."""
ALL = "*"
"""In a key: all values of this dimension together."""
HIDDEN_LABEL = "少于10或者不便公开"

Key = tuple[str, ...]
_Rational = int | Fraction


def guarded(
    counts: Mapping[Key, int],
    least: int = LEAST,
    is_wanted: Callable[[Key], bool] = lambda _: True,
    secret: Collection[Key] = (),
) -> dict[Key, int | None]:
    """The cells of a table with all its totals (``ALL`` in the key); None for what must not be shown.

    Keys have one word for each dimension; a cell that is not given is 0. The same table, the same answer.
    What nobody ever shows (``is_wanted`` denies it) is None too, and nothing else is hidden because of it.
    ``secret`` are cells that stay hidden whatever their size, and may not follow either.
    """
    cells = _with_totals(counts)
    equations = list(_equations(cells))
    small = {key for key, count in cells.items() if count < least}
    # It does no harm that a large one of these follows from what is shown.
    unwanted = {key for key in cells if not is_wanted(key)} - small
    kept = small | (cells.keys() & set(secret))
    hidden, unwanted = kept | unwanted, unwanted - kept
    while more := _too_much_said(cells, equations, hidden, unwanted, least):
        hidden.add(more)
    return {key: None if key in hidden else count for key, count in cells.items()}


def guarded_together(
    tables: Mapping[str, Mapping[Key, int]], shared: int, is_wanted: Callable[[Key], bool] = lambda _: True
) -> Mapping[str, Mapping[Key, int | None]]:
    """Tables that split the same totals in different ways; a total is shown in all of them or in none.

    The first ``shared`` words of a key mean the same in every table; the totals over all other words are the
    totals that the tables have in common.
    """
    secret: set[Key] = set()
    while True:
        found = {
            name: guarded(
                table,
                is_wanted=is_wanted,
                secret=[(*key, *[ALL] * (len(next(iter(table), ())) - shared)) for key in secret],
            )
            for name, table in tables.items()
        }
        hidden = {
            key[:shared]
            for cells in found.values()
            for key, count in cells.items()
            if count is None and set(key[shared:]) <= {ALL} and is_wanted(key)
        }
        if hidden <= secret:
            return found
        secret |= hidden


def _with_totals(counts: Mapping[Key, int]) -> dict[Key, int]:
    """Every combination of the words that occur, and every total, by key."""
    if not counts:
        return {}
    axes = [sorted({key[axis] for key in counts}) for axis in range(len(next(iter(counts))))]
    keys: list[Key] = [()]
    for words in axes:
        keys = [(*key, word) for key in keys for word in (*words, ALL)]
    found = dict.fromkeys(sorted(keys), 0)
    for key, count in counts.items():
        for total in _totals_of(key):
            found[total] += count
    return found


def _totals_of(key: Key) -> list[Key]:
    """The cell itself and every total that it is part of."""
    found: list[Key] = [()]
    for word in key:
        found = [(*begun, choice) for begun in found for choice in (word, ALL)]
    return found


def _equations(cells: Mapping[Key, int]) -> Iterator[tuple[Key, Sequence[Key]]]:
    """Each total with the parts that add up to it along one dimension."""
    for total in cells:
        for axis, word in enumerate(total):
            if word == ALL:
                parts = [
                    key for key in cells if key[axis] != ALL and (*key[:axis], ALL, *key[axis + 1 :]) == total
                ]
                yield total, parts


def _too_much_said(
    cells: Mapping[Key, int],
    equations: Sequence[tuple[Key, Sequence[Key]]],
    hidden: set[Key],
    harmless: set[Key],
    least: int,
) -> Key | None:
    """One more figure to hide, or None when all is well."""
    for total, parts in equations:
        secret = [key for key in parts if key in hidden]
        if secret and total not in hidden and sum(cells[key] for key in secret) < least:
            return _smallest_shown(cells, total, parts, hidden)
    known = _worked_out(equations, hidden) - harmless
    victims = (
        _smallest_shown(cells, total, parts, hidden) for total, parts in equations if known & {total, *parts}
    )
    return min((one for one in victims if one is not None), key=lambda key: _worth(cells, key), default=None)


def _worth(cells: Mapping[Key, int], key: Key) -> tuple[int, int, Key]:
    """The less it is worth, the rather it is hidden: a part before a total, a small figure before a large."""
    return key.count(ALL), cells[key], key


def _smallest_shown(
    cells: Mapping[Key, int], total: Key, parts: Sequence[Key], hidden: set[Key]
) -> Key | None:
    shown = [key for key in parts if key not in hidden]
    if shown:
        return min(shown, key=lambda key: _worth(cells, key))
    return None if total in hidden else total


def _worked_out(equations: Sequence[tuple[Key, Sequence[Key]]], hidden: set[Key]) -> set[Key]:
    """The hidden figures that follow from the shown ones: those alone in a line of the reduced equations."""
    lines: list[dict[Key, _Rational]] = []
    for total, parts in equations:
        line: dict[Key, _Rational] = {key: 1 for key in parts if key in hidden}
        if total in hidden:
            line[total] = -1
        for pivot_line in lines:
            _clear(line, next(iter(pivot_line)), pivot_line)
        if line:
            pivot = next(iter(line))
            first = line[pivot]
            line = {key: _divided(value, first) for key, value in line.items()}
            for other in lines:
                _clear(other, pivot, line)
            lines.append(line)
    return {next(iter(line)) for line in lines if len(line) == 1}


def _divided(value: _Rational, divisor: _Rational) -> _Rational:
    """Exact. Nearly every number here is 1 or -1, and fractions take ten times as long as whole numbers."""
    if divisor == 1:
        return value
    return -value if divisor == -1 else Fraction(value) / divisor


def _clear(line: dict[Key, _Rational], pivot: Key, pivot_line: Mapping[Key, _Rational]) -> None:
    factor = line.get(pivot)
    if not factor:
        return
    for key, value in pivot_line.items():
        left = line.get(key, 0) - factor * value
        if left:
            line[key] = left
        else:
            line.pop(key, None)
