"""What follows when a clock of a case speaks: who is told, and which step the system takes by itself.

A right of the reporter that has lapsed needs nobody: the case is closed, or goes on with what is there. All
else is told to the staff who have to act, higher and higher the later it is (承办人 → 分管领导 → 安委办).
While there is time the phones of the department's contacts (联系人) ring, once it is late everybody's there.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from core.clock import china_date, day_words
from deliveries.duty import Duty
from places.services import load_tree
from staff.actors import CLOCK
from tipoffs.clocks.models import CaseClock
from tipoffs.clocks.notices import sentence
from tipoffs.clocks.ports import ClockNotice
from tipoffs.clocks.queries import SOON
from tipoffs.clocks.reminders import EXPIRED, Recipient, rung_of
from tipoffs.clocks.rules import ClockRules, Whose
from tipoffs.hazards.files import began_with_more_time
from tipoffs.hazards.models import Hazard
from tipoffs.permissions import Permission as May
from tipoffs.ports import ClockKind
from tipoffs.rewards.models import Reward
from tipoffs.rewards.status import RewardState
from tipoffs.routing.contacts import contacts
from tipoffs.tips.models import Tip
from tipoffs.tips.services import TipService
from tipoffs.tips.status import TipState

RaiseDuty = Callable[[Session, Duty, datetime], bool]

ARCHIVED_AFTER = timedelta(days=90)
"""How long after its end a case is put away: the 回访 of thirty days is over. A default of ours."""
_SETTLED = (
    RewardState.NOT_APPLICABLE,
    RewardState.PAID,
    RewardState.LAPSED,
    RewardState.DENIED,
    RewardState.RECOVERED,
)
NO_WORD_CAME = "举报人补充材料的期限已到"
_AT_THE_UNIT = frozenset(
    {"sign", "verify", "verify_general", "verify_fire_exit", "verify_fire", "hazard_general", "hazard_major"}
)
"""Clocks that the department of the case has to mind, as long as it has one."""
_HANDLERS: Mapping[str, May] = {
    "emergency": May.TIPS_EMERGENCY,
    "accept": May.TIPS_ACCEPT,
    "accept_petition": May.TIPS_ACCEPT,
    "transfer_objection": May.TIPS_TRANSFER,
    "sign": May.TIPS_HANDLE,
    "redispatch": May.TIPS_DISPATCH,
    "committee_dispatch": May.TIPS_DISPATCH,
    "verify": May.TIPS_HANDLE,
    "verify_general": May.TIPS_HANDLE,
    "verify_fire_exit": May.TIPS_HANDLE,
    "verify_fire": May.TIPS_HANDLE,
    "answer": May.TIPS_ANSWER,
    "re_review": May.TIPS_REVIEW,
    "call_back": May.TIPS_CLOSE,
    "hazard_general": May.HAZARDS_FIX,
    "hazard_major": May.HAZARDS_FIX,
    "hazard_publish": May.HAZARDS_LIST,
    "hazard_extension_answer": May.HAZARDS_EXTEND,
    "internal_report": May.HAZARDS_REGISTER,
}
_WITHOUT_UNIT: Mapping[May, May] = {May.TIPS_HANDLE: May.TIPS_DISPATCH, May.HAZARDS_FIX: May.HAZARDS_ORDER}
"""Who minds it while no department has the case."""


@dataclass(frozen=True, slots=True)
class Audience:
    """Whom a step concerns: those with a permission, of one department where it is not empty."""

    permission: May
    department: str = ""


def audience_of(kind: str, recipient: Recipient, department: str, *, is_hazard: bool) -> Audience:
    """Whom to tell of one step of a clock. Pure."""
    match recipient:
        case Recipient.LEADER:
            return Audience(May.HAZARDS_SIGN if is_hazard else May.TIPS_SIGN)
        case Recipient.COMMITTEE:
            return Audience(May.HAZARDS_LIST if is_hazard else May.TIPS_REOPEN)
        case _:
            permission = _HANDLERS.get(kind, May.TIPS_ACCEPT)
            if kind not in _AT_THE_UNIT:
                return Audience(permission)
            if department:
                return Audience(permission, department)
            return Audience(_WITHOUT_UNIT[permission])


class Watch:
    """``tipoffs.clocks.ports.Tell`` for the whole bureau."""

    def __init__(self, tips: TipService, raise_duty: RaiseDuty) -> None:
        self._tips = tips
        self._raise_duty = raise_duty

    def __call__(self, session: Session, notice: ClockNotice, now: datetime, /) -> None:
        """Act, remind the reporter, or tell staff; all in the transaction of the step."""
        if notice.step == EXPIRED:
            self._lapsed(session, notice, now)
        elif notice.kind == ClockKind.COME_BACK and rung_of(notice.step) is not None:
            # Nobody objected in time: the transfer stands, and the case is not ours any more.
            self._close(session, notice.case_number, now, frozenset({TipState.TRANSFERRED}))
        elif notice.recipient is Recipient.REPORTER:
            self._tips.office.notices.tell(session, notice.case_number, "remind", {}, now)
        else:
            self._tell_staff(session, notice, now)

    def archive(self, session: Session, number: str, now: datetime) -> None:
        """归档 this tip, if it is still over for long."""
        if session.scalar(_over_for_long(now).where(Tip.number == number)) is not None:
            self._tips.archive(session, number, CLOCK, now)

    def _lapsed(self, session: Session, notice: ClockNotice, now: datetime) -> None:
        number = notice.case_number
        match notice.kind:
            case ClockKind.OBJECT:
                self._close(session, number, now, frozenset({TipState.ANSWERED, TipState.NOT_ACCEPTED}))
            case ClockKind.SUPPLY:
                tip = session.get(Tip, number)
                if tip is not None and tip.state is TipState.NEED_INFO:
                    self._tips.stop_waiting(session, number, CLOCK, now, NO_WORD_CAME)

    def _close(self, session: Session, number: str, now: datetime, states: frozenset[TipState]) -> None:
        tip = session.get(Tip, number)
        if tip is not None and tip.state in states:
            self._tips.close(session, number, CLOCK, now)

    def _tell_staff(self, session: Session, notice: ClockNotice, now: datetime) -> None:
        department, region, is_hazard = _where(session, notice.case_number)
        audience = audience_of(notice.kind, notice.recipient, department, is_hazard=is_hazard)
        first = audience.department and rung_of(notice.step) is None
        clock = session.get_one(CaseClock, notice.clock_id)
        has_more_time = is_hazard and began_with_more_time(session, notice.case_number, clock.started_at)
        duty = Duty(
            key=f"clock:{notice.clock_id}/{clock.round}/{notice.step}",
            permission=audience.permission,
            subject=notice.case_number,
            sentence=sentence(notice, now, has_more_time=has_more_time)[:200],
            until=notice.due_at,
            is_urgent=notice.is_urgent,
            department=audience.department,
            contacts=_contacts(session, department, region) if first else (),
        )
        self._raise_duty(session, duty, now)

    def daily_list(self, session: Session, rules: ClockRules, now: datetime) -> None:
        """Tell each audience once a day which cases are late or end soon."""
        groups: dict[Audience, tuple[list[str], list[str]]] = {}
        kinds = [kind for kind, rule in rules.items() if rule.whose is Whose.BUREAU]
        # One statement: a county may have thousands of cases that are late.
        query = (
            select(
                CaseClock.kind,
                CaseClock.case_number,
                CaseClock.due_at,
                func.coalesce(Tip.department, Hazard.department, ""),
                Hazard.code.is_not(None),
            )
            .outerjoin(Tip, Tip.number == CaseClock.case_number)
            .outerjoin(Hazard, Hazard.code == CaseClock.case_number)
            .where(
                CaseClock.stopped_at.is_(None),
                CaseClock.paused_at.is_(None),
                CaseClock.due_at <= now + SOON,
                CaseClock.kind.in_(kinds),
            )
            .order_by(CaseClock.due_at, CaseClock.id)
        )
        for kind, case, due_at, department, is_hazard in session.execute(query):
            audience = audience_of(kind, Recipient.HANDLER, department, is_hazard=is_hazard)
            late, soon = groups.setdefault(audience, ([], []))
            assert due_at is not None
            (late if due_at <= now else soon).append(case)
        for audience, lists in groups.items():
            self._tell_list(session, audience, *lists, now)

    def _tell_list(
        self, session: Session, audience: Audience, late: list[str], soon: list[str], now: datetime
    ) -> None:
        day = china_date(now)
        named = "、".join(dict.fromkeys([*late, *soon]))
        sentence_ = f"今日待办：已超期{len(late)}件，三天内到期{len(soon)}件：{named}"
        duty = Duty(
            key=f"digest:{day}/{audience.permission.value}/{audience.department}",
            permission=audience.permission,
            subject=f"{day_words(day)}待办",
            sentence=sentence_ if len(sentence_) <= 200 else f"{sentence_[:198]}等",
            department=audience.department,
        )
        self._raise_duty(session, duty, now)


def to_archive(session: Session, now: datetime, after: str, limit: int) -> Sequence[str]:
    """The next tips to put away, in the order of their numbers."""
    query = _over_for_long(now).where(Tip.number > after).order_by(Tip.number).limit(limit)
    return session.scalars(query).all()


def _over_for_long(now: datetime) -> Select[str]:
    """What is over for long and has no reward on its way."""
    rewarded = select(Reward.tip_number).where(Reward.state.not_in(_SETTLED))
    return select(Tip.number).where(
        Tip.state.in_((TipState.CLOSED, TipState.WITHDRAWN)),
        Tip.closed_at <= now - ARCHIVED_AFTER,
        Tip.number.not_in(rewarded),
    )


def _where(session: Session, case: str) -> tuple[str, str, bool]:
    """The department that has a tip or hazard now, the region it lies in, and whether it is a hazard."""
    case_ = session.get(Tip, case) or session.get(Hazard, case)
    if case_ is None:
        return "", "", False
    return case_.department or "", case_.region, isinstance(case_, Hazard)


def _contacts(session: Session, department: str, region: str) -> Sequence[str]:
    return contacts(session, department, [one.code for one in load_tree(session).lineage(region)])
