"""Keys for walls: a PC without a clerk may show the wall page, and nothing else, until its key is taken back.

A key is 160 random bits, told once and kept only as its digest. It opens no session and is nobody: whoever
finds it sees counts that any visitor of the duty room sees. It ends after a year in any case.
"""

import base64
import hashlib
import secrets
from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from core.errors import NotFound, RuleViolation
from staff.actors import Actor
from staff.audit import record
from staff.models import DisplayKey
from staff.permissions import StaffPermission

LIFETIME = timedelta(days=365)
LONGEST_NAME = 40
_BYTES = 20
_LETTERS = 32
_SEEN_EVERY = timedelta(minutes=10)


class NamelessDisplay(RuleViolation):
    """Nobody would know later which wall a key hangs on."""

    sentence = "请写明这块屏幕挂在哪里，四十个字以内，例如“值班室东墙”。"


def issue(session: Session, name: str, *, actor: Actor, now: datetime) -> tuple[DisplayKey, str]:
    """Make a key for the wall called ``name``; the key itself is told here and nowhere again."""
    actor.require(StaffPermission.DISPLAYS)
    name = name.strip()
    if not name or len(name) > LONGEST_NAME or not name.isprintable():
        raise NamelessDisplay
    word = base64.b32encode(secrets.token_bytes(_BYTES)).decode()
    key = DisplayKey(
        digest=_digest(word), name=name, issued_at=now, issued_by=actor.id, ends_at=now + LIFETIME
    )
    session.add(key)
    session.flush()
    detail = {"name": name}
    record(session, actor=actor, action="screen.issue", subject=f"display:{key.id}", now=now, detail=detail)
    return key, grouped(word)


def revoke(session: Session, number: int, *, actor: Actor, now: datetime) -> bool:
    """Take a key back; the wall goes dark at its next look. False if it was taken back before."""
    actor.require(StaffPermission.DISPLAYS)
    key = session.get(DisplayKey, number, with_for_update=True)
    if key is None:
        raise NotFound
    if key.revoked_at is not None:
        return False
    key.revoked_at, key.revoked_by = now, actor.id
    detail = {"name": key.name}
    record(session, actor=actor, action="screen.revoke", subject=f"display:{key.id}", now=now, detail=detail)
    return True


def find_display(session: Session, word: str, now: datetime) -> DisplayKey | None:
    """The key with these letters, however they were typed, while it is good."""
    plain = "".join(letter for letter in word.upper() if letter not in "- ")
    if len(plain) != _LETTERS or not plain.isascii():
        return None
    return session.scalar(
        select(DisplayKey).where(
            DisplayKey.digest == _digest(plain), DisplayKey.revoked_at.is_(None), DisplayKey.ends_at > now
        )
    )


def is_to_be_seen(key: DisplayKey, now: datetime) -> bool:
    """Whether its latest look should be written down again."""
    return key.seen_at is None or key.seen_at <= now - _SEEN_EVERY


def displays(session: Session) -> Sequence[DisplayKey]:
    """Every key, those in force first, then the newest."""
    is_over = DisplayKey.revoked_at.is_not(None)
    return session.scalars(select(DisplayKey).order_by(is_over, DisplayKey.id.desc())).all()


def grouped(word: str) -> str:
    """For reading aloud and typing: eight groups of four."""
    return "-".join(word[at : at + 4] for at in range(0, len(word), 4))


def _digest(word: str) -> str:
    return hashlib.blake2b(word.encode(), digest_size=32, person=b"display").hexdigest()
