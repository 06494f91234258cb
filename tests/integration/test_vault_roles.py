"""Every role against every field, and the vault with the real audit log."""

from collections.abc import Iterator
from datetime import datetime

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from core.db import Database
from staff.actors import Actor, ActorKind, NotPermitted
from staff.audit import record
from staff.roles import Roles
from staff.verifying import verify
from tests.integration.vault_office import MASTER, PAYEE, REASON, WANG
from tests.sessions import open_writing
from tipoffs.vault.contents import FIELDS
from tipoffs.vault.keys import KeyRing
from tipoffs.vault.notices import ACCOUNT
from tipoffs.vault.permissions import VaultPermission
from tipoffs.vault.services import Vault
from tipoffs.vault.status import Mode, Purpose

CASE = "R2611000123"
ROLES = Roles.load()
OPENS = {
    "words": {"supervisor", "intake_officer", "verifier", "legal_officer"},
    "payee": {"payout_officer"},
}
"""The whole of what any role opens by itself; who the reporter is, none."""


@pytest.fixture
def vault() -> Vault:
    return Vault(KeyRing(MASTER), record)


@pytest.fixture
def session(database: Database, vault: Vault, now: datetime) -> Iterator[Session]:
    with open_writing(database) as session:
        vault.open_case(session, CASE, Mode.REAL_NAME, now)
        vault.seal_identity(session, CASE, WANG, now)
        vault.seal_field(session, CASE, "words", "消防通道堵了", now)
        vault.record_consent(session, CASE, ACCOUNT, now)
        vault.seal_payee(session, CASE, PAYEE, now)
        session.commit()
        yield session


def holder(*roles: str, login: str = "wu") -> Actor:
    return Actor(ActorKind.STAFF, login, frozenset(roles), ROLES.permissions_of(roles))


def test_each_role_opens_its_fields_and_no_other(vault: Vault, session: Session, now: datetime) -> None:
    """All cells of role × field, one by one; the fields of a payee also as the whole they are opened as."""
    doors = [*FIELDS, "payee"]
    opened: dict[str, set[str]] = {}
    cells = 0
    for role in ROLES.roles:
        for door in doors:
            cells += 1
            try:
                if door == "payee":
                    assert vault.open_payee(session, CASE, holder(role), now)
                else:
                    assert vault.open_field(session, CASE, door, holder(role))
            except NotPermitted:
                continue
            opened.setdefault(door, set()).add(role)
    assert cells == len(ROLES.roles) * len(doors) >= 18 * 10
    assert opened == OPENS


def test_somebody_with_every_role_still_opens_no_identity(
    vault: Vault, session: Session, now: datetime
) -> None:
    everything = holder(*ROLES.roles)
    for field in ("name", "phone", "id_number", "openid"):
        with pytest.raises(NotPermitted):
            vault.open_field(session, CASE, field, everything)


def test_some_role_asks_some_role_approves_and_none_does_both() -> None:
    ask = ROLES.with_permission(VaultPermission.REQUEST)
    assert ask
    assert ROLES.with_permission(VaultPermission.APPROVE)
    assert ask.isdisjoint(ROLES.with_permission(VaultPermission.APPROVE))
    assert all(ROLES.with_permission(word) for word in VaultPermission)


def test_a_reading_stands_in_the_audit_log_of_its_transaction(
    vault: Vault, session: Session, now: datetime
) -> None:
    asked = vault.request(session, CASE, holder("supervisor"), Purpose.CONTACT, REASON, now)
    vault.approve(session, asked.id, holder("custodian", login="chen"), now)
    assert vault.read(session, asked.id, holder("supervisor"), now) == WANG
    session.commit()

    query = text("SELECT actor, action, subject, reason, detail FROM audit_entries ORDER BY number")
    rows = session.execute(query).all()
    assert [tuple(row[:3]) for row in rows][-3:] == [
        ("wu", "vault.request", f"case:{CASE}"),
        ("chen", "vault.approve", f"case:{CASE}"),
        ("wu", "vault.read", f"case:{CASE}"),
    ]
    assert not any(value in str(rows) for value in WANG.given().values())
    assert verify(session, []).fault is None


def test_without_the_audit_log_nothing_is_read(vault: Vault, session: Session, now: datetime) -> None:
    asked = vault.request(session, CASE, holder("supervisor"), Purpose.CONTACT, REASON, now)
    vault.approve(session, asked.id, holder("custodian", login="chen"), now)
    session.commit()
    session.execute(text("ALTER TABLE audit_entries RENAME TO audit_entries_gone"))

    with pytest.raises(DBAPIError):
        vault.read(session, asked.id, holder("supervisor"), now)
    session.rollback()
