"""Roles are data: which permissions each holds, and which permissions no one may hold together."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

import yaml

from core.errors import BadContent, NotFound
from core.yamls import parsed
from staff.permissions import Vocabulary

FILE = Path(__file__).with_name("roles.yaml")


@dataclass(frozen=True, slots=True)
class Role:
    """A post that somebody can be given."""

    word: str
    label: str
    permissions: frozenset[str]


@dataclass(frozen=True, slots=True)
class Apart:
    """Permissions of which one person may hold at most one, and why."""

    permissions: frozenset[str]
    why: str


@dataclass(frozen=True, slots=True)
class Roles:
    """Every role, what must stay apart, and what is only done after a one-time code."""

    roles: Mapping[str, Role]
    apart: tuple[Apart, ...]
    second_factor: frozenset[str]

    @classmethod
    def load(cls, file: Path = FILE) -> "Roles":
        """Read the file; ``BadContent`` where it is not written as it should be."""
        try:
            tree = parsed(file.read_text("utf-8"))
            roles = {
                word: Role(word, one["label"], frozenset(one["permissions"]))
                for word, one in tree["roles"].items()
            }
            apart = tuple(Apart(frozenset(one["words"]), one["why"]) for one in tree["apart"])
            second_factor = frozenset(tree["second_factor"])
        except (OSError, yaml.YAMLError, KeyError, TypeError, AttributeError) as error:
            raise BadContent(f"{file}: {error!r}") from error
        return cls(roles, apart, second_factor)

    def role(self, word: str) -> Role:
        """The role, by its word or by its Chinese name; ``NotFound`` names those there are."""
        for role in self.roles.values():
            if word in (role.word, role.label):
                return role
        known = "、".join(f"{role.word}（{role.label}）" for role in self.roles.values())
        raise NotFound(f"没有“{word}”这个角色。有：{known}。")

    def permissions_of(self, held: Iterable[str]) -> frozenset[str]:
        """Everything that the held roles permit; a role that the file no longer has permits nothing."""
        return frozenset[str]().union(*(self.roles[word].permissions for word in held if word in self.roles))

    def needs_second_factor(self, held: Iterable[str]) -> bool:
        """Whether somebody with these roles signs in with a one-time code too."""
        return not self.second_factor.isdisjoint(self.permissions_of(held))

    def with_permission(self, permission: str) -> frozenset[str]:
        """The words of the roles that permit this."""
        return frozenset(role.word for role in self.roles.values() if permission in role.permissions)

    def clash(self, held: Iterable[str]) -> Apart | None:
        """The first rule that somebody with all these roles would break."""
        permissions = self.permissions_of(held)
        return next((rule for rule in self.apart if len(rule.permissions & permissions) > 1), None)

    def complaints(self, vocabulary: Vocabulary) -> list[str]:
        """What is wrong between this data and the words that exist."""
        given = {word for role in self.roles.values() for word in role.permissions}
        used = given | self.second_factor | {word for rule in self.apart for word in rule.permissions}
        impossible = [role.word for role in self.roles.values() if self.clash([role.word])]
        return [
            *(f"{word} is defined nowhere" for word in sorted(used - set(vocabulary))),
            *(f"no role has {word}" for word in sorted(set(vocabulary) - given)),
            *(f"{word} alone breaks a rule of separation" for word in impossible),
        ]
