"""From the files of the bank into the table: what is new, what changed, what is asked no more."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from quizzes.models import QuizQuestion
from quizzes.permissions import QuizPermission
from quizzes.question import Question
from staff import audit
from staff.actors import Actor


@dataclass(frozen=True, slots=True)
class Loaded:
    """How many questions of each fate."""

    added: int
    changed: int
    retired: int
    unchanged: int


def load(session: Session, questions: Mapping[str, Question], actor: Actor, now: datetime) -> Loaded:
    """Bring the table in line with the files; nothing is deleted, and what did not change stays."""
    actor.require(QuizPermission.EDIT)
    every = select(QuizQuestion).order_by(QuizQuestion.id).with_for_update()
    rows = {row.id: row for row in session.scalars(every)}
    added = changed = unchanged = 0
    for name, question in questions.items():
        row, tree = rows.get(name), question.to_tree()
        if row is None:
            session.add(QuizQuestion(id=name, content=tree, touched_at=now))
            added += 1
        elif row.content != tree or row.retired_at is not None:
            row.content, row.touched_at, row.retired_at = tree, now, None
            changed += 1
        else:
            unchanged += 1
    gone = [row for name, row in rows.items() if name not in questions and row.retired_at is None]
    for row in gone:
        row.retired_at = row.touched_at = now
    session.flush()
    loaded = Loaded(added, changed, len(gone), unchanged)
    if added or changed or gone:
        detail = {"added": added, "changed": changed, "retired": len(gone)}
        audit.record(session, actor=actor, action="quizzes.load", subject="quiz:bank", now=now, detail=detail)
    return loaded
