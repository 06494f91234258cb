"""Machine A, cell by cell: every state × action × role against a table written down by hand."""

import itertools

import pytest

from staff.actors import Actor, ActorKind
from staff.moves import IllegalMove, allowed
from tests.unit.tipoffs.process_tables import Process, assert_follows, process_of, reached_from
from tipoffs.permissions import Permission as May
from tipoffs.tips.guards import CHECKS
from tipoffs.tips.status import (
    FINISHED,
    MOVES,
    OPEN,
    UNTIL_ANSWERED,
    TipAction,
    TipGuard,
    TipState,
)

# The process of the bureau: code of a state, what may be done, and where it leads.
PROCESS = """
A0 submit A1
A1 flag_emergency A19, ask_more A2, accept A5, decline A3, transfer A4, merge A6, withdraw A20
A1 allege_death A1, exclude A1, summarise A1
A2 supply A1, stop_waiting A1, decline A3, withdraw A20
A3 object A16, close A17
A4 come_back A5, close A17, withdraw A20
A5 merge A6, dispatch A7, lead A21, downgrade A5, withdraw A20
A5 allege_death A5, exclude A5, summarise A5
A6 unmerge A5, answer A15, merge A6, withdraw A20
A7 receive A9, return A8, lead A21, withdraw A20, allege_death A7, exclude A7
A8 dispatch A7, lead A21, withdraw A20, allege_death A8, exclude A8, summarise A8
A9 verify A9, co_sign A9, send_back A9, extend A10, sign_unfounded A11, sign_verified A12, sign_partly A13
A9 lead A21, withdraw A20, allege_death A9, exclude A9
A10 verify A9, lead A21, withdraw A20, allege_death A10, exclude A10
A11 answer A15, withdraw A20
A12 track A14, withdraw A20
A13 track A14, withdraw A20
A14 answer A15, withdraw A20
A15 object A16, close A17, rate A15
A16 uphold A17, redo A9, admit A5
A17 reopen A9, archive A18, rate A17, report_again A17
A19 accept A5, withdraw A20, allege_death A19, exclude A19
A20 archive A18
A21 begin_verifying A9, downgrade A5, withdraw A20
"""

INTAKE = {
    May.TIPS_SUBMIT, May.TIPS_ACCEPT, May.TIPS_TRANSFER, May.TIPS_MERGE, May.TIPS_DISPATCH, May.TIPS_ANSWER,
    May.TIPS_CLOSE, May.TIPS_EMERGENCY,
}  # fmt: skip
ROLES = {
    "intake": INTAKE,
    "leader": {May.TIPS_DISPATCH, May.TIPS_REFEREE, May.TIPS_SIGN, May.TIPS_EXTEND, May.TIPS_LEAD},
    "unit": {May.TIPS_HANDLE},
    "verifier": {May.TIPS_VERIFY},
    "supervisor": {May.TIPS_REVIEW, May.TIPS_REOPEN},
    "duty": {May.TIPS_SUBMIT, May.TIPS_EMERGENCY},
    "payout": set(),
}
ACTORS = {
    role: Actor(ActorKind.STAFF, role, permissions=frozenset(words)) for role, words in ROLES.items()
} | {"reporter": Actor(ActorKind.REPORTER, "R1"), "system": Actor(ActorKind.SYSTEM, "clock")}

# Who may take a step at all, written down apart from the permissions.
WHO = {
    "submit": "intake duty reporter",
    "flag_emergency": "intake duty system",
    "ask_more": "intake",
    "supply": "intake duty reporter",
    "stop_waiting": "intake system",
    "accept": "intake",
    "decline": "intake",
    "transfer": "intake",
    "come_back": "intake",
    "merge": "intake",
    "unmerge": "intake system",
    "summarise": "intake",
    "exclude": "intake",
    "allege_death": "intake",
    "dispatch": "intake leader",
    "receive": "unit",
    "return": "unit",
    "lead": "leader",
    "downgrade": "leader",
    "begin_verifying": "leader",
    "verify": "verifier",
    "co_sign": "verifier",
    "send_back": "leader",
    "extend": "leader",
    "sign_unfounded": "leader",
    "sign_verified": "leader",
    "sign_partly": "leader",
    "track": "system",
    "answer": "intake",
    "object": "reporter",
    "uphold": "supervisor",
    "redo": "supervisor",
    "admit": "supervisor",
    "close": "intake system",
    "reopen": "supervisor",
    "archive": "intake system",
    "withdraw": "reporter",
    "write": "reporter",
    "reply": "intake",
    "rate": "reporter",
    "report_again": "reporter",
    "disclose": "reporter",
}
ALSO = {("A15", "close"): "reporter", ("A6", "merge"): "system"}


# Where reporter and office may write to each other, and where the reporter may say who they are.
TALKED_ABOUT = "A1 A2 A3 A4 A5 A6 A7 A8 A9 A10 A11 A12 A13 A14 A15 A16 A17 A19 A21"


def process() -> Process:
    """The tables above, by state and action."""
    talked = {(at, step): at for at in TALKED_ABOUT.split() for step in ("write", "reply", "disclose")}
    written = process_of(PROCESS)
    assert not talked.keys() & written.keys()
    return talked | written


@pytest.mark.parametrize("state", TipState)
def test_only_the_moves_of_the_table_are_allowed_and_only_to_their_roles(state: TipState) -> None:
    table = process()
    for action, (role, actor) in itertools.product(TipAction, ACTORS.items()):
        who = f"{WHO[action.value]} {ALSO.get((state.number, action.value), '')}".split()
        target = table.get((state.number, action.value))
        assert_follows(
            MOVES, state, action, actor, target=target, may=role in who, code_of=lambda one: one.number
        )


def test_every_state_can_be_reached_and_every_open_one_left() -> None:
    assert reached_from(MOVES, TipState.DRAFT) == set(TipState)
    assert {state for state, _ in MOVES} == set(TipState) - {TipState.ARCHIVED}


def test_the_groups_share_out_the_states() -> None:
    assert UNTIL_ANSWERED < OPEN
    assert OPEN | FINISHED | {TipState.DRAFT, TipState.NOT_ACCEPTED} == set(TipState)
    assert not OPEN & FINISHED


def test_every_guard_is_used_and_has_its_check() -> None:
    used = {guard for move in MOVES.values() for guard in move.guards}
    assert used == set(TipGuard) == set(CHECKS)


def test_no_finding_without_record_two_people_and_a_leader() -> None:
    for (state, action), move in MOVES.items():
        if move.to is state:
            continue
        if move.to in (TipState.UNFOUNDED, TipState.VERIFIED, TipState.PARTLY_VERIFIED):
            assert action.value.startswith("sign_")
            assert {TipGuard.WRITTEN_RECORD, TipGuard.CO_SIGNED, TipGuard.NOT_A_VERIFIER} <= set(move.guards)
        if move.to is TipState.ANSWERED:
            assert TipGuard.FOUR_PARTS in move.guards


def test_the_sentence_names_state_and_step() -> None:
    with pytest.raises(IllegalMove) as refusal:
        allowed(MOVES, TipState.CLOSED, TipAction.ACCEPT, ACTORS["intake"])

    assert refusal.value.sentence == "这一件现在是“已办结”，不能办理“受理”。"


def test_who_comes_second_with_the_same_step_is_told_that_it_is_done() -> None:
    with pytest.raises(IllegalMove) as refusal:
        allowed(MOVES, TipState.ACCEPTED, TipAction.ACCEPT, ACTORS["intake"])
    assert refusal.value.sentence == "这一件已经是“已受理”，“受理”不用再办。"
