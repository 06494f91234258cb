"""The steps of a rule set that the bureau writes: copied, written, checked by another, put in force."""

import hashlib
from datetime import datetime
from typing import Any

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from core.cache import invalidate
from core.clock import china_date
from core.errors import NotFound, RuleViolation
from core.yamls import parsed
from staff.actors import Actor
from staff.audit import AuditLog
from tipoffs.rewards.own_rules.effective import OWN_RULES, overlapped
from tipoffs.rewards.own_rules.models import OwnRules
from tipoffs.rewards.own_rules.status import STEPS, WAITING, DraftState, DraftStep
from tipoffs.rewards.own_rules.writing import Tree, as_yaml, tree_of
from tipoffs.rewards.permissions import RewardPermission
from tipoffs.rewards.ports import RuleBookLoader
from tipoffs.rewards.reckoning.reading import LONGEST_DRAFT, read_draft
from tipoffs.rewards.reckoning.rulebook import RuleSet, Standing

NEW_ID = "own"
MOST_WAITING = 20


class WrittenByOneself(RuleViolation):
    """Nobody puts in force what they wrote."""

    sentence = "自己起草或者改过的办法，要由另一个人核对启用。"


class WrittenMeanwhile(RuleViolation):
    """Somebody else changed the draft since it was read."""

    sentence = "这份办法刚刚被别人改过。您填的没有保存，请打开最新的一稿再改。"


class StepClosed(RuleViolation):
    """Nothing of the kind can be done in this state."""

    sentence = "这份办法现在不能这样办，请刷新后再看。"


class NotReadable(RuleViolation):
    """The draft has faults, so nobody can check it yet."""

    sentence = "还有填错或者没填的地方，改好以后再送去核对。"


class BackInTime(RuleViolation):
    """The set would replace another one on days that are over."""

    sentence = "施行日期已经过去，会改动已经受理的举报的奖励标准。请把施行日期改成今天或者以后。"


class OwnRulesService:
    """Writes, hands over, puts in force; every step is in the audit log."""

    def __init__(self, rule_book: RuleBookLoader, audit: AuditLog) -> None:
        self._rule_book = rule_book
        self._audit = audit

    def begin(self, session: Session, base: RuleSet, actor: Actor, now: datetime) -> OwnRules:
        """Copy a set into a draft. The copy still needs a day from which it holds."""
        tree = tree_of(base) | {"id": NEW_ID, "standing": Standing.IN_FORCE.value, "evidence": "本单位"}
        tree["from"] = china_date(now)
        tree.pop("to", None)
        return self._begun(session, base.id, as_yaml(tree), actor, now)

    def take_in(self, session: Session, text: str, actor: Actor, now: datetime) -> OwnRules:
        """Make a draft of a file from elsewhere; ``RuleViolation`` with the first fault where it is none."""
        rules, faults = read_draft(text) if len(text) <= LONGEST_DRAFT else (None, ["文件太长。"])
        if rules is None:
            raise RuleViolation("这个文件读不了：" + "".join(faults[:3]), "file")
        return self.begin(session, rules, actor, now)

    def _begun(self, session: Session, based_on: str, text: str, actor: Actor, now: datetime) -> OwnRules:
        actor.require(RewardPermission.DRAFT_RULES)
        if len(waiting_rules(session)) >= MOST_WAITING:
            raise RuleViolation(f"没办完的草稿已经有{MOST_WAITING}份，请先办完或者作废一些。")
        row = OwnRules(
            based_on=based_on[:64], text=text, state=DraftState.DRAFT, writers=[actor.id], begun_at=now,
            changed_at=now,
        )  # fmt: skip
        session.add(row)
        session.flush()
        self._note(session, "rules_begin", row, actor, now, {"from": based_on[:64]})
        return row

    def save(
        self, session: Session, number: int, version: int, tree: Tree, actor: Actor, now: datetime
    ) -> OwnRules:
        """Keep what was written, faults and all; ``version`` is the one that was read."""
        actor.require(RewardPermission.DRAFT_RULES)
        row = get_rules(session, number)
        if row.state is not DraftState.DRAFT:
            raise StepClosed
        text = as_yaml({**tree, "id": NEW_ID})
        if len(text) > LONGEST_DRAFT:
            raise RuleViolation("这份办法太长了，存不下。请把不同行业分成几份。")
        self._change(session, row, version, now, text=text, writers=_with(row.writers, actor))
        self._note(session, "rules_write", row, actor, now, {"sha256": _digest(text)})
        return row

    def take(
        self, session: Session, number: int, version: int, step: DraftStep, actor: Actor, reason: str,
        now: datetime,
    ) -> OwnRules:  # fmt: skip
        """One step; ``reason`` is wanted where something is sent back or dropped."""
        row = get_rules(session, number)
        if step not in STEPS[row.state]:
            raise StepClosed
        actor.require(permission_of(step, row.state))
        if step in (DraftStep.SEND_BACK, DraftStep.DROP) and not reason:
            raise RuleViolation("请写明理由。")
        changes: dict[str, Any] = {"state": _AFTER[step], "note": reason}
        if step in (DraftStep.OFFER, DraftStep.CONFIRM):
            self._check(session, row, now)
        if step is DraftStep.CONFIRM:
            if actor.id in row.writers:
                raise WrittenByOneself
            changes |= {"confirmed_by": actor.id, "confirmed_at": now}
        is_standing = row.state is DraftState.CONFIRMED
        if is_standing and rules_of(row).begins <= china_date(now):
            raise RuleViolation("这份办法已经施行，不能作废；要改就另写一份，写上新的施行日期。")
        self._change(session, row, version, now, **changes)
        if step is DraftStep.CONFIRM or is_standing:
            invalidate(session, OWN_RULES)
        self._note(session, f"rules_{step.value}", row, actor, now, {"sha256": _digest(row.text)}, reason)
        return row

    def _check(self, session: Session, row: OwnRules, now: datetime) -> None:
        rules, _ = read_draft(row.text)
        if rules is None:
            raise NotReadable
        today = china_date(now)
        if rules.begins < today and overlapped(self._rule_book(session).sets, rules, today) is not None:
            raise BackInTime

    @staticmethod
    def _change(session: Session, row: OwnRules, version: int, now: datetime, **values: Any) -> None:
        done: Any = session.execute(
            update(OwnRules)
            .where(OwnRules.id == row.id, OwnRules.version == version)
            .values(version=version + 1, changed_at=now, **values)
        )
        if done.rowcount != 1:
            raise WrittenMeanwhile
        session.refresh(row)

    def _note(
        self, session: Session, action: str, row: OwnRules, actor: Actor, now: datetime,
        detail: dict[str, str], reason: str = "",
    ) -> None:  # fmt: skip
        self._audit(
            session, actor=actor, action=f"rewards.{action}", subject=f"rules:{row.set_id}", now=now,
            reason=reason, detail=detail,
        )  # fmt: skip


