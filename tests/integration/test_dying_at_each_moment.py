"""A worker dies at each moment of work that calls WeChat, another goes on: nothing lost, nothing twice."""

from collections import Counter
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import select

from campaigns.content.fates import PlatformFate, PublicationState
from core.db import Database
from deliveries.mailings.status import MailingState, MailingWay
from deliveries.masses.status import MassState
from deliveries.messages import Article
from followers.models import Follower, FollowState
from followers.roster_models import FollowerPull, FollowerTag, PullStage
from followers.services import record_follow
from jobs.content_publisher import ContentPublisher
from jobs.content_uploader import ContentUploader
from jobs.follower_pull import FollowerPuller
from tests.conftest import StandingClock
from tests.fakes.follower_platform import OneInfo, OneTag, Platform
from tests.integration.content.conftest import GALLERY, MANUSCRIPT, PUBLISHER, ContentOffice
from tests.integration.dying import DyingCaller, DyingDatabase, Life, deaths
from tests.integration.mass_office import MassOffice

LISTED = ["oA", "oB", "oC", "oD", "oE"]


def test_an_article_is_published_once_or_left_to_a_human(
    database: Database, clock: StandingClock, tmp_path: Path
) -> None:
    office = ContentOffice(database, clock, tmp_path / "files")
    alive = office.uploader, office.publisher
    items: list[int] = []
    drawings = iter(sorted(GALLERY))  # one that no item before had: it must be uploaded

    def works(life: Life) -> None:
        drawing = f"picture:{next(drawings)}"
        body = f"![油锅着火]({drawing})\n\n第{len(items) + 1}期"
        items.append(office.adds(replace(MANUSCRIPT, cover=drawing, body=body)))
        office.issues(items[-1])
        office.does("publish", items[-1], PUBLISHER, office.now)
        dying: Any = DyingDatabase(database, life)
        platform: Any = DyingCaller(office.platform, life)
        queues = office.uploads, office.drafts, office.pictures
        office.uploader = ContentUploader(dying, *queues, platform, clock)
        office.publisher = ContentPublisher(dying, office.previews, office.publications, platform, clock)
        office.works(4)

    seen: Counter[str] = Counter()
    for moment in deaths(works):
        office.uploader, office.publisher = alive
        seen[moment] += 1
        clock.advance(minutes=6)  # leases are over
        office.works()
        for job in office.platform.jobs.values():
            job.fate = PlatformFate.DONE
        for _ in range(6):
            clock.advance(minutes=10)
            office.works(2)
        state = office.publication(items[-1]).state
        published = [one for one in office.platform.published() if f"第{len(items)}期" in one.content]
        # What may have been submitted and is on no list after half an hour is nobody's but a human's.
        fate = PublicationState.PUBLISHED if len(published) == 1 else PublicationState.UNKNOWN
        assert (state, len(published) < 2) == (fate, True), moment
    assert {"after add_draft", "after upload_article_picture", "after submit_publication"} <= set(seen)
    assert len(items) - len(office.platform.published()) == 2, (
        "between the claim and the call of a submission"
    )


def test_the_list_of_followers_is_taken_over_whole_and_counted_once(
    database: Database, clock: StandingClock
) -> None:
    platform = Platform([])

    def works(life: Life) -> None:
        nonlocal platform
        clock.advance(days=1)
        platform = Platform(LISTED, {"oB": OneInfo("oB", tag_ids=(100,))}, [OneTag(100, "网格员", 1)])
        with database.writing() as session:
            record_follow(session, "oGone", clock.now() - timedelta(hours=5), clock.now())
        asked: Any = DyingCaller(platform, life)
        FollowerPuller(DyingDatabase(database, life), lambda: asked, clock).pull()

    for moment in deaths(works):
        clock.advance(minutes=10)
        FollowerPuller(database, lambda: platform, clock).pull()
        with database.reading() as session:
            pull = session.scalars(select(FollowerPull).order_by(FollowerPull.on.desc()).limit(1)).one()
            follow = select(Follower.openid).where(Follower.state == FollowState.FOLLOWING)
            following, tags = sorted(session.scalars(follow)), session.scalars(select(FollowerTag)).all()
        told = (pull.stage, pull.total, pull.listed, pull.left, pull.complaint)
        assert told == (PullStage.FINISHED, 5, 5, 1, ""), moment
        assert (following, len(tags)) == (LISTED, 1), moment


def test_a_mass_send_reaches_everybody_of_its_list_once(database: Database, clock: StandingClock) -> None:
    office = MassOffice(database, clock)
    office.has_followers(3)
    mailings: list[int] = []

    def works(life: Life) -> None:
        clock.advance(days=31)
        office.platform.got.clear()
        mailings.append(office.starts(Article("draft-1"), way=MailingWay.MASS_LIST))
        platform: Any = DyingCaller(office.platform, life)
        dying = DyingDatabase(database, life)
        courier = office.courier_on(dying, lambda: platform)
        for key in courier.due(clock.now(), 100):
            courier.send(int(key))

    for moment in deaths(works):
        clock.advance(seconds=121)
        office.works()
        (part,) = office.parts(mailings[-1])
        assert part.state is MassState.ACCEPTED, moment
        assert set(office.platform.got.values()) == {1}, moment
        assert office.tends(mailings[-1]).state is MailingState.FINISHED, moment
        assert office.counters(mailings[-1]).accepted == 3, moment
