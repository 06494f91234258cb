"""Accounts, roles, the telephone and the WeChat of a clerk, on both engines."""

import re
from dataclasses import dataclass

from sqlalchemy import select

from app.wiring import Container
from deliveries.duty import Duty
from deliveries.ports import FailureClass, GatewayRefusal
from staff.binding import finish_binding
from staff.models import AuditEntry
from staff.services import find_staff
from tests.integration.admin.conftest import Hiring
from tests.integration.admin.pages import statements_of
from wechat.people import QrCode


@dataclass
class FakePlatform:
    """Makes codes, or is tired."""

    scene: str = ""
    is_tired: bool = False

    def create_qr(self, scene: str, seconds: int) -> QrCode:
        """Keep the scene."""
        if self.is_tired:
            raise GatewayRefusal(FailureClass.QUOTA, "used up", errcode=45009)
        self.scene = scene
        return QrCode("ticket", "http://weixin.example/q/1", seconds)


def told_password(page: str) -> str:
    """The password on the page that tells it."""
    found = re.search(r'id="first-password">([^<]+)<', page)
    assert found
    return found[1]


def actions_about(container: Container, login: str) -> list[str]:
    """What the log says of an account."""
    with container.database.reading() as session:
        query = select(AuditEntry.action).where(AuditEntry.subject == f"staff:{login}")
        return list(session.scalars(query.order_by(AuditEntry.number)))


def test_an_account_is_made_granted_reset_and_closed(container: Container, hiring: Hiring) -> None:
    maker, giver = hiring.insider("boss", "system_admin"), hiring.insider("guard", "security_admin")
    bad = maker.sends("/admin/people/new", login="9x", name="林<b>", scope="everywhere")
    assert (bad.status_code, "登录名用2到32个" in bad.text, "林&lt;b&gt;" in bad.text) == (409, True, True)
    assert "请选管辖范围" in maker.sends("/admin/people/new", login="lin", name="林", scope="region:1").text
    made = maker.sends("/admin/people/new", login="lin", name="<script>林</script>", scope="everywhere")
    first = told_password(made.text)
    assert made.headers["Cache-Control"] == "no-store"
    listed = maker.opens("/admin/people?words=lin").text
    assert first not in listed
    assert "&lt;script&gt;林" in listed
    assert "<script>林" not in listed + made.text

    granted = giver.sends("/admin/rights/lin/grant", page="/admin/rights/lin", role="intake_officer")
    assert granted.headers["Location"].startswith("/admin/rights/lin?done=granted.")
    # What a role may do is said before it is given, and what follows before it is taken back.
    page = giver.opens("/admin/rights/lin").text
    assert "查看领奖人信息" in page.partition("奖励经办</span>")[2].partition("</details>")[0]
    assert "就不能再办受理员的事" in page.partition("<summary>收回</summary>")[2].partition("</details>")[0]
    clash = giver.sends("/admin/rights/lin/grant", page="/admin/rights/lin", role="payout_officer")
    assert clash.status_code == 409
    assert "已是受理员，不能再担任奖励经办：办理奖励发放的人知道领奖人是谁，就不能看举报件。" in clash.text

    lin = hiring.visitor("lin")
    lin.signs_in(first)
    assert "第一次登录" in lin.opens("/admin/").text
    second = told_password(maker.sends("/admin/people/lin/password", page="/admin/people/lin").text)
    assert second != first
    assert lin.asks("/admin/password").status_code == 302
    assert "登录名或密码不对" in lin.signs_in(first).text
    assert lin.signs_in(second).status_code == 303

    giver.sends("/admin/rights/lin/factor", page="/admin/rights/lin")
    assert lin.asks("/admin/password").status_code == 302
    giver.sends("/admin/rights/lin/revoke", page="/admin/rights/lin", role="intake_officer")
    closed = maker.sends("/admin/people/lin/deactivate", page="/admin/people/lin", reason="调离")
    assert "账号已停用" in maker.opens(closed.headers["Location"]).text
    assert actions_about(container, "lin") == [
        "staff.add", "staff.grant", "staff.sign_in", "staff.reset_password", "staff.sign_in",
        "staff.reset_factor", "staff.revoke", "staff.deactivate",
    ]  # fmt: skip


def test_nobody_closes_their_own_account(hiring: Hiring) -> None:
    maker = hiring.insider("chen", "system_admin")
    own = "/admin/people/chen"

    shown = maker.opens(own).text
    assert "这是您自己的账号" in shown
    assert not {"停用账号", "重设密码"} & set(re.split(r"[<>]|\s+", shown))
    refused = maker.sends(f"{own}/deactivate", page=own, reason="点错了")

    assert (refused.status_code, "不能停用自己的账号" in refused.text) == (409, True)
    assert maker.opens("/admin/people").status_code == 200


