"""Accounts and roles on both engines: who may make them, what is refused, what the log says."""

from concurrent.futures import ThreadPoolExecutor
from datetime import datetime

import pytest
from sqlalchemy import select

from core.db import Database
from core.errors import RuleViolation
from staff.actors import Actor, ActorKind, NotPermitted, Scope
from staff.models import AuditEntry, StaffUser
from staff.passwords import is_right
from staff.permissions import StaffPermission
from staff.refusals import (
    BadLogin,
    Inactive,
    Incompatible,
    LoginNeeded,
    LoginTaken,
    NamelessStaff,
    NoScope,
    NoSuchStaff,
    OwnRights,
)
from staff.roles import Roles
from staff.services import OPERATOR, StaffService, find_staff, roles_of

ALL = Scope(everywhere=True)


@pytest.fixture
def staff() -> StaffService:
    """The verbs, with the roles of the project."""
    return StaffService(Roles.load())


class Office:
    """An operator who sets up accounts."""

    def __init__(self, database: Database, staff: StaffService, now: datetime) -> None:
        self.database, self.staff, self.now = database, staff, now

    def hires(self, login: str, *roles: str, scope: Scope = ALL) -> str:
        """Make an account with roles; its first password."""
        with self.database.writing() as session:
            _, password = self.staff.add(
                session, login=login, name="陈力", scope=scope, actor=OPERATOR, now=self.now
            )
            for role in roles:
                assert self.staff.grant(session, login, role, actor=OPERATOR, now=self.now)
        return password

    def actor(self, login: str) -> Actor:
        """Somebody with an account."""
        with self.database.reading() as session:
            return self.staff.actor_of(session, login)

    def log(self) -> list[str]:
        """What was recorded, in a line each."""
        with self.database.reading() as session:
            entries = session.scalars(select(AuditEntry).order_by(AuditEntry.number)).all()
        return [f"{one.actor} {one.action} {one.subject} {one.detail}" for one in entries]


@pytest.fixture
def office(database: Database, staff: StaffService, now: datetime) -> Office:
    """An operator with an empty system, but for one colleague who changes nothing."""
    office = Office(database, staff, now)
    office.hires("noise", "read_only", scope=Scope(departments=frozenset(["fire"])))
    return office


def test_an_account_becomes_an_actor(office: Office) -> None:
    password = office.hires("chen.li", "受理员", scope=Scope(regions=frozenset(["331081"])))
    actor = office.actor("chen.li")
    assert (actor.kind, actor.id, actor.roles) == (ActorKind.STAFF, "chen.li", frozenset(["intake_officer"]))
    assert actor.may("tips.accept")
    assert not actor.may("rewards.approve")
    assert actor.scope == Scope(regions=frozenset(["331081"]))
    with office.database.reading() as session:
        user = session.scalars(select(StaffUser).where(StaffUser.login == "chen.li")).one()
    assert user.must_change
    assert user.password.startswith("$argon2id$")
    assert password not in user.password
    assert is_right(user.password, password)
    assert not is_right(user.password, password + "x")
    assert office.log()[2:] == [
        'operator staff.add staff:chen.li {"department":null,"everywhere":false,"region":"331081"}',
        'operator staff.grant staff:chen.li {"role":"intake_officer"}',
    ]


def test_three_powers_are_three_people(office: Office) -> None:
    office.hires("sys", "system_admin")
    office.hires("sec", "security_admin")
    with office.database.writing() as session, pytest.raises(Incompatible) as refused:
        office.staff.grant(session, "sys", "audit_admin", actor=office.actor("sec"), now=office.now)
    assert "陈力已是系统管理员，不能再担任审计管理员：" in refused.value.sentence
    assert "三权分立" in refused.value.sentence


