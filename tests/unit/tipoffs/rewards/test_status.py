"""Every state and every verb: what the table does not name is refused."""

import itertools

import pytest

from tipoffs.rewards.status import CODES, MOVES, RESERVED, UNDECIDED, IllegalMove, RewardState, Verb, moved

MEANT = {
    ("C0", "reopen", "C1"),
    ("C1", "set_aside", "C0"), ("C1", "propose", "C2"), ("C1", "deny", "C12"),
    ("C2", "submit", "C3"), ("C2", "send_back", "C1"), ("C2", "deny", "C12"),
    ("C3", "endorse", "C3"), ("C3", "approve", "C4"), ("C3", "send_back", "C1"), ("C3", "deny", "C12"),
    ("C4", "notify", "C5"), ("C4", "announce", "C10"), ("C4", "revoke", "C12"),
    ("C5", "announce", "C10"), ("C5", "claim", "C6"), ("C5", "extend", "C5"), ("C5", "lapse", "C11"),
    ("C5", "revoke", "C12"), ("C10", "claim", "C6"), ("C10", "extend", "C10"), ("C10", "lapse", "C11"),
    ("C10", "revoke", "C12"), ("C6", "send", "C7"), ("C6", "revoke", "C12"), ("C7", "confirm", "C8"),
    ("C7", "fail", "C9"), ("C9", "claim", "C6"), ("C9", "extend", "C9"), ("C9", "lapse", "C11"),
    ("C9", "revoke", "C12"), ("C11", "extend", "C5"), ("C12", "appeal", "C12"), ("C12", "uphold", "C12"),
    ("C12", "reopen", "C1"), ("C8", "recover", "C13"),
}  # fmt: skip


@pytest.mark.parametrize(("state", "verb"), list(itertools.product(RewardState, Verb)))
def test_every_state_and_verb_lead_where_the_table_says_or_nowhere(state: RewardState, verb: Verb) -> None:
    meant = {after for before, done, after in MEANT if (before, done) == (CODES[state], verb.value)}
    if meant:
        assert {CODES[moved(state, verb)]} == meant
    else:
        with pytest.raises(IllegalMove, match=state.label):
            moved(state, verb)


def test_the_codes_are_c0_to_c13() -> None:
    assert sorted(CODES.values(), key=lambda code: int(code[1:])) == [f"C{n}" for n in range(14)]


def test_paid_once_is_paid_for_good() -> None:
    """From 已发放 no way leads back to another payment."""
    reached, frontier = set(), {RewardState.PAID}
    while frontier:
        reached |= frontier
        frontier = {after for (before, _), after in MOVES.items() if before in frontier} - reached
    assert reached == {RewardState.PAID, RewardState.RECOVERED}


def test_money_is_set_aside_only_by_an_approval() -> None:
    into = {
        (before, verb)
        for (before, verb), after in MOVES.items()
        if after in RESERVED and before not in RESERVED
    }
    assert into == {(RewardState.APPROVING, Verb.APPROVE), (RewardState.LAPSED, Verb.EXTEND)}
    assert not UNDECIDED & RESERVED
