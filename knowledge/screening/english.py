"""Recognises the commonest dangers told in English and gives number and first action in both languages.

The articles are Chinese, and a message in English finds none of them; who smells gas and writes so needs one
sentence all the same. The table ``screens/english.yaml`` holds the events, by whole words.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Final

from knowledge.normalising import holds_chinese
from knowledge.screening.emergencies import FIRST_LINE_CHARACTERS, SCREENS, Emergency, read_table

FILE_NAME: Final = "english.yaml"
_NO_LETTERS: Final = re.compile("[^a-z]+")


@dataclass(frozen=True, slots=True)
class _Entry:
    help: Emergency
    said: frozenset[str]
    lines: tuple[tuple[tuple[str, ...], ...], ...]


class EnglishScreen:
    """The table, read once; matching is pure."""

    def __init__(self, table: Mapping[str, Any], helps: Iterable[Emergency]) -> None:
        """``helps``: those of the emergency table. Raises ``ValueError`` naming the entry that is wrong."""
        by_id = {one.id: one for one in helps}
        self._calm = tuple(map(_phrase, table["calm"]))
        self._entries = [_entry(entry, by_id) for entry in table["entries"]]

    @classmethod
    def load(cls, helps: Iterable[Emergency], folder: Path = SCREENS) -> "EnglishScreen":
        """Read the table of ``folder``."""
        return cls(read_table(folder / FILE_NAME), helps)

    def emergencies(self) -> list[Emergency]:
        """Every help of the table, for those who review them."""
        return [entry.help for entry in self._entries]

    def match(self, text: str) -> Emergency | None:
        """The help for what ``text`` tells of; None where it is not English or nobody is in danger."""
        if holds_chinese(text):
            return None
        words = _words(text)
        if any(phrase in words for phrase in self._calm):
            return None
        for entry in self._entries:
            if words in entry.said or any(all(_has(words, group) for group in line) for line in entry.lines):
                return entry.help
        return None


def _has(words: str, group: Iterable[str]) -> bool:
    return any(phrase in words for phrase in group)


def _words(text: str) -> str:
    """The words of ``text`` between single blanks; I'm and don't are one word each."""
    plain = text.lower().replace("'", "").replace("’", "")
    return f" {_NO_LETTERS.sub(' ', plain).strip()} "


def _phrase(written: str) -> str:
    return f" {written.replace('_', ' ')} "


def _entry(entry: Mapping[str, Any], by_id: Mapping[str, Emergency]) -> _Entry:
    event = entry["event"]
    if event not in by_id:
        raise ValueError(f"{FILE_NAME}: there is no event '{event}'")
    first = entry["first"]
    if len(first) > FIRST_LINE_CHARACTERS:
        raise ValueError(
            f"{FILE_NAME}: {event}: the first line has more than {FIRST_LINE_CHARACTERS} characters"
        )
    chinese = by_id[event]
    steps = [f"{number}. {step}" for number, step in enumerate(entry["steps"], start=1)]
    reply = "\n".join([first, *steps, chinese.first_line])
    lines = tuple(
        tuple(tuple(map(_phrase, group.split("|"))) for group in line.split()) for line in entry["when"]
    )
    said = frozenset(map(_words, entry.get("said", ())))
    return _Entry(replace(chinese, first_line=first, reply=reply, why="told in English"), said, lines)
