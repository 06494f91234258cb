"""Many followers at once, without a push each: an account that has them already."""

from __future__ import annotations

from typing import Any

from simulator import behaviour
from simulator.citizens import Citizen
from simulator.control.reading import BadRequest
from simulator.errcodes import ApiError
from simulator.world import World

LARGEST = 200_000


def crowd_from(world: World, body: dict[str, Any], seed: str) -> list[Citizen]:
    """`count` (or `n`) people of a seed, the same each time it is asked for; raises `BadRequest`."""
    count = body["count"] if "count" in body else body.get("n")
    if isinstance(count, bool) or not isinstance(count, int) or not 1 <= count <= LARGEST:
        raise BadRequest(f"count 应是 1 到 {LARGEST} 的整数。")
    with world.lock:
        people = [world.citizens.add(f"{seed}-{number}", None) for number in range(1, count + 1)]
        for citizen in people:
            if not citizen.following:
                behaviour.start_following(world, citizen)
    return people


def settle(world: World, people: list[Citizen], body: dict[str, Any]) -> dict[str, Any]:
    """Tag them and spread them over towns, in turn: who lives where depends on nothing else.

    `tags`: names that each of them gets. `towns`: names, one for each person. `tag_towns`: the account has a
    tag for each town. Tags that it does not have yet are made. Gives the ids and openids by name.
    """
    tags, towns = names_in(body, "tags"), names_in(body, "towns")
    tag_towns = body.get("tag_towns") or False
    if not isinstance(tag_towns, bool):
        raise BadRequest("tag_towns 只能是 true 或 false。")
    with world.lock:
        ids = {name: _tag_id(world, name) for name in (*tags, *(towns if tag_towns else ()))}
        by_town: dict[str, list[str]] = {town: [] for town in towns}
        for number, citizen in enumerate(people):
            wanted = [ids[name] for name in tags]
            if towns:
                citizen.town = towns[number % len(towns)]
                by_town[citizen.town].append(citizen.openid)
                wanted += [ids[citizen.town]] if tag_towns else []
            citizen.tag_ids += [one for one in wanted if one not in citizen.tag_ids]
    return {"tags": ids, "towns": by_town}


def names_in(body: dict[str, Any], key: str) -> list[str]:
    """A list of names in a body; empty when it is not given."""
    names = body.get(key)
    if names is None:
        return []
    if not isinstance(names, list) or not all(isinstance(name, str) and name for name in names):
        raise BadRequest(f"{key} 应是名称的列表。")
    return list(dict.fromkeys(names))


def _tag_id(world: World, name: str) -> int:
    """The account's tag of this name, made if there is none."""
    for tag_id, known in world.tags.names.items():
        if known == name:
            return tag_id
    try:
        return world.tags.create(name)
    except ApiError as error:
        raise BadRequest(f"建不了标签“{name}”：{error.errcode} {error.errmsg}。") from error
