"""The end of secrets: closing and reopening a case, holding it, and destroying keys whose time is over.

What a destroyed key still leaves in old dumps, and how that ends, is told in docs/adr/0013-vault.md.
"""

from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

import yaml
from sqlalchemy import ColumnElement, and_, delete, exists, or_, select, update
from sqlalchemy.orm import Session

from core.errors import BadContent, NotFound
from core.masking import masked
from core.yamls import parsed
from staff.actors import Actor
from staff.audit import AuditLog
from tipoffs.vault.contents import SecretClass
from tipoffs.vault.errors import OnHold
from tipoffs.vault.models import MOST_BASIS, ReceiptCode, VaultCase, VaultHold, VaultKey
from tipoffs.vault.permissions import VaultPermission
from tipoffs.vault.sealed_fields import SealedFields
from tipoffs.vault.status import Hold

FILE = Path(__file__).with_name("retention.yaml")


def load_periods(path: Path = FILE) -> dict[SecretClass, timedelta]:
    """How long each class is kept after the close; ``BadContent`` if one is missing or absurd."""
    try:
        tree = parsed(path.read_text("utf-8"))
        periods = {each: timedelta(days=int(tree[each.value]["days"])) for each in SecretClass}
    except (KeyError, TypeError, ValueError, yaml.YAMLError) as error:
        raise BadContent(f"{path.name}: {error}") from error
    if any(period <= timedelta(0) for period in periods.values()):
        raise BadContent(f"{path.name}: a period must be longer than nothing")
    return periods


@dataclass(frozen=True, slots=True)
class Due:
    """One class of secrets of one case whose time is over."""

    case: str
    secret_class: SecretClass
    closed_at: datetime


