"""The tags of one pushed document, read as the types we need."""

import math
import re
from datetime import UTC, datetime
from types import MappingProxyType

from wechat.elements import Element, NotUnderstood
from wechat.messages import Field

# Letters, digits and a few signs: the parts of a unique key are joined with colons, so none may hold one.
_NAME = re.compile(r"[0-9A-Za-z_.@-]{1,64}")
_WHOLE = re.compile(r"-?[0-9]{1,19}")
_DECIMAL = re.compile(r"-?[0-9]{1,10}(?:\.[0-9]{1,20})?")
_LATEST_SECOND = 253_402_300_799  # the last one of the year 9999, after which Python has no date


class Fields:
    """The document's top-level tags, each of which may occur once.

    A missing or impossible value raises ``NotUnderstood`` at once; wechatpy's parser would keep it and fail
    where a handler first touches the attribute.
    """

    def __init__(self, root: Element) -> None:
        if root.tag != "xml":
            raise NotUnderstood("wrong-root")
        self._elements = {child.tag: child for child in root.children}
        if len(self._elements) != len(root.children):
            raise NotUnderstood("duplicate-tag")

    def all(self) -> MappingProxyType[str, Field]:
        """Every tag, read-only: its text, or the tags inside it."""
        return MappingProxyType({tag: one.children or one.text for tag, one in self._elements.items()})

    def find(self, tag: str) -> str | None:
        """The text of ``tag`` without surrounding space; None if it is missing or empty."""
        element = self._elements.get(tag)
        return (element.text.strip() or None) if element else None

    def get(self, tag: str) -> str:
        """Like ``find``, for a value without which the message makes no sense."""
        value = self.find(tag)
        if value is None:
            raise NotUnderstood("missing-tag")
        return value

    def words(self, tag: str) -> str:
        """The text of ``tag`` exactly as it was written; the tag must be there, the text may be empty."""
        element = self._elements.get(tag)
        if element is None:
            raise NotUnderstood("missing-tag")
        return element.text

    def inside(self, tag: str) -> Element | None:
        """The element ``tag`` with what it holds."""
        return self._elements.get(tag)

    def name(self, tag: str) -> str:
        """An identifier: an openid, an account, a type, an event, a MsgId."""
        return checked_name(self.get(tag))

    def moment(self, tag: str) -> datetime:
        """Seconds since 1970. Milliseconds would be the year 58000, and are refused."""
        second = whole(self.get(tag))
        if not 0 <= second <= _LATEST_SECOND:
            raise NotUnderstood("bad-number")
        return datetime.fromtimestamp(second, UTC)

    def degrees(self, tag: str, limit: int) -> float:
        """A latitude or longitude between ``-limit`` and ``limit``."""
        return degrees(self.get(tag), limit)


def checked_name(value: str) -> str:
    """``value``, if it may stand in a unique key."""
    if not _NAME.fullmatch(value):
        raise NotUnderstood("bad-name")
    return value


def whole(value: str) -> int:
    """A whole number in ASCII digits; ``int`` alone would take spaces, underscores and 10,000 digits."""
    if not _WHOLE.fullmatch(value):
        raise NotUnderstood("bad-number")
    return int(value)


def decimal(value: str) -> float:
    """A finite number in plain notation; ``float`` alone would take ``nan`` and ``inf``."""
    if not _DECIMAL.fullmatch(value):
        raise NotUnderstood("bad-number")
    return float(value)


def degrees(value: str, limit: int) -> float:
    """A latitude or longitude between ``-limit`` and ``limit``."""
    number = decimal(value)
    if math.fabs(number) > limit:
        raise NotUnderstood("bad-number")
    return number
