"""The vault's counter: what the other offices may ask of it.

A case is a public number. Every verb takes the actor and the moment; it adds to the session and never
commits.
Identity leaves only through ``IdentityDisclosure`` (``vault.disclosure``), one reading after a second
person's approval.
"""

import re
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from core.errors import NotFound
from core.masking import masked_for_sharing
from core.statements import insert_once
from staff.actors import Actor, ActorKind, NotPermitted
from staff.audit import AuditLog
from tipoffs.vault.contents import CLASS_OF, Identity, Payee, SecretClass, SecretField, kind_of
from tipoffs.vault.disclosure import IdentityDisclosure
from tipoffs.vault.errors import ConsentMissing, Destroyed, IdentityNotWanted
from tipoffs.vault.exclusions import ExclusionList, Listed
from tipoffs.vault.keys import KeyRing
from tipoffs.vault.models import AccessRecord, Consent, IdentityRequest, SealedSecret, VaultCase
from tipoffs.vault.notices import ACCOUNT, Notice, mode_notice
from tipoffs.vault.permissions import VaultPermission
from tipoffs.vault.retention import Retention
from tipoffs.vault.rotation import Rotation
from tipoffs.vault.sealed_fields import SealedFields
from tipoffs.vault.status import Mode, Purpose, check_mode_move

_PAYEE = "[收款人]"
_OF_PAYEE = (SecretField.PAYEE_NAME, SecretField.PAYEE_ACCOUNT, SecretField.PAYEE_ID_NUMBER)


