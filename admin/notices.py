"""What the office says about itself: refusals and mishaps, in words for a clerk."""

from tipoffs.hazards.status import HazardAction
from tipoffs.tips.status import TipAction

NOT_THE_SAME = "两次输入的新密码不一样。"
WRONG_CODE = "动态码不对或已经用过，请等手机上换了新码再输。"
NOT_HERE = {
    "title": "没有这个页面",
    "words": "地址不对，或者您的岗位看不到它。需要的话，请找安全管理员开通。",
}
BAD_REQUEST = {"title": "没看懂这次提交", "words": "请返回上一页，刷新以后再试一次。"}
TOO_LARGE = {"title": "文件太大", "words": "请压缩以后再传，或者分几次传。"}
AWAY = {"title": "数据库暂时连不上", "words": "您刚才填的还在上一页，过一会儿返回再试。"}
BROKEN = {"title": "页面出了问题", "words": "已经记下来了。请把下面的编号告诉系统管理员。"}

DONE = {
    **{action.value: f"“{action.label}”已办理。" for action in (*TipAction, *HazardAction)},
    "note": "备注已保存，只有局内人员看到。",
    "hold": "这一件由您办理，15分钟内别人会看到。",
    "release": "已不再占用。",
}
"""What a page says after a step, by its word."""
