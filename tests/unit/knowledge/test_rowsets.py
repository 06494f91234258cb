"""Sets of other people's: what can be read is read, and the line that cannot is named."""

import json
from pathlib import Path
from typing import Any

import pytest

from core.errors import BadContent
from knowledge.evaluation.measuring import measure
from knowledge.evaluation.rowsets import entries_of_texts, read_corpus, read_queries, right_entries
from knowledge.search.tokenizer import Tokenizer

ROWS: list[dict[str, Any]] = [
    {"id": 0, "g": 7, "text": "油锅着火怎么办"},
    {"id": 1, "g": 8, "text": "燃气软管多久换一次"},
]
ASKED: list[dict[str, Any]] = [
    {"kind": "in", "text": "油锅起火咋办", "positives": [0]},
    {"kind": "far", "text": "茅台股票"},
]


def _written(path: Path, rows: list[Any], end: str = "\n", begin: str = "") -> Path:
    path.write_bytes((begin + end.join(json.dumps(row, ensure_ascii=False) for row in rows)).encode())
    return path


@pytest.mark.parametrize("begin", ["", "\ufeff"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\n\n", "\n \r\n"])
def test_marks_and_ends_of_lines_are_no_matter(
    tmp_path: Path, tokenizer: Tokenizer, begin: str, end: str
) -> None:
    corpus = _written(tmp_path / "corpus.jsonl", ROWS, end, begin)
    queries = _written(tmp_path / "queries.jsonl", ASKED, end, begin)
    assert measure(corpus, queries, tokenizer).r_at_1 == 1.0


def test_a_line_separator_within_a_text_ends_no_row(tmp_path: Path) -> None:
    path = _written(tmp_path / "corpus.jsonl", [{"id": 0, "g": 7, "text": "油锅\u2028着火"}])
    assert [row["text"] for row in read_corpus(path)] == ["油锅\u2028着火"]


def test_an_id_is_the_same_as_a_number_and_as_a_text(tmp_path: Path) -> None:
    rows = read_corpus(_written(tmp_path / "corpus.jsonl", ROWS))
    asked = [{"kind": "in", "text": "油锅", "positives": ["0"]}]
    queries = read_queries(_written(tmp_path / "queries.jsonl", asked), rows)
    assert right_entries(rows, queries) == [frozenset({"7"})]


def test_an_id_that_occurs_twice_stands_for_both_entries(tmp_path: Path) -> None:
    rows = read_corpus(_written(tmp_path / "corpus.jsonl", [*ROWS, {"id": 0, "g": 9, "text": "油锅"}]))
    assert right_entries(rows, ASKED) == [frozenset({"7", "9"}), frozenset()]


@pytest.mark.parametrize(
    "row",
    [
        {"id": 0, "text": "没有 g"},
        {"id": 0, "g": 1, "text": None},
        {"id": None, "g": 1, "text": "没有编号"},
        ["id", "g", "text"],
    ],
)
def test_a_row_that_lacks_something_is_named(tmp_path: Path, row: Any) -> None:
    with pytest.raises(BadContent, match=r"corpus\.jsonl 第3行"):
        read_corpus(_written(tmp_path / "corpus.jsonl", [*ROWS, row]))


@pytest.mark.parametrize(
    "query",
    [
        {"kind": "in", "text": "没有答案的编号"},
        {"kind": "in", "text": "答案不在语料里", "positives": [5]},
        {"kind": "other", "text": "不认识的种类", "positives": []},
        {"text": "没有种类"},
    ],
)
def test_a_query_that_lacks_something_is_named(tmp_path: Path, query: Any) -> None:
    with pytest.raises(BadContent, match=r"queries\.jsonl 第3行"):
        read_queries(_written(tmp_path / "queries.jsonl", [*ASKED, query]), ROWS)


@pytest.mark.parametrize(
    "content", [b"", b"\r\n\r\n", b"\xef\xbb\xbf", b"id,g,text\n1,1,x", b"\xff\xfe\x00{"]
)
def test_a_file_that_is_no_corpus_is_refused(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "corpus.jsonl"
    path.write_bytes(content)
    with pytest.raises(BadContent, match=r"corpus\.jsonl"):
        read_corpus(path)


def test_a_split_without_answerable_queries_is_refused(tmp_path: Path) -> None:
    path = _written(tmp_path / "queries.jsonl", [dict(one, split="dev") for one in ASKED])
    assert len(read_queries(path, ROWS, "dev")) == 2
    with pytest.raises(BadContent, match="test"):
        read_queries(path, ROWS, "test")
    with pytest.raises(BadContent, match="kind 为 in"):
        read_queries(_written(path, ASKED[1:]), ROWS)


@pytest.mark.parametrize(
    "asked", ["", " ", "？！…", "\u200b", "😀😀", "油锅着火" * 1250, "a" * 5000, "1" * 5000]
)
@pytest.mark.parametrize("rows", [ROWS, ROWS[:1], [dict(ROWS[0], text="")], [ROWS[0], dict(ROWS[0], id=1)]])
def test_whatever_is_asked_of_whatever_corpus_is_measured(
    tmp_path: Path, tokenizer: Tokenizer, rows: list[Any], asked: str
) -> None:
    corpus = _written(tmp_path / "corpus.jsonl", rows)
    queries = _written(tmp_path / "queries.jsonl", [{"kind": "in", "text": asked, "positives": [0]}])
    assert 0.0 <= measure(corpus, queries, tokenizer).r_at_1 <= 1.0


def test_long_texts_are_answers_and_short_ones_ways_to_ask() -> None:
    (long,) = entries_of_texts([("7", "先关火，再盖锅盖。" * 20)])
    assert not long.phrasings
    assert long.body
    (short,) = entries_of_texts([("7", "油锅着火怎么办"), ("7", "炒菜起火")])
    assert short.phrasings == ("油锅着火怎么办", "炒菜起火")
    assert not short.body
