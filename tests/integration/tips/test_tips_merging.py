"""Tips handled together: whatever the order of merging, who came first stays first."""

from itertools import permutations

import pytest
from sqlalchemy.orm import Session

from tests.integration.tip_office import FIRE, INTAKE, PARTS, TipOffice, replayed, reporter
from tipoffs.tips import refusals
from tipoffs.tips.dispatching import group_of
from tipoffs.tips.files import history
from tipoffs.tips.models import Finding, Tip
from tipoffs.tips.status import TipState


def ranks(*tips: Tip) -> list[int]:
    """Their places in the order of arrival."""
    return [tip.arrival_rank for tip in tips]


def test_any_order_of_merging_keeps_the_order_of_arrival(office: TipOffice, session: Session) -> None:
    for order in permutations(range(4)):
        tips = [office.accepted() for _ in range(4)]
        leading, *others = (tips[at] for at in order)
        for other in others:
            office.tips.merge(session, other.number, leading.number, INTAKE, office.now)
        assert ranks(*tips) == [1, 2, 3, 4]
        assert [tip.number for tip in group_of(session, others[0].number)] == [tip.number for tip in tips]


def test_a_tip_that_leads_brings_its_followers(office: TipOffice, session: Session) -> None:
    first, second, third = (office.accepted() for _ in range(3))
    office.tips.merge(session, first.number, second.number, INTAKE, office.now)
    office.tips.merge(session, second.number, third.number, INTAKE, office.now)

    assert {first.master, second.master} == {third.number}
    assert ranks(first, second, third) == [1, 2, 3]


def test_unmerging_closes_ranks_and_stands_alone(office: TipOffice, session: Session) -> None:
    first, second, third = (office.accepted() for _ in range(3))
    for tip in (first, third):
        office.tips.merge(session, tip.number, second.number, INTAKE, office.now)

    office.tips.unmerge(session, first.number, INTAKE, office.now, "不是一件事")

    assert (first.state, first.master) == (TipState.ACCEPTED, None)
    assert ranks(first, second, third) == [1, 1, 2]


def test_only_an_open_tip_other_than_itself_can_lead(office: TipOffice, session: Session) -> None:
    tip, raw, answered = office.accepted(), office.arrives(), office.answered()
    for master in (raw, answered, tip):
        with pytest.raises(refusals.NoOpenMaster):
            office.tips.merge(session, tip.number, master.number, INTAKE, office.now)


def test_a_declined_report_is_not_the_first_effective_one(office: TipOffice, session: Session) -> None:
    unclear, clear, third = office.arrives(), office.accepted(), office.accepted()
    office.tips.decline(session, unclear.number, "no_facts", INTAKE, office.now)
    office.tips.merge(session, third.number, clear.number, INTAKE, office.now)

    assert [tip.number for tip in group_of(session, third.number)] == [clear.number, third.number]


def test_each_merged_tip_needs_its_own_part_on_the_reward(office: TipOffice, session: Session) -> None:
    first, leading = office.arrives(), office.at_the_unit()
    office.tips.merge(session, first.number, leading.number, INTAKE, office.now)
    office.found(leading, Finding.UNFOUNDED)

    with pytest.raises(refusals.AnswerIncomplete, match="符合奖励条件情况"):
        office.tips.answer(session, leading.number, PARTS, INTAKE, office.now)


def test_merged_tips_follow_their_leader_to_the_answer(office: TipOffice, session: Session) -> None:
    first, leading = office.arrives(), office.at_the_unit()
    office.tips.merge(session, first.number, leading.number, INTAKE, office.now)
    office.found(leading, Finding.UNFOUNDED)

    office.tips.answer(
        session, leading.number, PARTS, INTAKE, office.now, rewards={first.number: "经核查不属实，不予奖励。"}
    )

    assert {first.state, leading.state} == {TipState.ANSWERED}
    assert first.finding is Finding.UNFOUNDED
    office.tips.object(session, first.number, "不服", reporter(first.number), office.now)
    assert first.state.number == "A16"
    assert leading.state is TipState.ANSWERED


def test_others_go_on_when_the_leading_reporter_withdraws(office: TipOffice, session: Session) -> None:
    leading, second, third = office.at_the_unit(), office.arrives(), office.arrives()
    for tip in (third, second):
        office.tips.merge(session, tip.number, leading.number, INTAKE, office.now)

    office.tips.withdraw(session, leading.number, reporter(leading.number), office.now)

    assert leading.state is TipState.WITHDRAWN
    assert (second.state, second.master) == (TipState.ACCEPTED, None)
    assert (third.state, third.master) == (TipState.MERGED, second.number)
    assert ranks(second, third) == [1, 2]
    assert second.shared_summary == leading.shared_summary
    for tip in (leading, second, third):
        assert replayed(history(session, tip.number)) is tip.state


def test_a_follower_that_withdraws_leaves_the_rest(office: TipOffice, session: Session) -> None:
    first, leading = office.arrives(category=FIRE), office.accepted()
    office.tips.merge(session, first.number, leading.number, INTAKE, office.now)

    office.tips.withdraw(session, first.number, reporter(first.number), office.now)

    assert ranks(leading) == [1]
    assert [tip.number for tip in group_of(session, leading.number)] == [leading.number]
