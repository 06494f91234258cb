"""The list of people who may not be rewarded, and whether a reporter is one: by category, never by name."""

import re
import secrets
from collections.abc import Callable, Collection, Iterator, Sequence
from datetime import datetime

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from core.errors import NotFound, RuleViolation
from core.ids import lock_number
from core.masking import SLIP, is_slip
from core.sort_orders import Page, both_ways
from core.statements import insert_once, pass_alone
from core.telephones import is_telephone, require_telephone
from staff.actors import Actor
from staff.audit import AuditLog
from tipoffs.vault.contents import CLASS_OF, Identity, SecretClass, SecretField, kind_of
from tipoffs.vault.errors import Destroyed
from tipoffs.vault.models import ExcludedPerson, VaultCase, VaultKey
from tipoffs.vault.permissions import VaultPermission
from tipoffs.vault.sealed_fields import SealedFields, normalised
from tipoffs.vault.status import Exclusion

Listed = Callable[[Session, Collection[str], Exclusion, datetime], None]
"""In which cases somebody was named, as reporter or payee, and why they are on the list."""


class NothingToCompare(RuleViolation):
    """An entry of the list has neither telephone nor ID number."""

    sentence = "请填写电话或者证件号码，至少一项，否则无法比对。"
    about = "phone id_number"


class OddNumber(RuleViolation):
    """A number with a slip of the pen would stay on the list and never match anybody."""


class AlreadyListed(RuleViolation):
    """The same number is on the list for the same reason."""


EXCLUDED_ORDERS = both_ways(ExcludedPerson.id)


class ExclusionList:
    """Keeps the list and compares; both sides stay sealed."""

    def __init__(self, fields: SealedFields, audit: AuditLog, tell_listed: Listed | None = None) -> None:
        """``tell_listed`` hears in which cases somebody is named on the list, once both are known."""
        self._fields = fields
        self._audit = audit
        self._tell_listed = tell_listed

    def enter(
        self, session: Session, who: Identity, why: Exclusion, actor: Actor, now: datetime
    ) -> ExcludedPerson:
        """Put somebody on the list by telephone or ID number; a name is not kept.

        Raises ``NothingToCompare``, ``OddTelephone``, ``OddNumber``, ``AlreadyListed``.
        """
        actor.require(VaultPermission.SCREEN)
        given = _compared(who)
        pass_alone(session, _COMPARING)
        if same := [one for one in self._listed(session, given) if one.why is why]:
            raise AlreadyListed(f"这个号码已经在名单上了：第{same[0].id}号，{why.label}。")
        case = f"X{secrets.token_hex(8)}"
        insert_once(session, VaultCase, [{"case": case, "mode": None, "opened_at": now}], conflict=["case"])
        for kind, plain in given.items():
            self._fields.put(session, case, kind.value, plain, now)
        entry = ExcludedPerson(case=case, why=why, listed_by=actor.id, listed_at=now)
        session.add(entry)
        session.flush()
        if self._tell_listed is not None:
            self._tell_listed(session, self._named_in(session, given), why, now)
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
        self._fields.remove(session, case, SecretClass.IDENTITY)
        session.execute(delete(VaultKey).where(VaultKey.case == case))
        session.execute(delete(VaultCase).where(VaultCase.case == case))
        self._audit(session, actor=actor, action="vault.strike_off", subject=f"case:{case}", now=now)

    def entries(
        self,
        session: Session,
        actor: Actor,
        page: Page = Page(EXCLUDED_ORDERS[1], limit=None),
    ) -> Sequence[ExcludedPerson]:
        """The list, or a page of it; who it is about stays sealed."""
        actor.require(VaultPermission.SCREEN)
        return session.scalars(page.of(select(ExcludedPerson))).all()

    def look_up(self, session: Session, number: str, actor: Actor, now: datetime) -> Sequence[ExcludedPerson]:
        """The entries of somebody whose telephone or ID number this is, so that the right one is struck off.

        Each look is in the audit log, without the number. Of reporters it tells nothing.
        """
        actor.require(VaultPermission.SCREEN)
        found = self._listed(session, _compared(_either(number)))
        self._audit(session, actor=actor, action="vault.look_up", subject="excluded", now=now)
        return found

    def matches(self, session: Session, *cases: str) -> frozenset[Exclusion]:
        """The categories under which the reporter or payee of these cases is on the list; no more.

        What was destroyed meanwhile is not compared. Ask in the transaction that names somebody, after they
        were sealed: of a claim and an entry made at the same moment, the second then sees the first.
        """
        pass_alone(session, _COMPARING)
        found: set[str] = set()
        for case in cases:
            for kind, plain in self._given(session, case):
                found.update(self._fields.find(session, kind, plain))
        query = select(ExcludedPerson.why).where(ExcludedPerson.case.in_(found))
        return frozenset(session.scalars(query))

    def compare_anew(self, session: Session, case: str, now: datetime) -> None:
        """Somebody said only now who they are: tell of each category under which they are on the list.

        A reward of the case may have been claimed before, when there was less to compare. Ask after they were
        sealed, as with ``matches``.
        """
        if self._tell_listed is not None:
            for why in sorted(self.matches(session, case)):
                self._tell_listed(session, [case], why, now)

    def _given(self, session: Session, case: str) -> Iterator[tuple[SecretField, str]]:
        for kind in _COMPARED:
            for name in (kind.value, f"payee_{kind.value}"):
                try:
                    opened = self._fields.take_all(session, case, CLASS_OF[kind_of(name)], name)
                except Destroyed:
                    continue
                yield from ((kind, plain) for plain in opened.values())

    def _listed(self, session: Session, given: dict[SecretField, str]) -> Sequence[ExcludedPerson]:
        cases = self._named_in(session, given)
        query = select(ExcludedPerson).where(ExcludedPerson.case.in_(cases)).order_by(ExcludedPerson.id)
        return session.scalars(query).all()

    def _named_in(self, session: Session, given: dict[SecretField, str]) -> set[str]:
        return {case for kind, plain in given.items() for case in self._fields.find(session, kind, plain)}


_COMPARING = lock_number("excluded people")
_COMPARED = (SecretField.PHONE, SecretField.ID_NUMBER)
_CARD = re.compile(r"\d{17}[\dX]|\d{15}|(?=.*[A-Z])[A-Z0-9()]{5,20}")
"""An identity card, one of before 2004 without a check digit, or another document, which has a letter."""


def _compared(who: Identity) -> dict[SecretField, str]:
    """What of somebody can be compared, each number as it ought to look."""
    given = {kind: plain for kind, plain in who.given().items() if kind in _COMPARED}
    if not given:
        raise NothingToCompare
    require_telephone(who.phone)
    if who.id_number:
        card = normalised(SecretField.ID_NUMBER, who.id_number)
        if not _CARD.fullmatch(card):
            raise OddNumber("证件号码的位数不对，请核对。身份证号是18位。", "id_number")
        if is_slip(card):
            raise OddNumber(SLIP, "id_number")
    return given


def _either(number: str) -> Identity:
    """Somebody by one number: a telephone if it looks like one, otherwise a document."""
    return Identity(phone=number) if is_telephone(number) else Identity(id_number=number or None)
