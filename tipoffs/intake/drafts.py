"""The drafts of tips: at most one for each holder, sealed, gone after seven days or when it is thrown away.

Every verb takes the row of the draft before anything else is locked, so that two messages, or a message and
the sweep, follow each other.
"""

import json
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from core.ids import pseudonym
from core.statements import insert_once
from staff.actors import CLOCK, Actor, ActorKind
from tipoffs.evidence.services import EvidenceService
from tipoffs.intake.draft import Draft
from tipoffs.intake.models import TipDraft
from tipoffs.vault.contents import SecretClass
from tipoffs.vault.services import Vault

KEPT = timedelta(days=7)
"""A0 of the process: a draft that nobody touches is deleted after seven days."""

_SYSTEM_ACTOR = Actor(ActorKind.SYSTEM, "intake")
_FIELD = "words"


@dataclass(frozen=True, slots=True, repr=False)
class HeldDraft:
    """A draft and its row, locked for this transaction."""

    row: TipDraft
    draft: Draft

    @property
    def token(self) -> str:
        """The name under which the draft is kept."""
        return self.row.token


class DraftStore:
    """Opens, keeps and ends drafts; ``blind_key`` turns an openid into the index of its holder."""

    def __init__(self, vault: Vault, evidence: EvidenceService, blind_key: bytes) -> None:
        self._vault = vault
        self._evidence = evidence
        self._blind_key = blind_key

    def find(self, session: Session, openid: str, now: datetime) -> HeldDraft | None:
        """The draft of this person, if there is one that has not ended."""
        return self._held(session, TipDraft.holder == pseudonym(openid, self._blind_key), now)

    def find_by_token(self, session: Session, token: str, now: datetime) -> HeldDraft | None:
        """The draft of whoever holds this token, if it has not ended."""
        return self._held(session, TipDraft.token == token, now)

    def start(self, session: Session, openid: str | None, now: datetime, token: str = "") -> HeldDraft:
        """The draft of this person, empty if it is new; without an openid always a new one, under ``token``
        if one is given.
        """
        token = token or secrets.token_hex(16)
        row = {
            "token": token,
            "holder": pseudonym(openid, self._blind_key) if openid else None,
            "touched_at": now,
            "expires_at": now + KEPT,
        }
        if openid is not None:
            held = self.find(session, openid, now)
            if held is not None:
                return held
        if not insert_once(session, TipDraft, [row], conflict=["holder"]):
            assert openid is not None
            found = self.find(session, openid, now)
            assert found is not None
            return found
        self._vault.open_case(session, token, None, now)
        self._seal(session, token, Draft(), now)
        made = self.find_by_token(session, token, now)
        assert made is not None
        return made

    def keep(self, session: Session, held: HeldDraft, draft: Draft, now: datetime) -> None:
        """Keep what was told so far; its seven days begin anew."""
        held.row.touched_at, held.row.expires_at = now, now + KEPT
        session.flush()
        self._seal(session, held.token, draft, now)

    def alarm(self, session: Session, held: HeldDraft, now: datetime) -> bool:
        """Note that somebody may be in danger; False if that was noted before."""
        if held.row.alarmed_at is not None:
            return False
        held.row.alarmed_at = now
        session.flush()
        return True

    def discard(self, session: Session, held: HeldDraft, now: datetime) -> None:
        """Throw it away: the words cannot be read any more, and nothing that was sent either."""
        self._evidence.forget(session, held.token)
        self.end(session, held, now)

    def leave(self, session: Session, row: TipDraft) -> None:
        """Free its holder for another one; the sweep destroys it.

        Not at once: shredding writes the audit log, after which no lock of others may be taken.
        """
        row.holder = None
        row.expires_at = min(row.expires_at, row.touched_at)
        session.flush()

    def end(self, session: Session, held: HeldDraft, now: datetime) -> None:
        """Destroy the words of a draft whose evidence has gone elsewhere, and its row."""
        session.delete(held.row)
        session.flush()
        self._vault.retention.shred(session, held.token, SecretClass.WORDS, CLOCK, now)

    @staticmethod
    def expired(session: Session, now: datetime, after: str, limit: int) -> Sequence[str]:
        """The next tokens of drafts whose time is over, in their order."""
        return session.scalars(
            select(TipDraft.token)
            .where(TipDraft.expires_at <= now, TipDraft.token > after)
            .order_by(TipDraft.token)
            .limit(limit)
        ).all()

    def sweep_one(self, session: Session, token: str, now: datetime) -> bool:
        """Throw this draft away if its time is over; one a transaction: shredding writes the audit log."""
        row = session.scalars(
            select(TipDraft)
            .where(TipDraft.token == token, TipDraft.expires_at <= now)
            .with_for_update(skip_locked=True)
            .execution_options(populate_existing=True)
        ).one_or_none()
        if row is None:
            return False
        self.discard(session, HeldDraft(row, Draft()), now)
        return True

    def _held(self, session: Session, which: ColumnElement[bool], now: datetime) -> HeldDraft | None:
        row = session.scalars(
            select(TipDraft).where(which).with_for_update().execution_options(populate_existing=True)
        ).one_or_none()
        if row is None:
            return None
        if row.expires_at <= now:
            self.leave(session, row)
            return None
        told = json.loads(self._vault.open_field(session, row.token, _FIELD, _SYSTEM_ACTOR))
        return HeldDraft(row, Draft.from_tree(told))

    def _seal(self, session: Session, token: str, draft: Draft, now: datetime) -> None:
        told = json.dumps(draft.to_tree(), ensure_ascii=False)
        self._vault.seal_field(session, token, _FIELD, told, now)
