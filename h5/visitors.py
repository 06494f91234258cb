"""Who reads: a reader of whom nothing is known, and the person behind, once WeChat has said who it is.

All of it is in the session cookie, which is signed. The openid in it is sealed as well, so that a copied
cookie jar or a log of headers does not show it.
"""

import base64
import binascii
import secrets

from flask import session

from core.crypto import BadSeal, seal, unseal

_PLACE = "h5 session"
_READER, _PERSON = "reader", "person"


class Visitors:
    """Reads and writes the session of the request in hand."""

    def __init__(self, key: bytes) -> None:
        self._key = key

    def openid(self) -> str | None:
        """The person, if WeChat has told us in this session."""
        sealed = session.get(_PERSON)
        if not isinstance(sealed, str):
            return None
        try:
            return unseal(base64.urlsafe_b64decode(sealed), self._key, _PLACE).decode()
        except (BadSeal, binascii.Error, ValueError):
            session.pop(_PERSON)
            return None

    def remember(self, openid: str) -> None:
        """Keep the person; everything the session held before is forgotten, its CSRF token too."""
        session.clear()
        session.permanent = True
        session[_PERSON] = base64.urlsafe_b64encode(seal(openid.encode(), self._key, _PLACE)).decode()

    @staticmethod
    def greet() -> None:
        """Give a new reader a name, so that their next request is known to come from the same browser."""
        if _READER not in session:
            session.permanent = True
            session[_READER] = secrets.token_urlsafe(12)

    def name(self) -> str | None:
        """The openid, else the reader's own name; None for whoever brought no cookie."""
        reader = session.get(_READER)
        return self.openid() or (f"reader:{reader}" if isinstance(reader, str) else None)
