"""Who of those who tipped off one matter is paid, and who gets which part. Pure.

However many there are, the parts add up to the one amount of the rule.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from core.errors import RuleViolation
from tipoffs.rewards import notices
from tipoffs.rewards.money import split
from tipoffs.rewards.reckoning.rulebook import Identity, Joint, Payees, Several


class NobodyToPay(RuleViolation):
    """None of the tips leads to somebody whom the rule pays."""

    sentence = "没有符合领奖条件的举报人，请按不予奖励办理，并致谢。"


@dataclass(frozen=True, slots=True)
class Teller:
    """One tip of the matter, as far as paying goes; in a list they stand in order of acceptance.

    ``effective``: it had an object and facts that could be checked. ``has_code``: its reporter holds a
    receipt code. ``decisive``: verification rested on it. ``signatories``: how many people signed it.
    """

    tip_number: str
    real_name: bool
    effective: bool = True
    has_code: bool = False
    decisive: bool = False
    signatories: int = 1


@dataclass(frozen=True, slots=True)
class Share:
    """One part of the reward; ``signatory`` counts from 1 within the tip."""

    tip_number: str
    signatory: int
    fen: int


@dataclass(frozen=True, slots=True)
class Chosen:
    """The shares, and a sentence about every tip."""

    shares: tuple[Share, ...]
    reasons: tuple[tuple[str, str], ...]


def choose(policy: Payees, tellers: Sequence[Teller], fen: int) -> Chosen:
    """Divide ``fen`` among the tellers as the rule set says; ``NobodyToPay`` if it pays none of them."""
    reasons: list[tuple[str, str]] = []
    payable: list[Teller] = []
    for one in tellers:
        refused = _refused(policy, one)
        if refused is None and payable and not (policy.several is Several.DECISIVE_SECOND and one.decisive):
            refused = notices.PASSED_LATER
        if refused is not None:
            reasons.append((one.tip_number, refused))
            continue
        payable.append(one)
        reasons.append((one.tip_number, notices.PAYEE_FIRST if len(payable) == 1 else notices.PAYEE_DECISIVE))
    if not payable:
        raise NobodyToPay
    shares: list[Share] = []
    for one, part in zip(payable, split(fen, len(payable)), strict=True):
        if one.signatories > 1 and policy.joint is Joint.SPLIT_EQUALLY:
            reasons.append((one.tip_number, notices.PAYEE_SHARED))
            parts = split(part, one.signatories)
            shares += [Share(one.tip_number, number, each) for number, each in enumerate(parts, 1)]
            continue
        if one.signatories > 1:
            reasons.append((one.tip_number, notices.PAYEE_SIGNATORY))
        shares.append(Share(one.tip_number, 1, part))
    return Chosen(tuple(shares), tuple(reasons))


def _refused(policy: Payees, teller: Teller) -> str | None:
    if not teller.effective:
        return notices.PASSED_UNCLEAR
    if teller.real_name:
        return None
    if policy.identity is Identity.REAL_NAME_ONLY:
        return notices.PASSED_ANONYMOUS
    return None if teller.has_code else notices.PASSED_NO_CODE
