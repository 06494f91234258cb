"""An answer, written as plain lines, taken apart into what a page shows: steps, headings and paragraphs."""

import re
from dataclasses import dataclass
from enum import StrEnum

from markupsafe import Markup

from h5.telephones import linked

_STEP = re.compile(r"\s*(\d{1,2})[.、．]\s*(.+)")
# "看天气：" at the beginning of a step says what the step is about.
_LABEL = re.compile(r"([^，。；：？！（]{1,9})：(.+)")
_LONGEST_HEADING = 14
NO_WORDS = Markup("")


class Kind(StrEnum):
    """What a block is."""

    STEPS = "steps"
    HEADING = "heading"
    WORDS = "words"


@dataclass(frozen=True, slots=True)
class Step:
    """One numbered step; ``label`` is what it is about, where the step says so."""

    number: int
    label: str
    words: Markup


@dataclass(frozen=True, slots=True)
class Block:
    """Consecutive steps, or one line that is none."""

    kind: Kind
    words: Markup = NO_WORDS
    steps: tuple[Step, ...] = ()


def blocks(text: str) -> list[Block]:
    """The blocks of ``text`` in order; nothing of it is left out."""
    found: list[Block] = []
    for line in filter(None, map(str.strip, text.splitlines())):
        numbered = _STEP.fullmatch(line)
        if numbered is None:
            is_heading = line.endswith("：") and len(line) <= _LONGEST_HEADING
            kind = Kind.HEADING if is_heading else Kind.WORDS
            found.append(Block(kind, linked(line.removesuffix("：") if is_heading else line)))
            continue
        step = _step(int(numbered[1]), numbered[2])
        if found and found[-1].kind is Kind.STEPS and found[-1].steps[-1].number < step.number:
            found[-1] = Block(Kind.STEPS, steps=(*found[-1].steps, step))
        else:
            found.append(Block(Kind.STEPS, steps=(step,)))
    return found


def _step(number: int, words: str) -> Step:
    labelled = _LABEL.fullmatch(words)
    if labelled is None:
        return Step(number, "", linked(words))
    return Step(number, labelled[1], linked(labelled[2]))
