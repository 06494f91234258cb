"""设置清单: its steps are found done by the rows; local facts and choices on both engines."""

from app.wiring import Container
from tests.integration.admin.conftest import Hiring

MARKUP = "<script>alert(1)</script>"


def test_steps_are_done_as_the_rows_say_and_can_be_put_off(container: Container, hiring: Hiring) -> None:
    boss = hiring.insider("boss", "system_admin")
    assert "还有8项没办" in boss.opens("/admin/setup").text
    assert "<strong>8</strong>设置还没办完" in boss.opens("/admin/").text

    boss.sends("/admin/setup/sample/later", page="/admin/setup", off="1")
    told = boss.sends(
        "/admin/setup/bureau",
        bureau_name="某某县应急管理局",
        duty_phone="0577-00000000",
        report_phone="12345",
    )
    boss.sends("/admin/setup/rewards", locality="national")

    page = boss.opens(told.headers["Location"]).text
    assert "已保存，几秒内" in page
    assert "还有5项没办" in page
    assert "先放着" in page
    assert container.local_facts.fresh()["duty_phone"] == "0577-00000000"
    boss.sends("/admin/setup/sample/later", page="/admin/setup")
    assert "还有6项没办" in boss.opens("/admin/setup").text
    assert boss.sends("/admin/setup/none/later", page="/admin/setup").status_code == 404
    for place in ("温岭市", ""):
        refused = boss.sends("/admin/setup/rewards", locality=place)
        assert (refused.status_code, "请选一份核对过" in refused.text) == (409, True)
    assert boss.sends("/admin/setup/bureau", duty_phone="1" * 400).status_code == 409
    slip = boss.sends("/admin/setup/bureau", duty_phone="0577-1234", bureau_name="某某县应急管理局")
    assert (slip.status_code, "“应急值班电话（24小时）”里的号码拨不通" in slip.text) == (409, True)
    assert 'value="0577-1234"' in slip.text
    link = boss.sends("/admin/setup/bureau", local_activities=MARKUP)
    assert (link.status_code, "“本地近期活动”里有尖括号" in link.text) == (409, True)
    assert "<script>alert" not in link.text
    assert "&lt;script&gt;alert" in link.text
    auditor = hiring.insider("audrey", "audit_admin")
    assert "设置 fact.duty_phone" in auditor.opens("/admin/audit?action=house.choose").text
