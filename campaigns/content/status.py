"""Where a version of a content item stands, and which step may follow. Pure: no table, no clock.

::

    draft ──submit──► first_review ──first_review──► review ──review──► issuing ──issue──► issued
                          │                            │                   │
                          └─────────── send_back ──────┴───────────────────┴──► sent_back

A draft that nobody has taken a step on is edited in place. After any step an edit makes a new version,
which begins as a draft and needs all three steps again; the old one is revised away, or replaced when the
new one is issued. So nothing is ever signed off by people who read other words.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from campaigns.content.permissions import ContentPermission
from core.errors import RuleViolation
from core.types import Labelled


class ContentState(Labelled):
    """Where one version stands."""

    DRAFT = "draft", "起草中"
    FIRST_REVIEW = "first_review", "待初审"
    REVIEW = "review", "待审核"
    ISSUING = "issuing", "待签发"
    ISSUED = "issued", "已签发"
    SENT_BACK = "sent_back", "退回修改"
    SUPERSEDED = "superseded", "已被新稿代替"
    WITHDRAWN = "withdrawn", "已撤回"


OPEN = frozenset(
    {
        ContentState.DRAFT,
        ContentState.FIRST_REVIEW,
        ContentState.REVIEW,
        ContentState.ISSUING,
        ContentState.SENT_BACK,
    }
)
"""On the way to the public; an item has at most one such version."""

LIVE = OPEN | {ContentState.ISSUED}
"""What withdrawing an item ends."""


class ContentVerb(Labelled):
    """What can be done with a version; ``REVISE`` and ``REPLACE`` happen when another one begins or is
    issued."""

    EDIT = "edit", "修改"
    SUBMIT = "submit", "送审"
    FIRST_REVIEW = "first_review", "初审"
    REVIEW = "review", "审核"
    ISSUE = "issue", "签发"
    SEND_BACK = "send_back", "退回"
    REVISE = "revise", "改稿"
    REPLACE = "replace", "换上新稿"
    WITHDRAW = "withdraw", "撤回"


class IllegalContentMove(RuleViolation):
    """This step does not follow from where the version stands."""

    def __init__(self, state: ContentState, verb: ContentVerb) -> None:
        super().__init__(f"这一稿现在是“{state.label}”，不能{verb.label}。")


STEPS: Mapping[ContentVerb, ContentPermission] = {
    ContentVerb.FIRST_REVIEW: ContentPermission.FIRST_REVIEW,
    ContentVerb.REVIEW: ContentPermission.REVIEW,
    ContentVerb.ISSUE: ContentPermission.ISSUE,
}
"""三级审核: the three steps, each with what permits it; three different people take them."""

STEP_AT: Mapping[ContentState, ContentVerb] = {
    ContentState.FIRST_REVIEW: ContentVerb.FIRST_REVIEW,
    ContentState.REVIEW: ContentVerb.REVIEW,
    ContentState.ISSUING: ContentVerb.ISSUE,
}
"""Which step a version waits for; whoever may take it may send back instead."""

PERMITTED: Mapping[ContentVerb, ContentPermission] = {
    ContentVerb.SUBMIT: ContentPermission.WRITE,
    **STEPS,
    ContentVerb.SEND_BACK: ContentPermission.FIRST_REVIEW,
    ContentVerb.WITHDRAW: ContentPermission.WITHDRAW,
}
"""What somebody asks for by name; giving back needs the permission of the step that is waited for."""


@dataclass(frozen=True, slots=True)
class NextStep:
    """One step that may follow; ``obstacle`` says why it cannot be taken yet, empty where it can."""

    verb: ContentVerb
    obstacle: str = ""


MOVES: Mapping[tuple[ContentState, ContentVerb], ContentState] = {
    (ContentState.DRAFT, ContentVerb.EDIT): ContentState.DRAFT,
    (ContentState.DRAFT, ContentVerb.SUBMIT): ContentState.FIRST_REVIEW,
    (ContentState.FIRST_REVIEW, ContentVerb.FIRST_REVIEW): ContentState.REVIEW,
    (ContentState.REVIEW, ContentVerb.REVIEW): ContentState.ISSUING,
    (ContentState.ISSUING, ContentVerb.ISSUE): ContentState.ISSUED,
    **{(state, ContentVerb.SEND_BACK): ContentState.SENT_BACK for state in STEP_AT},
    **{(state, ContentVerb.REVISE): ContentState.SUPERSEDED for state in OPEN - {ContentState.DRAFT}},
    (ContentState.ISSUED, ContentVerb.REPLACE): ContentState.SUPERSEDED,
    **{(state, ContentVerb.WITHDRAW): ContentState.WITHDRAWN for state in LIVE},
}


def content_moved(state: ContentState, verb: ContentVerb) -> ContentState:
    """Where a version stands after ``verb``; ``IllegalContentMove`` where the office has no such step."""
    after = MOVES.get((state, verb))
    if after is None:
        raise IllegalContentMove(state, verb)
    return after
