"""Content through the pages: written, read by three people, signed off, published, taken down."""

import re
from pathlib import Path

import pytest
from sqlalchemy import select, update

from app.wiring import Container
from campaigns.content.fates import PreviewState, PublicationState
from campaigns.content.models import ContentPreview, ContentPublication
from staff.models import StaffUser
from tests.integration.admin.campaign_office import MANUSCRIPT, PLAN, CampaignOffice, jpeg
from tests.integration.admin.conftest import Clerk, Hiring
from tests.integration.admin.pages import numbers
from tests.integration.one_engine import database_url

__all__ = ["database_url"]


@pytest.fixture
def office(container: Container, hiring: Hiring, tmp_path: Path) -> CampaignOffice:
    """Clerks at their pages."""
    return CampaignOffice(container, hiring, tmp_path)


def test_from_draft_to_issued_by_four_people(container: Container, office: CampaignOffice) -> None:
    planner, first, second, leader = (
        office.clerk("planner"),
        office.clerk("campaign_reviewer"),
        office.clerk("campaign_reviewer", 2),
        office.clerk("leader"),
    )
    refused = planner.sends("/admin/campaigns/content/new", **{**MANUSCRIPT, "source_url": "javascript:x"})
    assert refused.status_code == 409
    assert "来源网址要以http或者https开头" in refused.text
    assert 'value="油锅着火，别泼水"' in refused.text

    item, said = office.writes(planner, "/admin/campaigns/content/new", **MANUSCRIPT)
    assert "稿子已保存" in said
    assert "<script>alert" not in said
    assert "&lt;script&gt;alert(1)" in said
    assert "已送审" in office.steps(planner, item, "step/submit")

    # The author reads nothing of their own, and nobody reads twice.
    assert "step/first-review" not in planner.opens(item).text
    office.steps(first, item, "step/first-review", opinion="属实")
    assert "三个不同的人办理" in first.opens(item).text
    assert "三个不同的人办理" in office.is_refused(first, item, "step/review", opinion="同意")
    assert "请写明意见" in office.is_refused(second, item, "step/review", opinion=" ")
    assert "title" in leader.opens(item).text
    assert "step/issue" not in leader.opens(item).text
    office.steps(second, item, "step/review", opinion="同意")
    issued = office.steps(leader, item, "step/issue", opinion="签发")
    assert "已签发，公众在网页上能看到了" in issued
    number = item.rpartition("/")[2]
    assert f"{container.settings.public_url}/h5/c/{number}" in issued
    assert "油锅着火" in planner._client.get(f"/h5/c/{number}").text

    # What changed after it is a second version that somebody sends back.
    form = planner.opens(f"{item}/edit").text
    assert "要重新送审" in form
    base = re.search(r'name="base" value="(\w+)"', form)
    assert base
    changed = {**MANUSCRIPT, "base": base[1], "title": "油锅着火，先关火"}
    office.writes(planner, f"{item}/edit", **changed)
    late = planner.sends(f"{item}/edit", **{**MANUSCRIPT, "base": base[1]})
    assert late.status_code == 409
    assert "油锅着火，先关火</del>" in late.text
    office.steps(planner, item, "step/submit")
    office.steps(second, item, "step/send-back", opinion="标题再想想")
    told = planner.opens(f"{item}/versions/2").text
    assert "油锅着火，别泼水</del>" in told
    assert "标题再想想" in told
    assert "退回修改" in planner.opens("/admin/campaigns/content?state=sent_back").text
    assert "公众现在看到的是" in planner.opens(item).text


