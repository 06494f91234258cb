"""Every state of a version × every verb, and the three steps."""

import pytest

from campaigns.content.status import (
    LIVE,
    MOVES,
    OPEN,
    STEP_AT,
    STEPS,
    ContentState,
    ContentVerb,
    IllegalContentMove,
    content_moved,
)

S, V = ContentState, ContentVerb
ALLOWED = {
    (S.DRAFT, V.EDIT): S.DRAFT,
    (S.DRAFT, V.SUBMIT): S.FIRST_REVIEW,
    (S.DRAFT, V.WITHDRAW): S.WITHDRAWN,
    (S.FIRST_REVIEW, V.FIRST_REVIEW): S.REVIEW,
    (S.FIRST_REVIEW, V.SEND_BACK): S.SENT_BACK,
    (S.FIRST_REVIEW, V.REVISE): S.SUPERSEDED,
    (S.FIRST_REVIEW, V.WITHDRAW): S.WITHDRAWN,
    (S.REVIEW, V.REVIEW): S.ISSUING,
    (S.REVIEW, V.SEND_BACK): S.SENT_BACK,
    (S.REVIEW, V.REVISE): S.SUPERSEDED,
    (S.REVIEW, V.WITHDRAW): S.WITHDRAWN,
    (S.ISSUING, V.ISSUE): S.ISSUED,
    (S.ISSUING, V.SEND_BACK): S.SENT_BACK,
    (S.ISSUING, V.REVISE): S.SUPERSEDED,
    (S.ISSUING, V.WITHDRAW): S.WITHDRAWN,
    (S.SENT_BACK, V.REVISE): S.SUPERSEDED,
    (S.SENT_BACK, V.WITHDRAW): S.WITHDRAWN,
    (S.ISSUED, V.REPLACE): S.SUPERSEDED,
    (S.ISSUED, V.WITHDRAW): S.WITHDRAWN,
}


@pytest.mark.parametrize("state", ContentState)
@pytest.mark.parametrize("verb", ContentVerb)
def test_every_state_and_every_verb(state: ContentState, verb: ContentVerb) -> None:
    expected = ALLOWED.get((state, verb))
    if expected is not None:
        assert content_moved(state, verb) is expected
        return
    with pytest.raises(IllegalContentMove) as refused:
        content_moved(state, verb)
    assert state.label in refused.value.sentence
    assert verb.label in refused.value.sentence


def test_the_only_way_to_the_public_leads_through_three_steps() -> None:
    """Backwards from issued: each state before it is reached by one verb only."""
    way, state = [], S.ISSUED
    while state is not S.DRAFT:
        (before,) = {(old, verb) for (old, verb), new in MOVES.items() if new is state and old is not state}
        way.append(before[1])
        state = before[0]
    assert way[::-1] == [V.SUBMIT, V.FIRST_REVIEW, V.REVIEW, V.ISSUE]
    assert list(STEPS) == [V.FIRST_REVIEW, V.REVIEW, V.ISSUE]
    assert len({permission.value for permission in STEPS.values()}) == 3


def test_the_groups_hold_what_their_names_say() -> None:
    assert OPEN | {S.ISSUED} == LIVE
    assert {state for state, verb in MOVES if verb is V.SEND_BACK} == set(STEP_AT)
    assert not {state for state, _ in MOVES} & {S.SUPERSEDED, S.WITHDRAWN}
