"""What changed between two manuscripts, field by field, as whoever signs reads it. Pure."""

from campaigns.content.rules import Manuscript
from knowledge.editorial.differences import Change, lines_between

LABELS = {
    "title": "标题",
    "digest": "摘要",
    "author": "作者",
    "kind": "原创或转载",
    "cover": "封面",
    "body": "正文",
    "source_title": "来源名称",
    "source_from": "来源单位",
    "source_url": "来源网址",
}


def differences(old: Manuscript, new: Manuscript) -> list[Change]:
    """Every field that differs; nothing for two manuscripts that say the same."""
    return [
        Change(field, label, tuple(lines_between(before.split("\n"), after.split("\n"))))
        for field, label in LABELS.items()
        for before, after in [(_said(old, field), _said(new, field))]
        if before != after
    ]


def _said(manuscript: Manuscript, field: str) -> str:
    return manuscript.kind.label if field == "kind" else str(getattr(manuscript, field))
