"""Machine B, cell by cell: every state × action × role against a table written down by hand."""

import itertools

import pytest

from staff.actors import Actor, ActorKind
from tests.unit.tipoffs.process_tables import assert_follows, process_of, reached_from
from tipoffs.hazards.guards import CHECKS
from tipoffs.hazards.status import MOVES, HazardAction, HazardGuard, HazardState
from tipoffs.permissions import Permission as May

PROCESS = """
B1 grade B2
B2 regrade B2, order B3
B3 regrade B3, order B3, sign_order B4, enforce B10
B4 regrade B4, list_for_supervision B5, publish_listing B4, ask_extension B4, extend B6, refuse_extension B4
B4 claim_fixed B7, enforce B10, penalise B4
B5 regrade B5, publish_listing B5, ask_extension B5, extend B6, refuse_extension B5
B5 claim_fixed B7, enforce B10, penalise B5
B6 regrade B6, list_for_supervision B5, publish_listing B6, ask_extension B6, extend B6, refuse_extension B6
B6 claim_fixed B7, enforce B10, penalise B6
B7 publish_listing B7, pass_reinspection B8, fail_reinspection B4, penalise B7
B8 publish_listing B8, delist B9, penalise B8
B9 publish_delisting B9, penalise B9, recur B11
B10 regrade B10, publish_listing B10, claim_fixed B7, resume B4, penalise B10
"""
ROLES = {
    "intake": {May.HAZARDS_REGISTER},
    "verifier": {May.HAZARDS_GRADE, May.HAZARDS_ORDER, May.HAZARDS_REINSPECT, May.HAZARDS_ENFORCE},
    "leader": {May.HAZARDS_SIGN, May.HAZARDS_EXTEND, May.HAZARDS_DELIST},
    "unit": {May.HAZARDS_FIX},
    "supervisor": {May.HAZARDS_LIST},
    "payout": set(),
}
ACTORS = {
    role: Actor(ActorKind.STAFF, role, permissions=frozenset(words)) for role, words in ROLES.items()
} | {"reporter": Actor(ActorKind.REPORTER, "R1"), "system": Actor(ActorKind.SYSTEM, "clock")}
WHO = {
    "register": "",
    "grade": "verifier",
    "regrade": "verifier",
    "order": "verifier",
    "sign_order": "leader",
    "list_for_supervision": "supervisor",
    "publish_listing": "supervisor",
    "publish_delisting": "supervisor",
    "ask_extension": "unit",
    "extend": "leader",
    "refuse_extension": "leader",
    "claim_fixed": "unit",
    "pass_reinspection": "verifier",
    "fail_reinspection": "verifier",
    "delist": "leader",
    "enforce": "verifier",
    "resume": "verifier",
    "penalise": "verifier",
    "recur": "intake",
}


@pytest.mark.parametrize("state", HazardState)
def test_only_the_moves_of_the_table_are_allowed_and_only_to_their_roles(state: HazardState) -> None:
    table = process_of(PROCESS)
    for action, (role, actor) in itertools.product(HazardAction, ACTORS.items()):
        who = WHO[action.value].split()
        target = table.get((state.number, action.value))
        assert_follows(
            MOVES, state, action, actor, target=target, may=role in who, code_of=lambda one: one.number
        )


def test_every_state_can_be_reached_and_only_the_last_is_an_end() -> None:
    assert reached_from(MOVES, HazardState.REGISTERED) == set(HazardState)
    assert {state for state, _ in MOVES} == set(HazardState) - {HazardState.RECURRED}


def test_every_guard_is_used_and_has_its_check() -> None:
    used = {guard for move in MOVES.values() for guard in move.guards}
    assert used == set(HazardGuard) == set(CHECKS)
