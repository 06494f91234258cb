"""What every process of the office has warm after a minute, for tests, whose offices live for a second.

A new application knows no template, so that each test would compile the same pages again. In one long-lived
process, as in production, what was compiled once is used by all that comes after.
"""

from typing import Any

import pytest
from flask import Flask
from jinja2 import BytecodeCache
from jinja2.bccache import Bucket


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
