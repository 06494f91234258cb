"""What changed between two versions of an article, field by field, as a clerk reads it. Pure."""

import difflib
from collections.abc import Sequence
from dataclasses import dataclass

from knowledge.articles import FIELD_LABELS, Article


@dataclass(frozen=True, slots=True)
class Change:
    """One field that differs: its Chinese label, the lines that went and the lines that came.

    Of a text the lines keep their places in ``lines``, each beginning with ``－``, ``＋`` or a full-width
    space for what stayed; of a list only what went and what came is told.
    """

    field: str
    label: str
    lines: tuple[str, ...]


GONE, CAME, STAYED = "－", "＋", "　"


def differences(old: Article, new: Article) -> list[Change]:
    """Every field that differs, in the order of the form; nothing for two articles that say the same."""
    changes = []
    for field, label in FIELD_LABELS.items():
        before, after = _shown(old, field), _shown(new, field)
        if before != after:
            is_text = field in ("lead", "answer")
            lines = lines_between(before, after) if is_text else _of_list(before, after)
            changes.append(Change(field, label, tuple(lines)))
    return changes


def written(changes: Sequence[Change]) -> str:
    """The changes as plain text."""
    if not changes:
        return "两稿内容相同。"
    return "\n".join("\n".join([f"【{change.label}】", *change.lines]) for change in changes)


def _shown(article: Article, field: str) -> list[str]:
    match field:
        case "sources":
            return [source.words() for source in article.sources]
        case "audience":
            # The form lists them in its own order, which says nothing.
            return sorted(article.audience)
        case "topics" | "asks" | "pictures":
            return list(getattr(article, field))
        case "urgency":
            return [article.urgency.label]
        case _:
            return str(getattr(article, field)).split("\n")


def lines_between(before: list[str], after: list[str]) -> list[str]:
    """The lines of two texts in one order, each marked as gone, come or stayed."""
    lines = []
    matcher = difflib.SequenceMatcher(a=before, b=after, autojunk=False)
    for kind, a, b, c, d in matcher.get_opcodes():
        if kind == "equal":
            lines += [STAYED + line for line in before[a:b]]
        else:
            lines += [GONE + line for line in before[a:b]] + [CAME + line for line in after[c:d]]
    return lines


def _of_list(before: list[str], after: list[str]) -> list[str]:
    gone = [GONE + item for item in before if item not in after]
    came = [CAME + item for item in after if item not in before]
    # The same items in another order: show both whole.
    return gone + came or [GONE + item for item in before] + [CAME + item for item in after]
