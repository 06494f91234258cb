"""Customer-service staff: their accounts, and sessions that nobody is online for."""

from __future__ import annotations

from simulator.api.call import Api, Call, Json, whole
from simulator.api.messages import follower
from simulator.errcodes import ApiError
from simulator.limits import STAFF_RECORDS, STAFF_RECORDS_SECONDS
from simulator.media import kind_of

OK: Json = {"errcode": 0, "errmsg": "ok"}


def add(call: Call) -> Json:
    """POST /customservice/kfaccount/add {kf_account, nickname}."""
    body = call.body()
    call.world.staff.add(body.get("kf_account"), body.get("nickname"))
    return dict(OK)


def update(call: Call) -> Json:
    """POST /customservice/kfaccount/update {kf_account, nickname}."""
    body = call.body()
    call.world.staff.rename(body.get("kf_account"), body.get("nickname"))
    return dict(OK)


def invite(call: Call) -> Json:
    """POST /customservice/kfaccount/inviteworker {kf_account, invite_wx}: who is asked never answers here."""
    body = call.body()
    call.world.staff.invite(body.get("kf_account"), body.get("invite_wx"), call.now)
    return dict(OK)


def upload_picture(call: Call) -> Json:
    """POST /customservice/kfaccount/uploadheadimg?kf_account=: a jpg in the field `media`."""
    member = call.world.staff.get(call.params.get("kf_account"))
    file = call.files.get("media")
    if file is None:
        raise ApiError(41005)
    kind = kind_of(file.data)
    if kind not in {"jpg", "png"}:
        raise ApiError(40005)
    media = call.world.media.keep("staff_picture", file.data, kind, call.now, name=file.name)
    member.picture = f"{call.host_url}/_sim/media/{media.media_id}"
    return dict(OK)


def drop(call: Call) -> Json:
    """GET /customservice/kfaccount/del?kf_account=; the older page has it in a body of a POST [3]."""
    account = call.params.get("kf_account") or (call.body().get("kf_account") if call.raw else None)
    call.world.staff.drop(account)
    return dict(OK)


def listed(call: Call) -> Json:
    """GET /cgi-bin/customservice/getkflist."""
    rows = []
    for one in call.world.staff.all():
        row: Json = {
            "kf_account": one.account,
            "kf_headimgurl": one.picture,
            "kf_id": one.number,
            "kf_nick": one.nickname,
        }
        if one.invited:
            row |= {
                "invite_wx": one.invited,
                "invite_expire_time": int(one.invited_until),
                "invite_status": "waiting" if call.now < one.invited_until else "expired",
            }
        rows.append(row)
    return {"kf_list": rows}


def online(_call: Call) -> Json:
    """GET /cgi-bin/customservice/getonlinekflist: nobody accepted an invitation."""
    return {"kf_online_list": []}


def open_session(call: Call) -> Json:
    """POST /customservice/kfsession/create {kf_account, openid}: raises errcode 65415, nobody is online."""
    body = call.body()
    call.world.staff.get(body.get("kf_account"))
    follower(call, body.get("openid"))
    raise ApiError(65415)


def close_session(call: Call) -> Json:
    """POST /customservice/kfsession/close {kf_account, openid}: raises errcode 65413, there is none."""
    body = call.body()
    call.world.staff.get(body.get("kf_account"))
    follower(call, body.get("openid"))
    raise ApiError(65413)


def session_of(call: Call) -> Json:
    """GET /customservice/kfsession/getsession?openid=: `kf_account` is empty without a session [O]."""
    follower(call, call.params.get("openid"))
    return {"createtime": 0, "kf_account": ""}


def sessions_of(call: Call) -> Json:
    """GET /customservice/kfsession/getsessionlist?kf_account=."""
    call.world.staff.get(call.params.get("kf_account"))
    return {"sessionlist": []}


def waiting(_call: Call) -> Json:
    """GET /customservice/kfsession/getwaitcase."""
    return {"count": 0, "waitcaselist": []}


def records(call: Call) -> Json:
    """POST /customservice/msgrecord/getmsglist {starttime, endtime, msgid, number}: the staff said nothing.

    Raises errcode 65416 (not in order) or 65417 (more than a day).
    """
    body = call.body()
    start, end, first, number = (
        whole(body.get(key), 65416) for key in ("starttime", "endtime", "msgid", "number")
    )
    if start > end or first < 1 or not 1 <= number <= STAFF_RECORDS:
        raise ApiError(65416)
    if end - start > STAFF_RECORDS_SECONDS:
        raise ApiError(65417)
    return {"recordlist": [], "number": 0, "msgid": first}


APIS = (
    Api("/customservice/kfaccount/add", "POST", add),
    Api("/customservice/kfaccount/update", "POST", update),
    Api("/customservice/kfaccount/inviteworker", "POST", invite),
    Api("/customservice/kfaccount/uploadheadimg", "POST", upload_picture),
    Api("/customservice/kfaccount/del", "ANY", drop),
    Api("/cgi-bin/customservice/getkflist", "GET", listed),
    Api("/cgi-bin/customservice/getonlinekflist", "GET", online),
    Api("/customservice/kfsession/create", "POST", open_session),
    Api("/customservice/kfsession/close", "POST", close_session),
    Api("/customservice/kfsession/getsession", "GET", session_of),
    Api("/customservice/kfsession/getsessionlist", "GET", sessions_of),
    Api("/customservice/kfsession/getwaitcase", "GET", waiting),
    Api("/customservice/msgrecord/getmsglist", "POST", records),
)