class Vault:
    """Who the reporters are, what they wrote, and where rewards go."""

    def __init__(self, keys: KeyRing, audit: AuditLog, tell_listed: Listed | None = None) -> None:
        self.keys = keys
        self.fields = SealedFields(keys)
        self.disclosure = IdentityDisclosure(self.fields, audit)
        self.retention = Retention(self.fields, audit)
        self.exclusions = ExclusionList(self.fields, audit, tell_listed)
        self.rotation = Rotation(keys, self.fields)
        self._audit = audit

    def open_case(self, session: Session, case: str, mode: Mode | None, now: datetime) -> None:
        """Make room for the secrets of a case; for a tip, record that its mode's consequences were agreed to.

        Doing it twice changes nothing.
        """
        row = {"case": case, "mode": mode, "opened_at": now}
        if insert_once(session, VaultCase, [row], conflict=["case"]) and mode is not None:
            self.record_consent(session, case, mode_notice(mode), now)

    def close_case(self, session: Session, case: str, now: datetime) -> None:
        """The case is over: from now on the time counts after which its secrets are destroyed."""
        self.retention.close(session, case, now)

    def reopen_case(self, session: Session, case: str) -> None:
        """The case goes on."""
        self.retention.reopen(session, case)

    def change_mode(self, session: Session, case: str, mode: Mode, now: datetime) -> None:
        """An anonymous reporter says who they are, or a confidential one; ``CannotHideAgain`` backwards."""
        held = self._case(session, case)
        if held.mode is None:
            raise NotFound
        check_mode_move(held.mode, mode)
        held.mode = mode
        self.record_consent(session, case, mode_notice(mode), now)

    def record_consent(self, session: Session, case: str, notice: Notice, now: datetime) -> None:
        """Keep that this text, in this version, was shown and agreed to."""
        session.add(
            Consent(case=case, notice=notice.name, version=notice.version, digest=notice.digest, given_at=now)
        )
        session.flush()

    def seal_identity(self, session: Session, case: str, identity: Identity, now: datetime) -> None:
        """Seal what a reporter said about themselves; fields not given stay as they were.

        ``IdentityNotWanted`` for an anonymous tip: there nothing is kept, not even by mistake.
        """
        if self._case(session, case).mode is Mode.ANONYMOUS:
            raise IdentityNotWanted
        for name, plain in identity.given().items():
            self.fields.put(session, case, name, plain, now)

    def seal_payee(self, session: Session, case: str, payee: Payee, now: datetime) -> None:
        """Seal where a reward goes, under the number of the claim; ``ConsentMissing`` without its consent."""
        self._case(session, case)
        if not self.has_consented(session, case, ACCOUNT.name):
            raise ConsentMissing
        for name, plain in payee.given().items():
            self.fields.put(session, case, name, plain, now)

    def seal_field(self, session: Session, case: str, field: str, plaintext: str, now: datetime) -> None:
        """Seal one field: ``words``, ``words/NAME`` for further ones, or a part of the reporter's identity.

        A payee is sealed whole: see ``seal_payee``.
        """
        if CLASS_OF[kind_of(field)] is SecretClass.WORDS:
            self._case(session, case)
            self.fields.put(session, case, field, plaintext, now)
        else:
            self.seal_identity(session, case, Identity(**{field: plaintext}), now)

    def open_field(self, session: Session, case: str, field: str, actor: Actor) -> str:
        """Open words for somebody with ``vault.words``.

        Nothing else is opened here, whoever asks: a payee by ``open_payee``, identity by ``disclosure``.
        """
        if CLASS_OF[kind_of(field)] is not SecretClass.WORDS:
            raise NotPermitted
        actor.require(VaultPermission.WORDS)
        return self.fields.take(session, case, field)

    def open_payee(self, session: Session, case: str, actor: Actor, now: datetime) -> Payee:
        """Open whom a claim is paid to, for a payout officer; recorded, and shown to the reporter."""
        actor.require(VaultPermission.PAYEE)
        found = self.fields.take_all(session, case, SecretClass.PAYEE)
        if SecretField.PAYEE_NAME.value not in found:
            raise NotFound
        names = sorted(found)
        session.add(AccessRecord(case=case, purpose=Purpose.REWARD, fields=names, read_at=now))
        session.flush()
        self._audit(
            session,
            actor=actor,
            action="vault.read_payee",
            subject=f"case:{case}",
            now=now,
            detail={"fields": " ".join(names)},
        )
        return Payee(**{name.removeprefix("payee_"): plain for name, plain in found.items()})

    def without_payee(self, session: Session, case: str, text: str) -> str:
        """``text`` of somebody outside, such as the bank, without the payee of this case.

        Nobody is shown what is opened for it, so that it is no reading. Other numbers of persons go too.
        """
        try:
            held = self.fields.take_all(session, case, SecretClass.PAYEE)
        except Destroyed:
            held = {}
        for field in _OF_PAYEE:
            if signs := "".join(held.get(field, "").split()):
                text = re.sub(r"\s*".join(map(re.escape, signs)), _PAYEE, text, flags=re.IGNORECASE)
        return masked_for_sharing(text)

    def openid_for_notice(self, session: Session, case: str, actor: Actor) -> str | None:
        """Whom the system itself sends a notice to; no person may ask."""
        if actor.kind is not ActorKind.SYSTEM:
            raise NotPermitted
        try:
            held = self.fields.take_all(session, case, SecretClass.IDENTITY, SecretField.OPENID)
        except Destroyed:
            return None
        return held.get(SecretField.OPENID)

    def cases_of(self, session: Session, openid: str) -> list[str]:
        """The cases that this openid reported, oldest first."""
        return self.fields.find(session, SecretField.OPENID, openid)

    def holds(self, session: Session, case: str, field: SecretField) -> bool:
        """Whether something lies sealed under this field; what it is stays closed."""
        query = select(SealedSecret.id).where(SealedSecret.case == case, SealedSecret.field == field.value)
        return session.scalar(query.limit(1)) is not None

    def has_consented(self, session: Session, case: str, notice: str) -> bool:
        """Whether any version of this notice was agreed to in this case."""
        query = select(Consent.id).where(Consent.case == case, Consent.notice == notice).limit(1)
        return session.scalar(query) is not None

    def accesses_of(self, session: Session, case: str) -> list[AccessRecord]:
        """When and why the reporter's identity was read, for the reporter; newest first."""
        query = select(AccessRecord).where(AccessRecord.case == case).order_by(AccessRecord.id.desc())
        return list(session.scalars(query))

    def request(
        self, session: Session, case: str, actor: Actor, purpose: Purpose, reason: str, now: datetime
    ) -> IdentityRequest:
        """Ask, with a reason, to learn who the reporter is."""
        self._case(session, case)
        return self.disclosure.request(session, case, actor, purpose, reason, now)

    def approve(self, session: Session, request_id: int, actor: Actor, now: datetime) -> IdentityRequest:
        """Let another person's request through."""
        return self.disclosure.approve(session, request_id, actor, now)

    def decline(self, session: Session, request_id: int, actor: Actor, now: datetime) -> IdentityRequest:
        """Turn another person's request down."""
        return self.disclosure.decline(session, request_id, actor, now)

    def read(self, session: Session, request_id: int, actor: Actor, now: datetime) -> Identity:
        """Read the identity, once, in time, by the person who asked."""
        return self.disclosure.read(session, request_id, actor, now)

    def _case(self, session: Session, case: str) -> VaultCase:
        found = session.scalars(select(VaultCase).where(VaultCase.case == case)).one_or_none()
        if found is None:
            raise NotFound
        return found