_AFTER = {
    DraftStep.OFFER: DraftState.OFFERED,
    DraftStep.SEND_BACK: DraftState.DRAFT,
    DraftStep.CONFIRM: DraftState.CONFIRMED,
    DraftStep.DROP: DraftState.DROPPED,
}


def permission_of(step: DraftStep, state: DraftState) -> RewardPermission:
    """Whoever writes also hands over and gives up; whoever checks sends back, confirms and takes back."""
    if step is DraftStep.OFFER or (step is DraftStep.DROP and state is DraftState.DRAFT):
        return RewardPermission.DRAFT_RULES
    return RewardPermission.CONFIRM_RULES


def get_rules(session: Session, number: int) -> OwnRules:
    """One set of the bureau; ``NotFound`` if there is none."""
    row = session.get(OwnRules, number)
    if row is None:
        raise NotFound
    return row


def rules_of(row: OwnRules) -> RuleSet:
    """The set of a row; ``NotReadable`` where it has faults."""
    rules, _ = read_draft(row.text)
    if rules is None:
        raise NotReadable
    return rules


def tree_in(row: OwnRules) -> Tree:
    """What stands in a row, faults and all."""
    tree: Tree = parsed(row.text)
    return tree


def waiting_rules(session: Session) -> list[OwnRules]:
    """What is being written or checked, the latest change first."""
    found = select(OwnRules).where(OwnRules.state.in_(WAITING))
    return list(session.scalars(found.order_by(OwnRules.changed_at.desc(), OwnRules.id.desc())))


def count_to_check(session: Session, actor: Actor) -> int:
    """How many wait for a second person that this one may be: what they wrote themselves is not counted."""
    offered = select(OwnRules.writers).where(OwnRules.state == DraftState.OFFERED)
    return sum(actor.id not in writers for writers in session.scalars(offered))


def _with(writers: list[str], actor: Actor) -> list[str]:
    return [*writers, *(() if actor.id in writers else (actor.id,))]


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()
