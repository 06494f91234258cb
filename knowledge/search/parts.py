"""Splits long messages and takes them part by part.

Whoever tells a story mentions a little of everything, and so do the phrasings of an entry: taken as a whole,
the story resembles some entry by chance. What it is really about is said by one of its parts alone.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from knowledge.search.index import Candidate

# In characters. The trials behind these numbers: docs/search-record.md.
LONG: Final = 40
_HAN: Final = re.compile("[\u3400-\u9fff]")
_BREAK: Final = re.compile(r"[，。！？；、,.!?;\s]+")
_SENTENCE: Final = re.compile(r"[。！？!?\n]+")
_SHORTEST, _LONGEST, _CUT = 6, 45, 20
_TOGETHER: Final = (3, 2)
# Each part costs a search, and anybody may send a message of hundreds. Of 324 stories that were collected the
# one of most parts has 21; of 100 made of two and three of them, 98 are decided alike by 24 parts and by 80.
_MOST_PARTS: Final = 24


@dataclass(frozen=True, slots=True)
class PartVotes:
    """What the parts of a long message find, taken one by one."""

    said: float
    """How surely some part alone finds what the whole finds first."""
    foreign: float
    """How surely some part finds what is no business of ours."""
    for_it: int
    """How many parts find first what the whole finds first."""
    out_of_scope: int
    """How many parts find first what is no business of ours."""

    @classmethod
    def of(
        cls,
        wanted: str,
        found: Iterable[Sequence[Candidate]],
        parts: int,
        enough: float | None = None,
        *,
        is_voted_on: bool = True,
    ) -> "PartVotes":
        """Count what each of the ``parts`` found, surest first; ``wanted`` is what the whole finds first.

        With ``enough`` counting ends where the rest can change nothing: it is outvoted for good, or said so
        surely and safe from being outvoted, which it is at once where it is not ``is_voted_on``. Each part
        costs a search. ``foreign`` is then left open.
        """
        said = foreign = 0.0
        for_it = out_of_scope = 0
        for left, candidates in zip(range(parts - 1, -1, -1), found, strict=False):
            for one in candidates:
                if one.article_id == wanted:
                    said = max(said, one.score)
                elif not one.is_ours:
                    foreign = max(foreign, one.score)
            if candidates:
                for_it += candidates[0].article_id == wanted
                out_of_scope += not candidates[0].is_ours
            is_safe = not is_voted_on or out_of_scope + left <= for_it + 1
            is_lost = is_voted_on and out_of_scope > for_it + left + 1
            if enough is not None and (is_lost or (is_safe and said >= enough)):
                break
        return cls(said, foreign, for_it, out_of_scope)

    @property
    def is_outvoted(self) -> bool:
        """Whether clearly more parts are out of scope than are about what the whole message finds."""
        return self.out_of_scope > self.for_it + 1


def is_long(text: str) -> bool:
    """Whether ``text`` is a story rather than a question."""
    return len(text) >= LONG and len(_HAN.findall(text)) >= LONG


def parts_of(text: str) -> list[str]:
    """Three clauses in a row, then two, and alone what is too long to stand in a pair.

    Single clauses of a usual length would cost half as much again and say nothing that their pairs do not
    say. Of very many parts some are left out, evenly.
    """
    parts = list(_every_part(text))
    count = len(parts)
    if count <= _MOST_PARTS:
        return parts
    return [parts[at * count // _MOST_PARTS] for at in range(_MOST_PARTS)]


def clauses_of(text: str) -> list[str]:
    """What stands between commas, full stops and blanks; a clause that never ends is cut by its length."""
    clauses = [
        clause[at : at + _CUT] if len(clause) > _LONGEST - _SHORTEST else clause
        for clause in _BREAK.split(text)
        for at in (range(0, len(clause), _CUT) if len(clause) > _LONGEST - _SHORTEST else (0,))
    ]
    return [clause for clause in clauses if clause]


def last_sentence(text: str) -> str:
    """The last sentence, with the one before it where it hardly says anything (咋办？); people ask there."""
    sentences = [one.strip() for one in _SENTENCE.split(text) if one.strip()]
    if not sentences:
        return text
    return sentences[-1] if len(sentences[-1]) > _SHORTEST else "，".join(sentences[-2:])


def _every_part(text: str) -> Iterator[str]:
    clauses = clauses_of(text)
    paired: set[int] = set()
    for count in _TOGETHER:
        for at in range(len(clauses) - count + 1):
            part = "，".join(clauses[at : at + count])
            if _SHORTEST <= len(part) <= _LONGEST:
                paired.update(range(at, at + count))
                yield part
    for at, clause in enumerate(clauses):
        if at not in paired and len(clause) >= _SHORTEST:
            yield clause
