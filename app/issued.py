"""Adapts issued content (``campaigns.content``) to what a push sends (``campaigns.sending.ports``)."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from campaigns.content.models import ContentVersion
from campaigns.content.publishing import PublishingService
from campaigns.content.renderings import page_address, pushed_address
from campaigns.content.services import ContentService
from campaigns.sending.ports import Issued
from core.text import byte_length
from deliveries.messages import TEXT_BYTES, Text
from staff.actors import Actor


@dataclass(frozen=True, slots=True)
class IssuedContents:
    """Gives pushes the version that holds; see ``campaigns.sending.ports.Contents``."""

    content: ContentService
    publishing: PublishingService
    public_url: str

    def issued(self, session: Session, item_id: int, push_id: int | None) -> Issued:
        """The issued version: title, digest and address for one person, its draft for many at once."""
        version = self.content.issued(session, item_id)
        if push_id is None:
            address = page_address(self.public_url, version)
        else:
            address = pushed_address(self.public_url, version, push_id)
        words = f"{version.title}\n{version.digest}\n{address}"
        if byte_length(words) > TEXT_BYTES:
            words = f"{version.title}\n{address}"
        draft = self.publishing.draft_of(session, version)
        return Issued(
            version.id, version.title, Text(words), is_article=True, draft_media_id=draft, address=address
        )

    def prepare(self, session: Session, item_id: int, now: datetime) -> None:
        """Order the platform's draft of the version that holds, so that a mass send finds it."""
        self.publishing.mass_article(session, item_id, now)

    def renew(self, session: Session, version_id: int, gone: str, now: datetime) -> None:
        """Order the draft of a version anew, unless another mass send has done so already."""
        self.publishing.renew_draft(session, session.get_one(ContentVersion, version_id), gone, now)

    def draft(self, session: Session, version_id: int) -> str | None:
        """The platform's draft of a version."""
        return self.publishing.draft_of(session, session.get_one(ContentVersion, version_id))

    def publish(self, session: Session, item_id: int, actor: Actor, now: datetime) -> None:
        """Let it appear on the account's page."""
        self.publishing.publish(session, item_id, actor, now)
