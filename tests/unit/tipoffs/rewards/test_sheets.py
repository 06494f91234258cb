"""Tables that no spreadsheet runs, and the bank's answer however it is saved."""

import csv
import io

import pytest
from openpyxl import load_workbook

from core.workbooks import MOST_ROWS, Sheet, harmless, write_xlsx
from tests.samples import workbook
from tipoffs.rewards.payment.sheets import (
    PAYOUT_HEADS,
    RESULT_HEADS,
    BadSheet,
    bank_lines,
    written_csv,
    written_xlsx,
)

FORMULAS = [
    '=HYPERLINK("http://x","y")', "+1", "-2+3", "@SUM(A1)", "\t=1", "\r=1", " =1", "＝1",
    "=cmd|' /C calc'!A0",
]  # fmt: skip


@pytest.mark.parametrize("evil", FORMULAS)
def test_no_cell_is_a_formula(evil: str) -> None:
    rows: list[list[str | int]] = [["J1-1", 300_015, evil, evil, evil]]
    (_, cells) = list(csv.reader(io.StringIO(written_csv(PAYOUT_HEADS, rows).decode("utf-8-sig"))))
    assert all(not cell.lstrip().startswith(("=", "+", "-", "@", "＝")) for cell in cells)
    sheet = load_workbook(io.BytesIO(written_xlsx(PAYOUT_HEADS, rows))).worksheets[0]
    assert [cell.data_type for cell in sheet[2]] == ["s", "n", "s", "s", "s"]
    assert all(not str(cell.value).lstrip().startswith("=") for cell in sheet[2])


def test_long_accounts_stay_texts_and_amounts_exact() -> None:
    rows: list[list[str | int]] = [["J1-1", 300_015, "张三", "6222000011112222333", "某银行"]]
    sheet = load_workbook(io.BytesIO(written_xlsx(PAYOUT_HEADS, rows))).worksheets[0]
    assert sheet["D2"].value == "6222000011112222333"
    assert str(sheet["B2"].value) == "3000.15"
    assert "3000.15" in written_csv(PAYOUT_HEADS, rows).decode("utf-8-sig")


def as_csv(encoding: str) -> bytes:
    text = ",".join(RESULT_HEADS) + '\r\nJ1-1,"3,000.15",成功,B1,\r\n,,,,\r\nJ2-1,300,失败,,账号有误\r\n'
    return text.encode(encoding)


def as_xlsx() -> bytes:
    return workbook(
        RESULT_HEADS, ("J1-1", 3000.15, "成功", "B1", None), ("J2-1", 300, "失败", None, "账号有误")
    )


@pytest.mark.parametrize(
    "data", [as_csv("utf-8-sig"), as_csv("gb18030"), as_xlsx()], ids=["utf8", "gbk", "xlsx"]
)
def test_the_bank_may_save_as_it_likes(data: bytes) -> None:
    first, second = bank_lines(data)
    assert (first.voucher, first.fen, first.succeeded, first.reference) == ("J1-1", 300_015, True, "B1")
    assert (second.voucher, second.fen, second.succeeded, second.reference) == ("J2-1", 30_000, False, None)


@pytest.mark.parametrize(
    ("data", "complaint"),
    [
        (b"", "缺少这些列"),
        ("凭证号,金额（元）\n".encode(), "结果"),
        (as_csv("utf-8").replace("成功".encode(), "也许".encode()), "第2行"),
        (as_csv("utf-8").replace(b"3,000.15", b"3000.155"), "第2行"),
        (b"PK\x03\x04 not a workbook", "打不开"),
        (b"\xff\xff\xff", "读不了"),
    ],
)
def test_what_cannot_be_read_is_named(data: bytes, complaint: str) -> None:
    with pytest.raises(BadSheet) as caught:
        bank_lines(data)
    assert complaint in caught.value.sentence


def test_ordinary_words_stay_as_they_are() -> None:
    assert harmless("张三（A-1）") == "张三（A-1）"


def test_a_sheet_of_the_bank_with_title_columns_of_its_own_and_a_sum_is_read() -> None:
    heads = ("序号", "凭证号", "金额 （元）", "结果", "银行流水号", "说明", "备注")
    data = workbook(
        ("某银行代发结果",), (), heads, (1, "j1-1 ", "¥3,000.15元", "成　功", 20261128001, None, "x"), (),
        (None, "合计", 3000.15), merged="A1:G1",
    )  # fmt: skip

    (line,) = bank_lines(data)

    assert (line.row, line.voucher, line.fen, line.succeeded) == (4, "J1-1", 300_015, True)
    assert line.reference == "20261128001"


def test_a_number_that_excel_has_cut_short_is_refused_and_never_kept() -> None:
    data = workbook(RESULT_HEADS, ("J1-1", 3000.15, "成功", 12345678901234567890, None))

    with pytest.raises(BadSheet, match=r"第2行的“银行流水号”是一个长号码.*设成“文本”"):
        bank_lines(data)


@pytest.mark.parametrize("shortened", ["6.22202E+18", "6E+18", " 6.2e+18 ".upper()])
def test_nor_is_one_that_excel_has_shortened_in_a_csv_file(shortened: str) -> None:
    data = f"{','.join(RESULT_HEADS)}\r\nJ1-1,3000.15,成功,{shortened},\r\n".encode()

    with pytest.raises(BadSheet, match=r"第2行的“银行流水号”是一个长号码"):
        bank_lines(data)


def test_a_number_that_the_bank_keeps_as_a_text_is_read_without_its_wrapping() -> None:
    written = '"=""J1-1""",3000.15,成功,"=""62220000111122"""'
    data = f"{','.join(RESULT_HEADS)}\r\n{written},\r\n".encode("gb18030")

    (line,) = bank_lines(data)

    assert (line.voucher, line.reference) == ("J1-1", "62220000111122")


def test_an_old_workbook_is_told_apart_whatever_it_is_called() -> None:
    with pytest.raises(BadSheet, match="另存为“Excel工作簿"):
        bank_lines(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600))


def test_what_is_too_long_or_broken_is_told_apart() -> None:
    book = io.BytesIO()
    write_xlsx(book, [Sheet("结果", ["凭证号"], [["x"]] * (MOST_ROWS + 1))])
    with pytest.raises(BadSheet, match="这个表格超过20000行"):
        bank_lines(book.getvalue())
    with pytest.raises(BadSheet, match="这个表格打不开"):
        bank_lines(book.getvalue()[:-300])


@pytest.mark.parametrize(("result", "said"), [("", "现在空着"), ("退票", "现在是“退票”")])
def test_a_line_without_a_result_of_ours_is_no_sum_and_told_as_it_stands(result: str, said: str) -> None:
    with pytest.raises(BadSheet, match=f"第2行：结果只能是“成功”或者“失败”，{said}。"):
        bank_lines(workbook(RESULT_HEADS, ("J1-1", 3000.15, result, "B1", None)))


def test_vouchers_merged_into_one_are_refused_and_a_sum_across_columns_is_not() -> None:
    lines = (RESULT_HEADS, ("J1-1", 3000.15, "成功", "B1", None), (None, 500, None, None, None))

    with pytest.raises(BadSheet, match="第3行的“凭证号”和别的格合并了"):
        bank_lines(workbook(*lines, merged="A2:A3"))

    heads, first = ("序号", *RESULT_HEADS), (1, "J1-1", 3000.15, "成功", "B1", None)
    (line,) = bank_lines(workbook(heads, first, ("合计", None, 3000.15), merged="A3:B3"))
    assert line.voucher == "J1-1"
