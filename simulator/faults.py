"""Scripted faults: what should go wrong on the next calls of an API, or on the next pushes to the webhook."""

from __future__ import annotations

import itertools
import random
from collections.abc import Collection, Mapping
from dataclasses import asdict, dataclass, field, replace
from threading import Event, Lock
from typing import Any

from simulator.names import api_named

WEBHOOK = "webhook"
FOREVER = -1
HOLD_SECONDS = 3.0
LONGEST_DELAY_MS = 600_000
MOST_DUPLICATES = 100


class BadFault(Exception):
    """The fault cannot be scripted; the message is a sentence for the caller."""


@dataclass
class Fault:
    """One scripted fault. For an API call:

    - `errcode`, `status`: answered at once with it; the call is not carried out.
    - `delay_ms`: wait (real time) before the call is looked at.
    - `truncate`: carried out, but only this many bytes of the answer arrive (true: half of it).
    - `drop_after`: carried out, then the connection closes without an answer.
    - `rate`: it strikes only this share of the calls (0 to 1), the same ones for the same order of calls.
    - `containing`: it strikes only a call with this text in its body, whatever else the account sends.

    A fault that does nothing but delay, until it is deleted, is latency: other faults strike besides it.

    For `webhook` pushes: `status` = the delivery never arrives and counts as answered so (a broken proxy);
    `delay_ms`, `truncate` (of the account's answer); `drop_after` = sent, closed without reading the answer;
    `duplicate` = that many further deliveries of the same message (at the same moment with `together`);
    `reorder` = held back until a later push has been delivered (at most 3 s).
    """

    api: str
    times: int = 1
    errcode: int | None = None
    errmsg: str = ""
    status: int | None = None
    delay_ms: int = 0
    truncate: int | bool = False
    drop_after: bool = False
    duplicate: int = 0
    together: bool = False
    reorder: bool = False
    rate: float = 1.0
    containing: str = ""
    id: int = field(default=0)


def fault_from(spec: object, apis: Collection[str]) -> Fault:
    """Check a fault as the control interface receives it; raises `BadFault`."""
    if not isinstance(spec, dict):
        raise BadFault("故障要写成一个 JSON 对象：api，加上要出什么错。")
    spec = {key: value for key, value in spec.items() if value is not None}
    unknown = set(spec) - set(Fault.__dataclass_fields__) | set(spec) & {"id"}
    if unknown:
        raise BadFault(f"故障没有“{sorted(unknown)[0]}”这一项。")
    api = spec.get("api")
    if not isinstance(api, str) or not api:
        raise BadFault("故障要有 api：接口路径的一段，或者 webhook。")
    api = api_named(api)
    if api != WEBHOOK and api != "*" and not any(api in name for name in apis):
        raise BadFault(f"没有路径里带“{api}”的接口。")
    values = {key: _checked(key, value) for key, value in spec.items() if key != "api"}
    fault = Fault(api=api, **values)
    if fault.times == 0 or fault.times < FOREVER:
        raise BadFault("times 是出错的次数：1 以上的整数，或 -1（直到删除）。")
    if not _does_something(fault):
        raise BadFault(
            "故障至少要有 errcode、status、delay_ms、truncate、drop_after、duplicate、reorder 中的一项。"
        )
    return _fitting(fault)


def _checked(key: str, value: object) -> Any:
    """The value of one field of a fault; raises `BadFault` for one of another type or out of its bounds."""
    match key, value:
        case "duplicate", True:
            return 1
        case "truncate", bool():
            return value
        case (("errmsg" | "containing"), _):
            return _text(key, value)
        case (("drop_after" | "reorder" | "together"), _):
            return _flag(key, value)
        case "rate", _:
            return _share(key, value)
    return _whole_number(key, value)


def _text(key: str, value: object) -> str:
    if not isinstance(value, str):
        raise BadFault(f"{key} 应是文字。")
    return value


def _flag(key: str, value: object) -> bool:
    if value not in (True, False):  # 1 and 0 too.
        raise BadFault(f"{key} 只能是 true 或 false。")
    return bool(value)


