"""The orders in which the register of hazards may stand, each read page by page from a mark.

By itself it stands by what is due, as the law has it. By grade and by state it is read group after group,
what is due first standing first within each; by date and by town it is walked along an index of its own.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace

from sqlalchemy import ColumnElement, Select, select, tuple_
from sqlalchemy.orm import Session

from staff.actors import Actor
from tipoffs.hazards.models import Hazard, HazardLevel
from tipoffs.hazards.status import HazardState
from tipoffs.marking import read, written
from tipoffs.permissions import Permission
from tipoffs.worklists import HazardLine, Mark, Wanted, filled, urgent_hazards, wanted_rows

GRADES = (HazardLevel.MAJOR, HazardLevel.SERIOUS, HazardLevel.GENERAL, HazardLevel.LOW)
"""The gravest first."""
_GROUP = "~"

Page = tuple[Sequence[HazardLine], str]
"""Lines, and the mark of the last one; empty where nothing follows."""
Reading = Callable[[Session, Actor, Wanted, str, int], Page]


@dataclass(eq=False, slots=True)
class HazardOrder:
    """One order; ``word`` stands in an address, ``label`` is what a clerk reads."""

    word: str
    label: str
    page: Reading
    """``page(session, actor, wanted, after, limit)``; nonsense for a mark is the beginning."""


class _Found(HazardLine):
    """A line that stands by when it was registered."""

    __slots__ = ()

    @property
    def mark(self) -> Mark:
        return Mark(self.registered_at, self.code)


@dataclass(frozen=True, slots=True)
class _Spot(Mark):
    """A place on the list by town: codes of one town begin alike, so the code of the region sorts by town."""

    region: str


class _Placed(HazardLine):
    """A line that stands by its region."""

    __slots__ = ()

    @property
    def mark(self) -> Mark:
        return _Spot(None, self.code, self.region)


def _due(session: Session, actor: Actor, wanted: Wanted, after: str, limit: int) -> Page:
    lines = urgent_hazards(session, actor, wanted, read(after), limit)
    return lines, written(lines[-1].mark) if len(lines) == limit else ""


def _found(session: Session, actor: Actor, wanted: Wanted, after: str, limit: int) -> Page:
    def behind(mark: Mark) -> ColumnElement[bool]:
        return tuple_(Hazard.registered_at, Hazard.code) < (mark.at, mark.key)

    query = _all(actor, wanted).order_by(Hazard.registered_at.desc(), Hazard.code.desc())
    mark = read(after)
    begin = mark if mark is not None and mark.at is not None else None
    lines = filled(session, actor, query, _Found, behind, begin, limit)
    return lines, written(lines[-1].mark) if len(lines) == limit else ""


def _by_town(session: Session, actor: Actor, wanted: Wanted, after: str, limit: int) -> Page:
    def behind(mark: Mark) -> ColumnElement[bool]:
        assert isinstance(mark, _Spot)
        return tuple_(Hazard.region, Hazard.code) > (mark.region, mark.key)

    query = _all(actor, wanted).order_by(Hazard.region, Hazard.code)
    region, _, rest = after.partition(_GROUP)
    mark = read(rest)
    begin = _Spot(None, mark.key, region) if mark and region.isdecimal() else None
    lines = filled(session, actor, query, _Placed, behind, begin, limit)
    last = lines[-1] if len(lines) == limit else None
    return lines, f"{last.region}{_GROUP}{written(Mark(None, last.code))}" if last else ""


def _by_group(narrowed: Callable[[Wanted], Iterable[tuple[str, Wanted]]]) -> Reading:
    """Group after group, each by what is due; a mark says in which group it lies."""

    def page(session: Session, actor: Actor, wanted: Wanted, after: str, limit: int) -> Page:
        begin, _, rest = after.partition(_GROUP)
        groups = list(narrowed(wanted))
        words = [word for word, _ in groups]
        start = words.index(begin) if begin in words else 0
        mark = read(rest) if begin in words else None
        found: list[HazardLine] = []
        last = ""
        for word, one in groups[start:]:
            lines = urgent_hazards(session, actor, one, mark, limit - len(found))
            found += lines
            mark = None
            if len(found) == limit:
                last = f"{word}{_GROUP}{written(found[-1].mark)}"
                break
        return found, last

    return page


def _grades(wanted: Wanted) -> Iterable[tuple[str, Wanted]]:
    kept = [wanted.level] if wanted.level else GRADES
    return [(one.value, replace(wanted, level=one)) for one in kept]


def _states(wanted: Wanted) -> Iterable[tuple[str, Wanted]]:
    kept = [one for one in HazardState if not wanted.states or one in wanted.states]
    return [(one.value, replace(wanted, states=(one,))) for one in kept]


def _all(actor: Actor, wanted: Wanted) -> Select[*tuple[object, ...]]:
    actor.require(Permission.HAZARDS_SEE)
    columns = [getattr(Hazard, name) for name in HazardLine.__slots__]
    query = select(*columns, Hazard.excluded_units, Hazard.excluded_officers)
    return query.where(*wanted_rows(Hazard, actor, wanted))


HAZARD_ORDERS = (
    HazardOrder("due", "先到期的在前", _due),
    HazardOrder("found", "最新登记的在前", _found),
    HazardOrder("level", "等级高的在前", _by_group(_grades)),
    HazardOrder("town", "按乡镇", _by_town),
    HazardOrder("state", "按办理进度", _by_group(_states)),
)
