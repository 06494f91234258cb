"""A bounded record of every API request received and every webhook push made, without secrets."""

from __future__ import annotations

import itertools
import json
from collections import deque
from collections.abc import Mapping
from dataclasses import dataclass
from threading import Lock
from typing import Any

from simulator.clock import VirtualClock, iso

ROWS = 50_000
BODY_CHARACTERS = 4_000
SECRET_KEYS = frozenset({"access_token", "secret", "appsecret", "refresh_token", "code", "token"})
MASK = "***"


FAILURES = 5_000


@dataclass(frozen=True)
class Failure:
    """A call that was answered with an errcode, as the account may look it up by the rid of the answer."""

    at: float
    row: Mapping[str, Any]
    answer: Mapping[str, Any]
    address: str

    def request(self) -> dict[str, Any]:
        """In the platform's own words."""
        body = self.row["body"]
        return {
            "invoke_time": int(self.at),
            "cost_in_ms": self.row["ms"],
            "request_url": "&".join(f"{key}={value}" for key, value in self.row["params"].items()),
            "request_body": body if isinstance(body, str) else _spelled(body),
            "response_body": _spelled(self.answer),
            "client_ip": self.address,
        }


def _spelled(value: object) -> str:
    return "" if value is None else json.dumps(value, ensure_ascii=False, separators=(",", ":"))


class Journal:
    """Rows {id, at, api, params, body, status, errcode, ms}; the oldest leave when there are too many."""

    def __init__(self, clock: VirtualClock, rows: int = ROWS) -> None:
        self._clock = clock
        self._rows: deque[dict[str, Any]] = deque(maxlen=rows)
        self._ids = itertools.count(1)
        self._lock = Lock()
        self._failures: dict[str, Failure] = {}

    def write(
        self, api: str, params: Mapping[str, str], body: object, status: int, errcode: int, **more: object
    ) -> dict[str, Any]:
        """Keep one row. `status` 0 means that no HTTP answer was given or received."""
        with self._lock:
            row = {
                "id": next(self._ids),
                "at": iso(self._clock.now()),
                "api": api,
                "params": without_secrets(dict(params)),
                "body": shortened(without_secrets(body)),
                "status": status,
                "errcode": errcode,
                **more,
            }
            self._rows.append(row)
            return row

    def write_failure(
        self, row: Mapping[str, Any], rid: str, answer: Mapping[str, Any], address: str
    ) -> None:
        """Keep a row that was answered with an errcode where its rid finds it."""
        with self._lock:
            self._failures[rid] = Failure(self._clock.now(), row, answer, address)
            while len(self._failures) > FAILURES:
                del self._failures[next(iter(self._failures))]

    def failure(self, rid: str) -> Failure | None:
        """A failed call by its rid."""
        return self._failures.get(rid)

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
