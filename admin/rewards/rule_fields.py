"""The fields of a rule set's form, group by group; names are those that ``rule_sheet`` reads."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from admin.forms import Choices, Field, Typed
from admin.rewards.facts import choices_of
from admin.rewards.rule_sheet import RAISED, RUNGS, rows_of
from tipoffs.rewards.notices import BRANCHES, PERIODS
from tipoffs.rewards.permissions import RewardPermission as May
from tipoffs.rewards.reckoning.rulebook import DayKind, Identity, Joint, Several, UpliftOrder, ZeroPenalty
from tipoffs.rewards.words import Exclusion, Grade, MatterKind, Relation

YUAN, DAYS, SHORT = 16, 4, 64
METHODS: Choices = [
    ("percent_of_penalty", "按行政处罚金额的百分比"),
    ("fixed", "定额"),
    ("range", "在幅度内，按证据等次或者人工核定"),
    ("per_death", "按瞒报、谎报的死亡人数"),
    ("people_saved", "按成功避险人数"),
]
_TWO_STAGE = ("two_stage", "分两步：核实奖励和结果奖励")
_SIGNERS: Choices = [(one.value, one.label) for one in (May.APPROVE, May.APPROVE_LARGE)]


@dataclass(frozen=True, slots=True)
class Group:
    """Fields that belong together under a heading; ``shown_by``: the word of the method that needs them."""

    title: str
    fields: Sequence[Field]
    shown_by: str = ""


@dataclass(frozen=True, slots=True)
class Section:
    """Groups under one heading; what most rules do without stays folded until something stands in it."""

    title: str
    groups: Sequence[Group]
    hint: str = ""
    is_needed: bool = False

    def is_open(self, typed: Typed, faults: Mapping[str, str]) -> bool:
        """Whether it is shown unfolded."""
        names = [one.name for group in self.groups for one in group.fields if one.kind != "choice"]
        return self.is_needed or any(typed.text(name) or name in faults for name in names)


@dataclass(frozen=True, slots=True)
class RuleFields:
    """One rule: what it is for, its method with the numbers of each, and its bounds."""

    row: str
    title: str
    head: Sequence[Field]
    method: Field
    methods: Sequence[Group]
    stages: Sequence[tuple[Field, Sequence[Group]]]
    bounds: Sequence[Field]
    gone: Field


def head_fields() -> list[Field]:
    """Name, place, basis, days."""
    return [
        Field("name", "办法名称", most=80),
        Field("basis", "依据（文号）", most=SHORT, hint="每条规则下面再写第几条。"),
        Field("source", "原文在哪里", most=200, hint="网址、文件柜或者档案号，核对的人要找得到。"),
        Field("from", "施行日期", "day", hint="当天受理的举报起按这份办法；以前受理的、已经提出的不变。"),
        Field("to", "施行到哪一天", "day", is_required=False, hint="没有写明就空着。"),
        Field(
            "locality", "适用地方", most=SHORT, hint="全国，或者一个地方；地方的还要管理员在设置清单里选定。"
        ),
        Field("domain", "行业", "choice", list(BRANCHES.items())),
    ]


def policy_sections() -> list[Section]:
    """Everything beside the amounts."""
    payees = [
        Field("identity", "身份", "choice", choices_of(Identity)),
        Field("several", "先后几人举报同一件事", "choice", choices_of(Several)),
        Field("joint", "联名举报", "choice", choices_of(Joint)),
        Field("exclusions", "不予奖励的情形", "many", choices_of(Exclusion), is_required=False),
    ]
    claiming = [
        Field("claim-days", "领取期限（天）", most=DAYS),
        Field("claim-kind", "怎样数天", "choice", choices_of(DayKind)),
        Field("claim-extension_days", "说明理由最多延长（天）", most=DAYS),
        Field("appeal_days", "不予奖励的异议期（天）", most=DAYS),
        Field("notice_days", "决定后几天内通知", is_required=False, most=DAYS),
        Field("revisit_days", "发放后第几天回访", is_required=False, most=SHORT, hint="如30、180。"),
    ]
    money = [
        Field("budget_line", "经费科目", most=SHORT),
        Field("filing", "向谁备案", is_required=False, most=SHORT),
    ]
    ladder = "金额从小到大；最后一级的金额空着，表示更高的都归它。用不到的级空着。"
    return [
        Section("谁领奖", [Group("", payees)], is_needed=True),
        Section("哪些举报人提高奖励", [_uplift(one) for one in RAISED], "不提高就空着。"),
        Section("同一举报人同类事项的限额", [Group("", _limits())], "没有限额就空着。"),
        Section("审批", [_rung(number) for number in range(RUNGS)], ladder, is_needed=True),
        Section("领取、异议、回访", [Group("", claiming)], is_needed=True),
        Section("经费和备案", [Group("", money)], is_needed=True),
    ]


def _uplift(one: Relation) -> Group:
    key = f"u-{one.value}-"
    return Group(one.label, [
        Field(f"{key}percent", "提高百分之几", is_required=False, most=8),
        Field(f"{key}order", "提高和封顶的先后", "choice", choices_of(UpliftOrder), is_required=False),
        Field(f"{key}cap", "提高后最多（元）", is_required=False, most=YUAN),
        Field(f"{key}proof", "要有从业证明", "check", is_required=False),
    ])  # fmt: skip


def _limits() -> list[Field]:
    return [
        field
        for period, label in PERIODS.items()
        for field in (
            Field(f"l-{period}-amount", f"{label}金额（元）", is_required=False, most=YUAN),
            Field(f"l-{period}-count", f"{label}次数", is_required=False, most=DAYS),
        )
    ]


def _rung(number: int) -> Group:
    return Group(f"第{number + 1}级", [
        Field(f"a{number}-up_to", "不超过（元）", is_required=False, most=YUAN),
        Field(f"a{number}-permissions", "由谁批", "many", _SIGNERS, is_required=False),
    ])  # fmt: skip


def note_fields() -> list[Field]:
    """What the clerk adds for whoever reads it later."""
    return [
        Field("unknown", "原文没有写明、还要问的", "area", is_required=False, hint="一行一条。"),
        Field("notes", "说明", "area", is_required=False, hint="一行一条。"),
    ]


def rules_on(typed: Typed) -> list[RuleFields]:
    """The rules of the form, each with the numbers of its row."""
    return [_rule(f"r{row}-", place) for place, row in enumerate(rows_of(typed), 1)]


def _rule(row: str, place: int) -> RuleFields:
    stages = [
        (
            Field(f"{row}{stage}-method", f"{label}的算法", "choice", METHODS, is_required=False),
            _methods(f"{row}{stage}-"),
        )
        for stage, label in (("verify", "核实奖励"), ("result", "结果奖励"))
    ]
    return RuleFields(
        row=row,
        title=f"第{place}条规则",
        head=[
            Field(f"{row}code", "规则编号", most=16, hint="如A、B，一份里不能重复。"),
            Field(f"{row}title", "名称", is_required=False, most=SHORT),
            Field(f"{row}kinds", "哪些事项", "many", choices_of(MatterKind)),
            Field(f"{row}clause", "依据的条款", is_required=False, most=SHORT, hint="如第十一条。"),
            Field(f"{row}level", "只对这一等级", is_required=False, most=SHORT, hint="不分等级就空着。"),
            Field(f"{row}scenario", "只对这一情形", is_required=False, most=SHORT, hint="不分情形就空着。"),
            Field(f"{row}relations", "只对这些举报人", "many", choices_of(Relation), is_required=False),
        ],
        method=Field(f"{row}method", "怎样算", "choice", [*METHODS, _TWO_STAGE]),
        methods=_methods(row),
        stages=stages,
        bounds=[
            Field(f"{row}floor", "下限（元）", is_required=False, most=YUAN),
            Field(f"{row}cap", "上限（元）", is_required=False, most=YUAN),
            Field(f"{row}cap_breakable_by", "可以超过上限的理由", "area", is_required=False, rows=2,
                  hint="一行一条；超过时另要有权的人批准。"),
            Field(f"{row}zero_penalty", "没有罚款时", "choice", choices_of(ZeroPenalty)),
        ],
        gone=Field(f"{row}gone", "保存时删掉这一条", "check", is_required=False),
    )  # fmt: skip


def _methods(row: str) -> list[Group]:
    return [
        Group("", [Field(f"{row}percent", "百分之几", is_required=False, most=8)], "percent_of_penalty"),
        Group("", [
            Field(f"{row}fixed", "定额（元）", is_required=False, most=YUAN, hint="空着表示由人核定。"),
        ], "fixed"),
        Group("", [
            Field(f"{row}min", "最少（元）", is_required=False, most=YUAN),
            Field(f"{row}max", "最多（元）", is_required=False, most=YUAN),
            Field(f"{row}tiers", "各证据等次", "area", is_required=False,
                  hint="一行一等：名称、最少、最多，中间空一格，如“线索准确 300 500”。由人核定就空着。"),
            Field(f"{row}scores", "或者各等次按幅度的百分之几", "area", is_required=False,
                  hint="一行一等，如“甲等 100”。和上一项只写一种。"),
        ], "range"),
        Group("每核实死亡一人", [
            Field(f"{row}{one.value}", f"{one.label}（元）", is_required=False, most=YUAN) for one in Grade
        ], "per_death"),
        Group("", [
            Field(f"{row}people", "避险人数和金额", "area", is_required=False,
                  hint="一行一档：几人以上、多少元，如“3 2000”。"),
        ], "people_saved"),
    ]  # fmt: skip
