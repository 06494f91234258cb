"""Asking the platform for the two kinds of token: the access token, and the ticket of the JS-SDK."""

import json
from typing import Any

from deliveries.ports import FailureClass, GatewayRefusal
from wechat.client import OfficialAccountClient
from wechat.tokens import Fetched
from wechat.transport import Request, Transport, checked

LONGEST_SECONDS = 24 * 60 * 60
"""The platform says 7,200; of what it calls good for years we ask for another after a day."""

_STABLE_TOKEN = "stable_token"  # noqa: S105  the name of an interface


class StableToken:
    """Fetches the access token.

    From ``stable_token``, not from ``token``: the old interface ends the former token at every call, so that
    two programs with one appid keep throwing each other out, and allows 2,000 calls a day instead of
    500,000.
    """

    def __init__(self, transport: Transport, appid: str, secret: str) -> None:
        self._transport = transport
        self._appid = appid
        self._secret = secret

    def __call__(self, *, force: bool) -> Fetched:
        """The current token, or with ``force`` a new one (20 times a day, 30 s apart)."""
        body = {
            "grant_type": "client_credential",
            "appid": self._appid,
            "secret": self._secret,
            "force_refresh": force,
        }
        request = Request(
            _STABLE_TOKEN,
            "POST",
            f"{self._transport.hosts.api}/cgi-bin/stable_token",
            repeatable=True,
            body=json.dumps(body).encode(),
        )
        result = checked(request, self._transport.send(request), at_token_endpoint=True)
        return _fetched(_STABLE_TOKEN, result, "access_token")


class PageTicket:
    """Fetches the ticket that signs pages for the JS-SDK; it needs an access token itself."""

    def __init__(self, client: OfficialAccountClient) -> None:
        self._client = client

    def __call__(self, *, force: bool) -> Fetched:
        """The current ticket; the platform has no way to force a new one."""
        return _fetched("ticket/getticket", self._client.jsapi.get_ticket("jsapi"), "ticket")


def _fetched(api: str, result: dict[str, Any], name: str) -> Fetched:
    value, seconds = result.get(name), result.get("expires_in")
    # ``true`` is a number to Python, and what lasts no time would be asked for again at every call.
    is_time = isinstance(seconds, int) and seconds is not True and seconds > 0
    if not isinstance(value, str) or not value or not is_time:
        raise GatewayRefusal(FailureClass.BUSY, f"{api}: the answer has no {name}")
    return Fetched(value, min(result["expires_in"], LONGEST_SECONDS))
