"""From an audience to the fate of each recipient, through pages alone; on both engines."""

import re
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import select, update

from app.wiring import Container
from campaigns.sending.models import Push
from campaigns.sending.services import PushPlan
from campaigns.sending.status import PushWay
from core.clock import date_words
from core.text import short_openid
from deliveries.mailings.rules import next_month
from deliveries.models import ContactWindow, Delivery
from deliveries.ports import FailureClass, GatewayRefusal
from deliveries.status import Channel, Lane, Reason, State
from followers.choice_models import FollowerTown
from followers.models import Follower, FollowState
from followers.roster_models import PlatformTag
from places.regions import Level, Region
from places.services import import_regions
from staff.actors import Scope
from tests.conftest import StandingClock
from tests.integration.admin.conftest import Clerk, Hiring
from tests.integration.admin.pages import number_in, statements_of
from tests.integration.admin.sending_office import Office, issued_item
from tests.integration.push_office import PLANNER, PUBLISHER, REVIEWER, Content

COUNTY_PLANNER = replace(PLANNER, scope=Scope(everywhere=True))


def figures(page: str) -> dict[str, str]:
    """The counters of a push as its page has them."""
    found = re.findall(r"<dt>([^<]+)</dt>\s*<dd>\s*([\d,]+)\s*</dd>", page)
    return dict(found)


def test_from_an_audience_to_every_fate(container: Container, hiring: Hiring, clock: StandingClock) -> None:
    office, item = Office(container, clock), issued_item(container)
    people = office.has_followers(6)
    with container.database.writing() as session:
        session.add(PlatformTag(id=7, name="<b>网格员</b>", count=2, seen_at=clock.now()))
    planner, both = hiring.insider("chen", "planner"), hiring.insider("both", "planner", "campaign_reviewer")
    reviewer, publisher = hiring.insider("lin", "campaign_reviewer"), hiring.insider("wang", "publisher")

    builder = planner.opens("/admin/pushes/audiences/new").text
    assert "<b>网格员" not in builder
    assert "&lt;b&gt;网格员" in builder
    page = "/admin/pushes/audiences/new"
    counted = planner.sends("/admin/pushes/audiences/count", page=page, seen_within_days="")
    assert "<strong>6</strong>人" in counted.text
    assert short_openid(people[0]) in counted.text
    assert people[0] not in counted.text
    assert (
        "前后颠倒"
        in planner.sends(
            "/admin/pushes/audiences/count",
            page=page,
            followed_since="2026-06-02",
            followed_until="2026-06-01",
        ).text
    )
    assert planner.sends(page, do="save", name="大家").status_code == 303
    assert "已经有叫这个名称的人群" in planner.sends(page, do="save", name="大家").text

    segment = re.findall(
        r'href="/admin/pushes/audiences/(\d+)"', planner.opens("/admin/pushes/audiences").text
    )[0]
    plan = {"content": str(item), "audience": segment, "purpose": "campaign", "way": "best"}
    look = planner.sends("/admin/pushes/look", page="/admin/pushes/new", **plan).text
    assert "选择逐人发送。6人里大约6人收得到" in look
    assert "没有正好对应这些人的标签" in look
    refused = planner.sends("/admin/pushes/new", **plan, not_after="2001-01-01T08:00")
    assert (refused.status_code, "最晚发送时间要在开始时间以后" in refused.text) == (409, True)
    assert 'value="2001-01-01T08:00"' in refused.text, "what was typed stands there still"

    slip = planner.sends("/admin/pushes/new", **plan, due_at="2020-06-01T08:00")
    assert (slip.status_code, "已经过去了" in slip.text) == (409, True), "it would have begun at once"
    assert 'value="2020-06-01T08:00"' in slip.text

    drafted = both.sends("/admin/pushes/new", **plan)
    number = number_in(drafted.headers["Location"])
    address = f"/admin/pushes/{number}"
    assert "要由另一个人批准" in both.opens(address).text
    # Who approves can read what is sent, and is told that nobody sorted it.
    assert f'href="/admin/campaigns/content/{item}"' in reviewer.opens(address).text
    assert "没有选内容属于哪一类" in reviewer.opens(address).text
    assert both.sends(f"{address}/approve", page=address).status_code == 409
    assert planner.sends(f"{address}/approve", page="/admin/me").status_code == 404
    assert publisher.sends(f"{address}/send", page="/admin/me").status_code == 409, "not approved yet"
    assert reviewer.sends(f"{address}/approve", page=address).status_code == 303
    # Since the plan was made one person fell silent: their window closes before it is sent.
    with container.database.writing() as session:
        silent = update(ContactWindow).where(ContactWindow.openid == people[5])
        session.execute(silent.values(last_message_at=clock.now() - timedelta(days=3)))
    assert publisher.sends(f"{address}/send", page=address).status_code == 303

    mailing = mailing_of(container, number)
    office.tends(mailing)
    claims = office.takes(3)
    office.was_refused(claims[0], GatewayRefusal(FailureClass.RECIPIENT, "no", errcode=43004))
    office.was_refused(claims[1], GatewayRefusal(FailureClass.CONTENT, "no", errcode=40001))
    office.has_sent(*claims[2:])
    assert publisher.sends(f"{address}/pause", page=address).status_code == 409, "why?"
    publisher.sends(f"{address}/pause", page=address, reason="等领导")
    assert office.takes() == []
    assert "工作人员暂停" in planner.opens(address).text
    publisher.sends(f"{address}/resume", page=address)
    office.has_sent(*office.takes())
    office.tends(mailing)

    said = planner.opens(address).text
    shown = figures(said)
    told = {"计划": "6", "平台已接收": "3", "平台报告送达": "0", "打开阅读": "0", "按提示办理": "0"}
    assert shown == {**told, "失败": "2", "没有发": "1", "结果不明": "0", "等待": "0"}
    assert "已发完" in said
    assert "hx-trigger" not in planner.asks(f"{address}/progress").text, "over: it asks no more"
    fates = planner.opens(f"{address}/people?state=failed").text
    assert fates.count("平台代码") == 2
    assert Reason.RECIPIENT.label in fates
    assert not any(one in fates for one in people)
    skipped = planner.opens(f"{address}/people?reason={Reason.WINDOW_CLOSED.value}").text
    assert short_openid(people[5]) in skipped
    assert publisher.sends(f"{address}/cancel", page=address, reason="晚了").status_code == 409
    monitor = planner.opens("/admin/pushes/deliveries?state=failed").text
    assert monitor.count("43004") == 1
    assert not any(one in monitor for one in people)
    ledger = planner.opens("/admin/pushes/ledger").text
    assert re.search(r"还没收过</dt>\s*<dd>\s*6\s*</dd>", ledger)


