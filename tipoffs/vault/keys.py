"""The keys of the vault: master key → epoch key → data key of one class of secrets of one case.

The master key is a setting and never in the database. An epoch key is a row wrapped by it, a data key a row
wrapped by an epoch key. Nothing unwrapped is kept in memory between two calls: a destroyed key is gone for
every process at once. Destroying has three strengths, told apart in docs/adr/0013-vault.md: the data key
(this database), the epoch key (dumps without ``vault_epochs``), the master key (every copy).
"""

import hashlib
import hmac
import secrets
from dataclasses import dataclass
from datetime import datetime
from functools import partial

from sqlalchemy import select
from sqlalchemy.orm import Session

from core.crypto import BadSeal, derived_key, new_key, seal, unseal
from tipoffs.vault.contents import SecretClass
from tipoffs.vault.errors import Destroyed
from tipoffs.vault.models import VaultEpoch, VaultKey


class WrongMasterKey(BadSeal):
    """An epoch key is wrapped by a master key that the settings do not name."""


@dataclass(frozen=True, slots=True)
class OpenEpoch:
    """An epoch and its key, for the length of one call."""

    name: str
    key: bytes


class KeyRing:
    """Finds, makes and opens the keys of the vault.

    ``previous`` is the master key before the present one, until ``rotation`` has moved everything.
    """

    def __init__(self, master: str | bytes, previous: str | bytes | None = None) -> None:
        self._masters = dict(map(_master, [master, previous] if previous else [master]))
        self.fingerprint = next(iter(self._masters))

    def begin_epoch(self, session: Session, now: datetime) -> OpenEpoch:
        """Make a new epoch key; what is sealed from now on hangs on it."""
        epoch = OpenEpoch(secrets.token_hex(16), new_key())
        wrapped = seal(epoch.key, self._masters[self.fingerprint], epoch_place(epoch.name))
        session.add(VaultEpoch(name=epoch.name, master=self.fingerprint, wrapped=wrapped, began_at=now))
        session.flush()
        return epoch

    def current_epoch(self, session: Session, now: datetime) -> OpenEpoch:
        """The newest epoch of the present master key, made if there is none.

        The lock keeps ``rotation`` from destroying it before the row that will hang on it is committed.
        """
        row = session.scalars(
            select(VaultEpoch)
            .where(VaultEpoch.master == self.fingerprint, VaultEpoch.wrapped.is_not(None))
            .order_by(VaultEpoch.id.desc())
            .limit(1)
            .with_for_update(read=True)
            .execution_options(populate_existing=True)
        ).one_or_none()
        if row is None or row.wrapped is None:
            return self.begin_epoch(session, now)
        return self.opened(row)

    def epoch(self, session: Session, name: str) -> OpenEpoch:
        """The epoch of this name; ``Destroyed`` when its key is gone, ``WrongMasterKey`` if not ours."""
        row = session.scalars(
            select(VaultEpoch).where(VaultEpoch.name == name).execution_options(populate_existing=True)
        ).one_or_none()
        if row is None or row.wrapped is None:
            raise Destroyed
        return self.opened(row)

    def live_epochs(self, session: Session) -> list[OpenEpoch]:
        """Every epoch whose key is there, oldest first."""
        live = select(VaultEpoch).where(VaultEpoch.wrapped.is_not(None))
        rows = session.scalars(live.order_by(VaultEpoch.id))
        return [self.opened(row) for row in rows]

    def opened(self, row: VaultEpoch) -> OpenEpoch:
        """Unwrap the key of an epoch."""
        master = self._masters.get(row.master)
        if master is None or row.wrapped is None:
            raise WrongMasterKey(
                f"the vault has keys under master key {row.master}, which the settings do not name"
            )
        return OpenEpoch(row.name, unseal(row.wrapped, master, epoch_place(row.name)))

    def data_key(self, session: Session, case: str, secret_class: SecretClass) -> bytes:
        """The key of one class of secrets of one case; ``Destroyed`` when there is none any more.

        Read afresh each time; once more when a rotation moved the key between the two looks.
        """
        for _ in range(2):
            row = session.execute(
                select(VaultKey.epoch, VaultKey.wrapped).where(
                    VaultKey.case == case, VaultKey.secret_class == secret_class
                )
            ).one_or_none()
            if row is None or row.epoch is None or row.wrapped is None:
                raise Destroyed
            try:
                epoch = self.epoch(session, row.epoch)
            except Destroyed:
                continue
            return unseal(row.wrapped, epoch.key, key_place(case, secret_class))
        raise Destroyed

    def data_key_for_sealing(
        self, session: Session, case: str, secret_class: SecretClass, now: datetime
    ) -> bytes:
        """The same, made when the case has none yet; a destroyed one is never made again."""
        held = session.scalar(
            select(VaultKey.id).where(VaultKey.case == case, VaultKey.secret_class == secret_class)
        )
        if held is not None:
            return self.data_key(session, case, secret_class)
        epoch = self.current_epoch(session, now)
        key = new_key()
        session.add(
            VaultKey(
                case=case,
                secret_class=secret_class,
                epoch=epoch.name,
                wrapped=seal(key, epoch.key, key_place(case, secret_class)),
                made_at=now,
            )
        )
        session.flush()
        return key


def blind_digest(epoch: OpenEpoch, kind: str, value: str) -> bytes:
    """HMAC-BLAKE2b of ``value`` under a key that serves nothing else; 32 bytes."""
    key = derived_key(epoch.key, f"blind index: {kind}")
    return hmac.new(key, value.encode(), partial(hashlib.blake2b, digest_size=32)).digest()


def epoch_place(name: str) -> str:
    """Table, row and column to which the wrapping of an epoch key is bound."""
    return f"vault_epochs/{name}/wrapped"


def key_place(case: str, secret_class: SecretClass) -> str:
    """Table, row and column to which the wrapping of a data key is bound."""
    return f"vault_keys/{case}/{secret_class.value}/wrapped"


def secret_place(case: str, name: str) -> str:
    """Table, row and column to which a sealed field is bound."""
    return f"vault_secrets/{case}/{name}/sealed"


def _master(setting: str | bytes) -> tuple[str, bytes]:
    key = derived_key(setting, "tip-off vault")
    return derived_key(key, "fingerprint").hex()[:16], key
