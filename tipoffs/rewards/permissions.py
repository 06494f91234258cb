"""The permissions of the reward office."""

from core.types import Labelled


class RewardPermission(Labelled):
    """One thing that may be done in the reward office.

    Whoever may see rewards sees the number of the tip; whoever pays sees the person. ``staff/roles.yaml``
    keeps the two apart.
    """

    VIEW = "rewards.view", "查看奖励（不含身份）"
    PROPOSE = "rewards.propose", "评定奖励、提出拟奖励意见"
    APPROVE = "rewards.approve", "审批奖励"
    APPROVE_LARGE = "rewards.approve_large", "审批大额奖励"
    APPROVE_BREAKING = "rewards.approve_breaking", "审批超过上限的奖励"
    DENY = "rewards.deny", "不予奖励、复核异议、解除暂缓"
    NOTIFY = "rewards.notify", "通知、公告、延长领取期限"
    PAY = "rewards.pay", "查看收款信息、办理发放"
    RECONCILE = "rewards.reconcile", "导入银行结果、对账"
    RECOVER = "rewards.recover", "追回奖金"
    DRAFT_RULES = "rewards.draft_rules", "起草奖励办法"
    CONFIRM_RULES = "rewards.confirm_rules", "核对、启用奖励办法"
    BUDGET = "rewards.budget", "登记奖励预算"