def mailing_of(container: Container, number: int) -> int:
    """The mailing that a push became."""
    with container.database.reading() as session:
        return int(session.get_one(Push, number).mailing_id or 0)


@pytest.fixture
def everybody(container: Container, clock: StandingClock) -> tuple[str, int]:
    """A push to all who follow, handed over: its page and its mailing."""
    container.mailing.pushes._contents = Content()
    Office(container, clock).has_followers(4)
    pushes, now = container.mailing.pushes, clock.now()
    with container.database.writing() as session:
        wish = PushWay.MASS_ALL
        push = pushes.draft(session, PushPlan(1, {}, now, wish=wish), COUNTY_PLANNER, now)
        pushes.approve(session, push.id, REVIEWER, now)
        mailing = pushes.send(session, push.id, container.mailing.mailings, PUBLISHER, now)
        assert mailing
        return f"/admin/pushes/{push.id}", mailing.id


def test_a_refused_mass_send_names_the_number_to_ask_the_platform_about(
    container: Container, hiring: Hiring, clock: StandingClock, everybody: tuple[str, int]
) -> None:
    address, mailing = everybody
    office, masses = Office(container, clock), container.mailing.masses
    reviewer = hiring.insider("lin", "campaign_reviewer")
    office.tends(mailing)
    reviewer.sends(f"{address}/confirm", page=address, sure="yes")
    with container.database.writing() as session:
        masses.prepare_due(session, clock.now())
        claim = masses.claim(session, masses.due_ids(session, clock.now(), 9)[0], clock.now())
        assert claim
        refusal = GatewayRefusal(FailureClass.RECIPIENT, "no", errcode=40130)
        masses.settle_failed(session, claim, refusal, clock.now())
    office.tends(mailing)

    told = reviewer.opens(address).text

    assert "没有发出，平台代码40130" in told
    assert "名单里平台认得的关注者不到两个" in told
    assert "平台不接受这段内容" not in told, "the words are not to blame"
    assert "一个人也没有收到" in told
    assert "已交付发送" not in told, "one state is told, the one of the mailing"
    assert "hx-trigger" not in told, "nothing changes by itself any more"
    publisher = hiring.insider("wang", "publisher")
    assert f"{address}/retry" not in publisher.opens(address).text
    assert "没有能原样重发的人" in publisher.opens(address).text
    again = publisher.sends(f"{address}/retry", page=address)
    assert (again.status_code, "没有能原样重发的人" in again.text) == (409, True)


