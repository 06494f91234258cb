"""What a mobile page inside WeChat needs: the visitor's identity, and a signature for the JS-SDK."""

import hashlib
import re
import secrets
from dataclasses import dataclass
from urllib.parse import quote

from core.errors import Unavailable
from deliveries.ports import FailureClass, GatewayRefusal
from wechat.calls import Calls
from wechat.transport import Limits, Request, checked

_OAUTH = "sns/oauth2/access_token"
_CODE = re.compile(r"[0-9A-Za-z_-]{1,128}")
# A person waits for the page while this runs; it is the one call made inside a request.
_VISIT_LIMITS = Limits(connect_seconds=3.0, read_seconds=3.0, total_seconds=3.0, max_bytes=64 * 1024)


@dataclass(frozen=True, slots=True)
class Visitor:
    """Who opened a page; on a snapshot page (快照页) a stand-in, under which nothing may be kept."""

    openid: str
    is_snapshot: bool
    unionid: str | None = None


@dataclass(frozen=True, slots=True)
class PageSignature:
    """The values passed to ``wx.config``."""

    appid: str
    timestamp: int
    nonce: str
    signature: str


class Pages(Calls):
    """Web authorisation and page signatures of one account."""

    def authorize_url(self, redirect_uri: str, state: str) -> str:
        """Where to send a visitor so that they come back with a code; the order of the fields matters."""
        return (
            f"{self._account.hosts.open}/connect/oauth2/authorize?appid={self._account.appid}"
            f"&redirect_uri={quote(redirect_uri, safe='')}&response_type=code&scope=snsapi_base"
            f"&state={quote(state, safe='')}#wechat_redirect"
        )

    def exchange_code(self, code: str) -> Visitor:
        """The visitor behind a code, within 3 s; a code is good once and for five minutes.

        ``RECIPIENT`` (40029, 40163) means: send them through ``authorize_url`` again.
        """
        if not _CODE.fullmatch(code):
            raise GatewayRefusal(FailureClass.RECIPIENT, f"{_OAUTH}: this is no code", errcode=40029)
        request = Request(
            _OAUTH,
            "GET",
            f"{self._account.hosts.api}/{_OAUTH}",
            # The code is used up even if the answer is lost, so a second try would be useless.
            repeatable=False,
            params={
                "appid": self._account.appid,
                "secret": self._account.secret,
                "code": code,
                "grant_type": "authorization_code",
            },
            limits=_VISIT_LIMITS,
        )
        result = checked(request, self._transport.send(request), at_token_endpoint=True)
        openid = result.get("openid")
        if not isinstance(openid, str) or not openid:
            raise GatewayRefusal(FailureClass.BUSY, f"{_OAUTH}: the answer has no openid")
        return Visitor(openid, _is_snapshot(result.get("is_snapshotuser")), result.get("unionid"))

    def renew_ticket(self) -> None:
        """Have a ticket at hand for ``sign_page``; the worker does this every few minutes."""
        self._tickets.token()

    def sign_page(self, url: str) -> PageSignature:
        """Sign the page at ``url``, as the browser shows it; what follows a ``#`` is not part of it.

        A person waits for it, so the platform is not asked: ``Unavailable`` while there is no ticket.
        """
        ticket = self._tickets.kept()
        if ticket is None:
            raise Unavailable("there is no ticket for the JS-SDK yet")
        timestamp = int(self._clock.now().timestamp())
        nonce = secrets.token_hex(8)
        signature = page_signature(ticket, nonce, timestamp, url)
        return PageSignature(self._account.appid, timestamp, nonce, signature)


def _is_snapshot(told: object) -> bool:
    """Whether the openid is a stand-in: 1 says so [O], and so does whatever else is not no."""
    return told not in (None, False, 0, "", "0", "false")


def page_signature(ticket: str, nonce: str, timestamp: int, url: str) -> str:
    """The JS-SDK signature: names in lower case and alphabetical order, values raw."""
    page = url.split("#", 1)[0]
    words = f"jsapi_ticket={ticket}&noncestr={nonce}&timestamp={timestamp}&url={page}"
    return hashlib.sha1(words.encode(), usedforsecurity=False).hexdigest()
