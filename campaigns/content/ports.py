"""What content needs from others: the platform, the year's theme, colleagues' phones."""

from dataclasses import dataclass
from typing import Protocol

from sqlalchemy.orm import Session

from campaigns.content.fates import PlatformFate


@dataclass(frozen=True, slots=True)
class DraftArticle:
    """An article as the platform takes it into its drafts."""

    title: str
    author: str
    digest: str
    content: str
    source_url: str
    thumb_media_id: str


@dataclass(frozen=True, slots=True)
class PlatformNews:
    """What the platform says of a publication; identifiers only where it was successful."""

    fate: PlatformFate
    article_id: str = ""
    article_url: str = ""


class UploadedImage(Protocol):
    """A picture that stays at the platform."""

    @property
    def media_id(self) -> str:
        """Its name there."""
        ...


class DraftGateway(Protocol):
    """Brings pictures and drafts to the platform; raises ``deliveries.ports.GatewayRefusal``."""

    def upload_article_picture(self, data: bytes, mime: str) -> str:
        """Upload a picture for the body of an article; its address inside WeChat."""
        ...

    def upload_permanent_image(self, data: bytes, mime: str) -> UploadedImage:
        """Upload a picture that stays, for a cover."""
        ...

    def add_draft(self, article: DraftArticle) -> str:
        """Put an article among the drafts; its media id."""
        ...


class PublishingGateway(Protocol):
    """Shows and publishes drafts; raises ``deliveries.ports.GatewayRefusal``."""

    def preview_draft(self, media_id: str, *, openid: str = "", wxname: str = "") -> None:
        """Show a draft to one person, by openid or by WeChat name."""
        ...

    def submit_publication(self, media_id: str) -> str:
        """Publish a draft without pushing it; the number of the job."""
        ...

    def publication(self, publish_id: str) -> PlatformNews:
        """What became of a job."""
        ...

    def find_published(self, source_url: str) -> PlatformNews | None:
        """The published article that links to this address of ours, if there is one among the newest."""
        ...

    def article(self, article_id: str) -> PlatformNews:
        """Whether an article of this name is published still, for one whose job is not known."""
        ...

    def delete_publication(self, article_id: str) -> None:
        """Take a published article down; one that is gone already is fine."""
        ...


class ThemeGuard(Protocol):
    """Knows the themes of years, and whether they were checked against their documents."""

    def require_verified_theme(self, session: Session, campaign_id: int, words: str) -> None:
        """Go on only with a verified theme, and if ``words`` hold no other year's; or ``RuleViolation``."""
        ...


class StaffPhones(Protocol):
    """Knows the WeChat of colleagues."""

    def openid_of(self, session: Session, login: str) -> str | None:
        """The openid bound to an open account; None where there is none."""
        ...
