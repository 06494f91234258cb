"""Saved filters: kept where they are used, one's own alone, gone with the permission."""

from admin.visitors import COOKIE
from app.wiring import Container
from staff.services import OPERATOR
from tests.insiders import let_in_again
from tests.integration.admin.conftest import Clerk, Hiring
from tests.integration.one_engine import database_url

__all__ = ["database_url"]
MARKUP = "<b>x</b>"
LATE = "level=major&due=late"


def keeps(clerk: Clerk, name: str, query: str = LATE, route: str = "hazards") -> int:
    page = f"/admin/{route}?{query}"
    return clerk.sends("/admin/me/views/keep", page=page, route=route, query=query, name=name).status_code


def test_a_filter_is_kept_named_found_renamed_and_forgotten(hiring: Hiring) -> None:
    chen, li = hiring.insider("chen", "verifier"), hiring.insider("li", "verifier")
    assert "存下这组筛选" not in chen.opens("/admin/hazards").text
    assert "存下这组筛选" in chen.opens(f"/admin/hazards?{LATE}").text
    assert keeps(chen, MARKUP, f"{LATE}&after=x&state=&done=y") == 303

    for page in ("/admin/hazards", "/admin/", "/admin/me/views"):
        shown = chen.opens(page).text
        assert ("&lt;b&gt;x&lt;/b&gt;" in shown, MARKUP in shown) == (True, False), page
        assert "due=late&amp;level=major" in shown
        assert "&lt;b&gt;x" not in li.opens(page).text
    current = chen.opens("/admin/hazards?level=major&due=late").text
    assert ('aria-current="true">&lt;b&gt;x' in " ".join(current.split()), "存下这组筛选" in current) == (
        True,
        False,
    )

    # The same name means the new filter; another's is not there; two may not be called alike.
    assert keeps(chen, MARKUP, "level=general") == 303
    assert "due=late" not in chen.opens("/admin/").text
    assert keeps(chen, "快到期", "due=week") == 303
    for step in ("rename", "remove"):
        assert li.sends(f"/admin/me/views/1/{step}", page="/admin/me", name="我的").status_code == 404
    page = "/admin/me/views"
    assert chen.sends(f"{page}/1/rename", page=page, name="快到期").status_code == 409
    assert chen.sends(f"{page}/1/rename", page=page, name="一般的").status_code == 303
    assert chen.sends(f"{page}/2/remove", page=page).status_code == 303
    assert ("一般的" in chen.opens(page).text, "快到期" in chen.opens(page).text) == (True, False)


def test_an_address_with_more_than_any_filter_says_opens_the_list(hiring: Hiring) -> None:
    chen, crowd = hiring.insider("chen", "verifier"), "&".join(f"a{number}=1" for number in range(60))

    assert chen.asks(f"/admin/hazards?{crowd}").status_code == 200
    assert keeps(chen, "太多", crowd) == 409


def test_a_name_that_was_refused_is_put_right_where_it_is_told(hiring: Hiring) -> None:
    chen = hiring.insider("chen", "verifier")
    long = "城东快到期的重大隐患，先办这几件再说别的"

    refused = chen.sends(
        "/admin/me/views/keep", page="/admin/me", route="hazards", query=LATE, name=long + "嗯"
    )

    assert refused.status_code == 409
    assert "最多20个字" in refused.text
    assert f'value="{long}嗯"' in refused.text
    assert 'name="query" value="due=late&amp;level=major"' in refused.text
    assert "我存下的筛选" in refused.text


def test_a_view_needs_a_name_a_filter_and_a_list_one_may_see(hiring: Hiring, container: Container) -> None:
    chen = hiring.insider("chen", "verifier")
    for name, query in (("", LATE), ("长" * 21, LATE), ("空的", "after=3&state="), ("空的", "")):
        assert keeps(chen, name, query) == 409, (name, query)
    for route in ("payouts", "people", "hazard", "nothing", "tip"):
        sent = chen.sends("/admin/me/views/keep", page="/admin/me", route=route, query="a=b", name="越权")
        assert sent.status_code == 404, route
    # An address that speaks to the router stays a filter of the list.
    assert keeps(chen, "怪", "endpoint=admin.people&_external=1&level=major") == 303
    assert (
        'href="/admin/hazards?_external=1&amp;endpoint=admin.people&amp;level=major"'
        in chen.opens("/admin/").text
    )
    for number in range(11):
        assert keeps(chen, f"第{number}组") == 303
    assert keeps(chen, "多一组") == 409

    # Who may no longer open the list has no chip of it either.
    now = container.clock.now()
    with container.database.writing() as session:
        container.personnel.service.grant(session, "chen", "planner", actor=OPERATOR, now=now)
        container.personnel.service.revoke(session, "chen", "verifier", actor=OPERATOR, now=now)
    chen._client.set_cookie(COOKIE, let_in_again(container, "chen"), path="/admin")
    shown = chen.opens("/admin/me/views")
    assert (shown.status_code, "第1组" in shown.text, "还没有存过" in shown.text) == (200, False, True)
