"""An office of people who handle tips and hazards, for tests."""

from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy.orm import Session

from staff.actors import Actor, ActorKind, Scope
from staff.audit import AuditLog
from tests.conftest import StandingClock
from tests.fakes.audit import FakeAudit
from tests.fakes.tip_office import FakeClocks, FakeNotices, FakeRegions, FakeSafe
from tipoffs.hazards.guards import Plan
from tipoffs.hazards.models import Hazard, HazardLevel, HazardSource
from tipoffs.hazards.services import HazardService, NewHazard
from tipoffs.hazards.supervising import SupervisionService
from tipoffs.permissions import Permission as May
from tipoffs.routing.services import above_of
from tipoffs.tips.answers import AnswerParts
from tipoffs.tips.models import Channel, Finding, Mode, Tip, TipEvent, TipKind
from tipoffs.tips.services import TipService
from tipoffs.tips.status import MOVES, TipState
from tipoffs.tips.taking import NewTip
from tipoffs.tips.verbs import Office
from tipoffs.tips.verifying import Record

COUNTY = "331081"
TOWN = "331081001"
FIRE = "06"
OPENID = "oReporterOpenid_0000000000001"
WORDS = "我在这里上班三年了，车间里堆满了泡沫板，老板娘说谁敢说出去就开除谁"
OBJECT = "城东某塑料厂"
ADDRESS = "城东街道万寿路8号"


def person(login: str, *permissions: str, department: str | None = None) -> Actor:
    """Somebody of the staff; without a department they see everything."""
    scope = Scope(departments=frozenset({department})) if department else Scope(everywhere=True)
    return Actor(ActorKind.STAFF, login, permissions=frozenset(permissions), scope=scope)


INTAKE = person(
    "shouli",
    *(May.TIPS_SUBMIT, May.TIPS_SEE, May.TIPS_READ_WORDS, May.TIPS_ACCEPT, May.TIPS_TRANSFER, May.TIPS_MERGE),
    *(
        May.TIPS_NOTES,
        May.TIPS_DISPATCH,
        May.TIPS_ANSWER,
        May.TIPS_CLOSE,
        May.TIPS_EMERGENCY,
        May.HAZARDS_REGISTER,
    ),
    "vault.words",
)
LEADER = person(
    "lingdao",
    *(
        May.TIPS_SEE,
        May.TIPS_NOTES,
        May.TIPS_DISPATCH,
        May.TIPS_REFEREE,
        May.TIPS_SIGN,
        May.TIPS_EXTEND,
        May.TIPS_LEAD,
    ),
    *(May.HAZARDS_SIGN, May.HAZARDS_LIST, May.HAZARDS_EXTEND, May.HAZARDS_DELIST),
)
UNIT = person("chengban", May.TIPS_HANDLE, May.HAZARDS_FIX, department="fire")
OTHER_UNIT = person("zhujian", May.TIPS_HANDLE, May.HAZARDS_FIX, department="housing")
VERIFIER = person(
    "hecha1",
    *(May.TIPS_VERIFY, May.TIPS_READ_WORDS, May.HAZARDS_GRADE, May.HAZARDS_ORDER, May.HAZARDS_REINSPECT),
    "vault.words",
)
SECOND = person("hecha2", May.TIPS_VERIFY)
THIRD = person("hecha3", May.TIPS_VERIFY, May.HAZARDS_REINSPECT, May.HAZARDS_DELIST, May.HAZARDS_ENFORCE)
FOURTH = person("hecha4", May.TIPS_VERIFY)
SUPERVISOR = person("duban", May.TIPS_REVIEW, May.TIPS_REOPEN, May.HAZARDS_LIST)

PARTS = AnswerParts(
    account="两名执法人员到现场查看，消防通道堆放货物。", decision="责令立即清理。", reward="不符合奖励条件。"
)


def reporter(number: str) -> Actor:
    """Whoever reported this tip."""
    return Actor(ActorKind.REPORTER, number)


