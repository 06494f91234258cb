"""The permissions of the reward office."""

PROPOSE = "rewards.propose"
APPROVE = "rewards.approve"
APPROVE_LARGE = "rewards.approve_large"
APPROVE_BREAKING = "rewards.approve_breaking"
"""Amounts above the ceiling of a rule, where the rule allows it (主要负责人)."""
NOTIFY = "rewards.notify"
PAY = "rewards.pay"
RECONCILE = "rewards.reconcile"
BUDGET = "rewards.budget"
DENY = "rewards.deny"
RECOVER = "rewards.recover"
VIEW = "rewards.view"

LABELS = {
    PROPOSE: "评定奖励、提出拟奖励意见",
    APPROVE: "审批奖励",
    APPROVE_LARGE: "审批大额奖励",
    APPROVE_BREAKING: "审批超过上限的奖励",
    NOTIFY: "通知、公告、延长领取期限",
    PAY: "查看收款信息、办理发放",
    RECONCILE: "导入银行结果、对账",
    BUDGET: "登记奖励预算",
    DENY: "不予奖励、复核申诉",
    RECOVER: "追回奖金",
    VIEW: "查看奖励（不含身份）",
}
"""Every permission of this office, with the words of the roles page."""
