"""Whose case may be opened: the openid's own, and one whose receipt code was given in the last half hour.

Everything else is answered by the same 404, whether there is such a case or not.
"""

import base64
import binascii
import json
import re
from datetime import datetime, timedelta
from typing import Any

from flask import abort, session
from sqlalchemy.orm import Session

from core.crypto import BadSeal, seal, unseal
from h5 import csrf
from h5.needs import Needs
from h5.tips.needs import TipServices
from h5.visitors import Visitors
from staff.actors import Actor, ActorKind
from tipoffs.vault.receipts import AllWrong, TryLater
from web.callers import caller_address

OPEN_FOR = timedelta(minutes=30)
MOST_OPEN = 3
_PLACE, _OPENED, _SHOWN = "h5 opened cases", "cases", "receipt"
_NUMBER = re.compile(r"R\d{4}\d{6,8}")


class Access:
    """Keeps in the sealed part of the session which cases a code has opened."""

    def __init__(self, needs: Needs, visitors: Visitors) -> None:
        self._needs = needs
        self._visitors = visitors

    def services(self) -> TipServices:
        """The services of tip-offs."""
        return self._needs.tips()

    def openid(self) -> str | None:
        """Who WeChat says is there, if it was asked in this session."""
        return self._visitors.openid()

    def knows_nobody(self) -> bool:
        """Whether neither WeChat nor a code has said anything."""
        return self.openid() is None and not self.opened()

    def reporter(self, transaction: Session, number: str) -> Actor:
        """The reporter of this case, if it is they; 404 otherwise."""
        openid = self.openid()
        is_theirs = number in self.opened() or (
            openid is not None and number in self.services().vault.cases_of(transaction, openid)
        )
        if not _NUMBER.fullmatch(number) or not is_theirs:
            abort(404)
        return Actor(ActorKind.REPORTER, number)

    def judge(self, written: str, now: datetime) -> str | None:
        """The case of a receipt code; None for a wrong one and for one too many alike. Rings the bell."""
        services = self.services()
        try:
            return services.receipts.check(written, *self._caller(now))
        except AllWrong:
            services.get_ready(now)
            with self._needs.database.writing() as transaction:
                services.alarm(transaction, now)
        except TryLater:
            pass
        return None

    def _caller(self, now: datetime) -> tuple[str, datetime, str]:
        """Whose wrong codes are counted together: a person's; those of a browser that filed a tip or gave a
        right code before; else those of the browser and, with its neighbours, of its address.
        """
        if openid := self.openid():
            return openid, now, ""
        browser = csrf.browser()
        return browser, now, "" if self._read(_OPENED) else f"address:{caller_address()}"

    def opened(self) -> list[str]:
        """The cases that a code has opened and whose time is not over."""
        now = int(self._needs.clock.now().timestamp())
        return [number for number, until in self._read(_OPENED) if until > now]

    def open(self, number: str) -> None:
        """A code has opened this case."""
        until = int((self._needs.clock.now() + OPEN_FOR).timestamp())
        others = [[one, end] for one, end in self._read(_OPENED) if one != number]
        session.permanent = True
        self._write(_OPENED, [*others, [number, until]][-MOST_OPEN:])

    def close(self) -> None:
        """Somebody else may take the phone: forget every case and who it was."""
        session.clear()

    def keep_receipt(self, number: str, code: str, decide_on: str) -> None:
        """Remember what is shown once after a submission, until it was written down."""
        session.permanent = True
        self._write(_SHOWN, [number, code, decide_on])

    def receipt(self) -> tuple[str, str, str] | None:
        """Number, code and promised day of what was just submitted."""
        kept = self._read(_SHOWN)
        return (kept[0], kept[1], kept[2]) if len(kept) == 3 else None

    def drop_receipt(self) -> None:
        """Show the receipt no more: the visitor has written it down."""
        session.pop(_SHOWN, None)

    def _write(self, name: str, what: object) -> None:
        sealed = seal(json.dumps(what).encode(), self._needs.key, f"{_PLACE}/{name}")
        session[name] = base64.urlsafe_b64encode(sealed).decode()

    def _read(self, name: str) -> list[Any]:
        try:
            sealed = base64.urlsafe_b64decode(str(session.get(name, "")))
            return list(json.loads(unseal(sealed, self._needs.key, f"{_PLACE}/{name}")))
        except (BadSeal, binascii.Error, ValueError):
            return []
