"""The rules of the reward office that somebody may run into."""

from core.errors import RuleViolation
from core.masking import SLIP


class Overtaken(RuleViolation):
    """Somebody else took a step with this reward since it was read."""

    sentence = "这笔奖励刚刚有人办理过了，请刷新后再看。"


class SelfApproval(RuleViolation):
    """Whoever proposed a reward does not approve it, and nobody signs twice."""

    sentence = "提出拟奖励意见的人不能审批，同一个人也不能签两级。"
    of_refusal = "作出不予奖励决定的人不能复核自己的决定。"


class KnowsReporter(RuleViolation):
    """Whoever has looked into the vault for a case decides nothing about its money."""

    sentence = "您查看过这件举报的举报人身份，不能审批这笔奖励。"


class ConflictingDuties(RuleViolation):
    """Deciding about a reward and paying it are kept apart."""

    sentence = "评定、审批过这笔奖励的人不能经办发放。"


class BudgetSpent(RuleViolation):
    """The budget of the line and year does not hold this amount."""

    sentence = "奖励经费余额不足，不能批准。请先调整预算。"


class NoBudget(RuleViolation):
    """Nobody has registered a budget for this line and year."""

    sentence = "还没有登记本年度的奖励经费预算。"


class NeedsDecision(RuleViolation):
    """The rule leaves the amount to a person, who has not chosen it (within the bounds)."""

    about = "chosen"


class NothingToAward(RuleViolation):
    """The rule gives no money: refuse with a reason, and thank."""


class LimitReached(RuleViolation):
    """Meanwhile the reporter was awarded more: the limit of the period leaves less than was proposed."""

    sentence = "提出意见以后，同一举报人本期的奖励又增加了，超过限额。请退回重新评定。"


class WindowClosed(RuleViolation):
    """The claim window is over."""

    sentence = "领取期限已过。有正当理由的，可以说明理由申请延长。"


class ExtensionTooLong(RuleViolation):
    """An extension goes beyond what the rule set allows."""


class ConsentMissing(RuleViolation):
    """Account data are sensitive; without a separate consent they are not taken (PIPL art. 29)."""

    sentence = "需要您单独同意处理收款信息，才能申领。"
    about = "agreed"


class ProofMissing(RuleViolation):
    """A higher reward for employees wants a proof of employment."""

    sentence = "按从业人员标准奖励，需要上传劳动合同或者其他从业证明。"
    about = "proof"


class MistypedCard(RuleViolation):
    """The number of the identity card does not end as it must: the bank would send the money back."""

    sentence = SLIP
    about = "id_number"


class WrongCode(RuleViolation):
    """Code and second secret lead to no reward that waits; which of them was wrong is not told."""

    sentence = "查询码或者领奖密码不对，也可能这笔奖励已经申领过，或者现在不能领。"
    about = "code secret"


class TooManyTries(RuleViolation):
    """The second secret was tried too often."""

    sentence = "领奖密码错误次数过多，已经锁定。请联系受理单位，核实后重新设置。"


class PaymentHeld(RuleViolation):
    """Something must be cleared before this reward is paid."""

    sentence = "这笔奖励暂缓发放，请先核实暂缓的原因。"


class NotHeld(RuleViolation):
    """Nothing keeps this payment back, or somebody else has looked into it just before."""

    sentence = "这笔奖励没有暂缓发放，不用解除。"


class AppealClosed(RuleViolation):
    """The days for an objection are over."""

    sentence = "提出异议的期限已过。"
