"""The draft box, and news uploaded for a mass send alone."""

from __future__ import annotations

from dataclasses import dataclass, field

from simulator import identity
from simulator.articles import Article, Json
from simulator.errcodes import ApiError
from simulator.limits import MEDIA_SECONDS
from simulator.pages import Page, PageStore


@dataclass
class Draft:
    """Articles under one media_id. `until` is None in the draft box; uploaded news live three days.

    `pages` are for previews, `sent` those that mass sends open, the same however often it is sent.
    """

    media_id: str
    pages: list[Page]
    created_at: float
    updated_at: float
    until: float | None = None
    sent: list[Page] = field(default_factory=list)

    @property
    def articles(self) -> list[Article]:
        return [page.article for page in self.pages]

    def content(self, host: str) -> Json:
        """What draft/get and draft/batchget show of it."""
        return {
            "news_item": [page.article.listed(host, page.url(host)) for page in self.pages],
            "create_time": int(self.created_at),
            "update_time": int(self.updated_at),
        }


class DraftStore:
    """Drafts by media_id; each of its articles has a page for previews."""

    def __init__(self, pages: PageStore) -> None:
        self._pages = pages
        self._drafts: dict[str, Draft] = {}

    def add(self, articles: list[Article], now: float, *, lasting: bool = True) -> Draft:
        """Keep articles; without `lasting` they are uploaded news, which no list shows."""
        pages = [self._pages.open(article, now, preview=True) for article in articles]
        draft = Draft(identity.media_id(), pages, now, now, None if lasting else now + MEDIA_SECONDS)
        self._drafts[draft.media_id] = draft
        return draft

    def find(self, media_id: object, now: float) -> Draft | None:
        """A draft or uploaded news that still exist."""
        draft = self._drafts.get(media_id) if isinstance(media_id, str) else None
        return None if draft is None or (draft.until is not None and now >= draft.until) else draft

    def get(self, media_id: object, now: float) -> Draft:
        """One of the draft box; raises errcode 41006 (none named) or 40007."""
        if not isinstance(media_id, str) or not media_id:
            raise ApiError(41006)
        draft = self.find(media_id, now)
        if draft is None or draft.until is not None:
            raise ApiError(40007)
        return draft

    def change(self, draft: Draft, index: int, article: Article, now: float) -> None:
        """Put another article in the place of one, counted from 0; raises errcode 40114."""
        if not 0 <= index < len(draft.pages):
            raise ApiError(40114)
        self._pages.drop(draft.pages[index])
        draft.pages[index] = self._pages.open(article, now, preview=True)
        draft.updated_at = now

    def drop(self, draft: Draft) -> None:
        """Deleted, or sent or published: the platform takes it out of the box then."""
        self._drafts.pop(draft.media_id, None)
        for page in draft.pages:
            self._pages.drop(page)

    def used(self, draft: Draft) -> None:
        """Sent or published: what lies in the box leaves it, uploaded news stay until their time is over."""
        if draft.until is None:
            self.drop(draft)

    def all(self) -> list[Draft]:
        """The draft box, changed last first."""
        kept = [draft for draft in self._drafts.values() if draft.until is None]
        return sorted(kept, key=lambda draft: draft.updated_at, reverse=True)
