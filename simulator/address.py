"""The address under which whoever asks reaches this simulator, for links that lead back to it."""

from __future__ import annotations

from flask import Request

PLATFORM = "qq.com"


def address_of(incoming: Request) -> str:
    """The address the request was sent to, without a slash at its end.

    A client that is turned here on its way to api.weixin.qq.com still writes the platform's name into the
    Host header. Links with that name would lead nowhere offline: they get the simulator's own address.
    """
    host = incoming.host.partition(":")[0].lower().rstrip(".")
    if host == PLATFORM or host.endswith(f".{PLATFORM}"):
        return f"http://{incoming.environ['SERVER_NAME']}:{incoming.environ['SERVER_PORT']}"
    return incoming.host_url.rstrip("/")
