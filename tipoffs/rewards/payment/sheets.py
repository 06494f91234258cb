"""Tables for the finance office, auditors and the bank, and the bank's table of results. Pure.

A cell that a spreadsheet would take for a formula gets an apostrophe in front; account numbers stay texts;
amounts are decimal texts or ``Decimal``, never floats.
"""

import csv
import io
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from core.errors import RuleViolation
from core.sheets import MERGED, TOO_LONG_A_NUMBER, has_lost_digits, line_of_heads, plain_head
from core.text import as_typed
from core.workbooks import Covered, Formula, Sheet, Unreadable, harmless, read_xlsx, write_xlsx
from tipoffs.rewards.money import plain, typed_fen

VOUCHER, NUMBER, AMOUNT, RESULT, REFERENCE, NOTE = (
    "凭证号",
    "奖励编号",
    "金额（元）",
    "结果",
    "银行流水号",
    "说明",
)
NAME, ACCOUNT, BANK = "户名", "账号", "开户行"
LEDGER_HEADS = (VOUCHER, NUMBER, AMOUNT, "送出日期", RESULT)
PAYOUT_HEADS = (VOUCHER, AMOUNT, NAME, ACCOUNT, BANK)
RESULT_HEADS = (VOUCHER, AMOUNT, RESULT, REFERENCE, NOTE)
SUCCEEDED, FAILED = "成功", "失败"
OLD_EXCEL = "这是旧版的Excel文件（.xls），请在Excel里另存为“Excel工作簿（.xlsx）”，再试一次。"
_OLD_EXCEL = b"\xd0\xcf\x11\xe0"
_SUMS = frozenset({"", "合计", "总计", "小计"})
_KEPT_AS_TEXT = re.compile(r'\A="([^"]*)"\Z')
"""So banks write a long number into a CSV file, for Excel to leave it as it is."""
MOST_ROWS = 10_000
TITLE = "举报奖励"

Cell = str | int
"""A text, or an amount in fen."""


class BadSheet(RuleViolation):
    """The bank's table cannot be read."""


@dataclass(frozen=True, slots=True)
class BankLine:
    """What the bank says of one voucher."""

    row: int
    voucher: str
    fen: int
    succeeded: bool
    reference: str | None
    note: str


def written_csv(heads: Sequence[str], rows: Sequence[Sequence[Cell]]) -> bytes:
    """The table as CSV that Excel opens in Chinese."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(heads)
    writer.writerows(
        [plain(cell) if isinstance(cell, int) else harmless(cell) for cell in row] for row in rows
    )
    return out.getvalue().encode("utf-8-sig")


def written_xlsx(heads: Sequence[str], rows: Sequence[Sequence[Cell]]) -> bytes:
    """The table as a workbook; every text is a text to Excel too."""
    lines = [
        [Decimal(plain(cell)) if isinstance(cell, int) else harmless(cell) for cell in row] for row in rows
    ]
    out = io.BytesIO()
    write_xlsx(out, [Sheet(TITLE, heads, lines)])
    return out.getvalue()


def bank_lines(data: bytes) -> list[BankLine]:
    """Read the bank's results, CSV or XLSX with ``RESULT_HEADS``; ``BadSheet`` names the row.

    A title above the heads, columns of the bank's own, blank lines and a sum below are passed over.
    """
    rows = _rows(data)
    top = line_of_heads(rows, RESULT_HEADS)
    heads = [plain_head(cell) for cell in rows[top]] if rows else []
    missing = [head for head in RESULT_HEADS if head not in heads]
    if missing:
        raise BadSheet(f"缺少这些列：{'、'.join(missing)}。")
    if len(rows) > MOST_ROWS:
        raise BadSheet(f"一次最多导入{MOST_ROWS}行。")
    places = {head: heads.index(head) for head in RESULT_HEADS}
    found = ((number, _cells(number, row, places)) for number, row in enumerate(rows[top + 1 :], top + 2))
    return [_line(number, cells) for number, cells in found if any(cells.values()) and not _is_sum(cells)]


def _cells(number: int, row: Sequence[object], places: Mapping[str, int]) -> dict[str, str]:
    """What stands in a row below each of our heads."""
    found = {head: row[place] if place < len(row) else None for head, place in places.items()}
    if any(plain_head(cell) in _SUMS for cell in row if isinstance(cell, str) and cell):
        # 合计 often stands across several columns, also over that of the voucher.
        found = {head: None if isinstance(cell, Covered) else cell for head, cell in found.items()}
    return {head: _text(number, head, cell) for head, cell in found.items()}


def _is_sum(cells: Mapping[str, str]) -> bool:
    """Whether a row only adds up those above it."""
    return cells[VOUCHER] in _SUMS and not cells[RESULT] + cells[REFERENCE]


def _text(number: int, head: str, cell: object) -> str:
    """What a person sees in a cell."""
    if isinstance(cell, Covered):
        raise BadSheet(f"第{number}行的“{head}”{MERGED}")
    if isinstance(cell, Formula):
        raise BadSheet(f"第{number}行的“{head}”没有算出结果（{cell.words[:20]}），请改成数字或者文字。")
    if has_lost_digits(cell):
        raise BadSheet(f"第{number}行的“{head}”{TOO_LONG_A_NUMBER}")
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    words = "" if cell is None else as_typed(str(cell))
    return _KEPT_AS_TEXT.sub(r"\1", words)


def _line(number: int, cells: dict[str, str]) -> BankLine:
    result = "".join(cells[RESULT].split())
    if result not in (SUCCEEDED, FAILED):
        said = f"现在是“{cells[RESULT][:20]}”" if result else "现在空着"
        raise BadSheet(f"第{number}行：结果只能是“{SUCCEEDED}”或者“{FAILED}”，{said}。")
    try:
        fen = typed_fen(cells[AMOUNT])
    except ValueError:
        raise BadSheet(f"第{number}行：金额“{cells[AMOUNT][:20]}”不对。") from None
    return BankLine(
        number,
        cells[VOUCHER].removeprefix("'").upper(),
        fen,
        result == SUCCEEDED,
        cells[REFERENCE].removeprefix("'")[:64] or None,
        cells[NOTE][:200],
    )


def _rows(data: bytes) -> Sequence[Sequence[object]]:
    if data.startswith(_OLD_EXCEL):
        raise BadSheet(OLD_EXCEL)
    if not data.startswith(b"PK"):
        for encoding in ("utf-8-sig", "gb18030"):
            try:
                return list(csv.reader(io.StringIO(data.decode(encoding))))
            except (UnicodeDecodeError, csv.Error):
                continue
        raise BadSheet("读不了这个文件，请用CSV或者XLSX。")
    try:
        return read_xlsx(io.BytesIO(data), "这个表格", computed=True)
    except Unreadable as error:
        raise BadSheet(str(error)) from error
