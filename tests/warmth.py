"""What every process of the office has warm after a minute, for tests, whose offices live for a second.

A new engine knows no statement and a new application no template and no address: each test would compile the
same hundreds of statements, pages and rules again, up to a quarter of its time. In one long-lived process, as
in production, what was compiled once is used by all that comes after.
"""

from typing import Any, Final

import pytest
from flask import Flask
from jinja2 import BytecodeCache
from jinja2.bccache import Bucket
from sqlalchemy import Dialect
from sqlalchemy.sql.elements import ClauseElement
from sqlalchemy.util import LRUCache
from werkzeug.routing import Rule

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


def keep_rules(patch: pytest.MonkeyPatch) -> None:
    """All applications use the rules of addresses that any of them has taken apart."""
    compiled = Rule.compile
    kept: dict[Any, tuple[Any, ...]] = {}

    def compile_once(rule: Rule) -> None:
        # Everything that is looked at while a rule is taken apart.
        converters = tuple(rule.map.converters.items())
        place = (rule.map.host_matching, rule.host, rule.subdomain, rule.merge_slashes)
        key = (type(rule), rule.rule, place, converters)
        if rule.defaults or key not in kept:
            compiled(rule)
            if not rule.defaults:
                functions = (rule._build.__func__, rule._build_unknown.__func__)  # type: ignore[attr-defined]
                kept[key] = (rule._parts, rule._trace, rule._converters, rule.arguments, *functions)
            return
        rule._parts, rule._trace, rule._converters, names, build, build_unknown = kept[key]
        rule.arguments |= names
        rule._build = build.__get__(rule, None)
        rule._build_unknown = build_unknown.__get__(rule, None)

    patch.setattr(Rule, "compile", compile_once)
