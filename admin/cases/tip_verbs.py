"""Hands what was typed for a step of a tip to the service."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from admin.cases.needs import CaseServices
from admin.cases.tip_forms import NEW_HAZARDS
from admin.forms import NotFilledIn, Typed, whole_number
from core.optimistic_locking import require_read
from staff.actors import Actor
from tipoffs.hazards.models import HazardLevel, HazardSource
from tipoffs.hazards.services import NewHazard
from tipoffs.tips.answers import AnswerParts
from tipoffs.tips.files import get_tip, lock_tip
from tipoffs.tips.models import Finding
from tipoffs.tips.outside import Decision
from tipoffs.tips.services import TipService
from tipoffs.tips.status import TipAction as A
from tipoffs.tips.verifying import Record


@dataclass(frozen=True, slots=True)
class Doing:
    """One step being taken: with which tip, by whom, when, and what was typed."""

    services: CaseServices
    session: Session
    number: str
    typed: Typed
    actor: Actor
    now: datetime
    paper: bytes = b""

    def call(self, verb: Callable[..., object], *arguments: object, **named: object) -> None:
        """Call a verb of the usual shape: session, number, what it needs, actor, moment."""
        verb(self.session, self.number, *arguments, self.actor, self.now, **named)

    @property
    def reason(self) -> str:
        """The reason that was typed for the step."""
        return self.typed.text("reason")


SIGNING = frozenset({A.CO_SIGN, A.SIGN_UNFOUNDED, A.SIGN_VERIFIED, A.SIGN_PARTLY})
"""Who takes one of these stands for the record that the page shows; the service looks for itself."""


def take(action: A, doing: Doing) -> None:
    """Take the step; ``ChangedSinceRead`` if another was taken since the page was shown."""
    if action not in SIGNING:
        require_read(doing.typed.seen, lock_tip(doing.session, doing.number).version)
    VERBS[action](doing)


def level_of(word: str) -> HazardLevel | None:
    """The level of this word; None for none."""
    return next((one for one in HazardLevel if one.value == word), None)


def _accept(doing: Doing) -> None:
    level = level_of(doing.typed.text("level"))
    doing.call(doing.services.tips.accept, level=level, reason=doing.reason)


def _decline(doing: Doing) -> None:
    doing.call(doing.services.tips.decline, doing.typed.text("code"))


def _ask_more(doing: Doing) -> None:
    doing.call(doing.services.tips.ask_more, doing.typed.text("question"))


def _supply(doing: Doing) -> None:
    doing.call(doing.services.tips.supply, doing.typed.needed("words", "补充的内容"))


def _transfer(doing: Doing) -> None:
    tips, to = doing.services.tips, doing.typed.needed("to", "移送给哪个部门")[:100]
    tips.transfer(doing.session, doing.number, to, doing.actor, doing.now, doing.reason)


def _merge(doing: Doing) -> None:
    doing.call(doing.services.tips.merge, doing.typed.needed("into", "主件编号").upper())


def _summarise(doing: Doing) -> None:
    typed = doing.typed
    doing.call(
        doing.services.tips.summarise,
        doing.typed.needed("summary", "转办摘要"),
        doing.typed.needed("place", "给承办单位看的地点"),
        shares_point=typed.is_ticked("shares_point"),
    )


def _exclude(doing: Doing) -> None:
    units, officers = doing.typed.all("units"), doing.typed.all("officers")
    if not (units or officers):
        raise NotFilledIn("请选举报提到的部门或者工作人员。")
    doing.call(doing.services.tips.exclude, units, officers)


def _dispatch(doing: Doing) -> None:
    doing.call(doing.services.handing_over.dispatch, doing.typed.text("unit") or None, doing.reason)


def _begin_verifying(doing: Doing) -> None:
    doing.call(doing.services.tips.begin_verifying, doing.typed.needed("unit", "政府指定的部门"))


def _verify(doing: Doing) -> None:
    typed = doing.typed
    finding = next((one for one in Finding if one.value == typed.text("finding")), None)
    if finding is None:
        raise NotFilledIn("请选核查结论。")
    found: list[NewHazard | str] = [*_new_hazards(doing), *typed.words("known")]
    seen_at, second = typed.moment("inspected_at", "到现场的时间"), typed.text("second")
    record = Record(finding, typed.text("record"), seen_at, second, (), tuple(found))
    doing.call(doing.services.tips.verify, record)


def _new_hazards(doing: Doing) -> list[NewHazard]:
    tip, found = get_tip(doing.session, doing.number), []
    for number in range(1, NEW_HAZARDS + 1):
        level, description = (
            level_of(doing.typed.text(f"level{number}")),
            doing.typed.text(f"description{number}"),
        )
        if level is None and not description:
            continue
        name = doing.typed.text(f"object{number}")
        if level is None or not description or not name:
            raise NotFilledIn(f"新隐患{number}要写全等级、单位或场所、情况。")
        found.append(
            NewHazard(
                region=tip.region or _region(doing), category=tip.category, level=level,
                source=HazardSource.TIP, address=tip.shared_place or "", object_name=name[:200],
                description=description,
            )
        )  # fmt: skip
    return found


def _region(doing: Doing) -> str:
    """Where a new hazard lies of which the tip does not say it."""
    region = doing.typed.needed("region", "新隐患在哪个区划")
    if region not in doing.services.tree():
        raise NotFilledIn("请从列表里选新隐患在哪个区划。", "region")
    return region


def _extend(doing: Doing) -> None:
    days = whole_number(doing.typed.text("days"), 3) or 0
    tips, asked_by = doing.services.tips, doing.typed.text("asked_by")[:64]
    tips.extend(doing.session, doing.number, days, doing.actor, doing.now, doing.reason, asked_by=asked_by)


def _answer(doing: Doing) -> None:
    typed = doing.typed
    parts = AnswerParts(typed.text("account"), typed.text("decision"), typed.text("reward"))
    rewards = {
        name.removeprefix("reward_"): typed.text(name) for name in typed.fields if name.startswith("reward_")
    }
    doing.call(doing.services.tips.answer, parts, rewards=rewards)


def _with_reason(verb_of: Callable[[TipService], Callable[..., object]]) -> Callable[[Doing], None]:
    def do(doing: Doing) -> None:
        verb_of(doing.services.tips)(doing.session, doing.number, doing.actor, doing.now, doing.reason)

    return do


def _outside_decision(doing: Doing) -> Decision | None:
    """What an authority above the county decided, where the form asked for it."""
    document, day = doing.typed.text("document"), doing.typed.text("decided_on")
    if not document and not day:
        return None
    return Decision(document, doing.typed.day("decided_on", "文书日期"), doing.paper)


def _review(outcome: str) -> Callable[[Doing], None]:
    def do(doing: Doing) -> None:
        doing.services.tips.re_review(
            doing.session,
            doing.number,
            outcome,
            doing.actor,
            doing.now,
            doing.reason,
            decision=_outside_decision(doing),
        )

    return do


VERBS: Mapping[A, Callable[[Doing], None]] = {
    A.ACCEPT: _accept,
    A.COME_BACK: _accept,
    A.DECLINE: _decline,
    A.ASK_MORE: _ask_more,
    A.SUPPLY: _supply,
    A.STOP_WAITING: _with_reason(lambda tips: tips.stop_waiting),
    A.TRANSFER: _transfer,
    A.MERGE: _merge,
    A.UNMERGE: _with_reason(lambda tips: tips.unmerge),
    A.SUMMARISE: _summarise,
    A.EXCLUDE: _exclude,
    A.ALLEGE_DEATH: _with_reason(lambda tips: tips.allege_death),
    A.FLAG_EMERGENCY: _with_reason(lambda tips: tips.flag_emergency),
    A.DISPATCH: _dispatch,
    A.RECEIVE: lambda doing: doing.call(doing.services.tips.receive),
    A.RETURN: _with_reason(lambda tips: tips.return_),
    A.LEAD: lambda doing: doing.call(doing.services.tips.lead_by_government),
    A.DOWNGRADE: _with_reason(lambda tips: tips.downgrade),
    A.BEGIN_VERIFYING: _begin_verifying,
    A.VERIFY: _verify,
    A.CO_SIGN: lambda doing: doing.call(doing.services.tips.co_sign, seen=doing.typed.seen),
    A.SEND_BACK: _with_reason(lambda tips: tips.send_back),
    A.EXTEND: _extend,
    A.SIGN_UNFOUNDED: lambda doing: doing.call(doing.services.tips.sign_off, seen=doing.typed.seen),
    A.SIGN_VERIFIED: lambda doing: doing.call(doing.services.tips.sign_off, seen=doing.typed.seen),
    A.SIGN_PARTLY: lambda doing: doing.call(doing.services.tips.sign_off, seen=doing.typed.seen),
    A.ANSWER: _answer,
    A.UPHOLD: _review("upheld"),
    A.REDO: _review("redone"),
    A.ADMIT: _review("admitted"),
    A.CLOSE: lambda doing: doing.call(doing.services.tips.close),
    A.REOPEN: _with_reason(lambda tips: tips.reopen),
    A.ARCHIVE: lambda doing: doing.call(doing.services.tips.archive),
    A.REPLY: lambda doing: doing.call(doing.services.tips.reply, doing.typed.text("words")),
}
"""Every step that staff take; a test compares it with the table of moves."""