def test_what_was_sent_back_waits_for_its_author_with_the_opinion(office: CampaignOffice) -> None:
    planner, reviewer = office.clerk("planner"), office.clerk("campaign_reviewer")
    item, _ = office.writes(planner, "/admin/campaigns/content/new", **MANUSCRIPT)
    assert "宣传内容退回待修改" not in numbers(planner)
    office.steps(planner, item, "step/submit")
    office.steps(reviewer, item, "step/send-back", opinion="标题再想想")

    address, count = numbers(planner)["宣传内容退回待修改"]
    assert (count, f'href="{item}"' in planner.opens(address).text) == (1, True)
    told = '<div class="said">标题再想想</div>'
    assert told in planner.opens(item).text
    form = planner.opens(f"{item}/edit").text
    assert told in form, "it is read while one writes"
    base = re.search(r'name="base" value="(\w+)"', form)
    assert base
    _, saved = office.writes(planner, f"{item}/edit", **{**MANUSCRIPT, "base": base[1], "title": "先关火"})
    assert told in saved
    assert told not in office.steps(planner, item, "step/submit"), "it was answered"
    assert "宣传内容退回待修改" not in numbers(planner)


def test_half_a_manuscript_is_kept_and_not_handed_in(container: Container, office: CampaignOffice) -> None:
    planner = office.clerk("planner")
    half = {**MANUSCRIPT, "body": "第一段写到这里", "digest": "", "cover": "", "source_from": ""}

    item, said = office.writes(planner, "/admin/campaigns/content/new", **half)

    assert "稿子已保存" in said
    assert "还要改：" in said
    refused = office.is_refused(planner, item, "step/submit")
    assert re.search("没有写摘要.*没有封面.*要写明来源", refused)
    form = planner.opens(f"{item}/edit").text
    assert "第一段写到这里" in form
    base = re.search(r'name="base" value="(\w+)"', form)
    assert base
    _, whole = office.writes(planner, f"{item}/edit", **MANUSCRIPT, base=base[1])
    assert "还要改：" not in whole
    assert "已送审" in office.steps(planner, item, "step/submit")
    untitled = planner.sends("/admin/campaigns/content/new", **{**half, "title": ""})
    assert (untitled.status_code, "没有写标题" in untitled.text) == (409, True)


def test_the_phone_wears_what_wechat_gets(office: CampaignOffice) -> None:
    planner = office.clerk("planner")
    page = "/admin/campaigns/content/new"

    seen = planner.sends(
        "/admin/campaigns/content/look", page=page, **{**MANUSCRIPT, "cover": "picture:nope"}
    )
    sheet = planner.asks("/admin/campaigns/content/phone.css")

    worn = set(re.findall(r'class="(w-[0-9a-f]+)"', seen.text))
    assert len(worn) > 4
    assert worn <= set(re.findall(r"\.(w-[0-9a-f]+) \{", sheet.text))
    assert "style=" not in re.sub(r"&#34;|&quot;", "", seen.text).replace(" style=x", "")
    assert sheet.mimetype == "text/css"
    assert planner.asks("/admin/campaigns/content/covers/picture:nope").status_code == 404
    assert planner.asks("/admin/campaigns/content/pictures/..%2F..%2Fx").status_code == 404
    assert planner.asks("/admin/campaigns/content/covers/picture:oil_pan").mimetype == "image/jpeg"


def test_pictures_are_kept_before_the_words_are(office: CampaignOffice) -> None:
    planner, form = office.clerk("planner"), "/admin/campaigns/content/new"

    seen = office.hands_in(
        planner,
        form,
        form,
        "picture_file",
        (jpeg(), "a.jpg"),
        look="1",
        picture_words="集合[点]",
        **MANUSCRIPT,
    ).text
    added = re.search(r"!\[集合点\]\((photo:[0-9a-f]{64})\)", seen)
    assert added
    assert planner.asks(f"/admin/campaigns/content/pictures/{added[1]}").mimetype == "image/jpeg"
    bad = office.hands_in(planner, form, form, "cover_file", (b"GIF89a<script>", "a.gif"), **MANUSCRIPT)
    assert bad.status_code == 409
    assert "不能用作配图" in bad.text
    sent = office.hands_in(planner, form, form, "cover_file", (jpeg(), "b.jpg"), **MANUSCRIPT)
    assert sent.status_code == 303
    assert f"covers/{added[1]}" in planner.opens(sent.headers["Location"]).text


