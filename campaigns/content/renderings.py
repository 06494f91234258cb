"""One version, told in many ways: what each way takes from it. The article itself is ``wechat_html.py``."""

from dataclasses import dataclass

from campaigns.content.models import ContentVersion
from campaigns.content.rules import ContentKind, Manuscript

NEWS_DIGEST = 60
"""Characters of a passive card that phones show; more is cut off there."""

PATH = "/h5/c/"
PUSH = "p"
"""The part of an address that names the push it was sent in."""


@dataclass(frozen=True, slots=True)
class NewsCard:
    """A passive news reply: one card in the chat."""

    title: str
    description: str
    picture_url: str
    url: str


@dataclass(frozen=True, slots=True)
class MassArticle:
    """What a mass send of type mpnews carries: the draft, and what happens if the platform finds it
    reprinted."""

    media_id: str
    send_ignore_reprint: int


def page_path(version: ContentVersion) -> str:
    """The path of the page that shows an item."""
    return f"{PATH}{version.item_id}"


def page_address(public_url: str, version: ContentVersion) -> str:
    """Where everybody reads an item; with the version, so that a publication of ours is known by it."""
    return f"{public_url}{page_path(version)}?v={version.number}"


def pushed_address(public_url: str, version: ContentVersion, push_id: int) -> str:
    """The same in a message of a push, by whose number the page knows what led there."""
    return f"{page_address(public_url, version)}&{PUSH}={push_id}"


def source_line(version: ContentVersion) -> str:
    """What it rests on, as printed below the text."""
    return source_words(version.manuscript)


def source_words(manuscript: Manuscript) -> str:
    """The same, of what is still being written."""
    kind = "转载自" if manuscript.kind is ContentKind.REPOST else ""
    title = manuscript.source_title.strip("《》")
    return f"{kind}{manuscript.source_from}{f'《{title}》' if title else ''}" or "还没有写"


def news_card(public_url: str, version: ContentVersion) -> NewsCard:
    """The card of a passive reply; its picture is the cover as this server serves it."""
    return NewsCard(
        version.title,
        version.digest[:NEWS_DIGEST],
        f"{public_url}{page_path(version)}/cover.jpg",
        f"{public_url}{page_path(version)}",
    )


def mass_article(media_id: str, version: ContentVersion) -> MassArticle:
    """What a mass send carries. A repost goes on when the platform recognises it; our own words do not."""
    return MassArticle(media_id, 1 if version.kind is ContentKind.REPOST else 0)
