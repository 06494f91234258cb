"""Tags on followers, and the blacklist."""

from __future__ import annotations

import re
from collections import Counter

from simulator.api.call import Api, Call, Json, texts, whole
from simulator.api.users import page_after
from simulator.citizens import Citizen
from simulator.errcodes import ApiError
from simulator.limits import BLACKLIST_BATCH, TAG_BATCH, TAG_FOLLOWERS_TO_DELETE, TAGS_PER_FOLLOWER

OPENID = re.compile(r"o[A-Za-z0-9_-]{27}")
OK: Json = {"errcode": 0, "errmsg": "ok"}


def create(call: Call) -> Json:
    """POST /cgi-bin/tags/create {tag: {name}}."""
    name = _name(call)
    return {"tag": {"id": call.world.tags.create(name), "name": name}}


def get(call: Call) -> Json:
    """GET /cgi-bin/tags/get, with how many followers each has."""
    counts = Counter(tag_id for one in call.world.citizens.followers() for tag_id in one.tag_ids)
    names = call.world.tags.names
    return {"tags": [{"id": tag_id, "name": name, "count": counts[tag_id]} for tag_id, name in names.items()]}


def update(call: Call) -> Json:
    """POST /cgi-bin/tags/update {tag: {id, name}}."""
    call.world.tags.rename(_id(call), _name(call))
    return dict(OK)


def delete(call: Call) -> Json:
    """POST /cgi-bin/tags/delete {tag: {id}}: taken off its followers too, at most 100,000 of them."""
    tag_id = _id(call)
    people = _tagged(call, tag_id)
    if len(people) > TAG_FOLLOWERS_TO_DELETE:
        raise ApiError(45057)
    call.world.tags.delete(tag_id)
    for citizen in people:
        citizen.tag_ids.remove(tag_id)
    return dict(OK)


def tag_followers(call: Call) -> Json:
    """POST /cgi-bin/tags/members/batchtagging {openid_list, tagid}: all or none of up to 50."""
    tag_id, people = _members(call)
    if any(tag_id not in one.tag_ids and len(one.tag_ids) >= TAGS_PER_FOLLOWER for one in people):
        raise ApiError(45059)
    for citizen in people:
        if tag_id not in citizen.tag_ids:
            citizen.tag_ids.append(tag_id)
    return dict(OK)


def untag_followers(call: Call) -> Json:
    """POST /cgi-bin/tags/members/batchuntagging {openid_list, tagid}."""
    tag_id, people = _members(call)
    for citizen in people:
        if tag_id in citizen.tag_ids:
            citizen.tag_ids.remove(tag_id)
    return dict(OK)


def tags_of(call: Call) -> Json:
    """POST /cgi-bin/tags/getidlist {openid}."""
    citizen = call.world.citizens.find(call.text("openid", 41009))
    if citizen is None:
        raise ApiError(40003)
    return {"tagid_list": list(citizen.tag_ids)}


def followers_of(call: Call) -> Json:
    """POST /cgi-bin/user/tag/get {tagid, next_openid}: paged like user/get."""
    body = call.body()
    tag_id = whole(body.get("tagid"), 45159)
    call.world.tags.check(tag_id)
    openids = [citizen.openid for citizen in _tagged(call, tag_id)]
    return page_after(openids, str(body.get("next_openid") or ""))


def blacklist(call: Call) -> Json:
    """POST /cgi-bin/tags/members/getblacklist {begin_openid}."""
    openids = [citizen.openid for citizen in call.world.citizens.all() if citizen.blacklisted]
    page = page_after(openids, str(call.body().get("begin_openid") or "")) if openids else {"count": 0}
    return {"total": len(openids), **page}


def block(call: Call) -> Json:
    """POST /cgi-bin/tags/members/batchblacklist {openid_list}: nothing of theirs is pushed any more."""
    return _set_blocked(call, blocked=True)


def unblock(call: Call) -> Json:
    """POST /cgi-bin/tags/members/batchunblacklist {openid_list}."""
    return _set_blocked(call, blocked=False)


def _set_blocked(call: Call, *, blocked: bool) -> Json:
    for citizen in _people(call, call.body().get("openid_list"), BLACKLIST_BATCH):
        citizen.blacklisted = blocked
    return dict(OK)


def _members(call: Call) -> tuple[int, list[Citizen]]:
    body = call.body()
    tag_id = whole(body.get("tagid"), 45159)
    if tag_id in {0, 1}:
        raise ApiError(45058)
    call.world.tags.check(tag_id)
    return tag_id, _people(call, body.get("openid_list"), TAG_BATCH)


def _people(call: Call, openids: object, limit: int) -> list[Citizen]:
    """Raises errcode 40032 (how many), 40003 (no openid at all) or 49003 (nobody who follows) [O]."""
    names = texts(openids, 40032)
    if not 1 <= len(names) <= limit:
        raise ApiError(40032)
    if not all(OPENID.fullmatch(name) for name in names):
        raise ApiError(40003)
    people = [call.world.citizens.find(name) for name in names]
    found = [person for person in people if person is not None and person.following]
    if len(found) < len(people):
        raise ApiError(49003)
    return found


def _tagged(call: Call, tag_id: int) -> list[Citizen]:
    return [citizen for citizen in call.world.citizens.followers() if tag_id in citizen.tag_ids]


def _tag(call: Call) -> Json:
    tag = call.body().get("tag")
    if not isinstance(tag, dict):
        raise ApiError(40097)
    return tag


def _id(call: Call) -> int:
    return whole(_tag(call).get("id"), 45159)


def _name(call: Call) -> str:
    name = _tag(call).get("name")
    if not isinstance(name, str):
        raise ApiError(45157)
    return name


APIS = (
    Api("/cgi-bin/tags/create", "POST", create),
    Api("/cgi-bin/tags/get", "GET", get),
    Api("/cgi-bin/tags/update", "POST", update),
    Api("/cgi-bin/tags/delete", "POST", delete),
    Api("/cgi-bin/tags/members/batchtagging", "POST", tag_followers),
    Api("/cgi-bin/tags/members/batchuntagging", "POST", untag_followers),
    Api("/cgi-bin/tags/getidlist", "POST", tags_of),
    Api("/cgi-bin/user/tag/get", "ANY", followers_of),
    Api("/cgi-bin/tags/members/getblacklist", "POST", blacklist),
    Api("/cgi-bin/tags/members/batchblacklist", "POST", block),
    Api("/cgi-bin/tags/members/batchunblacklist", "POST", unblock),
)
