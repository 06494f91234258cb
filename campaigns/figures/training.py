"""Training records of 三项岗位人员 and others, and lectures on request. Only what somebody else verified."""

from collections.abc import Iterator
from functools import partial
from typing import Any

from sqlalchemy import Select, select, true

from campaigns.figures.activities import COUNTED
from campaigns.figures.columns import Number, denominator, different, numerator, rows, rows_where, total
from campaigns.figures.figure import Chapter, Figure, Form, Reach, Scope, declared
from campaigns.library.kinds import TraineeKind
from campaigns.library.models import TrainingRecord
from campaigns.planning.kinds import Basis
from campaigns.planning.lecture_models import LectureRating, LectureRequest
from campaigns.planning.status import LectureState

_TRAINED = "期内结束、已由他人核对的培训记录，一人学一门算一人次"
_ASKED = "期内收到的宣讲预约"


def _records(
    scope: Scope, count: Number, kind: TraineeKind | None = None, *, verified: bool = True
) -> Select[Any]:
    checked = TrainingRecord.verified_at
    return select(numerator(count)).where(
        scope.day(TrainingRecord.held_on),
        scope.here(TrainingRecord.region),
        checked.is_not(None) if verified else checked.is_(None),
        true() if kind is None else TrainingRecord.kind == kind,
    )


def _passed(scope: Scope) -> Select[Any]:
    return _records(scope, rows_where(TrainingRecord.passed)).add_columns(denominator(rows()))


def _asked(scope: Scope, state: LectureState | None = None) -> Select[Any]:
    return select(numerator(rows())).where(
        scope.moment(LectureRequest.asked_at),
        scope.here(LectureRequest.region),
        true() if state is None else LectureRequest.state == state,
    )


def _held(scope: Scope) -> Select[Any]:
    return select(numerator(rows())).where(
        scope.moment(LectureRequest.ended_at),
        scope.here(LectureRequest.region),
        LectureRequest.state == LectureState.HELD,
    )


def _stars(scope: Scope) -> Select[Any]:
    return (
        select(numerator(total(LectureRating.stars)), denominator(rows()))
        .join(LectureRequest, LectureRequest.id == LectureRating.lecture_id)
        .where(scope.moment(LectureRating.rated_at), scope.here(LectureRequest.region))
    )


def figures() -> Iterator[Figure]:
    """Training first, then lectures."""
    yield from _of_training()
    yield from _of_lectures()


def _of_training() -> Iterator[Figure]:
    told = partial(declared, Chapter.TRAINING, bases=COUNTED, reach=Reach.OFFLINE, by_region=True)
    for code, name, unit, count in (
        ("records", "培训", "人次", rows()),
        ("hours", "培训学时", "学时", total(TrainingRecord.hours)),
    ):
        about = _TRAINED if unit == "人次" else f"{_TRAINED}；这里是学时之和"
        yield told(f"training.{code}", name, unit, about, partial(_records, count=count))
        for kind in TraineeKind:
            yield told(
                f"training.{code}.{kind}",
                f"其中：{kind.label}",
                unit,
                f"{about}，限{kind.label}",
                partial(_records, count=count, kind=kind),
                of=f"training.{code}",
                split="kind",
            )
    yield told(
        "training.passed",
        "培训合格率",
        "%",
        f"{_TRAINED}；合格的人次除以全部人次",
        _passed,
        numerator="合格的人次",
        denominator="全部人次",
        form=Form.SHARE,
    )
    units = different(TrainingRecord.unit_name)
    about = f"{_TRAINED}；这里是不同的单位名称"
    yield told("training.units", "参加培训的单位", "家", about, partial(_records, count=units))
    yield told(
        "training.waiting",
        "另有：还没有核对的培训记录",
        "人次",
        "期内结束、还没有核对的培训记录；不计入其他任何数字",
        partial(_records, count=rows(), verified=False),
    )


def _of_lectures() -> Iterator[Figure]:
    told = partial(declared, Chapter.LECTURES, bases=COUNTED, reach=Reach.OFFLINE, by_region=True)
    system = {"reach": Reach.NEITHER, "bases": frozenset({Basis.SYSTEM})}
    yield told("lectures.asked", "收到宣讲预约", "件", _ASKED, _asked, **system)
    for state in LectureState:
        yield told(
            f"lectures.asked.{state}",
            f"其中：{state.label}",
            "件",
            f"{_ASKED}，现在的状态是“{state.label}”",
            partial(_asked, state=state),
            of="lectures.asked",
            split="state",
            **system,
        )
    yield told(
        "lectures.held",
        "开展预约宣讲",
        "场",
        "期内登记为已开展的预约宣讲，不论哪天预约；也在活动场次里",
        _held,
    )
    yield told(
        "lectures.stars",
        "听众评价",
        "分",
        "期内听众给的星（1至5）之和，除以评价的份数；一人对一场只算最后一次",
        _stars,
        numerator="星数之和",
        denominator="评价份数",
        form=Form.MEAN,
        **system,
    )
