"""Requests as the platform makes them, built by other code than the one that opens them."""

import base64
import hashlib
import re
from datetime import datetime

from wechatpy.crypto import WeChatCrypto

from wechat.envelope import Envelope, Mode

TOKEN = "countytoken"
APPID = "wx5823bf96d3bd56c7"
ORIGINAL_ID = "gh_a1b2c3d4e5f6"
OPENID = "oyORnuP8q7ou2gfYjqLzSIWZf0rs"
AES_KEY = "abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG"
OLDER_AES_KEY = base64.b64encode(bytes(range(32))).decode().rstrip("=")


def sha1_of_sorted(*parts: str) -> str:
    return hashlib.sha1("".join(sorted(parts)).encode()).hexdigest()


class Platform:
    """The platform's side of one account: signs, encrypts, and reads our replies."""

    def __init__(self, now: datetime, aes_key: str = AES_KEY, appid: str = APPID, token: str = TOKEN) -> None:
        self.timestamp = str(int(now.timestamp()))
        self.nonce = "1320562132"
        self.token = token
        self._crypto = WeChatCrypto(token, aes_key, appid)

    def query(self, **changes: str) -> dict[str, str]:
        signature = sha1_of_sorted(self.token, self.timestamp, self.nonce)
        return {"timestamp": self.timestamp, "nonce": self.nonce, "signature": signature, **changes}

    def encrypted(self, xml: str | bytes, beside: str = "") -> tuple[dict[str, str], bytes]:
        """Query and body of a push in secure mode; ``beside`` stands in plain next to it."""
        document = xml.decode() if isinstance(xml, bytes) else xml
        wrapped = self._crypto.encrypt_message(document, self.nonce, self.timestamp)
        sealed = re.search(r"<Encrypt><!\[CDATA\[(.+?)\]\]>", wrapped, re.DOTALL)
        assert sealed
        return self.around(sealed[1], beside)

    def around(self, sealed: str, beside: str = "") -> tuple[dict[str, str], bytes]:
        """Query and body around something that claims to be encrypted."""
        signature = sha1_of_sorted(self.token, self.timestamp, self.nonce, sealed)
        query = self.query(msg_signature=signature, encrypt_type="aes")
        body = f"<xml>{beside or tag('ToUserName', ORIGINAL_ID)}<Encrypt><![CDATA[{sealed}]]></Encrypt></xml>"
        return query, body.encode()

    def reads(self, reply: bytes) -> str:
        """The inner document of an encrypted reply, its signature checked."""
        found = dict(re.findall(r"<(\w+)>(?:<!\[CDATA\[)?([^<\]]+)", reply.decode()))
        xml = self._crypto.decrypt_message(
            reply.decode(), found["MsgSignature"], found["TimeStamp"], found["Nonce"]
        )
        return xml if isinstance(xml, str) else xml.decode()


def tag(name: str, value: str) -> str:
    return f"<{name}><![CDATA[{value}]]></{name}>"


def push(kind: str, inner: str = "", *, msg_id: str = "6054768590064713728", second: int = 1795309200) -> str:
    """A message document of the type ``kind``; an empty ``msg_id`` leaves the tag out."""
    number = f"<MsgId>{msg_id}</MsgId>" if msg_id else ""
    return (
        f"<xml>{tag('ToUserName', ORIGINAL_ID)}{tag('FromUserName', OPENID)}"
        f"<CreateTime>{second}</CreateTime>{tag('MsgType', kind)}{inner}{number}</xml>"
    )


def text_push(content: str = "电瓶车能在楼道充电吗") -> str:
    return push("text", tag("Content", content))


def event_push(event: str, inner: str = "", *, second: int = 1795309200) -> str:
    return push("event", tag("Event", event) + inner, msg_id="", second=second)


def envelope(mode: Mode = Mode.SECURE, previous: str | None = None) -> Envelope:
    return Envelope(TOKEN, APPID, ORIGINAL_ID, AES_KEY, previous, mode)
