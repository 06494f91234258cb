"""Cases out to the hotline's system, and its replies in; each with a line in the audit log."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session

from core.clock import beginning_of, china_date, end_of
from core.errors import BadContent, NotFound
from core.masking import masked_for_sharing
from core.sheets import SheetRow, each_row, read_rows
from core.workbooks import harmless
from places.regions import RegionTree
from staff.actors import Actor, NotPermitted
from staff.audit import AuditLog
from tipoffs.permissions import Permission
from tipoffs.routing.categories import categories
from tipoffs.tips.files import get_tip
from tipoffs.tips.models import Tip
from tipoffs.tips.status import TipState
from tipoffs.tips.verbs import Office, require_reach
from tipoffs.work_orders.form import NEEDED, Form
from tipoffs.work_orders.models import WorkOrder

MOST_ANSWER = 4000
AT_ONCE = 500
"""How many cases are in memory at a time, however long the period is."""
_NOT_OUT = frozenset({TipState.DRAFT, TipState.SUBMITTED, TipState.WITHDRAWN})


Write = Callable[[Sequence[str], Iterator[Sequence[str]]], None]
"""Writes the heads and all rows, asking for them one by one."""


@dataclass(slots=True)
class Gone:
    """How many rows went out, and how many cases stayed here because no summary was written."""

    orders: int = 0
    without_summary: int = 0


@dataclass(frozen=True, slots=True)
class Reply:
    """One row of a reply."""

    number: str
    order: str
    due_on: date | None
    answer: str


class WorkOrderService:
    """Hands over and takes in; adds and flushes, never commits."""

    def __init__(self, office: Office, audit: AuditLog, form: Form) -> None:
        self._office, self._audit, self._form = office, audit, form

    def hand_over(
        self,
        session: Session,
        tree: RegionTree,
        since: date,
        until: date,
        write: Write,
        actor: Actor,
        now: datetime,
    ) -> Gone:
        """Write the cases that came in from ``since`` to ``until`` as far as the actor may see them.

        Only what intake has rewritten goes out: reporters' words never do. The log gets its line last.
        """
        actor.require(Permission.TIPS_TRANSFER)
        gone = Gone()
        heads = [harmless(column.name) for column in self._form.out]
        write(heads, self._rows(session, tree, since, until, actor, gone))
        detail: dict[str, str | int | bool | None] = {
            "count": gone.orders, "since": str(since), "until": str(until)
        }  # fmt: skip
        self._audit(
            session, actor=actor, action="tips.work_orders_out", subject="tips", now=now, detail=detail
        )
        return gone

    def _rows(
        self, session: Session, tree: RegionTree, since: date, until: date, actor: Actor, gone: Gone
    ) -> Iterator[Sequence[str]]:
        for tips in _in_pages(session, since, until):
            seen = [tip for tip in tips if self._is_in_reach(tip, actor)]
            told = [tip for tip in seen if (tip.shared_summary or "").strip()]
            orders = _orders(session, [tip.number for tip in told])
            gone.without_summary += len(seen) - len(told)
            gone.orders += len(told)
            for tip in told:
                values = self._values(tip, tree, orders.get(tip.number, ""))
                yield [harmless(column.of(values)) for column in self._form.out]

    def take_in(self, session: Session, replies: Sequence[Reply], actor: Actor, now: datetime) -> int:
        """Write the replies down, all or none; how many said something new: the same file again does not."""
        actor.require(Permission.TIPS_TRANSFER)
        faults, new = [], []
        for row, reply in enumerate(replies, 2):
            try:
                tip = get_tip(session, reply.number)
                require_reach(self._office, tip, actor)
            except (NotFound, NotPermitted):
                faults.append(f"第{row}行：没有编号为“{reply.number[:20]}”的举报件，或者不归您办。")
                continue
            new.append((tip, reply))
        if faults:
            raise BadContent("\n".join(["有几行要改，改好以前一行也没有登记：", *faults[:50]]))
        changed = [tip.number for tip, reply in new if self._wrote(session, tip, reply, actor, now)]
        for number in changed:
            self._audit(session, actor=actor, action="tips.work_order_in", subject=f"tip:{number}", now=now)
        return len(changed)

    def read(self, path: Path) -> Sequence[Reply]:
        """The replies in a file of the hotline's system; ``BadContent`` with what is wrong and where."""
        columns = self._form.reply
        heads, needed = list(columns.values()), [columns[name] for name in NEEDED]
        return each_row(path, read_rows(path, heads, needed), self._reply)

    def _reply(self, row: SheetRow) -> Reply:
        cells = {name: row[column].strip() for name, column in self._form.reply.items()}
        due = self._form.day(cells["due"]) if cells.get("due") else None
        if cells.get("due") and due is None:
            raise BadContent(f"看不懂时限“{cells['due'][:20]}”。")
        answer = cells.get("answer", "")
        if len(cells["order"]) > 64 or len(answer) > MOST_ANSWER:
            raise BadContent(f"工单号最多64字，答复最多{MOST_ANSWER}字。")
        return Reply(cells["number"], cells["order"], due, masked_for_sharing(answer))

    def _is_in_reach(self, tip: Tip, actor: Actor) -> bool:
        try:
            require_reach(self._office, tip, actor)
        except NotPermitted:
            return False
        return True

    def _values(self, tip: Tip, tree: RegionTree, order: str) -> Mapping[str, str]:
        named = categories().get(tip.category)
        return {
            "number": tip.number,
            "summary": masked_for_sharing(tip.shared_summary or ""),
            "place": masked_for_sharing(tip.shared_place or ""),
            "category": tip.category,
            "category_name": named.name if named else tip.category,
            "region": tip.region,
            "region_name": tree.full_name(tip.region),
            "kind": tip.kind.label,
            "state": tip.state.label,
            "answer_by": str(china_date(tip.answer_by - timedelta(microseconds=1))) if tip.answer_by else "",
            "order": order,
        }

    @staticmethod
    def _wrote(session: Session, tip: Tip, reply: Reply, actor: Actor, now: datetime) -> bool:
        query = select(WorkOrder).where(WorkOrder.tip == tip.number, WorkOrder.order_number == reply.order)
        held = session.scalar(query)
        if held is not None and (held.due_on, held.answer) == (reply.due_on, reply.answer):
            return False
        if held is None:
            held = WorkOrder(tip=tip.number, order_number=reply.order)
            session.add(held)
        held.due_on, held.answer, held.taken_by, held.taken_at = reply.due_on, reply.answer, actor.id, now
        session.flush()
        return True


def work_orders_of(session: Session, number: str) -> Sequence[WorkOrder]:
    """The work orders of a tip whose file the caller has opened, the newest last."""
    query = select(WorkOrder).where(WorkOrder.tip == number).order_by(WorkOrder.taken_at, WorkOrder.id)
    return session.scalars(query).all()


def _in_pages(session: Session, since: date, until: date) -> Iterator[Sequence[Tip]]:
    """What came in on these days, by number; a page is forgotten when the next is read."""
    query = select(Tip).where(
        Tip.submitted_at >= beginning_of(since),
        Tip.submitted_at < end_of(until),
        Tip.state.not_in(_NOT_OUT),
    )
    last = ""
    while tips := session.scalars(query.where(Tip.number > last).order_by(Tip.number).limit(AT_ONCE)).all():
        yield tips
        last = tips[-1].number


def _orders(session: Session, numbers: Sequence[str]) -> Mapping[str, str]:
    """The newest work order of each of these tips."""
    query = select(WorkOrder.tip, WorkOrder.order_number).where(WorkOrder.tip.in_(numbers))
    return {row.tip: row.order_number for row in session.execute(query.order_by(WorkOrder.id))}
