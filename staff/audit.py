"""The log of what was done: append-only, one chain, each link keyed to the one before.

The hash of an entry is BLAKE2b, keyed with a key that is derived from a secret outside the database, over
every column of the entry, among them the hash before it. What that holds against somebody who can run any SQL
(and may have switched the triggers off, or brought a copy of the file back):

- change, delete in the middle, put in, swap, renumber: found by ``verifying.verify``. Without the key they
  can compute no hash, so they cannot mend the chain behind a change, nor append an entry of their own.
- cut off the newest entries, or go back to an older copy of the whole database: the rest is a valid chain.
  Found against the heads (number and hash of the newest entry, sealed with the key) that are written outside
  the database every minute (``staff/heads.py``). What is younger than the last of them can be cut off unseen.
- move entries in from another account of Anwen: found, its key is another.

It does not hold against somebody who has the secret (they can rewrite everything, apart from heads that were
carried to a place they do not reach), and it cannot say whether what was recorded is true: whoever runs the
program can record a lie.

Triggers refuse UPDATE, DELETE and TRUNCATE on both engines. That keeps mistakes and ordinary rights away; the
owner of the tables can drop a trigger, and then the chain is what finds it.
"""

import hashlib
import json
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any, Protocol

from sqlalchemy import select
from sqlalchemy.orm import Session

from core.crypto import KEY_BYTES
from core.ids import lock_number
from core.statements import pass_alone
from staff.actors import Actor
from staff.models import AuditEntry

KEY = "audit key"
"""Under this name the key lies in ``session.info``; whoever makes a ``Database`` hands it over."""

GENESIS = "0" * KEY_BYTES * 2
"""Stands before the first entry."""

_LOCK = lock_number("audit chain")
_DIGEST_BYTES = 32


Detail = Mapping[str, str | int | bool | None]
"""What an entry tells beside its words: codes, numbers and yes or no; never a word of a reporter."""


class AuditLog(Protocol):
    """Writes one entry in the transaction of ``session``; ``record`` is one."""

    def __call__(
        self,
        session: Session,
        *,
        actor: Actor,
        action: str,
        subject: str,
        now: datetime,
        reason: str = "",
        detail: Detail | None = None,
    ) -> object:
        """Write it, or raise: what is not recorded does not happen."""
        ...


class AuditKeyMissing(RuntimeError):
    """This session cannot record: its ``Database`` was made without the key (``info={audit.KEY: …}``)."""


def record(
    session: Session,
    *,
    actor: Actor,
    action: str,
    subject: str,
    now: datetime,
    reason: str = "",
    detail: Detail | None = None,
) -> AuditEntry:
    """Append what ``actor`` does, in the transaction that does it: both are kept or neither.

    ``action`` is a dotted word (``tips.accept``), ``subject`` names a thing (``tip:R2611000123``). Never put
    in the words of a reporter, a name, a phone number or an openid: this is kept for ever.

    From here to the end of the transaction no other writer can append, so record last, after taking every
    lock on rows: two transactions that each hold what the other waits for are ended by the database.
    """
    key = key_of(session)
    # The next writer waits, and then sees our entry.
    pass_alone(session, _LOCK)
    session.flush()
    newest = select(AuditEntry.number, AuditEntry.hash).order_by(AuditEntry.number.desc()).limit(1)
    number, previous = session.execute(newest).one_or_none() or (0, GENESIS)
    columns: dict[str, Any] = {
        "number": number + 1,
        "at": now.astimezone(UTC),
        "actor_kind": actor.kind,
        "actor": actor.id,
        "action": action,
        "subject": subject,
        "reason": reason,
        "detail": canonical(dict(detail or {})),
        "previous": previous,
    }
    entry = AuditEntry(**columns, hash=hash_of(columns, key))
    session.add(entry)
    session.flush()
    return entry


def key_of(session: Session) -> bytes:
    """The key of the chain; ``AuditKeyMissing`` where the session was made without."""
    key = session.info.get(KEY)
    if not isinstance(key, bytes):
        raise AuditKeyMissing(AuditKeyMissing.__doc__)
    return key


def hash_of(columns: Mapping[str, Any], key: bytes) -> str:
    """The hash that belongs to an entry with these ``columns``: all of them but the hash itself."""
    moment = columns["at"].astimezone(UTC).isoformat(timespec="microseconds")
    return keyed_hash({**columns, "at": moment}, key)


def keyed_hash(tree: Mapping[str, object], key: bytes) -> str:
    """Keyed BLAKE2b (RFC 7693) of the canonical JSON, hexadecimal."""
    return hashlib.blake2b(canonical(tree).encode(), key=key, digest_size=_DIGEST_BYTES).hexdigest()


def canonical(tree: Mapping[str, object]) -> str:
    """The one way to write a tree as JSON: keys sorted, no blanks, ASCII."""
    return json.dumps(tree, sort_keys=True, separators=(",", ":"), ensure_ascii=True, allow_nan=False)
