"""Housekeeping calls of an account: quotas, failed calls, addresses of the platform, its own replies."""

from __future__ import annotations

import re

from simulator.api.call import Api, Call, Json
from simulator.api.tokens import check_account
from simulator.errcodes import ApiError
from simulator.limits import MINUTE, RID_SECONDS
from simulator.names import api_named

ADDRESSES = ["127.0.0.1"]
RID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{8}-[0-9a-f]{8}")
CHECKS = ("dns", "ping", "all")
OPERATORS = ("CHINANET", "UNICOM", "CAP", "DEFAULT")


def clear_quota(call: Call) -> Json:
    """POST /cgi-bin/clear_quota {appid}: today's counts start again, ten times a month."""
    if call.text("appid", 41002) != call.world.config.appid:
        raise ApiError(40013)
    call.world.quotas.clear(call.now)
    return {"errcode": 0, "errmsg": "ok"}


def clear_quota_by_secret(call: Call) -> Json:
    """POST /cgi-bin/clear_quota/v2 {appid, appsecret}, in the body or in the address; needs no token."""
    given = call.params if call.params.get("appid") else call.body()
    check_account(call, given.get("appid"), given.get("appsecret"))
    call.world.quotas.clear(call.now)
    return {"errcode": 0, "errmsg": "ok"}


def clear_one_quota(call: Call) -> Json:
    """POST /cgi-bin/openapi/quota/clear {cgi_path}: one API's count of today, fifty times a month."""
    name = _path_asked(call)
    if name not in call.world.quotas.daily:
        raise ApiError(76021)
    call.world.quotas.clear_one(name, call.now)
    return {"errcode": 0, "errmsg": "ok"}


def failed_call(call: Call) -> Json:
    """POST /cgi-bin/openapi/rid/get {rid}: what was asked and answered; credentials are masked.

    Raises errcode 76002 (no rid), 76001 (not a failed call of the last seven days), 76022 (one of /sns/).
    """
    rid = str(call.body().get("rid", ""))
    if not RID.fullmatch(rid):
        raise ApiError(76002)
    found = call.world.journal.failure(rid)
    if found is None or call.now - found.at > RID_SECONDS:
        raise ApiError(76001)
    if found.row["api"].startswith("sns/"):
        raise ApiError(76022)
    return {"errcode": 0, "errmsg": "ok", "request": found.request()}


def check_callback(call: Call) -> Json:
    """POST /cgi-bin/callback/check {action, check_operator}: the server is near, nothing is lost."""
    body = call.body()
    action, operator = body.get("action"), body.get("check_operator")
    if action not in CHECKS:
        raise ApiError(40202)
    if operator not in OPERATORS:
        raise ApiError(40203)
    answer: Json = {}
    if action != "ping":
        answer["dns"] = [{"ip": ip, "real_operator": "CAP"} for ip in ADDRESSES]
    if action != "dns":
        source = "CAP" if operator == "DEFAULT" else operator
        seen = {"from_operator": source, "package_loss": "0%", "time": "0.050ms"}
        answer["ping"] = [{"ip": ip, **seen} for ip in ADDRESSES]
    return answer


def console_replies(_call: Call) -> Json:
    """GET /cgi-bin/get_current_autoreply_info: none, as the account has a server of its own."""
    return {"is_add_friend_reply_open": 0, "is_autoreply_open": 0}


def quota(call: Call) -> Json:
    """POST /cgi-bin/openapi/quota/get {cgi_path}: what is left of an API today (76021: it has no limit)."""
    name = _path_asked(call)
    quotas = call.world.quotas
    if name not in quotas.daily:
        raise ApiError(76021)
    limit, used = quotas.daily[name], quotas.used(name, call.now)
    answer: Json = {"errcode": 0, "errmsg": "ok"}
    answer["quota"] = {"daily_limit": limit, "used": used, "remain": max(0, limit - used)}
    if name in quotas.per_minute:
        answer["rate_limit"] = {"call_count": quotas.per_minute[name], "refresh_second": MINUTE}
    return answer


def _path_asked(call: Call) -> str:
    """The API of `cgi_path`; raises errcode 76003 (does not begin with a slash) or 76022 (of /sns/)."""
    path = call.text("cgi_path", 76021)
    if not path.startswith("/"):
        raise ApiError(76003)
    if path.startswith("/sns/"):
        raise ApiError(76022)
    return api_named(path)


def callback_addresses(_call: Call) -> Json:
    """GET /cgi-bin/getcallbackip and get_api_domain_ip: this simulator speaks from the loopback only."""
    return {"ip_list": list(ADDRESSES)}


APIS = (
    Api("/cgi-bin/clear_quota", "POST", clear_quota),
    Api("/cgi-bin/clear_quota/v2", "POST", clear_quota_by_secret, token=False),
    Api("/cgi-bin/openapi/quota/get", "POST", quota),
    Api("/cgi-bin/openapi/quota/clear", "POST", clear_one_quota),
    Api("/cgi-bin/openapi/rid/get", "POST", failed_call),
    Api("/cgi-bin/callback/check", "POST", check_callback),
    Api("/cgi-bin/get_current_autoreply_info", "GET", console_replies),
    Api("/cgi-bin/getcallbackip", "GET", callback_addresses),
    Api("/cgi-bin/get_api_domain_ip", "GET", callback_addresses),
)
