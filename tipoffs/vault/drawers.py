"""Sealing and opening of single fields, whoever may: the inside of the vault. Others use ``services``."""

import re
from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from core.crypto import seal, unseal
from core.errors import NotFound
from core.statements import upsert
from core.text import width_folded
from tipoffs.vault.contents import CLASS_OF, SecretClass, SecretField, kind_of
from tipoffs.vault.keys import KeyRing, OpenEpoch, blind_digest, secret_place
from tipoffs.vault.models import BlindIndex, SealedSecret, VaultKey

INDEXED = frozenset({SecretField.OPENID, SecretField.PHONE, SecretField.ID_NUMBER})
"""Fields by which a case can be found."""
_ALIKE = {
    SecretField.PAYEE_PHONE: SecretField.PHONE,
    SecretField.PAYEE_ID_NUMBER: SecretField.ID_NUMBER,
}


class Drawers:
    """The sealed fields of all cases."""

    def __init__(self, keys: KeyRing) -> None:
        self._keys = keys

    def put(self, session: Session, case: str, name: str, plain: str, now: datetime) -> None:
        """Seal one field; what was there before is replaced."""
        kind = kind_of(name)
        secret_class = CLASS_OF[kind]
        key = self._keys.data_key_for_sealing(session, case, secret_class, now)
        upsert(
            session,
            SealedSecret,
            {
                "case": case,
                "field": name,
                "secret_class": secret_class,
                "sealed": seal(plain.encode(), key, secret_place(case, name)),
                "sealed_at": now,
            },
            conflict=["case", "field"],
            update=["sealed", "sealed_at"],
        )
        if (indexed := _ALIKE.get(kind, kind)) in INDEXED:
            epoch = self._keys.current_epoch(session, now)
            upsert(
                session,
                BlindIndex,
                {
                    "case": case,
                    "field": kind,
                    "epoch": epoch.name,
                    "digest": blind_digest(epoch, indexed, normalised(indexed, plain)),
                },
                conflict=["case", "field"],
                update=["epoch", "digest"],
            )

    def take(self, session: Session, case: str, name: str) -> str:
        """Open one field; ``NotFound`` if it was never given, ``Destroyed`` if its key is gone."""
        found = self.take_all(session, case, CLASS_OF[kind_of(name)], name)
        if name not in found:
            raise NotFound
        return found[name]

    def take_all(
        self, session: Session, case: str, secret_class: SecretClass, only: str | None = None
    ) -> Mapping[str, str]:
        """Open every field of one class of a case, by name."""
        query = select(SealedSecret.field, SealedSecret.sealed).where(
            SealedSecret.case == case, SealedSecret.secret_class == secret_class
        )
        if only is not None:
            query = query.where(SealedSecret.field == only)
        rows = session.execute(query).all()
        if not rows and not self._has_key(session, case, secret_class):
            return {}
        key = self._keys.data_key(session, case, secret_class)
        return {row.field: unseal(row.sealed, key, secret_place(case, row.field)).decode() for row in rows}

    def find(self, session: Session, kind: SecretField, plain: str) -> list[str]:
        """The cases in which this openid, telephone or ID number was given, of payees too; oldest first.

        One digest for each living epoch, because a rotation may be on its way; and once more if one began
        between the two looks.
        """
        value = normalised(kind, plain)
        found: list[str] = []
        seen: list[OpenEpoch] | None = None
        while (epochs := self._keys.live_epochs(session)) != seen:
            digests = [blind_digest(epoch, kind, value) for epoch in epochs]
            query = select(BlindIndex.case).where(BlindIndex.digest.in_(digests)).order_by(BlindIndex.id)
            found = list(dict.fromkeys(session.scalars(query)))
            seen = epochs
        return found

    def reindex(self, session: Session, case: str, secret_class: SecretClass, epoch: OpenEpoch) -> None:
        """Compute the digests of a case again under this epoch; leave alone what changed meanwhile."""
        opened = self.take_all(session, case, secret_class)
        rows = session.execute(
            select(BlindIndex.id, BlindIndex.field, BlindIndex.digest).where(
                BlindIndex.case == case, BlindIndex.epoch != epoch.name
            )
        ).all()
        for row in rows:
            if (plain := opened.get(row.field.value)) is not None:
                kind = _ALIKE.get(row.field, row.field)
                session.execute(
                    update(BlindIndex)
                    .where(BlindIndex.id == row.id, BlindIndex.digest == row.digest)
                    .values(digest=blind_digest(epoch, kind, normalised(kind, plain)), epoch=epoch.name)
                    .execution_options(synchronize_session=False)
                )

    def remove(self, session: Session, case: str, secret_class: SecretClass) -> None:
        """Delete the sealed fields of one class and the digests that lead to them."""
        session.execute(
            delete(SealedSecret).where(SealedSecret.case == case, SealedSecret.secret_class == secret_class)
        )
        fields = [kind for kind, owner in CLASS_OF.items() if owner is secret_class]
        session.execute(delete(BlindIndex).where(BlindIndex.case == case, BlindIndex.field.in_(fields)))

    def _has_key(self, session: Session, case: str, secret_class: SecretClass) -> bool:
        query = select(VaultKey.id).where(VaultKey.case == case, VaultKey.secret_class == secret_class)
        return session.scalar(query) is not None


def normalised(kind: SecretField, plain: str) -> str:
    """``plain`` as it is compared: a number is the same however it was typed."""
    if kind is SecretField.PHONE:
        digits = re.sub(r"\D", "", width_folded(plain))
        return re.sub(r"^(?:0086|86)(?=1\d{10}$)", "", digits)
    if kind is SecretField.ID_NUMBER:
        return re.sub(r"\s", "", width_folded(plain)).upper()
    return plain
