"""The filters of lists that a member of staff has given a name: their own, seen and used by nobody else."""

from collections.abc import Sequence
from datetime import datetime
from urllib.parse import parse_qsl, urlencode

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from core.errors import NotFound, RuleViolation
from staff.models import SavedView, StaffUser

MOST = 12
LONGEST_NAME, LONGEST_QUERY = 20, 600
MOST_FIELDS = 40
_PASSING = frozenset({"after", "done", "number"})
"""Arguments that say where one is in a list, and not what it is narrowed to."""


class TooManyViews(RuleViolation):
    """A row of chips that nobody overlooks any more helps nobody."""

    sentence = f"一个列表最多存{MOST}组筛选，请先删掉不用的。"


class NameTaken(RuleViolation):
    """Two chips with one name."""

    sentence = "这个列表里已经有一组叫这个名字，请换一个。"


class NothingNarrowed(RuleViolation):
    """Nothing was chosen."""

    sentence = "还没有选筛选条件，没有什么可存的。"


def narrowed(query: str) -> str:
    """What a query string narrows a list to, in a fixed order; empty for nothing, or more than any filter."""
    try:
        pairs = parse_qsl(query[:LONGEST_QUERY], max_num_fields=MOST_FIELDS)
    except ValueError:
        return ""
    return urlencode(sorted((name, value) for name, value in pairs if name not in _PASSING and value))


def keep_view(
    session: Session, user: StaffUser, route: str, name: str, query: str, now: datetime
) -> SavedView:
    """Keep a filter under a name; the same name again means the new filter."""
    name, query = _named(name), narrowed(query)
    if not query:
        raise NothingNarrowed
    own = views_of(session, user, route)
    known = next((one for one in own if one.name == name), None)
    if known is not None:
        known.query = query
        return known
    if len(own) >= MOST:
        raise TooManyViews
    made = SavedView(staff_id=user.id, route=route, name=name, query=query, created_at=now)
    session.add(made)
    session.flush()
    return made


def rename_view(session: Session, user: StaffUser, number: int, name: str) -> None:
    """Another name for one's own filter; ``NotFound`` for anybody else's."""
    view, name = _own(session, user, number), _named(name)
    if any(one.name == name and one.id != number for one in views_of(session, user, view.route)):
        raise NameTaken
    view.name = name
    session.flush()


def remove_view(session: Session, user: StaffUser, number: int) -> None:
    """Forget one's own filter; ``NotFound`` for anybody else's."""
    _own(session, user, number)
    session.execute(delete(SavedView).where(SavedView.id == number))


def views_of(session: Session, user: StaffUser, route: str | None = None) -> Sequence[SavedView]:
    """What one has kept, for one list or for all of them."""
    asked = select(SavedView).where(SavedView.staff_id == user.id).order_by(SavedView.route, SavedView.id)
    return session.scalars(asked if route is None else asked.where(SavedView.route == route)).all()


def _own(session: Session, user: StaffUser, number: int) -> SavedView:
    view = session.get(SavedView, number)
    if view is None or view.staff_id != user.id:
        raise NotFound
    return view


def _named(name: str) -> str:
    name = " ".join(name.split())
    if not name or len(name) > LONGEST_NAME or not name.isprintable():
        raise RuleViolation(f"请起一个名字，最多{LONGEST_NAME}个字。")
    return name
