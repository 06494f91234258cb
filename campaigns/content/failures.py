"""Why something of a content item is not at the platform, for the clerk who waits. Pure.

Rows keep a code: the class of a refusal with the platform's number (``content:45166``), its verdict on a
publication (``platform:4``), or the name of the rule that a manuscript breaks.
"""

from collections.abc import Mapping

from campaigns.content.fates import PlatformFate
from deliveries.ports import FailureClass

TAKEN_DOWN, NOT_ISSUED, NO_PHONE = "taken down", "not issued", "no WeChat bound"
_DRAFT = "draft "

_SAID: Mapping[str, str] = {
    TAKEN_DOWN: "等着发布的时候撤下了",
    NOT_ISSUED: "等着发布的时候又改过稿，没有签发",
    NO_PHONE: "这位同事的微信已经解绑",
    "TooLong": "文章太长，公众平台放不下，请改短以后重新签发",
    "UnknownPicture": "有一张配图找不到，请换一张",
    FailureClass.BUSY: "公众平台正忙，过一会儿自动再试",
    FailureClass.TOKEN: "和公众平台的连接凭据失效，过一会儿自动再试",
    FailureClass.CONFIG: "公众号的配置或者权限有误，请系统管理员在“微信公众号”里测试",
    FailureClass.QUOTA: "公众平台今天的调用次数用完了，恢复以后再办",
    FailureClass.RECIPIENT: "公众平台发不到这个微信，对方要先关注公众号",
    FailureClass.CONTENT: "公众平台不接受这份内容，请改稿",
    FailureClass.DEDUPE: "公众平台已经收过这一份",
    FailureClass.LOST: "没有收到公众平台的回应，不知道成没成",
}
_OTHERWISE = "没有办成，请系统管理员看运行日志"


def failure_words(code: str | None) -> str:
    """The reason in Chinese, with the platform's number where there is one; empty where nothing failed."""
    if not code:
        return ""
    if code.startswith(_DRAFT):
        return f"没能放进公众平台的草稿箱：{failure_words(code.removeprefix(_DRAFT))}"
    kind, _, number = code.partition(":")
    if kind == "platform":
        return next((one.label for one in PlatformFate if one.value == number), _OTHERWISE)
    said = _SAID.get(kind, _OTHERWISE)
    return f"{said}（平台代码{number}）" if number.lstrip("-").isdigit() else said
