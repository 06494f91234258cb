"""Documentation that drifts from the code fails the build."""

import importlib
import re
from collections.abc import Iterator, Mapping
from operator import attrgetter
from pathlib import Path

import click
import pytest
from flask import Flask

from app import tables
from app.cli import listing
from app.settings import Settings
from app.settings_loading import load_settings
from app.wiring import build_container
from core.db import Base
from tests.architecture.checkout import ROOT

PAGES = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md"), *ROOT.glob("*/README.md")])
OPERATIONS = (ROOT / "docs" / "operations.md").read_text("utf-8")

_CODE = re.compile(r"^[ ]*```.*?^[ ]*```|^ {4}\S[^\n]*|`[^`\n]+`", re.DOTALL | re.MULTILINE)
_FLASK = re.compile(r"(?<![\w./-])(?:\.venv/bin/)?flask ([a-z]+)(?: ([a-z]+(?:-[a-z]+)*))?(?![\w-])")
_MAKE = re.compile(r"(?<![\w./-])make ([a-z][a-z-]*)")
_LINK = re.compile(r"\]\(([^)\s]+)\)|src=\"([^\"]+)\"")
_METRIC = re.compile(r"\banwen_[a-z_]+")
_THRESHOLD = re.compile(r"^\| `([a-z_.]+)\.([A-Z_]+(?:\.[a-z]+)?)` \| (-?[0-9.]+) \|", re.MULTILINE)


@pytest.fixture
def commands(tmp_path: Path) -> Mapping[str, click.Command]:
    """The commands of the system by name."""
    app = Flask("anwen", static_folder=None)
    listing.register(app, build_container(load_settings(env="development", var_dir=tmp_path)))
    return app.cli.commands


def code_in(page: Path) -> Iterator[str]:
    """The code blocks and code words of a page."""
    return (found[0] for found in _CODE.finditer(page.read_text("utf-8")))


def named(page: Path) -> str:
    return str(page.relative_to(ROOT))


@pytest.mark.parametrize("page", PAGES, ids=named)
def test_every_flask_command_that_is_named_exists(page: Path, commands: Mapping[str, click.Command]) -> None:
    missing = []
    for code in code_in(page):
        for name, verb in _FLASK.findall(code):
            command = commands.get(name)
            verbs = command.commands if isinstance(command, click.Group) else {}
            if command is None or (verbs and verb not in verbs):
                missing.append(f"flask {name} {verb}".strip())
    assert missing == []


@pytest.mark.parametrize("page", PAGES, ids=named)
def test_every_make_target_that_is_named_exists(page: Path) -> None:
    targets = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text("utf-8"), re.MULTILINE))
    wanted = {target for code in code_in(page) for target in _MAKE.findall(code)}
    assert wanted - targets == set()


@pytest.mark.parametrize("page", PAGES, ids=named)
def test_every_relative_link_leads_somewhere(page: Path) -> None:
    broken = []
    for markdown, html in _LINK.findall(page.read_text("utf-8")):
        link = markdown or html
        if re.match(r"[a-z]+:", link):
            continue
        name, _, anchor = link.partition("#")
        target = page.parent / name if name else page
        if not target.exists() or (anchor and anchor not in anchors_of(target)):
            broken.append(link)
    assert broken == []


def anchors_of(page: Path) -> set[str]:
    """The names under which the headings of a page can be linked to."""
    headings = re.findall(r"^#+ (.+)$", page.read_text("utf-8"), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


def test_every_metric_is_explained_and_every_explained_metric_exists() -> None:
    counted = set(_METRIC.findall((ROOT / "app" / "metrics.py").read_text("utf-8")))
    explained = {re.sub(r"_(bucket|count|sum)$", "", name) for name in _METRIC.findall(OPERATIONS)}
    assert explained == counted


def test_every_setting_is_explained_and_every_explained_setting_exists() -> None:
    settings = {f"ANWEN_{name.upper()}" for name in Settings.model_fields}
    explained = set(re.findall(r"^\| `(ANWEN_[A-Z_]+)` \|", OPERATIONS, re.MULTILINE))
    assert explained == settings


def test_every_setting_stands_in_the_example_file() -> None:
    settings = {f"ANWEN_{name.upper()}" for name in Settings.model_fields}
    example = (ROOT / ".env.example").read_text("utf-8")
    assert set(re.findall(r"^(ANWEN_[A-Z_]+)=", example, re.MULTILINE)) == settings


def test_every_threshold_of_the_search_is_told_as_it_is() -> None:
    told = _THRESHOLD.findall((ROOT / "docs" / "search.md").read_text("utf-8"))
    held = [attrgetter(name)(importlib.import_module(f"knowledge.{module}")) for module, name, _ in told]
    assert len(told) > 30
    assert [float(value) for _, _, value in told] == held


def test_every_table_has_its_word_in_the_glossary() -> None:
    glossary = (ROOT / "docs" / "glossary.md").read_text("utf-8")
    assert tables.MODULES
    models = {mapper.class_.__name__ for mapper in Base.registry.mappers}
    assert {name for name in models if f"`{name}`" not in glossary} == set()


def test_every_table_has_its_line_on_retention() -> None:
    retention = OPERATIONS.partition("## Retention")[2].partition("\n## ")[0]
    assert {name for name in tables.metadata.tables if f"`{name}`" not in retention} == set()


def test_every_package_is_on_the_tour() -> None:
    tour = (ROOT / "docs" / "tour.md").read_text("utf-8")
    packages = {file.parent.name for file in ROOT.glob("*/__init__.py")}
    assert {name for name in packages if f"`{name}/`" not in tour} == set()


DECISIONS = sorted((ROOT / "docs" / "adr").glob("[0-9]*.md"))


def test_every_decision_is_listed_once() -> None:
    listed = re.findall(r"\]\((\d{4}-.+?\.md)\)", (ROOT / "docs" / "adr" / "README.md").read_text("utf-8"))
    assert listed == [page.name for page in DECISIONS]


@pytest.mark.parametrize("page", DECISIONS, ids=named)
def test_every_decision_is_short_and_has_its_three_parts(page: Path) -> None:
    text = page.read_text("utf-8")
    assert len(text.splitlines()) <= 60
    assert re.findall(r"^## (.+)$", text, re.MULTILINE) == ["Context", "Decision", "Consequences"]