class TipOffice:
    """The services with everything they need, and people who do the usual."""

    def __init__(self, session: Session, clock: StandingClock, audit: AuditLog | None = None) -> None:
        self.session = session
        self.clock = clock
        self.audit, self.notices, self.clocks = FakeAudit(), FakeNotices(), FakeClocks()
        self.safe, self.regions = FakeSafe(), FakeRegions()
        ports = (audit or self.audit, self.notices, self.clocks, self.regions)
        self.hazards = HazardService(*ports)
        self.supervision = SupervisionService(*ports)
        self.tips = TipService(Office(*ports, self.safe, self.hazards, b"k" * 32, above_of))
        self._keys = iter(range(10**6))

    @property
    def now(self) -> datetime:
        """This moment."""
        return self.clock.now()

    def arrives(self, key: str = "", **changes: Any) -> Tip:
        """A tip comes in; later ones come a minute later."""
        self.clock.advance(minutes=1)
        new = NewTip(
            channel=Channel.CHAT,
            mode=Mode.CONFIDENTIAL,
            kind=TipKind.GENERAL_HAZARD,
            category=FIRE,
            region=TOWN,
            address=ADDRESS,
            object_name=OBJECT,
            words=WORDS,
            openid=OPENID,
        )
        actor = Actor(ActorKind.REPORTER, "")
        key = key or f"key-{next(self._keys)}"
        return self.tips.submit(self.session, replace(new, **changes), key, actor, self.now)

    def accepted(self, **changes: Any) -> Tip:
        """A tip that intake has accepted and rewritten."""
        tip = self.arrives(**changes)
        self.tips.accept(self.session, tip.number, INTAKE, self.now)
        return self.tips.summarise(
            self.session, tip.number, "反映一处厂房疏散通道被占用", "城东街道", INTAKE, self.now
        )

    def at_the_unit(self, unit: str = "fire", **changes: Any) -> Tip:
        """A tip that the unit is verifying."""
        tip = self.accepted(**changes)
        self.tips.dispatch(self.session, tip.number, unit, INTAKE, self.now, proposal="行业主管")
        return self.tips.receive(self.session, tip.number, UNIT, self.now)

    def found(self, tip: Tip, finding: Finding, *found: NewHazard | str) -> Tip:
        """Two verify it, the leader signs."""
        record = Record(finding, "现场查看，情况如下。", self.now, SECOND.id, found=found)
        self.tips.verify(self.session, tip.number, record, VERIFIER, self.now)
        self.tips.co_sign(self.session, tip.number, SECOND, self.now)
        return self.tips.sign_off(self.session, tip.number, LEADER, self.now)

    def answered(self, **changes: Any) -> Tip:
        """A tip whose reporter has been answered: nothing was found."""
        tip = self.found(self.at_the_unit(**changes), Finding.UNFOUNDED)
        return self.tips.answer(self.session, tip.number, PARTS, INTAKE, self.now)

    def hazard(self, finders: Collection[str] = ("hecha2",), **changes: Any) -> Hazard:
        """A hazard in the register."""
        return self.hazards.register(self.session, replace(a_hazard(), **changes), finders, INTAKE, self.now)

    def fixing(self, level: HazardLevel = HazardLevel.GENERAL, days: int = 30, **changes: Any) -> Hazard:
        """A hazard whose order is signed."""
        hazard = self.hazard(**changes)
        code = hazard.code
        self.hazards.grade(self.session, code, level, "《判定标准》第三条", VERIFIER, self.now)
        plan = a_plan(self.now.date() + timedelta(days=days))
        self.hazards.order(self.session, code, plan, "fire", [UNIT.id], VERIFIER, self.now)
        return self.hazards.sign_order(self.session, code, LEADER, self.now)

    def delisted(self, level: HazardLevel = HazardLevel.GENERAL, **changes: Any) -> Hazard:
        """A hazard that is repaired and gone."""
        hazard = self.fixing(level, **changes)
        return self.gone(hazard)

    def gone(self, hazard: Hazard) -> Hazard:
        """Repaired, seen to be, delisted."""
        self.hazards.claim_fixed(self.session, hazard.code, ["after.jpg"], UNIT, self.now)
        self.hazards.reinspect(self.session, hazard.code, True, "已整改到位", THIRD, self.now)
        return self.hazards.delist(self.session, hazard.code, LEADER, self.now)


def a_hazard(**changes: Any) -> NewHazard:
    """What is known of a hazard at first."""
    new = NewHazard(
        region=TOWN,
        category=FIRE,
        level=HazardLevel.GENERAL,
        source=HazardSource.TIP,
        address="万寿路8号",
        object_name=OBJECT,
        description="疏散通道被占用",
        before=("before.jpg",),
    )
    return replace(new, **changes)


def a_plan(due_on: date, **changes: Any) -> Plan:
    """五落实."""
    return replace(Plan("厂长王某", "清理通道", 0, due_on, "停用二楼"), **changes)


def replayed(events: Sequence[TipEvent]) -> TipState:
    """Where the events lead, each checked against the table; the proof that they tell the whole story."""
    state = TipState.DRAFT
    for event in events:
        move = MOVES[state, event.action]
        if event.before is not state or event.after is not move.to:
            raise ValueError(f"event {event.seq} of {event.tip} does not follow")
        state = move.to
    return state
