"""What the letters say: only what is in the file of the hazard, and blanks for everything else. Pure.

Number, seal, signature, date, telephone, time and place of a talk are the issuing office's; so is the clause
on remedies, which depends on the kind of paper that the 法规科 makes of it.
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from core.clock import china_date, date_words
from core.word_documents import Blank, Line, Paper
from tipoffs.clocks.deadlines import days_late
from tipoffs.hazards.models import Hazard, HazardLevel, HazardOrder
from tipoffs.letters.kinds import Addressee, LetterKind
from tipoffs.rewards.money import written

DRAFT = "草稿：没有编号、签发、盖章，不作为正式文书使用"
NUMBER, CONTACT, PHONE = Blank("发文字号"), Blank("联系人"), Blank("联系电话")
SEAL, DATE = Blank("发文机关全称，盖章"), Blank("成文日期，　　年　月　日")
_SIGNER = Blank("签发人")
# 《安全生产法》第四十一条第三款.
_MAJOR = (
    "《中华人民共和国安全生产法》第四十一条规定，负有安全生产监督管理职责的部门应当建立健全重大事故隐患治理督办制度，"
    "督促生产经营单位消除重大事故隐患。"
)
_REMEDIES = Blank("按文书种类写明依据的条款和申请复议、提起诉讼的途径，由法规科填写；不需要的删去")


@dataclass(frozen=True, slots=True)
class LetterFacts:
    """What a letter stands on; ``order`` is the signed order for repair, if there is one."""

    hazard: Hazard
    order: HazardOrder | None
    region: str
    department: str
    now: datetime

    @property
    def last_day(self) -> date | None:
        """The last day of the time for the repair, extensions included."""
        due = self.hazard.due_at
        return china_date(due - timedelta(seconds=1)) if due else None

    @property
    def late(self) -> str:
        """How late it is, by the calendar, as whoever reads both dates counts; empty while there is time, or
        after the repair.
        """
        due = self.hazard.due_at
        if due is None or self.hazard.fixed_at is not None:
            return ""
        days = days_late(due, self.now)
        return f"{days}天" if days > 0 else ""


def letter(kind: LetterKind, to: Addressee, facts: LetterFacts) -> Paper:
    """The draft of a letter."""
    is_department = to is Addressee.DEPARTMENT
    name = facts.department if is_department else facts.hazard.object_name
    paragraphs: list[Line]
    match kind:
        case LetterKind.SUPERVISION:
            paragraphs = [*_case(facts, is_department), *_major(facts), _demand(facts), _REPORT]
        case LetterKind.REMINDER:
            paragraphs = [*_case(facts, is_department), *_major(facts), _urge(facts)]
        case LetterKind.INTERVIEW:
            paragraphs = [*_case(facts, is_department), *_talk(is_department)]
        case LetterKind.RECTIFICATION:
            paragraphs = [_about(facts, is_department), *_order(facts), [_REMEDIES]]
    return Paper(
        title=kind.label,
        warning=DRAFT,
        head=[[NUMBER, "　　　　", _SIGNER]],
        addressee=[name or Blank("主送单位"), "："],
        paragraphs=[*paragraphs, ["联系人：", CONTACT, "　联系电话：", PHONE]],
        closing=[[SEAL], [DATE]],
    )


_REPORT: Line = [
    "办理完毕后，请将整改和复查情况书面报送我单位；不能按期完成的，说明原因、已经采取的措施和完成时间。"
]


def _case(facts: LetterFacts, is_department: bool) -> list[Line]:
    return [_about(facts, is_department), *_standing(facts)]


def _about(facts: LetterFacts, is_department: bool) -> Line:
    hazard = facts.hazard
    where = f"{facts.region}{hazard.address}"
    whose = f"位于{where}的{hazard.object_name}" if is_department else f"你单位（位于{where}）"
    owed = "由你单位督促整改。" if is_department and hazard.department else ""
    clause = f"，判定依据为{hazard.clause}" if hazard.clause else ""
    level = "为重大事故隐患" if hazard.level is HazardLevel.MAJOR else f"等级为“{hazard.level.label}”"
    found = f"经查，{whose}存在以下情况：{_ended(hazard.description)}"
    return [f"{found}该隐患编号{hazard.code}，{level}{clause}。{owed}"]


def _standing(facts: LetterFacts) -> list[Line]:
    today = date_words(china_date(facts.now))
    if facts.hazard.fixed_at is not None:
        return [[f"截至{today}，整改已经复查通过。"]]
    if facts.last_day is None:
        return [[f"截至{today}，还没有下达限期整改的要求。"]]
    term = f"责令限期整改的期限为{date_words(facts.last_day)}，截至{today}"
    if facts.late:
        return [[f"{term}已超期{facts.late}，仍未完成整改。"]]
    left = (facts.last_day - china_date(facts.now)).days
    return [[f"{term}还有{left}天。"]]


def _major(facts: LetterFacts) -> list[Line]:
    return [[_MAJOR]] if facts.hazard.level is HazardLevel.MAJOR else []


def _demand(facts: LetterFacts) -> Line:
    return [
        "请你单位立即组织办理，落实整改责任、措施、资金、期限和预案；整改完成以前，采取措施防止发生事故。请于",
        Blank("办结日期") if facts.late or facts.last_day is None else date_words(facts.last_day),
        "前办结。",
    ]


def _urge(facts: LetterFacts) -> Line:
    until = "尽快" if facts.late or facts.last_day is None else f"在{date_words(facts.last_day)}以前"
    return [f"现提醒你单位高度重视，逐项核对整改措施，{until}完成整改；整改完成以前，采取措施防止发生事故。"]


def _talk(is_department: bool) -> list[Line]:
    who = "分管负责人" if is_department else "主要负责人"
    return [
        [f"现通知你单位{who}接受约谈，说明隐患没有消除的原因、已经采取的措施和下一步安排。"],
        ["约谈时间：", Blank("约谈时间")],
        ["约谈地点：", Blank("约谈地点")],
        ["约谈人：", Blank("约谈人")],
        ["请携带该隐患整改的有关材料，由被约谈人本人参加；因故不能参加的，请提前说明。"],
    ]


def _order(facts: LetterFacts) -> list[Line]:
    order = facts.order
    if order is None:
        return [
            ["现要求你单位按以下内容整改：（一）责任人：", Blank("整改责任人"),
             "；（二）措施：", Blank("整改措施"),
             "；（三）资金：", Blank("整改资金"), "；（四）期限：", Blank("整改期限"),
             "；（五）预案：", Blank("应急预案"), "。"],
            _RESULT,
        ]  # fmt: skip
    until = date_words(facts.last_day or order.due_on)
    # A day that is over is no term: the office sets another one.
    term: Line = (
        [f"原定{until}，已经超期{facts.late}，现延至", Blank("新的整改期限")] if facts.late else [until]
    )
    return [
        [
            f"现要求你单位按以下内容整改：（一）责任人：{order.responsible}；（二）措施：{_bare(order.measures)}；"
            f"（三）资金：{written(order.funds_fen)}；（四）期限：",
            *term,
            f"；（五）预案：{_bare(order.contingency)}。",
        ],
        _RESULT,
    ]


_RESULT: Line = [
    "整改完成后，请书面报告整改情况，并附整改前后的照片，由我单位复查。整改完成以前，采取措施防止发生事故。"
]


def _bare(words: str) -> str:
    return words.strip().rstrip("。；;. ")


def _ended(words: str) -> str:
    return f"{_bare(words)}。"
