"""What every group of calls needs: the account, the HTTP client and a clock."""

from dataclasses import dataclass, field

from core.clock import Clock
from wechat.client import OfficialAccountClient
from wechat.hosts import Hosts
from wechat.tokens import TokenProvider
from wechat.transport import Limits, Transport

MAX_DOWNLOAD_BYTES = 20 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class Account:
    """One account at the platform and how it is called; made from the settings."""

    appid: str
    secret: str = field(repr=False)
    hosts: Hosts = field(default_factory=Hosts)
    limits: Limits = field(default_factory=Limits)
    max_download_bytes: int = MAX_DOWNLOAD_BYTES
    breaker_threshold: int = 10
    breaker_rest_seconds: float = 60.0


class Calls:
    """Base of every group of calls that ``gateway.py`` combines."""

    def __init__(
        self,
        account: Account,
        transport: Transport,
        client: OfficialAccountClient,
        tickets: TokenProvider,
        clock: Clock,
    ) -> None:
        self._account = account
        self._transport = transport
        self._client = client
        self._tickets = tickets
        self._clock = clock
