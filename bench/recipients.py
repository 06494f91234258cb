"""Writing 600,000 people down: how long, and how large."""

import time

from sqlalchemy import Select, select, text
from sqlalchemy.orm import Session

from app import schema
from core.clock import SystemClock
from core.db import Database
from deliveries.mailings.models import Mailing
from deliveries.mailings.services import MailingService, Plan
from deliveries.mailings.status import MailingWay, Purpose
from deliveries.messages import Text
from followers.models import Follower, FollowState
from staff.actors import CLOCK

_MAKE = {
    "sqlite": (
        "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < :people) "
        "INSERT INTO followers (openid, state, state_event_at, first_seen_at) "
        "SELECT printf('oBENCH%022d', (i * 7919) % 1000003), 'following', :now, :now FROM n"
    ),
    "postgresql": (
        "INSERT INTO followers (openid, state, state_event_at, first_seen_at) "
        "SELECT 'oBENCH' || lpad(((i::bigint * 7919) % 1000003)::text, 22, '0'), 'following', :now, :now "
        "FROM generate_series(1, :people) AS i"
    ),
}
_SIZE = {
    "sqlite": "SELECT page_count * page_size FROM pragma_page_count(), pragma_page_size()",
    "postgresql": "SELECT pg_total_relation_size('deliveries')",
}


class Followers:
    """Everybody who follows."""

    def recipients(self, session: Session, mailing: Mailing, now: object) -> Select[str]:
        """See ``deliveries.mailings.ports.Audiences``."""
        return select(Follower.openid).where(Follower.state == FollowState.FOLLOWING)


def freeze_many(url: str, people: int) -> dict[str, float]:
    """Seconds from the start of a mailing until everybody is written down, and bytes a row."""
    database, clock = Database(url), SystemClock()
    schema.upgrade(database)
    dialect = database.engine.dialect.name
    with database.writing() as session:
        session.execute(text(_MAKE[dialect]), {"people": people, "now": clock.now()})
    with database.writing() as session:
        session.execute(text("ANALYZE"))
    service = MailingService(Followers())
    with database.writing() as session:
        plan = Plan("bench", Text("安全生产月到了"), Purpose.CAMPAIGN, MailingWay.EACH, "bench", clock.now())
        mailing_id = service.schedule(session, plan, CLOCK, clock.now()).id
    before = _size(database, dialect)
    began, longest = time.perf_counter(), 0.0
    planned = 0
    while not planned:
        step = time.perf_counter()
        with database.writing() as session:
            service.tend(session, mailing_id, clock.now())
        longest = max(longest, time.perf_counter() - step)
        with database.reading() as session:
            planned = session.get_one(Mailing, mailing_id).planned
    seconds = time.perf_counter() - began
    size = _size(database, dialect) - before
    database.close()
    if planned != people:
        raise SystemExit(f"{planned} of {people} were written down")
    return {
        "people": people,
        "freeze_seconds": seconds,
        "longest_transaction_seconds": longest,
        "bytes_a_row": size / people,
    }


def _size(database: Database, dialect: str) -> int:
    with database.reading() as session:
        return int(session.execute(text(_SIZE[dialect])).scalar_one())
