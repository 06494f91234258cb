"""What of tips, hazards and rewards is open in the name of somebody who leaves, and how it is handed over.

Whoever is named in a case learns of it here as little as anywhere: neither the administrator who looks nor
the colleague who takes over.
"""

from collections.abc import Iterator
from datetime import datetime

from sqlalchemy import Text, cast, select
from sqlalchemy.orm import Session

from core.errors import RuleViolation
from core.types import Labelled
from staff.actors import Actor
from staff.audit import record
from staff.leaving import Bound, OpenWork
from staff.models import StaffUser
from staff.permissions import StaffPermission
from staff.reach import Regions, is_within
from tipoffs.conflicts import Excluded, require_not_named
from tipoffs.hazards.models import Hazard
from tipoffs.hazards.status import HazardState
from tipoffs.permissions import Permission
from tipoffs.rewards.models import RewardPayment
from tipoffs.rewards.own_rules.models import OwnRules
from tipoffs.rewards.own_rules.status import DraftState
from tipoffs.rewards.permissions import RewardPermission
from tipoffs.routing.models import DepartmentContact
from tipoffs.routing.services import load_matrix
from tipoffs.tips.models import Tip, Verification
from tipoffs.tips.status import TipState
from tipoffs.tips.verifying import earlier_verifiers

NEEDED: dict[Bound, Labelled] = {
    Bound.SECOND_VERIFIER: Permission.TIPS_VERIFY,
    Bound.FIXER: Permission.HAZARDS_FIX,
    Bound.CONTACT: Permission.TIPS_HANDLE,
}
"""What a colleague must be permitted to take it over."""

_IN_REPAIR = (
    HazardState.ORDERED,
    HazardState.FIXING,
    HazardState.LISTED,
    HazardState.EXTENDED,
    HazardState.ENFORCEMENT,
)


class NotForThem(RuleViolation):
    """The colleague can take over none of it."""

    sentence = "没有交接成：这些事项不在他的管辖范围，或者他已经是第一核查人、发现人。请换一位。"
    about = "heir"


def in_name_of(session: Session, login: str, actor: Actor) -> list[OpenWork]:
    """What is open in their name, as ``actor`` may learn of it; kinds without any are left out."""
    matrix = load_matrix(session)
    awaited = tuple(tip.number for _, tip in _awaited(session, login, actor))
    repaired = tuple(one.code for one in _repaired(session, login, actor))
    contacts = tuple(matrix.name(one.department) for one in _contacts(session, login))
    sent = select(RewardPayment.voucher).where(
        RewardPayment.sent_by == login, RewardPayment.settled_at.is_(None)
    )
    vouchers = tuple(session.scalars(sent.order_by(RewardPayment.id)))
    drafts = session.scalars(select(OwnRules).where(OwnRules.state == DraftState.DRAFT).order_by(OwnRules.id))
    rules = tuple(f"第{one.id}份" for one in drafts if one.writers[-1:] == [login])
    found = [
        *(
            OpenWork(bound.label, names, NEEDED[bound], bound)
            for bound, names in (
                (Bound.SECOND_VERIFIER, awaited),
                (Bound.FIXER, repaired),
                (Bound.CONTACT, contacts),
            )
        ),
        OpenWork("送交支付、还没有银行结果的凭证", vouchers, RewardPermission.RECONCILE),
        OpenWork("没有写完的奖励办法", rules, RewardPermission.DRAFT_RULES),
    ]
    return [one for one in found if one.names]


def hand_over(
    session: Session, bound: Bound, login: str, heir: Actor, regions: Regions, actor: Actor, now: datetime
) -> int:
    """Give ``heir`` what of this kind is bound to ``login`` and may be theirs; how many pieces.

    ``NotForThem`` if none may. Somebody who is named in a case, found the hazard or verifies it first
    takes over no part of it; that stays where it is.
    """
    actor.require(StaffPermission.MANAGE)
    heir.require(NEEDED[bound])
    match bound:
        case Bound.SECOND_VERIFIER:
            subjects = list(_hand_verifications(session, login, heir, regions, actor))
        case Bound.FIXER:
            subjects = list(_hand_repairs(session, login, heir, regions, actor))
        case Bound.CONTACT:
            subjects = list(_hand_contacts(session, login, heir))
    if not subjects:
        raise NotForThem
    session.flush()
    for subject in subjects:
        detail = {"of": bound.label, "left_by": login, "taken_by": heir.id}
        record(session, actor=actor, action="staff.hand_over", subject=subject, now=now, detail=detail)
    return len(subjects)


