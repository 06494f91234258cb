"""Web authorisation inside WeChat: the page learns the visitor's openid."""

from __future__ import annotations

from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

from flask import Response

from simulator import identity
from simulator.api.call import Answer, Api, Call, Json
from simulator.api.tokens import check_account
from simulator.citizens import Citizen
from simulator.errcodes import ApiError
from simulator.limits import OAUTH_TOKEN_SECONDS
from simulator.oauth import SCOPES, Visit

COOKIE = "sim_openid"


def authorize(call: Call) -> Answer:
    """GET /connect/oauth2/authorize on the open host: straight back to redirect_uri with code and state.

    The visitor is the citizen named by `_openid` in the address or by the cookie `sim_openid`, else the
    first. A consent page (snsapi_userinfo) is not drawn; the visitor is taken to have agreed.
    """
    params = call.params
    if problem := _problem(call):
        return _page(problem)
    target = urlsplit(params["redirect_uri"])
    visitor = _visitor(call)
    if visitor is None:
        return _page("模拟器里还没有市民，请先添加一位")
    snapshot = call.world.settings.snapshot_user
    openid = (
        identity.openid_for(call.world.seed, f"snapshot/{visitor.openid}") if snapshot else visitor.openid
    )
    code = call.world.oauth.code_for(openid, params["scope"], call.now, snapshot=snapshot)
    query = [
        *parse_qsl(target.query, keep_blank_values=True),
        ("code", code),
        ("state", params.get("state", "")),
    ]
    location = urlunsplit((target.scheme, target.netloc, target.path, urlencode(query), target.fragment))
    return Response("", 302, headers={"Location": location})


def _problem(call: Call) -> str:
    """What the page says instead of leading back, with the number that the platform's page gives it [O]."""
    params = call.params
    for name, number in (("appid", 10012), ("redirect_uri", 10011), ("scope", 10010)):
        if not params.get(name):
            return f"{name} 不能为空，错误码：{number}"
    if params["appid"] != call.world.config.appid:
        return "AppID 参数错误"
    if params.get("response_type") != "code" or params["scope"] not in SCOPES:
        return "Scope 参数错误或没有 Scope 权限，错误码：10005"
    host = _host_of(params["redirect_uri"])
    if not host:
        return "redirect_uri 参数错误"
    allowed = call.world.settings.oauth_domains
    if allowed and host not in {domain.lower() for domain in allowed}:
        return "redirect_uri 参数错误：域名与后台配置不一致，错误码：10003"
    return ""


def _host_of(address: str) -> str:
    """The host of a web address, without its port; empty for anything else."""
    try:
        target = urlsplit(address)
        return target.hostname or "" if target.scheme in {"http", "https"} else ""
    except ValueError:  # A bracket that is not closed.
        return ""


def _visitor(call: Call) -> Citizen | None:
    people = call.world.citizens
    for openid in (call.params.get("_openid", ""), call.cookies.get(COOKIE, "")):
        citizen = people.find(openid)
        if citizen is not None:
            return citizen
    return next(iter(people.all()), None)


def _page(sentence: str) -> Response:
    page = (
        f'<!doctype html><html lang="zh-CN"><meta charset="utf-8"><title>微信</title><p>{sentence}</p></html>'
    )
    return Response(page, content_type="text/html; charset=utf-8")


def access_token(call: Call) -> Json:
    """GET /sns/oauth2/access_token: buys openid and a web token with a code, once."""
    check_account(call, call.params.get("appid"), call.params.get("secret"))
    code = call.params.get("code", "")
    if not code:
        raise ApiError(41008)
    if call.params.get("grant_type") != "authorization_code":
        raise ApiError(40002)
    return _tokens(*call.world.oauth.redeem(code, call.now))


def refresh_token(call: Call) -> Json:
    """GET /sns/oauth2/refresh_token."""
    if call.params.get("appid") != call.world.config.appid:
        raise ApiError(40013)
    refresher = call.params.get("refresh_token", "")
    if not refresher:
        raise ApiError(41003)
    return _tokens(*call.world.oauth.refresh(refresher, call.now))


def _tokens(visit: Visit, token: str, refresher: str) -> Json:
    answer: Json = {
        "access_token": token,
        "expires_in": OAUTH_TOKEN_SECONDS,
        "refresh_token": refresher,
        "openid": visit.openid,
        "scope": visit.scope,
    }
    return answer | {"is_snapshotuser": 1} if visit.snapshot else answer


def auth(call: Call) -> Json:
    """GET /sns/auth: whether a web token is still good for an openid."""
    _visit(call)
    return {"errcode": 0, "errmsg": "ok"}


def userinfo(call: Call) -> Json:
    """GET /sns/userinfo, for scope snsapi_userinfo only (else errcode 48001)."""
    visit = _visit(call)
    if visit.scope != "snsapi_userinfo":
        raise ApiError(48001)
    citizen = call.world.citizens.find(visit.openid)
    name = citizen.name if citizen else "微信用户"
    places = {"province": "", "city": "", "country": "", "headimgurl": ""}
    return {"openid": visit.openid, "nickname": name, "sex": 0, **places, "privilege": []}


def _visit(call: Call) -> Visit:
    params = call.params
    return call.world.oauth.visit_of(params.get("access_token", ""), params.get("openid", ""), call.now)


APIS = (
    Api("/connect/oauth2/authorize", "GET", authorize, host="open", token=False),
    Api("/sns/oauth2/access_token", "ANY", access_token, token=False),
    Api("/sns/oauth2/refresh_token", "ANY", refresh_token, token=False),
    Api("/sns/auth", "GET", auth, token=False),
    Api("/sns/userinfo", "GET", userinfo, token=False),
)
