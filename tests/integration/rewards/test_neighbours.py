"""The reward office over the real vault, the real list of excluded persons and the bureau's calendar."""

import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import date, datetime

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from core.clock import china_date
from core.db import Database
from deliveries.duty import Duty
from staff.actors import NotPermitted
from tests.conftest import StandingClock
from tests.fakes.audit import FakeAudit
from tests.integration.rewards.office import NOTIFIER, PAYER, ZHANG, Office, reporter
from tests.integration.vault_office import CASHIER, KEEPER, MASTER
from tipoffs.permissions import Permission
from tipoffs.rewards import thanking
from tipoffs.rewards.models import Revisit
from tipoffs.rewards.moves import get_reward
from tipoffs.rewards.neighbours import BARRED, CheckedReceipt, OfficeCalendar, VaultPayees, hold_for_listed
from tipoffs.rewards.notices import CONSENT
from tipoffs.rewards.payment.claiming import ClaimingService
from tipoffs.rewards.permissions import RewardPermission
from tipoffs.rewards.refusals import PaymentHeld
from tipoffs.rewards.rounds import RewardRounds
from tipoffs.rewards.status import RewardState
from tipoffs.rewards.thanking import to_visit
from tipoffs.rewards.words import Exclusion
from tipoffs.vault.contents import Identity, SecretClass
from tipoffs.vault.errors import Destroyed
from tipoffs.vault.keys import KeyRing
from tipoffs.vault.models import SealedSecret, VaultCase
from tipoffs.vault.services import Vault
from tipoffs.vault.status import Exclusion as Listed
from tipoffs.vault.status import Mode


@pytest.fixture
def vault() -> Vault:
    """The vault, which tells the office who has come onto its list."""
    return Vault(KeyRing(MASTER), FakeAudit(), hold_for_listed)


@pytest.fixture
def office(database: Database, clock: StandingClock, vault: Vault) -> Office:
    """A reward office whose payees lie in the real vault."""
    office = Office(database, clock)
    office.has_budget()
    box = office.letterbox
    office.claiming = ClaimingService(office.book, VaultPayees(vault), OfficeCalendar(), box, box)
    return office


def test_a_payee_lies_under_the_reward_and_never_under_the_tip(office: Office, vault: Vault) -> None:
    number = office.reaches_claim("R2611000001")
    with office.database.reading() as session:
        assert set(session.scalars(select(VaultCase.case))) == {number}
        assert not [
            row for row in session.scalars(select(SealedSecret)) if ZHANG.account.encode() in row.sealed
        ]
    payees = VaultPayees(vault)
    with office.database.writing() as session:
        assert payees.open_payee(session, number, CASHIER, office.clock.now()) == ZHANG
        with pytest.raises(NotPermitted):
            payees.open_payee(session, number, PAYER, office.clock.now())
    with office.database.writing() as session:
        payees.shred_payee(session, number, office.clock.now())
    with office.database.writing() as session, pytest.raises(Destroyed):
        payees.open_payee(session, number, CASHIER, office.clock.now())


@pytest.mark.parametrize(
    ("said", "kept"),
    [
        ("张 三户名不符", "[收款人]户名不符"),
        ("证件11010519491231002x有误", "证件[收款人]有误"),
        ("账号6222 0000 1111 2222 333已销户", "账号[收款人]已销户"),
        ("请联系李四13700137000", "请联系李四[手机号]"),
        ("账号已冻结", "账号已冻结"),
    ],
)
def test_a_note_of_the_bank_is_kept_without_the_payee(
    office: Office, vault: Vault, said: str, kept: str
) -> None:
    number = office.reaches_claim("R2611000001")
    with office.database.writing() as session:
        assert VaultPayees(vault).without_payee(session, number, said) == kept


def test_who_is_on_the_vaults_list_is_recognised_at_the_claim(office: Office, vault: Vault) -> None:
    with office.database.writing() as session:
        who = Identity(id_number=ZHANG.id_number)
        vault.exclusions.enter(session, who, Listed.RELATIVE, KEEPER, office.clock.now())
    assert office.row(office.reaches_claim()).held_because == [Exclusion.RELATIVE]


