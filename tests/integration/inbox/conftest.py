"""The inbox and its surroundings."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from bot.dispatcher import Dispatcher
from bot.inbox import Inbox, Limits
from bot.message_locks import message_locks_for
from bot.ports import InboxNeeds
from core.crypto import new_key
from core.db import Database
from core.hourly_cipher import HourlyCipher
from tests.conftest import StandingClock
from tests.integration.inbox.room import Danger, Form, Outgoing, Sightings, Skill
from wechat.parsing import parse_message


@pytest.fixture
def skill() -> Iterator[Skill]:
    skill = Skill()
    yield skill
    skill.gate.set()


@pytest.fixture
def outgoing() -> Outgoing:
    return Outgoing()


@pytest.fixture
def sightings() -> Sightings:
    return Sightings()


@pytest.fixture
def needs(
    database: Database, clock: StandingClock, outgoing: Outgoing, sightings: Sightings, tmp_path: Path
) -> InboxNeeds:
    return InboxNeeds(
        database=database,
        cipher=HourlyCipher(database, new_key(), timedelta(hours=24)),
        locks=message_locks_for(database, tmp_path / "messages.lock"),
        recorder=sightings,
        post_later=outgoing.post,
        parse=parse_message,
        clock=clock,
    )


@pytest.fixture
def inbox(needs: InboxNeeds, skill: Skill) -> Iterator[Inbox]:
    inbox = Inbox(
        needs,
        dispatcher=Dispatcher([Danger()], {"form": Form()}, [skill], skill),
        limits=Limits(deadline_seconds=2.0, twin_seconds=3.0, person_seconds=5.0),
    )
    yield inbox
    skill.gate.set()
    inbox.close()
