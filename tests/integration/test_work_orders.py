"""12345 work orders: out in the columns of the place without a word of the reporter, the reply back in."""

import csv
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest
from sqlalchemy import select

from app.cli.work_orders import _into
from app.settings_loading import load_settings
from app.wiring import Container
from core.errors import BadContent
from core.whole_files import NotWritten
from core.workbooks import Sheet, read_xlsx, write_xlsx
from knowledge.library import Library, LibraryHolder
from staff.models import AuditEntry
from tests.conftest import StandingClock
from tests.integration.bureau import Bureau
from tests.integration.one_engine import database_url  # noqa: F401
from tests.integration.statements import statements_on
from tests.samples import CALL
from tipoffs.work_orders import services
from tipoffs.work_orders.form import FIELDS, load_form

DAYS = ("--since", "2026-11-01", "--until", "2026-12-31")
SUMMARY = "=HYPERLINK(1) 反映一处厂房疏散通道不畅，联系13900001111"


@pytest.fixture
def bureau(
    database_url: str,  # noqa: F811
    tmp_path: Path,
    clock: StandingClock,
    library: Library,
) -> Iterator[Bureau]:
    """A bureau on an empty database."""
    settings = load_settings(
        var_dir=tmp_path / "var", database_url=database_url, storage_url=f"file:{tmp_path}/files"
    )
    container = Container(settings, clock)
    container.library_holder = LibraryHolder(library)
    yield Bureau(container, tmp_path)
    container.close()


@pytest.fixture
def number(bureau: Bureau) -> str:
    """A tip by telephone, accepted and rewritten; a second one is not."""
    first, _second = (_called(bureau) for _ in range(2))
    bureau.does("shouli", "tips", "accept", first)
    bureau.does("shouli", "tips", "summarise", first, "--summary", SUMMARY, "--place", "城东片区")
    return first


def _called(bureau: Bureau) -> str:
    [row] = bureau.does("shouli", "record", bureau.file("call.json", CALL))
    bureau.container.clock.advance(days=1)  # type: ignore[attr-defined]
    return str(row["number"])


def test_a_case_goes_to_the_hotline_in_its_own_columns_and_its_reply_comes_back(
    bureau: Bureau, number: str
) -> None:
    out = bureau.folder / "out.csv"
    [said] = bureau.does("shouli", "work-orders", "export", str(out), *DAYS)
    assert said["orders"] == 1
    text = out.read_text("utf-8-sig")
    [heads, row] = csv.reader(text.splitlines())
    case = dict(zip(heads, row, strict=True))
    assert case["来件编号"] == number
    assert case["诉求内容"].startswith("'=HYPERLINK")
    assert (case["事发地点"], case["来源系统"], case["工单编号"]) == ("城东片区", "应急管理局举报平台", "")
    for told in (CALL["name"], CALL["phone"], CALL["facts"], CALL["address"], CALL["object_name"], "1390000"):
        assert told not in text

    back = bureau.folder / "back.xlsx"
    answer = "已转消防大队，来电人电话13700002222。"
    lines = [[number, "GD20261122001", "2026年12月1日", answer]]
    write_xlsx(back, [Sheet("工单", ["来件编号", "工单编号", "办结时限", "答复内容"], lines)])
    assert bureau.does("shouli", "work-orders", "import", str(back)) == [{"rows": 1, "new": 1}]
    assert bureau.does("shouli", "work-orders", "import", str(back)) == [{"rows": 1, "new": 0}]
    [held] = bureau.does("shouli", "work-orders", "list", number)
    assert (held["order"], held["due_on"]) == ("GD20261122001", "2026-12-01")
    assert "13700002222" not in held["answer"]
    again = bureau.folder / "again.xlsx"
    bureau.does("shouli", "work-orders", "export", str(again), *DAYS)
    assert "GD20261122001" in str(read_xlsx(again, again.name))
    with bureau.container.database.reading() as session:
        actions = session.scalars(select(AuditEntry.action)).all()
    assert [actions.count(one) for one in ("tips.work_orders_out", "tips.work_order_in")] == [2, 1]


@pytest.mark.parametrize("name", ["all.csv", "all.xlsx"])
def test_a_long_period_is_read_page_by_page(
    bureau: Bureau, number: str, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    numbers = [number]
    for _ in range(3):
        numbers.append(_called(bureau))
        bureau.does("shouli", "tips", "accept", numbers[-1])
        bureau.does("shouli", "tips", "summarise", numbers[-1], "--summary", "通道不畅", "--place", "城东")
    bureau.does("shouli", "tips", "accept", _called(bureau))
    monkeypatch.setattr(services, "AT_ONCE", 2)
    out = bureau.folder / name
    with statements_on(bureau.container.database.engine) as asked:
        [said] = bureau.does("shouli", "work-orders", "export", str(out), *DAYS)

    # Four with a summary and one without: three pages, and one look behind the last.
    assert (said["orders"], said["without_summary"]) == (4, 1)
    assert len([one for one in asked if "tips.submitted_at >=" in one]) == 4
    text = out.read_text("utf-8-sig") if name.endswith("csv") else str(read_xlsx(out, name))
    assert all(text.count(one) == 1 for one in numbers)


def test_a_file_that_breaks_off_does_not_stay(tmp_path: Path) -> None:
    def rows() -> Iterator[Sequence[str]]:
        yield ["R1"]
        raise OSError("the disk is full")

    with pytest.raises(NotWritten, match="full"):
        _into(tmp_path / "half.csv")(["编号"], rows())
    assert not (tmp_path / "half.csv").exists()


def test_a_reply_is_taken_in_whole_or_not_at_all_and_by_whom_may(bureau: Bureau, number: str) -> None:
    both = f"来件编号,工单编号\n{number},GD1\nR2026999999,GD2\n"
    assert "第3行" in bureau.refused("shouli", "work-orders", "import", bureau.file("both.csv", both))
    late = f"来件编号,工单编号,办结时限\n{number},GD1,下周\n"
    assert "看不懂时限" in bureau.refused("shouli", "work-orders", "import", bureau.file("late.csv", late))
    bureau.refused("hecha1", "work-orders", "export", str(bureau.folder / "x.csv"), *DAYS)
    assert not (bureau.folder / "x.csv").exists()
    assert bureau.does("shouli", "work-orders", "list", number) == []


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("out: [{column: 姓名, field: name}]\nin: {number: a, order: b}", "不能交出去"),
        (
            "out: [{column: 编号, field: number}, {column: 编号, field: order}]\nin: {number: a, order: b}",
            "重复",
        ),
        ("out: [{column: 编号, field: number, fixed: x}]\nin: {number: a, order: b}", "只写一样"),
        ("out: [{column: 编号, field: number}]\nin: {number: a}", "缺“order”"),
        ("out: [{column: 编号, field: number}]\nin: {number: a, order: b, phone: c}", "不认识“phone”"),
        ("- nothing", "读不了"),
    ],
)
def test_a_form_that_asks_for_a_person_or_cannot_be_read_is_refused(
    tmp_path: Path, text: str, fault: str
) -> None:
    file = tmp_path / "form.yaml"
    file.write_text(text, "utf-8")
    with pytest.raises(BadContent, match=fault):
        load_form(file)


def test_the_example_names_only_what_a_unit_may_see() -> None:
    assert {one.what for one in load_form().out if one.what} <= FIELDS
    assert not FIELDS & {"mode", "channel", "openid", "name", "phone", "words", "submitted_at", "object_name"}
