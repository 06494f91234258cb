"""Keeps the workers of a web server equally busy, for ``gunicorn.conf.py``."""

import random
from typing import Any

REUSES = 64
"""How many requests a kept-alive connection serves, on average."""


def part_sometimes(_worker: Any, request: Any) -> None:
    """gunicorn's ``pre_request``: let go of a connection now and then, so that it is taken up anew.

    A connection belongs to the worker that accepted it. When a few of them carry everything (a proxy keeps
    them open), the first worker to wake may have got all, and the others watch. Opened again, it goes to
    whoever has time.
    """
    if random.random() < 1 / REUSES:  # noqa: S311  nobody gains by guessing it
        request.force_close()
