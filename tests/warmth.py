"""What every process of the office has warm after a minute, for tests, whose offices live for a second.

A new engine knows no statement and a new application no template: each test would compile the same hundreds
of statements and pages again, up to a quarter of its time. In one long-lived process, as in production, what
was compiled once is used by all that comes after.
"""

from typing import Any, Final

import pytest
from flask import Flask
from jinja2 import BytecodeCache
from jinja2.bccache import Bucket
from sqlalchemy import Dialect
from sqlalchemy.sql.elements import ClauseElement
from sqlalchemy.util import LRUCache

_STATEMENTS: Final = 20_000


def keep_statements(patch: pytest.MonkeyPatch) -> None:
    """All engines of one kind use the statements that any of them has compiled."""
    compiled = ClauseElement._compile_w_cache
    kept: LRUCache[Any, Any] = LRUCache(_STATEMENTS)
    dialects: dict[type[Dialect], Dialect] = {}

    def compile_once(element: ClauseElement, dialect: Dialect, *, compiled_cache: Any, **more: Any) -> Any:
        if compiled_cache is None:
            return compiled(element, dialect, compiled_cache=None, **more)
        # The dialect is part of the key of what is kept; the first of its kind stands for all.
        first = dialects.setdefault(type(dialect), dialect)
        return compiled(element, first, compiled_cache=kept, **more)

    patch.setattr(ClauseElement, "_compile_w_cache", compile_once)


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
