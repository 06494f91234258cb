"""Who sees the tip never sees the person, and the reverse: by the tables, by the roles, by the files."""

import threading
from concurrent.futures import ThreadPoolExecutor
from dataclasses import fields

import pytest
from sqlalchemy import inspect, text

from core.db import Base
from core.sort_orders import Page
from staff.actors import NotPermitted
from tests.integration.rewards.office import LEADER, PAYER, PROPOSER, ZHANG, Office, clerk, reporter
from tipoffs.rewards import models, queries
from tipoffs.rewards.lists import REWARD_ORDERS
from tipoffs.rewards.moves import get_reward
from tipoffs.rewards.notices import CONSENT
from tipoffs.rewards.payees import Teller
from tipoffs.rewards.payment import payouts
from tipoffs.rewards.payment.payout_secrets import MOST_FAILURES
from tipoffs.rewards.payment.sheets import LEDGER_HEADS, PAYOUT_HEADS, BankLine, written_csv, written_xlsx
from tipoffs.rewards.permissions import RewardPermission
from tipoffs.rewards.queries import OwnReward, PayoutSlip, RewardView
from tipoffs.rewards.refusals import ConflictingDuties, TooManyTries
from tipoffs.rewards.status import RewardState

TIP_COLUMNS = {"tip_number", "matter"}
PERSON_COLUMNS = {"payee_ref", "name", "account", "bank", "id_number", "phone", "openid"}
PAYOUT_TABLES = {"reward_claims", "reward_payments"}


def test_no_table_holds_both_the_tip_and_the_way_to_a_person() -> None:
    tables = {
        name: set(table.columns.keys()) for name, table in Base.metadata.tables.items() if "reward" in name
    }
    assert tables.keys() >= PAYOUT_TABLES | {"rewards", "reward_events", "reward_assessments"}
    for name, columns in tables.items():
        assert not (columns & TIP_COLUMNS and columns & PERSON_COLUMNS), name
    for name in PAYOUT_TABLES:
        reached = {key.column.table.name for key in Base.metadata.tables[name].foreign_keys}
        assert reached <= PAYOUT_TABLES, "a foreign key out of the payout half"


def test_no_model_of_the_office_has_a_column_for_a_person() -> None:
    held = {
        column.key
        for model in vars(models).values()
        if isinstance(model, type) and issubclass(model, Base)
        # The accounts of the ledger are those of the budget.
        if model not in (Base, models.LedgerEntry)
        for column in inspect(model).columns
    }
    assert held & PERSON_COLUMNS == {"payee_ref"}


def test_views_by_role_have_no_field_in_common_that_would_join_them() -> None:
    assert {one.name for one in fields(PayoutSlip)} & (TIP_COLUMNS | {"decision", "payees", "steps"}) == set()
    assert {one.name for one in fields(RewardView)} & (PERSON_COLUMNS | {"payee"}) == set()
    assert {one.name for one in fields(OwnReward)} & (PERSON_COLUMNS | {"payee"}) == set()


def test_each_role_sees_its_half_and_nobody_both(office: Office) -> None:
    number = office.reaches_claim()
    now = office.clock.now()
    both = clerk("both", RewardPermission.PAY, RewardPermission.VIEW)
    with office.database.writing() as session:
        assert queries.view_reward(session, number, PROPOSER).tip_number == "R1"
        slip = queries.payout_slip(session, number, PAYER, office.vault, now)
        assert slip.payee == ZHANG
        with pytest.raises(NotPermitted):
            queries.view_reward(session, number, PAYER)
        for other in (PROPOSER, LEADER, reporter("R1")):
            with pytest.raises(NotPermitted):
                queries.payout_slip(session, number, other, office.vault, now)
        with pytest.raises(ConflictingDuties):
            queries.payout_slip(session, number, both, office.vault, now)
        with pytest.raises(ConflictingDuties):
            office.reconciling.payout_rows(session, both, now)
        (own,) = queries.own_rewards(session, reporter("R1"))
        assert own.number == number
        assert queries.own_rewards(session, reporter("R2")) == []
        with pytest.raises(NotPermitted):
            queries.own_rewards(session, PROPOSER)
        assert [one.number for one in queries.work_list(session, PROPOSER, RewardState.CLAIMED)] == [number]


def test_who_pays_knows_nothing_of_what_is_being_decided(office: Office) -> None:
    decided, claimed = office.reaches_approval("R1"), office.reaches_claim("R2")
    everywhere = frozenset(RewardState)
    with office.database.reading() as session:
        assert [
            one.number for one in payouts.payout_lines(session, PAYER, everywhere, Page(REWARD_ORDERS[0]))
        ] == [claimed]
        assert payouts.payout_file(session, claimed, PAYER).is_claimed
        with pytest.raises(NotPermitted):
            payouts.payout_file(session, decided, PAYER)


def test_the_vault_hears_of_the_reward_and_not_of_the_tip(office: Office) -> None:
    number = office.reaches_claim()
    assert office.vault.cases == [number]
    assert "R1" not in number