def test_a_role_that_sees_money_or_people_takes_two(container: Container, hiring: Hiring) -> None:
    giver = hiring.insider("guard", "security_admin")
    hiring.insider("lin")
    hiring.insider("wu")
    alone = giver.sends("/admin/rights/wu/grant", page="/admin/rights/wu", role="legal_officer")
    assert "done=granted." in alone.headers["Location"]
    leader = hiring.insider("lead", "leader")
    other = hiring.insider("lead2", "leader")

    asked = giver.sends("/admin/rights/lin/grant", page="/admin/rights/lin", role="payout_officer")

    assert "等复核的角色：奖励经办" in giver.opens(asked.headers["Location"]).text
    again = giver.sends("/admin/rights/lin/grant", page="/admin/rights/lin", role="payout_officer")
    assert "done=role_waits." in again.headers["Location"]
    assert "<strong>1</strong>角色待复核" in leader.opens("/admin/").text
    assert "陈力在" in leader.opens("/admin/role-requests").text
    path = re.findall(r'action="(/admin/role-requests/\d+)"', leader.opens("/admin/role-requests").text)[0]
    assert giver.posts(path, csrf_token=giver.token("/admin/rights/lin"), grant="1").status_code == 404
    leader.sends(path, page="/admin/role-requests", grant="1")
    late = other.sends(path, page="/admin/me", grant="")
    assert (late.status_code, "已经复核过" in late.text) == (409, True)
    assert "<strong>奖励经办" in giver.opens("/admin/rights/lin").text
    assert actions_about(container, "lin") == ["staff.ask_role", "staff.grant"]
    # What touches nothing of that kind is given at once, and nobody looks a second time at the own role.
    plain = giver.sends("/admin/rights/wu/grant", page="/admin/rights/wu", role="read_only")
    assert "done=granted." in plain.headers["Location"]
    giver.sends("/admin/rights/lead2/grant", page="/admin/rights/lead2", role="supervisor")
    path = re.findall(r'action="(/admin/role-requests/\d+)"', leader.opens("/admin/role-requests").text)[0]
    own = other.sends(path, page="/admin/me", grant="1")
    assert (own.status_code, "请别人复核" in own.text) == (409, True)
    leader.sends(path, page="/admin/role-requests")
    assert actions_about(container, "lead2")[-1] == "staff.refuse_role"


def test_nobody_helps_themselves(hiring: Hiring) -> None:
    maker, giver = hiring.insider("boss", "system_admin"), hiring.insider("guard", "security_admin")

    own_password = maker.sends("/admin/people/boss/password", page="/admin/people/boss")
    own_role = giver.posts(
        "/admin/rights/guard/grant", csrf_token=giver.token("/admin/me/wechat"), role="custodian"
    )

    assert (own_password.status_code, "我的账号" in own_password.text) == (409, True)
    assert (own_role.status_code, "另一位安全管理员" in own_role.text) == (409, True)
    assert maker.asks("/admin/rights/guard").status_code == 404
    assert giver.asks("/admin/people/boss").status_code == 404
    assert maker.asks("/admin/people/nobody").status_code == 404


def test_the_list_goes_on_by_key_and_costs_the_same(container: Container, hiring: Hiring) -> None:
    maker = hiring.insider("boss", "system_admin")
    maker.opens("/admin/people")
    few = statements_of(container, maker, "/admin/people")
    for number in range(60):
        hiring.insider(f"clerk{number:02}", "intake_officer")

    page = maker.opens("/admin/people?role=intake_officer").text
    following = re.search(r'href="([^"]+after=[^"]+)" rel="next"', page)

    assert statements_of(container, maker, "/admin/people") == few <= 8
    assert following
    rest = maker.opens(following[1].replace("&amp;", "&")).text
    assert "clerk49" in page
    assert "clerk50" not in page
    assert "clerk50" in rest
    assert "boss</td>" not in rest
    assert "没有符合条件的账号" in maker.opens("/admin/people?words=100%25").text


def test_a_clerk_binds_the_own_wechat_and_acknowledges_a_notice(container: Container, hiring: Hiring) -> None:
    platform = FakePlatform(is_tired=True)
    container.gateway = platform  # type: ignore[assignment]
    clerk = hiring.insider("chen", "duty_officer")
    refused = clerk.sends("/admin/me/wechat/code", page="/admin/me/wechat")
    assert (refused.status_code, "过几分钟再试" in refused.text) == (503, True)
    platform.is_tired = False

    assert "data:image/svg+xml" in clerk.sends("/admin/me/wechat/code", page="/admin/me/wechat").text
    now = container.clock.now()
    container.cipher.ensure_key(now)
    with container.database.writing() as session:
        finish_binding(session, platform.scene, "oPhone", now)
        duty = Duty("one", "tips.emergency", "R2611000001", "有一件紧急举报", is_urgent=True)
        container.duty.notices.raise_duty(session, duty, now)
        other = Duty("two", "rewards.pay", "J1", "有一笔要发放")
        container.duty.notices.raise_duty(session, other, now)

    page = clerk.opens("/admin/duty").text
    assert "有一件紧急举报" in page
    assert "已发到1部手机" in page
    assert "有一笔要发放" not in page
    path = re.findall(r'action="(/admin/duty/\d+)"', page)[0]
    told = clerk.sends(path, page="/admin/duty")
    assert "已记下" in clerk.opens(told.headers["Location"]).text
    assert clerk.sends(path[:-1] + "2", page="/admin/me/wechat").status_code == 404
    clerk.sends("/admin/me/wechat/unbind", page="/admin/me/wechat")
    with container.database.reading() as session:
        user = find_staff(session, "chen")
        assert user
        assert user.openid is None


def test_a_sentence_of_success_cannot_be_made_up(hiring: Hiring) -> None:
    clerk = hiring.insider("chen", "intake_officer")

    assert 'role="status"' not in clerk.opens("/admin/duty?done=<b>您中奖了</b>").text


def test_what_nobody_sees_in_a_reason_is_not_kept(container: Container, hiring: Hiring) -> None:
    """On the terminal of whoever reads the log it would take lines away, or turn them around."""
    maker = hiring.insider("boss", "system_admin")
    hiring.insider("lin", "intake_officer")

    typed = "调离\x1b[2K\u202e了"
    page = "/admin/people/lin"
    assert maker.sends(f"{page}/deactivate", page=page, reason=typed, known="yes").status_code == 303

    with container.database.reading() as session:
        kept = session.scalars(select(AuditEntry.reason).where(AuditEntry.subject == "staff:lin")).all()
    assert "调离[2K了" in kept
