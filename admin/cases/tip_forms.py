"""What each step of a tip asks for."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from admin.forms import REASON, Choices, Field
from tipoffs.hazards.models import HazardLevel
from tipoffs.routing.matrix import Proposal
from tipoffs.tips.declines import DECLINES
from tipoffs.tips.guards import EXTENSION_DAYS
from tipoffs.tips.models import Finding, Tip
from tipoffs.tips.status import TipAction as A

NEW_HAZARDS = 2
"""How many new hazards fit on the form of one record; more are registered first and named by code."""

_LEVELS = [("", "暂不定级"), *((level.value, level.label) for level in HazardLevel)]


@dataclass(frozen=True, slots=True)
class Around:
    """What the forms of one tip offer to choose from."""

    tip: Tip
    departments: Choices = ()
    proposal: Proposal | None = None
    verifiers: Choices = ()
    people: Choices = ()
    """Everybody who works here, where a step names some of them."""
    regions: Choices = ()
    """Where a new hazard may lie, where the tip does not say."""
    followers: Sequence[Tip] = ()
    now: str = ""
    is_outside: bool = False
    """Whether an authority above the county decides on the objection, and has it."""


def _accept(_: Around) -> Sequence[Field]:
    return (Field("level", "初步等级", "choice", _LEVELS, is_required=False),)


def _come_back(around: Around) -> Sequence[Field]:
    return (*_accept(around), REASON)


def _decline(_: Around) -> Sequence[Field]:
    reasons = [("", "请选择"), *((one.code, one.label) for one in DECLINES.values())]
    return (Field("code", "不予受理的理由", "choice", reasons, hint="依据和其他渠道会一并告诉举报人。"),)


def _ask_more(_: Around) -> Sequence[Field]:
    return (Field("question", "请举报人补充什么", "area", hint="举报人会看到这段话，受理期限暂停。"),)


def _supply(_: Around) -> Sequence[Field]:
    return (Field("words", "来电补充的内容", "area", hint="按来电人说的写，内容加密保存。"),)


def _transfer(_: Around) -> Sequence[Field]:
    return (Field("to", "移送给哪个部门", hint="写全称，举报人会看到。", most=100), REASON)


def _merge(_: Around) -> Sequence[Field]:
    return (Field("into", "并入哪一件（主件编号）", hint="先到的仍然是先到，不影响奖励。", most=16),)


def _summarise(around: Around) -> Sequence[Field]:
    tip = around.tip
    return (
        Field(
            "summary",
            "转办摘要",
            "area",
            hint="用自己的话写，不能照抄举报原文。",
            value=tip.shared_summary or "",
        ),
        Field("place", "给承办单位看的地点", value=tip.shared_place or tip.address, most=200),
        Field(
            "shares_point",
            "地图上的点是隐患的位置，可以给承办单位看",
            "check",
            is_required=False,
            value="yes" if tip.shares_point else "",
        ),
    )


def _exclude(around: Around) -> Sequence[Field]:
    return (
        Field("units", "举报提到的部门", "many", around.departments, is_required=False),
        Field("officers", "举报提到的工作人员", "many", around.people, is_required=False),
    )


def _dispatch(around: Around) -> Sequence[Field]:
    proposal = around.proposal
    lead = (proposal.lead if proposal else None) or ""
    return (
        Field(
            "unit", "交给哪个部门", "choice", [("", "请选择"), *around.departments],
            value=lead, hint=f"建议：{proposal.reason}" if proposal else "",
        ),
        Field("reason", "不按建议交办的理由", "area", is_required=False, rows=2),
    )  # fmt: skip


def _begin_verifying(around: Around) -> Sequence[Field]:
    return (Field("unit", "政府指定的部门", "choice", [("", "请选择"), *around.departments]),)


def _verify(around: Around) -> Sequence[Field]:
    findings = [("", "请选择"), *((one.value, one.label) for one in Finding)]
    fields = [
        Field("finding", "核查结论", "choice", findings),
        Field("record", "看到、问到、量到的情况", "area", rows=6),
        Field("inspected_at", "到现场的时间", "moment", value=around.now),
        Field("second", "第二核查人", "choice", [("", "请选择"), *around.verifiers]),
    ]
    if not around.tip.region:
        hint = "举报里看不出在哪个乡镇。登记新隐患，要先选好。"
        choices = [("", "请选择"), *around.regions]
        fields.append(Field("region", "新隐患在哪个区划", "choice", choices, is_required=False, hint=hint))
    levels = [("", "没有")] + [(level.value, level.label) for level in HazardLevel]
    for number in range(1, NEW_HAZARDS + 1):
        name = f"新隐患{number}"
        fields += [
            Field(f"level{number}", f"{name}：等级", "choice", levels, is_required=False),
            Field(
                f"object{number}",
                f"{name}：单位或场所",
                is_required=False,
                value=around.tip.object_name,
                most=200,
            ),
            Field(f"description{number}", f"{name}：情况", "area", is_required=False, rows=2),
        ]
    fields.append(
        Field("known", "已登记的隐患编码", is_required=False, hint="几个编码用空格隔开。签批后关联到这一件。")
    )
    return fields


def _extend(around: Around) -> Sequence[Field]:
    return (
        Field("days", f"延长多少日（最多{EXTENSION_DAYS}）", "number", value=str(EXTENSION_DAYS)),
        Field("reason", "延期理由", "area", hint="会告诉举报人。"),
        Field(
            "asked_by",
            "谁申请的",
            "choice",
            [("", "不填"), *around.people],
            is_required=False,
        ),
    )


def _answer(around: Around) -> Sequence[Field]:
    one_each = [
        Field(f"reward_{one.number}", f"并案件{one.number}的奖励情况", "area", rows=2)
        for one in around.followers
    ]
    return (
        Field("account", "二、简要核查情况", "area", rows=4),
        Field("decision", "三、处理决定", "area", rows=3),
        Field("reward", "四、符合奖励条件情况", "area", rows=2),
        *one_each,
    )


def _review(around: Around) -> Sequence[Field]:
    if not around.is_outside:
        return (REASON,)
    return (
        Field(
            "reason", "复查结论和理由", "area", hint="按复查文书写，会告诉举报人；复查机关和文号自动写上。"
        ),
        Field("document", "复查文书的文号", most=100),
        Field("decided_on", "文书日期", "day"),
        Field(
            "paper",
            "复查文书",
            "file",
            value=".pdf,.jpg,.jpeg,.png",
            hint="PDF、JPG或PNG，不超过3兆，加密保存。没有登记成的，文件要重新选。",
        ),
    )


def _reason(_: Around) -> Sequence[Field]:
    return (REASON,)


def _reply(_: Around) -> Sequence[Field]:
    return (Field("words", "回复或再问一句", "area", hint="举报人会看到；不影响办理期限。", most=1000),)


FIELDS: Mapping[A, Callable[[Around], Sequence[Field]]] = {
    A.ACCEPT: _accept,
    A.COME_BACK: _come_back,
    A.DECLINE: _decline,
    A.ASK_MORE: _ask_more,
    A.SUPPLY: _supply,
    A.TRANSFER: _transfer,
    A.MERGE: _merge,
    A.SUMMARISE: _summarise,
    A.EXCLUDE: _exclude,
    A.DISPATCH: _dispatch,
    A.BEGIN_VERIFYING: _begin_verifying,
    A.VERIFY: _verify,
    A.EXTEND: _extend,
    A.ANSWER: _answer,
    A.REPLY: _reply,
    **dict.fromkeys(
        (
            A.STOP_WAITING, A.UNMERGE, A.ALLEGE_DEATH, A.FLAG_EMERGENCY, A.RETURN, A.DOWNGRADE, A.SEND_BACK,
            A.REOPEN,
        ),
        _reason,
    ),
    **dict.fromkeys((A.UPHOLD, A.REDO, A.ADMIT), _review),
}  # fmt: skip
"""Steps that are not here ask for nothing."""

WARNINGS: Mapping[A, str] = {
    A.DECLINE: "举报人会收到理由，可以在10日内提出异议。",
    A.TRANSFER: "移送以后由接收部门办理，本局不再核查。",
    A.LEAD: "涉及死亡的举报由县级以上人民政府组织核查，承办单位不再办理。",
    A.SIGN_UNFOUNDED: "签批以后按“不属实”答复举报人。",
    A.SIGN_VERIFIED: "签批以后登记隐患，转整改跟踪。",
    A.SIGN_PARTLY: "签批以后登记隐患，转整改跟踪。",
    A.ANSWER: "答复发出以后不能修改。",
    A.UPHOLD: "原来的结论不变，这一件办结，举报人会收到结论和理由。",
    A.REDO: "退回重新核查，举报人会收到理由。",
    A.ADMIT: "撤销不予受理，从受理接着办，举报人会收到理由。",
    A.CLOSE: "办结以后只有督办员可以重新打开。",
    A.ARCHIVE: "归档以后不再办理。",
}
