"""Signatures and the AES envelope of the webhook, written from the platform's description.

Cipher: AES-256-CBC, key = base64(EncodingAESKey + "="), IV = the key's first 16 bytes, PKCS7 padding to 32
bytes, payload = 16 random bytes + 4-byte big-endian length + XML + appid (official page 消息加解密说明).
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import os
import struct

from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

BLOCK = 32


class BadEnvelope(Exception):
    """What came back is not an envelope sealed for this account; the message says which check failed."""


def signature(*parts: str) -> str:
    """sha1 over the sorted parts: (token, timestamp, nonce), and the ciphertext too for `msg_signature`."""
    # The platform decides the algorithm; the flag only keeps hardened Pythons from refusing it.
    return hashlib.sha1("".join(sorted(parts)).encode(), usedforsecurity=False).hexdigest()


class Envelope:
    """Seals and opens message bodies for one account."""

    def __init__(self, aes_key: str, appid: str) -> None:
        self._key = base64.b64decode(aes_key + "=")
        self._appid = appid.encode()

    def _cipher(self) -> Cipher[modes.CBC]:
        return Cipher(algorithms.AES(self._key), modes.CBC(self._key[:16]))

    def seal(self, text: str, salt: bytes | None = None) -> str:
        """Encrypt for the account; `salt` (16 bytes) is only given by tests that need a fixed result."""
        body = text.encode()
        payload = (salt or os.urandom(16)) + struct.pack(">I", len(body)) + body + self._appid
        missing = BLOCK - len(payload) % BLOCK
        payload += bytes([missing]) * missing
        encryptor = self._cipher().encryptor()
        return base64.b64encode(encryptor.update(payload) + encryptor.finalize()).decode()

    def open(self, sealed: str) -> str:
        """Decrypt what the account sealed; raises `BadEnvelope` for every defect the platform refuses."""
        try:
            blob = base64.b64decode(sealed, validate=True)
        except (binascii.Error, ValueError) as error:
            raise BadEnvelope("Encrypt is not base64") from error
        if not blob or len(blob) % 16:
            raise BadEnvelope("the ciphertext is not whole blocks")
        decryptor = self._cipher().decryptor()
        payload = decryptor.update(blob) + decryptor.finalize()
        padding = payload[-1]
        if not 1 <= padding <= BLOCK or payload[-padding:] != bytes([padding]) * padding:
            raise BadEnvelope("the padding is wrong")
        payload = payload[:-padding]
        if len(payload) < 20:
            raise BadEnvelope("the payload is too short")
        (length,) = struct.unpack(">I", payload[16:20])
        body, appid = payload[20 : 20 + length], payload[20 + length :]
        if appid != self._appid:
            raise BadEnvelope("it is sealed for another appid")
        try:
            return body.decode()
        except UnicodeDecodeError as error:
            raise BadEnvelope("the text is not UTF-8") from error
