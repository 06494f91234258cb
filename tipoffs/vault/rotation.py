"""Changing the keys while the system runs: a new epoch, every data key wrapped anew, the old epoch destroyed.

Each step is a transaction of its own, so that nobody waits longer than one batch; stopping in the middle
loses nothing, the next run goes on. A changed master key is carried out by the same steps, with the key
before it in the settings until nothing hangs on it. The data keys themselves stay: what they sealed is not
touched.
"""

import base64
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session

from core.crypto import seal, unseal
from core.errors import BadContent
from core.statements import insert_once
from tipoffs.vault.contents import SecretClass
from tipoffs.vault.keys import KeyRing, key_place
from tipoffs.vault.models import BlindIndex, VaultEpoch, VaultKey
from tipoffs.vault.sealed_fields import SealedFields

BATCH = 500


@dataclass(frozen=True, slots=True)
class Standing:
    """How many epochs and data keys there are, and how many keys are still to be moved."""

    epochs: int
    keys: int
    to_move: int
    under_another_master: int


class Rotation:
    """Moves the data keys to a new epoch."""

    def __init__(self, keys: KeyRing, fields: SealedFields) -> None:
        self._keys = keys
        self._fields = fields

    def begin(self, session: Session, now: datetime) -> None:
        """Make the new epoch; from its commit on, new keys hang on it."""
        self._keys.begin_epoch(session, now)

    def move(self, session: Session, now: datetime, limit: int = BATCH) -> int:
        """Wrap some data keys anew under the newest epoch; say how many. 0: nothing is left.

        The rows are locked: shredding waits, or is found to have been quicker and its row left alone.
        """
        newest = self._keys.current_epoch(session, now)
        rows = session.scalars(
            select(VaultKey)
            .where(VaultKey.wrapped.is_not(None), VaultKey.epoch != newest.name)
            .order_by(VaultKey.id)
            .limit(limit)
            .with_for_update()
            .execution_options(populate_existing=True)
        ).all()
        opened = {epoch.name: epoch for epoch in self._keys.live_epochs(session)}
        found: dict[tuple[str, SecretClass], bytes] = {}
        for row in rows:
            if row.wrapped is None or row.epoch is None:
                continue
            place = key_place(row.case, row.secret_class)
            key = unseal(row.wrapped, opened[row.epoch].key, place)
            row.wrapped, row.epoch = seal(key, newest.key, place), newest.name
            if row.secret_class is not SecretClass.WORDS:
                found[row.case, row.secret_class] = key
        session.flush()
        if found:
            self._fields.reindex(session, found, newest)
        return len(rows)

    def destroy_empty(self, session: Session, now: datetime) -> int:
        """Destroy the keys of older epochs on which nothing hangs any more; say how many.

        Whoever is still sealing under one holds a lock on its row, and we wait for the end of that.
        """
        newest = self._keys.current_epoch(session, now)
        destroyed = 0
        for row in session.scalars(
            select(VaultEpoch)
            .where(VaultEpoch.wrapped.is_not(None), VaultEpoch.name != newest.name)
            .order_by(VaultEpoch.id)
            .with_for_update()
            .execution_options(populate_existing=True)
        ).all():
            # A statement of its own, after the lock: it sees what the others have committed meanwhile.
            hanging = session.scalar(select(VaultKey.id).where(VaultKey.epoch == row.name).limit(1))
            indexed = session.scalar(select(BlindIndex.id).where(BlindIndex.epoch == row.name).limit(1))
            if hanging is None and indexed is None:
                row.wrapped, row.destroyed_at = None, now
                destroyed += 1
        session.flush()
        return destroyed

    def standing(self, session: Session) -> Standing:
        """Where the keys hang now, for whoever turns them."""
        newest = session.scalar(
            select(VaultEpoch.name)
            .where(VaultEpoch.wrapped.is_not(None), VaultEpoch.master == self._keys.fingerprint)
            .order_by(VaultEpoch.id.desc())
            .limit(1)
        )
        live = VaultKey.wrapped.is_not(None)
        elsewhere = live if newest is None else VaultKey.epoch != newest

        def count(*where: ColumnElement[bool]) -> int:
            return session.scalar(select(func.count()).select_from(VaultKey).where(live, *where)) or 0

        foreign = select(VaultEpoch.name).where(VaultEpoch.master != self._keys.fingerprint)
        epochs = session.scalar(
            select(func.count()).select_from(VaultEpoch).where(VaultEpoch.wrapped.is_not(None))
        )
        return Standing(epochs or 0, count(), count(elsewhere), count(VaultKey.epoch.in_(foreign)))


def escrow(session: Session) -> list[dict[str, str]]:
    """The living epoch keys, still wrapped by the master key: what a dump without them needs to be read."""
    rows = session.scalars(select(VaultEpoch).where(VaultEpoch.wrapped.is_not(None)).order_by(VaultEpoch.id))
    return [
        {
            "name": row.name,
            "master": row.master,
            "wrapped": base64.b64encode(row.wrapped or b"").decode(),
            "began_at": row.began_at.isoformat(),
        }
        for row in rows
    ]


def bring_back(session: Session, kept: Sequence[dict[str, str]]) -> int:
    """Put epoch keys of an escrow file into a restored database; say how many were missing.

    An epoch whose key this database has destroyed stays destroyed.
    """
    try:
        rows = [
            {
                "name": each["name"],
                "master": each["master"],
                "wrapped": base64.b64decode(each["wrapped"], validate=True),
                "began_at": datetime.fromisoformat(each["began_at"]),
            }
            for each in kept
        ]
    except (KeyError, TypeError, ValueError) as error:
        raise BadContent(f"this is no escrow file: {error}") from error
    return len(insert_once(session, VaultEpoch, rows, conflict=["name"]))
