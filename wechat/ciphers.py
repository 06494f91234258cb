"""AES of the secure mode: how the platform wraps a document.

The library's own ``WeChatCrypto`` is not used: it does not check the padding, compares signatures with ``!=``
and raises six different errors on malformed input.
"""

import base64
import binascii
import secrets

from cryptography.hazmat.primitives.ciphers import Cipher
from cryptography.hazmat.primitives.ciphers.algorithms import AES
from cryptography.hazmat.primitives.ciphers.modes import CBC

from core.errors import AnwenError

AES_KEY_CHARACTERS = 43  # EncodingAESKey: 32 bytes in base64 without the final "="
_BLOCK = 32  # the platform pads to its key size, not to the cipher's 16 bytes
_RANDOM = 16
_LENGTH = 4


class EnvelopeRefused(AnwenError):
    """The request does not come from the platform, or is not for us: 403, the same empty body, no detail."""


class DecryptionFailed(EnvelopeRefused):
    """None of our keys opens this."""


class ForeignAccount(EnvelopeRefused):
    """It was meant for another account."""


class PlatformCipher:
    """Seals and opens with one EncodingAESKey for one account.

    A sealed document is base64 of AES-256-CBC over 16 random bytes, the length as four bytes (big end
    first), the document, and the appid, padded to 32; the start of the key is the initial vector.
    """

    def __init__(self, encoding_aes_key: str, appid: str) -> None:
        if len(encoding_aes_key) != AES_KEY_CHARACTERS:
            raise ValueError(f"an EncodingAESKey has {AES_KEY_CHARACTERS} characters")
        try:
            key = base64.b64decode(encoding_aes_key + "=", validate=True)
        except binascii.Error as error:
            raise ValueError("an EncodingAESKey is made of letters, digits, + and /") from error
        self._cipher = Cipher(AES(key), CBC(key[:16]))
        self._appid = appid.encode()

    def seal(self, document: bytes) -> str:
        """Encrypt a document in the platform's format."""
        plain = secrets.token_bytes(_RANDOM) + len(document).to_bytes(_LENGTH, "big") + document + self._appid
        missing = _BLOCK - len(plain) % _BLOCK
        encryptor = self._cipher.encryptor()
        sealed = encryptor.update(plain + bytes([missing]) * missing) + encryptor.finalize()
        return base64.b64encode(sealed).decode()

    def open(self, sealed: str) -> bytes:
        """Decrypt; ``DecryptionFailed`` if this is not the key, ``ForeignAccount`` for another appid."""
        try:
            data = base64.b64decode(sealed, validate=True)
        except ValueError as error:  # binascii.Error is one; text outside ASCII raises the plain kind
            raise DecryptionFailed from error
        if not data or len(data) % _BLOCK:
            raise DecryptionFailed
        decryptor = self._cipher.decryptor()
        plain = decryptor.update(data) + decryptor.finalize()
        padding = plain[-1]
        if not 1 <= padding <= _BLOCK or plain[-padding:] != bytes([padding]) * padding:
            raise DecryptionFailed
        start = _RANDOM + _LENGTH
        end = start + int.from_bytes(plain[_RANDOM:start], "big")
        if end > len(plain) - padding:
            raise DecryptionFailed
        if plain[end:-padding] != self._appid:
            raise ForeignAccount
        return plain[start:end]
