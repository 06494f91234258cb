"""Cells of a workbook: what is written comes back as it was, and nothing in it is ever computed."""

import gc
from decimal import Decimal
from io import BytesIO

import pytest
from openpyxl import load_workbook

from core.errors import BadContent
from core.workbooks import (
    CELL_CHARACTERS,
    Formula,
    Sheet,
    fits,
    harmless,
    read_xlsx,
    write_xlsx,
)


def written(*rows: list[str | int | Decimal]) -> BytesIO:
    file = BytesIO()
    write_xlsx(file, [Sheet("表", ["甲"], rows)])
    file.seek(0)
    return file


@pytest.mark.parametrize(
    "text",
    [
        "=1+1",
        "+1",
        "-1",
        "@A1",
        "＝1+1",
        "＋1",
        "－1",
        "＠A1",
        "  =1+1",
        "\u3000=1+1",
        "\t=1+1",
        "\r\n=1+1",
        "\x00=1",
    ],
)
def test_what_would_begin_a_formula_is_taken_for_text(text: str) -> None:
    assert harmless(text).startswith("'")
    assert harmless(text).isprintable()


@pytest.mark.parametrize("text", ["", "张三", "A=1", "1-2", "（-1）", "'=1"])
def test_other_texts_stay_as_they_are(text: str) -> None:
    assert harmless(text) == text


def test_a_cell_holds_so_many_characters_and_an_escape_counts_as_written() -> None:
    assert fits("字" * CELL_CHARACTERS)
    assert not fits("字" * (CELL_CHARACTERS + 1))
    assert not fits("字" * (CELL_CHARACTERS - 7) + "_x000D_")
    with pytest.raises(BadContent):
        written(["字" * (CELL_CHARACTERS + 1)])


def test_a_sheet_given_up_half_written_leaves_no_file_open() -> None:
    with pytest.raises(BadContent):
        written(["一"], ["字" * (CELL_CHARACTERS + 1)])

    # What is left open complains when it is collected, and pytest makes an error of that.
    gc.collect()


@pytest.mark.parametrize(
    "text", ["=1+1", "-5", "@SUM(A1)", "1e5", "007", "_x000D_", "_x005F_x000D_", "一行\n两行"]
)
def test_a_text_comes_back_as_it_was(text: str) -> None:
    assert read_xlsx(written([text]), "表.xlsx")[1] == [text]


def test_a_text_is_kept_as_text_and_an_amount_as_a_number() -> None:
    row = load_workbook(written(["=1+1", 7, Decimal("1234.50")]))["表"][2]
    assert [(cell.data_type, cell.number_format) for cell in row] == [
        ("s", "@"), ("n", "#,##0"), ("n", "#,##0.00"),
    ]  # fmt: skip


def test_a_formula_of_others_is_read_as_one_and_a_carriage_return_of_excel_left_out() -> None:
    file = written(["=1+1", "一行_x000D_\n两行"])
    book = load_workbook(file)
    book["表"]["A2"].data_type = "f"
    book["表"]["B2"].value = "一行_x000D_\n两行"
    changed = BytesIO()
    book.save(changed)
    changed.seek(0)
    assert read_xlsx(changed, "表.xlsx")[1] == [Formula("=1+1"), "一行\n两行"]


def test_a_column_is_as_wide_as_what_stands_in_it() -> None:
    file = BytesIO()
    write_xlsx(file, [Sheet("表", ["编号", "地址"], [["1", "大溪镇"]], widths={"地址": 40})])
    file.seek(0)

    columns = load_workbook(file).active.column_dimensions
    assert columns["B"].width == 40
    assert columns["A"].width == 18
