"""Every call of the gateway, against the simulated platform."""

from datetime import UTC, datetime
from urllib.parse import parse_qs, urlsplit

import pytest
import requests

from core.errors import Unavailable
from deliveries.ports import FailureClass, GatewayRefusal
from tests.conftest import StandingClock
from tests.contract.wechat_platform import CONFIG, SimulatedPlatform
from wechat.gateway import WeChatGateway
from wechat.hosts import ForeignHost, Hosts
from wechat.pages import page_signature
from wechat.transport import Request, Transport

PNG = b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 8
JPG = b"\xff\xd8\xff\xe0" + bytes(64)
MENU = {
    "button": [
        {"type": "click", "name": "安全问答", "key": "ask"},
        {"name": "随手拍", "sub_button": [{"type": "view", "name": "举报", "url": "https://example.com/h5"}]},
    ]
}


@pytest.fixture
def gateway(platform: SimulatedPlatform, clock: StandingClock) -> WeChatGateway:
    """A gateway to it."""
    return platform.gateway(clock)


def test_a_menu_is_published_and_read(gateway: WeChatGateway) -> None:
    assert gateway.get_menu() is None
    gateway.publish_menu(MENU)
    menu = gateway.get_menu()
    assert menu is not None
    assert [button["name"] for button in menu["button"]] == ["安全问答", "随手拍"]


def test_a_menu_the_platform_refuses_is_a_matter_of_content(gateway: WeChatGateway) -> None:
    with pytest.raises(GatewayRefusal) as refused:
        gateway.publish_menu({"button": [{"type": "click", "name": "很" * 20, "key": "a"}]})
    assert (refused.value.failure, refused.value.errcode) == (FailureClass.CONTENT, 40018)


def test_after_three_days_a_file_is_gone(platform: SimulatedPlatform, gateway: WeChatGateway) -> None:
    media_id = platform.media("image")
    platform.advance(3 * 86_400)
    with pytest.raises(GatewayRefusal) as refused:
        gateway.download_media(media_id)
    assert (refused.value.failure, refused.value.errcode) == (FailureClass.CONTENT, 40007)


def test_a_refused_download_is_no_file(gateway: WeChatGateway) -> None:
    """The platform answers 200 with JSON where the file should be."""
    with pytest.raises(GatewayRefusal) as refused:
        gateway.download_media("nothing")
    assert refused.value.errcode == 40007


def test_a_video_is_fetched_from_where_the_platform_says(
    platform: SimulatedPlatform, gateway: WeChatGateway
) -> None:
    media_id = platform.media("video")
    shown = platform.shown(media_id)
    assert shown
    assert gateway.download_media(media_id) == shown


def test_a_file_above_the_limit_is_not_read_to_the_end(
    platform: SimulatedPlatform, clock: StandingClock
) -> None:
    media_id = platform.media("image")
    gateway = platform.gateway(clock, max_download_bytes=len(platform.shown(media_id)) - 1)
    with pytest.raises(GatewayRefusal) as refused:
        gateway.download_media(media_id)
    assert refused.value.failure is FailureClass.CONTENT


def test_half_a_file_is_not_taken_for_the_whole(platform: SimulatedPlatform, gateway: WeChatGateway) -> None:
    media_id = platform.media("image")
    platform.fails("media/get", drop_after=True)
    with pytest.raises(GatewayRefusal) as refused:
        gateway.download_media(media_id)
    assert refused.value.failure is FailureClass.BUSY


def test_a_permanent_picture_stays(platform: SimulatedPlatform, gateway: WeChatGateway) -> None:
    image = gateway.upload_permanent_image(PNG, "image/png")
    platform.advance(4 * 86_400)
    assert image.url.startswith("http")
    assert gateway.download_permanent(image.media_id) == PNG


def test_followers_come_in_pages(platform: SimulatedPlatform, gateway: WeChatGateway) -> None:
    openids = platform.crowd(3)
    page = gateway.followers_page()
    assert (page.total, list(page.openids), page.next_openid) == (3, openids, openids[-1])
    assert gateway.followers_page(openids[0]).openids == tuple(openids[1:])


def test_behind_the_last_follower_the_page_is_empty(
    platform: SimulatedPlatform, gateway: WeChatGateway
) -> None:
    openids = platform.crowd(5)
    assert gateway.followers_page(openids[-1]).openids == ()


def test_an_account_without_followers_has_none(gateway: WeChatGateway) -> None:
    page = gateway.followers_page()
    assert (page.total, page.openids, page.next_openid) == (0, (), "")


def test_a_follower_and_how_they_came(platform: SimulatedPlatform, gateway: WeChatGateway) -> None:
    gateway.create_qr("school_12")
    openid = platform.follower("amy", scene="school_12")
    info = gateway.user_infos([openid])[0]
    assert (info.openid, info.is_following, info.scene) == (openid, True, "school_12")
    assert info.followed_at is not None
    assert info.followed_at.tzinfo is UTC


def test_somebody_who_left_is_known_but_does_not_follow(
    platform: SimulatedPlatform, gateway: WeChatGateway
) -> None:
    openid = platform.follower()
    platform.control(f"citizens/{openid}/unfollow", {})
    info = gateway.user_infos([openid])[0]
    assert (info.is_following, info.followed_at) == (False, None)


