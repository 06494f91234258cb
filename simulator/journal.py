"""A bounded record of every API request received and every webhook push made, without secrets."""

from __future__ import annotations

import itertools
import json
from collections import deque
from collections.abc import Mapping
from threading import Lock
from typing import Any

from simulator.clock import VirtualClock, iso

ROWS = 50_000
BODY_CHARACTERS = 4_000
SECRET_KEYS = frozenset({"access_token", "secret", "appsecret", "refresh_token", "code", "token"})
MASK = "***"


class Journal:
    """Rows {id, at, api, params, body, status, errcode, ms}; the oldest leave when there are too many."""

    def __init__(self, clock: VirtualClock, rows: int = ROWS) -> None:
        self._clock = clock
        self._rows: deque[dict[str, Any]] = deque(maxlen=rows)
        self._ids = itertools.count(1)
        self._lock = Lock()

    def write(
        self, api: str, params: Mapping[str, str], body: object, status: int, errcode: int, **more: object
    ) -> None:
        """Keep one row. `status` 0 means that no HTTP answer was given or received."""
        with self._lock:
            self._rows.append(
                {
                    "id": next(self._ids),
                    "at": iso(self._clock.now()),
                    "api": api,
                    "params": without_secrets(dict(params)),
                    "body": shortened(without_secrets(body)),
                    "status": status,
                    "errcode": errcode,
                    **more,
                }
            )

    def since(self, row_id: int, api: str = "", limit: int = ROWS) -> list[dict[str, Any]]:
        """Rows after `row_id`, oldest first, of one API only if named."""
        with self._lock:
            rows = list(self._rows)
        if rows:
            rows = rows[max(0, row_id + 1 - rows[0]["id"]) :]
        return [row for row in rows if not api or row["api"] == api][:limit]


def without_secrets(value: object) -> object:
    """A copy with credentials masked, however deep they lie."""
    if isinstance(value, dict):
        return {
            key: MASK if key in SECRET_KEYS and inner else without_secrets(inner)
            for key, inner in value.items()
        }
    if isinstance(value, list):
        return [without_secrets(inner) for inner in value]
    return value


def shortened(body: object) -> object:
    """The body itself, or the start of its text when it is long."""
    text = body if isinstance(body, str) else json.dumps(body, ensure_ascii=False)
    return body if len(text) <= BODY_CHARACTERS else text[:BODY_CHARACTERS] + "…"
