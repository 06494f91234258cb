"""What each step of a hazard asks for, and how what was typed reaches its verb."""

from collections.abc import Callable, Mapping, Sequence

from admin.cases.tip_verbs import Doing, level_of
from admin.forms import REASON, Choices, Field, NotFilledIn
from core.optimistic_locking import require_read
from tipoffs.hazards.files import lock_hazard
from tipoffs.hazards.guards import Plan
from tipoffs.hazards.models import Hazard, HazardLevel, HazardSource
from tipoffs.hazards.services import NewHazard
from tipoffs.hazards.status import HazardAction as A
from tipoffs.rewards.money import typed_fen

LEVELS: Choices = [("", "请选择"), *((one.value, one.label) for one in HazardLevel)]
_EVIDENCE = Field(
    "evidence", "照片、文件在证据库里的名称", is_required=False, hint="几个名称用空格隔开。", most=1000
)
_REASON = (REASON,)
_PUBLISHED = "登记以后，公示时间就是现在。"


def _grading(hazard: Hazard) -> Sequence[Field]:
    return (
        Field("level", "等级", "choice", LEVELS, value=hazard.level.value),
        Field("clause", "判定标准的条款", value=hazard.clause or "", most=500),
    )


def fields_of(action: A, hazard: Hazard, departments: Choices, fixers: Choices) -> Sequence[Field]:
    """The fields of a step; none for what asks for nothing."""
    match action:
        case A.GRADE:
            return _grading(hazard)
        case A.REGRADE:
            return (*_grading(hazard), REASON)
        case A.ORDER:
            return (
                Field("responsible", "整改责任人", most=100),
                Field("measures", "整改措施", "area"),
                Field("funds", "整改资金（元）", value="0", most=20),
                Field("due", "整改期限", "day"),
                Field("contingency", "应急预案", "area", rows=2),
                Field("unit", "督促整改的部门", "choice", [("", "请选择"), *departments]),
                Field("fixers", "谁负责整改", "many", fixers, is_required=False),
            )
        case A.LIST:
            return (Field("leader", "挂牌督办的领导", most=64, hint="姓名和职务会向社会公示。"),)
        case A.ASK_EXTENSION:
            return (Field("until", "延到哪一天", "day"), REASON)
        case A.CLAIM_FIXED:
            return (_EVIDENCE, Field("reason", "整改情况", "area", is_required=False))
        case A.PASS | A.FAIL:
            return (Field("record", "复查情况", "area"), _EVIDENCE)
        case A.ENFORCE:
            return (Field("case", "立案文号", most=64), REASON)
        case A.PENALISE:
            return (Field("penalty", "处罚金额（元）", most=20), Field("decision", "处罚决定书文号", most=64))
        case A.EXTEND | A.REFUSE_EXTENSION | A.RESUME:
            return _REASON
        case _:
            return ()


WARNINGS: Mapping[A, str] = {
    A.PUBLISH_LISTING: _PUBLISHED,
    A.PUBLISH_DELISTING: _PUBLISHED,
    A.DELIST: "销号以后这处隐患不再催办。",
    A.SIGN_ORDER: "签批以后整改期限开始。",
}


def _money(doing: Doing, name: str) -> int:
    try:
        found = typed_fen(doing.typed.text(name))
    except ValueError as error:
        raise NotFilledIn("金额请写成数字，最多两位小数。") from error
    if found < 0:
        raise NotFilledIn("金额不能是负数。")
    return found


def _grade(doing: Doing) -> None:
    level, clause = level_of(doing.typed.text("level")), doing.typed.text("clause")
    if level is None:
        raise NotFilledIn("请选等级。")
    doing.call(doing.services.hazards.grade, level, clause, reason=doing.reason)


