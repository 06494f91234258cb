"""From an issued version to the platform and back: uploads, drafts, previews, publications, taking down."""

from dataclasses import replace
from io import BytesIO

import pytest
from PIL import Image
from sqlalchemy import select

from campaigns.content.covers import HEIGHT, WIDTH
from campaigns.content.fates import REFUSED, DraftState, PreviewState, PublicationState
from campaigns.content.models import ContentDraft, ContentPreview, ContentPublication
from campaigns.content.publishing import AlreadyPublished, NoPhone, NotPublished, PreviewsSpent
from campaigns.content.refusals import NotIssued
from campaigns.content.renderings import news_card
from campaigns.content.rules import ContentKind
from campaigns.content.wechat_html import TooLong
from core.errors import RuleViolation
from deliveries.ports import FailureClass, GatewayRefusal
from tests.integration.content.conftest import AUTHOR, LEADER, MANUSCRIPT, PUBLISHER, ContentOffice

BUSY = GatewayRefusal(FailureClass.BUSY, "busy", errcode=-1)
LOST = GatewayRefusal(FailureClass.LOST, "no answer")


def published(office: ContentOffice, item: int) -> ContentPublication:
    """Order a publication, let the platform agree, and give back what became of it."""
    office.does("publish", item, PUBLISHER, office.now)
    office.works()
    publish_id = office.publication(item).publish_id
    assert publish_id is not None
    office.platform.ends(publish_id)
    office.clock.advance(minutes=1)
    office.works()
    return office.publication(item)


def test_an_issued_item_is_published_once_and_taken_down(office: ContentOffice) -> None:
    noise, item = office.adds(), office.adds()
    with pytest.raises(NotIssued):
        office.does("publish", item, PUBLISHER, office.now)
    office.issues(item)
    row = published(office, item)

    assert row.state is PublicationState.PUBLISHED
    assert row.article_url == f"https://mp.invalid/{row.article_id}"
    (article,) = office.platform.published()
    assert (article.title, article.author, article.digest) == (
        MANUSCRIPT.title, MANUSCRIPT.author, MANUSCRIPT.digest,
    )  # fmt: skip
    assert article.source_url == f"https://anwen.test/h5/c/{item}?v=1"
    (inside,) = office.platform.pictures
    assert f'src="{inside}"' in article.content
    assert "来源：应急管理部《家庭防火常识》" in article.content
    with Image.open(BytesIO(office.platform.covers[article.thumb_media_id])) as cover:
        assert (cover.format, cover.size) == ("JPEG", (WIDTH, HEIGHT))
    assert office.platform.calls.count("submit_publication") == 1
    with pytest.raises(AlreadyPublished, match="不能重复发布"):
        office.does("publish", item, PUBLISHER, office.now)
    with pytest.raises(NotPublished):
        office.does("take_down", noise, PUBLISHER, office.now, "错件")

    office.does("take_down", item, PUBLISHER, office.now, "数字有误")
    office.works()
    assert office.publication(item).state is PublicationState.TAKEN_DOWN
    assert office.platform.published() == []
    with pytest.raises(NotPublished):
        office.does("take_down", item, PUBLISHER, office.now, "再一次")


def test_pictures_are_uploaded_once_for_all_items(office: ContentOffice) -> None:
    for _ in range(2):
        item = office.adds()
        office.issues(item)
        published(office, item)
    assert office.platform.calls.count("upload_article_picture") == 1
    assert office.platform.calls.count("upload_permanent_image") == 1
    assert len(office.platform.published()) == 2


def test_while_the_platform_is_busy_everything_is_tried_again(office: ContentOffice) -> None:
    item = office.adds()
    office.issues(item)
    for call in ("upload_article_picture", "upload_permanent_image", "add_draft", "submit_publication"):
        office.platform.refuses(call, [BUSY])
    office.does("publish", item, PUBLISHER, office.now)
    for _ in range(5):
        office.works()
        office.clock.advance(minutes=1)
    row = office.publication(item)
    assert row.state is PublicationState.PUBLISHING
    assert office.platform.calls.count("submit_publication") == 2
    assert len(office.platform.jobs) == 1


@pytest.mark.parametrize("died", [False, True])
def test_a_lost_answer_is_looked_for_and_never_submitted_again(office: ContentOffice, died: bool) -> None:
    item = office.adds()
    office.issues(item)
    office.does("publish", item, PUBLISHER, office.now)
    if died:
        # A worker that is killed in the call: the claim is committed, no fate was written.
        office.works()
        with office.database.writing() as session:
            row = session.scalars(select(ContentPublication)).one()
            row.state, row.publish_id, row.due_at = PublicationState.SUBMITTING, None, office.now
    else:
        office.platform.refuses("answer of submit_publication", [LOST])
    office.works()
    assert office.publication(item).state is PublicationState.UNCERTAIN
    (publish_id,) = office.platform.jobs
    office.platform.ends(publish_id)
    for _ in range(4):
        office.clock.advance(minutes=2)
        office.works(1)
    row = office.publication(item)
    assert row.state is PublicationState.PUBLISHED
    assert row.article_id == f"article-{publish_id}"
    assert office.platform.calls.count("submit_publication") == 1
    with pytest.raises(AlreadyPublished):
        office.does("publish", item, PUBLISHER, office.now)


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
    assert published(office, item).state is PublicationState.PUBLISHED


