"""F13: events come three times, late, and in another order than they happened."""

import random
import threading
import time
from collections.abc import Callable

from sqlalchemy import select

from followers.models import Follower, FollowState
from proof.estate import Estate
from proof.findings import Finding
from proof.platform import in_parallel
from tests.account import Citizen

A_SECOND = 1.1  # the platform's times are whole seconds: what happens later has a later one
FAULTS: tuple[dict[str, object], ...] = (
    {"duplicate": 2},
    {"duplicate": 2, "together": True},
    {"reorder": True},
    {"drop_after": True},
)


def confuse(estate: Estate, *, people: int, steps: int, seed: int = 1) -> list[Finding]:
    """Let people come, go and ask while the platform repeats and reorders what it pushes."""
    chance = random.Random(seed)
    account = estate.account
    citizens = [account.citizen() for _ in range(people)]
    for _ in range(people * steps // 2):
        account.control("POST", "faults", api="webhook", times=1, **chance.choice(FAULTS))
    lives = [
        _Life(citizen, random.Random(f"{seed} {number}"), steps) for number, citizen in enumerate(citizens)
    ]
    in_parallel([life.live for life in lives])
    account.control("DELETE", "faults")
    truth = {row["openid"]: row["following"] for row in account.control("GET", "citizens")}
    with estate.rows() as database, database.reading() as session:
        known = {row[0]: row[1] for row in session.execute(select(Follower.openid, Follower.state))}
    wrong = [
        citizen.openid
        for citizen in citizens
        if truth[citizen.openid] != (known.get(citizen.openid) is FollowState.FOLLOWING)
    ]
    replies = [_replies(citizen) for citizen in citizens]
    where = f"on {estate.engine}"
    return [
        Finding("F13.state", f"followers whose state is not the platform's, {where}", people, len(wrong), 0),
        Finding(
            "F13.replies",
            f"replies beyond one for each thing that people did, {where}",
            sum(life.deeds for life in lives),
            sum(max(0, count - life.deeds - 1) for count, life in zip(replies, lives, strict=True)),
            0,
        ),
    ]


def _replies(citizen: Citizen) -> int:
    return sum(row.get("channel") != "system" for row in citizen.inbox())


class _Life:
    """Somebody who follows, leaves and asks; what is pushed late overlaps with what they do next."""

    def __init__(self, citizen: Citizen, chance: random.Random, steps: int) -> None:
        self._citizen = citizen
        self._chance = chance
        self._steps = steps
        self.deeds = 0

    def live(self) -> None:
        following = True
        pushes: list[threading.Thread] = []
        for _ in range(self._steps):
            time.sleep(A_SECOND)
            deed = self._chance.choice(["turn", "turn", "ask"])
            act: Callable[[], object]
            if deed == "ask" and following:
                act = self._ask
            elif following:
                act, following = self._citizen.unfollows, False
            else:
                act, following = self._citizen.follows, True
            self.deeds += 1
            push = threading.Thread(target=act)
            push.start()
            pushes.append(push)
        for push in pushes:
            push.join()

    def _ask(self) -> None:
        self._citizen.says("你好")
