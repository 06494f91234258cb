"""Facts that differ from place to place, and the safe sentences that stand where the bureau gave none."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

import yaml

from core.errors import BadContent
from core.yamls import parsed

_SIGNS = re.compile(r"[<>{}]")
"""The signs of links and placeholders: in an answer they would lead anywhere, or stand as they are."""

PLACEHOLDER = re.compile(r"\{([a-z0-9_]+)\}")
FILE_NAME = "local_facts.yaml"

# What a reader sees should a placeholder slip through that nobody declared; the content check reports it.
UNDECLARED = "（可打12345问）"


@dataclass(frozen=True, slots=True)
class LocalFact:
    """One fact the bureau can give: its label and hint for the form, and both ways to word it."""

    name: str
    label: str
    hint: str
    filled: str
    unfilled: str


@dataclass(frozen=True, slots=True)
class LocalFacts:
    """The declared facts and the values this bureau gave; fills them into the text of an article."""

    declared: Mapping[str, LocalFact]
    values: Mapping[str, str] = field(default_factory=dict)

    @classmethod
    def load(cls, path: Path, values: Mapping[str, str] | None = None) -> "LocalFacts":
        """Read the declarations at ``path``; values that nobody declared or that are blank are left out.

        Raises ``BadContent`` naming the file when it cannot be used.
        """
        try:
            tree = parsed(path.read_text("utf-8"))
            facts = [LocalFact(**{key: str(value) for key, value in entry.items()}) for entry in tree]
        except (OSError, UnicodeDecodeError, yaml.YAMLError, TypeError, AttributeError) as error:
            raise BadContent(f"{path}: {error}") from error
        return cls({fact.name: fact for fact in facts}).given(values or {})

    def given(self, values: Mapping[str, str]) -> "LocalFacts":
        """The same facts with these values in place of the ones there are."""
        known = {name: value.strip() for name, value in values.items() if name in self.declared}
        return LocalFacts(self.declared, {name: value for name, value in known.items() if value})

    def fill(self, text: str) -> str:
        """``text`` with every placeholder replaced by the given fact, or by the safe sentence."""
        return PLACEHOLDER.sub(lambda found: self._words_for(found[1]), text)

    def missing(self) -> list[LocalFact]:
        """The facts that the bureau has not given yet, in the order of the file."""
        return [fact for name, fact in self.declared.items() if name not in self.values]

    def _words_for(self, name: str) -> str:
        fact = self.declared.get(name)
        if fact is None:
            return UNDECLARED
        value = self.values.get(name)
        return fact.filled.replace("{value}", value) if value else fact.unfilled


def with_signs(facts: Mapping[str, str]) -> list[str]:
    """The names of the facts that hold signs of links or placeholders."""
    return [name for name, value in facts.items() if _SIGNS.search(value)]
