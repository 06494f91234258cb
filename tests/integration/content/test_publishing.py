"""From an issued version to the platform and back: uploads, drafts, previews, publications, taking down."""

from io import BytesIO

import pytest
from PIL import Image
from sqlalchemy import select

from campaigns.content.covers import HEIGHT, WIDTH
from campaigns.content.failures import failure_words
from campaigns.content.fates import DraftState, PlatformFate, PreviewState, PublicationState
from campaigns.content.models import ContentDraft, ContentPreview, ContentPublication
from campaigns.content.publishing import AlreadyPublished, NoPhone, NotPublished
from campaigns.content.queries import ContentWanted, content_lines, count_not_out
from campaigns.content.refusals import NotIssued
from deliveries.ports import FailureClass, GatewayRefusal
from tests.integration.content.conftest import MANUSCRIPT, PUBLISHER, ContentOffice

BUSY = GatewayRefusal(FailureClass.BUSY, "busy", errcode=-1)
LOST = GatewayRefusal(FailureClass.LOST, "no answer")


def test_an_issued_item_is_published_once_and_taken_down(office: ContentOffice) -> None:
    noise, item = office.adds(), office.adds()
    with pytest.raises(NotIssued):
        office.does("publish", item, PUBLISHER, office.now)
    office.issues(item)
    row = office.publishes(item)

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


def test_an_article_that_was_found_by_its_page_is_asked_after_by_its_name(office: ContentOffice) -> None:
    item = office.adds()
    office.issues(item)
    office.does("publish", item, PUBLISHER, office.now)
    office.platform.refuses("answer of submit_publication", [LOST])
    office.works()
    (publish_id,) = office.platform.jobs
    office.platform.ends(publish_id)
    for _ in range(4):
        office.clock.advance(minutes=2)
        office.works(1)
    row = office.publication(item)
    assert (row.state, row.publish_id) == (PublicationState.PUBLISHED, None)

    office.clock.advance(days=2)
    office.works(1)
    assert office.publication(item).state is PublicationState.PUBLISHED
    office.platform.ends(publish_id, PlatformFate.BANNED)
    office.clock.advance(days=2)
    office.works(1)

    gone = office.publication(item)
    assert (gone.state, gone.article_url) == (PublicationState.TAKEN_DOWN, None)
    assert office.platform.calls.count("article") == 2


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
        assert office.publications.ring(session, publish_id, office.now)
    office.works(1)
    assert office.publication(item).state is PublicationState.PUBLISHED, "a late event changes nothing"


@pytest.mark.parametrize(
    ("fate", "state", "said"),
    [
        (PlatformFate.BANNED, PublicationState.BANNED, "发布后被平台封禁"),
        (PlatformFate.DELETED, PublicationState.TAKEN_DOWN, "发布后被删除"),
    ],
)
@pytest.mark.parametrize("rings", [True, False])
def test_an_article_that_the_platform_takes_away_later_stands_no_longer_as_published(
    office: ContentOffice, fate: PlatformFate, state: PublicationState, said: str, *, rings: bool
) -> None:
    noise, item = office.adds(), office.adds()
    for one in (noise, item):
        office.issues(one)
        office.publishes(one)
    before = office.publication(item)
    assert before.publish_id
    assert before.article_url
    office.platform.ends(before.publish_id, fate)
    if rings:
        with office.database.writing() as session:
            assert office.publications.ring(session, before.publish_id, office.now)
    else:
        office.clock.advance(hours=23)
        office.works(1)
        assert office.publication(item).state is PublicationState.PUBLISHED, "asked after once a day"
        office.clock.advance(hours=2)
    office.platform.refuses("publication", [] if rings else [BUSY, BUSY])
    office.works(1)
    if not rings:
        assert office.publication(item).failure is None, "that nobody answered changes nothing"
        office.clock.advance(days=2)
        office.works(1)

    row = office.publication(item)
    assert (row.state, row.article_url, failure_words(row.failure)) == (state, None, said)
    with office.database.reading() as session:
        assert count_not_out(session) == int(state is PublicationState.BANNED)
        lines = content_lines(session, PUBLISHER, ContentWanted(not_out=True))
        assert [one.item_id for one in lines] == ([item] if state is PublicationState.BANNED else [])
    again = office.publishes(item)
    assert again.state is PublicationState.PUBLISHED
    with office.database.reading() as session:
        assert count_not_out(session) == 0


def test_the_older_an_article_the_more_rarely_it_is_asked_after(office: ContentOffice) -> None:
    item = office.adds()
    office.issues(item)
    office.publishes(item)
    asked = []
    for _ in range(100):
        office.clock.advance(days=1)
        before = office.platform.calls.count("publication")
        office.works(1)
        asked.append(office.platform.calls.count("publication") - before)
    assert set(asked) == {0, 1}
    assert sum(asked[:10]) >= 9
    assert sum(asked[-30:]) <= 6
    # Somebody takes it down: a call that fails is tried again at once, however often was asked before.
    office.platform.refuses("delete_publication", [BUSY])
    office.does("take_down", item, PUBLISHER, office.now, "数字有误")
    office.works(1)
    office.clock.advance(minutes=1)
    office.works(1)
    assert office.publication(item).state is PublicationState.TAKEN_DOWN


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
    office.publishes(item)
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
        office.publications.not_submitted(session, zombie, BUSY, office.now)
    assert office.publication(item).state is PublicationState.UNCERTAIN


def test_a_draft_that_left_with_a_mass_send_is_made_again_once(office: ContentOffice) -> None:
    item = office.adds()
    office.issues(item)
    publishing = office.publishing

    def there() -> str | None:
        with office.database.writing() as session:
            carried = publishing.mass_article(session, item, office.now)
        return carried.media_id if carried else None

    assert there() is None
    office.works()
    first = there()
    assert first is not None
    with office.database.writing() as session:
        version = office.service.issued(session, item)
        publishing.renew_draft(session, version, first, office.now)
        assert publishing.draft_of(session, version) is None
    office.works()
    second = there()
    assert second not in (None, first)
    with office.database.writing() as session:
        publishing.renew_draft(session, office.service.issued(session, item), first, office.now)
    assert there() == second, "another mass send has had it made already"


def test_a_preview_looks_again_at_once_while_its_draft_is_being_added(office: ContentOffice) -> None:
    item = office.adds()
    office.does("preview", item, PUBLISHER, office.now, wxnames=["zhang-san"])
    for job in office.uploader.jobs()[:1]:
        for key in job.due(office.now, 100):
            job.do(key)
    with office.database.writing() as session:
        claim = office.drafts.claim(session, 1, office.now)
    assert claim is not None
    with office.database.writing() as session:
        assert office.previews.claim(session, 1, office.now) is None
        row = session.scalars(select(ContentPreview)).one()
        assert (row.due_at - office.now).total_seconds() == 1, "not after the lease of the draft"