def _share(key: str, value: object) -> float:
    if isinstance(value, bool) or not isinstance(value, (int, float)) or not 0 < value <= 1:
        raise BadFault(f"{key} 应是大于 0、不大于 1 的比例。")
    return float(value)


def _whole_number(key: str, value: object) -> int:
    if isinstance(value, bool) or not isinstance(value, int):
        raise BadFault(f"{key} 应是整数。")
    if value < 0 and key not in {"errcode", "times"}:
        raise BadFault(f"{key} 不能是负数。")
    if key == "status" and not 200 <= value <= 599:
        raise BadFault("status 应是 200 到 599 的 HTTP 状态码。")
    if key == "delay_ms" and value > LONGEST_DELAY_MS:
        raise BadFault(f"delay_ms 最多 {LONGEST_DELAY_MS}（十分钟）。")
    if key == "duplicate" and value > MOST_DUPLICATES:
        raise BadFault(f"duplicate 最多 {MOST_DUPLICATES} 次。")
    return value


def _does_something(fault: Fault) -> bool:
    return fault.errcode is not None or any(
        (
            fault.status,
            fault.delay_ms,
            fault.truncate is not False,
            fault.drop_after,
            fault.duplicate,
            fault.reorder,
        )
    )


def _fitting(fault: Fault) -> Fault:
    if fault.api == WEBHOOK and fault.errcode is not None:
        raise BadFault("webhook 回的是消息，没有 errcode；请用 status。")
    if fault.api != WEBHOOK and (fault.duplicate or fault.reorder):
        raise BadFault("duplicate 和 reorder 只用于 webhook 推送。")
    if fault.api == WEBHOOK and fault.containing:
        raise BadFault("containing 只用于接口调用。")
    return fault


class FaultPlan:
    """The faults that still wait, oldest first; each call takes at most one, besides latency."""

    def __init__(self) -> None:
        self._waiting: list[Fault] = []
        self._ids = itertools.count(1)
        self._lock = Lock()
        self._held: list[Event] = []
        self._dice = random.Random("faults")  # noqa: S311  the same in every run, not secret

    def add(self, fault: Fault) -> Fault:
        with self._lock:
            fault.id = next(self._ids)
            self._waiting.append(fault)
        return fault

    def take(self, api: str, apis: Collection[str] = (), body: bytes = b"") -> Fault | None:
        """The fault that strikes this call, counted down; None when all is well.

        A fault's `api` that is a whole API name strikes only that one: `token` does not strike
        `stable_token`.
        """
        delays = 0
        with self._lock:
            for fault in list(self._waiting):
                if not _strikes(fault.api, api, apis) or fault.containing.encode() not in body:
                    continue
                if self._dice.random() >= fault.rate:
                    continue
                if fault.times != FOREVER:
                    fault.times -= 1
                if fault.times == 0:
                    self._waiting.remove(fault)
                if not _is_latency(fault):
                    return replace(fault, delay_ms=fault.delay_ms + delays)
                delays += fault.delay_ms
        return Fault(api, delay_ms=delays) if delays else None

    def clear(self) -> None:
        with self._lock:
            self._waiting.clear()
        self.release()

    def listed(self) -> list[Mapping[str, Any]]:
        with self._lock:
            return [asdict(fault) for fault in self._waiting]

    def hold(self) -> None:
        """Wait until a later push has been delivered, or a few seconds."""
        event = Event()
        with self._lock:
            self._held.append(event)
        event.wait(HOLD_SECONDS)

    def release(self) -> None:
        """A push was delivered: those held back may follow."""
        with self._lock:
            held, self._held = self._held, []
        for event in held:
            event.set()


def _is_latency(fault: Fault) -> bool:
    """Whether it is how slow the platform is for now, and nothing else."""
    return fault.times == FOREVER and not _does_something(replace(fault, delay_ms=0))


def _strikes(pattern: str, api: str, apis: Collection[str]) -> bool:
    if WEBHOOK in (pattern, api):
        return pattern == api
    if pattern == "*" or pattern == api:
        return True
    return pattern not in apis and pattern in api
