"""A case or a payment that was held before each reason had a row stays held, for the reason it had."""

from datetime import datetime

import pytest
from sqlalchemy import text

from app import schema
from core.db import Database
from tests.fakes.audit import FakeAudit
from tests.integration.migrating import moves
from tests.integration.vault_office import vault_with
from tipoffs.rewards.moves import get_reward
from tipoffs.rewards.words import Exclusion
from tipoffs.vault.status import Hold

CASES = (
    'INSERT INTO vault_cases ("case", opened_at, hold, held_at, held_by) VALUES'
    " ('R2611000001', :now, 'dispute', :now, 'law'), ('R2611000002', :now, NULL, NULL, NULL)"
)
REWARDS = (
    "INSERT INTO rewards (number, matter, stage, share, tip_number, state, version, kind, relation,"
    " accepted_on, proof_needed, held_because, created_at, changed_at) VALUES"
    " ('JAAAAAAAAAA', 'R1', 'whole', 1, 'R1', 'claimed', 3, 'major_hazard', 'citizen', '2026-11-01',"
    " :no, 'relative、safety_agency', :now, :now),"
    " ('JBBBBBBBBBB', 'R2', 'whole', 1, 'R2', 'claimed', 3, 'major_hazard', 'citizen', '2026-11-01',"
    " :no, NULL, :now, :now)"
)


@pytest.fixture
def old(database: Database, now: datetime) -> Database:
    """A database as it was before, with a held case and a held payment beside one that goes on."""
    moves(database, "0042", up=False)
    with database.writing() as session:
        session.execute(text(CASES), {"now": now})
        session.execute(text(REWARDS), {"now": now, "no": False})
    return database


def test_what_was_held_stays_held_for_its_reasons(old: Database) -> None:
    schema.upgrade(old)

    with old.reading() as session:
        (kept,) = vault_with(FakeAudit()).retention.held(session)
        assert (kept.case, kept.why, kept.held_by) == ("R2611000001", Hold.DISPUTE, "law")
        assert get_reward(session, "JAAAAAAAAAA").held_because == [
            Exclusion.RELATIVE,
            Exclusion.SAFETY_AGENCY,
        ]
        assert get_reward(session, "JBBBBBBBBBB").held_because == []


def test_going_back_keeps_what_is_held(old: Database, now: datetime) -> None:
    schema.upgrade(old)
    moves(old, "0042", up=False)

    with old.reading() as session:
        assert session.execute(text("SELECT hold, held_by FROM vault_cases ORDER BY id")).all() == [
            ("dispute", "law"), (None, None),
        ]  # fmt: skip
        assert session.execute(text("SELECT held_because FROM rewards ORDER BY id")).scalars().all() == [
            "relative、safety_agency", None,
        ]  # fmt: skip
