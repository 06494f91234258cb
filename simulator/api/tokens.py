"""Access tokens and the JS-SDK ticket."""

from __future__ import annotations

from simulator import identity
from simulator.api.call import Api, Call, Json
from simulator.errcodes import ApiError
from simulator.limits import TICKET_SECONDS


def token(call: Call) -> Json:
    """GET /cgi-bin/token: a new token every time; the former one lives five minutes more.

    The page of 2025 calls the parameters a request body, its example has them in the address [O].
    """
    given = {**call.body(), **call.params} if call.raw else call.params
    check_account(call, given.get("appid"), given.get("secret"))
    if given.get("grant_type") != "client_credential":
        raise ApiError(40002)
    check_address(call)
    value, seconds = call.world.tokens.replace(call.now)
    return {"access_token": value, "expires_in": seconds}


def stable_token(call: Call) -> Json:
    """POST /cgi-bin/stable_token: the same token until its last five minutes, unless forced."""
    body = call.body()
    check_account(call, body.get("appid"), body.get("secret"))
    if body.get("grant_type") != "client_credential":
        raise ApiError(40002)
    check_address(call)
    value, seconds = call.world.tokens.stable(call.now, force_refresh=body.get("force_refresh") is True)
    return {"access_token": value, "expires_in": seconds}


def check_account(call: Call, appid: object, secret: object) -> None:
    """Raises errcode 41002, 41004 (missing), 40013 or 40125 (wrong)."""
    if not appid:
        raise ApiError(41002)
    if not secret:
        raise ApiError(41004)
    if appid != call.world.config.appid:
        raise ApiError(40013)
    if secret != call.world.config.secret:
        raise ApiError(40125)


def check_address(call: Call) -> None:
    """With a whitelist set, only its addresses get a token; raises errcode 40164."""
    allowed = call.world.settings.ip_whitelist
    if allowed and call.remote not in allowed:
        raise ApiError(40164, f"invalid ip {call.remote} ipv6 ::ffff:{call.remote}, not in whitelist")


def getticket(call: Call) -> Json:
    """GET /cgi-bin/ticket/getticket?type=jsapi: the same ticket while it is valid."""
    kind = call.params.get("type", "")
    if kind not in {"jsapi", "wx_card"}:
        raise ApiError(40097)
    now = call.now
    ticket, until = call.world.jsapi_tickets.get(kind, ("", 0.0))
    if now >= until:
        ticket, until = identity.short_secret(86), now + TICKET_SECONDS
        call.world.jsapi_tickets[kind] = (ticket, until)
    return {"errcode": 0, "errmsg": "ok", "ticket": ticket, "expires_in": int(until - now)}


APIS = (
    Api("/cgi-bin/token", "GET", token, token=False),
    Api("/cgi-bin/stable_token", "POST", stable_token, token=False),
    Api("/cgi-bin/ticket/getticket", "GET", getticket),
)
