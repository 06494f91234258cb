"""The control interface: clock, faults, journal, settings, reset. Citizens have their own module."""

from __future__ import annotations

import json
import math
from typing import Any

from flask import Blueprint, Response, jsonify, request
from werkzeug.exceptions import HTTPException

from simulator.clock import iso
from simulator.directory import NAMES
from simulator.faults import BadFault, FaultPlan, fault_from
from simulator.inbound import BadMessage
from simulator.settings import BadSetting
from simulator.verifying import verify
from simulator.world import World


class BadRequest(Exception):
    """What was asked cannot be done; the message is the sentence answered with status 409."""


def make_control(world: World) -> Blueprint:
    """Everything under `/_sim/` that is not about one citizen."""
    control = Blueprint("control", __name__, url_prefix="/_sim")

    @control.get("/healthz")
    def healthz() -> Response:
        return jsonify(ok=True)

    @control.get("/clock")
    def clock() -> Response:
        return jsonify(_time(world))

    @control.post("/clock/advance")
    def advance() -> Response:
        seconds = posted().get("seconds")
        if isinstance(seconds, bool) or not isinstance(seconds, (int, float)) or not math.isfinite(seconds):
            raise BadRequest("seconds 应是要前进的秒数。")
        if not 0 <= seconds <= 10 * 366 * 86_400:
            raise BadRequest("时钟只能往前走，一次最多十年。")
        with world.lock:
            world.clock.advance(seconds)
        return jsonify(_time(world))

    @control.get("/faults")
    def faults() -> Response:
        return jsonify(world.faults.listed())

    @control.post("/faults")
    def add_fault() -> Response:
        fault = world.faults.add(fault_from(posted(), NAMES))
        return jsonify(id=fault.id, api=fault.api, times=fault.times)

    @control.delete("/faults")
    def clear_faults() -> Response:
        world.faults.clear()
        return jsonify(FaultPlan().listed())

    @control.get("/journal")
    def journal() -> Response:
        return jsonify(world.journal.since(number_asked("since"), request.args.get("api", "")))

    @control.get("/settings")
    def settings() -> Response:
        return jsonify(_settings(world))

    @control.post("/settings")
    def change_settings() -> Response:
        changes = posted()
        with world.lock:
            quotas = _quota_changes(changes.pop("quotas", {}))
            world.settings.change(changes)
            for name, (daily, per_minute) in quotas.items():
                _set_limit(world.quotas.daily, name, daily)
                _set_limit(world.quotas.per_minute, name, per_minute)
        return jsonify(_settings(world))

    @control.post("/tokens/revoke")
    def revoke() -> Response:
        with world.lock:
            world.tokens.revoke_all()
        return jsonify(ok=True)

    @control.post("/verify")
    def verify_webhook() -> Response:
        return jsonify(verify(world))

    @control.post("/reset")
    def reset() -> Response:
        seed = posted().get("seed", world.config.seed)
        if not isinstance(seed, (str, int)) or seed == "":
            raise BadRequest("seed 应是文字或数字。")
        world.reset(str(seed))
        return jsonify(seed=world.seed, now=iso(world.now()))

    return control


def posted() -> dict[str, Any]:
    """The JSON object of a request, whatever its Content-Type says; nothing at all is an empty object."""
    raw = request.get_data()
    if not raw.strip():
        return {}
    try:
        body = json.loads(raw)
        json.dumps(
            body, ensure_ascii=False
        ).encode()  # A lone half of a character, as in "\\ud800", ends here.
    except ValueError as error:
        raise BadRequest("请求正文不是 JSON。") from error
    if not isinstance(body, dict):
        raise BadRequest("请求正文应是一个 JSON 对象。")
    return body


def number_asked(name: str) -> int:
    """A whole number of the query, 0 when it is not given."""
    text = request.args.get(name) or "0"
    if not text.isdigit():
        raise BadRequest(f"{name} 应是不小于 0 的整数。")
    return int(text)


def refusal(error: Exception) -> tuple[Response, int]:
    """Status 409 with the sentence of a refused request."""
    return jsonify(error=str(error)), 409


def http_refusal(error: HTTPException) -> tuple[Response, int]:
    """An unknown path, a wrong method or a body over the limit, as JSON too."""
    sentences = {404: "没有这个地址。", 405: "这个地址不接受这种请求方法。", 413: "请求太大。"}
    code = error.code or 500
    return jsonify(error=sentences.get(code, f"请求不成立（{code}）。")), code


REFUSALS = (BadRequest, BadFault, BadSetting, BadMessage)


def _time(world: World) -> dict[str, Any]:
    now = world.now()
    return {"now": iso(now), "timestamp": int(now), "offset_seconds": world.clock.offset_seconds}


def _settings(world: World) -> dict[str, Any]:
    quotas = {
        name: {"daily": world.quotas.daily.get(name), "per_minute": world.quotas.per_minute.get(name)}
        for name in sorted(world.quotas.daily.keys() | world.quotas.per_minute.keys())
    }
    account = {"appid": world.config.appid, "original_id": world.config.original_id, "seed": world.seed}
    return {**world.settings.listed(), **account, "quotas": quotas}


def _quota_changes(given: object) -> dict[str, tuple[int | None, int | None]]:
    """{api: n} sets the daily limit, {api: {"daily": n, "per_minute": m}} both; null lifts a limit."""
    if not isinstance(given, dict):
        raise BadRequest("quotas 应是一个对象：接口名对次数。")
    changes = {}
    for name, limits in given.items():
        if name not in NAMES:
            raise BadRequest(f"没有“{name}”这个接口。")
        both = limits if isinstance(limits, dict) else {"daily": limits}
        numbers = (both.get("daily"), both.get("per_minute"))
        if any(one is not None and (isinstance(one, bool) or not isinstance(one, int)) for one in numbers):
            raise BadRequest("次数应是整数，null 表示不限。")
        changes[name] = numbers
    return changes


def _set_limit(limits: dict[str, int], name: str, value: int | None) -> None:
    if value is None:
        limits.pop(name, None)
    else:
        limits[name] = value
