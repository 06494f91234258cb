"""The words of the outbox: where a delivery stands, how urgent it is, which way it goes, why it ended."""

from core.types import Labelled


class State(Labelled):
    """Where a delivery stands."""

    WAITING = "waiting", "待发送"
    SENDING = "sending", "发送中"
    SENT = "sent", "平台已接收"
    FAILED = "failed", "发送失败"
    SKIPPED = "skipped", "未发送"
    UNKNOWN = "unknown", "结果不明"


OPEN = frozenset({State.WAITING, State.SENDING})


class Lane(Labelled):
    """How urgent a delivery is; members stand in the order in which they are sent."""

    ALERT = "alert", "预警"
    REPLY = "reply", "答复"
    CAMPAIGN = "campaign", "宣传"


class Channel(Labelled):
    """Which way a delivery goes out."""

    CUSTOMER_SERVICE = "customer_service", "客服消息"
    TEMPLATE = "template", "模板消息"
    SUBSCRIPTION = "subscription", "订阅通知"
    MASS = "mass", "群发"
    ANY = "any", "发送时再定"


class Reason(Labelled):
    """Why a delivery was not sent, or why nobody knows."""

    NEVER_WROTE = "never_wrote", "对方没有给公众号发过消息"
    WINDOW_CLOSED = "window_closed", "已超过平台允许的回复时限"
    WINDOW_SPENT = "window_spent", "平台允许的回复条数已用完"
    LEFT = "left", "对方已取消关注"
    NO_CONSENT = "no_consent", "对方没有订阅这类通知，也不在可回复时限内"
    TOO_LATE = "too_late", "已过最晚发送时间"
    WORDS_GONE = "words_gone", "内容已过保存期"
    BUSY = "busy", "平台多次繁忙"
    RECIPIENT = "recipient", "平台表示无法发给对方"
    CONTENT = "content", "平台不接受这段内容"
    QUOTA = "quota", "接口调用次数已用完，等待恢复"
    CONFIG = "config", "公众号配置有误，等待处理"
    TOKEN = "token", "平台凭据失效，等待重试"
    LOST = "lost", "请求已发出，没有收到平台回应"
    WORKER_LOST = "worker_lost", "发送途中程序中断"
    CANCELLED = "cancelled", "推送已取消"
    FREQUENCY = "frequency", "这几天已经给对方发过宣传，不再打扰"
    MONTH_SPENT = "month_spent", "本月给对方的群发次数已用完"
    TOO_FEW = "too_few", "群发名单至少要两个人"
    NOT_ASKED_FOR = "not_asked_for", "对方选择了不再接收这类内容"
    REVIEW = "review", "没有通过平台审核"
