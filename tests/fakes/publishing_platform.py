"""A small honest platform for articles: pictures, drafts, previews, publications, with its refusals."""

import itertools
from collections.abc import Iterable
from dataclasses import dataclass, field

from campaigns.content.fates import PlatformFate
from campaigns.content.ports import DraftArticle, PlatformNews
from deliveries.ports import FailureClass, GatewayRefusal
from wechat.errcodes import MEDIA_GONE
from wechat.materials import PermanentImage


@dataclass
class Job:
    """One publication at the platform."""

    article: DraftArticle
    article_id: str
    fate: PlatformFate = PlatformFate.UNDER_WAY


@dataclass
class FakePublishingPlatform:
    """Keeps what it received; each name is used once; publishing takes the draft, and ends when told to."""

    pictures: dict[str, bytes] = field(default_factory=dict)
    covers: dict[str, bytes] = field(default_factory=dict)
    drafts: dict[str, DraftArticle] = field(default_factory=dict)
    jobs: dict[str, Job] = field(default_factory=dict)
    previews: list[tuple[str, str, str]] = field(default_factory=list)
    calls: list[str] = field(default_factory=list)
    _refusals: dict[str, list[GatewayRefusal]] = field(default_factory=dict)
    _serial: "itertools.count[int]" = field(default_factory=lambda: itertools.count(1))

    def refuses(self, call: str, refusals: Iterable[GatewayRefusal]) -> None:
        """Fail the next calls of this name so, before anything happens."""
        self._refusals.setdefault(call, []).extend(refusals)

    def ends(self, publish_id: str, fate: PlatformFate = PlatformFate.DONE) -> None:
        """Moderation is through."""
        self.jobs[publish_id].fate = fate

    def upload_article_picture(self, data: bytes, mime: str) -> str:
        """JPG and PNG below 1 MB."""
        self._called("upload_article_picture")
        signature = {"image/png": b"\x89PNG", "image/jpeg": b"\xff\xd8\xff"}.get(mime, b"?")
        if not data.startswith(signature) or len(data) >= 1024 * 1024:
            raise _content(40137)
        address = f"https://mmbiz.invalid/{next(self._serial)}"
        self.pictures[address] = data
        return address

    def upload_permanent_image(self, data: bytes, mime: str) -> PermanentImage:
        """A picture that stays."""
        self._called("upload_permanent_image")
        media_id = f"cover-{next(self._serial)}"
        self.covers[media_id] = data
        return PermanentImage(media_id, f"https://mmbiz.invalid/{media_id}")

    def add_draft(self, article: DraftArticle) -> str:
        """Checks what draft/add checks."""
        self._called("add_draft")
        if article.thumb_media_id not in self.covers:
            raise _content(MEDIA_GONE)
        if len(article.content) >= 20_000:
            raise _content(45002)
        media_id = f"draft-{next(self._serial)}"
        self.drafts[media_id] = article
        return media_id

    def preview_draft(self, media_id: str, *, openid: str = "", wxname: str = "") -> None:
        """Show a draft."""
        self._called("preview_draft")
        if media_id not in self.drafts:
            raise _content(MEDIA_GONE)
        if openid.startswith("gone"):
            raise GatewayRefusal(FailureClass.RECIPIENT, "preview: 43004", errcode=43004)
        self.previews.append((media_id, openid, wxname))

    def submit_publication(self, media_id: str) -> str:
        """Take a draft and begin."""
        self._called("submit_publication")
        if media_id not in self.drafts:
            raise _content(MEDIA_GONE)
        publish_id = str(1_000_000 + next(self._serial))
        self.jobs[publish_id] = Job(self.drafts.pop(media_id), f"article-{publish_id}")
        lost = self._refusals.get("answer of submit_publication")
        if lost:
            raise lost.pop(0)
        return publish_id

    def publication(self, publish_id: str) -> PlatformNews:
        """Say what became of a job."""
        self._called("publication")
        job = self.jobs[publish_id]
        if job.fate is not PlatformFate.DONE:
            return PlatformNews(job.fate)
        return PlatformNews(job.fate, job.article_id, f"https://mp.invalid/{job.article_id}")

    def find_published(self, source_url: str) -> PlatformNews | None:
        """Look through what is published."""
        self._called("find_published")
        for job in self.jobs.values():
            if job.fate is PlatformFate.DONE and job.article.source_url == source_url:
                return PlatformNews(job.fate, job.article_id, f"https://mp.invalid/{job.article_id}")
        return None

    def article(self, article_id: str) -> PlatformNews:
        """Say whether an article is there still."""
        self._called("article")
        for job in self.jobs.values():
            if job.article_id == article_id and job.fate is PlatformFate.DONE:
                return PlatformNews(job.fate, job.article_id, f"https://mp.invalid/{job.article_id}")
        return PlatformNews(PlatformFate.DELETED)

    def delete_publication(self, article_id: str) -> None:
        """Take an article down; one that is gone is fine."""
        self._called("delete_publication")
        for job in self.jobs.values():
            if job.article_id == article_id:
                job.fate = PlatformFate.DELETED

    def published(self) -> list[DraftArticle]:
        """What the public can read on the account's page."""
        return [job.article for job in self.jobs.values() if job.fate is PlatformFate.DONE]

    def _called(self, name: str) -> None:
        self.calls.append(name)
        if self._refusals.get(name):
            raise self._refusals[name].pop(0)


def _content(errcode: int) -> GatewayRefusal:
    return GatewayRefusal(FailureClass.CONTENT, f"errcode {errcode}", errcode=errcode)
