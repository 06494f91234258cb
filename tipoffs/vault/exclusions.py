"""The list of people who may not be rewarded, and whether a reporter is one: by category, never by name."""

import secrets
from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from core.errors import NotFound, RuleViolation
from core.statements import insert_once
from staff.actors import Actor
from tipoffs.vault.contents import Identity, SecretClass, SecretField
from tipoffs.vault.drawers import Drawers
from tipoffs.vault.models import ExcludedPerson, VaultCase, VaultKey
from tipoffs.vault.permissions import VaultPermission
from tipoffs.vault.ports import Audit
from tipoffs.vault.status import Exclusion


class NothingToCompare(RuleViolation):
    """An entry of the list has neither telephone nor ID number."""

    sentence = "请填写电话或者证件号码，至少一项，否则无法比对。"


class ExclusionList:
    """Keeps the list and compares; both sides stay sealed."""

    def __init__(self, drawers: Drawers, audit: Audit) -> None:
        self._drawers = drawers
        self._audit = audit

    def enter(
        self, session: Session, who: Identity, why: Exclusion, actor: Actor, now: datetime
    ) -> ExcludedPerson:
        """Put somebody on the list by telephone or ID number; a name is not kept."""
        actor.require(VaultPermission.SCREEN)
        given = {kind: plain for kind, plain in who.given().items() if kind in _COMPARED}
        if not given:
            raise NothingToCompare
        case = f"X{secrets.token_hex(8)}"
        insert_once(session, VaultCase, [{"case": case, "mode": None, "opened_at": now}], conflict=["case"])
        for kind, plain in given.items():
            self._drawers.put(session, case, kind.value, plain, now)
        entry = ExcludedPerson(case=case, why=why, listed_by=actor.id, listed_at=now)
        session.add(entry)
        session.flush()
        self._audit(
            session, actor=actor, action="vault.exclude", subject=f"case:{case}", now=now, reason=why.label
        )
        return entry

    def strike_off(self, session: Session, case: str, actor: Actor, now: datetime) -> None:
        """Take somebody off the list; nothing of them stays."""
        actor.require(VaultPermission.SCREEN)
        gone = session.scalars(
            delete(ExcludedPerson).where(ExcludedPerson.case == case).returning(ExcludedPerson.id)
        ).all()
        if not gone:
            raise NotFound
        self._drawers.remove(session, case, SecretClass.IDENTITY)
        session.execute(delete(VaultKey).where(VaultKey.case == case))
        session.execute(delete(VaultCase).where(VaultCase.case == case))
        self._audit(session, actor=actor, action="vault.strike_off", subject=f"case:{case}", now=now)

    def entries(self, session: Session, actor: Actor) -> Sequence[ExcludedPerson]:
        """The whole list, the oldest entry first; who it is about stays sealed."""
        actor.require(VaultPermission.SCREEN)
        return session.scalars(select(ExcludedPerson).order_by(ExcludedPerson.id)).all()

    def matches(self, session: Session, case: str) -> frozenset[Exclusion]:
        """The categories under which the reporter or payee of this case is on the list; no more."""
        opened = {
            **self._drawers.take_all(session, case, SecretClass.IDENTITY),
            **self._drawers.take_all(session, case, SecretClass.PAYEE),
        }
        found: set[str] = set()
        for name, plain in opened.items():
            for kind in _COMPARED:
                if name in (kind.value, f"payee_{kind.value}"):
                    found.update(self._drawers.find(session, kind, plain))
        query = select(ExcludedPerson.why).where(ExcludedPerson.case.in_(found))
        return frozenset(session.scalars(query))


_COMPARED = (SecretField.PHONE, SecretField.ID_NUMBER)