def test_a_reporter_listed_by_telephone_is_recognised_though_a_claim_names_none(
    office: Office, vault: Vault
) -> None:
    now, tip = office.clock.now(), "R2611000001"
    with office.database.writing() as session:
        vault.open_case(session, tip, Mode.REAL_NAME, now)
        vault.seal_identity(session, tip, Identity(phone="13800138000"), now)
        vault.exclusions.enter(session, Identity(phone="138 0013 8000"), Listed.DUTY, KEEPER, now)
    assert office.row(office.reaches_claim(tip)).held_because == [Exclusion.DUTY_STAFF]
    assert office.row(office.reaches_claim("R2611000002")).held_because == []


def test_who_is_listed_while_the_money_waits_is_not_paid(office: Office, vault: Vault) -> None:
    now, tip = office.clock.now(), "R2611000001"
    with office.database.writing() as session:
        vault.open_case(session, tip, Mode.REAL_NAME, now)
        vault.seal_identity(session, tip, Identity(phone="13800138000"), now)
    number, other = office.reaches_claim(tip), office.reaches_claim("R2611000002")
    with office.database.writing() as session:
        vault.exclusions.enter(session, Identity(phone="13800138000"), Listed.DUTY, KEEPER, now)
    assert office.row(number).held_because == [Exclusion.DUTY_STAFF]
    assert office.row(other).held_because == []
    with pytest.raises(PaymentHeld):
        office.sends(number)

    with office.database.writing() as session:
        vault.exclusions.enter(session, Identity(id_number=ZHANG.id_number), Listed.AGENCY, KEEPER, now)

    reasons = [Exclusion.DUTY_STAFF, Exclusion.SAFETY_AGENCY]
    assert office.row(number).held_because == reasons
    assert office.row(other).held_because == reasons[1:]


def test_who_is_listed_at_the_moment_of_paying_is_paid_before_or_held(office: Office, vault: Vault) -> None:
    now, numbers = office.clock.now(), [office.reaches_claim(f"R261100000{n}") for n in range(4)]
    gate = threading.Barrier(len(numbers) + 1)

    def sends(number: str) -> bool:
        gate.wait()
        try:
            office.sends(number)
        except PaymentHeld:
            return False
        return True

    def lists() -> bool:
        gate.wait()
        with office.database.writing() as session:
            vault.exclusions.enter(session, Identity(id_number=ZHANG.id_number), Listed.DUTY, KEEPER, now)
        return True

    with ThreadPoolExecutor(len(numbers) + 1) as threads:
        listed = threads.submit(lists)
        sent = list(threads.map(sends, numbers))
    assert listed.result()
    assert [office.row(one).held_because == [] for one in numbers] == sent


@pytest.mark.parametrize("claims_first", [True, False])
def test_who_is_listed_at_the_moment_of_claiming_is_held(
    office: Office, vault: Vault, claims_first: bool
) -> None:
    """Neither has seen the other's rows; whichever comes second waits and then sees them."""
    now, number = office.clock.now(), office.reaches_approval("R2611000001")
    office.approves(number)
    office.notifies(number)
    has_begun, second_is_through = threading.Event(), threading.Event()

    def claims(session: Session) -> None:
        actor = reporter("R2611000001")
        office.claiming.claim(session, number, ZHANG, actor, now, consent=CONSENT)

    def lists(session: Session) -> None:
        vault.exclusions.enter(session, Identity(id_number=ZHANG.id_number), Listed.DUTY, KEEPER, now)

    first, second = (claims, lists) if claims_first else (lists, claims)

    def goes_first() -> None:
        with office.database.writing() as session:
            first(session)
            has_begun.set()
            second_is_through.wait(0.5)

    def goes_second() -> None:
        has_begun.wait()
        with office.database.writing() as session:
            second(session)
        second_is_through.set()

    with ThreadPoolExecutor(2) as threads:
        for done in [threads.submit(goes_first), threads.submit(goes_second)]:
            done.result()
    assert office.row(number).held_because == [Exclusion.DUTY_STAFF]
    with pytest.raises(PaymentHeld):
        office.sends(number)


