"""The words for what lies in the vault: classes of secrets, their fields, and what an identity is made of."""

from dataclasses import dataclass, field, fields

from core.errors import RuleViolation
from core.types import Labelled


class SecretClass(Labelled):
    """Secrets that are read by the same people and end at the same time; each has a key of its own."""

    IDENTITY = "identity", "举报人身份"
    PAYEE = "payee", "领奖人信息"
    WORDS = "words", "举报原文"


class SecretField(Labelled):
    """One thing that is sealed."""

    NAME = "name", "姓名"
    PHONE = "phone", "电话"
    ID_NUMBER = "id_number", "证件号码"
    OPENID = "openid", "微信标识"
    EMPLOYMENT = "employment", "从业证明"
    EMPLOYMENT_PHOTO = "employment_photo", "从业证明照片"
    PAYEE_NAME = "payee_name", "收款人姓名"
    PAYEE_PHONE = "payee_phone", "收款人电话"
    PAYEE_ID_NUMBER = "payee_id_number", "收款人证件号码"
    PAYEE_ACCOUNT = "payee_account", "收款账户"
    PAYEE_BANK = "payee_bank", "开户行"
    WORDS = "words", "举报原文"


CLASS_OF = {
    SecretField.NAME: SecretClass.IDENTITY,
    SecretField.PHONE: SecretClass.IDENTITY,
    SecretField.ID_NUMBER: SecretClass.IDENTITY,
    SecretField.OPENID: SecretClass.IDENTITY,
    SecretField.EMPLOYMENT: SecretClass.IDENTITY,
    SecretField.EMPLOYMENT_PHOTO: SecretClass.IDENTITY,
    SecretField.PAYEE_NAME: SecretClass.PAYEE,
    SecretField.PAYEE_PHONE: SecretClass.PAYEE,
    SecretField.PAYEE_ID_NUMBER: SecretClass.PAYEE,
    SecretField.PAYEE_ACCOUNT: SecretClass.PAYEE,
    SecretField.PAYEE_BANK: SecretClass.PAYEE,
    SecretField.WORDS: SecretClass.WORDS,
}

FIELDS = {kind.value: kind for kind in SecretField}


class UnknownField(RuleViolation):
    """There is no such field in the vault."""

    sentence = "没有这一项保密内容。"


def kind_of(name: str) -> SecretField:
    """The field that ``name`` means; of ``words/3`` (the third thing a reporter wrote) it is ``words``."""
    kind = FIELDS.get(name.partition("/")[0])
    if kind is None or ("/" in name and kind is not SecretField.WORDS):
        raise UnknownField
    return kind


@dataclass(frozen=True, slots=True)
class Identity:
    """Who a reporter is, as far as they said; never shown by ``repr``, so that no traceback tells it.

    ``employment`` is how they prove that they work there, ``employment_photo`` a picture of it: JPEG, base64.
    """

    name: str | None = field(default=None, repr=False)
    phone: str | None = field(default=None, repr=False)
    id_number: str | None = field(default=None, repr=False)
    openid: str | None = field(default=None, repr=False)
    employment: str | None = field(default=None, repr=False)
    employment_photo: str | None = field(default=None, repr=False)

    def given(self) -> dict[SecretField, str]:
        """The fields that are there."""
        found = {FIELDS[each.name]: getattr(self, each.name) for each in fields(self)}
        return {name: value for name, value in found.items() if value}


@dataclass(frozen=True, slots=True)
class Payee:
    """Whom a reward is paid to; a case of its own (the claim), so that no one finds the tip from here."""

    name: str = field(repr=False)
    account: str = field(repr=False)
    phone: str | None = field(default=None, repr=False)
    id_number: str | None = field(default=None, repr=False)
    bank: str | None = field(default=None, repr=False)

    def given(self) -> dict[SecretField, str]:
        """The fields that are there."""
        found = {FIELDS[f"payee_{each.name}"]: getattr(self, each.name) for each in fields(self)}
        return {name: value for name, value in found.items() if value}
