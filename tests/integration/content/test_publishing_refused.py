"""What the platform refuses, loses or has had already; the same on both engines, so tried on one."""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import func, select

from campaigns.content.fates import REFUSED, PublicationState
from campaigns.content.models import ContentPreview
from campaigns.content.publishing import PreviewsSpent
from campaigns.content.renderings import news_card
from campaigns.content.rules import ContentKind
from campaigns.content.wechat_html import TooLong
from core.errors import RuleViolation
from deliveries.ports import FailureClass, GatewayRefusal
from tests.integration.content.conftest import (
    AUTHOR,
    LEADER,
    MANUSCRIPT,
    PUBLISHER,
    ContentOffice,
    on_sqlite_only,
)

BUSY = GatewayRefusal(FailureClass.BUSY, "busy", errcode=-1)
LOST = GatewayRefusal(FailureClass.LOST, "no answer")


@pytest.fixture
def database_url(sqlite_template: Path, tmp_path: Path) -> str:
    """One engine."""
    return on_sqlite_only(sqlite_template, tmp_path)


def test_pictures_are_uploaded_once_for_all_items(office: ContentOffice) -> None:
    for _ in range(2):
        item = office.adds()
        office.issues(item)
        office.publishes(item)
    assert office.platform.calls.count("upload_article_picture") == 1
    assert office.platform.calls.count("upload_permanent_image") == 1
    assert len(office.platform.published()) == 2


def test_while_the_platform_is_busy_everything_is_tried_again(office: ContentOffice) -> None:
    item = office.adds()
    office.issues(item)
    for call in ("upload_article_picture", "upload_permanent_image", "add_draft", "submit_publication"):
        office.platform.refuses(call, [BUSY])
    office.does("publish", item, PUBLISHER, office.now)
    office.works(2)
    with office.database.reading() as session:
        version = office.service.issued(session, item)
        hindrances = office.drafts.hindrances(session, version)
    assert hindrances == ["配图：公众平台正忙，过一会儿自动再试（平台代码-1）"]
    for _ in range(5):
        office.works()
        office.clock.advance(minutes=1)
    with office.database.reading() as session:
        assert office.drafts.hindrances(session, version) == []
    row = office.publication(item)
    assert row.state is PublicationState.PUBLISHING
    assert office.platform.calls.count("submit_publication") == 2
    assert len(office.platform.jobs) == 1


def test_what_is_on_no_list_after_half_an_hour_is_left_to_a_human(office: ContentOffice) -> None:
    item = office.adds()
    office.issues(item)
    office.platform.refuses("submit_publication", [LOST])
    office.does("publish", item, PUBLISHER, office.now)
    office.works()
    for _ in range(12):
        office.clock.advance(minutes=10)
        office.works(1)
    assert office.publication(item).state is PublicationState.UNKNOWN
    assert office.platform.calls.count("submit_publication") == 1


def test_what_the_platform_refuses_may_be_changed_and_tried_again(office: ContentOffice) -> None:
    item = office.adds()
    office.issues(item)
    for fate in sorted(REFUSED):
        office.does("publish", item, PUBLISHER, office.now)
        office.works()
        office.platform.ends(str(office.publication(item).publish_id), fate)
        office.clock.advance(minutes=1)
        office.works(2)
        row = office.publication(item)
        assert (row.state, row.failure) == (PublicationState.FAILED, f"platform:{fate.value}")
    assert office.publishes(item).state is PublicationState.PUBLISHED


def test_a_withdrawn_item_is_not_published_any_more(office: ContentOffice) -> None:
    item = office.adds()
    office.issues(item)
    office.does("publish", item, PUBLISHER, office.now)
    office.does("withdraw", item, LEADER, office.now, "有误")
    office.works()
    assert office.publication(item).state is PublicationState.CANCELLED
    assert office.platform.jobs == {}


