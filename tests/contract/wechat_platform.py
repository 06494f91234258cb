"""The simulated platform as a test of the gateway drives it, over its control interface."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import requests

from core.clock import Clock
from simulator.app import create_simulator
from simulator.config import SimulatorConfig
from simulator.server import serving
from tests.fakes.token_store import MemoryTokenStore
from tests.servers import free_port
from wechat.gateway import Account, WeChatGateway
from wechat.hosts import Hosts
from wechat.tokens import TokenStore
from wechat.transport import Limits

Json = dict[str, Any]

CONFIG = SimulatorConfig(
    token="contractToken",
    aes_key="abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG",
    appid="wx5823bf96d3bd56c7",
    secret="0123456789abcdef0123456789abcdef",
    original_id="gh_a1b2c3d4e5f6",
    port=0,
    webhook_url=f"http://127.0.0.1:{free_port()}/nobody-listens",
)
QUICK = Limits(connect_seconds=2.0, read_seconds=0.5, total_seconds=5.0)
PATIENT = Limits()


class SimulatedPlatform:
    """People, time, faults and the journal of the simulator."""

    def __init__(self, address: str) -> None:
        self.address = address

    def gateway(
        self,
        clock: Clock,
        store: TokenStore | None = None,
        *,
        secret: str = CONFIG.secret,
        limits: Limits = PATIENT,
        **settings: Any,
    ) -> WeChatGateway:
        """A gateway to this platform; without a store one of its own, as another machine would have."""
        hosts = Hosts(f"{self.address}/api", f"{self.address}/mp", f"{self.address}/open")
        account = Account(CONFIG.appid, secret, hosts, limits, **settings)
        return WeChatGateway(account, store or MemoryTokenStore(), clock)

    def control(self, path: str, body: object = None, *, method: str = "") -> Any:
        """Use the control interface; an ``AssertionError`` with its sentence when it refuses."""
        response = requests.request(
            method or ("GET" if body is None else "POST"),
            f"{self.address}/_sim/{path}",
            json=body,
            timeout=30,
        )
        assert response.status_code == 200, response.text
        return response.json()

    def reset(self) -> None:
        """Start anew, with one attempt for every push: nobody listens to them here."""
        self.control("reset", {})
        self.control("settings", {"attempts": 1})

    def follower(self, seed: str = "amy", scene: str = "") -> str:
        """A follower who has not done anything yet."""
        return str(self.control("citizens", {"seed": seed, "push": False, "scene": scene})["openid"])

    def crowd(self, count: int) -> list[str]:
        """Many followers."""
        openids: list[str] = self.control("citizens", {"count": count})["openids"]
        return openids

    def writes(self, openid: str) -> None:
        """They write to the account."""
        self.control(f"citizens/{openid}/send", {"type": "text", "content": "你好"})

    def clicks(self, openid: str) -> None:
        """They tap a menu button."""
        self.control(f"citizens/{openid}/send", {"type": "event", "event": "CLICK", "key": "help"})

    def heard(self, openid: str) -> list[Json]:
        """The customer-service messages on their phone."""
        rows: list[Json] = self.control(f"citizens/{openid}/inbox")
        return [row for row in rows if row["channel"] == "customer_service"]

    def notices(self, openid: str) -> list[Json]:
        """The template messages and subscription notices on their phone."""
        rows: list[Json] = self.control(f"citizens/{openid}/inbox")
        return [row for row in rows if row["channel"] in ("template", "subscribe")]

    def agrees(self, openid: str, template_id: str) -> None:
        """They accept the popup for one template."""
        self.control(f"citizens/{openid}/subscriptions", {"answers": {template_id: "accept"}})

    def asks(self, path: str, body: object) -> Json:
        """A call of the platform that our gateway never makes: somebody else works with the account too."""
        who = {"grant_type": "client_credential", "appid": CONFIG.appid, "secret": CONFIG.secret}
        api = f"{self.address}/api/cgi-bin"
        token = requests.post(f"{api}/stable_token", json=who, timeout=30).json()["access_token"]
        # Of characters written as \u the platform keeps the backslash and what follows it.
        written = json.dumps(body, ensure_ascii=False).encode()
        answer: Json = requests.post(
            f"{api}/{path}", params={"access_token": token}, data=written, timeout=30
        ).json()
        assert not answer.get("errcode"), answer
        return answer

    def tags(self, name: str, openids: list[str]) -> int:
        """A new tag, and these followers with it; its number."""
        tag = int(self.asks("tags/create", {"tag": {"name": name}})["tag"]["id"])
        self.asks("tags/members/batchtagging", {"tagid": tag, "openid_list": openids})
        return tag

    def untags(self, tag: int, openids: list[str]) -> None:
        """Take a tag off these followers."""
        self.asks("tags/members/batchuntagging", {"tagid": tag, "openid_list": openids})

    def media(self, kind: str) -> str:
        """A file from somebody's phone; its media id."""
        return str(self.control("media", {"type": kind})["media_id"])

    def shown(self, media_id: str) -> bytes:
        """The file itself, as a person sees it."""
        return requests.get(f"{self.address}/_sim/media/{media_id}", timeout=30).content

    def advance(self, seconds: float) -> None:
        """Move the platform's clock."""
        self.control("clock/advance", {"seconds": seconds})

    def fails(self, api: str, **fault: Any) -> None:
        """Script a fault."""
        self.control("faults", {"api": api, **fault})

    def calls(self, api: str) -> list[Json]:
        """Every call of one interface, oldest first."""
        rows: list[Json] = self.control(f"journal?api={api}")
        return rows


@contextmanager
def simulated_platform() -> Iterator[SimulatedPlatform]:
    """A platform on a free port while the block runs."""
    with serving(create_simulator(CONFIG)) as address:
        yield SimulatedPlatform(address)