def test_each_power_does_its_own_part_only(office: Office) -> None:
    office.hires("sys", "system_admin")
    office.hires("sec", "security_admin")
    sys, sec, now = office.actor("sys"), office.actor("sec"), office.now
    with office.database.writing() as session:
        office.staff.add(session, login="new", name="新人", scope=ALL, actor=sys, now=now)
        with pytest.raises(NotPermitted):
            office.staff.grant(session, "new", "leader", actor=sys, now=now)
        with pytest.raises(NotPermitted):
            office.staff.add(session, login="newer", name="新人", scope=ALL, actor=sec, now=now)
        with pytest.raises(OwnRights):
            office.staff.grant(session, "sec", "leader", actor=sec, now=now)
        assert office.staff.grant(session, "new", "leader", actor=sec, now=now)
        assert not office.staff.grant(session, "new", "分管领导", actor=sec, now=now)
        assert office.staff.revoke(session, "new", "leader", actor=sec, now=now)
        assert not office.staff.revoke(session, "new", "leader", actor=sec, now=now)
    assert [line for line in office.log() if "staff:new " in line] == [
        'sys staff.add staff:new {"department":null,"everywhere":true,"region":null}',
        'sec staff.grant staff:new {"role":"leader"}',
        'sec staff.revoke staff:new {"role":"leader"}',
    ]


def test_two_roles_given_at_once_see_each_other(office: Office) -> None:
    office.hires("torn")

    def give(role: str) -> bool:
        try:
            with office.database.writing() as session:
                return office.staff.grant(session, "torn", role, actor=OPERATOR, now=office.now)
        except Incompatible:
            return False

    with ThreadPoolExecutor(2) as threads:
        assert sorted(threads.map(give, ["leader", "payout_officer"])) == [False, True]


def test_a_closed_account_acts_no_more(office: Office) -> None:
    office.hires("gone", "leader")
    with office.database.writing() as session:
        assert office.staff.deactivate(session, "gone", actor=OPERATOR, now=office.now, reason="调离")
        assert not office.staff.deactivate(session, "gone", actor=OPERATOR, now=office.now)
        with pytest.raises(Inactive):
            office.staff.grant(session, "gone", "publisher", actor=OPERATOR, now=office.now)
    with pytest.raises(Inactive):
        office.actor("gone")
    with office.database.reading() as session:
        user = find_staff(session, "gone")
        assert user is not None
        assert user.deactivated_at == office.now
        assert roles_of(session, user) == ["leader"]
    with pytest.raises(LoginTaken):
        office.hires("gone")


def test_the_operator_is_believed_until_somebody_has_the_permission(office: Office) -> None:
    staff, grant = office.staff, StaffPermission.GRANT
    with office.database.reading() as session:
        assert staff.acting(session, None, grant) is OPERATOR
    office.hires("sec", "security_admin")
    with office.database.reading() as session:
        with pytest.raises(LoginNeeded):
            staff.acting(session, None, grant)
        assert staff.acting(session, "sec", grant).id == "sec"
        with pytest.raises(NotPermitted):
            staff.acting(session, "noise", grant)
        with pytest.raises(NoSuchStaff):
            staff.acting(session, "nobody", grant)
        assert staff.acting(session, None, StaffPermission.MANAGE) is OPERATOR
    with office.database.writing() as session:
        staff.deactivate(session, "sec", actor=OPERATOR, now=office.now)
        assert staff.acting(session, None, grant) is OPERATOR


@pytest.mark.parametrize(
    ("login", "name", "scope", "refusal"),
    [
        ("A", "陈力", ALL, BadLogin),
        ("陈力", "陈力", ALL, BadLogin),
        ("chen li", "陈力", ALL, BadLogin),
        ("c" * 33, "陈力", ALL, BadLogin),
        ("noise", "陈力", ALL, LoginTaken),
        ("chen", "  ", ALL, NamelessStaff),
        ("chen", "陈" * 65, ALL, NamelessStaff),
        ("chen", "陈力", Scope(), NoScope),
    ],
)
def test_an_account_is_refused(
    office: Office, login: str, name: str, scope: Scope, refusal: type[RuleViolation]
) -> None:
    with office.database.writing() as session, pytest.raises(refusal):
        office.staff.add(session, login=login, name=name, scope=scope, actor=OPERATOR, now=office.now)
