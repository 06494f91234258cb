"""Whatever is taken along as a table: the one way out of the office.

A list is written while it is read, under the filter of its page. Whoever may see it may take it; that
somebody took it stands in the audit log.
"""

import tempfile
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from decimal import Decimal
from itertools import islice
from typing import IO, TypeVar

from flask import Response, request
from flask.typing import ResponseReturnValue

from admin import notices
from admin.lines import Line
from admin.needs import Needs
from admin.visitors import Visitor
from core.clock import SHANGHAI, china_date
from core.sandbox import TooMany
from core.workbooks import Sheet, harmless, write_xlsx
from staff.audit import record
from web.offering import offered_as

EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
MOST_ROWS = 100_000
"""More makes Excel slow; the file then says so in its last line."""
AT_ONCE = 1000
"""How many lines are read at a time."""
CSV = "text/csv; charset=utf-8"
LONGEST_TITLE = 31
"""Excel's own limit for the name of a sheet."""

_BLOCK = 64 * 1024
_writing = Line(lambda: TooMany("export"), in_line=2)
T = TypeVar("T")
Cell = str | int | Decimal


def as_excel(
    needs: Needs,
    title: str,
    heads: Sequence[str],
    rows: Iterable[Sequence[Cell]],
    widths: Mapping[str, int] | None = None,
) -> ResponseReturnValue:
    """The answer with the file; no text of it runs, whoever wrote it."""
    sheet = Sheet(title[:LONGEST_TITLE], heads, _limited(rows), widths or {})
    return as_book(f"{title}{china_date(needs.clock.now()):%Y%m%d}", lambda file: write_xlsx(file, [sheet]))


def as_book(name: str, write: Callable[[IO[bytes]], None]) -> ResponseReturnValue:
    """The answer with a workbook that somebody else writes; nothing of it runs either."""
    return as_file(f"{name}.xlsx", EXCEL, blocks_of(write))


def as_file(name: str, kind: str, blocks: Iterable[str] | Iterable[bytes]) -> ResponseReturnValue:
    """The answer with a file under this name."""
    response = Response(blocks, content_type=kind)
    response.headers["Content-Disposition"] = offered_as(name)
    return response


def blocks_of(write: Callable[[IO[bytes]], None]) -> Iterator[bytes]:
    """The file, written to the disk first: an archive ends with its table of contents.

    ``TooMany`` at once: a long list takes a quarter of a minute of the processor and a thread.
    """
    with _writing.place(), _writing.turn():
        file = tempfile.TemporaryFile()  # noqa: SIM115 - closed with the answer, read or not
        try:
            write(file)
        except BaseException:
            file.close()
            raise
    file.seek(0)
    return _Blocks(file)


class _Blocks:
    """Reads a file to its end and closes it; the server closes one of which nobody read a block."""

    def __init__(self, file: IO[bytes]) -> None:
        self._file = file

    def __iter__(self) -> Iterator[bytes]:
        return self

    def __next__(self) -> bytes:
        if block := self._file.read(_BLOCK):
            return block
        self.close()
        raise StopIteration

    def close(self) -> None:
        self._file.close()


def noted(
    answer: ResponseReturnValue, needs: Needs, visitor: Visitor, action: str, subject: str
) -> ResponseReturnValue:
    """``answer``, with who takes it and under which filter written down.

    The file stands by then: where making it was refused, nothing was taken, and the log says nothing.
    """
    detail = {name: value for name, value in sorted(request.args.items()) if name != "after"}
    with needs.database.writing() as session:
        record(
            session, actor=visitor.actor, action=action, subject=subject, now=needs.clock.now(), detail=detail
        )
    return answer


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


def _limited(rows: Iterable[Sequence[Cell]]) -> Iterator[Sequence[Cell]]:
    each = iter(rows)
    for row in islice(each, MOST_ROWS):
        yield [harmless(cell) if isinstance(cell, str) else cell for cell in row]
    if next(each, None) is not None:
        yield [notices.CUT_SHEET.format(most=MOST_ROWS)]
