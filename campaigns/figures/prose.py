"""Figures as sentences for a work report: what is told, with 约 and 余, and nothing that is not. Pure.

What is nought is left out, and so is what stands in a report for the office alone (另有：…).
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from campaigns.figures.figure import Chapter, Line, Report
from campaigns.figures.words import remark, said

_FOR_THE_OFFICE = "另有："
_SPLITS = {"kind": "按形式分", "setting": "按场所分"}
"""How the parts of one figure are told apart where it is split more than once."""


@dataclass(frozen=True, slots=True)
class Paragraph:
    """What is written of one chapter."""

    chapter: Chapter
    words: str


def paragraphs(report: Report) -> Sequence[Paragraph]:
    """One for each chapter of which there is something to write."""
    written = ((chapter, _written(list(report.of(chapter)))) for chapter in Chapter)
    return [Paragraph(chapter, f"{words}。") for chapter, words in written if words]


def left_out(report: Report) -> Mapping[str, Sequence[str]]:
    """The names of the figures that are not told, by the reason."""
    silent = ((line.told.why_not, line.told.figure) for line in report.lines if line.told.value is None)
    found: dict[str, list[str]] = {}
    for why, figure in silent:
        if not figure.of:
            found.setdefault(why, []).append(figure.name)
    return found


def _written(lines: Sequence[Line]) -> str:
    told = [
        line for line in lines if line.told.value and not line.told.figure.name.startswith(_FOR_THE_OFFICE)
    ]
    here = {line.told.figure.key for line in told}
    parts = [line for line in told if line.told.figure.of in here]
    wholes = [line for line in told if line.told.figure.of not in here]
    return "；".join(_sentence(line, parts, wholes[place + 1 :]) for place, line in enumerate(wholes))


def _sentence(line: Line, parts: Sequence[Line], after: Sequence[Line]) -> str:
    """The figure with its parts; what several say of their days stands once, with the last of them."""
    words = "，".join((_phrase(line), *_groups(line, parts)))
    own = _remark(line)
    return f"{words}（{own}）" if own and own not in map(_remark, after) else words


def _groups(whole: Line, parts: Sequence[Line]) -> Iterator[str]:
    """The parts of one figure, split by split."""
    mine = [line for line in parts if line.told.figure.of == whole.told.figure.key]
    splits = [(split, list(found)) for split, found in groupby(mine, lambda line: line.told.figure.split)]
    for split, found in splits:
        if split == "basis" and len(found) == 1:
            # All of it came about in one way: 约 and 余 say which.
            continue
        told_apart = f"{_SPLITS.get(split, '其中')}：" if len(splits) > 1 else "其中"
        yield told_apart + "、".join(map(_phrase, found))


def _phrase(line: Line) -> str:
    figure = line.told.figure
    name = figure.name.removeprefix("其中：").removesuffix(f"（{figure.unit}）").replace("：", "")
    return f"{name}{said(line.told)}"


def _remark(line: Line) -> str:
    """The days it rests on; that something was estimated 约 and 余 say already."""
    return remark(replace(line.told, estimated=0))
