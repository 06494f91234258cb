"""What waits for one visitor: numbers, each with the page behind it, only of what they may do.

Every number comes from one small statement that counts; whoever may not act is not even counted for.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import TypeVar

from sqlalchemy.orm import Session

from admin.cases.deadlines import WEEK
from admin.needs import Needs
from admin.setup.steps import steps_of
from campaigns.content import queries as content
from campaigns.content.permissions import ContentPermission
from campaigns.content.status import ContentState
from campaigns.library.lists import count_unreleased
from campaigns.library.permissions import Permission as LibraryPermission
from campaigns.library.training_lists import TrainingState, count_unverified
from campaigns.planning import queries as planning
from campaigns.planning.permissions import Permission as PlanningPermission
from campaigns.sending import queries as pushes
from campaigns.sending.permissions import SendingPermission
from campaigns.sending.status import PushState
from core.clock import china_date
from core.types import Labelled
from followers.data_requests import count_open
from followers.permissions import DataPermission
from knowledge.asked import waiting as knowledge
from knowledge.permissions import KnowledgePermission
from knowledge.status import RevisionState
from quizzes import queries as contests
from quizzes.permissions import QuizPermission
from quizzes.status import PlanState
from staff.actors import Actor
from staff.permissions import StaffPermission
from staff.role_requests import count_waiting_roles
from tipoffs.permissions import Permission
from tipoffs.rewards import queries as rewards
from tipoffs.rewards.own_rules.services import count_to_check
from tipoffs.rewards.permissions import RewardPermission
from tipoffs.rewards.status import RewardState
from tipoffs.tips.status import TipState
from tipoffs.vault.permissions import VaultPermission
from tipoffs.vault.requests import count_readable
from tipoffs.waiting import hazards_due, tips_by_state, tips_to_reply

State = TypeVar("State", bound=Labelled)

REPLY_WITHIN = timedelta(hours=48)

_TIPS = (
    (Permission.TIPS_ACCEPT, "待受理", (TipState.SUBMITTED, TipState.EMERGENCY)),
    (Permission.TIPS_DISPATCH, "待交办", (TipState.ACCEPTED, TipState.RETURNED)),
    (Permission.TIPS_VERIFY, "核查中", (TipState.VERIFYING, TipState.EXTENDED)),
    (Permission.TIPS_SIGN, "核查待签批", (TipState.VERIFYING, TipState.EXTENDED)),
    (Permission.TIPS_LEAD, "涉死亡，待组织核查", (TipState.GOVERNMENT_LED,)),
    (Permission.TIPS_ANSWER, "待答复", (TipState.UNFOUNDED, TipState.IN_REMEDY)),
    (Permission.TIPS_REVIEW, "异议待复查", (TipState.UNDER_REVIEW,)),
)
_UNIT = ((Permission.TIPS_HANDLE, "待签收", (TipState.DISPATCHED,)),)
_REWARDS = (
    (RewardPermission.PROPOSE, "奖励待评定", (RewardState.ASSESSING,)),
    (RewardPermission.APPROVE, "奖励待审批", (RewardState.APPROVING,)),
)
_PAYOUTS = (
    (RewardPermission.NOTIFY, "奖励待通知", (RewardState.APPROVED,)),
    (RewardPermission.PAY, "奖励待发放", (RewardState.CLAIMED,)),
)
_REVISIONS = (
    (KnowledgePermission.WRITE, "文章草稿待送审", (RevisionState.DRAFT,)),
    (KnowledgePermission.REVIEW, "文章待审核", (RevisionState.IN_REVIEW,)),
    (KnowledgePermission.PUBLISH, "文章待发布", (RevisionState.APPROVED,)),
)
_PUSHES = (
    (SendingPermission.APPROVE, "推送待批准", (PushState.DRAFT,)),
    (SendingPermission.SEND, "推送待交付", (PushState.APPROVED,)),
)
_CONTESTS = ((QuizPermission.PUBLISH, "竞赛待审核发布", (PlanState.DRAFT,)),)
_CONTENT = (
    (ContentPermission.WRITE, "宣传内容退回待修改", (ContentState.SENT_BACK,)),
    (ContentPermission.FIRST_REVIEW, "宣传内容待初审", (ContentState.FIRST_REVIEW,)),
    (ContentPermission.REVIEW, "宣传内容待审核", (ContentState.REVIEW,)),
    (ContentPermission.ISSUE, "宣传内容待签发", (ContentState.ISSUING,)),
)


@dataclass(frozen=True, slots=True)
class Waiting:
    """How many wait; ``route`` is the page where they are dealt with, narrowed by ``query``."""

    label: str
    count: int
    route: str
    query: dict[str, list[str]] = field(default_factory=dict)
    is_late: bool = False
    permission: Labelled | None = None
    """Who has it can deal with them; None for what belongs to no post."""


def waiting(session: Session, needs: Needs, actor: Actor, now: datetime) -> list[Waiting]:
    """Everything for this visitor, nothing that is empty; the late first."""
    found = [
        *_duty(session, needs, actor),
        *_of(actor, _TIPS, lambda _: tips_by_state(session, actor), "tips"),
        *_of(actor, _UNIT, lambda _: tips_by_state(session, actor), "unit"),
        *_letters(session, actor),
        *_hazards(session, actor, now),
        *_of(actor, _REWARDS, lambda states: rewards.count_waiting(session, states), "rewards"),
        *_of(actor, _PAYOUTS, lambda states: rewards.count_waiting(session, states), "payouts"),
        *_rules(session, actor),
        *_identities(session, needs, actor, now),
        *_of(actor, _REVISIONS, lambda _: knowledge.revisions_by_state(session), "knowledge"),
        *_reviews(session, actor, now),
        *_questions(session, actor, now),
        *_unanswered(session, actor, now),
        *_of(actor, _CONTENT, lambda states: content.count_waiting(session, states), "content"),
        *_not_out(session, actor),
        *_plans(session, actor),
        *_of(actor, _PUSHES, lambda states: pushes.count_waiting(session, states), "pushes"),
        *_of(actor, _CONTESTS, lambda states: contests.count_waiting(session, states), "contests"),
        *_own_data(session, actor, now),
        *_setup(session, needs, actor),
        *_role_requests(session, actor),
    ]
    return sorted((one for one in found if one.count), key=lambda one: not one.is_late)


def _of(
    actor: Actor,
    steps: Iterable[tuple[Labelled, str, tuple[State, ...]]],
    counted: Callable[[Sequence[State]], Mapping[State, int]],
    route: str,
) -> Iterator[Waiting]:
    """One number a step that the visitor may take; nothing is counted for whoever may take none."""
    own = [one for one in steps if actor.may(one[0])]
    if not own:
        return
    counts = counted([state for _, _, states in own for state in states])
    for permission, label, states in own:
        count = sum(counts.get(state, 0) for state in states)
        yield Waiting(
            label, count, route, {"state": [state.value for state in states]}, permission=permission
        )


def _duty(session: Session, needs: Needs, actor: Actor) -> Iterator[Waiting]:
    yield Waiting("值班提醒", needs.duty().count_open(session, actor), "duty", is_late=True)


def _not_out(session: Session, actor: Actor) -> Iterator[Waiting]:
    label, query = "文章被平台拦下", {"not_out": ["1"]}
    if actor.may(ContentPermission.PUBLISH):
        count = content.count_not_out(session)
        yield Waiting(label, count, "content", query, is_late=True, permission=ContentPermission.PUBLISH)


def _work(
    actor: Actor,
    permission: Labelled,
    label: str,
    count: Callable[[], int],
    route: str,
    **query: list[str],
) -> Iterator[Waiting]:
    """What waits for whoever has the permission; for anybody else it is not even counted."""
    if actor.may(permission):
        yield Waiting(label, count(), route, query, permission=permission)


def _letters(session: Session, actor: Actor) -> Iterator[Waiting]:
    yield from _work(
        actor, Permission.TIPS_ACCEPT, "举报人留言待回复",
        lambda: tips_to_reply(session, actor), "tips", group=["asked"],
    )  # fmt: skip


def _hazards(session: Session, actor: Actor, now: datetime) -> Iterator[Waiting]:
    if actor.may(Permission.HAZARDS_SEE):
        late, soon = hazards_due(session, actor, now, WEEK)
        yield Waiting("隐患逾期未改", late, "hazards", {"due": ["late"]}, is_late=True)
        yield Waiting("隐患7天内到期", soon, "hazards", {"due": ["week"]})


def _rules(session: Session, actor: Actor) -> Iterator[Waiting]:
    yield from _work(
        actor, RewardPermission.CONFIRM_RULES, "奖励办法待核对",
        lambda: count_to_check(session, actor), "reward_rules",
    )  # fmt: skip


def _identities(session: Session, needs: Needs, actor: Actor, now: datetime) -> Iterator[Waiting]:
    yield from _work(
        actor, VaultPermission.APPROVE, "查阅身份待审批",
        lambda: needs.identities().count_waiting(session, actor, now), "identity_requests",
    )  # fmt: skip
    if actor.may(VaultPermission.REQUEST):
        yield Waiting("身份已批准查看", count_readable(session, actor, now), "identities", is_late=True)


def _reviews(session: Session, actor: Actor, now: datetime) -> Iterator[Waiting]:
    if actor.may(KnowledgePermission.WRITE):
        count, late = knowledge.reviews_due(session, china_date(now))
        yield Waiting(
            "文章本月要复审",
            count,
            "knowledge_reviews",
            is_late=late > 0,
            permission=KnowledgePermission.WRITE,
        )


def _questions(session: Session, actor: Actor, now: datetime) -> Iterator[Waiting]:
    if actor.may(KnowledgePermission.ANSWER):
        count, oldest = knowledge.questions_open(session)
        is_late = oldest is not None and now - oldest > REPLY_WITHIN
        yield Waiting(
            "群众留言待答复",
            count,
            "knowledge_replies",
            is_late=is_late,
            permission=KnowledgePermission.ANSWER,
        )


def _unanswered(session: Session, actor: Actor, now: datetime) -> Iterator[Waiting]:
    yield from _work(
        actor, KnowledgePermission.WRITE, "好几个人问过、没答上的",
        lambda: knowledge.unanswered_by_many(session, now), "knowledge_unanswered", sort=["count"],
    )  # fmt: skip


def _plans(session: Session, actor: Actor) -> Iterator[Waiting]:
    yield from _work(
        actor, PlanningPermission.APPROVE, "宣传计划待审定",
        lambda: planning.count_planned(session), "campaigns", state=["planned"],
    )  # fmt: skip
    yield from _work(
        actor, PlanningPermission.VERIFY, "活动待核实",
        lambda: planning.count_held(session), "activities", state=["held"],
    )  # fmt: skip
    yield from _work(
        actor, PlanningPermission.LECTURES, "宣讲预约待安排",
        lambda: planning.count_asked(session), "lectures", state=["asked"],
    )  # fmt: skip
    yield from _work(
        actor, LibraryPermission.RELEASE, "资料待审定", lambda: count_unreleased(session), "library"
    )
    yield from _work(
        actor, LibraryPermission.VERIFY_TRAINING, "培训记录待核对",
        lambda: count_unverified(session, actor), "training", state=[TrainingState.WAITING.value],
    )  # fmt: skip


def _own_data(session: Session, actor: Actor, now: datetime) -> Iterator[Waiting]:
    if actor.may(DataPermission.REQUESTS):
        count, late = count_open(session, china_date(now))
        yield Waiting(
            "个人信息请求待办", count, "data_requests", {"state": ["open"]}, is_late=late > 0,
            permission=DataPermission.REQUESTS,
        )  # fmt: skip


def _setup(session: Session, needs: Needs, actor: Actor) -> Iterator[Waiting]:
    if actor.may(StaffPermission.SETTLE):
        yield Waiting("设置还没办完", sum(one.is_open for one in steps_of(session, needs)), "setup")


def _role_requests(session: Session, actor: Actor) -> Iterator[Waiting]:
    yield from _work(
        actor, StaffPermission.CONFIRM, "角色待复核", lambda: count_waiting_roles(session), "role_requests"
    )
