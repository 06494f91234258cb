"""An article as the platform keeps and shows it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

Json = dict[str, Any]


@dataclass(frozen=True)
class Article:
    """One article. `kind` is `news`, or `newspic` for a post of pictures, which has no cover of its own."""

    kind: str
    title: str
    author: str
    digest: str
    content: str
    source_url: str
    cover: str
    pictures: tuple[str, ...]
    shows_cover: int
    open_comment: int
    fans_comment: int

    @property
    def words(self) -> str:
        """Everything that moderation reads."""
        return "\n".join((self.title, self.author, self.digest, self.content))

    def listed(self, host: str, url: str) -> Json:
        """As draft/get and freepublish/getarticle show it."""
        listed: Json = {
            "article_type": self.kind,
            "title": self.title,
            "author": self.author,
            "digest": self.digest,
            "content": self.content,
            "content_source_url": self.source_url,
            "thumb_media_id": self.cover,
            "show_cover_pic": self.shows_cover,
            "need_open_comment": self.open_comment,
            "only_fans_can_comment": self.fans_comment,
            "url": url,
            "thumb_url": self.cover_url(host),
        }
        if self.kind == "newspic":
            listed["image_info"] = {"image_list": [{"image_media_id": one} for one in self.pictures]}
        return listed

    def cover_url(self, host: str) -> str:
        return f"{host}/_sim/media/{self.cover}" if self.cover else ""

    def card(self, host: str, url: str) -> Json:
        """As the phone shows it in a chat."""
        return {"title": self.title, "description": self.digest, "url": url, "picurl": self.cover_url(host)}
