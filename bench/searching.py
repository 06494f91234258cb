"""Our search beside bm25s, tantivy, SQLite FTS5 and rapidfuzz: the same rows, the same questions, one run.

At natural size the rows are the phrasings of our articles and the questions those of ``knowledge/eval`` (and
every set of ``--data``, in the format of ``flask knowledge eval``), and the share of right first hits counts.
At 1k, 10k and 100k rows a seeded generator pads the phrasings with made-up ones, and only speed counts.
Every searcher runs in a process of its own and is asked one question at a time; where speed counts, each is
asked all our other questions before, as a process is that has been running for a while, and keeps what it
built out of the way of the garbage collector.
"""

import argparse
import gc
import json
import random
import statistics
import subprocess
import sys
import tempfile
import time
import venv
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bench.rivals import RIVALS
from knowledge.building import shared_tokenizer
from knowledge.evaluation.ownset import EVAL, FOREIGN, SETS, read_questions
from knowledge.evaluation.rowsets import entries_of_texts, read_corpus, read_queries, right_entries
from knowledge.reading import CONTENT, read_articles
from knowledge.search.index import Index
from knowledge.topics import FILE_NAME, read_topics

ROOT = Path(__file__).resolve().parent.parent
RIVALS_HOME = ROOT / "build" / "rivals"
SIZES = (1_000, 10_000, 100_000)
# For each size: the milliseconds the slowest one in a hundred may take, and the seconds of the building.
GOALS = {10_000: (3.0, 3.0), 100_000: (15.0, 20.0)}
ASKED = 300
SEED = 20260601


@dataclass(frozen=True, slots=True)
class Set:
    """Rows, the entry of each, and questions with the entries that are right.

    ``before`` is asked first, and not counted.
    """

    name: str
    rows: tuple[str, ...]
    entries: tuple[str, ...]
    asked: tuple[str, ...]
    right: tuple[frozenset[str], ...]
    before: tuple[str, ...] = ()


def main(arguments: Sequence[str]) -> int:
    """Print the tables; 1 if a goal was missed."""
    options = argparse.ArgumentParser(prog="python -m bench search")
    options.add_argument("--data", type=Path, nargs="*", default=[], help="folders with corpus and queries")
    chosen = options.parse_args(arguments)
    python = _rivals_python()
    report: dict[str, Any] = {"natural": {}, "speed": {}}
    met = True
    own = own_set()
    for one in [own, *(public_set(folder) for folder in chosen.data)]:
        figures = {name: _summed(_run(name, one, python), one) for name in ("ours", *RIVALS)}
        report["natural"][one.name] = figures
        print(f"{one.name}: {len(one.rows)} rows, {len(one.asked)} questions, right first hits")
        for name, found in figures.items():
            print(f"  {name:<14}{found['r@1']:>8.3f}")
        met = (
            all(figures["ours"]["r@1"] > found["r@1"] for name, found in figures.items() if name != "ours")
            and met
        )
    for size in SIZES:
        padded = pad(own, size)
        print(f"\n{size} rows{'build s':>19}{'p50 ms':>9}{'p99 ms':>9}{'per second':>12}")
        for name in ("ours", *RIVALS):
            found = _summed(_run(name, padded, python), padded)
            report["speed"].setdefault(size, {})[name] = found
            print(
                f"  {name:<14}{found['build_s']:>11.2f}{found['p50_ms']:>9.2f}{found['p99_ms']:>9.2f}"
                f"{found['per_second']:>12.0f}"
            )
        ours = report["speed"][size]["ours"]
        slowest, building = GOALS.get(size, (float("inf"), float("inf")))
        met = ours["p99_ms"] <= slowest and ours["build_s"] <= building and met
    (ROOT / "build" / "bench-search.json").write_text(json.dumps(report, indent=2))
    print(f"\ngoals {'met' if met else 'MISSED'}")
    return 0 if met else 1


def own_set() -> Set:
    """Every phrasing of our articles, and our own answerable questions of one turn."""
    articles = read_articles()
    rows = [(text, article) for article in articles for text in article.phrasings]
    topics = read_topics(CONTENT / FILE_NAME)
    questions = [
        one
        for name in SETS
        for one in read_questions(EVAL / f"{name}.jsonl", topics)
        if one.kind not in FOREIGN and len(one.turns) == 1 and one.topics
    ]
    right = tuple(
        frozenset(article.id for article in articles if one.topics.intersection(article.topics))
        for one in questions
    )
    return Set(
        "own",
        tuple(text for text, _ in rows),
        tuple(article.id for _, article in rows),
        tuple(one.turns[0] for one in questions),
        right,
    )


