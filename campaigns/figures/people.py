"""Followers, and what citizens asked."""

from collections.abc import Iterable, Iterator
from functools import partial
from typing import Any

from sqlalchemy import ColumnElement, Select, select

from campaigns.figures.columns import Number, dated_on, denominator, different, numerator, rows, total
from campaigns.figures.figure import Chapter, Figure, Form, Kept, Reach, Scope, declared
from followers.models import Follower, FollowState
from followers.roster_models import FollowerPull
from knowledge.answering import Decision
from knowledge.asked.querylog import OPINION
from knowledge.asked.tallies import LEFT, REPLIED, first_day
from knowledge.models import Feedback, LoggedQuestion, QuestionDay, StaffQuestion

_OTHERS = frozenset(Decision) - {
    Decision.ANSWER,
    Decision.SUGGEST,
    Decision.EMERGENCY,
    Decision.FALLBACK,
}
DECISIONS: dict[str, tuple[str, frozenset[Decision]]] = {
    "answered": ("直接答上", frozenset({Decision.ANSWER})),
    "suggested": ("给出几个可能的问题", frozenset({Decision.SUGGEST})),
    "emergency": ("险情提示", frozenset({Decision.EMERGENCY})),
    "unanswered": ("没有答上", frozenset({Decision.FALLBACK})),
    "others": ("其他（闲聊、别的部门的事、办理中的对话等）", _OTHERS),
}
"""Everything that is asked ends in exactly one of these."""

_ASKED = "期内在公众号里问的问题"


def _gained(scope: Scope) -> Select[Any]:
    return select(numerator(rows())).where(
        scope.moment(Follower.followed_at), Follower.state == FollowState.FOLLOWING
    )


def _lost(scope: Scope) -> Select[Any]:
    return select(numerator(rows())).where(scope.moment(Follower.left_at), Follower.state == FollowState.LEFT)


def _new(scope: Scope) -> Select[Any]:
    return select(numerator(rows())).where(scope.moment(Follower.first_seen_at))


def _following(scope: Scope) -> Select[Any]:
    """No row where the platform's list was never read to its end in the period."""
    return (
        select(numerator(FollowerPull.total), dated_on(FollowerPull.on))
        .where(scope.day(FollowerPull.on), FollowerPull.finished_at.is_not(None))
        .order_by(FollowerPull.on.desc())
        .limit(1)
    )


def _logged(scope: Scope) -> ColumnElement[bool]:
    return scope.moment(LoggedQuestion.at) & (LoggedQuestion.decision != OPINION)


def _people(scope: Scope) -> Select[Any]:
    return select(numerator(different(LoggedQuestion.asker))).where(_logged(scope))


def _counted(scope: Scope, words: Iterable[str], *still_there: ColumnElement[bool]) -> Number:
    """Those whose rows are still there, and those of whom only the number of their day is kept."""
    live = select(rows()).where(*still_there).scalar_subquery()
    kept = select(total(QuestionDay.count)).where(
        scope.day(QuestionDay.on), QuestionDay.word.in_(sorted(words))
    )
    return live + kept.scalar_subquery()


def _asked(scope: Scope, words: frozenset[Decision]) -> Number:
    return _counted(scope, words, _logged(scope), LoggedQuestion.decision.in_(sorted(words)))


def _judged(scope: Scope, *words: Feedback) -> Number:
    return _counted(scope, words, _logged(scope), LoggedQuestion.feedback.in_(words))


def _questions(scope: Scope, words: frozenset[Decision]) -> Select[Any]:
    return select(numerator(_asked(scope, words)))


def _answered(scope: Scope) -> Select[Any]:
    safety = frozenset({Decision.ANSWER, Decision.SUGGEST, Decision.FALLBACK})
    answered = _asked(scope, DECISIONS["answered"][1])
    return select(numerator(answered), denominator(_asked(scope, safety)))


def _useful(scope: Scope) -> Select[Any]:
    return select(numerator(_judged(scope, Feedback.USEFUL)), denominator(_judged(scope, *Feedback)))


def _left(scope: Scope) -> Select[Any]:
    return select(numerator(_counted(scope, [LEFT], scope.moment(StaffQuestion.left_at))))


def _replied(scope: Scope) -> Select[Any]:
    return select(numerator(_counted(scope, [REPLIED], scope.moment(StaffQuestion.answered_at))))


def figures() -> Iterator[Figure]:
    """Followers first, then questions."""
    told = partial(declared, Chapter.FOLLOWERS, reach=Reach.ONLINE)
    yield told(
        "followers.total",
        "关注者总数",
        "人",
        "期内最后一次同步时平台报告的关注总数，旁边是同步日期",
        _following,
        when_none="期内没有同步过关注者名单",
    )
    yield told(
        "followers.new",
        "第一次出现的人",
        "人",
        "期内第一次和公众号有来往（关注、扫码、说话等）的人，现在不再关注的也算；本人要求删除记录的不算",
        _new,
    )
    yield told(
        "followers.gained",
        "新增关注",
        "人",
        "最近一次关注在期内、现在仍关注的人；取消后又关注的，算在最近一次",
        _gained,
    )
    yield told("followers.lost", "取消关注", "人", "最近一次取消在期内、现在没有关注的人", _lost)
    yield from _of_questions()


def _of_questions() -> Iterator[Figure]:
    told = partial(declared, Chapter.QUESTIONS, begins=first_day, reach=Reach.ONLINE)
    yield told("questions", "提问", "条", _ASKED, partial(_questions, words=frozenset(Decision)))
    for code, (name, words) in DECISIONS.items():
        yield told(
            f"questions.{code}",
            f"其中：{name}",
            "条",
            f"{_ASKED}，{name}的",
            partial(_questions, words=words),
            of="questions",
            split="decision",
        )
    yield told("questions.people", "提问的人", "人", f"{_ASKED}，同一人算一次", _people, kept=Kept.QUESTIONS)
    yield told(
        "questions.answered_share",
        "直接答上率",
        "%",
        f"{_ASKED}中的安全问题：直接答上的，除以直接答上、给出几个可能和没有答上的",
        _answered,
        numerator="直接答上的条数",
        denominator="直接答上、给出几个可能、没有答上的条数",
        form=Form.SHARE,
    )
    yield told(
        "questions.useful",
        "觉得有用",
        "%",
        f"{_ASKED}，点了“有用”的除以点了“有用”或者“没用”的",
        _useful,
        numerator="点“有用”的条数",
        denominator="点了“有用”或者“没用”的条数",
        form=Form.SHARE,
    )
    yield told("questions.left", "给工作人员的留言", "条", "期内收到的留言；本人删除的不算", _left)
    yield told(
        "questions.replied", "答复留言", "条", "期内答复的留言，不论哪天收到；本人删除的不算", _replied
    )