class Retention:
    """Decides what has ended, and destroys it."""

    def __init__(
        self, fields: SealedFields, audit: AuditLog, periods: Mapping[SecretClass, timedelta] | None = None
    ) -> None:
        self._fields = fields
        self._audit = audit
        self._periods = dict(periods or load_periods())

    def close(self, session: Session, case: str, now: datetime) -> None:
        """The case is over: its secrets' time begins to run. A second close changes nothing."""
        found = self._locked(session, case)
        found.closed_at = found.closed_at or now
        session.flush()

    def reopen(self, session: Session, case: str) -> None:
        """The case goes on: its time stops, and begins anew with the next close."""
        self._locked(session, case).closed_at = None
        session.flush()

    def hold(
        self, session: Session, case: str, why: Hold, actor: Actor, now: datetime, basis: str = ""
    ) -> None:
        """Keep everything of this case, whatever its time, until this and every other hold is lifted.

        ``basis`` tells two holds of one reason apart: the document, or who asked. The same again is no
        second one.
        """
        actor.require(VaultPermission.HOLD)
        self._locked(session, case)
        made = VaultHold(
            case=case, why=why, basis=masked(basis.strip())[:MOST_BASIS], held_at=now, held_by=actor.id
        )
        standing = select(VaultHold.id).where(
            VaultHold.case == case, VaultHold.why == why, VaultHold.basis == made.basis
        )
        if session.scalar(standing) is not None:
            return
        session.add(made)
        self._record(session, actor, "vault.hold", case, now, made.words)

    def release(self, session: Session, hold: int, actor: Actor, now: datetime) -> None:
        """Lift the hold of this number and no other; ``NotFound`` where it stands no more."""
        actor.require(VaultPermission.HOLD)
        found = session.get(VaultHold, hold)
        if found is None:
            raise NotFound
        case, words = found.case, found.words
        self._locked(session, case)
        lifted = session.scalar(
            delete(VaultHold)
            .where(VaultHold.id == hold)
            .returning(VaultHold.id)
            .execution_options(synchronize_session=False)
        )
        if lifted is None:
            raise NotFound
        session.expunge(found)
        self._record(session, actor, "vault.release", case, now, words)

    def held(self, session: Session) -> Sequence[VaultHold]:
        """The reasons for which cases are kept whatever their time, the newest first."""
        return session.scalars(
            select(VaultHold).order_by(VaultHold.held_at.desc(), VaultHold.id.desc())
        ).all()

    def due(
        self, session: Session, now: datetime, limit: int | None = None, case: str | None = None
    ) -> list[Due]:
        """What is to be destroyed: closed long enough ago, and on no hold. Looking changes nothing.

        Of all cases, or of one.
        """
        query = (
            select(VaultKey.case, VaultKey.secret_class, VaultCase.closed_at)
            .join(VaultCase, VaultCase.case == VaultKey.case)
            .where(self._is_due(now))
            .order_by(VaultCase.closed_at, VaultKey.id)
            .limit(limit)
        )
        if case is not None:
            query = query.where(VaultKey.case == case)
        return [Due(row.case, row.secret_class, row.closed_at) for row in session.execute(query)]

    def due_cases(self, session: Session, now: datetime, after: str, limit: int) -> Sequence[str]:
        """The next cases of which something is to be destroyed, in the order of their names."""
        return session.scalars(
            select(VaultKey.case)
            .join(VaultCase, VaultCase.case == VaultKey.case)
            .where(self._is_due(now), VaultKey.case > after)
            .distinct()
            .order_by(VaultKey.case)
            .limit(limit)
        ).all()

    def _is_due(self, now: datetime) -> ColumnElement[bool]:
        over = or_(
            *(
                and_(VaultKey.secret_class == each, VaultCase.closed_at <= now - period)
                for each, period in self._periods.items()
            )
        )
        return and_(VaultKey.wrapped.is_not(None), ~exists().where(VaultHold.case == VaultKey.case), over)

    def sweep(
        self, session: Session, actor: Actor, now: datetime, limit: int = 200, case: str | None = None
    ) -> list[Due]:
        """Destroy what is due, of all cases or of one, at most ``limit`` keys; say what.

        All first, then the audit log: whoever has written there must take no further lock.
        """
        actor.require(VaultPermission.SHRED)
        done = []
        for each in self.due(session, now, limit, case):
            # A hold may have come since we looked; then it is not destroyed.
            with suppress(OnHold):
                if self._destroy(session, each.case, each.secret_class, now):
                    done.append(each)
        for each in done:
            self._record(session, actor, "vault.shred", each.case, now, each.secret_class.label)
        return done

    def shred(
        self, session: Session, case: str, secret_class: SecretClass, actor: Actor, now: datetime
    ) -> bool:
        """Destroy the key of one class of a case, and what it sealed; ``OnHold`` where the law keeps it.

        Whether there was a key to destroy. The row stays without a key, so that none is ever made again.
        """
        actor.require(VaultPermission.SHRED)
        if not self._destroy(session, case, secret_class, now):
            return False
        self._record(session, actor, "vault.shred", case, now, secret_class.label)
        return True

    def _destroy(self, session: Session, case: str, secret_class: SecretClass, now: datetime) -> bool:
        self._locked(session, case)
        if session.scalar(select(VaultHold.id).where(VaultHold.case == case).limit(1)) is not None:
            raise OnHold
        destroyed = session.scalars(
            update(VaultKey)
            .where(
                VaultKey.case == case, VaultKey.secret_class == secret_class, VaultKey.wrapped.is_not(None)
            )
            .values(wrapped=None, epoch=None, destroyed_at=now)
            .returning(VaultKey.id)
            .execution_options(synchronize_session=False)
        ).all()
        self._fields.remove(session, case, secret_class)
        if secret_class is SecretClass.WORDS:
            # With the words there is nothing left to come back to.
            for receipt in session.scalars(select(ReceiptCode).where(ReceiptCode.case == case)):
                session.delete(receipt)
        session.flush()
        return bool(destroyed)

    def _locked(self, session: Session, case: str) -> VaultCase:
        found = session.scalars(
            select(VaultCase)
            .where(VaultCase.case == case)
            .with_for_update()
            .execution_options(populate_existing=True)
        ).one_or_none()
        if found is None:
            raise NotFound
        return found

    def _record(
        self, session: Session, actor: Actor, action: str, case: str, now: datetime, reason: str
    ) -> None:
        session.flush()
        self._audit(session, actor=actor, action=action, subject=f"case:{case}", now=now, reason=reason)
