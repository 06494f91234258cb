"""The way out to WeChat: every call of one account, put together.

Each call either does what it says or raises ``deliveries.ports.GatewayRefusal`` (``CircuitOpen`` and
``ForeignHost`` are kinds of it). No error text, cause or log line holds a token, secret or openid.
"""

from core.clock import Clock
from wechat.breaker import Breaker
from wechat.calls import Account
from wechat.client import OfficialAccountClient
from wechat.drafts import Drafts
from wechat.fetching import PageTicket, StableToken
from wechat.masses import Masses
from wechat.materials import Materials
from wechat.messaging import Messaging
from wechat.notices import Notices
from wechat.pages import Pages
from wechat.people import People
from wechat.publications import Publications
from wechat.statistics import Statistics
from wechat.tokens import TokenProvider, TokenStore
from wechat.transport import Transport

__all__ = ["Account", "WeChatGateway"]


class WeChatGateway(Messaging, Masses, Notices, Materials, Drafts, Publications, Statistics, People, Pages):
    """Everything we ask of the platform; one object for all threads of a process.

    ``store`` shares the access token and the JS-SDK ticket between processes. Nothing is sent before the
    first call, so it may be made before a server forks.
    """

    def __init__(self, account: Account, store: TokenStore, clock: Clock) -> None:
        transport = Transport(account.hosts, account.limits)
        breaker = Breaker(
            clock, threshold=account.breaker_threshold, rest_seconds=account.breaker_rest_seconds
        )
        fetch = StableToken(transport, account.appid, account.secret)
        self.tokens = TokenProvider(store, fetch, clock, f"{account.appid}:access_token")
        client = OfficialAccountClient(account.appid, account.secret, transport, self.tokens, breaker)
        self.page_tickets = TokenProvider(store, PageTicket(client), clock, f"{account.appid}:jsapi_ticket")
        super().__init__(account, transport, client, self.page_tickets, clock)
