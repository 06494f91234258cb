"""The sentences of intake, filled in."""

from collections.abc import Mapping
from functools import cache
from pathlib import Path

from core.errors import BadContent
from core.yamls import parsed
from tipoffs.intake.draft import Draft

FILE = Path(__file__).with_name("notices.yaml")
_SHORT = 60


@cache
def sentences() -> Mapping[str, str]:
    """All sentences by key; ``BadContent`` if the file is not a mapping of texts."""
    tree = parsed(FILE.read_text("utf-8"))
    if not isinstance(tree, dict) or not all(isinstance(text, str) for text in tree.values()):
        raise BadContent(f"{FILE.name}: not a mapping of sentences")
    return tree


def said(key: str, **fields: str | int) -> str:
    """The sentence of a key; KeyError for one that is not there or lacks a field."""
    return sentences()[key].format(**fields)


def summary_of(draft: Draft) -> str:
    """What was told, in a few lines for the reporter to check."""
    lines = [
        ("情况", _short(draft.facts)),
        ("单位或场所", draft.object_name or "没有说"),
        ("地点", draft.address or ("地图上的位置" if draft.latitude is not None else "没有说")),
        ("时间", draft.happened or "没有说"),
        ("附件", _files(draft)),
    ]
    return "\n".join(f"· {label}：{value}" for label, value in lines)


def _files(draft: Draft) -> str:
    counts = ((draft.photos, "张照片"), (draft.videos, "段视频"), (draft.voices, "段语音"))
    return "，".join(f"{count}{unit}" for count, unit in counts if count) or "没有"


def _short(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= _SHORT else line[: _SHORT - 1] + "…"
