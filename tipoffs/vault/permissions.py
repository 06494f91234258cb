"""What may be permitted in the vault; which role has which word is data (``staff/roles.yaml``).

There is no word that opens an identity: that takes a request, another person's approval, and a time limit.
"""

from core.types import Labelled


class VaultPermission(Labelled):
    """One thing a member of staff may be allowed to do with what is sealed."""

    WORDS = "vault.words", "查看举报原文"
    REQUEST = "vault.request", "申请查看举报人身份"
    APPROVE = "vault.approve", "审批查看举报人身份"
    PAYEE = "vault.payee", "查看领奖人信息"
    SCREEN = "vault.screen", "维护不予奖励人员名单"
    HOLD = "vault.hold", "依法保全与解除保全"
    SHRED = "vault.shred", "到期销毁"
