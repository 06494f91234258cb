"""From a verified tip to paid money and everything that may happen between, on both engines."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from sqlalchemy import select

from core.clock import china_date
from core.db import Database
from core.errors import RuleViolation
from staff.actors import CLOCK, Actor, NotPermitted
from tests.conftest import StandingClock
from tests.integration.rewards.office import (
    BOOK,
    HEAD,
    LEADER,
    NOTIFIER,
    PAYER,
    PROPOSER,
    ZHANG,
    Office,
    clerk,
    reporter,
    results,
)
from tipoffs.rewards import thanking
from tipoffs.rewards.models import Revisit, Reward, RewardEvent
from tipoffs.rewards.moves import events_of, get_reward, step
from tipoffs.rewards.payees import Teller
from tipoffs.rewards.payment.ledger import Account, balances
from tipoffs.rewards.payment.sheets import BankLine
from tipoffs.rewards.permissions import RewardPermission
from tipoffs.rewards.reckoning.rulebook import RuleBook
from tipoffs.rewards.refusals import (
    AppealClosed,
    BudgetSpent,
    ConflictingDuties,
    ConsentMissing,
    KnowsReporter,
    NeedsDecision,
    NotHeld,
    NothingToAward,
    Overtaken,
    PaymentHeld,
    ProofMissing,
    SelfApproval,
)
from tipoffs.rewards.status import IllegalMove, RewardState, Verb
from tipoffs.rewards.telling import reward_news
from tipoffs.rewards.words import Exclusion, RefusedBecause, Relation


def test_a_reward_goes_from_approval_to_paid_with_every_step_kept(office: Office) -> None:
    number = office.reaches_approval()
    assert office.approves(number).state is RewardState.APPROVED
    assert office.notifies(number).claim_until_on == china_date(office.clock.now()) + timedelta(days=60)
    office.claims(number)
    voucher = office.sends(number).voucher
    paid = results(office, BankLine(2, voucher, 300_000, True, "B1", ""))
    assert paid == ((voucher,), (), (), ())
    assert office.row(number).state is RewardState.PAID
    with office.database.writing() as session:
        open_vouchers = office.reconciling.payout_rows(session, PAYER, office.clock.now())
    assert open_vouchers == [], "a voucher that is settled is not exported again"
    with office.database.reading() as session:
        assert [one.verb.value for one in events_of(session, office.row(number))] == [
            "propose", "submit", "approve", "notify", "claim", "send", "confirm",
        ]  # fmt: skip
        standing = balances(session)
    assert (standing[Account.PAID], standing[Account.AVAILABLE]) == (300_000, 99_700_000)
    office.is_sound()
    assert [words[:6] for _, words in office.letterbox.letters][-1] == "奖励编号" + number[:2]
    assert {line.action for line in office.letterbox.lines} >= {
        f"rewards.{verb}" for verb in ("propose", "submit", "approve", "notify", "send", "settle")
    }  # fmt: skip


def test_large_amounts_climb_the_ladder(office: Office) -> None:
    number = office.reaches_approval(yuan=100_000)
    assert office.approves(number).state is RewardState.APPROVING
    with pytest.raises(NotPermitted):
        office.approves(number, clerk("another", RewardPermission.APPROVE))
    assert office.approves(number, HEAD).state is RewardState.APPROVED
    assert office.row(number).amount_fen == 1_500_000


def test_who_proposed_or_signed_does_not_sign_again(office: Office) -> None:
    number = office.reaches_approval(yuan=100_000)
    with pytest.raises(SelfApproval):
        office.approves(number, clerk(PROPOSER.id, RewardPermission.APPROVE))
    office.approves(number, HEAD)
    with pytest.raises(SelfApproval):
        office.approves(number, HEAD)


@pytest.mark.parametrize("by_tip", [True, False])
def test_who_knows_the_reporter_does_not_sign(office: Office, by_tip: bool) -> None:
    number = office.reaches_approval()
    office.vault.readers.add(("R1" if by_tip else number, LEADER.id))
    with pytest.raises(KnowsReporter):
        office.approves(number)


def test_permissions_are_asked_for(office: Office) -> None:
    number = office.opens()
    nobody, now = clerk("nobody"), office.clock.now()
    with office.database.writing() as session:
        for call in (
            lambda: office.assessing.set_aside(session, number, nobody, "", now),
            lambda: office.refusing.deny(session, number, RefusedBecause.EXCLUDED, nobody, "", now),
            lambda: office.approving.submit(session, number, nobody, now),
            lambda: office.approving.send_back(session, number, nobody, "", now),
            lambda: office.claiming.notify(session, number, nobody, now),
            lambda: office.claiming.announce(session, number, nobody, "", now),
            lambda: office.claiming.extend(session, number, date(2027, 1, 1), nobody, "", now),
            lambda: office.claiming.clear(session, number, Exclusion.RELATIVE, nobody, "", now),
            lambda: office.refusing.settle_appeal(
                session, number, granted=True, actor=nobody, reason="", now=now
            ),
            lambda: office.paying.send(session, number, nobody, now),
            lambda: office.paying.recover(session, number, nobody, "", now),
            lambda: office.reconciling.payout_rows(session, nobody, now),
            lambda: office.reconciling.reconcile(session, [], nobody, now),
            lambda: office.claiming.claim(session, number, ZHANG, reporter("R2"), now, consent=""),
        ):
            with pytest.raises(NotPermitted):
                call()


def test_what_was_approved_is_never_worked_out_anew(office: Office) -> None:
    number = office.reaches_approval()
    office.approves(number)
    with pytest.raises(IllegalMove):
        office.proposes(number, 100_000)
    assert office.row(number).amount_fen == 300_000


def test_a_proposal_sent_back_begins_anew(office: Office) -> None:
    number = office.reaches_approval()
    with office.database.writing() as session:
        office.approving.send_back(session, number, LEADER, "罚款数额有误", office.clock.now())
    office.proposes(number, 40_000)
    office.submits(number)
    assert office.approves(number).amount_fen == 600_000


def test_what_needs_a_person_or_earns_nothing_is_not_proposed(office: Office) -> None:
    number = office.opens()
    with pytest.raises(NeedsDecision):
        office.proposes(number, 0)
    with pytest.raises(NothingToAward):
        office.proposes(number, exclusions=frozenset({Exclusion.DUTY_STAFF}))
    assert office.row(number).state is RewardState.ASSESSING


def test_the_budget_is_the_end(office: Office) -> None:
    numbers = [office.reaches_approval(f"R{n}", 2_000_000) for n in range(4)]
    for number in numbers:
        office.approves(number)
    for number in numbers[:3]:
        office.approves(number, HEAD)
    with pytest.raises(BudgetSpent):
        office.approves(numbers[3], HEAD)
    assert office.row(numbers[3]).state is RewardState.APPROVING
    office.is_sound()


def test_the_unreachable_are_called_by_number_only(office: Office) -> None:
    number = office.reaches_approval()
    office.approves(number)
    office.notifies(number)
    with office.database.writing() as session:
        words = office.claiming.announce(session, number, NOTIFIER, "电话打不通", office.clock.now())
    assert number in words
    assert "R1" not in words
    office.claims(number)
    assert office.row(number).state is RewardState.CLAIMED


def test_recovery_comes_after_payment(office: Office) -> None:
    number = office.reaches_claim()
    now = office.clock.now()
    with office.database.writing() as session, pytest.raises(IllegalMove):
        office.paying.recover(session, number, NOTIFIER, "虚假举报", now)
    results(office, BankLine(2, office.sends(number).voucher, 300_000, True, "B1", ""))
    with office.database.writing() as session:
        office.paying.recover(session, number, NOTIFIER, "虚假举报", now)
    office.is_sound()
    with office.database.reading() as session:
        assert balances(session)[Account.RECOVERED] == 300_000


def test_refusal_appeal_and_reopening(office: Office) -> None:
    number = office.opens()
    now = office.clock.now()
    with office.database.writing() as session:
        office.refusing.deny(session, number, RefusedBecause.NOT_MAJOR, LEADER, "", now)
        with pytest.raises(NotPermitted):
            office.refusing.appeal(session, number, reporter("R2"), "不服", now)
        other = clerk("other", RewardPermission.DENY)
        with pytest.raises(RuleViolation, match="没有提出异议"):
            office.refusing.settle_appeal(session, number, granted=True, actor=other, reason="", now=now)
        with pytest.raises(AppealClosed):
            office.refusing.appeal(session, number, reporter("R1"), "不服", now + timedelta(days=13))
        office.refusing.appeal(session, number, reporter("R1"), "不服", now + timedelta(days=10))
        with pytest.raises(SelfApproval):
            office.refusing.settle_appeal(session, number, granted=True, actor=LEADER, reason="", now=now)
        office.refusing.settle_appeal(session, number, granted=True, actor=other, reason="", now=now)
    assert office.row(number).state is RewardState.ASSESSING


def test_an_approved_reward_that_is_refused_gives_its_money_back(office: Office) -> None:
    number = office.reaches_claim()
    with office.database.writing() as session:
        office.refusing.deny(session, number, RefusedBecause.FALSE_REPORT, LEADER, "", office.clock.now())
    office.is_sound()
    with office.database.reading() as session:
        assert balances(session)[Account.AVAILABLE] == 100_000_000
    now = office.clock.now()
    with office.database.writing() as session:
        office.refusing.appeal(session, number, reporter("R1"), "不服", now)
        with pytest.raises(SelfApproval):
            office.refusing.settle_appeal(session, number, granted=True, actor=LEADER, reason="", now=now)


def test_no_claim_without_the_current_consent_and_a_wanted_proof(office: Office) -> None:
    number = office.reaches_approval()
    office.approves(number)
    office.notifies(number)
    with pytest.raises(ConsentMissing):
        office.claims(number, consent="好")
    with office.database.writing() as session:
        get_reward(session, number).proof_needed = True
    with pytest.raises(ProofMissing):
        office.claims(number)
    office.claims(number, proof_ref="e7")


def test_an_excluded_person_is_recognised_at_the_claim_and_the_payment_held(office: Office) -> None:
    office.vault.barred[ZHANG.id_number] = frozenset({Exclusion.RELATIVE})
    number = office.reaches_claim()
    assert office.row(number).held_because == [Exclusion.RELATIVE]
    with pytest.raises(PaymentHeld):
        office.sends(number)
    with office.database.writing() as session:
        office.claiming.clear(session, number, Exclusion.RELATIVE, LEADER, "核实为同名", office.clock.now())
    line = office.letterbox.lines[-1]
    assert (*line.short, line.reason) == (LEADER.id, "rewards.clear", f"reward:{number}", "核实为同名")
    with pytest.raises(NotHeld), office.database.writing() as session:
        office.claiming.clear(session, number, Exclusion.RELATIVE, LEADER, "又点了一次", office.clock.now())
    assert office.letterbox.lines[-1] == line
    office.sends(number)


def test_a_payment_held_for_two_reasons_goes_on_when_both_are_lifted(office: Office) -> None:
    reasons = {Exclusion.RELATIVE, Exclusion.SAFETY_AGENCY}
    office.vault.barred[ZHANG.id_number] = frozenset(reasons)
    number = office.reaches_claim()
    assert set(office.row(number).held_because) == reasons

    with office.database.writing() as session:
        office.claiming.clear(session, number, Exclusion.RELATIVE, LEADER, "同名", office.clock.now())

    assert office.letterbox.lines[-1].detail == {"held": Exclusion.RELATIVE.label}
    assert office.row(number).held_because == [Exclusion.SAFETY_AGENCY]
    with pytest.raises(PaymentHeld):
        office.sends(number)
    with office.database.writing() as session:
        office.claiming.clear(session, number, Exclusion.SAFETY_AGENCY, LEADER, "已离职", office.clock.now())
    office.sends(number)


@pytest.mark.parametrize("who", [PROPOSER, LEADER, HEAD], ids=lambda one: str(one.id))
def test_who_decided_does_not_pay(office: Office, who: Actor) -> None:
    number = office.reaches_approval("R1", 2_000_000)
    office.approves(number, LEADER)
    office.approves(number, HEAD)
    office.notifies(number)
    office.claims(number)
    with pytest.raises(ConflictingDuties):
        office.sends(number, clerk(who.id, RewardPermission.PAY))
    office.sends(number)


def test_a_matter_has_one_reward_however_often_it_is_opened(office: Office) -> None:
    assert len({office.opens("R1") for _ in range(3)}) == 1


def test_several_payees_share_one_amount(office: Office) -> None:
    number = office.opens()
    told = [Teller("R0", real_name=False), Teller("R1", real_name=True), Teller("R2", real_name=True)]
    rewards = office.proposes(number, tellers=told)
    assert [(one.tip_number, one.amount_fen) for one in rewards] == [("R1", 300_000)]


def test_who_gets_a_part_reads_that_it_is_one(database: Database, clock: StandingClock) -> None:
    payees = BOOK.named("baiyin-2017").policy.payees
    sets = [replace(one, policy=replace(one.policy, payees=payees)) for one in BOOK.sets]
    office = Office(database, clock, RuleBook(sets))
    office.has_budget()
    both = [Teller("R1", real_name=True), Teller("R2", real_name=True, decisive=True)]
    alone = office.opens("R3")
    for one in (*office.proposes(office.opens(), tellers=both), *office.proposes(alone)):
        office.submits(one.number)
        office.approves(one.number)
        office.notifies(one.number)

    today = china_date(clock.now())
    with database.reading() as session:
        told = {tip: reward_news(session, tip, today) for tip in ("R1", "R2", "R3")}

    for tip, is_part in (("R1", True), ("R2", True), ("R3", False)):
        news = told[tip]
        assert news is not None
        assert ("奖金平均分，这是其中一份" in news.line) is is_part, news.line
        assert "R1" not in news.line


def test_a_share_that_a_later_proposal_left_out_comes_back_with_the_next(
    database: Database, clock: StandingClock
) -> None:
    payees = BOOK.named("baiyin-2017").policy.payees
    sets = [replace(one, policy=replace(one.policy, payees=payees)) for one in BOOK.sets]
    office = Office(database, clock, RuleBook(sets))
    both = [Teller("R1", real_name=True), Teller("R2", real_name=True, decisive=True)]
    proposed = office.proposes(office.opens(), tellers=both)
    first, second = (one.number for one in proposed)
    for tellers, stands in ((both[:1], RewardState.NOT_APPLICABLE), (both, RewardState.PROPOSED)):
        with office.database.writing() as session:
            for one in proposed:
                office.approving.send_back(session, one.number, LEADER, "再算一遍", office.clock.now())
        proposed = office.proposes(first, tellers=tellers)
        assert [one.number for one in proposed] == [first, second][: len(tellers)]
        assert office.row(second).state is stands


@pytest.mark.parametrize("relation", [Relation.EMPLOYEE, Relation.FAMILY, Relation.INFORMANT])
def test_inside_reporters_are_visited_again(office: Office, relation: Relation) -> None:
    number = office.opens(relation=relation)
    (reward,) = office.proposes(number, relation=relation)
    office.submits(number)
    office.approves(number)
    office.notifies(number)
    office.claims(number, proof_ref="e7")
    assert reward.amount_fen is not None
    results(office, BankLine(2, office.sends(number).voucher, reward.amount_fen, True, "B1", ""))
    with office.database.writing() as session:
        due = session.scalars(select(Revisit.due_on).order_by(Revisit.due_on)).all()
        today = china_date(office.clock.now())
        assert [(one - today).days for one in due] == [30, 180]
        assert thanking.due_revisits(session, today) == []
        (first,) = thanking.due_revisits(session, today + timedelta(days=30))
        now = office.clock.now()
        thanking.record_revisit(session, first.id, NOTIFIER, now, retaliation=True)
        with pytest.raises(RuleViolation, match="已经登记过"):
            thanking.record_revisit(session, first.id, NOTIFIER, now, retaliation=False)
        assert thanking.due_revisits(session, today + timedelta(days=30)) == []


def test_thanks_come_once_a_matter(office: Office) -> None:
    with office.database.writing() as session:
        for _ in range(3):
            thanking.thank(session, "R1", "R1", PROPOSER, office.letterbox, office.clock.now())
        assert thanking.points_of_tips(session, ["R1", "R2"]) == thanking.HONOUR_POINTS
    assert len(office.letterbox.letters) == 1


def test_two_clerks_with_one_page_take_one_step(office: Office) -> None:
    number = office.reaches_approval()
    with office.database.writing() as session:
        stale = get_reward(session, number)
    office.approves(number)
    with office.database.writing() as session, pytest.raises(Overtaken):
        step(session, stale, Verb.APPROVE, CLOCK, office.clock.now())
    with office.database.reading() as session:
        assert len(session.scalars(select(RewardEvent)).all()) == 3
        assert len(session.scalars(select(Reward)).all()) == 1
