"""A simulator and a tiny honest account beside it, for the tests of the simulator itself.

The account opens and seals with wechatpy, an implementation that shares no line with the simulator's.
"""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any
from urllib.parse import parse_qs, urlsplit

import requests
import xmltodict
from wechatpy.crypto import WeChatCrypto
from wechatpy.utils import check_signature

from simulator.app import create_simulator
from simulator.config import SimulatorConfig
from simulator.server import serving

CONFIG = SimulatorConfig(
    token="harnessToken",
    aes_key="abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG",
    appid="wx0123456789abcdef",
    secret="00112233445566778899aabbccddeeff",
    original_id="gh_0123456789ab",
    port=0,
)
Json = dict[str, Any]
# What the account answers to a message: a text reply, or the status and the raw body.
Answering = Callable[[Json], str | tuple[int, bytes]]


@dataclass
class Arrival:
    """One request that reached the account: its query, its raw body and the message in it."""

    query: dict[str, str]
    raw: bytes
    message: Json


def text_reply(message: Json, content: str) -> str:
    """A passive text reply as an account writes it."""
    return (
        f"<xml><ToUserName><![CDATA[{message['FromUserName']}]]></ToUserName>"
        f"<FromUserName><![CDATA[{message['ToUserName']}]]></FromUserName>"
        f"<CreateTime>{int(time.time())}</CreateTime>"
        f"<MsgType><![CDATA[text]]></MsgType><Content><![CDATA[{content}]]></Content></xml>"
    )


@dataclass
class Account:
    """The account's server: keeps what arrived and answers as it is told."""

    arrivals: list[Arrival] = field(default_factory=list)
    answering: Answering = field(default=lambda message: text_reply(message, f"收到{message['MsgType']}"))

    echo_ending: str = ""

    def receive(self, query: dict[str, str], raw: bytes) -> tuple[int, bytes]:
        check_signature(CONFIG.token, query["signature"], query["timestamp"], query["nonce"])
        if not raw:
            return 200, (query["echostr"] + self.echo_ending).encode()
        crypto = WeChatCrypto(CONFIG.token, CONFIG.aes_key, CONFIG.appid)
        sealed = "msg_signature" in query
        xml = raw.decode()
        if sealed:
            xml = crypto.decrypt_message(xml, query["msg_signature"], query["timestamp"], query["nonce"])
        message = xmltodict.parse(xml)["xml"]
        self.arrivals.append(Arrival(query, raw, message))
        answer = self.answering(message)
        if isinstance(answer, tuple):
            return answer
        if sealed and answer != "success":
            answer = crypto.encrypt_message(answer, query["nonce"], query["timestamp"])
        return 200, answer.encode()


