"""Reading what a script asks of the control interface: bodies, numbers, seeds."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

from flask import request

from simulator.address import address_of
from simulator.clock import iso

Row = dict[str, Any]
FIRST_TIME = 1_000_000_000
LAST_TIME = 99_999_999_999
LONGEST_NUMBER = 18  # Digits; more cannot be the id of any row.


class BadRequest(Exception):
    """What was asked cannot be done; the message is the sentence answered with status 409."""


def posted() -> dict[str, Any]:
    """The JSON object of a request, whatever its Content-Type says; nothing at all is an empty object."""
    raw = request.get_data()
    if not raw.strip():
        return {}
    try:
        body = json.loads(raw)
        # A lone half of a character, as in "\\ud800", ends here.
        json.dumps(body, ensure_ascii=False).encode()
    except (ValueError, RecursionError) as error:
        raise BadRequest("请求正文不是 JSON。") from error
    if not isinstance(body, dict):
        raise BadRequest("请求正文应是一个 JSON 对象。")
    return body


def number_asked(name: str) -> int:
    """A whole number of the query, 0 when it is not given."""
    text = request.args.get(name) or "0"
    if not _is_number(text):
        raise BadRequest(f"{name} 应是不小于 0 的整数。")
    return int(text)


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) <= LONGEST_NUMBER


def rows_since(rows_after: Callable[[int], list[Row]]) -> list[Row]:
    """Rows after `since` of the query: the id of a row, or a time, ISO 8601 or in seconds since 1970.

    Ids never grow as large as a time of today.
    """
    moment = _moment_asked()
    if moment is None:
        text = request.args.get("since") or "0"
        if not _is_number(text):
            raise BadRequest(
                "since 应是一行的 id，或一个时间：2026-01-01T08:00:00Z 这样写，或 1970 年以来的秒数。"
            )
        return rows_after(int(text))
    return [row for row in rows_after(0) if row["at"] > moment]


def _moment_asked() -> str | None:
    """The time in `since`, spelled as rows have theirs; None when it is the id of a row, or nothing."""
    text = request.args.get("since") or ""
    if text.isascii() and text.isdigit():
        return iso(int(text)) if FIRST_TIME <= int(text[:LONGEST_NUMBER]) <= LAST_TIME else None
    if "T" not in text:
        return None
    try:
        # A plus sign that was not escaped arrives as a blank; without any zone it is UTC.
        moment = datetime.fromisoformat(text.replace(" ", "+"))
        return iso((moment if moment.tzinfo else moment.replace(tzinfo=UTC)).timestamp())
    except (ValueError, OverflowError):
        return None


def here() -> str:
    """The address under which the script reached this simulator, for links that lead back to it."""
    return address_of(request)


def seed_of(body: dict[str, Any], default: str | None = None) -> str | None:
    """The seed of a body, text or a whole number; `default` when none is given."""
    seed = body.get("seed")
    if seed is None:
        return default
    if isinstance(seed, bool) or not isinstance(seed, (str, int)):
        raise BadRequest("seed 应是文字或整数。")
    return str(seed)
