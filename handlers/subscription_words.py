"""What is said about subscribing and stopping. Plain, warm, short."""

from handlers.notices import link

TOWN = "您的乡镇：{town}。"
NO_TOWN = "您的乡镇：还没有选。发“改成××镇”就能选。"
WANTED = "想收：{names}。"
NOTHING_WANTED = "想收：还没有选。"
STOPPED = "不收：{names}。"
ALL_STOPPED = "您已经退订，宣传消息都不发给您。"
ADD_HEAD = "点一下就订阅："
PAGE = "在大字网页上选：{page}"
HOW = "不想收哪一类，发“退订”加名称，比如“退订台风”；都不想收，发“退订”。"
UNFOLLOW = (
    "想连公众号也取消关注：在公众号的主页点右上角，选“不再关注”（有的版本叫“取消关注”）。"
    "以后有急事，照样打119、120、110。"
)

WANT_DONE = "好的，{name}方面的内容，以后有了会发给您。不想收了，发“退订{name}”。"
STOP_DONE = "好的，{name}方面的宣传不再发给您。想再收，{link}。"
STOP_ALL_DONE = (
    "好的，已经退订，以后宣传消息都不发给您。\n"
    "灾害预警照常发；您自己办的事也不受影响：留言的回复、举报的进度照常告诉您，有问题照常问我。\n"
    "想再收，{link}；只想少收几类，点{page_link}。"
)
RESUMED = "好的，宣传消息恢复了。您单独退订过的几类还是不发。"
TOWN_DONE = "好的，您的乡镇记成{town}，以后发和那里有关的内容。"
TOWN_UNKNOWN = "没有找到“{said}”。请写乡镇或者村的全名再发一次，比如“改成××镇”；也可以在网页上选：{page}"
TOWN_WHICH = "您说的是哪一个？点一下："
TOWN_GONE = "好的，不再记您的乡镇。"
TOPIC_UNKNOWN = "没有“{said}”这一类。可以选的：{names}。"

RESUME_LINK = link("恢复接收", "恢复接收", "subs:resume")


def want_link(code: str, name: str) -> str:
    """A tap that subscribes to one topic."""
    return link(name, f"订阅{name}", f"subs:want:{code}")


def town_link(code: str, name: str) -> str:
    """A tap that chooses a place."""
    return link(name, f"改成{name}", f"subs:town:{code}")
