"""Sheets that clerks send: kept for a moment in a folder of their own, under a name of ours."""

import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from flask import request
from flask.typing import ResponseReturnValue

from admin import notices
from admin.sheets import as_book
from core.errors import RuleViolation
from core.workbooks import Sheet, write_xlsx

SHEET_BYTES = 8 * 1024 * 1024
MOST_FAULTS = 100


class NoSheet(RuleViolation):
    """No file was chosen."""

    sentence = notices.NO_WORKBOOK


@contextmanager
def given_sheet() -> Iterator[Path]:
    """The workbook of the form in hand; gone at the end. ``NoSheet`` where none came."""
    given = request.files.get("file")
    if given is None or not given.filename:
        raise NoSheet
    with tempfile.TemporaryDirectory(prefix="anwen-sheet-") as folder:
        path = Path(folder) / "表格.xlsx"
        given.save(path)
        yield path


def faults_shown(faults: Sequence[str]) -> dict[str, Any]:
    """What ``faults.html`` shows of everything that is wrong with a sheet: the first, and how many more."""
    return {"faults": faults[:MOST_FAULTS], "more": len(faults) - MOST_FAULTS}


def blank_sheet(title: str, heads: Sequence[str], rows: Sequence[Sequence[str]]) -> ResponseReturnValue:
    """A workbook to fill in, with a few lines that show how."""
    return as_book(title, lambda file: write_xlsx(file, [Sheet(title, heads, rows)]))
