"""Patterns of word classes, written in one line of a table, and how they are looked for in a sentence.

``"gas leak"``                both classes, in any order, within the span (14 characters unless told);
``"person > fell > water"``   in this order; ``>`` binds all tokens of the line;
``"gas leak <30"``            within 30 characters;
``"burning !cylinder"``       only where the class is absent from the whole sentence;
``"?dizzy stove"``            weak: counts only beside a cry for help or a how-to question;
``"掉|落 井里|井"``            words instead of class names make a nameless class.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from knowledge.screening.spotting import Hit, Sighting

USUAL_SPAN: Final = 14
# A word that is said over and over is looked at no more often, or the choices would multiply.
_PLACES_OF_A_WORD: Final = 6


@dataclass(frozen=True, slots=True)
class Pattern:
    """One line of a table, read."""

    text: str
    tokens: tuple[str, ...]
    absent: tuple[str, ...]
    ordered: bool
    span: int
    weak: bool

    @classmethod
    def read(cls, text: str) -> "Pattern":
        """Read one line. Raises ``ValueError`` where it names nothing to find."""
        tokens: list[str] = []
        absent: list[str] = []
        ordered, span = False, USUAL_SPAN
        weak = text.startswith("?")
        for piece in text.removeprefix("?").split():
            if piece == ">":
                ordered = True
            elif piece.startswith("<"):
                span = int(piece[1:])
            elif piece.startswith("!"):
                absent.append(piece[1:])
            else:
                tokens.append(piece)
        if not tokens:
            raise ValueError(f"pattern without a word: {text!r}")
        return cls(text, tuple(tokens), tuple(absent), ordered, span, weak)

    def find(self, seen: Sighting) -> tuple[Hit, ...] | None:
        """The tightest way in which the words stand in the sentence, or None."""
        # Nearly every look ends here, so it is written for speed.
        for token in self.tokens:
            if token not in seen:
                return None
        for name in self.absent:
            if name in seen:
                return None
        if len(self.tokens) == 1:
            return (seen[self.tokens[0]][0],)
        choices = [seen[token] for token in self.tokens]
        best: tuple[Hit, ...] | None = None
        for chosen in _combinations(choices, self.ordered):
            width = _width(chosen)
            if width <= self.span and (best is None or width < _width(best)):
                best = chosen
        return best


def _width(hits: tuple[Hit, ...]) -> int:
    if len(hits) == 1:
        return 0
    return max(hit.end for hit in hits) - min(hit.start for hit in hits)


def _combinations(choices: list[list[Hit]], ordered: bool) -> Iterator[tuple[Hit, ...]]:
    """Every choice of one hit a token, none overlapping another."""

    def extend(chosen: tuple[Hit, ...], rest: list[list[Hit]]) -> Iterator[tuple[Hit, ...]]:
        if not rest:
            yield chosen
            return
        for hit in rest[0][:_PLACES_OF_A_WORD]:
            if ordered and chosen and hit.start < chosen[-1].end:
                continue
            if all(hit.end <= other.start or hit.start >= other.end for other in chosen):
                yield from extend((*chosen, hit), rest[1:])

    yield from extend((), choices)


def is_nameless(token: str) -> bool:
    """Whether ``token`` spells its words out instead of naming a class."""
    return "|" in token or not token.isascii()


def words_of(token: str, known: Mapping[str, Sequence[str]]) -> list[str]:
    """The words that ``token`` (``掉|落|fell``) stands for; ``_`` stands for a space.

    A part that is the name of a ``known`` class stands for its words.
    """
    return [word for part in token.split("|") for word in known.get(part, [part.replace("_", " ")])]
