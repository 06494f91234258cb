"""Takes down a tip that came by telephone (12350, 12345): what was said, and who said it if they want."""

import hashlib
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from core.telephones import require_telephone
from staff.actors import Actor
from staff.models import StaffUser
from tipoffs.intake.draft import Draft
from tipoffs.intake.drafts import DraftStore
from tipoffs.intake.submitting import Receipt, SubmissionService
from tipoffs.permissions import Permission
from tipoffs.tips.models import Channel, Mode
from tipoffs.vault.contents import Identity
from tipoffs.vault.services import Vault


class Recording:
    """Takes a tip down that somebody tells an operator by telephone."""

    def __init__(self, drafts: DraftStore, submissions: SubmissionService, vault: Vault) -> None:
        self._drafts, self._submissions, self._vault = drafts, submissions, vault

    def record(
        self, session: Session, draft: Draft, who: Identity, actor: Actor, now: datetime, sheet: str = ""
    ) -> Receipt:
        """Submit it; the receipt's code is read to the caller and shown this once. Anonymous is anonymous:
        whatever was typed of a person is then not kept.

        ``sheet`` names the form that was filled in: the same one of the same operator is one call, however
        often it is sent, and has no code the second time.
        """
        actor.require(Permission.TIPS_SUBMIT)
        if draft.mode != Mode.ANONYMOUS.value:
            require_telephone(who.phone)
        token = _token_of(sheet, actor)
        if token:
            # Two taps on one button come at once; the operator's own row makes them follow each other.
            session.execute(select(StaffUser.id).where(StaffUser.login == actor.id).with_for_update())
        is_known = bool(token) and self._submissions.was_submitted(session, token)
        if not is_known:
            token = self._drafts.start(session, None, now, token).token
        receipt = self._submissions.submit_draft(
            session, token, draft, channel=Channel.OPERATOR, openid=None, now=now, actor=actor
        )
        if not is_known and draft.mode != Mode.ANONYMOUS.value and who.given():
            self._vault.seal_identity(session, receipt.number, who, now)
        return receipt


def _token_of(sheet: str, actor: Actor) -> str:
    """The key under which a form of this operator is kept; nobody can name the draft of somebody else."""
    return hashlib.sha256(f"{actor.id}\n{sheet}".encode()).hexdigest()[:32] if sheet else ""
