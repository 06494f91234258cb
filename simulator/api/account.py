"""Housekeeping calls of an account: quotas and the platform's addresses."""

from __future__ import annotations

from simulator.api.call import Api, Call, Json
from simulator.errcodes import ApiError
from simulator.limits import MINUTE
from simulator.names import api_named

ADDRESSES = ["127.0.0.1"]


def clear_quota(call: Call) -> Json:
    """POST /cgi-bin/clear_quota {appid}: today's counts start again, ten times a month."""
    if call.text("appid", 41002) != call.world.config.appid:
        raise ApiError(40013)
    call.world.quotas.clear(call.now)
    return {"errcode": 0, "errmsg": "ok"}


def quota(call: Call) -> Json:
    """POST /cgi-bin/openapi/quota/get {cgi_path}: what is left of an API today (76021: it has no limit)."""
    name = api_named(call.text("cgi_path"))
    quotas = call.world.quotas
    if name not in quotas.daily:
        raise ApiError(76021)
    limit, used = quotas.daily[name], quotas.used(name, call.now)
    answer: Json = {"errcode": 0, "errmsg": "ok"}
    answer["quota"] = {"daily_limit": limit, "used": used, "remain": max(0, limit - used)}
    if name in quotas.per_minute:
        answer["rate_limit"] = {"call_count": quotas.per_minute[name], "refresh_second": MINUTE}
    return answer


def callback_addresses(_call: Call) -> Json:
    """GET /cgi-bin/getcallbackip and get_api_domain_ip: this simulator speaks from the loopback only."""
    return {"ip_list": list(ADDRESSES)}


APIS = (
    Api("/cgi-bin/clear_quota", "POST", clear_quota),
    Api("/cgi-bin/openapi/quota/get", "POST", quota),
    Api("/cgi-bin/getcallbackip", "GET", callback_addresses),
    Api("/cgi-bin/get_api_domain_ip", "GET", callback_addresses),
)