class SimulatorHarness:
    """The simulator as a script drives it, with the account that it pushes to."""

    def __init__(self, address: str, account: Account) -> None:
        self.address = address
        self.account = account
        self._token = ""

    def control(self, path: str, body: object = None, *, method: str = "") -> Any:
        """Use the control interface; an `AssertionError` with the sentence when it refuses."""
        response = self.raw_control(path, body, method=method)
        assert response.status_code == 200, response.text
        return response.json()

    def raw_control(self, path: str, body: object = None, *, method: str = "") -> requests.Response:
        method = method or ("GET" if body is None else "POST")
        return requests.request(method, f"{self.address}/_sim/{path}", json=body, timeout=30)

    def citizen(self, seed: str | int = "amy", **more: Any) -> str:
        """A new follower's openid."""
        return str(self.control("citizens", {"seed": seed, **more})["openid"])

    def says(self, openid: str, content: str = "你好", **more: Any) -> Json:
        """What became of a text."""
        return self.sends(openid, {"type": "text", "content": content, **more})

    def sends(self, openid: str, message: Json) -> Json:
        result: Json = self.control(f"citizens/{openid}/send", message)
        return result

    def heard(self, openid: str) -> list[Json]:
        """What the account said to this citizen, oldest first."""
        return [row for row in self.control(f"citizens/{openid}/inbox") if row["direction"] == "in"]

    def notices(self, openid: str) -> list[str]:
        """What the platform itself showed."""
        rows = self.control(f"citizens/{openid}/inbox")
        return [row["content"] for row in rows if row["direction"] == "system"]

    def advance(self, seconds: float) -> None:
        """Move the platform's clock; the next call asks for a token again, as this one may have expired."""
        self.control("clock/advance", {"seconds": seconds})
        self._token = ""

    def fresh_token(self, **more: Any) -> Json:
        body = {"grant_type": "client_credential", "appid": CONFIG.appid, "secret": CONFIG.secret, **more}
        answer: Json = requests.post(f"{self.address}/api/cgi-bin/stable_token", json=body, timeout=30).json()
        return answer

    def api(self, path: str, body: object = None, *, method: str = "", **params: Any) -> Json:
        """Call an API with a good token and answer its JSON; `body` makes it a POST in raw UTF-8."""
        return dict(self.api_response(path, body, method=method, **params).json())

    def api_response(
        self, path: str, body: object = None, *, method: str = "", files: Any = None, **params: Any
    ) -> requests.Response:
        self._token = self._token or self.fresh_token()["access_token"]
        method = method or ("GET" if body is None and files is None else "POST")
        return requests.request(
            method,
            f"{self.address}/api/cgi-bin/{path}",
            params={"access_token": self._token, **params},
            data=None if body is None else _raw_utf8(body),
            files=files,
            timeout=30,
        )

    def cover(self) -> str:
        """A picture kept for good, as an article's cover."""
        files = {"media": ("cover.jpg", b"\xff\xd8\xff\xe0" + bytes(200))}
        return str(self.api_response("material/add_material", files=files, type="image").json()["media_id"])

    def draft(self, *articles: Json) -> str:
        """The media_id of a draft; what an article does not say is filled in."""
        plain = {"title": "用电安全", "content": "<p>出门拔插头。</p>", "thumb_media_id": self.cover()}
        body = {"articles": [{**plain, **article} for article in articles or ({},)]}
        return str(self.api("draft/add", body)["media_id"])

    def told(self, event: str, count: int = 1) -> Json:
        """The last of the platform's own events of a kind, when `count` of them have arrived."""
        deadline = time.monotonic() + 10
        while time.monotonic() < deadline:
            found = [one.message for one in list(self.account.arrivals) if one.message.get("Event") == event]
            if len(found) >= count:
                return found[-1]
            time.sleep(0.005)
        raise AssertionError(f"{event} did not arrive {count} times")

    def custom(self, openid: str, content: str = "办好了") -> int:
        """The errcode of a customer-service text."""
        body = {"touser": openid, "msgtype": "text", "text": {"content": content}}
        return int(self.api("message/custom/send", body)["errcode"])


def _raw_utf8(body: object) -> bytes:
    if isinstance(body, bytes):
        return body
    return json.dumps(body, ensure_ascii=False).encode()


@contextmanager
def open_harness(mode: str = "secure") -> Iterator[SimulatorHarness]:
    """A fresh simulator and account, gone when the block ends."""
    account = Account()
    server = ThreadingHTTPServer(("127.0.0.1", 0), _handler_for(account))
    server.daemon_threads = True
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        with serving(create_simulator(CONFIG)) as address:
            harness = SimulatorHarness(address, account)
            url = f"http://127.0.0.1:{server.server_address[1]}/wechat"
            harness.control("settings", {"webhook_url": url, "mode": mode})
            yield harness
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def _handler_for(account: Account) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self._answer(b"")

        def do_POST(self) -> None:
            self._answer(self.rfile.read(int(self.headers["Content-Length"])))

        def _answer(self, raw: bytes) -> None:
            query = {key: values[0] for key, values in parse_qs(urlsplit(self.path).query).items()}
            status, body = account.receive(query, raw)
            try:
                self.send_response(status)
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)
            except ConnectionError:
                return  # The platform hung up, as it does after its time.

        def log_message(self, format: str, *args: object) -> None:
            """Keep the terminal quiet."""

    return Handler
