"""The virtual citizens: who follows the account, and what their phones show."""

from __future__ import annotations

import itertools
from bisect import bisect_right
from collections import deque
from collections.abc import Iterable
from dataclasses import dataclass, field
from queue import Empty, Full, Queue
from threading import Lock
from typing import Any

from simulator.clock import VirtualClock, iso
from simulator.identity import name_for, openid_for
from simulator.windows import ServiceWindow

Row = dict[str, Any]
# A row that many phones show: its id there, and what is the same on all of them.
Shared = tuple[int, Row]
INBOX_ROWS = 2_000
RESET = "reset"  # The type of the last row a watcher gets.


@dataclass
class Citizen:
    """One person with a phone. `following` and everything below is what the platform knows of them.

    `receiving` is the switch 接收消息 on the account's page; `mass_count` are the mass messages of the month
    `mass_month`. `town` is nobody's business on the platform: a script remembers who lives where.
    """

    openid: str
    name: str
    following: bool = False
    subscribed_at: float = 0
    subscribe_scene: str = "ADD_SCENE_SEARCH"
    qr_scene: str = ""
    remark: str = ""
    tag_ids: list[int] = field(default_factory=list)
    blacklisted: bool = False
    acted_at: float = 0
    typing_until: float = 0
    receiving: bool = True
    mass_month: str = ""
    mass_count: int = 0
    town: str = ""
    given_wxname: str = ""
    window: ServiceWindow = field(default_factory=ServiceWindow)
    rows: deque[Row | Shared] = field(default_factory=lambda: deque(maxlen=INBOX_ROWS))

    @property
    def wxname(self) -> str:
        """Their WeChat ID (微信号), which an account knows of a few people only."""
        return self.given_wxname or f"wx_{self.openid[-12:]}"

    def card(self) -> Row:
        """What the control interface lists."""
        return {
            "openid": self.openid,
            "name": self.name,
            "wxname": self.wxname,
            "town": self.town,
            "following": self.following,
            "receiving": self.receiving,
            "remark": self.remark,
            "tag_ids": list(self.tag_ids),
        }


class Registry:
    """Everybody, in the order they came; the order followers are listed in."""

    def __init__(self, world_seed: str) -> None:
        self._world_seed = world_seed
        self._people: dict[str, Citizen] = {}
        self._counter = itertools.count(1)

    def add(self, seed: str | None, name: str | None) -> Citizen:
        """The citizen of this seed: the same openid and name every time, the same person if already here."""
        seed = seed or self._free_seed()
        openid = openid_for(self._world_seed, seed)
        if openid not in self._people:
            self._people[openid] = Citizen(openid, name or name_for(self._world_seed, seed))
        elif name:
            self._people[openid].name = name
        return self._people[openid]

    def _free_seed(self) -> str:
        while True:
            seed = f"citizen-{next(self._counter)}"
            if openid_for(self._world_seed, seed) not in self._people:
                return seed

    def find(self, openid: str) -> Citizen | None:
        return self._people.get(openid)

    def find_by_wxname(self, wxname: str) -> Citizen | None:
        return next((one for one in self._people.values() if one.wxname == wxname), None)

    def all(self) -> list[Citizen]:
        return list(self._people.values())

    def followers(self) -> list[Citizen]:
        """Those who follow, oldest follower first, as user/get lists them."""
        return sorted(
            (one for one in self._people.values() if one.following), key=lambda one: one.subscribed_at
        )


class Inbox:
    """What appears on the phones, row by row, and everyone who watches.

    A row is {id, at, openid, channel, direction, type, content, …}: direction `in` is what the account said,
    `out` what the citizen did, `system` what the platform itself shows. Row ids grow over all phones
    together.
    """

    def __init__(self, clock: VirtualClock) -> None:
        self._clock = clock
        self._ids = itertools.count(1)
        self._lock = Lock()
        self._watchers: list[tuple[str | None, Queue[Row]]] = []

    def append(self, citizen: Citizen, channel: str, direction: str, row: Row) -> Row:
        """Show one more row on a phone and wake the pages that watch it."""
        with self._lock:
            full = {
                "id": next(self._ids),
                "at": iso(self._clock.now()),
                "openid": citizen.openid,
                "channel": channel,
                "direction": direction,
                **row,
            }
            citizen.rows.append(full)
            for openid, queue in self._watchers:
                if openid in (None, citizen.openid):
                    _offer(queue, full)
        return full

    def append_all(self, citizens: Iterable[Citizen], channel: str, row: Row) -> None:
        """Show the same thing on many phones; a hundred thousand of them keep it once."""
        with self._lock:
            common = {"at": iso(self._clock.now()), "channel": channel, "direction": "in", **row}
            for citizen in citizens:
                shared = (next(self._ids), common)
                citizen.rows.append(shared)
                for openid, queue in self._watchers:
                    if openid in (None, citizen.openid):
                        _offer(queue, _whole(shared, citizen))

    def since(self, citizen: Citizen, row_id: int) -> list[Row]:
        """The rows of one phone after `row_id`, oldest first."""
        with self._lock:
            rows = list(citizen.rows)
        newer = rows[bisect_right(rows, row_id, key=_id_of) :]
        return [_whole(row, citizen) for row in newer]

    def watch(self, openid: str | None) -> Queue[Row]:
        """A queue of the rows to come, of one phone or of all; give it back with `leave`."""
        queue: Queue[Row] = Queue(maxsize=1_000)
        with self._lock:
            self._watchers.append((openid, queue))
        return queue

    def leave(self, queue: Queue[Row]) -> None:
        with self._lock:
            self._watchers = [pair for pair in self._watchers if pair[1] is not queue]

    def close(self) -> None:
        """Tell everyone who watches that this inbox is over (the world was reset)."""
        with self._lock:
            for _, queue in self._watchers:
                _offer(queue, {"type": RESET})


def _id_of(row: Row | Shared) -> int:
    return row[0] if isinstance(row, tuple) else int(row["id"])


def _whole(row: Row | Shared, citizen: Citizen) -> Row:
    if isinstance(row, tuple):
        return {"id": row[0], "openid": citizen.openid, **row[1]}
    return row


def _offer(queue: Queue[Row], row: Row) -> None:
    """Hand a row to a watcher; one who does not read loses the oldest row, never holds up the others."""
    try:
        queue.put_nowait(row)
    except Full:
        try:
            queue.get_nowait()
        except Empty:
            return
        queue.put_nowait(row)
