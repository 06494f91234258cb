"""Where contests, courses and papers stand, and what may become of them."""

from collections.abc import Mapping
from enum import StrEnum

from core.types import Labelled
from quizzes.refusals import WrongState


class PlanState(Labelled):
    """Where a contest or a course stands; whether a contest is open the clock says."""

    DRAFT = "draft", "筹办中"
    PUBLISHED = "published", "已发布"
    CANCELLED = "cancelled", "已取消"


class PlanVerb(StrEnum):
    """What staff do with it."""

    CHANGE = "change"
    PUBLISH = "publish"
    CANCEL = "cancel"


PLAN_MOVES: Mapping[tuple[PlanState, PlanVerb], PlanState] = {
    (PlanState.DRAFT, PlanVerb.CHANGE): PlanState.DRAFT,
    (PlanState.DRAFT, PlanVerb.PUBLISH): PlanState.PUBLISHED,
    (PlanState.DRAFT, PlanVerb.CANCEL): PlanState.CANCELLED,
    (PlanState.PUBLISHED, PlanVerb.CANCEL): PlanState.CANCELLED,
}


def after(state: PlanState, verb: PlanVerb) -> PlanState:
    """The state that follows; ``WrongState`` where the step is not allowed."""
    following = PLAN_MOVES.get((state, verb))
    if following is None:
        raise WrongState(f"现在是“{state.label}”，不能办这一步。")
    return following


class AttemptState(Labelled):
    """Where a paper stands."""

    RUNNING = "running", "正在答"
    SCORED = "scored", "已评分"
    VOID = "void", "已作废"


class Origin(Labelled):
    """Where an answer was given."""

    DAILY = "daily", "每日一题"
    PRACTICE = "practice", "练习"
    CONTEST = "contest", "竞赛"
    COURSE = "course", "课程考试"
