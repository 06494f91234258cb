"""The shape of the project: small modules, packages that say what they are for, no trace of one machine."""

import ast
import re
from pathlib import Path

import pytest
import yaml

from tests.architecture.checkout import MODULES, ROOT, tracked

MOST_LINES = 400
# A migration tells what was done to the tables on one day; it is written by a program and never grows.
GENERATED = ("migrations/versions/",)
CATCHES_ANYTHING = re.compile(r"^ *except (?:Exception\b.*)?:", re.MULTILINE)
# The doorway hands what breaks to the error page, which is registered for it; a stranger's workbook is read
# in a process of its own.
MAY_CATCH_ANYTHING = {"handlers/webhook.py", "jobs/runner.py", "app/doorway.py", "core/workbook_opening.py"}
FROM_A_TEST = re.compile(r"^\s*from (tests\.(?:\w+\.)*test_\w+) import", re.MULTILINE)
SPELT_APART = re.compile(
    r"(?<![\w./-])/(?:work|root|home|Users|mnt)/\w"
    r"|\bregistry" + r"\.[a-z]+\."
    r"|\b(?:pypi" + r"\.org|pythonhosted" + r"\.org|npmjs" + r"\.(?:org|com)|npmmirror" + r"\.com)"
)


PACKAGES = [name for name in MODULES if name.endswith("__init__.py") and not name.startswith("tests/")]


def test_there_is_something_to_look_at() -> None:
    assert "wsgi.py" in MODULES
    assert "bot/__init__.py" in PACKAGES


def test_nothing_stray_lies_at_the_top() -> None:
    """A file at the top is a page, a list of packages, a program's settings or an entrance."""
    at_the_top = [name for name in tracked() if "/" not in name and not name.startswith(".")]
    known = {".md", ".toml", ".txt", ".in", ".json"}
    strays = {name for name in at_the_top if Path(name).suffix not in known}
    assert strays == {"Makefile", "gunicorn.conf.py", "wsgi.py"}


def test_what_others_wrote_is_installed_and_not_kept_here() -> None:
    assert [name for name in tracked() if "/vendor/" in name or "node_modules" in name] == []


def test_no_module_is_too_long_to_read() -> None:
    lengths = {name: len((ROOT / name).read_text("utf-8").splitlines()) for name in MODULES}
    long = {name: n for name, n in lengths.items() if n > MOST_LINES and not name.startswith(GENERATED)}
    assert long == {}


@pytest.mark.parametrize("name", PACKAGES)
def test_every_package_says_what_it_is_for(name: str) -> None:
    words = ast.get_docstring(ast.parse((ROOT / name).read_text("utf-8"))) or ""
    # One sentence may do for a package inside another; a top-level package has a paragraph.
    assert len(words) >= (90 if name.count("/") == 1 else 30)


def test_every_module_says_what_it_is_for() -> None:
    mute = [
        name
        for name in MODULES
        if (text := (ROOT / name).read_text("utf-8")).strip() and not ast.get_docstring(ast.parse(text))
    ]
    assert mute == []


def test_any_exception_is_caught_in_the_named_places_only() -> None:
    catching = {
        name
        for name in MODULES
        if not name.startswith(("tests/", "proof/"))
        and CATCHES_ANYTHING.search((ROOT / name).read_text("utf-8"))
    }
    assert catching == MAY_CATCH_ANYTHING


def test_no_test_is_imported_by_another() -> None:
    """What two files of tests need stands in a file beside them, where nothing is collected from."""
    found = [
        f"{name}: {module}"
        for name in MODULES
        for module in FROM_A_TEST.findall((ROOT / name).read_text("utf-8"))
    ]
    assert found == []


def test_no_file_names_a_machine_or_a_registry() -> None:
    found = []
    for name in tracked():
        try:
            text = (ROOT / name).read_text("utf-8")
        except UnicodeDecodeError:
            continue  # a picture
        found += [f"{name}: {match[0]}" for match in SPELT_APART.finditer(text)]
    assert found == []


def test_no_table_says_a_key_twice() -> None:
    """The second would take the place of the first without a word."""
    tables = tracked("*.yaml")
    assert len(tables) > 500
    assert [twice for name in tables for twice in _said_twice(name)] == []


def _said_twice(name: str) -> list[tuple[str, int, str]]:
    found: list[tuple[str, int, str]] = []
    waiting = list(yaml.compose_all((ROOT / name).read_text("utf-8"), Loader=yaml.CSafeLoader))
    while waiting:
        node = waiting.pop()
        if isinstance(node, yaml.SequenceNode):
            waiting += node.value
        elif isinstance(node, yaml.MappingNode):
            seen: set[str] = set()
            for key, value in node.value:
                if key.value in seen:
                    found.append((name, key.start_mark.line + 1, key.value))
                seen.add(key.value)
                waiting.append(value)
    return found
