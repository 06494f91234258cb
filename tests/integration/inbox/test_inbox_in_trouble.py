"""The inbox when a database hangs, or somebody else was quicker."""

import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import delete, insert, select
from sqlalchemy import text as sql

from bot.dispatcher import Dispatcher
from bot.inbox import Inbox, Limits
from bot.message_locks import message_locks_for
from bot.models import Fate, InboundReceipt, TalkState
from bot.ports import InboxNeeds
from bot.turns import Outcome, Turn
from core.crypto import new_key
from core.db import Database
from core.errors import Unavailable
from core.hourly_cipher import HourlyCipher
from tests.conftest import StandingClock
from tests.integration.inbox.room import CHEN, WANG, Outgoing, Sightings, Skill, fates, hanging, says
from wechat.parsing import parse_message


def test_a_database_that_hangs_is_given_up_before_the_platform_hangs_up(
    inbox: Inbox, database: Database
) -> None:
    with hanging(database), pytest.raises(Unavailable):
        says(inbox, "灭火器怎么用")

    assert says(inbox, "灭火器怎么用") == says(inbox, "灭火器怎么用") != ""
    assert fates(database) == [Fate.ANSWERED]


def test_a_person_in_danger_does_not_wait_for_a_database_that_hangs(
    inbox: Inbox, database: Database, skill: Skill
) -> None:
    with hanging(database), pytest.raises(Unavailable):
        says(inbox, "救命")

    assert skill.heard == []
    assert fates(database) == []


def test_messages_are_refused_while_half_of_the_threads_are_busy_with_abandoned_ones(
    database: Database, clock: StandingClock, skill: Skill, tmp_path: Path
) -> None:
    inbox = Inbox(
        InboxNeeds(
            database=database,
            cipher=HourlyCipher(database, new_key(), timedelta(hours=24)),
            locks=message_locks_for(database, tmp_path / "messages.lock"),
            recorder=Sightings(),
            post_later=Outgoing().post,
            parse=parse_message,
            clock=clock,
        ),
        dispatcher=Dispatcher([], {}, [skill], skill),
        limits=Limits(deadline_seconds=0.5, danger_seconds=0.5, note_seconds=5.0),
        threads=2,
    )

    assert says(inbox, "等一等", 1, WANG) == ""
    with pytest.raises(Unavailable):
        says(inbox, "灭火器怎么用", 2, CHEN)
    skill.gate.set()
    inbox.close()

    assert fates(database) == [Fate.QUEUED]


def test_a_clock_in_another_zone_writes_the_same_moment(
    inbox: Inbox, database: Database, now: datetime
) -> None:
    says(inbox, "你好", 1)
    with database.reading() as session:
        assert session.scalars(select(InboundReceipt.received_at)).one() == now.astimezone(UTC)


@pytest.mark.parametrize("database_url", ["postgres"], indirect=True)
def test_no_lock_outlives_its_message(inbox: Inbox, database: Database, skill: Skill) -> None:
    says(inbox, "你好", 1)
    says(inbox, "你好", 1)
    with pytest.raises(RuntimeError):
        says(inbox, "坏了", 2)
    with hanging(database), pytest.raises(Unavailable):
        says(inbox, "灭火器怎么用", 3)
    assert says(inbox, "等太久", 4) == ""
    skill.gate.set()
    inbox.handle_queued(WANG)

    for _ in range(100):
        with database.reading() as session:
            held = session.scalars(sql("SELECT count(*) FROM pg_locks WHERE locktype = 'advisory'")).one()
        if not held:
            break
        time.sleep(0.05)
    assert held == 0


class Rival:
    """Another process that changes the talk while a message is thought about, once."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self.heard: list[object] = []

    def handle(self, turn: Turn) -> Outcome | None:
        self.heard.append(turn.talk.memory.get("last"))
        if len(self.heard) == 2:
            with self._database.writing() as session:
                session.execute(delete(TalkState))
                session.execute(
                    insert(TalkState).values(openid=turn.openid, state=b"\0" * 40, updated_at=turn.now)
                )
        return Outcome.text(f"您说：{turn.said}", memory={"last": turn.said})


def test_a_talk_that_went_on_meanwhile_is_read_again(needs: InboxNeeds, database: Database) -> None:
    rival = Rival(database)
    inbox = Inbox(
        needs,
        dispatcher=Dispatcher([], {}, [rival], rival),
    )
    says(inbox, "一", 1)

    assert "您说：二" in says(inbox, "二", 2)
    # Thought about once, undone, and thought about again with the talk as it is now: unreadable, so empty.
    assert rival.heard == [None, "一", None]
    assert fates(database) == [Fate.ANSWERED, Fate.ANSWERED]
    inbox.close()
