"""Ids of articles that are begun at the office: nobody there has to think of one."""

from itertools import count

from sqlalchemy import select
from sqlalchemy.orm import Session

from knowledge.models import ArticleRow

_BEGUN_HERE = "office_"
"""No file of ours is called so."""


def next_id(session: Session, category: str) -> str:
    """The next free id of a category: ``fire.office_3``."""
    prefix = f"{category}.{_BEGUN_HERE}"
    taken = set(
        session.scalars(select(ArticleRow.id).where(ArticleRow.id.startswith(prefix, autoescape=True)))
    )
    return next(one for number in count(1) if (one := f"{prefix}{number}") not in taken)
