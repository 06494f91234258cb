"""The end of secrets: periods, holds, destroyed keys, and what a restored dump still gives."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import delete, func, select, update
from sqlalchemy.orm import Session

from core.db import Database
from core.errors import NotFound
from staff.actors import CLOCK, NotPermitted
from tests.fakes.audit import FakeAudit
from tests.integration.vault_office import (
    CASHIER,
    CHEAP,
    INTAKE,
    KEEPER,
    LI,
    MASTER,
    OTHER_MASTER,
    WANG,
    vault_with,
)
from tests.sessions import open_writing
from tipoffs.vault.contents import SecretClass
from tipoffs.vault.errors import Destroyed, OnHold
from tipoffs.vault.keys import WrongMasterKey
from tipoffs.vault.models import BlindIndex, ReceiptCode, SealedSecret, VaultEpoch, VaultKey
from tipoffs.vault.receipts import Receipts
from tipoffs.vault.retention import load_periods
from tipoffs.vault.rotation import bring_back, escrow
from tipoffs.vault.services import Vault
from tipoffs.vault.status import Exclusion, Hold, Mode

PERIODS = load_periods()
CASE = "R2611000123"
OTHER = "R2611000124"


@pytest.fixture
def audit() -> FakeAudit:
    return FakeAudit()


@pytest.fixture
def vault(audit: FakeAudit) -> Vault:
    return vault_with(audit)


@pytest.fixture
def session(database: Database, vault: Vault, now: datetime) -> Iterator[Session]:
    with open_writing(database) as session:
        for case, who in ((CASE, WANG), (OTHER, LI)):
            vault.open_case(session, case, Mode.REAL_NAME, now)
            vault.seal_identity(session, case, who, now)
            vault.seal_field(session, case, "words", f"{case} 的原话", now)
        session.commit()
        yield session


def identity(vault: Vault, session: Session, case: str = CASE) -> dict[str, str]:
    return dict(vault.fields.take_all(session, case, SecretClass.IDENTITY))


def turn(vault: Vault, session: Session, now: datetime, batch: int = 1) -> int:
    """A whole rotation, as the command does it; how many epochs were destroyed."""
    vault.rotation.begin(session, now)
    while vault.rotation.move(session, now, batch):
        session.commit()
    destroyed = vault.rotation.destroy_empty(session, now)
    session.commit()
    return destroyed


def dump(session: Session, *tables: type[Any]) -> dict[type[Any], list[dict[str, Any]]]:
    """What a backup of these tables holds."""
    return {
        table: [
            {column.key: getattr(row, column.key) for column in table.__table__.columns}
            for row in session.scalars(select(table))
        ]
        for table in tables
    }


def restore(session: Session, held: dict[type[Any], list[dict[str, Any]]]) -> None:
    for table, rows in held.items():
        session.execute(delete(table))
        session.expire_all()
        session.add_all(table(**row) for row in rows)
        session.flush()


def test_each_class_ends_at_its_own_time(vault: Vault, session: Session, now: datetime) -> None:
    vault.retention.close(session, CASE, now)
    moment = timedelta(seconds=1)

    assert vault.retention.due(session, now + PERIODS[SecretClass.IDENTITY] - moment) == []
    due = vault.retention.due(session, now + PERIODS[SecretClass.IDENTITY])
    assert [(each.case, each.secret_class) for each in due] == [(CASE, SecretClass.IDENTITY)]
    due = vault.retention.due(session, now + PERIODS[SecretClass.WORDS])
    assert {(each.case, each.secret_class) for each in due} == {
        (CASE, SecretClass.IDENTITY),
        (CASE, SecretClass.WORDS),
    }
    assert identity(vault, session)  # looking changed nothing


def test_the_sweep_destroys_what_is_due_and_nothing_else(
    vault: Vault, session: Session, now: datetime, audit: FakeAudit
) -> None:
    vault.retention.close(session, CASE, now)
    later = now + PERIODS[SecretClass.IDENTITY]

    assert len(vault.retention.sweep(session, CLOCK, later)) == 1
    assert vault.retention.sweep(session, CLOCK, later) == []

    with pytest.raises(Destroyed):
        identity(vault, session)
    assert vault.open_field(session, CASE, "words", INTAKE) == f"{CASE} 的原话"
    assert identity(vault, session, OTHER)
    assert WANG.openid
    assert vault.cases_of(session, WANG.openid) == []
    assert audit.short == [("clock", "vault.shred", f"case:{CASE}")]
    left = (
        select(func.count())
        .select_from(SealedSecret)
        .where(SealedSecret.case == CASE, SealedSecret.secret_class == SecretClass.IDENTITY)
    )
    assert session.scalar(left) == 0


def test_a_destroyed_key_is_never_made_again(vault: Vault, session: Session, now: datetime) -> None:
    vault.retention.shred(session, CASE, SecretClass.IDENTITY, KEEPER, now)

    with pytest.raises(Destroyed):
        vault.seal_identity(session, CASE, WANG, now)


def test_a_case_that_goes_on_has_no_end(vault: Vault, session: Session, now: datetime) -> None:
    long_after = now + 2 * PERIODS[SecretClass.WORDS]
    assert vault.retention.due(session, long_after) == []
    vault.retention.close(session, CASE, now)
    vault.retention.close(session, CASE, long_after)
    assert len(vault.retention.due(session, long_after)) == 2
    vault.retention.reopen(session, CASE)
    assert vault.retention.due(session, long_after) == []


def test_a_hold_keeps_everything_until_it_is_lifted(
    vault: Vault, session: Session, now: datetime, audit: FakeAudit
) -> None:
    vault.retention.close(session, CASE, now)
    later = now + PERIODS[SecretClass.WORDS]
    vault.retention.hold(session, CASE, Hold.DISPUTE, KEEPER, now)

    assert vault.retention.sweep(session, CLOCK, later) == []
    with pytest.raises(OnHold):
        vault.retention.shred(session, CASE, SecretClass.IDENTITY, KEEPER, later)
    vault.retention.release(session, hold_of(vault, session), KEEPER, later)
    assert len(vault.retention.sweep(session, CLOCK, later)) == 2
    assert [line.action for line in audit.lines[:2]] == ["vault.hold", "vault.release"]


def hold_of(vault: Vault, session: Session, why: Hold = Hold.DISPUTE) -> int:
    (found,) = (one.id for one in vault.retention.held(session) if one.why is why)
    return found


def test_of_two_holds_each_stands_until_it_is_lifted_itself(
    vault: Vault, session: Session, now: datetime, audit: FakeAudit
) -> None:
    vault.retention.close(session, CASE, now)
    later = now + PERIODS[SecretClass.WORDS]
    vault.retention.hold(session, CASE, Hold.DISPUTE, KEEPER, now)
    vault.retention.hold(session, CASE, Hold.RETALIATION, CLOCK, now)
    vault.retention.hold(session, CASE, Hold.RETALIATION, CLOCK, later)

    vault.retention.release(session, hold_of(vault, session, Hold.RETALIATION), KEEPER, later)

    assert vault.retention.sweep(session, CLOCK, later) == []
    assert vault.retention.due(session, later) == []
    with pytest.raises(OnHold):
        vault.retention.shred(session, CASE, SecretClass.IDENTITY, KEEPER, later)
    last = hold_of(vault, session)
    vault.retention.release(session, last, KEEPER, later)
    with pytest.raises(NotFound):
        vault.retention.release(session, last, KEEPER, later)
    assert len(vault.retention.sweep(session, CLOCK, later)) == 2
    assert [(line.action, line.actor, line.reason) for line in audit.lines[:4]] == [
        ("vault.hold", KEEPER.id, Hold.DISPUTE.label),
        ("vault.hold", CLOCK.id, Hold.RETALIATION.label),
        ("vault.release", KEEPER.id, Hold.RETALIATION.label),
        ("vault.release", KEEPER.id, Hold.DISPUTE.label),
    ]


def test_two_investigations_are_two_holds(vault: Vault, session: Session, now: datetime) -> None:
    for basis in (" 县监委2026年12号 ", "县公安局2026年7号", "县监委2026年12号", "联系13800138000"):
        vault.retention.hold(session, CASE, Hold.INVESTIGATION, KEEPER, now, basis)

    label = Hold.INVESTIGATION.label
    assert [one.words for one in reversed(vault.retention.held(session))] == [
        f"{label}（县监委2026年12号）", f"{label}（县公安局2026年7号）", f"{label}（联系[手机号]）",
    ]  # fmt: skip


def test_holding_and_destroying_need_their_permission(vault: Vault, session: Session, now: datetime) -> None:
    with pytest.raises(NotPermitted):
        vault.retention.hold(session, CASE, Hold.DISPUTE, CASHIER, now)
    with pytest.raises(NotPermitted):
        vault.retention.release(session, 1, CASHIER, now)
    with pytest.raises(NotPermitted):
        vault.retention.shred(session, CASE, SecretClass.IDENTITY, CASHIER, now)


def test_with_the_words_the_receipt_ends(
    vault: Vault, session: Session, database: Database, now: datetime
) -> None:
    Receipts(database, MASTER, CHEAP).issue(session, CASE, now)
    vault.retention.shred(session, CASE, SecretClass.WORDS, KEEPER, now)
    assert session.scalars(select(ReceiptCode)).all() == []


# -- what a restored dump gives ---------------------------------------------------------------------------


def test_a_dump_from_before_without_epoch_keys_is_unreadable_once_the_epoch_was_turned(
    vault: Vault, session: Session, now: datetime
) -> None:
    """The strength that ``flask vault rotate`` adds, with dumps made as docs/operations.md says."""
    old = dump(session, VaultKey, SealedSecret, BlindIndex)
    vault.retention.shred(session, CASE, SecretClass.IDENTITY, KEEPER, now)
    assert turn(vault, session, now) == 1
    kept = escrow(session)

    restore(session, old)
    bring_back(session, kept)

    with pytest.raises(Destroyed):
        identity(vault, session)


def test_the_newest_dump_and_escrow_together_are_readable(
    vault: Vault, session: Session, now: datetime
) -> None:
    turn(vault, session, now)
    held, kept = dump(session, VaultKey, SealedSecret), escrow(session)
    session.execute(delete(VaultEpoch))
    restore(session, held)
    with pytest.raises(Destroyed):
        identity(vault, session)

    assert bring_back(session, kept) == 1
    assert bring_back(session, kept) == 0
    assert identity(vault, session)["name"] == WANG.name


def test_an_escrow_file_brings_no_destroyed_epoch_back(vault: Vault, session: Session, now: datetime) -> None:
    old = escrow(session)
    turn(vault, session, now)

    assert bring_back(session, old) == 0
    assert (
        session.scalar(select(func.count()).select_from(VaultEpoch).where(VaultEpoch.wrapped.is_(None))) == 1
    )


def test_a_whole_dump_is_readable_with_the_old_master_key_and_not_without(
    vault: Vault, session: Session, now: datetime, audit: FakeAudit
) -> None:
    """Said honestly: an old whole dump and its master key can be read. Destroying the key ends that."""
    old = dump(session, VaultEpoch, VaultKey, SealedSecret, BlindIndex)
    vault.retention.shred(session, CASE, SecretClass.IDENTITY, KEEPER, now)
    turn(vault, session, now)
    restore(session, old)
    assert identity(vault, session)["name"] == WANG.name

    with pytest.raises(WrongMasterKey):
        identity(vault_with(audit, [OTHER_MASTER]), session)


# -- turning the keys -------------------------------------------------------------------------------------


def test_a_new_master_key_takes_over_while_both_are_known(
    vault: Vault, session: Session, now: datetime, audit: FakeAudit
) -> None:
    both = vault_with(audit, [OTHER_MASTER, MASTER])
    assert both.rotation.standing(session).under_another_master == 4
    assert identity(both, session)["name"] == WANG.name
    assert WANG.openid
    assert both.cases_of(session, WANG.openid) == [CASE]

    turn(both, session, now)

    standing = both.rotation.standing(session)
    assert (standing.epochs, standing.keys, standing.to_move, standing.under_another_master) == (1, 4, 0, 0)
    new = vault_with(audit, [OTHER_MASTER])
    assert identity(new, session)["name"] == WANG.name
    assert new.cases_of(session, WANG.openid) == [CASE]
    with pytest.raises(WrongMasterKey):
        identity(vault, session)


def test_everything_stays_readable_and_findable_between_any_two_batches(
    vault: Vault, session: Session, now: datetime
) -> None:
    assert WANG.openid
    assert LI.openid
    vault.rotation.begin(session, now)
    moved = 0
    while True:
        assert identity(vault, session)["name"] == WANG.name
        assert identity(vault, session, OTHER)["name"] == LI.name
        assert vault.cases_of(session, WANG.openid) == [CASE]
        assert vault.cases_of(session, LI.openid) == [OTHER]
        batch = vault.rotation.move(session, now, 1)
        session.commit()
        moved += batch
        if not batch:
            break
    assert moved == 4


def test_an_epoch_on_which_something_hangs_is_not_destroyed(
    vault: Vault, session: Session, now: datetime
) -> None:
    vault.rotation.begin(session, now)
    vault.rotation.move(session, now, 3)

    assert vault.rotation.destroy_empty(session, now) == 0
    vault.rotation.move(session, now, 3)
    assert vault.rotation.destroy_empty(session, now) == 1
    assert identity(vault, session)["name"] == WANG.name


def test_a_destroyed_data_key_is_not_brought_back_by_a_rotation(
    vault: Vault, session: Session, now: datetime
) -> None:
    vault.retention.shred(session, CASE, SecretClass.IDENTITY, KEEPER, now)
    turn(vault, session, now)
    with pytest.raises(Destroyed):
        identity(vault, session)


# -- people who may not be rewarded -----------------------------------------------------------------------


def test_a_reporter_on_the_list_is_found_by_category_only(
    vault: Vault, session: Session, now: datetime
) -> None:
    assert vault.exclusions.matches(session, CASE) == frozenset()
    by_phone = vault.exclusions.enter(
        session, type(WANG)(phone="+86 138 0013 8000"), Exclusion.RELATIVE, KEEPER, now
    )
    vault.exclusions.enter(
        session, type(WANG)(id_number="11010519491231002x", name="王小明"), Exclusion.DUTY, KEEPER, now
    )

    assert vault.exclusions.matches(session, CASE) == {Exclusion.RELATIVE, Exclusion.DUTY}
    assert vault.exclusions.matches(session, OTHER) == frozenset()
    turn(vault, session, now)
    assert vault.exclusions.matches(session, CASE) == {Exclusion.RELATIVE, Exclusion.DUTY}
    vault.exclusions.strike_off(session, by_phone.case, KEEPER, now)
    assert vault.exclusions.matches(session, CASE) == {Exclusion.DUTY}
    left = select(func.count()).select_from(BlindIndex).where(BlindIndex.case == by_phone.case)
    assert session.scalar(left) == 0


def test_a_digest_tells_nothing_without_the_key(vault: Vault, session: Session, now: datetime) -> None:
    """The same telephone in two cases has one digest, in two epochs two, and is never the plain hash."""
    digests = set(session.scalars(select(BlindIndex.digest)))
    turn(vault, session, now)
    assert digests.isdisjoint(session.scalars(select(BlindIndex.digest)))
    session.execute(update(BlindIndex).values(digest=b"\0" * 32))
    assert WANG.openid
    assert vault.cases_of(session, WANG.openid) == []