def test_the_event_of_the_platform_only_rings(office: ContentOffice) -> None:
    item = office.adds()
    office.issues(item)
    office.does("publish", item, PUBLISHER, office.now)
    office.works(4)
    (publish_id,) = office.platform.jobs
    office.platform.ends(publish_id)
    office.works(2)
    assert office.publication(item).state is PublicationState.PUBLISHING, "not asked before half a minute"
    with office.database.writing() as session:
        assert not office.publications.ring(session, "4711", office.now)
        assert office.publications.ring(session, publish_id, office.now)
    office.works(1)
    assert office.publication(item).state is PublicationState.PUBLISHED
    with office.database.writing() as session:
        assert not office.publications.ring(session, publish_id, office.now), "a late event changes nothing"


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


def test_a_picture_that_vanished_at_the_platform_comes_again(office: ContentOffice) -> None:
    item = office.adds()
    office.issues(item)
    published(office, item)
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
    assert published(office, item).state is PublicationState.PUBLISHED


def test_previews_go_to_named_phones_before_anybody_signs(office: ContentOffice) -> None:
    item = office.adds()
    with pytest.raises(NoPhone, match="没有绑定微信"):
        office.does("preview", item, PUBLISHER, office.now, logins=["author"])
    with pytest.raises(NoPhone, match="发给谁"):
        office.does("preview", item, PUBLISHER, office.now)
    office.does("preview", item, PUBLISHER, office.now, logins=["leader", "left"], wxnames=["zhang-san"])
    office.works()
    (media_id,) = office.platform.drafts
    assert sorted(office.platform.previews) == [(media_id, "", "zhang-san"), (media_id, "o-leader", "")]
    with office.database.reading() as session:
        rows = session.scalars(select(ContentPreview).order_by(ContentPreview.id)).all()
        assert [(one.login, one.state, one.failure) for one in rows] == [
            ("leader", PreviewState.SENT, None),
            ("left", PreviewState.FAILED, "recipient:43004"),
            (None, PreviewState.SENT, None),
        ]
    office.issues(item)
    published(office, item)
    assert office.platform.calls.count("add_draft") == 1, "the draft that was shown is the one published"


def test_a_preview_of_a_killed_worker_is_unknown_and_not_sent_twice(office: ContentOffice) -> None:
    item = office.adds()
    office.does("preview", item, PUBLISHER, office.now, wxnames=["zhang-san"])
    office.works()
    with office.database.writing() as session:
        row = session.scalars(select(ContentPreview)).one()
        row.state, row.due_at = PreviewState.SENDING, office.now
    office.works()
    with office.database.reading() as session:
        assert session.scalars(select(ContentPreview)).one().state is PreviewState.UNKNOWN
    assert len(office.platform.previews) == 1


def test_a_hundred_previews_a_day(office: ContentOffice) -> None:
    item = office.adds()
    names = [f"wx{number}" for number in range(100)]
    office.does("preview", item, PUBLISHER, office.now, wxnames=names)
    with pytest.raises(PreviewsSpent):
        office.does("preview", item, PUBLISHER, office.now, wxnames=["one-more"])
    office.clock.advance(hours=24)
    assert len(office.does("preview", item, PUBLISHER, office.now, wxnames=["one-more"])) == 1


def test_the_worker_that_slept_through_its_lease_changes_nothing(office: ContentOffice) -> None:
    item = office.adds()
    office.issues(item)
    office.does("publish", item, PUBLISHER, office.now)
    with office.database.writing() as session:
        row = session.scalars(select(ContentPublication)).one()
        draft = session.get_one(ContentDraft, row.version_id)
        draft.state, draft.media_id = DraftState.READY, "draft-x"
        number = row.id
    with office.database.writing() as session:
        zombie = office.publications.claim(session, number, office.now)
    assert zombie is not None
    assert zombie.state is PublicationState.SUBMITTING
    with office.database.writing() as session:
        assert office.publications.claim(session, number, office.now) is None, "somebody has it"
    office.clock.advance(minutes=3)
    with office.database.writing() as session:
        second = office.publications.claim(session, number, office.now)
    assert second is not None
    assert second.state is PublicationState.UNCERTAIN
    with office.database.writing() as session:
        office.publications.not_submitted(session, zombie, FailureClass.BUSY, -1, office.now)
    assert office.publication(item).state is PublicationState.UNCERTAIN


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
