"""Learning who a reporter is: a reasoned request, another person's approval, one reading, one record."""

from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, func, select, update
from sqlalchemy.orm import Session

from core.errors import NotFound
from core.masking import masked
from staff.actors import Actor, ActorKind, NotPermitted
from staff.audit import AuditLog
from tipoffs.vault.contents import Identity, SecretClass
from tipoffs.vault.errors import AlreadyDecided, NotReadable, ReasonMissing, SelfApproval
from tipoffs.vault.models import AccessRecord, IdentityRequest
from tipoffs.vault.permissions import VaultPermission
from tipoffs.vault.sealed_fields import SealedFields
from tipoffs.vault.status import Purpose, RequestState

DECIDE_WITHIN = timedelta(days=3)
READ_WITHIN = timedelta(minutes=30)
LEAST_REASON = 10


class IdentityDisclosure:
    """Requests to learn an identity. Only staff take part: not even the system may read one."""

    def __init__(self, fields: SealedFields, audit: AuditLog) -> None:
        self._fields = fields
        self._audit = audit

    def request(
        self, session: Session, case: str, actor: Actor, purpose: Purpose, reason: str, now: datetime
    ) -> IdentityRequest:
        """Ask to learn who reported; ``ReasonMissing`` for a reason of fewer than ten characters."""
        _require(actor, VaultPermission.REQUEST)
        reason = masked(reason.strip())
        if len(reason) < LEAST_REASON:
            raise ReasonMissing
        request = IdentityRequest(
            case=case,
            purpose=purpose,
            reason=reason,
            state=RequestState.WAITING,
            requested_by=actor.id,
            requested_at=now,
            valid_until=now + DECIDE_WITHIN,
        )
        session.add(request)
        session.flush()
        self._record(session, request, actor, "vault.request", now)
        return request

    def approve(self, session: Session, request_id: int, actor: Actor, now: datetime) -> IdentityRequest:
        """Let it through: the person who asked may read once within half an hour. ``SelfApproval``."""
        return self._decide(session, request_id, actor, RequestState.APPROVED, now)

    def decline(self, session: Session, request_id: int, actor: Actor, now: datetime) -> IdentityRequest:
        """Decline a request to see an identity."""
        return self._decide(session, request_id, actor, RequestState.DECLINED, now)

    def read(self, session: Session, request_id: int, actor: Actor, now: datetime) -> Identity:
        """The identity, for the person who asked, once and in time; ``NotReadable`` otherwise.

        The changed row is the lock: of two readings at once one finds it approved. The line in the audit
        log and the reporter's record belong to the same transaction; where they cannot be written, nothing is
        read.
        """
        _require(actor, VaultPermission.REQUEST)
        request = self._move(
            session,
            IdentityRequest.id == request_id,
            IdentityRequest.requested_by == actor.id,
            IdentityRequest.decided_by != actor.id,
            held=RequestState.APPROVED,
            to=RequestState.READ,
            now=now,
            read_at=now,
        )
        if request is None:
            raise NotReadable
        found = self._fields.take_all(session, request.case, SecretClass.IDENTITY)
        session.add(
            AccessRecord(case=request.case, purpose=request.purpose, fields=sorted(found), read_at=now)
        )
        session.flush()
        self._record(session, request, actor, "vault.read", now)
        return Identity(**found)

    def lapse(self, session: Session, now: datetime) -> int:
        """Close the requests whose time is over; say how many."""
        closed = session.scalars(
            update(IdentityRequest)
            .where(
                IdentityRequest.state.in_((RequestState.WAITING, RequestState.APPROVED)),
                IdentityRequest.valid_until <= now,
            )
            .values(state=RequestState.LAPSED)
            .returning(IdentityRequest.id)
            .execution_options(synchronize_session=False)
        ).all()
        return len(closed)

    def waiting(self, session: Session, now: datetime) -> list[IdentityRequest]:
        """The requests that somebody has to decide, oldest first."""
        return list(
            session.scalars(
                select(IdentityRequest)
                .where(IdentityRequest.state == RequestState.WAITING, IdentityRequest.valid_until > now)
                .order_by(IdentityRequest.id)
            )
        )

    def count_waiting(self, session: Session, actor: Actor, now: datetime) -> int:
        """How many requests this person may decide: nobody decides their own."""
        query = select(func.count()).select_from(IdentityRequest)
        return session.scalars(
            query.where(
                IdentityRequest.state == RequestState.WAITING,
                IdentityRequest.valid_until > now,
                IdentityRequest.requested_by != actor.id,
            )
        ).one()

    def _decide(
        self, session: Session, request_id: int, actor: Actor, to: RequestState, now: datetime
    ) -> IdentityRequest:
        _require(actor, VaultPermission.APPROVE)
        asked_by = session.scalar(
            select(IdentityRequest.requested_by).where(IdentityRequest.id == request_id)
        )
        if asked_by is None:
            raise NotFound
        if asked_by == actor.id:
            raise SelfApproval
        until = {"valid_until": now + READ_WITHIN} if to is RequestState.APPROVED else {}
        request = self._move(
            session,
            IdentityRequest.id == request_id,
            held=RequestState.WAITING,
            to=to,
            now=now,
            decided_by=actor.id,
            decided_at=now,
            **until,
        )
        if request is None:
            raise AlreadyDecided
        action = "vault.approve" if to is RequestState.APPROVED else "vault.decline"
        self._record(session, request, actor, action, now)
        return request

    def _move(
        self,
        session: Session,
        *where: ColumnElement[bool],
        held: RequestState,
        to: RequestState,
        now: datetime,
        **values: object,
    ) -> IdentityRequest | None:
        return session.scalars(
            update(IdentityRequest)
            .where(*where, IdentityRequest.state == held, IdentityRequest.valid_until > now)
            .values(state=to, **values)
            .returning(IdentityRequest)
            .execution_options(populate_existing=True, synchronize_session=False)
        ).one_or_none()

    def _record(
        self, session: Session, request: IdentityRequest, actor: Actor, action: str, now: datetime
    ) -> None:
        self._audit(
            session,
            actor=actor,
            action=action,
            subject=f"case:{request.case}",
            now=now,
            reason=request.purpose.label,
            detail={"request": request.id},
        )


def _require(actor: Actor, permission: str) -> None:
    if actor.kind is not ActorKind.STAFF:
        raise NotPermitted
    actor.require(permission)
