"""Sets of other people's in JSON lines: a corpus whose rows belong to entries, and queries about them.

A corpus row has ``id``, ``g`` (rows of one entry share it) and ``text``; nothing else of it is read. A query
has ``text``, ``kind`` (in, near, far), ``split`` and ``positives`` (ids of rows). An id may be a number or a
text, 1 and "1" are the same. A byte order mark, any ends of lines and blank lines are no matter.
"""

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence, Set
from pathlib import Path
from typing import Any, Final

import numpy as np

from core.errors import BadContent
from knowledge.search.entries import Entry

# Where most rows are longer than this they are answers, not ways to ask.
LONGEST_PHRASING: Final = 80

Row = Mapping[str, Any]


def read_corpus(path: Path) -> list[Row]:
    """The rows of a corpus; ``BadContent`` says in Chinese which line is none."""
    return list(_rows(path, _is_row, "id、g、text"))


def read_queries(path: Path, corpus: Sequence[Row], split: str = "all") -> list[Row]:
    """The queries of one ``split``, or of all, about ``corpus``; ``BadContent`` as for a corpus.

    One at least can be answered: without any there would be nothing to measure.
    """
    known = {str(row["id"]) for row in corpus}
    wanted = "text、kind（in、near、far）、positives（语料里的 id）"
    found = list(_rows(path, lambda row: _is_query(row, known), wanted))
    chosen = [query for query in found if split in ("all", query.get("split"))]
    if not any(query["kind"] == "in" for query in chosen):
        of_split = "" if split == "all" else f"split 为 {split}、"
        raise BadContent(f"{path.name} 里没有 {of_split}kind 为 in 的问题。")
    return chosen


def entries_of_texts(texts: Iterable[tuple[str, str]]) -> list[Entry]:
    """One entry for each group of ``texts``, which are (group, text), in the order of their first ones."""
    by_group: dict[str, list[str]] = {}
    for group, text in texts:
        by_group.setdefault(group, []).append(text)
    sizes = [len(text) for listed in by_group.values() for text in listed]
    if float(np.median(sizes)) > LONGEST_PHRASING:
        return [Entry(group, (group,), one[0], (), "\n".join(one)) for group, one in by_group.items()]
    return [Entry(group, (group,), one[0], tuple(one), "") for group, one in by_group.items()]


def right_entries(rows: Sequence[Row], queries: Sequence[Row]) -> list[frozenset[str]]:
    """The entries that are right for each query: none where it cannot be answered."""
    groups: dict[str, set[str]] = {}
    for row in rows:
        groups.setdefault(str(row["id"]), set()).add(str(row["g"]))
    return [
        frozenset(group for one in query.get("positives") or () for group in groups[str(one)])
        for query in queries
    ]


def _rows(path: Path, is_right: Callable[[Any], bool], wanted: str) -> Iterator[Row]:
    count = 0
    for number, line in enumerate(path.read_bytes().splitlines(), 1):
        if not line.strip():
            continue
        count += 1
        try:
            row = json.loads(line)
        except (ValueError, RecursionError):
            row = None
        if not is_right(row):
            raise BadContent(f"{path.name} 第{number}行不对：每行一个 JSON 对象，要有 {wanted}。")
        yield row
    if not count:
        raise BadContent(f"{path.name} 是空的。")


def _is_row(row: Any) -> bool:
    is_object = isinstance(row, dict) and {"id", "g", "text"} <= row.keys()
    return is_object and isinstance(row["id"], str | int) and isinstance(row["text"], str)


def _is_query(row: Any, known: Set[str]) -> bool:
    if not isinstance(row, dict) or not isinstance(row.get("text"), str):
        return False
    if row.get("kind") != "in":
        return row.get("kind") in ("near", "far")
    positives: Any = row.get("positives")
    is_list = isinstance(positives, list) and all(isinstance(one, str | int) for one in positives)
    return is_list and known >= {str(one) for one in positives}
