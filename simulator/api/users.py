"""Followers: the list, their details, remarks."""

from __future__ import annotations

from simulator.api.call import Api, Call, Json, objects
from simulator.citizens import Citizen
from simulator.errcodes import ApiError
from simulator.limits import FOLLOWER_PAGE, INFO_BATCH, REMARK_CHARACTERS


def get(call: Call) -> Json:
    """GET /cgi-bin/user/get?next_openid=: 10,000 a page; after the last page comes one without `data`."""
    openids = [citizen.openid for citizen in call.world.citizens.followers()]
    return {"total": len(openids), **page_after(openids, call.params.get("next_openid", ""))}


def page_after(openids: list[str], last: str) -> Json:
    """One page of openids after `last`; raises errcode 40003 when `last` is not among them."""
    if last and last not in openids:
        raise ApiError(40003)
    start = openids.index(last) + 1 if last else 0
    page = openids[start : start + FOLLOWER_PAGE]
    if not page:
        return {"count": 0, "next_openid": ""}
    return {"count": len(page), "data": {"openid": page}, "next_openid": page[-1]}


def info(call: Call) -> Json:
    """GET /cgi-bin/user/info?openid=."""
    openid = call.params.get("openid", "")
    if not openid:
        raise ApiError(41009)
    return _details(_person(call, openid))


def batch_info(call: Call) -> Json:
    """POST /cgi-bin/user/info/batchget {user_list: [{openid}]}: up to 100."""
    people = objects(call.body().get("user_list"), 40032)
    if not 1 <= len(people) <= INFO_BATCH:
        raise ApiError(40032)
    return {"user_info_list": [_details(_person(call, person.get("openid"))) for person in people]}


def update_remark(call: Call) -> Json:
    """POST /cgi-bin/user/info/updateremark {openid, remark}."""
    body = call.body()
    citizen = _person(call, body.get("openid"))
    remark = body.get("remark")
    if not isinstance(remark, str) or len(remark) > REMARK_CHARACTERS:
        raise ApiError(40097)
    if not citizen.following:
        raise ApiError(43004)
    citizen.remark = remark
    return {"errcode": 0, "errmsg": "ok"}


def _person(call: Call, openid: object) -> Citizen:
    citizen = call.world.citizens.find(openid) if isinstance(openid, str) else None
    if citizen is None:
        raise ApiError(40003)
    return citizen


def _details(citizen: Citizen) -> Json:
    """Since 2021-12-27 without nickname, picture, sex and place: the fields are there and empty."""
    if not citizen.following:
        return {"subscribe": 0, "openid": citizen.openid, "tagid_list": []}
    numeric = citizen.qr_scene.isdigit()
    return {
        "subscribe": 1,
        "openid": citizen.openid,
        "nickname": "",
        "sex": 0,
        "language": "zh_CN",
        "city": "",
        "province": "",
        "country": "",
        "headimgurl": "",
        "subscribe_time": int(citizen.subscribed_at),
        "remark": citizen.remark,
        "groupid": citizen.tag_ids[0] if citizen.tag_ids else 0,
        "tagid_list": list(citizen.tag_ids),
        "subscribe_scene": citizen.subscribe_scene,
        "qr_scene": int(citizen.qr_scene) if numeric else 0,
        "qr_scene_str": "" if numeric else citizen.qr_scene,
    }


APIS = (
    Api("/cgi-bin/user/get", "GET", get),
    Api("/cgi-bin/user/info", "GET", info),
    Api("/cgi-bin/user/info/batchget", "POST", batch_info),
    Api("/cgi-bin/user/info/updateremark", "POST", update_remark),
)
