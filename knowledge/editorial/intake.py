"""The rows of a clerk's workbook into the database: each that says something new becomes a draft."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy.orm import Session

from core.errors import RuleViolation
from knowledge.articles import FIELD_LABELS, Article
from knowledge.editorial.editing import EditingService
from knowledge.editorial.refusals import NothingChanged
from knowledge.editorial.revisions import hold_articles
from knowledge.editorial.rules import Claims, named
from knowledge.editorial.sheet import Fault
from knowledge.editorial.workbook import BadWorkbook, Row
from knowledge.models import Origin
from knowledge.permissions import KnowledgePermission
from knowledge.published import published_articles
from staff.actors import Actor


@dataclass(slots=True)
class Intake:
    """What became of the rows: ids of new drafts, and how many said nothing new."""

    drafts: list[str] = field(default_factory=list)
    unchanged: int = 0
    conflicts: list[str] = field(default_factory=list)
    """A Chinese sentence for each row whose article was changed meanwhile or is being reviewed."""


def take_rows(
    session: Session,
    editing: EditingService,
    rows: Sequence[Row],
    faults: Sequence[Fault] = (),
    *,
    actor: Actor,
    now: datetime,
) -> Intake:
    """Keep each row that differs as a draft of ``actor``, written upon the revision it was exported from.

    Raises ``BadWorkbook`` with ``faults``, what the workbook's other rows lack, and every rule that a changed
    row breaks, before anything is kept; what is merely not written yet is no fault. A row that was overtaken
    holds up only itself.
    """
    actor.require(KnowledgePermission.WRITE)
    published = {article.id: article for article in published_articles(session)}
    changed = [row for row in rows if published.get(row.article.id) != row.article]
    found = sorted([*faults, *_broken_rules(editing, published, rows, changed)], key=lambda one: one.row)
    if found:
        raise BadWorkbook(found)
    # Every lock before the first line of the audit log, which each saved row writes.
    hold_articles(session, [row.article.id for row in changed])
    intake = Intake(unchanged=len(rows) - len(changed))
    for row in changed:
        try:
            with session.begin_nested():
                editing.save(
                    session,
                    row.article,
                    base=row.base,
                    author=actor,
                    reason="表格导入",
                    now=now,
                    origin=Origin.WORKBOOK,
                )
            intake.drafts.append(row.article.id)
        except NothingChanged:
            intake.unchanged += 1
        except RuleViolation as refusal:
            intake.conflicts.append(f"第{row.number}行 {row.article.id}：{refusal.sentence}")
    return intake


def _broken_rules(
    editing: EditingService, published: Mapping[str, Article], rows: Sequence[Row], changed: Sequence[Row]
) -> Iterator[Fault]:
    claims = Claims()
    given = {row.article.id for row in rows}
    for article in published.values():
        if article.id not in given:
            list(claims.take(named(article), article))
    # What stays as it is claims first, so that the fault is told of the row that was changed.
    for row in rows:
        if row not in changed:
            list(claims.take(f"第{row.number}行", row.article))
    for row in changed:
        broken = [one for one in editing.broken_rules(row.article) if not one.is_gap]
        broken += claims.take(f"第{row.number}行", row.article)
        for one in broken:
            yield Fault(row.number, FIELD_LABELS[one.field], one.sentence)
