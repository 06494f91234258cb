"""The pages of articles: what a link in a chat, a publication or a preview opens."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from simulator import identity
from simulator.articles import Article

Gone = Literal["", "deleted", "banned"]


@dataclass
class Page:
    """One article at an address of its own. `gone` says why it can no longer be read."""

    key: str
    article: Article
    at: float
    preview: bool = False
    gone: Gone = ""

    def url(self, host: str) -> str:
        """Its address on the host `mp` of the simulator at `host`."""
        return f"{host}/mp/s/{self.key}"


class PageStore:
    """Every page, by the key in its address."""

    def __init__(self) -> None:
        self._pages: dict[str, Page] = {}

    def open(self, article: Article, now: float, *, preview: bool = False) -> Page:
        """A page for an article; the same article sent twice has two."""
        page = Page(identity.short_secret(22), article, now, preview)
        self._pages[page.key] = page
        return page

    def find(self, key: str) -> Page | None:
        return self._pages.get(key)

    def find_by_url(self, url: str) -> Page | None:
        """The page of an address, whatever host it names."""
        return self._pages.get(url.partition("?")[0].rstrip("/").rpartition("/")[2])

    def drop(self, page: Page) -> None:
        """The preview of a draft that is no more."""
        self._pages.pop(page.key, None)
