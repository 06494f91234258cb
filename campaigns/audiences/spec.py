"""Whom a segment means, as data: read from JSON or options, written back as JSON. Pure.

Within one field any value will do, the fields must all hold. Whoever left the account, stopped everything, or
stopped one of ``topics`` (what is to be sent is about them) is never in it, so no field says so.
"""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, fields
from datetime import date
from typing import Any

from core.errors import RuleViolation

MOST_VALUES = 500
MOST_DAYS = 3_650


class BadSpec(RuleViolation):
    """The description of a segment does not hold together; says what."""


@dataclass(frozen=True, slots=True)
class Done:
    """Something people did, known to the office ``history``: ``code`` names what, within the last days."""

    history: str
    code: str
    within_days: int | None = None
    did: bool = True


@dataclass(frozen=True, slots=True)
class Spec:
    """A segment. Days are in Asia/Shanghai; an empty field asks nothing."""

    regions: tuple[str, ...] = field(default=(), metadata={"label": "区划（含全部下级）"})
    settings: tuple[str, ...] = field(default=(), metadata={"label": "五进场景"})
    interests: tuple[str, ...] = field(default=(), metadata={"label": "想收的内容"})
    tags: tuple[str, ...] = field(default=(), metadata={"label": "平台标签"})
    scenes: tuple[str, ...] = field(default=(), metadata={"label": "扫过的二维码"})
    followed_since: date | None = field(default=None, metadata={"label": "从哪天起关注"})
    followed_until: date | None = field(default=None, metadata={"label": "到哪天为止关注"})
    seen_within_days: int | None = field(default=None, metadata={"label": "最近几天来过"})
    not_seen_for_days: int | None = field(default=None, metadata={"label": "多少天没有来过"})
    done: tuple[Done, ...] = field(default=(), metadata={"label": "做过、没做过的事"})
    topics: tuple[str, ...] = field(default=(), metadata={"label": "要发的内容"})

    def __post_init__(self) -> None:
        """Refuse what can mean nobody, or nothing."""
        for name in ("regions", "settings", "interests", "tags", "scenes", "done", "topics"):
            if len(getattr(self, name)) > MOST_VALUES:
                raise BadSpec(f"“{_label(name)}”最多{MOST_VALUES}个。")
        for name in ("seen_within_days", "not_seen_for_days"):
            _check_days(_label(name), getattr(self, name))
        for one in self.done:
            _check_days("几天以内", one.within_days)
        since, until = self.followed_since, self.followed_until
        if since and until and since > until:
            raise BadSpec("关注的日期前后颠倒了。")
        seen, unseen = self.seen_within_days, self.not_seen_for_days
        if seen is not None and unseen is not None and seen <= unseen:
            raise BadSpec(f"最近{seen}天来过、又有{unseen}天没来过的人是没有的。")

    def plain(self) -> dict[str, Any]:
        """As JSON, without the fields that ask nothing."""
        told = {name: value for name, value in asdict(self).items() if value not in ((), None)}
        for name, value in told.items():
            if isinstance(value, date):
                told[name] = value.isoformat()
            elif isinstance(value, tuple):
                told[name] = list(value)
        return told


def read_spec(tree: Mapping[str, Any]) -> Spec:
    """The segment that ``tree`` describes; ``BadSpec`` for a word nobody knows or a value of another kind."""
    known = {one.name for one in fields(Spec)}
    unknown = sorted(set(tree) - known)
    if unknown:
        raise BadSpec(
            f"人群里没有“{'、'.join(map(str, unknown))}”这一项。可以写：{'、'.join(sorted(known))}。"
        )
    given: dict[str, Any] = {}
    for name, value in tree.items():
        match name:
            case "followed_since" | "followed_until":
                given[name] = _day(name, value)
            case "seen_within_days" | "not_seen_for_days":
                given[name] = _number(name, value)
            case "done":
                given[name] = tuple(_done(one) for one in _list(name, value))
            case _:
                given[name] = tuple(dict.fromkeys(_words(name, one) for one in _list(name, value)))
    return Spec(**given)


def _done(value: Any) -> Done:
    if not isinstance(value, Mapping) or set(value) - {"history", "code", "within_days", "did"}:
        raise BadSpec("“做过、没做过的事”要写history、code，可以再写within_days、did。")
    did = value.get("did", True)
    if not isinstance(did, bool):
        raise BadSpec("did只能是true（做过）或者false（没做过）。")
    days = _number("within_days", value.get("within_days"))
    return Done(_words("history", value.get("history")), _words("code", value.get("code")), days, did)


def _list(name: str, value: Any) -> list[Any]:
    if not isinstance(value, list | tuple):
        raise BadSpec(f"“{_label(name)}”要写成一列。")
    return list(value)


def _words(name: str, value: Any) -> str:
    if not isinstance(value, str) or not 0 < len(value.strip()) <= 64:
        raise BadSpec(f"“{_label(name)}”里的每一个都要是1到64个字。")
    return value.strip()


def _number(name: str, value: Any) -> int | None:
    if value is not None and (not isinstance(value, int) or isinstance(value, bool)):
        raise BadSpec(f"“{_label(name)}”要写整数。")
    return value


def _day(name: str, value: Any) -> date | None:
    if value is None or type(value) is date:
        return value
    try:
        return date.fromisoformat(value)
    except (TypeError, ValueError):
        raise BadSpec(f"“{_label(name)}”要写成2026-06-01这样的日期。") from None


def _check_days(label: str, days: int | None) -> None:
    if days is not None and not 1 <= days <= MOST_DAYS:
        raise BadSpec(f"“{label}”请写1到{MOST_DAYS}。")


def _label(name: str) -> str:
    return next((str(one.metadata["label"]) for one in fields(Spec) if one.name == name), name)
