"""What may be permitted around plans, activities and lectures; who may is data (``staff/roles.yaml``)."""

from core.types import Labelled


class Permission(Labelled):
    """One thing a member of staff may be allowed to do."""

    SEE = "campaigns.see", "查看宣传计划、活动和指标"
    THEME = "campaigns.theme", "登记年度主题"
    VERIFY_THEME = "campaigns.verify_theme", "核对年度主题"
    PLAN = "campaigns.plan", "编制宣传计划、安排活动"
    APPROVE = "campaigns.approve", "审定宣传计划"
    RECORD = "campaigns.record", "登记活动开展情况"
    VERIFY = "campaigns.verify", "核实活动开展情况"
    LECTURES = "campaigns.lectures", "安排预约宣讲"
