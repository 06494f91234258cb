"""Where a revision of an article stands, and which step may follow. Pure: no table, no clock.

::

    draft ──submit──► in review ──approve──► approved ──publish──► published ──retire──► retired
      ▲ ▲                 │                     │                      ▲                    │
      │ └────send back────┘                     │                      └─────bring back─────┘
      └──────────────────send back──────────────┘

A draft saved anew is revised away by the next one; what is published or retired is replaced when the next
revision goes out; what is not out yet may be discarded.
"""

from collections.abc import Mapping

from core.errors import RuleViolation
from core.types import Labelled


class RevisionState(Labelled):
    """Where one revision stands."""

    DRAFT = "draft", "草稿"
    IN_REVIEW = "in_review", "待审核"
    APPROVED = "approved", "已审核"
    PUBLISHED = "published", "已发布"
    RETIRED = "retired", "已下线"
    SUPERSEDED = "superseded", "已被新稿代替"
    DISCARDED = "discarded", "已作废"


OPEN = frozenset({RevisionState.DRAFT, RevisionState.IN_REVIEW, RevisionState.APPROVED})
"""On the way to the public; an article has at most one such revision."""


class Verb(Labelled):
    """What can be done with a revision; ``REVISE`` and ``REPLACE`` happen when the next one is saved or
    goes out.
    """

    SAVE = "save", "保存草稿"
    REVISE = "revise", "改稿"
    SUBMIT = "submit", "送审"
    APPROVE = "approve", "审核通过"
    SEND_BACK = "send_back", "退回修改"
    DISCARD = "discard", "作废"
    PUBLISH = "publish", "发布"
    REPLACE = "replace", "换上新稿"
    RETIRE = "retire", "下线"
    BRING_BACK = "bring_back", "恢复上线"


class IllegalMove(RuleViolation):
    """This step does not follow from where the revision stands."""

    def __init__(self, state: RevisionState, verb: Verb, sentence: str | None = None) -> None:
        super().__init__(sentence or f"这一稿现在是“{state.label}”，不能{verb.label}。")


class NotReviewed(IllegalMove):
    """Nothing reaches citizens that nobody else has read."""

    def __init__(self, state: RevisionState, verb: Verb) -> None:
        super().__init__(state, verb, f"这一稿还没有审核通过（现在是“{state.label}”），不能发布。")


MOVES: Mapping[tuple[RevisionState, Verb], RevisionState] = {
    (RevisionState.DRAFT, Verb.REVISE): RevisionState.SUPERSEDED,
    (RevisionState.DRAFT, Verb.SUBMIT): RevisionState.IN_REVIEW,
    (RevisionState.DRAFT, Verb.DISCARD): RevisionState.DISCARDED,
    (RevisionState.IN_REVIEW, Verb.APPROVE): RevisionState.APPROVED,
    (RevisionState.IN_REVIEW, Verb.SEND_BACK): RevisionState.DRAFT,
    (RevisionState.IN_REVIEW, Verb.DISCARD): RevisionState.DISCARDED,
    (RevisionState.APPROVED, Verb.PUBLISH): RevisionState.PUBLISHED,
    (RevisionState.APPROVED, Verb.SEND_BACK): RevisionState.DRAFT,
    (RevisionState.APPROVED, Verb.DISCARD): RevisionState.DISCARDED,
    (RevisionState.PUBLISHED, Verb.REPLACE): RevisionState.SUPERSEDED,
    (RevisionState.PUBLISHED, Verb.RETIRE): RevisionState.RETIRED,
    (RevisionState.RETIRED, Verb.REPLACE): RevisionState.SUPERSEDED,
    (RevisionState.RETIRED, Verb.BRING_BACK): RevisionState.PUBLISHED,
}


def moved(state: RevisionState, verb: Verb) -> RevisionState:
    """Where a revision stands after ``verb``; ``IllegalMove`` where the office has no such step."""
    after = MOVES.get((state, verb))
    if after is not None:
        return after
    if verb is Verb.PUBLISH and state in (RevisionState.DRAFT, RevisionState.IN_REVIEW):
        raise NotReviewed(state, verb)
    raise IllegalMove(state, verb)
