"""The states of one mass send, and what the platform's verdict means. Pure: no table, no clock."""

from collections.abc import Mapping

from core.types import Labelled


class MassState(Labelled):
    """Where one call of the mass-send interface stands."""

    WAITING = "waiting", "等待提交"
    CALLING = "calling", "提交中"
    ACCEPTED = "accepted", "平台已接收，等待结果"
    FINISHED = "finished", "平台已发完"
    FAILED = "failed", "没有发出"
    UNKNOWN = "unknown", "结果不明"
    DELETED = "deleted", "已删除"


WENT_OUT = frozenset(
    {MassState.CALLING, MassState.ACCEPTED, MassState.FINISHED, MassState.UNKNOWN, MassState.DELETED}
)
"""It counts towards the month: it went out, or may have. Of what is deleted the cards stay on the phones."""

SUCCESS = "send success"

VERDICTS: Mapping[str, str] = {
    SUCCESS: "发送成功",
    "send fail": "发送失败",
    "err(10001)": "审核失败：涉嫌广告",
    "err(20001)": "审核失败：涉嫌政治",
    "err(20002)": "审核失败：涉嫌色情",
    "err(20004)": "审核失败：涉嫌社会",
    "err(20006)": "审核失败：涉嫌违法犯罪",
    "err(20008)": "审核失败：涉嫌欺诈",
    "err(20013)": "审核失败：涉嫌版权",
    "err(21000)": "审核失败：涉嫌其他",
    "err(22000)": "审核失败：涉嫌互推（互相宣传）",
    "err(30001)": "原创校验时平台出错，没有群发",
    "err(30002)": "原创校验判定为不能群发",
    "err(30003)": "原创校验判定为转载，没有群发",
}
"""Status of MASSSENDJOBFINISH [O, Batch_Sends_and_Originality_Checks]."""


def verdict(status: str) -> str:
    """The platform's verdict in Chinese."""
    word = status.strip().replace(" ", "") if status.startswith("err") else status.strip()
    return VERDICTS.get(word, f"平台答复：{status[:40]}")


REFUSALS: Mapping[int, str] = {
    40007: "文章的草稿在公众平台上已经没有了",
    40130: "名单里平台认得的关注者不到两个，多半都已取消关注。请系统管理员先对照关注者名单",
    48001: "公众号没有群发接口的权限，请系统管理员到公众平台查看",
    50002: "公众号被平台限制了，请系统管理员到公众平台查看",
}
"""Why a call was refused [O, the platform's list of return codes]."""


def refusal_words(errcode: int | None) -> str:
    """The meaning of a refusal in Chinese; empty if none was reported."""
    return REFUSALS.get(errcode, "") if errcode is not None else ""


def is_success(status: str) -> bool:
    """Whether the platform says that it sent."""
    return status.strip().lower().replace("_", " ") == SUCCESS


def sums_agree(total: int | None, filtered: int | None, sent: int | None, failed: int | None) -> bool:
    """Whether the counts of the event are complete, possible and consistent.

    The documentation says that FilterCount is what remains after filtering, so that it equals sent plus
    failed; others read it as what was filtered out, so that all three add up to the total. Either is
    accepted.
    """
    if total is None or filtered is None or sent is None or failed is None:
        return False
    if min(filtered, sent, failed) < 0 or sent + failed > total:
        return False
    return filtered == sent + failed or total == filtered + sent + failed
