"""One journey a role in a real browser, over one running account: what the office is for, end to end."""

import json
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from core.text import short_openid
from deliveries.status import State
from places.services import import_regions, read_regions
from tests.account import Account
from tests.browser.clerks import Office, found, open_office
from tests.integration.admin.case_office import MAJOR, PLAN, kept_photo
from tests.integration.admin.reward_office import ACCOUNT, BUDGET, CLAIM
from tests.samples import CALL, REGIONS

SOON = 15_000  # milliseconds; a bound for a hung page, not a promise of speed
# It takes three to six seconds; on a busy machine more, which is no fault of the journey.
PATIENCE_SECONDS = 60


@pytest.fixture(scope="module")
def office(browser: Browser, account: Account, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    """The clerks of a county of two towns."""
    file = tmp_path_factory.mktemp("office") / "regions.yaml"
    file.write_text(json.dumps(REGIONS), "utf-8")
    with account.container() as container, container.database.writing() as session:
        import_regions(session, read_regions(file), editor="test", now=container.clock.now())
    with open_office(browser, account) as office:
        yield office


@pytest.fixture(scope="module")
def tip(office: Office) -> tuple[str, str]:
    """A call taken down by the intake officer: its number, and the code that was shown once."""
    intake = office.clerk("intake_officer")
    intake.opens("/tips/new")
    intake.sends("/tips/new", **CALL)
    shown = intake.page.locator("main").inner_html()
    return found(r'class="mono"\s*>\s*(R\d+)', shown), found(r'class="mono code"\s*>\s*([\w-]+)', shown)


def test_from_a_call_to_the_paid_reward(office: Office, tip: tuple[str, str], tmp_path: Path) -> None:
    number, code = tip
    case, unit = f"/tips/{number}", f"/unit/{number}"
    intake, leader, verifier = (office.clerk(role) for role in ("intake_officer", "leader", "verifier"))
    lawyer, payer = office.clerk("legal_officer"), office.clerk("payout_officer")
    fixer = office.clerk("handling_unit", department="fire")

    # Accepted, handed over, found true by two and signed by a third.
    assert "受理" in intake.step(case, "step/accept", level="major")
    intake.step(case, "step/summarise", summary="反映一处厂房疏散通道不畅", place="城东片区")
    intake.step(case, "step/dispatch", unit="fire", reason="消防职责明确")
    fixer.step(unit, "receive")
    second = office.clerk("verifier", 2)
    verifier.step(case, "step/verify", second=second.login, **MAJOR)
    second.step(case, "step/co-sign")
    leader.step(case, "step/sign-verified")
    hazard = found(r"/admin(/hazards/\d+)", leader.opens(case).content())
    verifier.step(hazard, "step/grade", level="major", clause="第三条")
    verifier.step(hazard, "step/order", **PLAN, unit="fire", fixers=fixer.login)
    leader.step(hazard, "step/sign-order")
    verifier.step(hazard, "step/enforce", case="（温）应急立〔2026〕1号", reason="锁闭安全出口")
    verifier.step(hazard, "step/penalise", penalty="80000", decision="（温）应急罚〔2026〕1号")

    # Worked out, approved by two, claimed at the counter, paid, reconciled: by people who do not meet.
    year = {"year": str(time.localtime().tm_year)}
    leader.opens("/rewards/ledger")
    leader.sends("/rewards/budget", **BUDGET | year)
    lawyer.opens("/rewards/candidates")
    reward = lawyer.sends("/rewards/open", kind="major_hazard")
    lawyer.opens(f"{reward}/assess")
    lawyer.sends("", payees=number, reason="核查属实", do="propose")
    lawyer.step(reward, "step/submit")
    expect(leader.opens(reward).locator("main")).to_contain_text("12,000.00元")
    leader.step(reward, "step/approve", reason="同意")
    office.clerk("leader", 2).step(reward, "step/approve", reason="同意")
    payout = reward.replace("/rewards/", "/payouts/")
    payer.step(payout, "step/notify")
    payer.opens("/payouts/claim")
    payer.sends("", code=code, **CLAIM)
    payer.step(payout, "step/send")
    bank = tmp_path / "bank.csv"
    voucher = f"{reward.rpartition('/')[2]}-1"
    bank.write_text(f"凭证号,金额（元）,结果,银行流水号,说明\n{voucher},12000.00,成功,LS1,\n", "utf-8")
    page = payer.opens("/payouts/results")
    page.locator("input[type=file]").set_input_files(bank)
    payer.sends("/results/take")
    expect(leader.opens(reward).locator("main")).to_contain_text("已发放")
    for clerk, path in ((leader, reward), (lawyer, reward), (payer, payout)):
        assert ACCOUNT not in clerk.opens(path).content()


def test_a_double_click_registers_one_call_and_shows_its_code(office: Office, tip: tuple[str, str]) -> None:
    page = office.clerk("intake_officer").opens("/tips/new")
    for name, value in (CALL | {"facts": "后门堆着煤气瓶，挨着灶台，每天都在烧"}).items():
        field = page.locator(f"main [name={name}]")
        field.select_option(value) if name == "mode" else field.fill(value)
    sent: list[str] = []
    page.on("request", lambda asked: sent.append(asked.url) if asked.method == "POST" else None)

    page.get_by_role("button", name="登记", exact=True).dblclick()

    expect(page.locator("main .code")).to_be_visible()
    assert len(sent) == 1


def test_a_paste_that_does_not_fit_says_so(office: Office, tip: tuple[str, str]) -> None:
    page = office.clerk("intake_officer").opens("/tips/new")
    address = page.locator("[name=address]")
    paste = """(field, words) => {
        const data = new DataTransfer();
        data.setData("text", words);
        field.dispatchEvent(new ClipboardEvent("paste", { clipboardData: data, bubbles: true }));
    }"""

    address.evaluate(paste, "城东街道万寿路18号" * 30)

    fault = page.locator("main .fault")
    expect(fault).to_have_text("这里最多200个字，粘贴的太长，后面100个字没有放进去。")
    address.evaluate(paste, "城东街道")
    expect(fault).to_have_count(0)


def test_an_area_is_drawn_on_a_photo(office: Office, account: Account, tip: tuple[str, str]) -> None:
    number, intake = tip[0], office.clerk("intake_officer")
    with account.container() as container:
        name = kept_photo(container, number)
    page = intake.opens(f"/tips/{number}/evidence/{name}/black")
    shot = page.locator("[data-black] img")
    expect(shot).to_have_js_property("complete", True)
    box = shot.bounding_box()
    assert box
    corners = [(box["x"] + box["width"] * part, box["y"] + box["height"] * part) for part in (0.25, 0.75)]
    page.mouse.move(*corners[0])
    page.mouse.down()
    page.mouse.move(*corners[1])
    page.mouse.up()
    typed = [
        float(field.input_value())
        for field in page.locator("[data-black-rows] li").first.locator("input").all()
    ]
    assert typed == pytest.approx([25, 25, 75, 75], abs=1)
    expect(page.locator(".black__area")).to_have_count(1)
    page.get_by_role("button", name="清除").click()
    expect(page.locator(".black__area")).to_have_count(0)
    page.locator("[name=left]").first.fill("10")
    for edge, percent in (("top", "10"), ("right", "60"), ("bottom", "60")):
        page.locator(f"[name={edge}]").first.fill(percent)
    expect(page.locator(".black__area")).to_have_count(1)
    intake.sends("")
    expect(page.locator("main")).to_contain_text("可转交副本已生成")
    intake.opens(f"/tips/{number}/evidence/{name}/black")
    expect(page.locator(".black__now")).to_be_visible()
    assert not intake.complaints


def test_the_auditor_finds_who_read_an_identity(office: Office, tip: tuple[str, str]) -> None:
    number, _ = tip
    supervisor, custodian = office.clerk("supervisor"), office.clerk("custodian")
    supervisor.opens(f"/tips/{number}/identity")
    supervisor.sends("", purpose="contact", reason="现场情况和举报说的不一样，需要当面核实")
    custodian.opens("/identity-requests")
    custodian.sends("/approve")
    supervisor.opens("/identities")
    supervisor.sends("/read")
    expect(supervisor.page.locator("main")).to_contain_text("王小明")

    page = office.clerk("audit_admin").opens("/audit/identities")

    row = page.locator("tbody tr", has_text=number).filter(has_text=supervisor.login).first
    expect(row).to_be_visible()
    assert "王小明" not in page.content()


def test_one_file_after_the_other_comes_and_a_double_click_brings_one(
    office: Office, tip: tuple[str, str]
) -> None:
    page, files = office.clerk("audit_admin").opens("/audit"), list[str]()
    page.on("download", lambda file: files.append(file.suggested_filename))
    with page.expect_download():
        page.get_by_role("button", name="导出CSV").dblclick()
    with page.expect_download():
        page.get_by_role("button", name="导出Excel").click()
    assert files == ["audit.csv", "audit.xlsx"]


def test_keys_walk_a_list_and_leave_fields_alone(office: Office, tip: tuple[str, str]) -> None:
    page = office.clerk("intake_officer").opens("/tips?group=all")
    assert tip[0] in page.content()
    number = found(r"(R\d+)", page.locator("main .case__link").first.inner_text())
    focused = "document.activeElement"

    page.keyboard.press("j")
    assert number in page.evaluate(f"{focused}.innerText")
    page.keyboard.press("/")
    page.keyboard.type("jk?gt")
    assert page.evaluate(f"{focused}.value") == "jk?gt"
    page.evaluate(f"{focused}.blur()")
    page.keyboard.press("?")
    dialog = page.get_by_role("dialog", name="键盘快捷键")
    expect(dialog).to_contain_text("去隐患")
    page.keyboard.press("j")
    dialog.get_by_label("在这台电脑上使用快捷键").uncheck()
    page.keyboard.press("Escape")
    expect(dialog).to_be_hidden()
    page.keyboard.press("?")
    expect(dialog).to_be_hidden()
    page.get_by_role("button", name="快捷键").click()
    dialog.get_by_label("在这台电脑上使用快捷键").check()
    page.keyboard.press("Escape")
    page.keyboard.press("g")
    page.keyboard.press("y")
    page.wait_for_url("**/admin/hazards")
    page.go_back()
    page.keyboard.press("j")
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/admin/tips/{number}")


def test_what_an_editor_publishes_is_answered_on_the_phone(office: Office, account: Account) -> None:
    words, question = "先关阀门再开窗，千万别碰开关", "我家燃气软管多久换一次"
    citizen = account.citizen()
    assert words not in citizen.says(question)
    editor, reviewer = office.clerk("knowledge_editor"), office.clerk("knowledge_reviewer")
    editor.opens("/knowledge/articles/gas.hose/edit")
    version = editor.sends("/edit", lead=f"{words}。", reason="说清楚第一步")
    editor.step(version, "submit")
    reviewer.step(version, "approve", reason="看过")
    office.clerk("publisher").step(version, "publish")
    published = time.monotonic()

    heard = ""
    while words not in heard and time.monotonic() < published + PATIENCE_SECONDS:
        time.sleep(0.2)
        heard = citizen.says(question)

    assert words in heard


def test_what_a_planner_writes_reaches_the_phone(office: Office, account: Account, browser: Browser) -> None:
    title, warning = "油锅着火，千万别泼水", "先关火，再盖锅盖"
    citizen = account.citizen()
    citizen.says("油锅着火怎么办")
    planner, publisher = office.clerk("planner"), office.clerk("publisher")
    first, second = office.clerk("campaign_reviewer"), office.clerk("campaign_reviewer", 2)

    # Written, and read by three who are not its author.
    planner.opens("/campaigns/content/new")
    source = {"source_title": "家庭防火常识", "source_from": "应急管理部"}
    body = f"{warning}。\n\n> [!电话]\n> 火大了打119"
    item = planner.sends("/new", title=title, digest=warning, cover="picture:oil_pan", body=body, **source)
    planner.step(item, "submit")
    first.step(item, "first-review", opinion="属实")
    second.step(item, "review", opinion="同意")
    office.clerk("leader").step(item, "issue", opinion="签发")

    # Planned, approved by somebody else, handed over.
    page = planner.opens("/pushes/new")
    page.get_by_label("内容", exact=True).select_option(item.rpartition("/")[2])
    page.get_by_label("人群").select_option("everybody")
    expect(page.locator("main")).to_contain_text("选择逐人发送", timeout=SOON)
    push = planner.sends("", do="save")
    first.step(push, "approve")
    publisher.step(push, "send")

    # The page of the push tells its fate by itself, without being asked again.
    progress = publisher.page.locator("#progress")
    expect(progress).to_contain_text("已发完", timeout=PATIENCE_SECONDS * 1000)
    fates = publisher.opens(f"{push}/people").locator("tbody tr")
    expect(fates.filter(has_text=short_openid(citizen.openid))).to_contain_text(State.SENT.label)
    with browser.new_context(viewport={"width": 375, "height": 812}, locale="zh-CN") as context:
        phone = context.new_page()
        phone.goto(f"{account.simulator}/#c={citizen.openid}")
        said = phone.locator('[data-testid="message"][data-direction="in"]').last
        expect(said).to_contain_text(title, timeout=SOON)
        with context.expect_page() as opened:
            said.locator("a").first.click()
        expect(opened.value.locator("main")).to_contain_text(warning, timeout=SOON)


@pytest.mark.parametrize(
    ("role", "path"),
    [
        ("legal_officer", "/rewards"),
        ("payout_officer", "/payouts"),
        ("payout_officer", "/payouts/ledger"),
        ("system_admin", "/setup"),
        ("supervisor", "/hazards"),
        ("system_admin", "/people/legalofficer1"),
    ],
)
def test_on_paper_no_button_stands_and_nothing_runs_over_the_edge(
    office: Office, role: str, path: str
) -> None:
    office.clerk("legal_officer")
    page = office.clerk(role).opens(path)
    size = page.viewport_size
    page.emulate_media(media="print")
    page.set_viewport_size(
        {"width": 718, "height": 1047}
    )  # A4 at 96 dots to the inch, within margins of 1 cm

    buttons = page.locator("main .btn, main button").evaluate_all(
        "all => all.filter(one => one.checkVisibility()).map(one => one.innerText)"
    )
    too_wide = page.evaluate("document.documentElement.scrollWidth - innerWidth")
    heads = page.locator("main thead").evaluate_all("all => all.map(one => one.checkVisibility())")
    page.emulate_media(media="screen")
    assert size is not None
    page.set_viewport_size(size)
    assert (buttons, too_wide) == ([], 0)
    assert all(heads), "a row of a table is printed as a row"


def test_in_letters_twice_as_large_the_way_out_stays_within_a_phone(office: Office) -> None:
    page = office.clerk("knowledge_reviewer").opens("/")
    size = page.viewport_size
    page.locator(".side__me a").evaluate("one => { one.firstChild.data = 'knowledgereviewer1'; }")
    page.set_viewport_size({"width": 375, "height": 812})
    page.evaluate("document.documentElement.style.fontSize = '200%'")

    way_out = page.get_by_role("button", name="退出登录").bounding_box()

    page.evaluate("document.documentElement.style.fontSize = ''")
    assert size is not None
    page.set_viewport_size(size)
    assert way_out is not None
    assert way_out["x"] + way_out["width"] <= 375
