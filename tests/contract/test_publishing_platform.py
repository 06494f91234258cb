"""Drafts, previews, publications: the fake of the tests and the gateway on the simulator agree."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Protocol

import pytest

from campaigns.content import samples
from campaigns.content.covers import cover_of
from campaigns.content.fates import PlatformFate
from campaigns.content.frontmatter import read_manuscript
from campaigns.content.pictures import PictureFile
from campaigns.content.ports import DraftArticle, DraftGateway, PublishingGateway
from campaigns.content.wechat_html import LONG_ADDRESS, article_html
from deliveries.ports import FailureClass, GatewayRefusal
from knowledge.gallery import read_gallery
from simulator.article_reading import cleaned
from tests.conftest import StandingClock
from tests.contract.wechat_platform import SimulatedPlatform
from tests.fakes.publishing_platform import FakePublishingPlatform

PNG = read_gallery()["oil_pan"].read_png()
COVER = cover_of(PictureFile(PNG, "image/png"))


class Gateway(DraftGateway, PublishingGateway, Protocol):
    """Both ports."""


@dataclass(frozen=True)
class PlatformOfArticles:
    """A platform, how its moderation ends, and one of its followers."""

    gateway: Gateway
    ends: Callable[[str, PlatformFate], None]
    follower: str

    def drafts(self, address: str, **other: str) -> str:
        """Add an article with a picture in it; ``address`` is our page of it."""
        cover = self.gateway.upload_permanent_image(COVER, "image/jpeg").media_id
        inside = self.gateway.upload_article_picture(PNG, "image/png")
        html = article_html("先**关火**\n\n![锅](picture:oil_pan)", "应急管理部", lambda _: inside)
        article = DraftArticle("油锅着火", "应急管理局", "千万别泼水", html, address, cover)
        return self.gateway.add_draft(replace(article, **other))


@pytest.fixture(params=["fake", "simulator"])
def platform(request: pytest.FixtureRequest, clock: StandingClock) -> PlatformOfArticles:
    """Each of the two in turn."""
    if request.param == "fake":
        fake = FakePublishingPlatform()
        return PlatformOfArticles(fake, fake.ends, "o-follower")
    simulated: SimulatedPlatform = request.getfixturevalue("shared_platform")
    simulated.reset()

    def end(_publish_id: str, _fate: PlatformFate) -> None:
        simulated.advance(3600)

    return PlatformOfArticles(simulated.gateway(clock), end, simulated.follower())


def test_a_draft_becomes_an_article_and_is_taken_down(platform: PlatformOfArticles) -> None:
    address = "https://anwen.test/h5/c/7?v=2"
    gateway = platform.gateway
    platform.drafts("https://anwen.test/h5/c/7?v=1")
    publish_id = gateway.submit_publication(platform.drafts(address))
    assert gateway.publication(publish_id).fate is PlatformFate.UNDER_WAY
    assert gateway.find_published(address) is None

    platform.ends(publish_id, PlatformFate.DONE)
    news = gateway.publication(publish_id)
    assert news.fate is PlatformFate.DONE
    assert news.article_id
    assert news.article_url.startswith("http")
    found = gateway.find_published(address)
    assert found is not None
    assert found.article_id == news.article_id
    assert gateway.find_published("https://anwen.test/h5/c/7?v=1") is None, "a draft is not published"

    assert gateway.article(news.article_id) == news

    gateway.delete_publication(news.article_id)
    assert gateway.publication(publish_id).fate is PlatformFate.DELETED
    assert gateway.article(news.article_id).fate is PlatformFate.DELETED
    assert gateway.find_published(address) is None
    gateway.delete_publication(news.article_id)


def test_a_preview_reaches_one_phone(platform: PlatformOfArticles) -> None:
    media_id = platform.drafts("https://anwen.test/h5/c/7?v=1")
    platform.gateway.preview_draft(media_id, openid=platform.follower)
    with pytest.raises(GatewayRefusal) as refused:
        platform.gateway.preview_draft("no-such-draft", openid=platform.follower)
    assert (refused.value.failure, refused.value.errcode) == (FailureClass.CONTENT, 40007)


@pytest.mark.parametrize(
    ("wrong", "errcode"),
    [({"thumb_media_id": "no-such-cover"}, 40007), ({"content": "<p>" + "字" * 20_000 + "</p>"}, 45002)],
)
def test_what_is_no_article_is_refused_as_content(
    platform: PlatformOfArticles, wrong: dict[str, str], errcode: int
) -> None:
    with pytest.raises(GatewayRefusal) as refused:
        platform.drafts("https://anwen.test/h5/c/7?v=1", **wrong)
    assert (refused.value.failure, refused.value.errcode) == (FailureClass.CONTENT, errcode)


def test_no_draft_no_publication(platform: PlatformOfArticles) -> None:
    with pytest.raises(GatewayRefusal) as refused:
        platform.gateway.submit_publication("no-such-draft")
    assert (refused.value.failure, refused.value.errcode) == (FailureClass.CONTENT, 40007)


def test_a_lost_answer_to_a_submission_is_lost_and_found_by_its_page(
    shared_platform: SimulatedPlatform, clock: StandingClock
) -> None:
    """The platform did it and nobody heard: nothing but the list of articles can tell."""
    shared_platform.reset()
    gateway = shared_platform.gateway(clock)
    platform = PlatformOfArticles(gateway, lambda *_: None, shared_platform.follower())
    address = "https://anwen.test/h5/c/7?v=3"
    media_id = platform.drafts(address)
    shared_platform.fails("freepublish/submit", drop_after=True)
    with pytest.raises(GatewayRefusal) as refused:
        gateway.submit_publication(media_id)
    assert refused.value.failure is FailureClass.LOST
    shared_platform.advance(3600)
    assert gateway.find_published(address) is not None
    assert len(shared_platform.calls("freepublish/submit")) == 1

    shared_platform.fails("draft/add", drop_after=True)
    with pytest.raises(GatewayRefusal) as refused:
        platform.drafts(address)
    assert refused.value.failure is FailureClass.BUSY, "a second draft harms nobody"
    shared_platform.fails("freepublish/get", errcode=-1)
    with pytest.raises(GatewayRefusal) as refused:
        gateway.publication("1")
    assert refused.value.failure is FailureClass.BUSY


@pytest.mark.parametrize("path", sorted(samples.FOLDER.glob("*.md")), ids=lambda path: path.stem)
def test_the_platform_finds_nothing_to_take_out(path: Path) -> None:
    """What the simulator strips as the platform does (scripts, foreign pictures) is not in our articles."""
    body = read_manuscript(path.read_text("utf-8")).manuscript.body
    html = article_html(body, "应急管理部", lambda _: LONG_ADDRESS)
    assert cleaned(html) == html
    assert cleaned(html.replace(LONG_ADDRESS, "https://elsewhere.test/x.png")) != html