def test_a_claim_goes_on_when_the_reporter_is_forgotten(office: Office, vault: Vault) -> None:
    now, tip = office.clock.now(), "R2611000001"
    with office.database.writing() as session:
        vault.open_case(session, tip, Mode.REAL_NAME, now)
        vault.seal_identity(session, tip, Identity(phone="13800138000"), now)
        vault.exclusions.enter(session, Identity(phone="13800138000"), Listed.DUTY, KEEPER, now)
        vault.retention.shred(session, tip, SecretClass.IDENTITY, KEEPER, now)
    assert office.row(office.reaches_claim(tip)).held_because == []


def test_every_word_of_the_vaults_list_has_one_of_the_rules() -> None:
    assert set(BARRED) == set(Listed)


def test_days_are_counted_by_the_bureaus_calendar(database: Database) -> None:
    with database.reading() as session:
        # The table is empty: weekends only. A Saturday moves on to Monday.
        assert OfficeCalendar().after_days(session, date(2026, 11, 22), 6) == date(2026, 11, 30)
        assert OfficeCalendar().after_workdays(session, date(2026, 11, 20), 1) == date(2026, 11, 23)


def test_a_checked_code_opens_only_its_own_case(database: Database, clock: StandingClock) -> None:
    receipt = CheckedReceipt("ABC", "R1")
    with database.reading() as session:
        assert receipt.case_of(session, "ABC", clock.now()) == "R1"
        assert receipt.case_of(session, "ABD", clock.now()) is None


def test_nobody_says_for_another_that_they_suffer_for_a_tip(office: Office) -> None:
    raised: list[str] = []

    def keep(_session: Session, duty: Duty, _now: datetime) -> bool:
        raised.append(duty.subject)
        return True

    rounds = RewardRounds(office.claiming, keep, lambda *_: None)
    with office.database.writing() as session:
        for stranger in (reporter("R2"), PAYER):
            with pytest.raises(NotPermitted):
                rounds.suffers(session, "R1", stranger, office.clock.now())
        assert raised == []
        rounds.suffers(session, "R1", reporter("R1"), office.clock.now())
    assert raised == ["R1"]


def test_the_morning_round_reminds_lapses_and_calls_for_visits_once(office: Office) -> None:
    raised: list[Duty] = []

    def keep(session: Session, duty: Duty, now: datetime) -> bool:
        is_new = duty.key not in {one.key for one in raised}
        raised.extend([duty] if is_new else [])
        return is_new

    kept_safe: list[str] = []
    rounds = RewardRounds(office.claiming, keep, lambda _session, case, _now: kept_safe.append(case))

    def goes_round() -> None:
        for _ in range(2):
            with office.database.writing() as session:
                now = office.clock.now()
                for due in office.claiming.to_lapse(session, now, 0, 100):
                    rounds.lapse(session, due, now)
                for due in office.claiming.to_remind(session, now, 0, 100):
                    rounds.remind(session, due, now)
                for due in to_visit(session, now, 0, 100):
                    rounds.call_for_visit(session, due, now)

    number = office.reaches_approval()
    office.approves(number)
    office.notifies(number)
    goes_round()
    assert raised == []
    office.clock.advance(days=52)
    goes_round()
    assert raised == [], "eight days are left"
    office.clock.advance(days=1)
    goes_round()
    assert [(one.subject, one.permission) for one in raised] == [(number, RewardPermission.NOTIFY)]
    assert "还剩7天" in raised[0].sentence
    assert "公告" in raised[0].sentence
    office.clock.advance(days=8)
    goes_round()
    assert office.row(number).state is RewardState.LAPSED
    assert "放弃" in raised[-1].sentence
    assert len(raised) == 2
    with office.database.writing() as session:
        reward = get_reward(session, number)
        session.add(Revisit(reward_id=reward.id, due_on=china_date(office.clock.now())))
    goes_round()
    assert "回访" in raised[-1].sentence
    assert len(raised) == 3
    with office.database.writing() as session:
        [visit] = thanking.visit_rows(session, NOTIFIER, office.clock.now())
        rounds.visited(session, int(str(visit["visit"])), NOTIFIER, office.clock.now(), retaliation=True)
        assert thanking.visit_rows(session, NOTIFIER, office.clock.now()) == []
    assert kept_safe == ["R1"]
    assert (raised[-1].permission, raised[-1].subject) == (Permission.TIPS_REOPEN, "R1")
    office.is_sound()
