"""A list as a file for Excel: what the page shows under the same filter, written while it is read.

Who may take a list is who may see it; that somebody took it stands in the audit log.
"""

import tempfile
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from itertools import islice
from typing import IO, TypeVar

from flask import Response, request
from flask.typing import ResponseReturnValue

from admin import notices
from admin.keeper import Visitor
from admin.needs import Needs
from core.clock import SHANGHAI, china_date
from core.offering import offered_as
from core.workbooks import Sheet, harmless, write_xlsx
from staff.audit import record

EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
MOST_ROWS = 100_000
"""More makes Excel slow; the file then says so in its last line."""
AT_ONCE = 1000
"""So many lines are read at a time."""

_BLOCK = 64 * 1024
T = TypeVar("T")


def as_excel(
    needs: Needs,
    title: str,
    heads: Sequence[str],
    rows: Iterable[Sequence[str]],
    widths: Mapping[str, int] | None = None,
) -> ResponseReturnValue:
    """The answer with the file; no text of it runs, whoever wrote it."""
    response = Response(blocks_of(Sheet(title, heads, _limited(rows), widths or {})), content_type=EXCEL)
    name = f"{title}{china_date(needs.clock.now()):%Y%m%d}.xlsx"
    response.headers["Content-Disposition"] = offered_as(name)
    return response


def blocks_of(sheet: Sheet) -> Iterator[bytes]:
    """The file, written to the disk first: an archive ends with its table of contents."""
    file = tempfile.TemporaryFile()  # noqa: SIM115 - closed by who reads it
    write_xlsx(file, [sheet])
    file.seek(0)
    return _read(file)


def _read(file: IO[bytes]) -> Iterator[bytes]:
    with file:
        while block := file.read(_BLOCK):
            yield block


def note_taken(needs: Needs, visitor: Visitor, action: str, subject: str) -> None:
    """Write down who takes a list, and under which filter."""
    detail = {name: value for name, value in sorted(request.args.items()) if name != "after"}
    with needs.database.writing() as session:
        record(
            session, actor=visitor.actor, action=action, subject=subject, now=needs.clock.now(), detail=detail
        )


def all_of(page: Callable[[T | None], Sequence[T]]) -> Iterator[T]:
    """Every line of a list that is read in pages: ``page`` gets the line behind which it goes on."""
    last: T | None = None
    while found := page(last):
        yield from found
        if len(found) < AT_ONCE:
            return
        last = found[-1]


def stamp(when: datetime | None) -> str:
    """A moment as Excel sorts it."""
    return f"{when.astimezone(SHANGHAI):%Y-%m-%d %H:%M}" if when else ""


def _limited(rows: Iterable[Sequence[str]]) -> Iterator[Sequence[str]]:
    each = iter(rows)
    for row in islice(each, MOST_ROWS):
        yield [harmless(cell) for cell in row]
    if next(each, None) is not None:
        yield [notices.CUT_SHEET.format(most=MOST_ROWS)]
