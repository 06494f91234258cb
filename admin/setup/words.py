"""What each step of setting up is called, why it is there, and who does it."""

from dataclasses import dataclass

ADMIN, EITHER = "系统管理员", "系统管理员或督办员"


@dataclass(frozen=True, slots=True)
class StepWords:
    """The words of one step, and the route of its page."""

    title: str
    why: str
    who: str
    route: str


STEPS = {
    "bureau": StepWords(
        "本局名称、值班电话和其他本地情况",
        "群众看到的每一条回答里，电话、地址都从这里来。",
        ADMIN,
        "setup_bureau",
    ),
    "regions": StepWords("区划", "举报、隐患按乡镇和村分派、统计。", EITHER, "regions"),
    "duties": StepWords(
        "责任分工",
        "哪个行业在哪里归谁牵头；有空缺的地方，举报只能人工交办。",
        EITHER,
        "duties",
    ),
    "wechat": StepWords(
        "微信公众号",
        "令牌、密钥写在服务器上；这里试一试接不接得通。",
        ADMIN,
        "setup_wechat",
    ),
    "menu": StepWords("公众号菜单", "聊天窗口底部的三个按钮。", ADMIN, "menu"),
    "staff": StepWords(
        "第一批工作人员",
        "系统管理员建账号，安全管理员授角色，不能一个人都办。",
        "系统管理员、安全管理员",
        "setup_staff",
    ),
    "rewards": StepWords(
        "奖励规则", "举报奖励按哪一份文件算。", "系统管理员（法规科先核对）", "setup_rewards"
    ),
    "sample": StepWords("示例数据", "虚构的县，只用来试用和练习。", ADMIN, "setup_sample"),
}
