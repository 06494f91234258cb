"""Other people's searchers over the same rows: one process each, run with the bench's own environment.

``python rivals.py NAME ROWS QUERIES``: both files hold JSON lines; one line of JSON comes out, with the first
ten rows for each query and what it cost. Imports nothing of the project: it must not be installed beside it.
"""

import gc
import json
import logging
import sqlite3
import sys
import time
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path
from typing import Any

Search = Callable[[str], list[int]]
LIMIT = 10


def bm25s(texts: list[str]) -> Search:
    """BM25 in numpy over jieba's words."""
    import bm25s as library  # type: ignore[import-not-found]

    index = library.BM25(k1=1.2, b=0.4)
    index.index([_words(text) for text in texts], show_progress=False)
    count = min(LIMIT, len(texts))

    def search(text: str) -> list[int]:
        rows, _ = index.retrieve([_words(text)], k=count, show_progress=False)
        return [int(row) for row in rows[0]]

    return search


def tantivy(texts: list[str]) -> Search:
    """Lucene's younger brother in Rust over jieba's words."""
    import tantivy as library  # type: ignore[import-not-found]

    schema = library.SchemaBuilder()
    schema.add_text_field("text", stored=False, tokenizer_name="whitespace")
    schema.add_integer_field("row", stored=True)
    index = library.Index(schema.build())
    writer = index.writer(num_threads=1)
    for row, text in enumerate(texts):
        writer.add_document(library.Document(text=[" ".join(_words(text))], row=row))
    writer.commit()
    writer.wait_merging_threads()
    index.reload()
    searcher = index.searcher()

    def search(text: str) -> list[int]:
        terms = [
            (library.Occur.Should, library.Query.term_query(index.schema, "text", word))
            for word in set(_words(text))
        ]
        hits = searcher.search(library.Query.boolean_query(terms), LIMIT).hits if terms else []
        return [searcher.doc(address)["row"][0] for _, address in hits]

    return search


def sqlite_fts5(texts: list[str]) -> Search:
    """SQLite's full-text index over pairs of characters."""
    database = sqlite3.connect(":memory:")
    database.execute("CREATE VIRTUAL TABLE rows USING fts5(text, detail = 'full')")
    database.executemany(
        "INSERT INTO rows (rowid, text) VALUES (?, ?)",
        ((row + 1, " ".join(_pairs(text))) for row, text in enumerate(texts)),
    )

    def search(text: str) -> list[int]:
        query = " OR ".join(f'"{pair}"' for pair in dict.fromkeys(_pairs(text)))
        if not query:
            return []
        statement = "SELECT rowid FROM rows WHERE rows MATCH ? ORDER BY bm25(rows) LIMIT ?"
        return [row - 1 for (row,) in database.execute(statement, (query, LIMIT))]

    return search


def rapidfuzz(texts: list[str]) -> Search:
    """Every row compared sign by sign."""
    from rapidfuzz import fuzz, process

    def search(text: str) -> list[int]:
        return [row for _, _, row in process.extract(text, texts, scorer=fuzz.ratio, limit=LIMIT)]

    return search


RIVALS: dict[str, Callable[[list[str]], Search]] = {
    "bm25s": bm25s,
    "tantivy": tantivy,
    "sqlite_fts5": sqlite_fts5,
    "rapidfuzz": rapidfuzz,
}


def _words(text: str) -> list[str]:
    import jieba

    return [word for word in jieba.cut_for_search(text) if not word.isspace()]


def _pairs(text: str) -> list[str]:
    plain = "".join(sign for sign in text if sign.isalnum())
    return [f"{one}{two}" for one, two in pairwise(plain)] or [plain]


def run(name: str, rows: Path, queries: Path) -> dict[str, Any]:
    """Build and ask; times are wall-clock seconds."""
    texts = [json.loads(line) for line in rows.read_text("utf-8").splitlines()]
    asked = [json.loads(line) for line in queries.read_text("utf-8").splitlines()]
    if name in ("bm25s", "tantivy"):
        _words("预热")
    begun = time.perf_counter()
    search = RIVALS[name](texts)
    built = time.perf_counter() - begun
    search(asked[0])
    gc.collect()
    gc.freeze()
    found, times = [], []
    for text in asked:
        begun = time.perf_counter()
        found.append(search(text))
        times.append(time.perf_counter() - begun)
    return {"build_s": built, "times": times, "found": found}


if __name__ == "__main__":
    logging.disable(logging.CRITICAL)
    json.dump(run(sys.argv[1], Path(sys.argv[2]), Path(sys.argv[3])), sys.stdout)