def test_what_is_told_of_a_picture_waits_until_it_is_taken_in(office: CampaignOffice) -> None:
    planner, form = office.clerk("planner"), "/admin/campaigns/content/new"
    told = {"look": "1", "picture_words": "集合点", **MANUSCRIPT}
    waits = re.compile(r'name="picture_words"[^>]*value="集合点"')

    assert waits.search(planner.sends(form, page=form, **told).text)
    assert waits.search(
        office.hands_in(planner, form, form, "picture_file", (b"GIF89a", "a.gif"), **told).text
    )
    taken = office.hands_in(planner, form, form, "picture_file", (jpeg(), "a.jpg"), **told).text

    assert "![集合点]" in taken
    assert not waits.search(taken)


def test_preview_publish_and_take_down(container: Container, office: CampaignOffice) -> None:
    publisher = office.clerk("publisher")
    item = _issued(office)
    with container.database.writing() as session:
        session.execute(update(StaffUser).where(StaffUser.login == "leader1").values(openid="o-leader"))

    assert "请写明预览发给谁" in office.is_refused(publisher, item, "step/preview")
    told = office.steps(publisher, item, "step/preview", logins="leader1", wxnames="anwen-test")
    with container.database.writing() as session:
        for row in session.scalars(select(ContentPreview)):
            row.state, row.failure = PreviewState.FAILED, "recipient:43004"
    refused = publisher.opens(item).text
    assert "公众平台发不到这个微信，对方要先关注公众号（平台代码43004）" in refused
    assert "recipient" not in refused
    assert "预览给anwen-test，第1稿" in told
    assert "已排上发布" in office.steps(publisher, item, "step/publish")
    assert "不能重复发布" in office.is_refused(publisher, item, "step/publish")
    assert "step/publish" not in publisher.opens(item).text
    with container.database.writing() as session:
        session.execute(update(ContentPublication).values(state=PublicationState.PUBLISHED))
    assert "文章被平台拦下" not in publisher.opens("/admin/").text
    with container.database.writing() as session:
        session.execute(
            update(ContentPublication).values(state=PublicationState.BANNED, failure="platform:6")
        )
    banned = publisher.opens(item).text
    assert ("被平台封禁" in banned, "step/publish" in banned) == (True, True)
    assert "step/take-down" not in banned
    assert "文章被平台拦下" in publisher.opens("/admin/").text
    assert item.rpartition("/")[2] in publisher.opens("/admin/campaigns/content?not_out=1").text
    with container.database.writing() as session:
        session.execute(update(ContentPublication).values(state=PublicationState.PUBLISHED))
    assert "正在下架" in office.steps(publisher, item, "step/take-down", opinion="内容更新")
    assert publisher.asks("/admin/campaigns/content/99").status_code == 404


def test_a_campaign_without_its_theme_lets_nothing_out(office: CampaignOffice) -> None:
    planner, leader = office.clerk("planner"), office.clerk("leader")
    plan = {**PLAN, "kind": "fire_month", "occasion": "fire_month"}
    campaign, said = office.writes(planner, "/admin/campaigns/new", **plan)
    assert "当年主题没有登记" in said
    assert "主题还没有登记" in office.clerk("campaign_reviewer").opens(campaign).text
    item = _issued(office, ends_before_leader=True, campaign=campaign.rpartition("/")[2])

    assert "主题还没有登记，不能发布" in leader.opens(item).text
    assert "主题还没有登记" in office.is_refused(leader, item, "step/issue", opinion="签发")


def _issued(office: CampaignOffice, *, ends_before_leader: bool = False, **more: str) -> str:
    planner: Clerk = office.clerk("planner")
    item, _ = office.writes(planner, "/admin/campaigns/content/new", **{**MANUSCRIPT, **more})
    office.steps(planner, item, "step/submit")
    office.steps(office.clerk("campaign_reviewer"), item, "step/first-review", opinion="属实")
    office.steps(office.clerk("campaign_reviewer", 2), item, "step/review", opinion="同意")
    if not ends_before_leader:
        office.steps(office.clerk("leader"), item, "step/issue", opinion="签发")
    return item
