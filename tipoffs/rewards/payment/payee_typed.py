"""Bank data as somebody typed them off a card: what is meant, and what cannot be meant. Pure."""

import re

from core.errors import RuleViolation
from core.masking import is_card_number, is_id_number
from core.text import number_signs
from tipoffs.rewards.ports import Payee

_MOBILE = re.compile(r"1[3-9]\d{9}")
_CARD = re.compile(r"\d{16,19}")

ONLY_DIGITS = "账号只有数字，请照银行卡或者存折上的号码填。"
TELEPHONE = "这里填银行卡号或者存折账号，不是手机号。"
ID_NUMBER = "这里填银行卡号或者存折账号，不是身份证号。"


class MistypedAccount(RuleViolation):
    """An account as long as a card's does not pass the check of cards; who looked again is believed.

    Passbooks and some old cards have no check digit, so this is asked once and refuses nobody for good.
    """

    sentence = (
        "这个卡号对不上，多半有一位抄错了。请照着卡一位一位再填一遍；看过确实没错的，勾上“没有抄错”再交。"
    )
    about = "account"


def payee_typed(name: str, id_number: str, account: str, bank: str, *, is_sure: bool = False) -> Payee:
    """The payee who is meant: full-width signs, spaces and dashes are nothing that a bank should see.

    Raises ``RuleViolation`` about the account where it cannot be one, and ``MistypedAccount`` unless
    ``is_sure``.
    """
    card, number = number_signs(id_number), number_signs(account)
    if number and (number == card or is_id_number(number)):
        raise RuleViolation(ID_NUMBER, "account")
    if number and not number.isdecimal():
        raise RuleViolation(ONLY_DIGITS, "account")
    if _MOBILE.fullmatch(number):
        raise RuleViolation(TELEPHONE, "account")
    if _CARD.fullmatch(number) and not is_card_number(number) and not is_sure:
        raise MistypedAccount
    return Payee(name.strip(), card, number, bank.strip())
