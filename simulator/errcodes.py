"""The platform's error codes with their own words, and the exception an API raises to answer one.

Words after the official list (全局返回码); the misspelling of 40006 is the platform's. Clients must match
on the number only, because the text ends with a request id that changes every time.
"""

from __future__ import annotations

MESSAGES = {
    -1: "system error",
    0: "ok",
    40001: "invalid credential, access_token is invalid or not latest",
    40002: "invalid grant_type",
    40003: "invalid openid",
    40004: "invalid media type",
    40005: "invalid file type",
    40006: "invalid meida size",
    40007: "invalid media_id",
    40008: "invalid message type",
    40009: "invalid image size",
    40010: "invalid voice size",
    40011: "invalid video size",
    40012: "invalid thumb size",
    40013: "invalid appid",
    40014: "invalid access_token",
    40015: "invalid menu type",
    40016: "invalid button size",
    40017: "invalid button type",
    40018: "invalid button name size",
    40019: "invalid button key size",
    40020: "invalid button url size",
    40021: "invalid menu version",
    40022: "invalid sub_menu level",
    40023: "invalid sub button size",
    40024: "invalid sub button type",
    40025: "invalid sub button name size",
    40026: "invalid sub button key size",
    40027: "invalid sub button url size",
    40029: "invalid code",
    40030: "invalid refresh_token",
    40032: "invalid openid list size",
    40033: "invalid charset. please check your request, if include \\uxxxx will create fail!",
    40035: "invalid parameter",
    40048: "invalid url domain",
    40052: "invalid action name",
    40053: "invalid action info",
    40054: "invalid sub button url domain",
    40055: "invalid button url domain",
    40066: "invalid url",
    40097: "invalid args",
    40125: "invalid appsecret",
    40132: "invalid username",
    40163: "code been used",
    40164: "invalid ip, not in whitelist",
    41001: "access_token missing",
    41002: "appid missing",
    41003: "refresh_token missing",
    41004: "appsecret missing",
    41005: "media data missing",
    41006: "media_id missing",
    41008: "missing code",
    41009: "missing openid",
    42001: "access_token expired",
    42002: "refresh_token expired",
    43001: "require GET method",
    43002: "require POST method",
    43004: "require subscribe",
    44001: "empty media data",
    44002: "empty post data",
    44003: "empty news data",
    44004: "empty content",
    45001: "media size out of limit",
    45002: "content size out of limit",
    45003: "title size out of limit",
    45004: "description size out of limit",
    45005: "url size out of limit",
    45008: "article size out of limit",
    45009: "reach max api daily quota limit",
    45010: "create menu limit",
    45011: "api minute-quota reach limit, must slower, retry next minute",
    45015: "response out of time limit or subscription is canceled",
    45047: "out of response count limit",
    45056: "too many tag now, please delete some before create new tag",
    45057: "too many fans in this tag, can not delete it",
    45058: "can't modify sys tag",
    45059: "can not tag this user for too many tags on this user",
    45072: "invalid typing command",
    45080: "need interaction with user before typing",
    45081: "already in typing status",
    45157: "invalid tag name",
    45158: "tag name too long",
    45159: "invalid tag id",
    46001: "media data no exist",
    46003: "menu no exist",
    46004: "user no exist",
    47001: "data format error",
    48001: "api unauthorized",
    48006: "forbid to clear quota because of reaching the limit",
    49003: "not match openid with appid",
    65301: "not exist such menuid",
    65303: "there is no selfmenu, please create selfmenu first",
    65304: "match rule empty",
    65320: "private match rule is not supported any more",
    65401: "invalid custom service account",
    76021: "cgi_path not found, please check",
}


class ApiError(Exception):
    """Ends an API call with an errcode. `detail` replaces the standard words where the platform says more."""

    def __init__(self, errcode: int, detail: str = "") -> None:
        super().__init__(errcode)
        self.errcode = errcode
        self.detail = detail

    @property
    def errmsg(self) -> str:
        return self.detail or MESSAGES.get(self.errcode, "system error")
