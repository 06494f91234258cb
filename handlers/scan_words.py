"""What somebody reads who scanned one of our codes. Plain, warm, short."""

from datetime import datetime
from html import escape

from campaigns.library.models import MaterialVersion
from campaigns.library.scanning import Attendance, SignInFate
from core.clock import SHANGHAI, day_words
from handlers.notices import EMERGENCY_LINE

GREETING = "您好，我是{bureau_name}的“安问”，谢谢关注。家里、路上、厂里的安全问题，随时打字问我。"
RETIRED = "这个二维码已经停用了。有安全方面的问题直接问我，或者点下面的菜单。"
NOTHING_NOW = "这份资料正在更新，过几天再扫一次。有安全方面的问题现在就可以问我。"
CENTER = "看近期活动、我的签到、预约宣讲：{link}"
CENTER_HOW = (
    "哪天办、在哪里，里面每一场都写着；要不要钱、带什么、孩子能不能去，回复“留言”问我们。\n"
    "活动不用在这里报名，到了现场用微信扫一扫那里的二维码，就签到了；扫不上，请找现场的工作人员。\n"
    "约好的宣讲办到哪了、不约了，和听完评一评，都在这里：{own}"
)
OWN = "您签过到的、约过的都在这里，听完了可以评一评：{link}"
NO_CARD = "这个月的宣传内容还在准备。近期活动、我的签到、预约宣讲在这里：{center}"
OWN_NAME = "我的签到和预约"
CENTER_NAME, MATERIAL_NAME, FILE_NAME = "活动中心", "点这里看全文", "点这里看《{name}》"

_FATES = {
    SignInFate.DONE: "签到成功！{title}，您是第{number}位。",
    SignInFate.ALREADY: "您已经签过到了：{title}，第{number}位。",
    SignInFate.TOO_EARLY: "{title}还没有开始签到：{starts}开始，提前一小时可以签到。",
    SignInFate.TOO_LATE: "{title}的签到已经结束了。谢谢您来。",
    SignInFate.FULL: "{title}的签到名额已满。人到了就好，请按现场工作人员的安排参加。",
    SignInFate.CANCELLED: "{title}取消了，给您添麻烦了。",
}


def link(address: str, name: str) -> str:
    """A link as WeChat shows it in a text."""
    return f'<a href="{escape(address)}">{escape(name)}</a>'


def attended(attendance: Attendance) -> str:
    """How signing in went."""
    activity = attendance.activity
    return _FATES[attendance.fate].format(
        title=f"“{activity.title}”", number=attendance.number, starts=_said(activity.starts_at)
    )


def given(version: MaterialVersion, title: str, address: str) -> str:
    """The words of a material, and where the rest of it is; ``address`` may be empty."""
    if not address:
        return version.words
    name = FILE_NAME.format(name=title) if version.file else MATERIAL_NAME
    return f"{version.words}\n{link(address, name)}"


def joined(parts: list[str], *, is_first: bool) -> str:
    """All of it as one message; whoever is here for the first time reads where to call."""
    return "\n\n".join([*filter(None, parts), *([EMERGENCY_LINE] if is_first else [])])


def _said(moment: datetime) -> str:
    local = moment.astimezone(SHANGHAI)
    return f"{day_words(local)}{local:%H:%M}"
