"""The table of moves of evidence: every state is in it, and what is kept or refused stays so."""

from tipoffs.evidence.status import COUNTED, MOVES, OPEN, State


def test_the_table_has_every_state_and_every_state_is_reached() -> None:
    assert set(MOVES) == set(State)
    assert set().union(*MOVES.values()) == set(State)


def test_evidence_never_changes_once_it_is_settled() -> None:
    assert MOVES[State.KEPT] == MOVES[State.REFUSED] == frozenset()
    assert MOVES[State.LOST] == {State.FETCHING}


def test_what_is_open_or_kept_takes_a_place() -> None:
    assert {State.WAITING, State.FETCHING, State.KEPT} == COUNTED
    assert OPEN < COUNTED
