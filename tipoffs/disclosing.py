"""A reporter says who they are, at once or later: mode, identity and index change in one step.

The reverse is impossible: what was read cannot be unread. Name and telephone go straight into the vault and
are in no event and no log.
"""

from datetime import datetime

from sqlalchemy.orm import Session

from core.errors import RuleViolation
from core.masking import SLIP, is_slip
from core.telephones import require_telephone
from staff.actors import Actor
from tipoffs.tips.files import take
from tipoffs.tips.guards import Facts
from tipoffs.tips.models import Mode, Tip
from tipoffs.tips.services import TipService
from tipoffs.tips.status import TipAction
from tipoffs.vault.contents import Identity, SecretField
from tipoffs.vault.services import Vault
from tipoffs.vault.status import Mode as VaultMode


class NotByName(RuleViolation):
    """Only who reports by name leaves a name."""

    sentence = "只有实名举报才填姓名和电话。愿意实名的，请先改为实名举报。"


class IdentityIncomplete(RuleViolation):
    """A report by name has a name and a telephone that is answered (应急〔2020〕69号 Art. 4)."""

    sentence = "实名举报请填写真实姓名和能打通的电话。"
    about = "name phone"


class NobodyToTell(RuleViolation):
    """Confidential means that the bureau can reach the reporter: it needs the openid or a telephone."""

    sentence = "改为保密举报，请从公众号里打开，或者留一个电话。"
    about = "phone"


class Disclosing:
    """Uses the tip office and the vault together; neither knows the other's part."""

    def __init__(self, tips: TipService, vault: Vault) -> None:
        self._tips = tips
        self._vault = vault

    def disclose(
        self, session: Session, number: str, mode: Mode, identity: Identity, actor: Actor, now: datetime
    ) -> Tip:
        """From anonymous to confidential or by name, from confidential to by name; ``CannotHideAgain`` back.

        The consequences of ``mode`` must have been shown: that they were agreed to is recorded here.
        """
        _require(mode, identity)
        with self._tips.opened(session, number, actor, now) as (steps, tip):
            self._vault.change_mode(session, number, VaultMode[mode.name], now)
            take(
                steps,
                TipAction.DISCLOSE,
                Facts(tip, actor, now),
                told="disclosed",
                fields={"mode": mode.label},
                detail={"mode": mode.value},
            )
            tip.mode = mode
            self._seal(session, number, identity, now)
            if identity.openid and tip.reporter is None:
                tip.reporter = self._tips.office.reporter_index(identity.openid)
            return tip

    def complete(self, session: Session, number: str, identity: Identity, actor: Actor, now: datetime) -> Tip:
        """Name and telephone of somebody who chose to report by name; again where something was mistyped."""
        _require(Mode.REAL_NAME, identity)
        with self._tips.opened(session, number, actor, now) as (steps, tip):
            if tip.mode is not Mode.REAL_NAME:
                raise NotByName
            self._seal(session, number, identity, now)
            steps.record("tips.complete_identity", f"tip:{number}")
            return tip

    def _seal(self, session: Session, number: str, identity: Identity, now: datetime) -> None:
        """Recognise here too who may not be rewarded: the reward may have been claimed before."""
        self._vault.seal_identity(session, number, identity, now)
        self._vault.exclusions.compare_anew(session, number, now)

    def is_complete(self, session: Session, number: str) -> bool:
        """Whether a name and a telephone lie in the vault."""
        return all(self._vault.holds(session, number, each) for each in (SecretField.NAME, SecretField.PHONE))


def _require(mode: Mode, identity: Identity) -> None:
    require_telephone(identity.phone)
    if identity.id_number and is_slip(identity.id_number):
        raise RuleViolation(SLIP, "id_number")
    if mode is Mode.REAL_NAME and not (identity.name and identity.phone):
        raise IdentityIncomplete
    if mode is Mode.CONFIDENTIAL and not (identity.openid or identity.phone):
        raise NobodyToTell
