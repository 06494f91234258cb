"""Tables for the finance office, auditors and the bank, and the bank's table of results. Pure.

A cell that a spreadsheet would take for a formula gets an apostrophe in front; account numbers stay texts;
amounts are decimal texts or ``Decimal``, never floats.
"""

import csv
import io
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from core.errors import RuleViolation
from core.workbooks import Sheet, Unreadable, harmless, read_xlsx, write_xlsx
from tipoffs.rewards.money import fen_of, plain

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
    """Read the bank's results, CSV or XLSX with ``RESULT_HEADS``; ``BadSheet`` names the row."""
    rows = _rows(data)
    heads = [cell.strip() for cell in rows[0]] if rows else []
    missing = [head for head in RESULT_HEADS if head not in heads]
    if missing:
        raise BadSheet(f"缺少这些列：{'、'.join(missing)}。")
    if len(rows) > MOST_ROWS:
        raise BadSheet(f"一次最多导入{MOST_ROWS}行。")
    places = {head: heads.index(head) for head in RESULT_HEADS}
    lines = []
    for number, row in enumerate(rows[1:], 2):
        cells = {head: row[place].strip() if place < len(row) else "" for head, place in places.items()}
        if any(cells.values()):
            lines.append(_line(number, cells))
    return lines


def _line(number: int, cells: dict[str, str]) -> BankLine:
    if cells[RESULT] not in (SUCCEEDED, FAILED):
        raise BadSheet(f"第{number}行：结果只能是“{SUCCEEDED}”或者“{FAILED}”。")
    try:
        fen = fen_of(cells[AMOUNT])
    except ValueError:
        raise BadSheet(f"第{number}行：金额“{cells[AMOUNT][:20]}”不对。") from None
    return BankLine(
        number,
        cells[VOUCHER].removeprefix("'"),
        fen,
        cells[RESULT] == SUCCEEDED,
        cells[REFERENCE].removeprefix("'")[:64] or None,
        cells[NOTE][:200],
    )


def _rows(data: bytes) -> list[list[str]]:
    if not data.startswith(b"PK"):
        for encoding in ("utf-8-sig", "gb18030"):
            try:
                return list(csv.reader(io.StringIO(data.decode(encoding))))
            except (UnicodeDecodeError, csv.Error):
                continue
        raise BadSheet("读不了这个文件，请用CSV或者XLSX。")
    try:
        lines = read_xlsx(io.BytesIO(data), "", computed=True)
    except Unreadable as error:
        raise BadSheet("读不了这个文件，请用CSV或者XLSX。") from error
    return [["" if cell is None else str(cell) for cell in line] for line in lines]
