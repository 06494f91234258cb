"""Every state of a revision with every verb: what follows, and what is refused in which words."""

import itertools

import pytest

from core.errors import RuleViolation
from knowledge.editorial.merging import Merge, merge
from knowledge.status import MOVES, OPEN, IllegalMove, NotReviewed, RevisionState, Verb, moved

S, V = RevisionState, Verb

ALLOWED = {
    (S.DRAFT, V.REVISE): S.SUPERSEDED,
    (S.DRAFT, V.SUBMIT): S.IN_REVIEW,
    (S.DRAFT, V.DISCARD): S.DISCARDED,
    (S.IN_REVIEW, V.APPROVE): S.APPROVED,
    (S.IN_REVIEW, V.SEND_BACK): S.DRAFT,
    (S.IN_REVIEW, V.DISCARD): S.DISCARDED,
    (S.APPROVED, V.PUBLISH): S.PUBLISHED,
    (S.APPROVED, V.SEND_BACK): S.DRAFT,
    (S.APPROVED, V.DISCARD): S.DISCARDED,
    (S.PUBLISHED, V.REPLACE): S.SUPERSEDED,
    (S.PUBLISHED, V.RETIRE): S.RETIRED,
    (S.RETIRED, V.REPLACE): S.SUPERSEDED,
    (S.RETIRED, V.BRING_BACK): S.PUBLISHED,
}


@pytest.mark.parametrize(("state", "verb"), list(itertools.product(S, V)))
def test_every_state_with_every_verb(state: RevisionState, verb: Verb) -> None:
    if (state, verb) in ALLOWED:
        assert moved(state, verb) is ALLOWED[state, verb]
        return
    with pytest.raises(IllegalMove) as refused:
        moved(state, verb)
    assert state.label in refused.value.sentence
    assert isinstance(refused.value, RuleViolation)


def test_nothing_goes_out_that_nobody_else_has_read() -> None:
    assert {state for (state, verb), after in MOVES.items() if verb is V.PUBLISH} == {S.APPROVED}
    for unread in (S.DRAFT, S.IN_REVIEW):
        with pytest.raises(NotReviewed, match="还没有审核通过"):
            moved(unread, V.PUBLISH)


def test_what_is_over_stays_over() -> None:
    assert {state for state, _ in MOVES} == set(S) - {S.SUPERSEDED, S.DISCARDED}
    assert {after for (state, _), after in MOVES.items() if state in OPEN} <= {
        *OPEN,
        S.SUPERSEDED,
        S.DISCARDED,
        S.PUBLISHED,
    }


@pytest.mark.parametrize(
    ("before", "database", "file", "expected"),
    [
        ("a", "a", "a", Merge.SAME),
        (None, "a", "a", Merge.SAME),
        ("a", "b", "b", Merge.SAME),
        ("a", None, None, Merge.SAME),
        (None, None, "a", Merge.TAKE_FILE),
        ("a", "a", "b", Merge.TAKE_FILE),
        ("a", "a", None, Merge.TAKE_FILE),
        ("a", "b", "a", Merge.KEEP),
        ("a", None, "a", Merge.KEEP),
        (None, "b", None, Merge.KEEP),
        ("a", "b", "c", Merge.CONFLICT),
        ("a", "b", None, Merge.CONFLICT),
        ("a", None, "c", Merge.CONFLICT),
        (None, "b", "c", Merge.CONFLICT),
    ],
)
def test_file_and_database_merge_as_the_table_says(
    before: str | None, database: str | None, file: str | None, expected: Merge
) -> None:
    assert merge(before, database, file) is expected
