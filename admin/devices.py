"""What a browser says of itself, in words a clerk knows: at which of their machines a session was opened."""

_SYSTEMS = (
    (("iPhone",), "苹果手机"),
    (("iPad",), "苹果平板"),
    (("OpenHarmony", "HarmonyOS"), "鸿蒙设备"),
    (("Android",), "安卓手机"),
    (("Windows",), "Windows电脑"),
    (("Macintosh",), "苹果电脑"),
    (("Linux", "X11"), "Linux电脑"),
)
_BROWSERS = (
    (("wxwork/",), "企业微信"),
    (("MicroMessenger/",), "微信"),
    (("DingTalk",), "钉钉"),
    (("QQBrowser/",), "QQ浏览器"),
    (("UCBrowser/",), "UC浏览器"),
    (("HuaweiBrowser/",), "华为浏览器"),
    (("MiuiBrowser/",), "小米浏览器"),
    (("QihooBrowser", "360SE", "360EE"), "360浏览器"),
    (("MetaSr",), "搜狗浏览器"),
    (("Edg/", "EdgA/", "EdgiOS/", "Edge/"), "Edge浏览器"),
    (("Firefox/", "FxiOS/"), "火狐浏览器"),
    (("Trident/", "MSIE "), "IE浏览器"),
    (("Chrome/", "CriOS/"), "Chrome浏览器"),
    (("Safari/",), "Safari浏览器"),
)
"""The first whose mark stands there: those built upon another name that one too, and behind it."""


def device_words(agent: str) -> str:
    """Machine and browser; what is not known stands as it was sent."""
    system, browser = _first(_SYSTEMS, agent), _first(_BROWSERS, agent)
    if system and browser:
        return f"{system}上的{browser}"
    return browser or system or agent


def _first(listed: tuple[tuple[tuple[str, ...], str], ...], agent: str) -> str:
    return next((words for marks, words in listed if any(mark in agent for mark in marks)), "")
