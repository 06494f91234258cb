"""What every process of the office has warm after a minute, for tests, whose offices live for a second.

A new application knows no template, no statement and no table of ours, so that each
test would compile and read the same ones again. In one long-lived process, as in production, what was made
once is used by all that comes after.
"""

import pickle
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
import yaml
from flask import Flask
from jinja2 import BytecodeCache
from jinja2.bccache import Bucket
from pydantic_settings.sources import PydanticBaseEnvSettingsSource
from sqlalchemy import Engine, create_engine
from sqlalchemy.dialects.postgresql.psycopg import PGDialect_psycopg
from sqlalchemy.dialects.sqlite.pysqlite import SQLiteDialect_pysqlite

from core import db
from knowledge import reading

_SHORT = 500
"""Texts that a test has made up are seldom longer, and seldom read twice."""


_STATEMENTS = 5_000
"""More than all that the account ever says to its database."""


class _Pages(BytecodeCache):
    """Templates by name and text, in memory."""

    def __init__(self) -> None:
        self._kept: dict[tuple[str, str], Any] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        """See Jinja."""
        if (code := self._kept.get((bucket.key, bucket.checksum))) is not None:
            bucket.code = code

    def dump_bytecode(self, bucket: Bucket) -> None:
        """See Jinja."""
        self._kept[bucket.key, bucket.checksum] = bucket.code


def keep_templates(patch: pytest.MonkeyPatch) -> None:
    """All applications use the templates that any of them has compiled."""
    patch.setitem(Flask.jinja_options, "bytecode_cache", _Pages())


def keep_statements(patch: pytest.MonkeyPatch) -> None:
    """All engines of a kind use the statements that any of them has compiled.

    SQLAlchemy keeps them by engine and by dialect. Both are new for each test, and of one server; compiling
    took a sixth of the time of tests that open a page or two.
    """
    kept: dict[type, Any] = {}

    def create(*arguments: Any, **options: Any) -> Engine:
        engine = create_engine(*arguments, query_cache_size=_STATEMENTS, **options)
        engine._compiled_cache = kept.setdefault(type(engine.dialect), engine._compiled_cache)
        return engine

    patch.setattr(db, "create_engine", create)
    for kind in (SQLiteDialect_pysqlite, PGDialect_psycopg):
        patch.setattr(kind, "__hash__", lambda dialect: hash(type(dialect)))
        patch.setattr(kind, "__eq__", lambda dialect, other: type(dialect) is type(other))


def keep_environments(patch: pytest.MonkeyPatch) -> None:
    """Of the same environment and file everybody takes the same settings.

    Pydantic asks both for each of more than a hundred settings, which was a fifth of making an application.
    """
    read = PydanticBaseEnvSettingsSource.__call__
    known: dict[tuple[object, ...], bytes] = {}

    def take(source: PydanticBaseEnvSettingsSource) -> dict[str, Any]:
        said: Mapping[str, str | None] = vars(source)["env_vars"]
        key = (type(source), source.settings_cls, *sorted(said.items()))
        if key not in known:
            known[key] = pickle.dumps(read(source))
        taken: dict[str, Any] = pickle.loads(known[key])
        return taken

    patch.setattr(PydanticBaseEnvSettingsSource, "__call__", take)


def keep_trees(patch: pytest.MonkeyPatch) -> None:
    """Of a YAML text that was read before, whoever reads it gets another copy of the same tree.

    Each test that makes an application would read the tables of emergencies, topics and rules anew; and many
    read all articles of the project, which takes a second and a half.
    """
    read = yaml.load
    known: dict[tuple[str, type], bytes] = {}

    def load(stream: Any, Loader: Any) -> Any:  # noqa: N803  as PyYAML calls it
        if not isinstance(stream, str) or len(stream) < _SHORT:
            return read(stream, Loader)
        if (tree := known.get((stream, Loader))) is None:
            tree = known[stream, Loader] = pickle.dumps(read(stream, Loader))
        return pickle.loads(tree)

    read_article = reading.read_tree
    articles: dict[str, bytes] = {}

    def read_tree(path: Path) -> Any:
        if not path.is_relative_to(reading.CONTENT):
            return read_article(path)
        text = path.read_text("utf-8")
        if (tree := articles.get(text)) is None:
            tree = articles[text] = pickle.dumps(read_article(path))
        return pickle.loads(tree)

    patch.setattr(yaml, "load", load)
    patch.setattr(reading, "read_tree", read_tree)