def public_set(folder: Path) -> Set:
    """A set of other people's; ``dev`` or whatever its queries are."""
    rows = read_corpus(folder / "corpus.jsonl")
    queries = [one for one in read_queries(folder / "queries.jsonl", rows) if one["kind"] == "in"]
    return Set(
        folder.name,
        tuple(row["text"] for row in rows),
        tuple(str(row["g"]) for row in rows),
        tuple(query["text"] for query in queries),
        tuple(right_entries(rows, queries)),
    )


def pad(own: Set, size: int) -> Set:
    """``size`` rows: our phrasings, then made-up ones of their words; the same ones on every machine."""
    chance = random.Random(SEED)
    tokenizer = shared_tokenizer()
    words = [word for text in own.rows for word in tokenizer.words(text)]
    rows = list(own.rows[:size])
    while len(rows) < size:
        rows.append("".join(chance.choices(words, k=chance.randint(3, 9))))
    questions = list(dict.fromkeys(own.asked))
    chance.shuffle(questions)
    asked, before = tuple(questions[:ASKED]), tuple(questions[ASKED:])
    entries = tuple(map(str, range(size)))
    return Set(f"own-{size}", tuple(rows), entries, asked, (frozenset(),) * ASKED, before)


def run_ours(rows: Sequence[str], entries: Sequence[str], asked: Sequence[str]) -> dict[str, Any]:
    """Our index over the same rows, without its memory of questions asked before."""
    tokenizer = shared_tokenizer()
    texts = entries_of_texts(zip(entries, rows, strict=True))
    begun = time.perf_counter()
    index = Index(texts, tokenizer)
    built = time.perf_counter() - begun
    index.search(asked[0])
    # As web processes do before they fork: what was built is not looked through while somebody waits.
    gc.collect()
    gc.freeze()
    found, times = [], []
    for text in asked:
        begun = time.perf_counter()
        hits = index.search(text)
        times.append(time.perf_counter() - begun)
        found.append([hit.article_id for hit in hits])
    return {"build_s": built, "times": times, "found": found}


def _run(name: str, one: Set, python: Path) -> dict[str, Any]:
    with tempfile.TemporaryDirectory(prefix="anwen-bench-") as folder:
        files = {kind: Path(folder) / f"{kind}.jsonl" for kind in ("rows", "asked", "entries")}
        told = {"rows": one.rows, "asked": (*one.before, *one.asked), "entries": one.entries}
        for kind, file in files.items():
            file.write_text("\n".join(json.dumps(text) for text in told[kind]), "utf-8")
        command = (
            [
                sys.executable,
                "-m",
                "bench.searching",
                *map(str, (files["rows"], files["asked"], files["entries"])),
            ]
            if name == "ours"
            else [
                str(python),
                str(ROOT / "bench" / "rivals.py"),
                name,
                str(files["rows"]),
                str(files["asked"]),
            ]
        )
        done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    if done.returncode:
        raise SystemExit(f"{name}: {done.stderr[-2000:]}")
    found: dict[str, Any] = json.loads(done.stdout)
    for each in ("times", "found"):
        found[each] = found[each][len(one.before) :]
    if name != "ours":
        found["found"] = [[one.entries[row] for row in rows] for rows in found["found"]]
    return found


def _summed(found: dict[str, Any], one: Set) -> dict[str, float]:
    times = sorted(found["times"])
    right = [bool(hits) and hits[0] in wanted for hits, wanted in zip(found["found"], one.right, strict=True)]
    return {
        "build_s": found["build_s"],
        "p50_ms": statistics.median(times) * 1000,
        "p99_ms": times[int(len(times) * 0.99)] * 1000,
        "per_second": len(times) / sum(times),
        "r@1": sum(right) / len(right),
    }


def _rivals_python() -> Path:
    """The Python with the other searchers, made on the first run and after the list of them changed."""
    wanted = (ROOT / "bench" / "requirements-rivals.txt").read_text()
    python, mark = RIVALS_HOME / "bin" / "python", RIVALS_HOME / "installed.txt"
    if not mark.exists() or mark.read_text() != wanted:
        venv.create(RIVALS_HOME, with_pip=True)
        install = [
            str(python),
            "-m",
            "pip",
            "install",
            "-q",
            "-r",
            str(ROOT / "bench" / "requirements-rivals.txt"),
        ]
        subprocess.run(install, check=True)
        mark.write_text(wanted)
    return python


if __name__ == "__main__":
    lists = [
        [json.loads(line) for line in Path(name).read_text("utf-8").splitlines()] for name in sys.argv[1:]
    ]
    json.dump(run_ours(lists[0], lists[2], lists[1]), sys.stdout)
