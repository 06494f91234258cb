"""Tips of a year: each walks through the real table of moves as far as its time allows."""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from random import Random
from typing import TypeVar

from app.demo.county import County
from app.demo.days import Days, Row, within
from app.demo.filling import Filler
from app.demo.hazards import Found, HazardMaker
from app.demo.rewards import Answered
from app.demo.sealing import Reporter, identity_of, seal_tip
from core.clock import SHANGHAI, china_date
from core.types import member_of
from staff.actors import ActorKind
from tipoffs.hazards.models import HazardLevel, HazardSource
from tipoffs.rewards.words import MatterKind
from tipoffs.routing.categories import categories
from tipoffs.tips.declines import DECLINES
from tipoffs.tips.models import (
    Channel,
    Finding,
    Mode,
    Statement,
    Tip,
    TipAnswer,
    TipDispatch,
    TipEvent,
    TipHazard,
    TipKind,
    TipWords,
    Verification,
)
from tipoffs.tips.status import MOVES, TipAction, TipState
from tipoffs.vault.keys import OpenEpoch
from tipoffs.vault.status import Mode as VaultMode

T = TypeVar("T")
A, S = TipAction, TipState
_STAFF, _SELF, _SYSTEM_ACTOR = ActorKind.STAFF, ActorKind.REPORTER, ActorKind.SYSTEM
_KINDS = ((TipKind.GENERAL_HAZARD, 60), (TipKind.VIOLATION, 22), (TipKind.MAJOR_HAZARD, 9),
          (TipKind.NATURAL_SIGN, 8),
          (TipKind.CONCEALED_ACCIDENT, 1))  # fmt: skip
_CHANNELS = (
    (Channel.CHAT, 55),
    (Channel.H5, 25),
    (Channel.OPERATOR, 12),
    (Channel.BROWSER, 6),
    (Channel.QR, 2),
)
_FINDINGS = ((Finding.VERIFIED, 50), (Finding.PARTLY_VERIFIED, 20), (Finding.UNFOUNDED, 30))
_SIGN = {
    Finding.VERIFIED: A.SIGN_VERIFIED,
    Finding.PARTLY_VERIFIED: A.SIGN_PARTLY,
    Finding.UNFOUNDED: A.SIGN_UNFOUNDED,
}
_FIRST_STEPS = (
    (A.FLAG_EMERGENCY, 3),
    (A.ASK_MORE, 7),
    (A.WITHDRAW, 2),
    (A.DECLINE, 12),
    (A.TRANSFER, 6),
    (A.ACCEPT, 70),
)
"""What the bureau does first with how many of a hundred tips, or the reporter."""
_REWARDED = frozenset({TipKind.CONCEALED_ACCIDENT, TipKind.MAJOR_HAZARD, TipKind.VIOLATION})
_BY_PHONE, _BY_CALL = 0.75, 0.15
"""How many tips come with a point: from a telephone with its place, and taken down from a call."""
_OBJECTS = ("演示大厦", "演示市场", "演示五金厂", "演示小区", "演示仓库", "演示饭店")


@dataclass(slots=True)
class _Walk:
    """One tip on its way; a step in the future is not taken, and nothing after it."""

    number: str
    at: datetime
    until: datetime
    into: Filler
    state: TipState = S.DRAFT
    seq: int = 0
    stands: bool = False
    fields: Row = field(default_factory=dict)

    def step(self, action: TipAction, after: timedelta, kind: ActorKind, actor: str = "") -> bool:
        if self.stands or self.at + after > self.until:
            self.stands = True
            return False
        self.at += after
        before, move = self.state, MOVES[self.state, action]
        assert kind is not _STAFF or move.permission
        self.state, self.seq = move.to, self.seq + 1
        name = actor or (self.number if kind is _SELF else "tips")
        self.into.add(
            TipEvent,
            tip=self.number, seq=self.seq, action=action, before=before, after=move.to, actor_kind=kind,
            actor=name, reason="演示", at=self.at, public_note="", detail={},
        )  # fmt: skip
        return True


