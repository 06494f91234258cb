"""The topics people choose among, as ``topics.yaml`` has them. Pure but for reading the file."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path
from typing import Any

from core.errors import BadContent
from core.text import width_folded
from core.yamls import parsed

FILE = Path(__file__).with_name("topics.yaml")
EVERYTHING = "all"
"""Stopped, it stops whatever a campaign sends; nobody can want it."""

_CODE_LENGTH = 32


@dataclass(frozen=True, slots=True)
class Topic:
    """One topic; a setting (五进) says where somebody lives and works, the others what it is about."""

    code: str
    name: str
    is_setting: bool
    hint: str = ""
    words: tuple[str, ...] = ()


class Topics:
    """All of them, in the order of the file; ``BadContent`` where two share a code or a word."""

    def __init__(self, topics: Iterable[Topic]) -> None:
        self._topics: dict[str, Topic] = {}
        self._by_word: dict[str, Topic] = {}
        for topic in topics:
            if (
                topic.code in self._topics
                or not 0 < len(topic.code) <= _CODE_LENGTH
                or topic.code == EVERYTHING
            ):
                raise BadContent(f"{FILE.name}: the code {topic.code!r} is missing, too long or taken")
            self._topics[topic.code] = topic
            for word in dict.fromkeys((topic.name, *topic.words)):
                if self._by_word.setdefault(word, topic) is not topic:
                    raise BadContent(f"{FILE.name}: {word} stands for two topics")

    def __iter__(self) -> Iterator[Topic]:
        return iter(self._topics.values())

    def __contains__(self, code: object) -> bool:
        return code in self._topics

    @cached_property
    def settings(self) -> tuple[Topic, ...]:
        """The five settings."""
        return tuple(topic for topic in self if topic.is_setting)

    @cached_property
    def subjects(self) -> tuple[Topic, ...]:
        """The topics that are no setting: what something is about."""
        return tuple(topic for topic in self if not topic.is_setting)

    def find(self, code: str) -> Topic | None:
        """The topic with this code."""
        return self._topics.get(code)

    def named(self, said: str) -> Topic | None:
        """The topic that is called so, and nothing else: 台风 is one, 台风来了怎么办 is a question."""
        word = width_folded(said).strip()
        return self._by_word.get(word) or self._by_word.get(word.removesuffix("安全"))


@cache
def load_topics(file: Path = FILE) -> Topics:
    """The topics people can subscribe to."""
    tree = parsed(file.read_text("utf-8"))
    return Topics([*_read(tree["settings"], is_setting=True), *_read(tree["topics"], is_setting=False)])


def _read(rows: Iterable[dict[str, Any]], *, is_setting: bool) -> Iterator[Topic]:
    for row in rows:
        words = tuple(str(word) for word in row.get("words", ()))
        yield Topic(str(row["code"]), str(row["name"]), is_setting, str(row.get("hint", "")), words)