def test_several_followers_at_once(platform: SimulatedPlatform, gateway: WeChatGateway) -> None:
    openids = platform.crowd(100)
    assert [info.openid for info in gateway.user_infos(openids)] == openids


def test_more_than_a_hundred_are_not_even_asked_for(
    platform: SimulatedPlatform, gateway: WeChatGateway
) -> None:
    with pytest.raises(ValueError, match="at most 100"):
        gateway.user_infos(["o" * 28] * 101)
    assert platform.calls("user/info/batchget") == []


def test_tags_that_others_gave_are_read(platform: SimulatedPlatform, gateway: WeChatGateway) -> None:
    openids = platform.crowd(2)
    tag_id = platform.tags("学校", openids)
    assert [(tag.id, tag.name, tag.count) for tag in gateway.tags() if tag.id == tag_id] == [
        (tag_id, "学校", 2)
    ]
    platform.untags(tag_id, openids[:1])
    assert [info.tag_ids for info in gateway.user_infos(openids)] == [(), (tag_id,)]


def test_a_code_that_stays_and_one_that_does_not(gateway: WeChatGateway) -> None:
    assert gateway.create_qr("school_12").seconds is None
    assert gateway.create_qr("visit_7", seconds=600).seconds == 600


@pytest.mark.parametrize("scene", ["", "x" * 65])
def test_a_scene_the_platform_would_lose_is_refused(gateway: WeChatGateway, scene: str) -> None:
    with pytest.raises(ValueError, match="1 to 64"):
        gateway.create_qr(scene)


def test_a_page_is_signed_with_a_shared_ticket(
    platform: SimulatedPlatform, gateway: WeChatGateway, now: datetime
) -> None:
    gateway.renew_ticket()
    gateway.renew_ticket()
    first = gateway.sign_page("https://example.com/h5?a=1#top")
    second = gateway.sign_page("https://example.com/h5")
    assert len(platform.calls("ticket/getticket")) == 1
    assert (first.appid, first.timestamp) == (CONFIG.appid, int(now.timestamp()))
    assert first.nonce != second.nonce


def test_a_page_is_signed_with_the_ticket_of_the_platform(
    platform: SimulatedPlatform, gateway: WeChatGateway
) -> None:
    gateway.renew_ticket()
    signed = gateway.sign_page("https://example.com/h5?a=1#top")
    query = {"type": "jsapi", "access_token": gateway.tokens.token()}
    url = f"{platform.address}/api/cgi-bin/ticket/getticket"
    ticket = requests.get(url, params=query, timeout=30).json()["ticket"]
    assert signed.signature == page_signature(
        ticket, signed.nonce, signed.timestamp, "https://example.com/h5?a=1"
    )


def test_signing_asks_the_platform_for_nothing(platform: SimulatedPlatform, gateway: WeChatGateway) -> None:
    with pytest.raises(Unavailable):
        gateway.sign_page("https://example.com/h5")
    assert platform.calls("ticket/getticket") == []


def visit(gateway: WeChatGateway, openid: str) -> str:
    """The code somebody comes back with from the authorisation page."""
    url = gateway.authorize_url("https://example.com/h5?next=/a&b=1", "st/ate").removesuffix(
        "#wechat_redirect"
    )
    response = requests.get(f"{url}&_openid={openid}", allow_redirects=False, timeout=30)
    query = parse_qs(urlsplit(response.headers["Location"]).query)
    assert (query["state"], query["next"], query["b"]) == (["st/ate"], ["/a"], ["1"])
    return query["code"][0]


def test_a_visitor_is_recognised(platform: SimulatedPlatform, gateway: WeChatGateway) -> None:
    openid = platform.follower()
    visitor = gateway.exchange_code(visit(gateway, openid))
    assert (visitor.openid, visitor.is_snapshot) == (openid, False)


def test_a_visitor_of_a_snapshot_page_is_marked(platform: SimulatedPlatform, gateway: WeChatGateway) -> None:
    openid = platform.follower()
    platform.control("settings", {"snapshot_user": True})
    visitor = gateway.exchange_code(visit(gateway, openid))
    assert visitor.is_snapshot
    assert visitor.openid != openid


def test_a_code_is_good_once(platform: SimulatedPlatform, gateway: WeChatGateway) -> None:
    code = visit(gateway, platform.follower())
    gateway.exchange_code(code)
    with pytest.raises(GatewayRefusal) as refused:
        gateway.exchange_code(code)
    assert (refused.value.failure, refused.value.errcode) == (FailureClass.RECIPIENT, 40163)


@pytest.mark.parametrize("code", ["", "a b", "x" * 129, "有"])
def test_what_is_no_code_is_not_even_asked_about(
    platform: SimulatedPlatform, gateway: WeChatGateway, code: str
) -> None:
    with pytest.raises(GatewayRefusal):
        gateway.exchange_code(code)
    assert platform.calls("sns/oauth2/access_token") == []


def test_a_file_on_a_foreign_host_is_not_fetched(platform: SimulatedPlatform) -> None:
    elsewhere = Hosts("http://localhost:9/api", "http://localhost:9/mp", "http://localhost:9/open")
    with pytest.raises(ForeignHost):
        Transport(elsewhere).send(
            Request("media/get", "GET", f"{platform.address}/_sim/clock", repeatable=True)
        )