def _order(doing: Doing) -> None:
    typed = doing.typed
    plan = Plan(
        typed.text("responsible"),
        typed.text("measures"),
        _money(doing, "funds"),
        typed.day("due", "整改期限"),
        typed.text("contingency"),
    )
    unit, fixers = doing.typed.needed("unit", "督促整改的部门"), typed.all("fixers")
    if not fixers:
        raise NotFilledIn("请选谁负责整改。")
    doing.call(doing.services.hazards.order, plan, unit, fixers)


def _claim(doing: Doing) -> None:
    doing.call(doing.services.hazards.claim_fixed, doing.typed.words("evidence"), reason=doing.reason)


def _look(passed: bool) -> Callable[[Doing], None]:
    def do(doing: Doing) -> None:
        record = doing.typed.needed("record", "复查情况")
        evidence = doing.typed.words("evidence")
        doing.services.hazards.reinspect(
            doing.session, doing.number, passed, record, doing.actor, doing.now, evidence
        )

    return do


def _ask_extension(doing: Doing) -> None:
    until = doing.typed.day("until", "延到哪一天")
    doing.services.supervision.ask_extension(
        doing.session, doing.number, until, doing.actor, doing.now, doing.reason
    )


def _extend(granted: bool) -> Callable[[Doing], None]:
    def do(doing: Doing) -> None:
        doing.services.supervision.extend(
            doing.session, doing.number, granted, doing.actor, doing.now, doing.reason
        )

    return do


def _resume(doing: Doing) -> None:
    doing.services.hazards.resume(doing.session, doing.number, doing.actor, doing.now, doing.reason)


def _enforce(doing: Doing) -> None:
    case = doing.typed.needed("case", "立案文号")
    doing.services.hazards.enforce(doing.session, doing.number, case, doing.actor, doing.now, doing.reason)


def _penalise(doing: Doing) -> None:
    decision = doing.typed.needed("decision", "处罚决定书文号")
    doing.call(doing.services.hazards.penalise, _money(doing, "penalty"), decision)


VERBS: Mapping[A, Callable[[Doing], None]] = {
    A.GRADE: _grade,
    A.REGRADE: _grade,
    A.ORDER: _order,
    A.SIGN_ORDER: lambda doing: doing.call(doing.services.hazards.sign_order, seen=doing.typed.seen),
    A.LIST: lambda doing: doing.call(
        doing.services.supervision.list_for_supervision, doing.typed.text("leader")
    ),
    A.PUBLISH_LISTING: lambda doing: doing.call(doing.services.supervision.publish_listing),
    A.ASK_EXTENSION: _ask_extension,
    A.EXTEND: _extend(granted=True),
    A.REFUSE_EXTENSION: _extend(granted=False),
    A.CLAIM_FIXED: _claim,
    A.PASS: _look(passed=True),
    A.FAIL: _look(passed=False),
    A.DELIST: lambda doing: doing.call(doing.services.hazards.delist),
    A.PUBLISH_DELISTING: lambda doing: doing.call(doing.services.supervision.publish_delisting),
    A.ENFORCE: _enforce,
    A.RESUME: _resume,
    A.PENALISE: _penalise,
}
"""Every step that a page offers; 登记复发 is a registration and stands with that."""


def take(action: A, doing: Doing) -> None:
    """Take the step; ``ChangedSinceRead`` if another was taken since the page was shown."""
    if action is not A.SIGN_ORDER:
        require_read(doing.typed.seen, lock_hazard(doing.session, doing.number).version)
    VERBS[action](doing)


def new_hazard(doing: Doing) -> NewHazard:
    """A hazard found on an inspection, as the form of the register says it."""
    level = level_of(doing.typed.text("level"))
    if level is None:
        raise NotFilledIn("请选等级。")
    return NewHazard(
        region=doing.typed.needed("region", "区划"),
        category=doing.typed.needed("category", "行业"),
        level=level,
        source=next(
            (one for one in HazardSource if one.value == doing.typed.text("source")), HazardSource.INSPECTION
        ),
        address=doing.typed.needed("address", "地点"),
        object_name=doing.typed.needed("object_name", "单位或场所"),
        description=doing.typed.needed("description", "情况"),
    )