def _hand_verifications(
    session: Session, login: str, heir: Actor, regions: Regions, actor: Actor
) -> Iterator[str]:
    for written, tip in _awaited(session, login, actor, is_taken=True):
        others = {written.verifier, *earlier_verifiers(session, tip)}
        if (
            heir.id not in others
            and is_within(heir, regions, tip.region, tip.department)
            and _is_unnamed(heir, tip.named_units, tip.named_officers)
        ):
            written.second_verifier = heir.id
            yield f"tip:{tip.number}"


def _hand_repairs(session: Session, login: str, heir: Actor, regions: Regions, actor: Actor) -> Iterator[str]:
    for hazard in _repaired(session, login, actor):
        if (
            heir.id not in hazard.finders
            and is_within(heir, regions, hazard.region, hazard.department)
            and _is_unnamed(heir, hazard.excluded_units, hazard.excluded_officers)
        ):
            # Who answered for it before stays on record: they must not look again at what they repaired.
            hazard.fixers = sorted({*hazard.fixers, heir.id})
            yield f"hazard:{hazard.code}"


def _hand_contacts(session: Session, login: str, heir: Actor) -> Iterator[str]:
    known = {
        (one.department, one.region)
        for one in session.scalars(select(DepartmentContact).where(DepartmentContact.login == heir.id))
    }
    for one in _contacts(session, login):
        if not (heir.scope.everywhere or one.department in heir.scope.departments):
            continue
        if (one.department, one.region) in known:
            session.delete(one)
        else:
            one.login = heir.id
        yield f"department:{one.department}"


def _awaited(
    session: Session, login: str, actor: Actor, *, is_taken: bool = False
) -> list[tuple[Verification, Tip]]:
    """Records that wait for this second verifier, with their tips; locked where they are taken over."""
    query = (
        select(Verification, Tip)
        .join(Tip, Tip.number == Verification.tip)
        .where(
            Verification.second_verifier == login,
            Verification.co_signed_at.is_(None),
            Verification.sent_back_reason.is_(None),
            Verification.round == Tip.round,
            Tip.state.in_((TipState.VERIFYING, TipState.EXTENDED)),
        )
        .order_by(Verification.id)
    )
    query = query.with_for_update(of=Verification) if is_taken else query
    return [
        (written, tip)
        for written, tip in session.execute(query)
        if _is_unnamed(actor, tip.named_units, tip.named_officers)
    ]


def _repaired(session: Session, login: str, actor: Actor) -> list[Hazard]:
    """Hazards in repair for which nobody else with an open account answers."""
    query = select(Hazard).where(
        Hazard.state.in_(_IN_REPAIR), cast(Hazard.fixers, Text).contains(f'"{login}"', autoescape=True)
    )
    open_accounts = set(session.scalars(select(StaffUser.login).where(StaffUser.active)))
    return [
        one
        for one in session.scalars(query.order_by(Hazard.code))
        if login in one.fixers
        and not (set(one.fixers) - {login}) & open_accounts
        and _is_unnamed(actor, one.excluded_units, one.excluded_officers)
    ]


def _contacts(session: Session, login: str) -> list[DepartmentContact]:
    query = select(DepartmentContact).where(DepartmentContact.login == login)
    return list(session.scalars(query.order_by(DepartmentContact.department, DepartmentContact.region)))


def _is_unnamed(somebody: Actor, units: list[str], officers: list[str]) -> bool:
    try:
        require_not_named(somebody, units, officers)
    except Excluded:
        return False
    return True
