"""Pulls the platform's list of followers, then what it says about each, as far as time and quota reach.

A county of 600,000 is 61 calls for the list and 6,000 for the people; what one run does not finish
the next goes on with. No transaction is open while the platform is asked.
"""

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from typing import TypeVar

import structlog
from sqlalchemy.orm import Session

from core.clock import Clock
from core.db import Database
from deliveries.ports import GatewayRefusal
from followers import roster
from followers.ports import People
from followers.roster_models import FollowerPull, PullStage
from jobs.clock import ScheduledJob
from jobs.ports import Job, Queue

AT_ONCE = 1_000
"""Rows a transaction: on the embedded engine every message waits for it."""

BUDGET = timedelta(minutes=5)
PIECE = timedelta(seconds=30)
"""How long one job goes on with what staff asked for."""
_SPENT = "今天的调用次数用完了，夜里接着做。"

T = TypeVar("T")

log = structlog.get_logger("jobs")


class FollowerPuller:
    """Does the pull of a day; ``people`` is handed over as a thunk, for the gateway is made late."""

    def __init__(self, database: Database, people: Callable[[], People], clock: Clock) -> None:
        self._database = database
        self._people = people
        self._clock = clock

    def scheduled_jobs(self) -> list[ScheduledJob]:
        """Between one and six at night, when few write."""
        return [ScheduledJob("pull_followers", "*/10 1-5 * * *", self._at_night, grace=timedelta(minutes=10))]

    def jobs(self) -> list[Job]:
        """What staff asked for from a page; a piece at a time, until it is done."""
        return [
            Job(
                "pull_followers_asked",
                Queue.UPKEEP,
                self._asked,
                self._piece,
                window=1,
                again_after_seconds=60.0,
                look_every_seconds=2.0,
                is_any=roster.IS_ANY_WANTED,
            )
        ]

    def _asked(self, now: datetime, _limit: int) -> Sequence[str]:
        with self._database.reading() as session:
            pull = roster.asked(session, now)
        return [] if pull is None else [pull.on.isoformat()]

    def _piece(self, _key: str) -> None:
        began = self._clock.now()
        with self._database.reading() as session:
            wanted = roster.asked(session, began)
        if wanted is None:
            return
        why = _SPENT
        try:
            pull = self.pull(PIECE, believe=wanted.believes)
        except GatewayRefusal as refused:
            pull, why = wanted, f"平台没有办（{refused.errcode or refused.failure.value}），夜里接着做。"
        else:
            if pull.stage is PullStage.FINISHED or self._clock.now() >= began + PIECE:
                return
        self._write(lambda session: roster.stop(session, pull, why))

    def pull(self, budget: timedelta = BUDGET, *, again: bool = False, believe: bool = False) -> FollowerPull:
        """Go on with the pull of today until it is done or the time is over.

        ``GatewayRefusal`` where the platform refuses; what was reached stays.
        """
        until = self._clock.now() + budget
        with self._database.writing() as session:
            pull = roster.begin(session, self._clock.now(), again=again)
        while pull.stage is not PullStage.FINISHED and self._clock.now() < until:
            if not self._step(pull, believe=believe):
                break
        return pull

    def _at_night(self, _now: datetime) -> None:
        try:
            pull = self.pull()
        except GatewayRefusal as refused:
            # The next scheduled job goes on; the call is counted already.
            log.warning("follower pull refused", failure=refused.failure.value, errcode=refused.errcode)
            return
        log.info("follower pull", stage=pull.stage.value, listed=pull.listed, left=pull.left)
        if pull.complaint:
            log.error("follower pull doubted", total=pull.total, listed=pull.listed)

    def _step(self, pull: FollowerPull, *, believe: bool) -> bool:
        """One call and what follows from it; False where there is nothing more to do today."""
        if pull.stage is PullStage.LIST:
            return self._page(pull, believe=believe)
        with self._database.reading() as session:
            asked = list(roster.next_people(session, pull))
        if not asked:
            self._write(lambda session: roster.finish(session, pull, self._clock.now()))
            return False
        if not self._reserved(pull):
            return False
        infos = self._people().user_infos(asked)
        return self._write(lambda session: roster.keep_infos(session, pull, asked, infos))

    def _page(self, pull: FollowerPull, *, believe: bool) -> bool:
        if not self._reserved(pull):
            return False
        asked_at = self._clock.now()
        page = self._people().followers_page(pull.cursor)
        for start in range(0, len(page.openids), AT_ONCE):
            self._note(page.openids[start : start + AT_ONCE], asked_at)
        ends = roster.is_last(pull, page)
        tags = self._people().tags() if ends else []

        def turned(session: Session) -> bool:
            if not roster.turn_page(session, pull, page):
                return False
            if ends:
                # With the last page and not after it: whoever is killed between them would count it twice.
                roster.keep_tags(session, tags, self._clock.now())
                roster.mark_left(session, pull, believe=believe)
            return True

        return self._write(turned)

    def _note(self, openids: Sequence[str], asked_at: datetime) -> None:
        self._write(lambda session: roster.note_listed(session, openids, asked_at))

    def _reserved(self, pull: FollowerPull) -> bool:
        return self._write(lambda session: roster.reserve_call(session, pull))

    def _write(self, do: Callable[[Session], T]) -> T:
        with self._database.writing() as session:
            return do(session)
