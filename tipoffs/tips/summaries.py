"""Whether a summary is in intake's own words. Pure.

Whoever is accused may know how somebody writes. A unit therefore reads no longer stretch of a reporter's
wording than anybody would use for the same thing.
"""

import re
from collections.abc import Iterable
from difflib import SequenceMatcher

from tipoffs.tips.refusals import WordsCopied

LONGEST_STRETCH = 12
"""Characters that may be the same by chance; names of the place and the object are not counted."""

# They stand where a name stood, and are the same nowhere.
_MINE, _THEIRS = "\x00", "\x01"
_BETWEEN = re.compile(r"[\s，。；：、！？,.;:!?()（）“”\"']+")


def longest_copied(summary: str, words: str, names: Iterable[str]) -> int:
    """How many characters in a row stand in both, leaving out the names and the punctuation."""
    for name in filter(None, names):
        summary, words = summary.replace(name, _MINE), words.replace(name, _THEIRS)
    mine, theirs = _BETWEEN.sub("", summary), _BETWEEN.sub("", words)
    return SequenceMatcher(None, mine, theirs, autojunk=False).find_longest_match().size


def require_own_words(
    summary: str, words: str, names: Iterable[str], refusal: type[WordsCopied] = WordsCopied
) -> None:
    """Go on only if the summary does not copy the reporter; ``refusal`` otherwise."""
    if longest_copied(summary, words, names) > LONGEST_STRETCH:
        raise refusal
