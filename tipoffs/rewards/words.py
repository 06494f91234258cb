"""The words of a reward: what was tipped off, who tells, how grave, why nothing or not yet. Pure."""

from core.types import Labelled


class MatterKind(Labelled):
    """What the tip was about."""

    CONCEALED = "concealed_accident", "瞒报谎报事故"
    MAJOR_HAZARD = "major_hazard", "重大事故隐患"
    VIOLATION = "violation", "安全生产违法行为"
    GENERAL_HAZARD = "general_hazard", "一般隐患"
    NATURAL = "natural_sign", "自然灾害险情"


class Relation(Labelled):
    """What the reporter is to the place; some rules pay more for it, some ask for proof."""

    CITIZEN = "citizen", "群众"
    EMPLOYEE = "employee", "本单位从业人员"
    FAMILY = "family", "从业人员的配偶、父母、子女"
    INFORMANT = "informant", "信息员"
    PATROLLER = "patroller", "巡查人员"


class Grade(Labelled):
    """How grave an accident was, 《生产安全事故报告和调查处理条例》第三条."""

    GENERAL = "general", "一般事故"
    LARGER = "larger", "较大事故"
    MAJOR = "major", "重大事故"
    GRAVEST = "gravest", "特别重大事故"


def grade_of(deaths: int) -> Grade:
    """The grade by deaths alone: under 3, 3 to 9, 10 to 29, 30 and more (第三条, “以上”含本数).

    Serious injuries or losses may raise it; whoever verifies then names the grade.
    """
    if deaths >= 30:
        return Grade.GRAVEST
    if deaths >= 10:
        return Grade.MAJOR
    return Grade.LARGER if deaths >= 3 else Grade.GENERAL


class Stage(Labelled):
    """Which of the rewards of a matter this is; most rules know only one."""

    WHOLE = "whole", "奖励"
    VERIFY = "verify", "核实奖励"
    RESULT = "result", "结果奖励"


class Exclusion(Labelled):
    """Why somebody is not rewarded whatever the amount would be."""

    DUTY_STAFF = "duty_staff", "负有安全生产管理、监管、监察职责的工作人员"
    RELATIVE = "relative", "上述人员的近亲属"
    ACTING_FOR_STAFF = "acting_for_staff", "受上述人员授意举报"
    SAFETY_AGENCY = "safety_agency", "受委托的安全服务机构及其人员"
    ALREADY_KNOWN = "already_known", "举报前已经发现并依法处理"
    ALREADY_ACCEPTED = "already_accepted", "同一事项已经受理"
    FALSE_REPORT = "false_report", "捏造事实、诬告陷害"


class Outcome(Labelled):
    """What the rule says."""

    AWARD = "award", "给予奖励"
    NOTHING = "nothing", "没有奖金"
    MANUAL = "manual", "需要人工核定"


class Why(Labelled):
    """Why there is nothing, or why a person has to decide."""

    EXCLUDED = "excluded", "属于不予奖励的情形"
    ZERO_PENALTY = "zero_penalty", "没有罚款，按比例计算为零"
    PENALTY_UNKNOWN = "penalty_unknown", "行政处罚金额还没有确定"
    DEATHS_UNKNOWN = "deaths_unknown", "核实的瞒报死亡人数还没有确定"
    NO_DEATHS = "no_deaths", "没有核实到瞒报、谎报的死亡，按人数计算为零"
    TIER_MISSING = "tier_missing", "规则里没有这一档"
    CHOICE_NEEDED = "choice_needed", "规则只定了幅度，需要在幅度内核定"
    AMOUNT_UNKNOWN = "amount_unknown", "规则原文的金额没有查到"
    NOBODY_SAVED = "nobody_saved", "没有成功避险的人员"
    CHOSEN_NOTHING = "chosen_nothing", "人工核定为零"
    LIMIT_REACHED = "limit_reached", "同一举报人本期同类奖励已到限额"
    STAGE_UNKNOWN = "stage_unknown", "规则没有这一阶段的奖励"


class RefusedBecause(Labelled):
    """The reasons of 不予奖励 that a clerk may choose; each is told to the reporter."""

    EXCLUDED = "excluded", "属于办法规定的不予奖励的人员或情形"
    NOT_MAJOR = "not_major", "核查属实，但不属于可以发放奖金的事项"
    LIMIT_REACHED = "limit_reached", "本期同类奖励已到限额"
    NOT_FIRST = "not_first", "同一事项已由最先有效举报人领取奖励"
    ANONYMOUS = "anonymous", "匿名且没有留下领奖凭证，无法发放"
    NO_PROOF = "no_proof", "没有提供规定的证明材料"
    FALSE_REPORT = "false_report", "经核查系捏造事实"