def test_files_for_others_name_nobody_and_no_tip(office: Office) -> None:
    number = office.reaches_claim("R2611000123")
    voucher = office.sends(number).voucher
    with office.database.writing() as session:
        payout = office.reconciling.payout_rows(session, PAYER, office.clock.now())
        ledger = office.reconciling.ledger_rows(session, PAYER)
    assert payout == [[voucher, 300_000, ZHANG.name, ZHANG.account, ZHANG.bank]]
    for data in (written_csv(LEDGER_HEADS, ledger), written_xlsx(LEDGER_HEADS, ledger)):
        for secret in (ZHANG.name, ZHANG.account, ZHANG.id_number, "R2611000123"):
            assert secret.encode() not in data
    assert b"R2611000123" not in written_csv(PAYOUT_HEADS, payout)


def test_no_identity_reaches_a_table_a_notice_or_the_audit_log(office: Office) -> None:
    office.sends(office.reaches_claim())
    secrets = (ZHANG.name, ZHANG.account, ZHANG.id_number, ZHANG.bank)
    with office.database.reading() as session:
        for name in Base.metadata.tables:
            if "reward" in name:
                rows = session.execute(text(f"SELECT * FROM {name}")).all()
                assert not any(secret in str(rows) for secret in secrets), name
    written = f"{office.letterbox.letters}{office.letterbox.lines}{ZHANG!r}"
    assert not any(secret in written for secret in secrets)


def nameless(office: Office) -> str:
    """The number of an approved reward under the mining rule for somebody without a name."""
    number = office.opens()
    told = [Teller("R1", real_name=False, has_code=True)]
    office.proposes(number, tellers=told, domain="mine", level="一级举报")
    office.submits(number)
    office.approves(number)
    office.notifies(number)
    office.receipts["CODE-1"] = "R1"
    return number


def anonymous(office: Office) -> tuple[str, str]:
    """Such a reward, and the second secret of whoever claims it."""
    number = nameless(office)
    with office.database.writing() as session:
        return number, office.secrets.issue(session, number, reporter("R1"), office.clock.now())


def claims(office: Office, code: str, secret: str) -> bool:
    with office.database.writing() as session:
        return (
            office.secrets.claim(
                session, code, secret, ZHANG, reporter(""), office.clock.now(), consent=CONSENT
            )
            is not None
        )


def test_money_without_a_name_takes_code_and_secret(office: Office) -> None:
    number, secret = anonymous(office)
    other = str((int(secret) + 1) % 10**8).zfill(8)
    assert not claims(office, "CODE-1", other)
    assert not claims(office, "CODE-2", secret)
    assert claims(office, "CODE-1", secret)
    assert not claims(office, "CODE-1", secret)
    assert office.row(number).state is RewardState.CLAIMED
    with office.database.reading() as session:
        kept = str(session.execute(text("SELECT * FROM reward_secrets")).all())
    assert secret not in kept
    payment = office.sends(number)
    assert payment.amount_fen == 300_000
    # The bank could not pay: it is claimed again, with another secret than the one that was used.
    failed = BankLine(2, payment.voucher, 300_000, False, None, "户名不符")
    with office.database.writing() as session:
        office.reconciling.reconcile(session, [failed], PAYER, office.clock.now())
    assert not claims(office, "CODE-1", secret)
    with office.database.writing() as session:
        fresh = office.secrets.issue(session, number, reporter("R1"), office.clock.now())
    assert claims(office, "CODE-1", fresh)


def test_guessing_is_locked_and_only_the_holder_of_the_code_unlocks(office: Office) -> None:
    number, secret = anonymous(office)
    other = str((int(secret) + 1) % 10**8).zfill(8)
    assert not any(claims(office, "CODE-1", other) for _ in range(MOST_FAILURES))
    with pytest.raises(TooManyTries):
        claims(office, "CODE-1", secret)
    with office.database.writing() as session:
        for stranger in (reporter("R2"), PAYER):
            with pytest.raises(NotPermitted):
                office.secrets.issue(session, number, stranger, office.clock.now())
        fresh = office.secrets.issue(session, number, reporter("R1"), office.clock.now())
        assert get_reward(session, number).state is RewardState.NOTIFIED
    assert claims(office, "CODE-1", fresh)


def test_two_pages_that_ask_for_a_secret_at_once_both_get_one_and_the_last_holds(office: Office) -> None:
    """Nobody had one before: on PostgreSQL both find none."""
    number = nameless(office)
    gate = threading.Barrier(2)

    def issued(_: int) -> str:
        gate.wait()
        with office.database.writing() as session:
            return office.secrets.issue(session, number, reporter("R1"), office.clock.now())

    with ThreadPoolExecutor(2) as pages:
        shown = list(pages.map(issued, range(2)))

    assert sum(claims(office, "CODE-1", secret) for secret in shown) == 1


def test_guesses_at_the_same_moment_are_no_more_than_one_after_the_other(office: Office) -> None:
    number, secret = anonymous(office)
    other, many = str((int(secret) + 1) % 10**8).zfill(8), 3 * MOST_FAILURES
    gate = threading.Barrier(many)

    def guesses(_: int) -> bool:
        gate.wait()
        try:
            return claims(office, "CODE-1", other)
        except TooManyTries:
            return True

    with ThreadPoolExecutor(many) as threads:
        locked = sum(threads.map(guesses, range(many)))

    assert many - locked == MOST_FAILURES, "the others were not looked at"
    with office.database.reading() as session:
        assert get_reward(session, number).state is RewardState.NOTIFIED
