"""The kinds of notice that can reach a person days later, and what each of them contains."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import MappingProxyType

from core.errors import BadContent
from core.yamls import parsed

FILE = Path(__file__).with_name("notice_kinds.yaml")


@dataclass(frozen=True, slots=True)
class NoticeKind:
    """One kind: the title of its template at the platform, and the slot that fills each label in it.

    ``is_service``: about the person's own business. Only such notices may go by template message; campaigns
    may not (platform rules, Template_Message_Interface).
    """

    key: str
    title: str
    is_service: bool
    slots: Mapping[str, str]


@cache
def notice_kinds() -> Mapping[str, NoticeKind]:
    """All kinds by their key; ``BadContent`` if the file is malformed."""
    tree = parsed(FILE.read_text("utf-8"))
    try:
        kinds = {
            key: NoticeKind(key, row["title"], row["service"], MappingProxyType(dict(row["slots"])))
            for key, row in tree.items()
        }
    except (AttributeError, KeyError, TypeError, ValueError) as error:
        raise BadContent(f"{FILE.name}: {error!r}") from error
    return MappingProxyType(kinds)
