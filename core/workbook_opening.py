"""Reads one sheet of a workbook; run as a program of its own, never imported.

A workbook of 100 KB can unpack to millions of cells, styles or names, which openpyxl turns into objects one
by one: in a web process that holds every citizen's answer up for minutes. So it happens here, under limits
that are set before a byte is read: 512 MB of memory, 20 s of processor time, no file to write, no core dump.
All cells may point to one long text, so what they hold together is counted: whoever started this keeps all of
it. Of merged cells only the first holds something: each of the others is told as covered, or it would read as
left blank. In: 4 bytes with the length of a JSON object, the object, the workbook. Out: one line of JSON for
each row of the sheet, and last how it ended.
"""

import json
import resource
import sys
import zipfile
from collections.abc import Iterator
from datetime import date, datetime
from io import BytesIO
from typing import Any

MEMORY_BYTES = 512 * 1024 * 1024
CPU_SECONDS = 20
UNPACKED_BYTES = 64 * 1024 * 1024
CHARACTERS = 16 * 1024 * 1024
"""The limit for all cells together: 800 for each of 20,000 rows."""
COVERED_CELLS = 200_000
"""The limit for all merged cells together; nobody merges more by hand."""


def main() -> None:
    """Do it, and say how it ended."""
    limits = (
        (resource.RLIMIT_AS, MEMORY_BYTES),
        (resource.RLIMIT_CPU, CPU_SECONDS),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_CORE, 0),
    )
    # For arrays and for drawings, which no sheet that is read has: they are half of what loading it costs.
    for unused in ("numpy", "PIL"):
        sys.modules[unused] = None  # type: ignore[assignment]  # so Python says that there is none
    # The library is loaded first: it opens files of its own.
    import openpyxl

    for which, most in limits:
        resource.setrlimit(which, (most, most))
    out = sys.stdout.buffer
    size = int.from_bytes(sys.stdin.buffer.read(4), "big")
    order = json.loads(sys.stdin.buffer.read(size))
    try:
        for line in _lines(openpyxl, BytesIO(sys.stdin.buffer.read()), order):
            out.write(json.dumps(line).encode() + b"\n")
        ending = "read"
    except _Refused as refusal:
        ending = str(refusal)
    except MemoryError:
        ending = "large"
    except Exception:  # noqa: BLE001 - whatever the library falls over, the file is no workbook for us
        ending = "broken"
    out.write(json.dumps(ending).encode() + b"\n")


class _Refused(Exception):
    """The word says why."""


def _lines(openpyxl: Any, source: BytesIO, order: dict[str, Any]) -> Iterator[list[Any]]:
    with zipfile.ZipFile(source) as packed:
        if sum(entry.file_size for entry in packed.infolist()) > UNPACKED_BYTES:
            raise _Refused("large")
    book = openpyxl.load_workbook(source, read_only=True, keep_links=False, data_only=order["computed"])
    if order["sheet"] and order["sheet"] not in book.sheetnames:
        raise _Refused("sheet")
    found = book[order["sheet"]] if order["sheet"] else book.worksheets[0]
    # The size that a file claims for itself may be wrong, and stops the reading.
    found.reset_dimensions()
    covered = _covered(openpyxl, found, order)
    told: dict[tuple[int, int], bool] = {}
    characters = 0
    for number, cells in enumerate(found.iter_rows()):
        if number > order["most_rows"]:
            raise _Refused("rows")
        line = [_told(cell) for cell in cells]
        _cover(line, number, covered, told)
        while line and line[-1] is None:
            line.pop()
        if len(line) > order["most_columns"]:
            raise _Refused("columns")
        characters += sum(map(_length, line))
        if characters > CHARACTERS:
            raise _Refused("large")
        yield line


def _covered(openpyxl: Any, sheet: Any, order: dict[str, Any]) -> dict[int, dict[int, tuple[int, int]]]:
    """Row by row, which columns are covered by a merged cell, and where that cell begins; all count from 0.

    The library leaves merged cells out where it reads a sheet as a stream, so the part is gone through once
    more, with the reader that it uses itself.
    """
    covered: dict[int, dict[int, tuple[int, int]]] = {}
    rows = cells = 0
    with sheet._get_source() as part:
        for _, element in openpyxl.xml.functions.iterparse(part):
            kind = element.tag.rpartition("}")[2]
            if kind == "row":
                rows += 1
                if rows > order["most_rows"] + 1:
                    raise _Refused("rows")
            elif kind == "mergeCell":
                left, top, right, bottom = openpyxl.utils.range_boundaries(element.get("ref"))
                right, bottom = min(right, order["most_columns"]), min(bottom, order["most_rows"] + 1)
                cells += max(0, right - left + 1) * max(0, bottom - top + 1)
                if cells > COVERED_CELLS:
                    raise _Refused("merged")
                for row in range(top - 1, bottom):
                    covered.setdefault(row, {}).update(
                        dict.fromkeys(range(left - 1, right), (top - 1, left - 1))
                    )
            if kind not in ("c", "v", "is", "t", "f"):
                element.clear()
    return covered


def _cover(
    line: list[Any],
    number: int,
    covered: dict[int, dict[int, tuple[int, int]]],
    told: dict[tuple[int, int], bool],
) -> None:
    """Mark what is covered in this line, unless the merged cell is as blank as what it covers.

    ``told`` keeps of each merged cell whether it says something.
    """
    for column, begins in covered.get(number, {}).items():
        own = line[column] if column < len(line) else None
        if begins == (number, column):
            told[begins] = own is not None
        elif told.get(begins) or own is not None:
            line += [None] * (column + 1 - len(line))
            line[column] = ["covered", ""]


def _told(cell: Any) -> Any:
    """A value as JSON can hold it: what JSON has no word for is a pair of its kind and its letters."""
    value = cell.value
    # What could not be worked out, like #N/A, is no more a text than what is still to be.
    if cell.data_type in ("f", "e"):
        return ["formula", str(value)]
    match value:
        case None | str() | bool() | int() | float():
            return value
        case datetime():
            return ["moment", value.isoformat()]
        case date():
            return ["day", value.isoformat()]
        case _:
            return str(value)


def _length(told: Any) -> int:
    match told:
        case str() | [_, str()]:
            return len(told if isinstance(told, str) else told[1])
    return 0


if __name__ == "__main__":
    main()
