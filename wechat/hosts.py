"""The hosts that may be called, and an HTTP adapter that refuses all others."""

import logging
import re
from collections.abc import Mapping
from dataclasses import dataclass
from http.cookiejar import DefaultCookiePolicy
from urllib.parse import urlsplit

import requests
from requests.adapters import HTTPAdapter

from deliveries.ports import FailureClass, GatewayRefusal

_POOL = 64  # more than the threads of one worker process
_SECRETS = re.compile(r"((?:access_token|secret|appsecret|code|ticket|openid|refresh_token)=)[^&\s\"']+")
_STANDARD_PORTS = {"https": 443, "http": 80}

Timeouts = float | tuple[float, float] | tuple[float, None] | None
Origin = tuple[str, str, int]


@dataclass(frozen=True, slots=True)
class Hosts:
    """The platform's three hosts, each with its scheme and perhaps a path before every path.

    ``media`` lists further origins from which videos are fetched: the platform answers a video download with
    an address on another host, which differs from account to account.
    """

    api: str = "https://api.weixin.qq.com"
    mp: str = "https://mp.weixin.qq.com"
    open: str = "https://open.weixin.qq.com"
    media: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        """Take off a final slash: paths are appended with one."""
        for name in ("api", "mp", "open"):
            object.__setattr__(self, name, getattr(self, name).rstrip("/"))

    def origins(self) -> frozenset[Origin]:
        """What may be called at all."""
        return frozenset(_origin(url) for url in (self.api, self.mp, self.open, *self.media))


class ForeignHost(GatewayRefusal):
    """A call to a machine that is not configured; nothing was sent."""

    def __init__(self, host: str) -> None:
        super().__init__(FailureClass.CONFIG, f"calls to the host {host[:100]!r} are not allowed")


class _AllowedHostsAdapter(HTTPAdapter):
    """Sends to the allowed origins only; several modules of the library have hosts of their own built in."""

    def __init__(self, allowed: frozenset[Origin]) -> None:
        self._allowed = allowed
        super().__init__(pool_connections=4, pool_maxsize=_POOL, max_retries=0)

    def send(
        self,
        request: requests.PreparedRequest,
        stream: bool = False,
        timeout: Timeouts = None,
        verify: bool | str = True,
        cert: bytes | str | tuple[bytes | str, bytes | str] | None = None,
        proxies: Mapping[str, str] | None = None,
    ) -> requests.Response:
        """Refuse another origin with ``ForeignHost``, else send."""
        origin = _origin(request.url or "")
        if origin not in self._allowed:
            raise ForeignHost(origin[1])
        return super().send(request, stream, timeout, verify, cert, proxies)


class _HidesSecrets(logging.Filter):
    """Takes tokens out of the addresses that urllib3 writes into its log."""

    def filter(self, record: logging.LogRecord) -> bool:
        record.msg = _SECRETS.sub(r"\1…", record.getMessage())
        record.args = ()
        return True


_hides_secrets = _HidesSecrets()


def locked_session(hosts: Hosts) -> requests.Session:
    """A session that reaches the hosts and nothing else, for all threads of a process.

    It follows no redirect, takes no proxy or password from the environment, and keeps no cookie, which is
    all that a session shares between threads besides its connections.
    """
    session = requests.Session()
    session.trust_env = False
    session.max_redirects = 0
    session.cookies.set_policy(DefaultCookiePolicy(allowed_domains=[]))
    session.headers["User-Agent"] = "Anwen"
    adapter = _AllowedHostsAdapter(hosts.origins())
    session.mount("https://", adapter)
    session.mount("http://", adapter)
    logging.getLogger("urllib3.connectionpool").addFilter(_hides_secrets)
    return session


def _origin(url: str) -> Origin:
    try:
        parts = urlsplit(url)
        return parts.scheme, parts.hostname or "", parts.port or _STANDARD_PORTS.get(parts.scheme, 0)
    except ValueError:
        return "", "", 0
