"""APIs that the platform has and this account has not: what they answer to an account of its kind."""

from __future__ import annotations

from simulator.api.call import Api, Call, Json
from simulator.errcodes import ApiError

# Cards, shops, devices, mini programs, guides, recognition of pictures and words …: functions that an account
# must be given, and this one was not. Whatever lies under these is 48001.
NOT_OPENED = (
    "/card/",
    "/cgi-bin/poi/",
    "/cgi-bin/guide/",
    "/cgi-bin/express/",
    "/cgi-bin/media/voice/",
    "/cgi-bin/wxopen/",
    "/cgi-bin/changeopenid",
    "/cgi-bin/draft/product/",
    "/bizwifi/",
    "/channels/",
    "/cityservice/",
    "/cv/",
    "/device/",
    "/hardware/",
    "/intp/",
    "/merchant/",
    "/product/",
    "/publisher/",
    "/scan/",
    "/semantic/",
    "/shakearound/",
    "/tcb/",
    "/wxa/",
)
COMMENTS = ("open", "close", "list", "markelect", "unmarkelect", "delete", "reply/add", "reply/delete")


def unauthorized(_call: Call) -> Json:
    """48001: api unauthorized."""
    raise ApiError(48001)


def without_comments(_call: Call) -> Json:
    """POST /cgi-bin/comment/…: the account was not given the comment function (留言) [O 88000]."""
    raise ApiError(88000)


def retired(_call: Call) -> Json:
    """POST /cgi-bin/material/add_news, update_news and shorturl: ended in 2022 and 2021."""
    raise ApiError(45103)


def without_consent(call: Call) -> Json:
    """POST /cgi-bin/message/template/subscribe: the page for this older consent is not played [K]."""
    body = call.body()
    openid = body.get("touser")
    if not isinstance(openid, str) or call.world.citizens.find(openid) is None:
        raise ApiError(40003)
    raise ApiError(43101)


def closed_at(path: str) -> Api | None:
    """The API at a path that the account was not given."""
    if path.startswith(NOT_OPENED):
        return Api(path, "ANY", unauthorized)
    return None


APIS = (
    Api("/cgi-bin/material/add_news", "POST", retired),
    Api("/cgi-bin/material/update_news", "POST", retired),
    Api("/cgi-bin/shorturl", "POST", retired),
    Api("/cgi-bin/message/template/subscribe", "POST", without_consent),
    *(Api(f"/cgi-bin/comment/{name}", "POST", without_comments) for name in COMMENTS),
)
