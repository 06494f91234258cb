"""Takes down a tip that came by telephone (12350, 12345): what was said, and who said it if they want."""

from datetime import datetime

from sqlalchemy.orm import Session

from staff.actors import Actor
from tipoffs.intake.draft import Draft
from tipoffs.intake.services import IntakeService, Receipt
from tipoffs.permissions import Permission
from tipoffs.tips.models import Channel, Mode
from tipoffs.vault.contents import Identity
from tipoffs.vault.services import Vault


class Recording:
    """The operator's one verb."""

    def __init__(self, intake: IntakeService, vault: Vault) -> None:
        self._intake, self._vault = intake, vault

    def record(self, session: Session, draft: Draft, who: Identity, actor: Actor, now: datetime) -> Receipt:
        """Submit it; the receipt's code is read to the caller and shown this once. Anonymous is anonymous:
        whatever was typed of a person is then not kept.
        """
        actor.require(Permission.TIPS_SUBMIT)
        held = self._intake.drafts.start(session, None, now)
        receipt = self._intake.submit_draft(
            session, held.token, draft, channel=Channel.OPERATOR, openid=None, now=now, actor=actor
        )
        if draft.mode != Mode.ANONYMOUS.value and who.given():
            self._vault.seal_identity(session, receipt.number, who, now)
        return receipt