def test_publishing_waits_for_the_theme(office: ContentOffice) -> None:
    office.themes.verified.add(7)
    item = office.adds(campaign_id=7)
    office.issues(item)
    office.themes.verified.clear()
    with pytest.raises(RuleViolation, match="主题还没有核对"):
        office.does("publish", item, PUBLISHER, office.now)
    with pytest.raises(RuleViolation, match="主题还没有核对"):
        office.does("mass_article", item, office.now)
    office.themes.verified.add(7)
    office.does("publish", item, PUBLISHER, office.now)
    office.themes.verified.clear()
    office.works()
    row = office.publication(item)
    assert (row.state, row.failure) == (PublicationState.CANCELLED, "RuleViolation"), "corrected meanwhile"
    assert office.platform.jobs == {}


def test_a_picture_that_vanished_at_the_platform_comes_again(office: ContentOffice) -> None:
    item = office.adds()
    office.issues(item)
    office.publishes(item)
    office.platform.covers.clear()
    other = office.adds()
    office.issues(other)
    office.does("publish", other, PUBLISHER, office.now)
    office.works(8)
    assert len(office.platform.jobs) == 2
    assert office.platform.calls.count("upload_permanent_image") == 2


def test_an_article_the_platform_cannot_take_fails_with_a_reason(office: ContentOffice) -> None:
    long = office.adds(replace(MANUSCRIPT, body="| 一 | 二 |\n|---|---|\n" + "| 字 | 字 |\n" * 300))
    with pytest.raises(TooLong, match="请分成两篇"):
        office.does("submit", long, AUTHOR, office.now)
    item = office.adds()
    office.issues(item)
    office.platform.refuses("add_draft", [GatewayRefusal(FailureClass.CONTENT, "hit", errcode=45166)])
    office.does("publish", item, PUBLISHER, office.now)
    office.works()
    row = office.publication(item)
    assert (row.state, row.failure) == (PublicationState.FAILED, "draft content:45166")
    assert office.platform.calls.count("add_draft") == 1, "what is refused is not asked for again by itself"
    assert office.publishes(item).state is PublicationState.PUBLISHED


def test_a_hundred_previews_a_day(office: ContentOffice) -> None:
    item = office.adds()
    names = [f"wx{number}" for number in range(100)]
    office.does("preview", item, PUBLISHER, office.now, wxnames=names)
    with pytest.raises(PreviewsSpent):
        office.does("preview", item, PUBLISHER, office.now, wxnames=["one-more"])
    office.clock.advance(hours=24)
    assert len(office.does("preview", item, PUBLISHER, office.now, wxnames=["one-more"])) == 1
    with office.database.writing() as session:
        office.previews.forget_old(session, office.now + timedelta(days=29, hours=1))
        assert session.scalar(select(func.count()).select_from(ContentPreview)) == 1


def test_what_a_mass_send_and_a_card_carry(office: ContentOffice) -> None:
    item = office.adds()
    version = office.issues(item)
    assert office.does("mass_article", item, office.now) is None
    office.works()
    carried = office.does("mass_article", item, office.now)
    assert carried.media_id in office.platform.drafts
    assert carried.send_ignore_reprint == 0
    card = news_card("https://anwen.test", version)
    assert (card.title, card.description) == (MANUSCRIPT.title, MANUSCRIPT.digest)
    assert (card.picture_url, card.url) == (
        f"https://anwen.test/h5/c/{item}/cover.jpg", f"https://anwen.test/h5/c/{item}",
    )  # fmt: skip
    office.does("edit", item, replace(MANUSCRIPT, kind=ContentKind.REPOST), AUTHOR, office.now)
    office.issues(item)
    office.does("mass_article", item, office.now)
    office.works()
    carried = office.does("mass_article", item, office.now)
    assert carried.send_ignore_reprint == 1
    assert "来源：转载自应急管理部《家庭防火常识》" in office.platform.drafts[carried.media_id].content