class TipMaker:
    """Makes tips with all that hangs on them."""

    def __init__(
        self, into: Filler, county: County, days: Days, chance: Random, hazards: HazardMaker,
        epoch: OpenEpoch, index: Callable[[str], str],
    ) -> None:  # fmt: skip
        self._into, self._county, self._days = into, county, days
        self._chance, self._hazards, self._epoch, self._index = chance, hazards, epoch, index
        self.counters: Counter[str] = Counter()
        self.answered: list[Answered] = []
        """What the national rule may reward: verified, answered, and of somebody with a name."""

    def make(self, at: datetime, people: int) -> None:
        """One tip submitted at this moment, up to where it stands today."""
        chance = self._chance
        scope = f"tip:{at.astimezone(SHANGHAI):%y%m}"
        self.counters[scope] += 1
        number = f"R{scope[4:]}{self.counters[scope]:06}"
        town = chance.choice(self._county.towns)
        category = chance.choice(list(categories().values()))
        channel = _picked(chance, _CHANNELS)
        mode = (
            Mode.ANONYMOUS
            if channel is Channel.BROWSER
            else chance.choice((Mode.REAL_NAME, Mode.CONFIDENTIAL))
        )
        name = f"{town.name}{chance.choice(_OBJECTS)}"
        walk = _Walk(number, at, self._days.until, self._into)
        walk.fields = {
            "intake_key": f"demo-{number}", "channel": channel, "mode": mode, "kind": _picked(chance, _KINDS),
            "category": category.code, "region": chance.choice(town.villages),
            "address": f"{town.name}演示路",
            "object_name": name, "named_units": [], "named_officers": [], "submitted_at": at,
        }  # fmt: skip
        region = walk.fields["region"]
        point = self._county.ground.near(region, _BY_CALL if channel is Channel.OPERATOR else _BY_PHONE)
        if point:
            walk.fields |= {"latitude": point.lat, "longitude": point.lon}
        found = Found(at, town, region, category, object_name=name, source=HazardSource.TIP, point=point)
        self._go(walk, found)
        reporter = Reporter.some(chance, people)
        given = {} if channel is Channel.OPERATOR else identity_of(reporter, member_of(VaultMode, mode.value))
        if given:
            walk.fields["reporter"] = self._index(reporter.openid)
        told = {
            "words": f"演示举报内容：{name}存在隐患，编号{number}。",
            "words/2": f"{name}\n{town.name}演示路",
        }
        closed = walk.fields.get("closed_at")
        seal_tip(self._into, self._epoch, number, member_of(VaultMode, mode.value), given | told, at, closed)
        for seq, (statement, words) in enumerate(
            zip((Statement.TOLD, Statement.PLACE), told, strict=True), start=1
        ):
            self._into.add(TipWords, tip=number, seq=seq, statement=statement, field=words, at=at)
        self._into.add(Tip, number=number, version=walk.seq, state=walk.state, **walk.fields)
        self._may_be_rewarded(number, walk.fields)

    def _may_be_rewarded(self, number: str, tip: Row) -> None:
        true = tip.get("finding") in {Finding.VERIFIED, Finding.PARTLY_VERIFIED}
        if true and tip["kind"] in _REWARDED and tip["mode"] is Mode.REAL_NAME and "answered_at" in tip:
            kind, accepted_on = member_of(MatterKind, tip["kind"].value), china_date(tip["accepted_at"])
            self.answered.append(Answered(number, kind, accepted_on, tip["answered_at"]))

    def _go(self, walk: _Walk, found: Found) -> None:
        """From the submission to the answer, as far as the time allows."""
        intake = self._county.someone(self._chance, "intake_officer")
        walk.step(A.SUBMIT, timedelta(), _SELF)
        begun = walk.at
        self._before_acceptance(walk, intake)
        may_be_accepted = walk.state in {S.SUBMITTED, S.EMERGENCY}
        accepted = may_be_accepted and walk.step(A.ACCEPT, self._deciding(), _STAFF, intake)
        first = walk.at if accepted or walk.state is not S.SUBMITTED else None
        self._days.keep_clock(self._into, walk.number, "accept", begun, first)
        if accepted:
            self._verify(walk, found, intake)

    def _before_acceptance(self, walk: _Walk, intake: str) -> None:
        """What happens to a tip first, unless it is accepted at once."""
        chance, first = self._chance, _picked(self._chance, _FIRST_STEPS)
        if first is A.FLAG_EMERGENCY:
            walk.step(first, within(chance, (0, 0.2)), _SYSTEM_ACTOR)
        elif first is A.WITHDRAW:
            walk.step(first, within(chance, (1, 60)), _SELF)
        elif first is A.ASK_MORE:
            if walk.step(first, within(chance, (1, 40)), _STAFF, intake):
                walk.step(A.SUPPLY, within(chance, (2, 120)), _SELF)
        elif first in {A.DECLINE, A.TRANSFER}:
            if walk.step(first, self._deciding(), _STAFF, intake):
                walk.fields |= self._turned_away(first, walk.at)
            self._over(walk, A.CLOSE)

    def _turned_away(self, step: TipAction, at: datetime) -> Row:
        """What is kept of a tip that this bureau does not take."""
        if step is A.TRANSFER:
            return {"transferred_to": "上级主管部门"}
        code = self._chance.choice(list(DECLINES))
        return {"decline_code": code, "object_until": self._days.end("objection", at)}

    def _verify(self, walk: _Walk, found: Found, intake: str) -> None:
        """From the acceptance to the answer, as far as the time allows."""
        chance, county, days = self._chance, self._county, self._days
        accepted = walk.at
        unit = found.town.office if chance.random() < 0.5 else found.category.lead
        one = county.someone(chance, "verifier", unit)
        other = next(login for login in county.staff["verifier"] if login != one)
        leader = county.someone(chance, "leader")
        walk.fields |= {"accepted_at": accepted, "answer_by": days.end("verify", accepted)}
        unit = self._hand_over(walk, found, intake, unit)
        finding = self._look(walk, unit, one, other, leader)
        if finding is not None:
            walk.fields["finding"] = finding
            if finding is not Finding.UNFOUNDED:
                self._link(walk, found, one)
                walk.step(A.TRACK, timedelta(), _SYSTEM_ACTOR)
            self._answer(walk, intake, finding)
        answered = walk.fields.get("answered_at")
        days.keep_clock(self._into, walk.number, "verify", accepted, answered, unit)

    def _hand_over(self, walk: _Walk, found: Found, intake: str, unit: str) -> str:
        """To ``unit``, or to another after it gave the tip back; the one that has it now."""
        chance, county = self._chance, self._county
        if walk.step(A.SUMMARISE, within(chance, (0, 8)), _STAFF, intake):
            walk.fields |= {
                "shared_summary": "请核实该处是否存在安全隐患。",
                "shared_place": walk.fields["address"],
            }
        count = 0
        while walk.step(A.DISPATCH, within(chance, (0, 30)), _STAFF, intake):
            count += 1
            handed, returned = walk.at, chance.random() < 0.05 and count == 1
            done = walk.step(A.RETURN if returned else A.RECEIVE, within(chance, (1, 30)), _STAFF,
                             county.someone(chance, "handling_unit", unit))  # fmt: skip
            self._into.add(
                TipDispatch,
                tip=walk.number, count=count, unit=unit, proposal="按行业和属地", dispatched_by=intake,
                dispatched_at=handed, signed_at=walk.at if done and not returned else None,
                returned_at=walk.at if done and returned else None,
            )  # fmt: skip
            walk.fields |= {"department": unit, "returns": count - 1 + (done and returned)}
            if not returned:
                break
            unit = found.category.lead
        return unit

    def _look(self, walk: _Walk, unit: str, one: str, other: str, leader: str) -> Finding | None:
        """Two verify and a leader signs; what was found, None where it is not signed yet."""
        chance, begun = self._chance, walk.at
        if walk.state is S.VERIFYING and chance.random() < 0.05:
            walk.fields["is_extended"] = walk.step(A.EXTEND, within(chance, (24, 200)), _STAFF, leader)
        finding = _picked(chance, _FINDINGS)
        written = walk.step(A.VERIFY, within(chance, (6, 20 * 24)), _STAFF, one)
        written_at = walk.at
        co_signed = written and walk.step(A.CO_SIGN, within(chance, (1, 48)), _STAFF, other)
        co_signed_at = walk.at
        signed = co_signed and walk.step(_SIGN[finding], within(chance, (1, 72)), _STAFF, leader)
        signed_at = walk.at if signed else None
        if walk.state is not S.DISPATCHED:
            self._days.keep_clock(self._into, walk.number, "verify_general", begun, signed_at, unit)
        if co_signed:
            self._into.add(
                Verification,
                tip=walk.number, round=1, finding=finding, record="两名核查人员到现场查看并拍照。",
                inspected_at=written_at, evidence=[], found=[], verifier=one, second_verifier=other,
                written_at=written_at, co_signed_at=co_signed_at, leader=leader if signed else None,
                signed_at=signed_at,
            )  # fmt: skip
        return finding if signed else None

    def _link(self, walk: _Walk, found: Found, finder: str) -> None:
        level = HazardLevel.MAJOR if walk.fields["kind"] is TipKind.MAJOR_HAZARD else None
        code = self._hazards.make(replace(found, at=walk.at, level=level, finder=finder))
        self._into.add(TipHazard, tip=walk.number, hazard=code, linked_by=finder, linked_at=walk.at)

    def _answer(self, walk: _Walk, intake: str, finding: Finding) -> None:
        # An order is signed within 42 hours at most (see HazardMaker), so every hazard has its plan by then.
        if not walk.step(A.ANSWER, within(self._chance, (48, 12 * 24)), _STAFF, intake):
            return
        until = self._days.end("objection", walk.at)
        self._into.add(
            TipAnswer,
            tip=walk.number, round=1, conclusion=finding.label, account="已派员到现场核查。",
            decision="已责令限期整改。" if finding is not Finding.UNFOUNDED else "未发现反映的问题。",
            reward="按规定另行告知。", answered_by=intake, answered_at=walk.at, object_until=until,
        )  # fmt: skip
        walk.fields |= {"answered_at": walk.at, "object_until": until}
        self._over(walk, A.CLOSE)

    def _over(self, walk: _Walk, action: TipAction) -> None:
        if walk.step(action, timedelta(days=12), _SYSTEM_ACTOR):
            walk.fields["closed_at"] = walk.at
            walk.step(A.ARCHIVE, timedelta(days=90), _SYSTEM_ACTOR)

    def _deciding(self) -> timedelta:
        """Most decisions come in time, one in twelve late."""
        return within(self._chance, (2, 96) if self._chance.random() < 0.92 else (170, 300))


def _picked(chance: Random, shares: tuple[tuple[T, int], ...]) -> T:
    return chance.choices([one for one, _ in shares], [share for _, share in shares])[0]
