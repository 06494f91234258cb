"""A vault for tests, and the people who come to it."""

from collections.abc import Iterable

from staff.actors import Actor, ActorKind
from tests.fakes.audit import FakeAudit
from tipoffs.vault.contents import Identity, Payee
from tipoffs.vault.keys import KeyRing
from tipoffs.vault.permissions import VaultPermission
from tipoffs.vault.receipts import Cost
from tipoffs.vault.services import Vault

MASTER = "m" * 40
OTHER_MASTER = "n" * 40
WANG = Identity("王小明", "13800138000", "11010519491231002X", "oWang-0123456789abcdefghijkl")
LI = Identity("李雷", "13900139000", "110105194912310038", "oLi-9876543210abcdefghijklmno")
PAYEE = Payee("王小明", "6222021234567890123", "13800138000", "11010519491231002X", "温岭某银行")
CHEAP = Cost(memory_kib=64, passes=1)
"""Hashing that costs next to nothing; only for tests that are not about its cost."""


def person(login: str, *permissions: VaultPermission) -> Actor:
    """A member of staff with exactly these permissions."""
    return Actor(ActorKind.STAFF, login, permissions=frozenset(permissions))


ZHANG = person("zhang", VaultPermission.REQUEST)
CUSTODIAN = person("chen", VaultPermission.APPROVE)
BOTH = person("qian", VaultPermission.REQUEST, VaultPermission.APPROVE)
INTAKE = person("liu", VaultPermission.WORDS)
CASHIER = person("sun", VaultPermission.PAYEE)
KEEPER = person("zhou", VaultPermission.SHRED, VaultPermission.HOLD, VaultPermission.SCREEN)
REASON = "需要联系举报人核实现场位置"


def vault_with(audit: FakeAudit, masters: Iterable[str] = (MASTER,)) -> Vault:
    """A vault under these master keys, the present one first."""
    return Vault(KeyRing(*masters), audit)
