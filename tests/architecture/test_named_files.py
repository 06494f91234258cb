"""A page or a docstring that leads to a file leads to one that is there."""

import ast
import re
from collections.abc import Iterator

from tests.architecture.checkout import MODULES, ROOT, tracked

_NAMED = re.compile(r"(?<![\w./-])((?:[a-z0-9_]+/)+[\w.-]+\.(?:py|yaml|html|css|js|jsonl|md|toml))(?![\w/])")
_MADE_LATER = ("build/", "var/")
_HISTORY = "CHANGELOG.md"


def texts() -> Iterator[tuple[str, str]]:
    """The pages, and the docstrings of each module."""
    for page in tracked("*.md"):
        if page != _HISTORY:
            yield page, (ROOT / page).read_text("utf-8")
    scopes = (ast.Module, ast.ClassDef, ast.FunctionDef)
    for module in MODULES:
        tree = ast.parse((ROOT / module).read_text("utf-8"))
        told = (ast.get_docstring(node) or "" for node in ast.walk(tree) if isinstance(node, scopes))
        yield module, "\n".join(told)


def test_every_file_that_is_named_exists() -> None:
    """By its path from the top, or by the end of it."""
    files = tracked()
    ends = {name[place:] for name in files for place in [0, *(at.end() for at in re.finditer("/", name))]}
    found = [(text, file) for text, words in texts() for file in _NAMED.findall(words)]
    assert len(found) > 100
    assert [pair for pair in found if pair[1] not in ends and not pair[1].startswith(_MADE_LATER)] == []
