"""A tip from the telephone to the money, and what is refused on the way, typed by people with accounts."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import select

from app.settings_loading import load_settings
from app.wiring import Container
from knowledge.library import Library, LibraryHolder
from tests.conftest import StandingClock
from tests.integration.bureau import Bureau
from tests.samples import CALL
from tipoffs.vault.models import VaultCase

LINE = "安全生产举报奖励经费"
HAZARD = json.dumps({"level": "major", "object_name": "鑫源服装厂", "description": "安全出口被锁闭"})
PAYEE = {
    "name": "王小明",
    "id_number": "11010519491231002X",
    "account": "6222021234567890123",
    "bank": "温岭某银行",
    "agreed": True,
}


@pytest.fixture
def bureau(database_url: str, tmp_path: Path, clock: StandingClock, library: Library) -> Iterator[Bureau]:
    """A bureau on an empty database."""
    settings = load_settings(
        var_dir=tmp_path / "var", database_url=database_url, storage_url=f"file:{tmp_path}/files"
    )
    container = Container(settings, clock)
    container.library_holder = LibraryHolder(library)
    yield Bureau(container, tmp_path)
    container.close()


def repaired(bureau: Bureau, code: str, department: str) -> None:
    """A major hazard from its grade to 销号, with a penalty on the way."""
    bureau.does("hecha1", "hazards", "grade", code, "--level", "major", "--clause", "《判定标准》第三条")
    five = (
        "--responsible",
        "厂长",
        "--measures",
        "拆除铁链",
        "--due",
        "2026-12-20",
        "--contingency",
        "停用二楼",
    )
    bureau.does("hecha1", "hazards", "order", code, *five, "--unit", department, "--fixer", "danwei")
    bureau.does("lingdao", "hazards", "sign-order", code)
    bureau.does("lingdao", "hazards", "put-on-board", code, "--leader", "副县长")
    [line] = bureau.does("duban", "hazards", "board")
    assert (line["code"], line["leader"]) == (code, "副县长")
    bureau.does("duban", "hazards", "publish", code)
    bureau.does("hecha1", "hazards", "enforce", code, "--case", "温应急罚1号", "--reason", "锁闭安全出口")
    bureau.does("hecha1", "hazards", "penalise", code, "--penalty", "20001", "--decision", "决1号")
    assert "照片" in bureau.refused("danwei", "hazards", "claim-fixed", code)
    bureau.does("danwei", "hazards", "claim-fixed", code, "--evidence", "after.jpg")
    look = ("reinspect", code, "--pass", "--record", "铁链已拆除")
    assert "没有" in bureau.refused("danwei", "hazards", *look)
    bureau.does("hecha3", "hazards", *look)
    [gone] = bureau.does("hecha3", "hazards", "delist", code)
    assert gone["state"] == "delisted"
    bureau.does("duban", "hazards", "publish", code, "--delisting")
    assert bureau.does("duban", "hazards", "unpublished") == []


def paid(bureau: Bureau, number: str, code: str) -> str:
    """The reward of a verified tip, from the budget to the bank; its number."""
    bureau.does("lingdao", "rewards", "budget", LINE, "2026", "1000000", "--document", "拨款1")
    matter = ("open", number, "--kind", "major_hazard", "--accepted", "2026-11-22")
    [reward] = bureau.does("fagui", "rewards", *matter)
    award = reward["number"]
    facts = ("--payee", number, "--penalty", "20001", "--reason", "核查属实")
    [proposed] = bureau.does("fagui", "rewards", "propose", award, *facts)
    assert proposed["amount_fen"] == 300_015
    bureau.does("fagui", "rewards", "submit", award)
    assert "没有" in bureau.refused("fagui", "rewards", "approve", award)
    bureau.does("lingdao", "rewards", "approve", award, "--reason", "同意")
    bureau.does("caiwu", "rewards", "notify", award)
    wrong = bureau.file("wrong.json", {**PAYEE, "code": "2" * 26})
    bureau.refused("caiwu", "rewards", "claim", award, wrong)
    bureau.does("caiwu", "rewards", "claim", award, bureau.file("payee.json", {**PAYEE, "code": code}))
    [voucher] = bureau.does("caiwu", "rewards", "pay", award)
    out = bureau.folder / "payout.csv"
    assert bureau.does("caiwu", "rewards", "export", str(out)) == [{"file": str(out), "vouchers": 1}]
    assert str(PAYEE["account"]) in out.read_text("utf-8-sig")
    assert number not in out.read_text("utf-8-sig")
    assert out.stat().st_mode & 0o077 == 0
    heads = "凭证号,金额（元）,结果,银行流水号,说明"
    results = bureau.file("bank.csv", f"{heads}\n{voucher['voucher']},3000.15,成功,B1,\n")
    [done] = bureau.does("caiwu", "rewards", "reconcile", results)
    assert done["paid"] == [voucher["voucher"]]
    return str(award)


def test_from_the_telephone_to_the_money(bureau: Bureau) -> None:
    number, code = bureau.takes_a_call()
    department = bureau.reaches_the_unit(number)
    record = ("--finding", "verified", "--record", "两人到现场，安全出口上锁。", "--second", "hecha2")
    bureau.does("hecha1", "tips", "verify", number, *record, "--hazard", HAZARD)
    assert "第二" in bureau.refused("lingdao", "tips", "sign-off", number)
    bureau.does("hecha2", "tips", "co-sign", number)
    [signed] = bureau.does("lingdao", "tips", "sign-off", number)
    assert signed["state"] == "in_remedy"
    answer = ("answer", number, "--account", "两人到现场查看。", "--decision", "责令改正并处罚。")
    assert "隐患" in bureau.refused("shouli", "tips", *answer, "--reward", "符合奖励条件。")
    [hazard] = bureau.does("hecha1", "hazards", "list")
    repaired(bureau, hazard["code"], department)
    assert "缺" in bureau.refused("shouli", "tips", *answer, "--reward", " ")
    bureau.does("shouli", "tips", *answer, "--reward", "符合奖励条件，另行通知。")
    award = paid(bureau, number, code)
    assert "期" in bureau.refused("shouli", "tips", "close", number)
    bureau.container.clock.advance(days=12)  # type: ignore[attr-defined]
    bureau.does("shouli", "tips", "close", number)
    bureau.does("shouli", "tips", "call-back", number, "--text", "满意")
    bureau.does("shouli", "tips", "archive", number)

    assert bureau.does("lingdao", "rewards", "show", award)[0]["state"] == "paid"
    assert "借贷平衡" in bureau.types("tipoffs", "rewards", "ledger")
    with bureau.container.database.reading() as session:
        case = session.scalars(select(VaultCase).where(VaultCase.case == number)).one()
        assert case.closed_at is not None
    bureau.hires("shenji", "audit_admin")
    bureau.types("audit", "verify", "--as", "shenji")


def test_a_unit_reads_its_summary_and_nothing_else(bureau: Bureau) -> None:
    number, _ = bureau.takes_a_call()
    department = bureau.reaches_the_unit(number)
    [seen] = bureau.does("danwei", "tips", "list")
    assert seen == bureau.does("danwei", "tips", "show", number)[0]
    shown = json.dumps(seen, ensure_ascii=False)
    for secret in (CALL["facts"], CALL["object_name"], CALL["address"], CALL["name"], CALL["phone"]):
        assert secret not in shown
    bureau.does("shouli", "tips", "note", number, "--text", "先别惊动")
    for words in (("notes", number), ("hold", number), ("words", number)):
        assert "没有" in bureau.refused("danwei", "tips", *words)
    bureau.hires("bieren", "handling_unit", "--department", "another")
    assert bureau.does("bieren", "tips", "list") == []
    assert "没有找到" in bureau.refused("bieren", "tips", "show", number)
    said = bureau.does("hecha1", "tips", "words", number)[0]
    assert CALL["facts"] in said["words"]
    assert department


def test_two_units_send_it_back_and_the_leader_decides(bureau: Bureau) -> None:
    number, _ = bureau.takes_a_call()
    unit = bureau.reaches_the_unit(number)
    assert "不能" in bureau.refused("danwei", "tips", "return", number, "--reason", "不归我们管")
    other, _ = bureau.takes_a_call(facts="仓库的消防通道堆满货物")
    bureau.does("shouli", "tips", "accept", other)
    bureau.does("shouli", "tips", "summarise", other, "--summary", "通道不畅", "--place", "城东片区")
    for _ in range(2):
        bureau.does("shouli", "tips", "dispatch", other, "--unit", unit, "--reason", "就近")
        bureau.does("danwei", "tips", "return", other, "--reason", "不归我们管")
    assert "领导" in bureau.refused(
        "shouli", "tips", "dispatch", other, "--unit", unit, "--reason", "还是你们"
    )
    bureau.does("lingdao", "tips", "dispatch", other, "--unit", unit, "--reason", "由你单位负责")


def test_tips_can_end_declined_transferred_or_led_by_government(bureau: Bureau) -> None:
    declined, _ = bureau.takes_a_call()
    bureau.does("shouli", "tips", "ask", declined, "--question", "是几楼？")
    bureau.does("shouli", "tips", "supply", declined, "--words", "二楼")
    bureau.does("shouli", "tips", "decline", declined, "--code", "suggestion")
    moved, _ = bureau.takes_a_call(facts="路面有一个坑")
    bureau.does("shouli", "tips", "transfer", moved, "--to", "住房和城乡建设局", "--reason", "职责范围")
    dead, _ = bureau.takes_a_call(facts="上个月工地上摔死了一个人，老板瞒着不报")
    bureau.does("shouli", "tips", "accept", dead)
    bureau.does("shouli", "tips", "summarise", dead, "--summary", "反映有人员伤亡", "--place", "城东片区")
    assert "政府" in bureau.refused("shouli", "tips", "dispatch", dead, "--unit", "x", "--reason", "y")
    bureau.does("lingdao", "tips", "lead-by-government", dead)
    bureau.does("lingdao", "tips", "begin-verifying", dead, "--unit", "emergency")
    master, _ = bureau.takes_a_call()
    merged, _ = bureau.takes_a_call(facts="听说那个厂的门锁着")
    bureau.does("shouli", "tips", "accept", master)
    bureau.does("shouli", "tips", "merge", merged, "--into", master)
    [row] = bureau.does("shouli", "tips", "show", merged)
    assert (row["master"], row["arrival_rank"]) == (master, 2)
    bureau.does("shouli", "tips", "unmerge", merged, "--reason", "不是同一个厂")
    bureau.does("shouli", "tips", "exclude", merged, "--officer", "hecha3", "--unit", "fire")
    assert "回避" in bureau.refused("hecha3", "tips", "show", merged)
    states = {one["number"]: one["state"] for one in bureau.does("shouli", "tips", "list")}
    assert states == {
        declined: "not_accepted",
        moved: "transferred",
        dead: "verifying",
        master: "accepted",
        merged: "accepted",
    }


def test_a_caller_without_a_name_leaves_none(bureau: Bureau) -> None:
    number, code = bureau.takes_a_call(mode="anonymous")
    assert code
    with bureau.container.database.reading() as session:
        assert session.scalars(select(VaultCase.mode).where(VaultCase.case == number)).one() == "anonymous"
    assert "JSON" in bureau.refused("shouli", "record", bureau.file("bad.json", "{}"))
    assert "没有" in bureau.refused("caiwu", "record", bureau.file("call.json", CALL))


def test_cases_alike_are_listed_with_reasons(bureau: Bureau) -> None:
    first, _ = bureau.takes_a_call()
    second, _ = bureau.takes_a_call(facts="车间安全出口晚上被铁链锁死，几十个人在里面加班")
    [line] = bureau.does("shouli", "tips", "similar", second)
    assert (line["number"], line["what"], line["closed"]) == (first, "举报", False)
    assert "地点相同或相邻" in line["reasons"]
    assert "铁链" not in str(line)
    assert "没有" in bureau.refused("caiwu", "tips", "similar", second)


def test_an_enterprise_gets_its_code_and_its_key_once(bureau: Bureau) -> None:
    where = ("--address", "万寿路8号", "--region", "331081001", "--category")
    assert "没有" in bureau.refused("shouli", "internal", "open", "鑫源冲压厂", *where, "nothing")
    [made] = bureau.does("shouli", "internal", "open", "鑫源冲压厂", *where, "machinery", "--days", "10")
    assert made["page"].endswith(f"/h5/internal/{made['token']}")
    container, now = bureau.container, bureau.container.clock.now()
    with container.database.writing() as session:
        container.casework.internal.report(session, made["token"], "护罩拆了", "tap", now)
        assert len(container.casework.internal.waiting(session, made["token"], made["key"])) == 1
    [line] = bureau.does("shouli", "internal", "list")
    assert (line["reported"], line["fixed"], line["escalated"], line["fix_days"]) == (1, 0, 0, 10)
    assert "key" not in line
    assert "护罩" not in str(line)
    assert "没有" in bureau.refused("caiwu", "internal", "list")
    bureau.hires("zhenli", "intake_officer", "--region", "331081002")
    assert bureau.does("zhenli", "internal", "list") == []
    [closed] = bureau.does("shouli", "internal", "close", made["token"])
    assert closed["closed_at"] is not None
