"""The wrapping around every request of the platform: signature, time, encryption, account.

Two kinds of refusal leave this module. ``EnvelopeRefused`` means the sender could not prove to be the
platform: 403 and one empty body, the same for every cause. ``NotUnderstood`` means an authentic request that
no program could use: ``success``, so that it is not sent again.
"""

import hashlib
import hmac
import re
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from wechat.ciphers import DecryptionFailed, EnvelopeRefused, ForeignAccount, PlatformCipher
from wechat.elements import MAX_BYTES, NotUnderstood, read_elements
from wechat.fields import Fields
from wechat.messages import Inbound
from wechat.parsing import message_from

__all__ = [
    "MAX_BYTES",
    "BadSignature",
    "DecryptionFailed",
    "Envelope",
    "EnvelopeRefused",
    "ForeignAccount",
    "Mode",
    "NotUnderstood",
    "Opened",
    "PlaintextRefused",
    "Sealing",
    "StaleTimestamp",
]

_SECONDS = re.compile(r"[0-9]{1,12}")
_ECHO = re.compile(r"[\x21-\x7e]{1,256}")


class BadSignature(EnvelopeRefused):
    """The signature is missing or was not made with our token."""


class StaleTimestamp(EnvelopeRefused):
    """Validly signed, but too long ago or in the future: a replayed request."""


class PlaintextRefused(EnvelopeRefused):
    """An unencrypted body in secure mode, or where the query claims encryption: a forgery."""


class Mode(StrEnum):
    """How the account is set up in the platform's console (消息加解密方式)."""

    PLAIN = "plain"  # 明文模式
    COMPATIBLE = "compatible"  # 兼容模式
    SECURE = "secure"  # 安全模式


class Sealing(StrEnum):
    """How a request was encrypted, and therefore how its reply must be."""

    NONE = "none"
    CURRENT = "current"
    PREVIOUS = "previous"


@dataclass(frozen=True, slots=True, repr=False)
class Opened:
    """An authentic request: what it says, the document it said it in, and how to seal the reply.

    ``digest`` is the SHA-256 of ``xml`` in hexadecimal.
    """

    message: Inbound
    xml: bytes
    digest: str
    sealing: Sealing


class Envelope:
    """Opens what the platform posts and seals what we answer, for one account.

    ``previous_aes_key`` keeps the account reachable while a new key is taking effect: what it opens is
    answered with it too. ``freshness_seconds`` counts in both directions, and its edge is still fresh.
    """

    def __init__(
        self,
        token: str,
        appid: str,
        original_id: str,
        aes_key: str | None,
        previous_aes_key: str | None = None,
        mode: Mode = Mode.SECURE,
        freshness_seconds: int = 300,
    ) -> None:
        if not token or not original_id:
            raise ValueError("an envelope needs a token and an original id")
        if mode is not Mode.PLAIN and not (aes_key and appid):
            raise ValueError("the compatible and secure modes need an EncodingAESKey and an appid")
        self._token = token
        self._original_id = original_id
        self._mode = mode
        self._freshness_seconds = freshness_seconds
        self._ciphers: dict[Sealing, PlatformCipher] = {}
        if aes_key:
            self._ciphers[Sealing.CURRENT] = PlatformCipher(aes_key, appid)
        if previous_aes_key:
            self._ciphers[Sealing.PREVIOUS] = PlatformCipher(previous_aes_key, appid)

    def verify_echo(self, query: Mapping[str, str], now: datetime) -> str:
        """The words to answer to the console's verification, exactly as they came."""
        self._verify_origin(query, now)
        echo = query.get("echostr", "")
        # Only what the platform could have sent is echoed: no markup, no line breaks, nothing long.
        if not _ECHO.fullmatch(echo) or "<" in echo:
            raise NotUnderstood("bad-echo")
        return echo

    def open(self, query: Mapping[str, str], body: bytes, now: datetime) -> Opened:
        """Check and read one pushed request; the module describes the two kinds of refusal.

        The signature in the query is checked first, so that a stranger learns nothing from any later step.
        """
        self._verify_origin(query, now)
        xml, sealing = body, Sealing.NONE
        fields = Fields(read_elements(body))
        if self._mode is not Mode.PLAIN:
            encrypted = fields.find("Encrypt")
            if encrypted is not None:
                # In compatible mode the same content also comes in plain text, which nobody has signed.
                xml, sealing = self._decrypted(encrypted, query)
                fields = Fields(read_elements(xml))
            elif self._mode is Mode.SECURE or query.get("encrypt_type") == "aes":
                raise PlaintextRefused
        if fields.get("ToUserName") != self._original_id:
            raise ForeignAccount
        return Opened(message_from(fields), xml, hashlib.sha256(xml).hexdigest(), sealing)

    def seal(
        self, xml: str, now: datetime, nonce: str | None = None, *, sealing: Sealing | None = None
    ) -> bytes:
        """The body of the reply ``xml``, wrapped as ``Opened.sealing`` of its request says.

        Without ``sealing`` the mode decides: encrypted in secure mode, plain in the others. In secure mode
        nothing leaves unencrypted, in plain mode everything does.
        """
        cipher = self._cipher_for(sealing)
        if cipher is None:
            return xml.encode()
        encrypted = cipher.seal(xml.encode())
        # In seconds: the platform silently drops a reply stamped in milliseconds.
        timestamp = str(int(now.timestamp()))
        nonce = nonce or str(secrets.randbits(32))
        signature = self._signature(timestamp, nonce, encrypted)
        return (
            f"<xml><Encrypt><![CDATA[{encrypted}]]></Encrypt>"
            f"<MsgSignature><![CDATA[{signature}]]></MsgSignature>"
            f"<TimeStamp>{timestamp}</TimeStamp><Nonce><![CDATA[{nonce}]]></Nonce></xml>"
        ).encode()

    def _cipher_for(self, sealing: Sealing | None) -> PlatformCipher | None:
        match self._mode:
            case Mode.PLAIN:
                return None
            case Mode.COMPATIBLE:
                return self._ciphers.get(sealing or Sealing.NONE)
            case Mode.SECURE:
                return self._ciphers.get(sealing or Sealing.CURRENT, self._ciphers[Sealing.CURRENT])

    def _verify_origin(self, query: Mapping[str, str], now: datetime) -> None:
        timestamp = query.get("timestamp", "")
        expected = self._signature(timestamp, query.get("nonce", ""))
        if not _same(expected, query.get("signature", "")):
            raise BadSignature
        if not _SECONDS.fullmatch(timestamp):
            raise StaleTimestamp
        if abs(int(timestamp) - now.timestamp()) > self._freshness_seconds:
            raise StaleTimestamp

    def _decrypted(self, encrypted: str, query: Mapping[str, str]) -> tuple[bytes, Sealing]:
        expected = self._signature(query.get("timestamp", ""), query.get("nonce", ""), encrypted)
        if not _same(expected, query.get("msg_signature", "")):
            raise BadSignature
        refusal: EnvelopeRefused = DecryptionFailed()
        for sealing, cipher in self._ciphers.items():
            try:
                return cipher.open(encrypted), sealing
            except ForeignAccount as error:
                refusal = error
            except DecryptionFailed:
                continue
        raise refusal

    def _signature(self, *parts: str) -> str:
        joined = "".join(sorted((self._token, *parts)))
        return hashlib.sha1(joined.encode("utf-8", "replace"), usedforsecurity=False).hexdigest()


def _same(expected: str, given: str) -> bool:
    return hmac.compare_digest(expected.encode(), given.encode("utf-8", "replace"))
