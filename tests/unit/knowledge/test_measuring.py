"""The measure itself: a search that is right, wrong or silent gives the figures one can compute by hand."""

import json
from pathlib import Path

import pytest

from knowledge.evaluation.measuring import measure
from knowledge.search.tokenizer import Tokenizer


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    rows = [
        {"id": 0, "g": 7, "text": "油锅着火怎么办"},
        {"id": 1, "g": 7, "text": "炒菜锅里起火"},
        {"id": 2, "g": 8, "text": "燃气软管多久换一次"},
    ]
    path = tmp_path / "corpus.jsonl"
    path.write_text("\n".join(json.dumps(row) for row in rows))
    return path


@pytest.fixture
def queries(tmp_path: Path) -> Path:
    asked = [
        {"id": 0, "split": "dev", "kind": "in", "text": "油锅起火咋办", "positives": [0, 1]},
        {"id": 1, "split": "dev", "kind": "in", "text": "软管几年换", "positives": [0]},
        {"id": 2, "split": "test", "kind": "in", "text": "油锅", "positives": [0]},
        {"id": 3, "split": "dev", "kind": "far", "text": "茅台股票", "positives": []},
    ]
    path = tmp_path / "queries.jsonl"
    path.write_text("\n".join(json.dumps(one) for one in asked))
    return path


def test_recall_counts_entries_and_only_the_chosen_split(
    corpus: Path, queries: Path, tokenizer: Tokenizer
) -> None:
    figures = measure(corpus, queries, tokenizer, split="dev")
    assert figures.queries == 2
    assert figures.r_at_1 == 0.5
    assert figures.far_answered == 0.0
    assert list(figures.to_tree()) == [
        "r@1",
        "r@3",
        "mrr@10",
        "far_answered",
        "near_answered",
        "right_at_p90",
        "qps",
        "p50_ms",
        "p99_ms",
        "build_s",
        "rss_mb",
    ]
    assert 20 < figures.rss_mb < 2000
