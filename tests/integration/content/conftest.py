"""The content office: people with their roles, a platform that obeys, workers that are called by hand."""

import shutil
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy.orm import Session

from campaigns.content.drafts import DraftQueue
from campaigns.content.models import ContentPublication
from campaigns.content.pictures import PictureStore
from campaigns.content.previews import PreviewQueue
from campaigns.content.publications import PublicationQueue
from campaigns.content.publishing import PublishingService
from campaigns.content.rules import Manuscript
from campaigns.content.services import ContentService
from campaigns.content.uploads import UploadQueue
from core.db import Database
from core.errors import RuleViolation
from jobs.content_publisher import ContentPublisher
from jobs.content_uploader import ContentUploader
from jobs.ports import Job
from knowledge.gallery import read_gallery
from staff.actors import Actor, ActorKind
from staff.roles import Roles
from storage.local import LocalDir
from tests.conftest import StandingClock
from tests.fakes.audit import FakeAudit
from tests.fakes.publishing_platform import FakePublishingPlatform
from tipoffs.evidence.photo_decoder import PhotoDecoder

ROLES = Roles.load()
GALLERY = read_gallery()
PUBLIC_URL = "https://anwen.test"

MANUSCRIPT = Manuscript(
    title="油锅着火，别泼水",
    author="应急管理局",
    digest="关火、盖锅盖，千万别泼水。",
    cover="picture:oil_pan",
    body="先**关火**。\n\n![油锅着火](picture:oil_pan)\n\n> [!电话]\n> 火大了打119",
    source_title="家庭防火常识",
    source_from="应急管理部",
)


def staff_member(login: str, *roles: str) -> Actor:
    """Somebody with these roles, as the system makes them."""
    return Actor(ActorKind.STAFF, login, frozenset(roles), ROLES.permissions_of(roles))


AUTHOR = staff_member("author", "planner")
FIRST = staff_member("first", "campaign_reviewer")
SECOND = staff_member("second", "campaign_reviewer")
LEADER = staff_member("leader", "leader")
PUBLISHER = staff_member("publisher", "publisher")


@dataclass
class Themes:
    """Says which campaigns have a verified theme."""

    verified: set[int] = field(default_factory=set)
    asked: list[str] = field(default_factory=list)

    def require_verified_theme(self, session: Session, campaign_id: int, words: str) -> None:
        """Go on or refuse."""
        self.asked.append(words)
        if campaign_id not in self.verified:
            raise RuleViolation("今年的主题还没有核对，不能发布。")


@dataclass
class Phones:
    """Who has bound which WeChat."""

    bound: dict[str, str] = field(default_factory=lambda: {"leader": "o-leader", "left": "gone-1"})

    def openid_of(self, session: Session, login: str) -> str | None:
        """The openid."""
        return self.bound.get(login)


@dataclass
class ContentOffice:
    """Everything about content, with verbs that tests read well with."""

    database: Database
    clock: StandingClock
    folder: Path
    platform: FakePublishingPlatform = field(default_factory=FakePublishingPlatform)
    themes: Themes = field(default_factory=Themes)
    phones: Phones = field(default_factory=Phones)
    audit: FakeAudit = field(default_factory=FakeAudit)

    def __post_init__(self) -> None:
        """Put the parts together as the system does."""
        self.pictures = PictureStore(GALLERY, LocalDir(self.folder), PhotoDecoder())
        self.service = ContentService(self.audit, self.themes, self.pictures)
        self.uploads = UploadQueue("wx1", self.pictures)
        self.drafts = DraftQueue(self.uploads, PUBLIC_URL)
        self.previews = PreviewQueue(self.drafts, self.phones)
        self.publications = PublicationQueue(self.drafts, PUBLIC_URL, self.service.require_verified_theme)
        self.publishing = PublishingService(self.service, self.drafts, self.previews, self.phones, self.audit)
        self.uploader = ContentUploader(
            self.database, self.uploads, self.drafts, self.pictures, self.platform, self.clock
        )
        self.publisher = ContentPublisher(
            self.database, self.previews, self.publications, self.platform, self.clock
        )

    @property
    def now(self) -> datetime:
        """The present moment."""
        return self.clock.now()

    def does(self, verb: str, *given: Any, **more: Any) -> Any:
        """One verb of either service in a transaction of its own; what it gives back is detached."""
        service = self.publishing if hasattr(self.publishing, verb) else self.service
        with self.database.writing() as session:
            result = getattr(service, verb)(session, *given, **more)
            session.flush()
            session.expunge_all()
            return result

    def adds(self, manuscript: Manuscript = MANUSCRIPT, campaign_id: int | None = None) -> int:
        """An item as a draft."""
        version = self.does("add", manuscript, AUTHOR, self.now, campaign_id=campaign_id)
        return int(version.item_id)

    def issues(self, item: int) -> Any:
        """All three steps."""
        self.does("submit", item, AUTHOR, self.now)
        self.does("first_review", item, FIRST, self.now, "属实")
        self.does("review", item, SECOND, self.now, "同意")
        return self.does("issue", item, LEADER, self.now, "签发")

    def works(self, rounds: int = 6) -> None:
        """What a worker does until nothing is due at this moment; a second passes between rounds."""
        jobs: list[Job] = [*self.uploader.jobs(), *self.publisher.jobs()]
        for _ in range(rounds):
            for job in jobs:
                for key in job.due(self.now, 100):
                    job.do(key)
            self.clock.advance(seconds=2)

    def publishes(self, item: int) -> ContentPublication:
        """Order a publication, let the platform agree, and give back what became of it."""
        self.does("publish", item, PUBLISHER, self.now)
        self.works()
        publish_id = self.publication(item).publish_id
        assert publish_id is not None
        self.platform.ends(publish_id)
        self.clock.advance(minutes=1)
        self.works(2)
        return self.publication(item)

    def publication(self, item: int) -> ContentPublication:
        """The newest publication of an item."""
        with self.database.reading() as session:
            found = session.query(ContentPublication).order_by(ContentPublication.id.desc()).first()
            assert found is not None
            session.expunge_all()
            return found


@pytest.fixture
def office(database: Database, clock: StandingClock, tmp_path: Path) -> ContentOffice:
    """An office in which nothing was written yet."""
    return ContentOffice(database, clock, tmp_path / "files")


def on_sqlite_only(sqlite_template: Path, tmp_path: Path) -> str:
    """The address of an empty database, for what is the same on both engines."""
    target = tmp_path / "anwen.db"
    shutil.copy(sqlite_template, target)
    return f"sqlite:///{target}"
