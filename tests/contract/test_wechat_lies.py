"""A platform that says 200 and nothing of what it should say: no success, no job, no name is believed."""

from collections.abc import Callable, Iterator

import pytest

from deliveries.messages import Text
from deliveries.ports import FailureClass, GatewayRefusal
from tests.conftest import StandingClock
from tests.contract.odd_server import OddServer, serving_oddly
from tests.fakes.token_store import MemoryTokenStore
from wechat.gateway import Account, WeChatGateway
from wechat.hosts import Hosts


@pytest.fixture
def server() -> Iterator[OddServer]:
    """A platform that is told what to answer."""
    with serving_oddly() as server:
        yield server


@pytest.fixture
def gateway(server: OddServer, clock: StandingClock) -> WeChatGateway:
    """A whole account whose platform is the odd server; its token is at hand."""
    hosts = Hosts(server.address, server.address, server.address)
    store = MemoryTokenStore()
    server.body = b'{"access_token":"t","expires_in":7200}'
    gateway = WeChatGateway(Account("wx", "secret", hosts, breaker_threshold=1000), store, clock)
    gateway.tokens.token()
    return gateway


SAY_OK: dict[str, Callable[[WeChatGateway], object]] = {
    "text": lambda one: one.send_text("o1", "您好"),
    "picture": lambda one: one.send_image("o1", "m"),
    "menu": lambda one: one.publish_menu({"button": []}),
    "template": lambda one: one.send_template("o1", "t", {}, url="", client_id="c"),
    "notice": lambda one: one.send_subscription("o1", "t", {}, url=""),
    "deletion of a mass send": lambda one: one.delete_mass("7"),
    "preview": lambda one: one.preview_draft("m", openid="o1"),
    "taking down": lambda one: one.delete_publication("a"),
}
"""What the platform answers with errcode 0 and nothing else that must be there [O]."""


@pytest.mark.parametrize("does", SAY_OK.values(), ids=SAY_OK)
@pytest.mark.parametrize("body", [b"{}", b'{"errmsg":"ok"}', b'{"ret":0}'])
def test_what_the_platform_calls_done_it_says_in_words(
    gateway: WeChatGateway, server: OddServer, does: Callable[[WeChatGateway], object], body: bytes
) -> None:
    server.body = body
    with pytest.raises(GatewayRefusal) as refusal:
        does(gateway)
    assert refusal.value.failure in (FailureClass.LOST, FailureClass.BUSY)

    server.body = b'{"errcode":0,"errmsg":"ok"}'
    does(gateway)


@pytest.mark.parametrize("does", ["text", "picture", "notice", "preview"])
def test_a_message_that_may_have_gone_out_is_not_sent_again(
    gateway: WeChatGateway, server: OddServer, does: str
) -> None:
    server.body = b"{}"
    with pytest.raises(GatewayRefusal) as refusal:
        SAY_OK[does](gateway)
    assert refusal.value.failure is FailureClass.LOST


MASS: dict[str, Callable[[WeChatGateway], object]] = {
    "list": lambda one: one.mass_to_list(["o1", "o2"], Text("早"), "c"),
    "everybody": lambda one: one.mass_to_all(Text("早"), "c"),
    "publication": lambda one: one.submit_publication("m"),
}


@pytest.mark.parametrize("does", MASS.values(), ids=MASS)
@pytest.mark.parametrize("job", ["null", '""', "0", "true", "[1]", '{"a":1}', "1.5", "-4", f'"{"7" * 500}"'])
def test_a_job_without_a_name_may_have_begun(
    gateway: WeChatGateway, server: OddServer, does: Callable[[WeChatGateway], object], job: str
) -> None:
    server.body = f'{{"errcode":0,"msg_id":{job},"publish_id":{job}}}'.encode()
    with pytest.raises(GatewayRefusal) as refusal:
        does(gateway)
    assert refusal.value.failure is FailureClass.LOST


@pytest.mark.parametrize(
    "body",
    [
        b'{"publish_status":0,"article_id":"a","article_detail":"x"}',
        b'{"publish_status":0,"article_id":"a","article_detail":{"item":5}}',
        b'{"publish_status":0,"article_id":"a","article_detail":{"item":[null]}}',
        b'{"publish_status":0,"article_id":"' + b"a" * 5_000 + b'"}',
    ],
)
def test_a_publication_told_of_in_another_shape_is_asked_for_again(
    gateway: WeChatGateway, server: OddServer, body: bytes
) -> None:
    server.body = body
    with pytest.raises(GatewayRefusal):
        gateway.publication("p")


@pytest.mark.parametrize("body", [b"{}", b'{"news_item":[]}', b'{"news_item":[null]}', b'{"news_item":"x"}'])
def test_an_article_of_which_nothing_is_told_is_not_gone(
    gateway: WeChatGateway, server: OddServer, body: bytes
) -> None:
    server.body = body
    with pytest.raises(GatewayRefusal):
        gateway.article("a")


@pytest.mark.parametrize("article_id", ["null", '""', "5"])
def test_an_article_without_a_name_is_not_found(
    gateway: WeChatGateway, server: OddServer, article_id: str
) -> None:
    """Taken down by no name, it would stand as gone while everybody reads it."""
    ours = '{"content_source_url":"https://anwen.test/h5/c/7","url":"https://mp.invalid/7"}'
    content = f'{{"news_item":[{ours}]}}'
    server.body = f'{{"item":[{{"article_id":{article_id},"content":{content}}}]}}'.encode()
    with pytest.raises(GatewayRefusal):
        gateway.find_published("https://anwen.test/h5/c/7")


@pytest.mark.parametrize(
    "body", [b"{}", b'{"media_id":5}', b'{"media_id":"","url":""}', b'{"media_id":"' + b"m" * 5_000 + b'"}']
)
def test_an_upload_without_a_name_did_not_happen(
    gateway: WeChatGateway, server: OddServer, body: bytes
) -> None:
    server.body = body
    with pytest.raises(GatewayRefusal):
        gateway.upload_permanent_image(b"x", "image/png")


@pytest.mark.parametrize(
    ("told", "is_snapshot"),
    [
        *((told, True) for told in ("1", '"1"', "true", '"true"', "2", "[]")),
        *((told, False) for told in ("0", '"0"', "false", "null", '""')),
    ],
)
def test_a_stand_in_is_recognised_however_it_is_told(
    server: OddServer, gateway: WeChatGateway, told: str, is_snapshot: bool
) -> None:
    server.body = f'{{"openid":"o1","is_snapshotuser":{told}}}'.encode()
    assert gateway.exchange_code("0abc").is_snapshot is is_snapshot


@pytest.mark.parametrize("openid", ["", '"openid":"",', '"openid":null,', '"openid":5,', '"openid":["o1"],'])
def test_an_answer_without_a_name_makes_nobody_known(
    server: OddServer, gateway: WeChatGateway, openid: str
) -> None:
    server.body = f'{{{openid}"access_token":"t","scope":"snsapi_base"}}'.encode()
    with pytest.raises(GatewayRefusal) as refused:
        gateway.exchange_code("0abc")
    assert refused.value.failure is FailureClass.BUSY


@pytest.mark.parametrize("address", [b"5", b'"x"', b'"http://["', b'"https:///film"'])
def test_a_film_at_no_address_did_not_come(gateway: WeChatGateway, server: OddServer, address: bytes) -> None:
    server.body = b'{"video_url":' + address + b"}"
    with pytest.raises(GatewayRefusal):
        gateway.download_media("m")
