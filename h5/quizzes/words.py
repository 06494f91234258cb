"""What the pages of quizzes say besides what the services say. Plain, warm; nothing induces anybody."""

from datetime import datetime
from typing import Any

from core.clock import SHANGHAI, day_words

RIGHT, WRONG = "答对了", "这次没答对，没关系，记住就好"
CONTEST_ANSWERS_LATER = "为了公平，竞赛结束以后，这里可以看到每道题的答案和解析。"
DOUBTED = "这份卷子答得太快，工作人员核实以后才会上榜。成绩和证书不受影响。"
DOUBTED_PRIZE = "合格有奖品的，也等核实以后在这里领。"
NO_CERTIFICATE = "没有这张证书。请核对编号，一共12个字母和数字。"
CANNOT_PRINT = "名字里有的字我们还印不出来，请改用拼音，或者联系工作人员。"
DISCLAIMER = "本证书只说明学习和答题成绩，不是特种作业操作证等资格证书。"
PRIVACY = (
    "答题只记一个用密钥算出来的代号，不记姓名。榜上的名字由您自己起，不起就显示“匿名”。"
    "单位、乡镇不足10人参加的，不显示成绩。"
)


def spoken(moment: datetime) -> str:
    """A moment as people say it."""
    local = moment.astimezone(SHANGHAI)
    return f"{day_words(local)}{local:%H:%M}"


def minutes_left(due_at: datetime, now: datetime) -> str:
    """How much time is left, in words."""
    seconds = max(0, int((due_at - now).total_seconds()))
    if seconds >= 120:
        return f"还剩{seconds // 60}分钟"
    return f"还剩{seconds}秒"


def took(seconds: int) -> str:
    """How long something took, in words."""
    minutes, rest = divmod(seconds, 60)
    if not rest and minutes:
        return f"{minutes}分钟"
    return f"{minutes}分{rest}秒" if minutes else f"{rest}秒"


def shared() -> dict[str, Any]:
    """What every template of quizzes uses."""
    return {"spoken": spoken, "took": took, "quiz_privacy": PRIVACY, "disclaimer": DISCLAIMER}
