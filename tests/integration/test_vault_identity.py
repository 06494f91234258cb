"""Who a reporter is: sealed, found again by its owner, read by two people's will and never otherwise."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from core.crypto import BadSeal
from core.db import Database
from core.errors import NotFound
from core.types import member_of
from staff.actors import CLOCK, Actor, ActorKind, NotPermitted
from tests.fakes.audit import FakeAudit
from tests.integration.vault_office import (
    BOTH,
    CASHIER,
    CUSTODIAN,
    INTAKE,
    LI,
    PAYEE,
    REASON,
    WANG,
    ZHANG,
    person,
    vault_with,
)
from tests.sessions import open_writing
from tipoffs.vault.contents import FIELDS, Identity, SecretClass, SecretField
from tipoffs.vault.errors import (
    AlreadyDecided,
    ConsentMissing,
    IdentityNotWanted,
    NotReadable,
    ReasonMissing,
    SelfApproval,
)
from tipoffs.vault.models import AccessRecord, Consent, IdentityRequest, SealedSecret, VaultCase, VaultKey
from tipoffs.vault.notices import ACCOUNT, mode_notice
from tipoffs.vault.permissions import VaultPermission
from tipoffs.vault.services import Vault
from tipoffs.vault.status import CannotHideAgain, Mode, Purpose, RequestState

CASE = "R2611000123"


@pytest.fixture
def audit() -> FakeAudit:
    return FakeAudit()


@pytest.fixture
def vault(audit: FakeAudit) -> Vault:
    return vault_with(audit)


@pytest.fixture
def session(database: Database) -> Iterator[Session]:
    with open_writing(database) as session:
        yield session


@pytest.fixture
def sealed(vault: Vault, session: Session, now: datetime) -> str:
    """A case with an identity and words, and noise beside it."""
    for case, who in (("R2611000001", LI), (CASE, WANG), ("R2611000999", replace(LI, openid=None))):
        vault.open_case(session, case, Mode.REAL_NAME, now)
        vault.seal_identity(session, case, who, now)
        vault.seal_field(session, case, "words", f"{case} 的原话：消防通道堵了", now)
    session.commit()
    return CASE


def read_by(vault: Vault, session: Session, now: datetime) -> Identity:
    asked = vault.request(session, CASE, ZHANG, Purpose.CONTACT, REASON, now)
    vault.approve(session, asked.id, CUSTODIAN, now)
    return vault.read(session, asked.id, ZHANG, now)


def test_what_was_sealed_comes_back_whole_after_request_and_approval(
    vault: Vault, session: Session, sealed: str, now: datetime, audit: FakeAudit
) -> None:
    assert read_by(vault, session, now) == WANG
    assert audit.short == [
        ("zhang", "vault.request", f"case:{CASE}"),
        ("chen", "vault.approve", f"case:{CASE}"),
        ("zhang", "vault.read", f"case:{CASE}"),
    ]


def test_the_reporter_sees_when_and_why_and_no_name_of_staff(
    vault: Vault, session: Session, sealed: str, now: datetime
) -> None:
    read_by(vault, session, now)

    [record] = vault.accesses_of(session, CASE)

    assert (record.read_at, record.purpose.label) == (now, "联系举报人核实情况")
    assert set(record.fields) == {"name", "phone", "id_number", "openid"}
    seen = str({column.name: getattr(record, column.name) for column in AccessRecord.__table__.columns})
    assert "zhang" not in seen
    assert "chen" not in seen
    assert vault.accesses_of(session, "R2611000001") == []


def test_an_identity_is_read_once(vault: Vault, session: Session, sealed: str, now: datetime) -> None:
    asked = vault.request(session, CASE, ZHANG, Purpose.CONTACT, REASON, now)
    vault.approve(session, asked.id, CUSTODIAN, now)
    vault.read(session, asked.id, ZHANG, now)

    with pytest.raises(NotReadable):
        vault.read(session, asked.id, ZHANG, now)


def test_time_runs_out_for_deciding_and_for_reading(
    vault: Vault, session: Session, sealed: str, now: datetime
) -> None:
    slow = vault.request(session, CASE, ZHANG, Purpose.CONTACT, REASON, now)
    approved = vault.request(session, CASE, ZHANG, Purpose.CONTACT, REASON, now)
    vault.approve(session, approved.id, CUSTODIAN, now)

    with pytest.raises(NotReadable):
        vault.read(session, approved.id, ZHANG, now + timedelta(minutes=30))
    with pytest.raises(AlreadyDecided):
        vault.approve(session, slow.id, CUSTODIAN, now + timedelta(days=3))
    assert vault.disclosure.lapse(session, now + timedelta(days=3)) == 2
    assert set(session.scalars(select(IdentityRequest.state))) == {RequestState.LAPSED}


def test_nobody_lets_their_own_request_through(
    vault: Vault, session: Session, sealed: str, now: datetime
) -> None:
    asked = vault.request(session, CASE, BOTH, Purpose.CONTACT, REASON, now)

    with pytest.raises(SelfApproval):
        vault.approve(session, asked.id, BOTH, now)
    with pytest.raises(SelfApproval):
        vault.decline(session, asked.id, BOTH, now)
    with pytest.raises(NotReadable):
        vault.read(session, asked.id, BOTH, now)
    waits = [vault.disclosure.count_waiting(session, one, now) for one in (BOTH, CUSTODIAN)]
    assert waits == [0, 1], "what waits for somebody is what they may decide"


def test_an_approval_in_the_name_of_who_asked_opens_nothing(
    vault: Vault, session: Session, sealed: str, now: datetime
) -> None:
    """No verb writes such a row; whoever writes it past them must gain nothing."""
    asked = vault.request(session, CASE, ZHANG, Purpose.CONTACT, REASON, now)
    vault.approve(session, asked.id, CUSTODIAN, now)
    session.execute(update(IdentityRequest).values(decided_by=ZHANG.id))

    with pytest.raises(NotReadable):
        vault.read(session, asked.id, ZHANG, now)


def test_another_person_cannot_use_an_approval(
    vault: Vault, session: Session, sealed: str, now: datetime
) -> None:
    asked = vault.request(session, CASE, ZHANG, Purpose.CONTACT, REASON, now)
    vault.approve(session, asked.id, CUSTODIAN, now)

    for other in (BOTH, person("wei", VaultPermission.REQUEST)):
        with pytest.raises(NotReadable):
            vault.read(session, asked.id, other, now)


@pytest.mark.parametrize("state", ["waiting", "declined", "read", "lapsed"])
def test_only_an_approved_request_is_readable_and_only_a_waiting_one_is_decided(
    vault: Vault, session: Session, sealed: str, now: datetime, state: str
) -> None:
    asked = vault.request(session, CASE, ZHANG, Purpose.CONTACT, REASON, now)
    session.execute(update(IdentityRequest).values(state=member_of(RequestState, state)))

    with pytest.raises(NotReadable):
        vault.read(session, asked.id, ZHANG, now)
    if state != "waiting":
        with pytest.raises(AlreadyDecided):
            vault.approve(session, asked.id, CUSTODIAN, now)
        with pytest.raises(AlreadyDecided):
            vault.decline(session, asked.id, CUSTODIAN, now)


def test_a_request_needs_a_reason_and_keeps_no_number_in_it(
    vault: Vault, session: Session, sealed: str, now: datetime
) -> None:
    for too_short in ("  需要  ", "  向举报人核实一件事  "):
        with pytest.raises(ReasonMissing):
            vault.request(session, CASE, ZHANG, Purpose.CONTACT, too_short, now)
    vault.request(session, CASE, ZHANG, Purpose.CONTACT, "向举报人核实这件事情", now)
    asked = vault.request(session, CASE, ZHANG, Purpose.CONTACT, "群众来电13700137000询问进度", now)
    assert "13700137000" not in asked.reason


def test_what_cannot_be_recorded_is_not_read(
    vault: Vault, session: Session, sealed: str, now: datetime, audit: FakeAudit
) -> None:
    asked = vault.request(session, CASE, ZHANG, Purpose.CONTACT, REASON, now)
    vault.approve(session, asked.id, CUSTODIAN, now)
    session.commit()
    audit.broken = True

    with pytest.raises(RuntimeError):
        vault.read(session, asked.id, ZHANG, now)
    session.rollback()

    session.refresh(asked)
    assert asked.state is RequestState.APPROVED
    assert vault.accesses_of(session, CASE) == []


@pytest.mark.parametrize(
    "actor",
    [CLOCK, Actor(ActorKind.REPORTER, CASE), INTAKE, CASHIER, CUSTODIAN],
    ids=lambda actor: actor.id,
)
def test_the_system_the_reporter_and_other_staff_cannot_ask(
    vault: Vault, session: Session, sealed: str, now: datetime, actor: Actor
) -> None:
    with pytest.raises(NotPermitted):
        vault.request(session, CASE, actor, Purpose.CONTACT, REASON, now)
    with pytest.raises(NotPermitted):
        vault.read(session, 1, actor, now)


@pytest.mark.parametrize("permission", list(VaultPermission))
@pytest.mark.parametrize("field", sorted(FIELDS))
def test_words_alone_are_opened_by_field_and_for_their_permission_alone(
    vault: Vault,
    session: Session,
    sealed: str,
    now: datetime,
    permission: VaultPermission,
    field: str,
) -> None:
    vault.record_consent(session, CASE, ACCOUNT, now)
    vault.seal_payee(session, CASE, PAYEE, now)
    actor = person("wu", permission)

    if permission is VaultPermission.WORDS and FIELDS[field] is SecretField.WORDS:
        assert vault.open_field(session, CASE, field, actor)
    else:
        with pytest.raises(NotPermitted):
            vault.open_field(session, CASE, field, actor)
    assert vault.accesses_of(session, CASE) == []


@pytest.mark.parametrize("permission", list(VaultPermission))
def test_a_payee_is_opened_whole_and_for_its_permission_alone(
    vault: Vault, session: Session, now: datetime, permission: VaultPermission
) -> None:
    vault.open_case(session, CASE, None, now)
    vault.record_consent(session, CASE, ACCOUNT, now)
    vault.seal_payee(session, CASE, PAYEE, now)
    actor = person("wu", permission)

    if permission is VaultPermission.PAYEE:
        assert vault.open_payee(session, CASE, actor, now) == PAYEE
        (reading,) = vault.accesses_of(session, CASE)
        assert reading.fields == sorted(PAYEE.given())
    else:
        with pytest.raises(NotPermitted):
            vault.open_payee(session, CASE, actor, now)
        assert vault.accesses_of(session, CASE) == []


def test_even_the_system_opens_no_identity_but_the_openid_it_sends_to(
    vault: Vault, session: Session, sealed: str, now: datetime
) -> None:
    for field in ("name", "phone", "id_number", "openid"):
        with pytest.raises(NotPermitted):
            vault.open_field(session, CASE, field, CLOCK)
    assert vault.openid_for_notice(session, CASE, CLOCK) == WANG.openid
    assert vault.openid_for_notice(session, "R2611000999", CLOCK) is None
    with pytest.raises(NotPermitted):
        vault.openid_for_notice(session, CASE, BOTH)


def test_an_openid_finds_its_own_cases(vault: Vault, session: Session, sealed: str, now: datetime) -> None:
    assert WANG.openid
    vault.open_case(session, "R2611000124", Mode.CONFIDENTIAL, now)
    vault.seal_identity(session, "R2611000124", Identity(openid=WANG.openid), now)

    assert vault.cases_of(session, WANG.openid) == [CASE, "R2611000124"]
    assert vault.cases_of(session, "oNobody") == []


def test_an_anonymous_case_takes_no_identity_until_the_reporter_says_who_they_are(
    vault: Vault, session: Session, now: datetime
) -> None:
    vault.open_case(session, CASE, Mode.ANONYMOUS, now)
    with pytest.raises(IdentityNotWanted):
        vault.seal_identity(session, CASE, WANG, now)
    for field in ("name", "phone", "id_number", "openid"):
        with pytest.raises(IdentityNotWanted):
            vault.seal_field(session, CASE, field, "something", now)
    assert session.scalars(select(SealedSecret)).all() == []

    vault.change_mode(session, CASE, Mode.CONFIDENTIAL, now)
    vault.seal_identity(session, CASE, WANG, now)
    with pytest.raises(CannotHideAgain):
        vault.change_mode(session, CASE, Mode.ANONYMOUS, now)
    assert session.scalars(select(VaultCase.mode)).one() is Mode.CONFIDENTIAL


def test_the_consent_names_the_text_that_was_shown(vault: Vault, session: Session, now: datetime) -> None:
    vault.open_case(session, CASE, Mode.CONFIDENTIAL, now)
    vault.open_case(session, CASE, Mode.CONFIDENTIAL, now)
    vault.change_mode(session, CASE, Mode.REAL_NAME, now)

    kept = [
        (one.notice, one.version, one.digest) for one in session.scalars(select(Consent).order_by(Consent.id))
    ]
    assert kept == [
        (one.name, one.version, one.digest)
        for one in (mode_notice(Mode.CONFIDENTIAL), mode_notice(Mode.REAL_NAME))
    ]


def test_an_account_needs_a_consent_of_its_own_and_each_reading_is_recorded(
    vault: Vault, session: Session, now: datetime, audit: FakeAudit
) -> None:
    claim = "C2611000007"
    vault.open_case(session, claim, None, now)
    with pytest.raises(ConsentMissing):
        vault.seal_payee(session, claim, PAYEE, now)
    vault.record_consent(session, claim, ACCOUNT, now)
    vault.seal_payee(session, claim, PAYEE, now)

    assert vault.open_payee(session, claim, CASHIER, now) == PAYEE
    assert audit.short == [("sun", "vault.read_payee", f"case:{claim}")]
    assert [record.purpose for record in vault.accesses_of(session, claim)] == [Purpose.REWARD]
    with pytest.raises(NotPermitted):
        vault.open_payee(session, claim, ZHANG, now)


def test_a_seal_is_bound_to_its_row_and_column(
    vault: Vault, session: Session, sealed: str, now: datetime
) -> None:
    """Somebody who may write the table moves a sealed name to where they may read it."""
    name = session.scalars(
        select(SealedSecret.sealed).where(SealedSecret.case == CASE, SealedSecret.field == "name")
    ).one()
    session.execute(
        update(SealedSecret)
        .where(SealedSecret.case == CASE, SealedSecret.field == "words")
        .values(sealed=name)
    )

    with pytest.raises(BadSeal):
        vault.open_field(session, CASE, "words", INTAKE)


def test_a_data_key_is_bound_to_its_case_and_class(
    vault: Vault, session: Session, sealed: str, now: datetime
) -> None:
    key = session.scalars(
        select(VaultKey.wrapped).where(VaultKey.case == CASE, VaultKey.secret_class == SecretClass.IDENTITY)
    ).one()
    session.execute(update(VaultKey).where(VaultKey.secret_class == SecretClass.WORDS).values(wrapped=key))

    with pytest.raises(BadSeal):
        vault.open_field(session, CASE, "words", INTAKE)


def test_words_come_in_several_and_are_replaced_by_name(
    vault: Vault, session: Session, sealed: str, now: datetime
) -> None:
    vault.seal_field(session, CASE, "words/2", "补充：在二楼", now)
    vault.seal_field(session, CASE, "words/2", "补充：在三楼", now)

    assert vault.open_field(session, CASE, "words/2", INTAKE) == "补充：在三楼"
    with pytest.raises(NotFound):
        vault.open_field(session, CASE, "words/3", INTAKE)


def test_no_audit_line_says_who_the_reporter_is(
    vault: Vault, session: Session, sealed: str, now: datetime, audit: FakeAudit
) -> None:
    read_by(vault, session, now)
    assert audit.lines
    said = str(audit.lines)
    assert not any(value in said for value in WANG.given().values())
