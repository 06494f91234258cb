"""What a refusal of the platform means to whoever keeps the account, and what they do about it."""

from deliveries.ports import FailureClass, GatewayRefusal

STORE_AWAY = "存放凭据的地方（数据库或Redis）现在连不上。"

_BY_CODE = {
    40001: "AppSecret不对，或者凭据刚被换掉。请对照公众平台“基本配置”，改ANWEN_WECHAT_SECRET。",
    40013: "AppID不对。请对照公众平台“设置与开发—基本配置”，改ANWEN_WECHAT_APPID。",
    40125: "AppSecret不对。请对照公众平台“设置与开发—基本配置”，改ANWEN_WECHAT_SECRET；忘了只能在那里重置。",
    40164: "这台服务器的出口地址不在公众号的IP白名单里。请在公众平台“设置与开发—基本配置—IP白名单”里加上。",
    48001: "公众号没有这项接口的权限。没有认证的公众号有些接口用不了，请在公众平台“接口权限”里看。",
    48004: "平台封了这项接口。请登录公众平台看站内通知。",
    50002: "公众号被平台限制使用。请登录公众平台看站内通知。",
    61004: "这台服务器的地址没有登记。请在公众平台把它加进IP白名单。",
    89501: "平台在等公众号管理员确认这台服务器的地址。请管理员在微信里点确认。",
    89503: "平台在等公众号管理员确认这台服务器的地址。请管理员在微信里点确认。",
}
_BY_CLASS = {
    FailureClass.BUSY: "平台现在忙，或者网络断了一下。过几分钟再试。",
    FailureClass.LOST: "问出去了，没有等到回答。请看服务器能不能访问外网，防火墙有没有放行。",
    FailureClass.TOKEN: "平台说凭据失效，换了一次还是不行。是不是有别的程序也在用这个公众号的AppSecret？",
    FailureClass.QUOTA: "今天这项接口的次数用完了，零点以后再试。",
    FailureClass.CONTENT: "平台不接受这样的内容，没有说更多。",
    FailureClass.CONFIG: "公众号的设置不对。",
}


def words_of_code(failure: FailureClass, errcode: int | None) -> str:
    """What a refusal means and what to do, by the platform's number and by its class."""
    return _BY_CODE.get(errcode or 0) or _BY_CLASS.get(failure, "平台没有接受。")


def words_of(refusal: GatewayRefusal) -> str:
    """A sentence, with the number for whoever asks the platform's support."""
    if refusal.errcode is None and refusal.failure is FailureClass.BUSY and refusal.until is None:
        sentence = "连不上平台。请看服务器能不能访问外网，ANWEN_WECHAT_API_HOST写得对不对。"
    else:
        sentence = words_of_code(refusal.failure, refusal.errcode)
    number = "、".join(
        part for part in (f"代码{refusal.errcode}" if refusal.errcode else "", refusal.rid or "") if part
    )
    return f"{sentence}（{number}）" if number else sentence