def test_a_send_to_everybody_waits_for_a_second_person_and_shows_the_time(
    container: Container, hiring: Hiring, clock: StandingClock, everybody: tuple[str, int]
) -> None:
    address, mailing = everybody
    office, masses = Office(container, clock), container.mailing.masses
    reviewer, publisher = hiring.insider("lin", "campaign_reviewer"), hiring.insider("wang", "publisher")
    office.tends(mailing)
    with container.database.writing() as session:
        masses.prepare_due(session, clock.now())
        assert masses.due_ids(session, clock.now(), 9) == []
    assert "先勾上" in reviewer.sends(f"{address}/confirm", page=address).text
    assert publisher.sends(f"{address}/confirm", page=address, sure="yes").status_code == 404
    reviewer.sends(f"{address}/confirm", page=address, sure="yes")
    with container.database.writing() as session:
        part = masses.due_ids(session, clock.now(), 9)[0]
        claim = masses.claim(session, part, clock.now())
        assert claim
        masses.settle_accepted(session, claim, "990", clock.now())
    assert ">30:00<" in reviewer.opens(address).text
    clock.advance(minutes=10, seconds=5)
    progress = reviewer.asks(f"{address}/progress").text
    assert ">19:55<" in progress
    assert "every 3s" in progress
    assert "删除这批群发" not in progress
    assert "删除这批群发" in publisher.opens(address).text
    other = f"/admin/pushes/{address.rpartition('/')[2]}/parts/{part + 1}/delete"
    assert publisher.sends(other, page=address, reason="错字").status_code == 404
    gone = publisher.sends(f"{address}/parts/{part}/delete", page=address, reason="错字")
    assert "已请平台删除" in publisher.opens(gone.headers["Location"]).text


def test_who_works_for_a_town_means_its_people_only(
    container: Container, hiring: Hiring, clock: StandingClock
) -> None:
    office, item = Office(container, clock), issued_item(container)
    people = office.has_followers(3)
    with container.database.writing() as session:
        town = Region("331081100", "大溪镇", "331081", Level.TOWN)
        import_regions(
            session, [Region("331081", "温岭市", "", Level.COUNTY), town], editor="test", now=clock.now()
        )
        session.add(FollowerTown(openid=people[0], region="331081100", chosen_at=clock.now()))
    planner = hiring.insider("town", "planner", scope=Scope(regions=frozenset({"331081100"})))
    page, count = "/admin/pushes/audiences/new", "/admin/pushes/audiences/count"
    assert "您不能面向全县圈定人群" in planner.sends(count, page=page).text
    assert "<strong>1</strong>人" in planner.sends(count, page=page, regions="331081100").text
    plan = {"content": str(item), "audience": "everybody", "way": "best"}
    assert "您不能面向全县圈定人群" in planner.sends("/admin/pushes/new", **plan).text
    with container.database.reading() as session:
        assert session.scalars(select(Push.id)).all() == []


