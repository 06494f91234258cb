"""Files of questions: whatever stands in a line, it has its result in its place or is named."""

import json
from pathlib import Path

import pytest
from flask import Flask

ASKED = "灭火器怎么用"


def results(app: Flask, folder: Path, lines: list[bytes], between: bytes = b"\n") -> list[dict[str, object]]:
    file = folder / "asked.jsonl"
    file.write_bytes(between.join(lines))
    result = app.test_cli_runner().invoke(args=["ask", "--batch", str(file), "--json"])
    assert result.exit_code == 0, result.output
    return [json.loads(line) for line in result.stdout.splitlines()]


def test_a_line_that_is_no_utf8_or_too_deep_keeps_none_of_the_others_from_its_answer(
    app: Flask, tmp_path: Path
) -> None:
    asked = json.dumps({"q": ASKED}, ensure_ascii=False).encode()

    found = results(app, tmp_path, [asked, b'{"q": "\xff"}', b"[" * 100_000, b'{"q": "\\ud800"}', asked])

    assert ["error" in one for one in found] == [False, True, True, False, False]
    assert found[0] == found[4]
    assert found[3]["q"] == "\ud800"


def test_a_mark_at_the_beginning_of_the_file_is_no_part_of_the_first_line(app: Flask, tmp_path: Path) -> None:
    asked = json.dumps({"q": ASKED}, ensure_ascii=False).encode()

    found = results(app, tmp_path, [b"\xef\xbb\xbf" + asked, b"", asked], between=b"\r\n")

    assert [one["q"] for one in found] == [ASKED, ASKED]


@pytest.mark.parametrize(
    "line",
    [b"\xff", b"[" * 100_000, b"5", b'{"text": 5}', b'{"text": "x", "kind": "in", "positives": ["none"]}'],
)
def test_a_line_that_cannot_be_measured_is_named(app: Flask, tmp_path: Path, line: bytes) -> None:
    corpus, queries = tmp_path / "corpus.jsonl", tmp_path / "queries.jsonl"
    corpus.write_bytes(b'{"id": "a", "g": "a", "text": "x"}\n')
    queries.write_bytes(b'{"text": "x", "kind": "far"}\n' + line)

    arguments = ["knowledge", "eval", "--corpus", str(corpus), "--queries", str(queries)]
    result = app.test_cli_runner().invoke(args=arguments)

    assert result.exit_code == 1
    assert "queries.jsonl 第2行不对" in result.output
