"""Which logins have signed in at a browser before: words in a cookie that only we can write.

Whoever tries passwords on a colleague's login closes that login for a while, and fifty tries close a whole
office's address; the browsers at which the colleague works must not be closed with them. Such a browser has
a counter of its own (OWASP: device cookies). A word is good for one login, so that nobody gains tries at
another's by signing in often.
"""

import hashlib
import hmac
import re
import secrets
from base64 import urlsafe_b64encode

_NONCE_BYTES, _MAC_BYTES = 12, 18  # 16 and 24 characters of base64
_MOST = 12
_WORD = re.compile(r"[\w-]{40}", re.ASCII)
_BETWEEN = "."
KEEP_SECONDS = 180 * 86_400


class Browsers:
    """Writes and reads the words of known browsers."""

    def __init__(self, key: bytes) -> None:
        self._key = key

    def word(self, login: str, kept: str) -> str:
        """The word for this login among those that a browser kept; empty for none."""
        return next((word for word in _words(kept) if self._is_for(login, word)), "")

    def remembering(self, login: str, kept: str) -> str:
        """What the browser is to keep after ``login`` signed in there; shared ones keep the latest twelve."""
        known = self.word(login, kept)
        new = known or self._new(login)
        others = [word for word in _words(kept) if word != known]
        return _BETWEEN.join([new, *others][:_MOST])

    def _new(self, login: str) -> str:
        nonce = secrets.token_urlsafe(_NONCE_BYTES)
        return nonce + self._mac(login, nonce)

    def _is_for(self, login: str, word: str) -> bool:
        nonce = word[:16]
        return hmac.compare_digest(self._mac(login, nonce), word[16:])

    def _mac(self, login: str, nonce: str) -> str:
        said = f"{nonce}\0{login}".encode("utf-8", "replace")
        digest = hashlib.blake2b(said, key=self._key, digest_size=_MAC_BYTES, person=b"browser").digest()
        return urlsafe_b64encode(digest).decode()


def _words(kept: str) -> list[str]:
    return [word for word in kept.split(_BETWEEN)[:_MOST] if _WORD.fullmatch(word)]
