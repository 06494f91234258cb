"""The control interface: clock, faults, journal, settings, reset. Citizens have their own module."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Response, jsonify, request
from werkzeug.exceptions import HTTPException

from simulator.api.directory import NAMES
from simulator.clock import iso
from simulator.control.reading import BadRequest, posted, rows_since, seed_of
from simulator.faults import BadFault, FaultPlan, fault_from
from simulator.moderation import BadVerdict
from simulator.names import api_named
from simulator.push.inbound import BadMessage
from simulator.push.verifying import verify
from simulator.settings import BadSetting
from simulator.world import World

FARTHEST_SECONDS = 10 * 366 * 86_400


class PlatformControl:
    """Everything under `/_sim/` that is not about one citizen."""

    def __init__(self, world: World) -> None:
        self._world = world

    def blueprint(self) -> Blueprint:
        """The routes."""
        control = Blueprint("control", __name__, url_prefix="/_sim")
        rule = control.add_url_rule
        rule("/healthz", view_func=self.healthz)
        rule("/clock", view_func=self.clock)
        rule("/clock/advance", view_func=self.advance, methods=["POST"])
        rule("/faults", view_func=self.faults)
        rule("/faults", view_func=self.add_fault, methods=["POST"])
        rule("/faults", view_func=self.clear_faults, methods=["DELETE"])
        rule("/journal", view_func=self.journal)
        rule("/settings", view_func=self.settings)
        rule("/settings", view_func=self.change_settings, methods=["POST"])
        rule("/tokens/revoke", view_func=self.revoke, methods=["POST"])
        rule("/verify", view_func=self.verify_webhook, methods=["POST"])
        rule("/reset", view_func=self.reset, methods=["POST"])
        return control

    def healthz(self) -> Response:
        return jsonify(ok=True)

    def clock(self) -> Response:
        return jsonify(_time(self._world))

    def advance(self) -> Response:
        seconds = posted().get("seconds")
        if isinstance(seconds, bool) or not isinstance(seconds, (int, float)):
            raise BadRequest("seconds 应是要前进的秒数。")
        if not 0 <= seconds <= FARTHEST_SECONDS:
            raise BadRequest("时钟只能往前走，一次最多十年。")
        with self._world.lock:
            if self._world.clock.offset_seconds + seconds > 10 * FARTHEST_SECONDS:
                raise BadRequest("时钟一共最多往前走一百年；要重新开始，请用 reset。")
            self._world.clock.advance(seconds)
        self._world.agenda.run_due()
        return jsonify(_time(self._world))

    def faults(self) -> Response:
        return jsonify(self._world.faults.listed())

    def add_fault(self) -> Response:
        fault = self._world.faults.add(fault_from(posted(), NAMES))
        return jsonify(id=fault.id, api=fault.api, times=fault.times)

    def clear_faults(self) -> Response:
        self._world.faults.clear()
        return jsonify(FaultPlan().listed())

    def journal(self) -> Response:
        api = api_named(request.args.get("api", ""))
        return jsonify(rows_since(lambda row_id: self._world.journal.since(row_id, api)))

    def settings(self) -> Response:
        return jsonify(_settings(self._world))

    def change_settings(self) -> Response:
        changes = posted()
        with self._world.lock:
            quotas = _quota_changes(changes.pop("quotas", {}))
            self._world.settings.change(changes)
            for name, limits in quotas.items():
                for kind, value in limits.items():
                    _set_limit(getattr(self._world.quotas, kind), name, value)
        return jsonify(_settings(self._world))

    def revoke(self) -> Response:
        with self._world.lock:
            self._world.tokens.revoke_all()
        return jsonify(ok=True)

    def verify_webhook(self) -> Response:
        return jsonify(verify(self._world))

    def reset(self) -> Response:
        self._world.reset(seed_of(posted()) or self._world.config.seed)
        return jsonify(seed=self._world.seed, now=iso(self._world.now()))


def refusal(error: Exception) -> tuple[Response, int]:
    """Status 409 with the sentence of a refused request."""
    return jsonify(error=str(error)), 409


def http_refusal(error: HTTPException) -> tuple[Response, int]:
    """An unknown path, a wrong method or a body over the limit, as JSON too."""
    sentences = {404: "没有这个地址。", 405: "这个地址不接受这种请求方法。", 413: "请求太大。"}
    code = error.code or 500
    return jsonify(error=sentences.get(code, f"请求不成立（{code}）。")), code


REFUSALS = (BadRequest, BadFault, BadSetting, BadMessage, BadVerdict)


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


def _quota_changes(given: object) -> dict[str, dict[str, int | None]]:
    """{api: n} sets the daily limit, {api: {"daily": n, "per_minute": m}} those named; null lifts a limit."""
    if not isinstance(given, dict):
        raise BadRequest("quotas 应是一个对象：接口名对次数。")
    changes = {}
    for name, limits in given.items():
        api = api_named(name)
        if api not in NAMES:
            raise BadRequest(f"没有“{name}”这个接口。")
        named = limits if isinstance(limits, dict) else {"daily": limits}
        if not named.keys() <= {"daily", "per_minute"} or not all(_is_limit(one) for one in named.values()):
            raise BadRequest("次数写成 daily、per_minute 的整数，不小于 0；null 表示不限。")
        changes[api] = named
    return changes


def _is_limit(value: object) -> bool:
    return value is None or (isinstance(value, int) and not isinstance(value, bool) and value >= 0)


def _set_limit(limits: dict[str, int], name: str, value: int | None) -> None:
    if value is None:
        limits.pop(name, None)
    else:
        limits[name] = value
