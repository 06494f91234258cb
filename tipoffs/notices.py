"""What a reporter reads of the steps of a case: plain sentences, kept as data in ``notices.yaml``."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from core.clock import china_date, date_words
from core.errors import BadContent
from core.yamls import parsed

FILE = Path(__file__).with_name("notices.yaml")


def _load(path: Path) -> tuple[str, dict[str, str]]:
    tree: Any = parsed(path.read_text("utf-8"))
    if not isinstance(tree, dict) or not isinstance(tree.get("sentences"), dict) or not tree.get("push"):
        raise BadContent(f"{path.name}: wants push and sentences")
    return str(tree["push"]), {str(key): str(text) for key, text in tree["sentences"].items()}


PUSH, SENTENCES = _load(FILE)
"""``PUSH`` is what appears on the phone: neutral, for the phone may be shared."""


def sentence(key: str, fields: Mapping[str, str]) -> str:
    """The sentence of a step for the page of the case."""
    return SENTENCES[key].format_map(fields)


def last_day(end: datetime) -> str:
    """The last day of a time that ends at ``end``, as it is written: a midnight belongs to the day before."""
    return date_words(china_date(end - timedelta(microseconds=1)))
