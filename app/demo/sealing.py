"""Fills the vault for one made-up tip: real keys, real seals, real digests; people whom nobody could be."""

from dataclasses import dataclass
from datetime import datetime
from random import Random

from app.demo.filling import Filler
from core.crypto import new_key, seal
from tipoffs.vault.contents import CLASS_OF, SecretClass, SecretField, kind_of
from tipoffs.vault.keys import OpenEpoch, blind_digest, key_place, secret_place
from tipoffs.vault.models import BlindIndex, SealedSecret, VaultCase, VaultKey
from tipoffs.vault.sealed_fields import INDEXED, normalised
from tipoffs.vault.status import Mode


@dataclass(frozen=True, slots=True)
class Reporter:
    """Somebody made up: no mobile number begins with 100, no openid with oDEMO."""

    openid: str
    name: str
    phone: str

    @classmethod
    def some(cls, chance: Random, people: int) -> "Reporter":
        """One of so many made-up people."""
        number = chance.randrange(people)
        return cls(f"oDEMO{number:023}", f"演示举报人{number:05}", f"100{number:08}")


def seal_tip(
    into: Filler, epoch: OpenEpoch, case: str, mode: Mode, fields: dict[str, str], at: datetime,
    closed_at: datetime | None,
) -> None:  # fmt: skip
    """Write the case with its secrets, as ``Vault`` would, many at once."""
    into.add(VaultCase, case=case, mode=mode, opened_at=at, closed_at=closed_at)
    keys: dict[SecretClass, bytes] = {}
    for name, plain in fields.items():
        kind = kind_of(name)
        secret_class = CLASS_OF[kind]
        if secret_class not in keys:
            key = keys[secret_class] = new_key()
            wrapped = seal(key, epoch.key, key_place(case, secret_class))
            into.add(
                VaultKey, case=case, secret_class=secret_class, epoch=epoch.name, wrapped=wrapped, made_at=at
            )
        sealed = seal(plain.encode(), keys[secret_class], secret_place(case, name))
        into.add(SealedSecret, case=case, field=name, secret_class=secret_class, sealed=sealed, sealed_at=at)
        if kind in INDEXED:
            digest = blind_digest(epoch, kind, normalised(kind, plain))
            into.add(BlindIndex, case=case, field=kind, epoch=epoch.name, digest=digest)


def identity_of(reporter: Reporter, mode: Mode) -> dict[str, str]:
    """What a reporter of this mode has given."""
    if mode is Mode.ANONYMOUS:
        return {}
    fields = {SecretField.OPENID.value: reporter.openid}
    if mode is Mode.REAL_NAME:
        fields |= {SecretField.NAME.value: reporter.name, SecretField.PHONE.value: reporter.phone}
    return fields
