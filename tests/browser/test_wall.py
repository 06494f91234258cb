"""The wall on a PC without a clerk: it follows what citizens write, and says when it cannot."""

from playwright.sync_api import Browser, expect

from staff.displays import issue, revoke
from staff.services import OPERATOR
from tests.account import Account

LONG = 20_000
# The wall asks every five seconds; a test need not wait so long.
_HURRY = (
    "const later = setTimeout; window.setTimeout = (act, wait) => later(act, wait === 5000 ? 300 : wait);"
)


def test_the_wall_changes_when_a_citizen_writes(browser: Browser, account: Account) -> None:
    with account.container() as container, container.database.writing() as session:
        key, word = issue(session, "值班室东墙", actor=OPERATOR, now=container.clock.now())
        number = key.id
    context = browser.new_context(viewport={"width": 1920, "height": 1080}, locale="zh-CN")
    context.add_init_script(_HURRY)
    page = context.new_page()
    page.goto(f"{account.web}/screen#{word}")
    asked = page.locator(".number--questions .number__value")
    helped = page.locator(".number--emergencies .number__value")
    asked.wait_for(timeout=LONG)
    assert word not in page.url
    before, saved = int(asked.inner_text()), int(helped.inner_text())

    citizen = account.citizen()
    citizen.says("电瓶车搁楼梯口充一宿要不要紧")
    citizen.says("打开门全是煤气味咋弄")

    expect(asked).to_have_text(str(before + 2), timeout=LONG)
    expect(helped).to_have_text(str(saved + 1))
    expect(page.locator("#subjects")).to_contain_text("燃气")

    context.set_offline(True)
    expect(page.locator("#lost")).to_contain_text("以后没有更新", timeout=LONG)
    expect(asked).to_have_text(str(before + 2))
    context.set_offline(False)
    expect(page.locator("#lost")).to_be_hidden(timeout=LONG)

    with account.container() as container, container.database.writing() as session:
        revoke(session, number, actor=OPERATOR, now=container.clock.now())
    expect(page.locator("#lost")).to_contain_text("已停用", timeout=LONG)
    expect(asked).to_have_count(0)
    context.close()
