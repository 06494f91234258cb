"""A sheet as clerks make them: a title on top, heads with blanks, days as text, files of other programs."""

from datetime import date
from pathlib import Path

import pytest
from openpyxl import Workbook

from core.errors import BadContent
from core.sheets import FaultyRows, SheetRow, each_row, has_lost_digits, read_rows
from tests.samples import workbook

HEADS = ("姓名", "结束日期", "学时", "备注")
NEEDED = ("姓名", "结束日期")


def book(path: Path, rows: list[list[object]], merged: str = "") -> Path:
    path.write_bytes(workbook(*rows, merged=merged))
    return path


def test_a_title_across_merged_cells_and_blank_lines_are_passed_over(tmp_path: Path) -> None:
    rows: list[list[object]] = [
        ["三项岗位人员培训登记表（2026年）", None, None],
        ["填表单位：", "应急局", None],
        [" 姓 名", "结束\n日期", "学时 "],
        ["王小明", date(2026, 6, 1), 8.0],
        [None, None, None],
        ["李\u200b雷", "2026年6月2日", "１６"],
    ]

    found = read_rows(book(tmp_path / "a.xlsx", rows, "A1:C1"), HEADS, NEEDED)

    assert [(one.number, one["姓名"], one.day("结束日期").day, one["学时"]) for one in found] == [
        (4, "王小明", 1, "8"),
        (6, "李雷", 2, "１６"),
    ]


@pytest.mark.parametrize(
    "written", ["2026-06-01", "2026/6/1", "2026.6.1", "2026年6月1日", "2026年06月01", "２０２６－０６－０１"]
)
def test_a_day_is_read_as_people_write_it(written: str) -> None:
    assert SheetRow(2, {"日期": written}).day("日期") == date(2026, 6, 1)


def test_a_long_number_of_which_excel_kept_fifteen_digits_is_refused(tmp_path: Path) -> None:
    rows: list[list[object]] = [["姓名", "结束日期", "备注"], ["王小明", "2026-06-01", 331081199001011234]]

    with pytest.raises(BadContent, match="第2行的“备注”是一个长号码"):
        read_rows(book(tmp_path / "a.xlsx", rows), HEADS, NEEDED)


@pytest.mark.parametrize(
    ("number", "is_lost"),
    [
        (999_999_999_999_999, False),
        (-999_999_999_999_999, False),
        (1_000_000_000_000_000, True),  # sixteen digits, as on a bank card
        (6217001234567890.0, True),
        (-1_000_000_000_000_000, True),
    ],
)
def test_fifteen_digits_are_kept_and_sixteen_are_not(number: float, is_lost: bool) -> None:
    assert has_lost_digits(number) is is_lost


def test_a_long_number_among_the_heads_is_told_with_its_line(tmp_path: Path) -> None:
    rows: list[list[object]] = [["登记表"], ["姓名", "结束日期", 6217001234567890]]

    with pytest.raises(BadContent, match="第2行"):
        read_rows(book(tmp_path / "a.xlsx", rows), HEADS, NEEDED)


def test_nor_is_one_taken_that_excel_has_shortened_in_a_csv_file(tmp_path: Path) -> None:
    file = tmp_path / "a.csv"
    file.write_text("姓名,结束日期,备注\r\n王小明,2026-06-01,3.31081E+17\r\n", "utf-8-sig")

    with pytest.raises(BadContent, match="第2行的“备注”是一个长号码"):
        read_rows(file, HEADS, NEEDED)


@pytest.mark.parametrize("written", ["", "6月1日", "2026-13-01", "2026-02-30", "昨天", "20260601", "26.6.1"])
def test_what_is_no_day_is_told(written: str) -> None:
    with pytest.raises(ValueError, match=r"\S"):
        SheetRow(2, {"日期": written}).day("日期")


def test_a_sheet_saved_as_text_in_the_letters_of_windows_is_read(tmp_path: Path) -> None:
    file = tmp_path / "a.csv"
    file.write_bytes("培训登记表,,\r\n姓名,结束日期,学时\r\n王小明,2026/6/1,8\r\n".encode("gb18030"))

    assert [one["姓名"] for one in read_rows(file, HEADS, NEEDED)] == ["王小明"]


