"""Sealing and opening of single fields, whoever asks: the inside of the vault. Others use ``services``."""

import re
from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import String, and_, bindparam, delete, select, type_coerce, update
from sqlalchemy.orm import Session

from core.crypto import seal, unseal
from core.errors import NotFound
from core.statements import table_of, upsert
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


class SealedFields:
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

    def reindex(
        self, session: Session, keys: Mapping[tuple[str, SecretClass], bytes], epoch: OpenEpoch
    ) -> None:
        """Compute the digests of some cases, given their data keys, again under this epoch.

        What changed meanwhile is left alone: its digest is not the one we saw.
        """
        rows = session.execute(
            select(BlindIndex.id, BlindIndex.case, BlindIndex.field, BlindIndex.digest, SealedSecret.sealed)
            .join(
                SealedSecret,
                and_(
                    SealedSecret.case == BlindIndex.case,
                    SealedSecret.field == type_coerce(BlindIndex.field, String),
                ),
            )
            .where(BlindIndex.case.in_({case for case, _ in keys}), BlindIndex.epoch != epoch.name)
        )
        changed = []
        for row in rows:
            if (key := keys.get((row.case, CLASS_OF[row.field]))) is None:
                continue
            plain = unseal(row.sealed, key, secret_place(row.case, row.field.value)).decode()
            kind = _ALIKE.get(row.field, row.field)
            digest = blind_digest(epoch, kind, normalised(kind, plain))
            changed.append({"row": row.id, "seen": row.digest, "made": digest})
        if changed:
            index = table_of(BlindIndex)
            session.connection().execute(
                update(index)
                .where(index.c.id == bindparam("row"), index.c.digest == bindparam("seen"))
                .values(digest=bindparam("made"), epoch=epoch.name),
                changed,
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
