"""What must hold beyond the state of a tip: each guard at its bounds."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from core.errors import RuleViolation
from staff.actors import Actor, ActorKind
from tipoffs.permissions import Permission
from tipoffs.tips import refusals
from tipoffs.tips.declines import DECLINES
from tipoffs.tips.guards import CHECKS, EXTENSION_DAYS, RETURNS_BEFORE_LEADER, Facts
from tipoffs.tips.models import Tip, Verification
from tipoffs.tips.status import TipGuard as G
from tipoffs.tips.status import TipState as S

NOW = datetime(2026, 11, 22, 2, 30, tzinfo=UTC)
TICK = timedelta(microseconds=1)
CLERK = Actor(ActorKind.STAFF, "chen")
LEADER = Actor(ActorKind.STAFF, "lin", permissions=frozenset({Permission.TIPS_REFEREE}))


def tip(number: str = "R2611000001", **fields: Any) -> Tip:
    kept = {
        "returns": 0,
        "involves_death": False,
        "government_led": False,
        "is_extended": False,
        "master": None,
    }
    return Tip(number=number, **kept | fields)


def seen(**fields: Any) -> Verification:
    """A record by two people of what they saw just now."""
    kept = {"record": "一处出口锁闭", "verifier": "wu", "second_verifier": "zheng", "inspected_at": NOW}
    return Verification(**kept | {"co_signed_at": None} | fields)


def passes(guard: G, facts: Facts) -> bool:
    """Whether the guard lets it through."""
    try:
        CHECKS[guard](facts)
    except RuleViolation:
        return False
    return True


MASTER = "R2611000002"


@pytest.mark.parametrize(
    ("master", "may"),
    [
        (None, False),
        (tip(MASTER, state=S.ANSWERED), True),
        (tip(MASTER, state=S.IN_REMEDY), False),
        (tip("R2611000003", state=S.ANSWERED), False),
    ],
)
def test_a_merged_tip_is_answered_with_its_own_master_once_that_is_answered(
    master: Tip | None, may: bool
) -> None:
    merged = tip(state=S.MERGED, master=MASTER)

    assert passes(G.WITH_MASTER, Facts(merged, CLERK, NOW, master=master)) is may


@pytest.mark.parametrize(
    ("number", "state", "may"),
    [
        (MASTER, S.ACCEPTED, True),
        (MASTER, S.SUBMITTED, False),
        (MASTER, S.ANSWERED, False),
        ("R2611000001", S.ACCEPTED, False),
    ],
)
def test_a_tip_is_merged_into_another_that_will_be_answered(number: str, state: S, may: bool) -> None:
    assert passes(G.OPEN_MASTER, Facts(tip(), CLERK, NOW, master=tip(number, state=state))) is may


@pytest.mark.parametrize(
    ("dead", "led", "may"), [(False, False, True), (True, False, False), (True, True, True)]
)
def test_where_somebody_died_the_government_leads(dead: bool, led: bool, may: bool) -> None:
    facts = Facts(tip(involves_death=dead, government_led=led), CLERK, NOW)

    assert (passes(G.DEATH_ALLEGED, facts), passes(G.GOVERNMENT_LEADS, facts)) == (dead, may)


@pytest.mark.parametrize(
    ("returns", "actor", "may"),
    [
        (RETURNS_BEFORE_LEADER - 1, CLERK, True),
        (RETURNS_BEFORE_LEADER, CLERK, False),
        (RETURNS_BEFORE_LEADER, LEADER, True),
    ],
)
def test_what_was_given_back_twice_is_handed_over_by_a_leader(returns: int, actor: Actor, may: bool) -> None:
    assert passes(G.LEADER_DECIDES, Facts(tip(returns=returns), actor, NOW)) is may


@pytest.mark.parametrize(
    ("record", "may"),
    [
        (seen(), True),
        (None, False),
        (seen(record=" "), False),
        (seen(second_verifier=" "), False),
        (seen(second_verifier="wu"), False),
        (seen(inspected_at=NOW + TICK), False),
    ],
)
def test_a_record_is_written_by_two_about_what_has_been(record: Verification | None, may: bool) -> None:
    assert passes(G.WRITTEN_RECORD, Facts(tip(), CLERK, NOW, verification=record)) is may


@pytest.mark.parametrize(
    ("days", "before", "may"),
    [(0, False, False), (1, False, True), (EXTENSION_DAYS, False, True), (EXTENSION_DAYS + 1, False, False),
     (1, True, False)],
)  # fmt: skip
def test_a_time_is_extended_once_and_by_thirty_days_at_most(days: int, before: bool, may: bool) -> None:
    assert passes(G.ONCE, Facts(tip(is_extended=before), CLERK, NOW, days=days)) is may


@pytest.mark.parametrize(
    ("until", "within"), [(None, None), (NOW, False), (NOW + TICK, True), (NOW - TICK, False)]
)
def test_an_objection_comes_before_the_end_and_the_case_is_closed_after_it(
    until: datetime | None, within: bool | None
) -> None:
    facts = Facts(tip(object_until=until), CLERK, NOW)

    assert (passes(G.WITHIN_WINDOW, facts), passes(G.WINDOW_OVER, facts)) == (within is True, within is False)


@pytest.mark.parametrize(
    ("actor", "co_signed_at", "may_co_sign", "may_sign"),
    [
        ("wu", None, False, False),
        ("zheng", None, True, False),
        ("zheng", NOW, False, False),
        ("lin", NOW, False, True),
    ],
)
def test_the_second_of_two_confirms_once_and_a_third_signs(
    actor: str, co_signed_at: datetime | None, may_co_sign: bool, may_sign: bool
) -> None:
    record = seen(co_signed_at=co_signed_at)
    facts = Facts(tip(), Actor(ActorKind.STAFF, actor), NOW, verification=record)

    assert passes(G.SECOND_VERIFIER, facts) is may_co_sign
    assert passes(G.CO_SIGNED, facts) is (co_signed_at is not None)
    assert passes(G.NOT_A_VERIFIER, facts) is may_sign


def test_who_looked_before_does_not_look_again() -> None:
    record = seen()
    before = frozenset({"zheng"})

    assert passes(G.FRESH_VERIFIERS, Facts(tip(), CLERK, NOW, verification=record))
    again = Facts(tip(), CLERK, NOW, verification=record, earlier_verifiers=before)
    assert not passes(G.FRESH_VERIFIERS, again)
    with pytest.raises(refusals.SameEyes):
        CHECKS[G.FRESH_EYES](Facts(tip(), CLERK, NOW, had_a_part=frozenset({"chen"})))


def test_a_reporter_acts_on_their_own_tip_only_and_the_staff_on_any() -> None:
    own, other = (Actor(ActorKind.REPORTER, number) for number in ("R2611000001", MASTER))

    assert [passes(G.SAME_CASE, Facts(tip(), actor, NOW)) for actor in (own, other, CLERK)] == [
        True,
        False,
        True,
    ]


@pytest.mark.parametrize(
    ("unit", "second", "may"),
    [(None, "zheng", True), ("town", "zheng", True), ("fire", "zheng", False), ("town", "wu", False)],
)
def test_who_is_named_in_a_tip_has_no_part_in_it(unit: str | None, second: str, may: bool) -> None:
    named = tip(named_units=["fire"], named_officers=["wu"])
    facts = Facts(named, CLERK, NOW, unit=unit, verification=seen(second_verifier=second))

    assert passes(G.NOT_EXCLUDED, facts) is may


@pytest.mark.parametrize(
    ("awaits", "above", "may"), [("", True, True), ("", False, False), ("市应急管理局", True, False)]
)
def test_an_objection_is_reviewed_from_above_and_nothing_is_decided_that_lies_outside(
    awaits: str, above: bool, may: bool
) -> None:
    assert passes(G.LEVEL_ABOVE, Facts(tip(), CLERK, NOW, awaits=awaits, stands_above=above)) is may


def test_a_tip_is_declined_for_a_reason_of_the_list() -> None:
    assert not passes(G.REASON_CODE, Facts(tip(), CLERK, NOW))
    assert passes(G.REASON_CODE, Facts(tip(), CLERK, NOW, decline=next(iter(DECLINES.values()))))