@pytest.mark.parametrize(
    ("rows", "sentence"),
    [
        ([["姓名", "结束日期", "序"], ["王", "2026-06-01", 1]], "不认识“序”这一列，.*用不着就把这一列删掉"),
        ([["姓名", "结束日期"], ["王", None]], "第2行：“结束日期”不能空着"),
        ([["标题"], ["姓名", "结束日期"], ["=1+1", "2026-06-01"]], "第3行的“姓名”是公式，请改成文字"),
        ([["姓名", "姓 名", "结束日期"], ["王", "李", "2026-06-01"]], "“姓名”这一列出现了两次"),
        ([["标题"], ["王", "2026-06-01"]], "不认识“标题”这一列"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_told_with_its_place(
    tmp_path: Path, rows: list[list[object]], sentence: str
) -> None:
    with pytest.raises(BadContent, match=sentence):
        read_rows(book(tmp_path / "a.xlsx", rows), HEADS, NEEDED)


PEOPLE: list[list[object]] = [
    ["姓名", "结束日期", "学时", "备注"],
    ["王小明", "2026-06-01", 8, "第一期"],
    ["李雷", "2026-06-02", None, None],
]


@pytest.mark.parametrize(
    ("merged", "place"),
    [
        ("D2:D3", "第3行的“备注”"),  # of a column that may be blank, the value would be lost without a word
        ("C2:C3", "第3行的“学时”"),
        ("C2:D3", "第2行的“备注”"),
        ("A2:B2", "第2行的“结束日期”"),
    ],
)
def test_merged_cells_are_refused_with_their_place(tmp_path: Path, merged: str, place: str) -> None:
    with pytest.raises(BadContent, match=f"{place}和别的格合并了.*取消合并"):
        read_rows(book(tmp_path / "a.xlsx", PEOPLE, merged), HEADS, NEEDED)


def test_a_blank_line_of_merged_cells_says_nothing_and_is_passed_over(tmp_path: Path) -> None:
    rows: list[list[object]] = [*PEOPLE[:2], [None, None, None, None], PEOPLE[2]]

    found = read_rows(book(tmp_path / "a.xlsx", rows, "A3:D3"), HEADS, NEEDED)

    assert [(one.number, one["姓名"]) for one in found] == [(2, "王小明"), (4, "李雷")]


@pytest.mark.parametrize("merged", ["", "C1:D1"])
def test_what_stands_below_no_head_is_refused_and_not_left_out(tmp_path: Path, merged: str) -> None:
    rows: list[list[object]] = [["姓名", "结束日期", "学时", None], *PEOPLE[1:]]

    with pytest.raises(BadContent, match="第2行的“第一期”上面没有列名"):
        read_rows(book(tmp_path / "a.xlsx", rows, merged), HEADS, NEEDED)


def test_what_excel_could_not_work_out_is_no_text(tmp_path: Path) -> None:
    made = Workbook()
    assert made.active
    for row in PEOPLE:
        made.active.append(row)
    made.active["D2"], made.active["D2"].data_type = "#N/A", "e"
    made.save(tmp_path / "a.xlsx")

    with pytest.raises(BadContent, match="第2行的“备注”是公式"):
        read_rows(tmp_path / "a.xlsx", HEADS, NEEDED)


def test_an_old_workbook_with_a_new_name_is_told_what_to_do(tmp_path: Path) -> None:
    file = tmp_path / "a.xlsx"
    file.write_bytes(bytes.fromhex("d0cf11e0a1b11ae1") + b"\0" * 600)

    with pytest.raises(BadContent, match="请另存为Excel工作簿"):
        read_rows(file, HEADS, NEEDED)


def test_all_that_is_wrong_is_told_at_once(tmp_path: Path) -> None:
    rows: list[list[object]] = [
        ["姓名", "结束日期", "学时"],
        [None, "2026-06-01", 8],
        ["王小明", "=TODAY()", 8],
        ["李雷", "2026-06-01", 6217001234567890],
        ["韩梅", None, 8],
    ]

    with pytest.raises(FaultyRows) as refused:
        read_rows(book(tmp_path / "a.xlsx", rows), HEADS, NEEDED)

    assert [one[:4] for one in refused.value.faults] == ["第3行的", "第4行的", "第2行：", "第5行："]
    assert "有4处要改" in str(refused.value)


def test_what_a_reader_refuses_is_told_of_every_row(tmp_path: Path) -> None:
    rows = [SheetRow(number, {"学时": words}) for number, words in ((2, "八"), (3, "8"), (4, "九"))]

    def read(row: SheetRow) -> int:
        if not row["学时"].isascii():
            raise BadContent(f"看不懂“{row['学时']}”。")
        return int(row["学时"])

    assert each_row(tmp_path, rows[1:2], read) == [8]
    with pytest.raises(FaultyRows) as refused:
        each_row(tmp_path, rows, read)
    assert refused.value.faults == ("第2行：看不懂“八”。", "第4行：看不懂“九”。")


def test_a_renamed_column_is_told_below_a_title_too(tmp_path: Path) -> None:
    rows: list[list[object]] = [["登记表（2026年）", None], ["姓名", "日期"], ["王小明", "2026-06-01"]]

    with pytest.raises(BadContent, match=r"不认识“日期”这一列.*还少了“结束日期”，是不是改了列名"):
        read_rows(book(tmp_path / "a.xlsx", rows, "A1:B1"), HEADS, NEEDED)


def test_a_missing_column_is_told_once_and_not_for_every_row(tmp_path: Path) -> None:
    rows: list[list[object]] = [["学时", "姓名"], *[[8, "王小明"]] * 30]

    with pytest.raises(BadContent, match="少了“结束日期”这一列") as refused:
        read_rows(book(tmp_path / "a.xlsx", rows), HEADS, NEEDED)
    assert "第2行" not in str(refused.value)


def test_a_title_is_passed_over_where_no_cell_is_needed(tmp_path: Path) -> None:
    rows: list[list[object]] = [["全市名录", None], [None, None], ["学时", "姓名"], [8, "王小明"]]

    found = read_rows(book(tmp_path / "a.xlsx", rows, "A1:B1"), HEADS, columns=["姓名"])

    assert [(one.number, one["姓名"], one["学时"]) for one in found] == [(4, "王小明", "8")]


def test_columns_stand_in_any_order_beside_a_count_of_lines_that_makes_no_row(tmp_path: Path) -> None:
    rows: list[list[object]] = [
        ["序号", "学时", "结束日期", "姓名"],
        [1, 8, "2026-06-01", "王小明"],
        [2, None, None, None],
        [3, None, None, None],
    ]

    found = read_rows(book(tmp_path / "a.xlsx", rows), HEADS, NEEDED)

    assert [one.cells for one in found] == [{"学时": "8", "结束日期": "2026-06-01", "姓名": "王小明"}]


def test_a_list_in_yaml_is_read_like_a_sheet(tmp_path: Path) -> None:
    file = tmp_path / "list.yaml"
    file.write_text("- {姓名: 王小明, 结束日期: 2026-06-01, 学时: 24}\n", "utf-8")
    (row,) = read_rows(file, HEADS, NEEDED)
    assert (row.cells["姓名"], row.day("结束日期"), row.cells["学时"]) == ("王小明", date(2026, 6, 1), "24")


@pytest.mark.parametrize("text", ["- 王小明\n- 李安\n", "姓名: 王小明\n", "[]{", "- {姓名: 王}\n- 李安\n"])
def test_yaml_that_is_no_list_of_rows_is_refused(text: str, tmp_path: Path) -> None:
    file = tmp_path / "list.yaml"
    file.write_text(text, "utf-8")
    with pytest.raises(BadContent, match=r"^list\.yaml"):
        read_rows(file, HEADS, NEEDED)