def test_a_segment_saved_by_another_is_shown_before_it_is_replaced(
    hiring: Hiring, clock: StandingClock
) -> None:
    chen, li = hiring.insider("chen", "planner"), hiring.insider("li", "planner")
    new = "/admin/pushes/audiences/new"
    did = {"done_0": "no", "done_0_what": "daily:daily", "done_0_days": "30", "done_4_what": ""}
    chen.sends(new, do="save", name="常来的", seen_within_days="30", **did)
    address = re.findall(r'href="(/admin/pushes/audiences/\d+)"', chen.opens("/admin/pushes/audiences").text)[
        0
    ]
    form = chen.opens(address).text
    assert re.search(r'<option value="no"\s+selected>', form)
    assert re.search(r'<option value="daily:daily"\s+selected>答每日一题', form)
    assert "答每日一题（30天以内）" in chen.opens("/admin/pushes/audiences").text
    seen = seen_at(chen, address)
    clock.advance(minutes=1)
    li.sends(address, do="save", seen_within_days="7", seen_at=seen)
    refused = chen.sends(address, do="save", seen_within_days="60", seen_at=seen)
    assert (refused.status_code, "li改过这个人群" in refused.text, "7天以内" in refused.text) == (
        409,
        True,
        True,
    )
    assert (
        chen.sends(address, do="save", seen_within_days="60", seen_at=seen_at(chen, address)).status_code
        == 303
    )
    chen.sends(f"{address}/retire", page=address)
    assert "常来的" not in chen.opens("/admin/pushes/audiences").text
    assert "常来的" in chen.opens("/admin/pushes/audiences?retired=1").text


def seen_at(clerk: Clerk, address: str) -> str:
    """As of when the form on this page shows what it shows."""
    found = re.search(r'name="seen_at"\s+value="([^"]+)"', clerk.opens(address).text)
    assert found
    return found[1]


def test_the_list_of_pushes_goes_on_by_key_and_costs_the_same(
    container: Container, hiring: Hiring, clock: StandingClock
) -> None:
    container.mailing.pushes._contents = Content()
    clerk = hiring.insider("chen", "planner")

    def draft(count: int) -> None:
        with container.database.writing() as session:
            for _ in range(count):
                now = clock.now()
                container.mailing.pushes.draft(session, PushPlan(1, {}, now), COUNTY_PLANNER, now)

    draft(1)
    clerk.opens("/admin/pushes")
    few = statements_of(container, clerk, "/admin/pushes")
    draft(40)
    assert statements_of(container, clerk, "/admin/pushes") == few <= 8
    page = clerk.opens("/admin/pushes?state=draft").text
    further = re.search(r'href="([^"]+after=\d+)"', page)
    assert further
    assert page.count('class="case"') == 30
    assert clerk.opens(further[1].replace("&amp;", "&")).text.count('class="case"') == 11
    assert clerk.opens("/admin/pushes?after=9%279&state=x").status_code == 200


def test_a_push_that_was_taken_back_looks_settled(
    container: Container, hiring: Hiring, clock: StandingClock
) -> None:
    container.mailing.pushes._contents = Content()
    with container.database.writing() as session:
        pushes, now = container.mailing.pushes, clock.now()
        push = pushes.draft(session, PushPlan(1, {}, now), COUNTY_PLANNER, now)
        pushes.withdraw(session, push.id, "不办了", COUNTY_PLANNER, now)
        number = push.id
    planner = hiring.insider("chen", "planner")

    for address in ("/admin/pushes", f"/admin/pushes/{number}"):
        assert '<span class="stand stand--grey">已撤回</span>' in planner.opens(address).text, address


def test_the_ledger_says_from_which_day_the_month_counts_anew_and_who_is_left(
    container: Container, hiring: Hiring, clock: StandingClock
) -> None:
    office = Office(container, clock)
    stays, leaves, _ = office.has_followers(3)
    now = clock.now()
    with container.database.writing() as session:
        for openid in (stays, leaves):
            session.add(
                Delivery(
                    openid=openid, lane=Lane.CAMPAIGN, channel=Channel.MASS, state=State.SENT, created_at=now,
                    due_at=now, claimed_at=now, resend_when_unknown=False,
                )
            )  # fmt: skip
        session.scalars(select(Follower).where(Follower.openid == leaves)).one().state = FollowState.LEFT

    page = hiring.insider("chen", "planner").opens("/admin/pushes/ledger").text

    assert figures(page) == {"还没收过": "1", "收过1次": "1"}
    assert f"{date_words(next_month(now))}0点起重新计算" in page
    assert "同一个人7天里最多收2次" in page
