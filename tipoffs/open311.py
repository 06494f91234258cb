"""Hazards for other systems: the service requests of Open311 GeoReport v2.

Source: wiki.open311.org, GeoReport v2, "GET Service Requests"; the fields of which a
hazard says nothing are left out. Only what officials found goes out: a hazard that somebody reported points
at them, whatever is left unsaid. Tips never leave.
"""

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from io import TextIOBase
from typing import IO, Final
from xml.sax.saxutils import XMLGenerator
from xml.sax.xmlreader import AttributesImpl

from sqlalchemy import func, select, tuple_
from sqlalchemy.orm import Session

from core.clock import SHANGHAI, beginning_of, end_of
from staff.actors import Actor
from tipoffs.hazards.models import Hazard, HazardEvent, HazardSource
from tipoffs.hazards.status import HazardState
from tipoffs.permissions import Permission
from tipoffs.routing.categories import categories
from tipoffs.worklists import Mark, filled, within

EXCHANGED: Final = frozenset(HazardSource) - {HazardSource.TIP, HazardSource.INTERNAL_REPORT}
_AT_ONCE = 1000

Fields = Mapping[str, str | float]


@dataclass(frozen=True, slots=True)
class _Line:
    """A row that is read; the names are those of the table."""

    code: str
    description: str
    object_name: str
    address: str
    region: str
    category: str
    department: str | None
    state: HazardState
    latitude: float | None
    longitude: float | None
    registered_at: datetime
    due_at: datetime | None
    delisted_at: datetime | None
    changed_at: datetime | None

    @property
    def mark(self) -> Mark:
        return Mark(self.registered_at, self.code)


def service_requests(
    session: Session, actor: Actor, since: date, until: date, departments: Mapping[str, str]
) -> Iterator[Fields]:
    """What the actor may see of the hazards registered from ``since`` to ``until``, both with; oldest first.

    ``departments``: what the codes of departments are called.
    """
    actor.require(Permission.HAZARDS_SEE)
    changed = (
        select(func.max(HazardEvent.at)).where(HazardEvent.hazard == Hazard.code).correlate(Hazard)
    ).scalar_subquery()
    query = (
        select(
            Hazard.code, Hazard.description, Hazard.object_name, Hazard.address, Hazard.region,
            Hazard.category, Hazard.department, Hazard.state, Hazard.latitude, Hazard.longitude,
            Hazard.registered_at, Hazard.due_at, Hazard.delisted_at, changed, Hazard.excluded_units,
            Hazard.excluded_officers,
        )
        .where(
            Hazard.source.in_(EXCHANGED),
            Hazard.registered_at >= beginning_of(since),
            Hazard.registered_at < end_of(until),
            *within(Hazard, actor),
        )
        .order_by(Hazard.registered_at, Hazard.code)
    )  # fmt: skip
    after: Mark | None = None
    while True:
        found = filled(
            session,
            actor,
            query,
            _Line,
            lambda mark: tuple_(Hazard.registered_at, Hazard.code) > (mark.at, mark.key),
            after,
            _AT_ONCE,
        )
        for line in found:
            yield _request(line, departments)
        if len(found) < _AT_ONCE:
            return
        after = found[-1].mark


def write_json(target: IO[str], requests: Iterable[Fields]) -> int:
    """One array, written while it is read; says how many."""
    count = 0
    target.write("[")
    for count, one in enumerate(requests, 1):
        target.write(",\n" if count > 1 else "\n")
        json.dump(one, target, ensure_ascii=False)
    target.write("\n]\n")
    return count


def write_xml(target: TextIOBase, requests: Iterable[Fields]) -> int:
    """``service_requests`` with one ``request`` each, written while it is read; says how many."""
    count = 0
    plain = AttributesImpl({})
    writer = XMLGenerator(target, "utf-8")
    writer.startDocument()
    writer.startElement("service_requests", plain)
    for one in requests:
        count += 1
        writer.startElement("request", plain)
        for name, value in one.items():
            writer.startElement(name, plain)
            writer.characters(_printable(str(value)))
            writer.endElement(name)
        writer.endElement("request")
    writer.endElement("service_requests")
    writer.endDocument()
    return count


def _request(line: _Line, departments: Mapping[str, str]) -> Fields:
    named = categories().get(line.category)
    found: dict[str, str | float | None] = {
        "service_request_id": line.code,
        "status": "closed" if line.delisted_at else "open",
        "status_notes": line.state.label,
        "service_name": named.name if named else line.category,
        "service_code": line.category,
        "description": f"{line.object_name}：{line.description}",
        "agency_responsible": departments.get(line.department, line.department) if line.department else None,
        "requested_datetime": _written(line.registered_at),
        "updated_datetime": _written(line.changed_at),
        "expected_datetime": _written(line.due_at),
        "address": line.address,
        "address_id": line.region,
        "lat": line.latitude,
        "long": line.longitude,
    }
    return {name: value for name, value in found.items() if value is not None}


def _written(moment: datetime | None) -> str | None:
    """As W3C writes a moment, with the hours ahead of Greenwich."""
    return moment.astimezone(SHANGHAI).isoformat(timespec="seconds") if moment else None


def _printable(text: str) -> str:
    """Without the signs that no XML may hold."""
    return "".join(sign for sign in text if sign.isprintable() or sign in "\n\t")
