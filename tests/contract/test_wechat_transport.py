"""What the transport makes of a server that behaves worse than any platform should."""

import gzip
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from typing import cast

import pytest

from deliveries.ports import FailureClass, GatewayRefusal
from tests.conftest import StandingClock
from tests.contract.odd_server import OddServer, serving_oddly
from wechat.breaker import Breaker
from wechat.calls import Account
from wechat.client import OfficialAccountClient
from wechat.fetching import StableToken
from wechat.hosts import Hosts
from wechat.materials import Materials
from wechat.notices import Notices
from wechat.people import People
from wechat.tokens import TokenProvider
from wechat.transport import Limits, Request, Transport, checked


@pytest.fixture
def server() -> Iterator[OddServer]:
    """A server that is told what to answer."""
    with serving_oddly() as server:
        yield server


@pytest.fixture
def transport(server: OddServer) -> Transport:
    """A transport that may only speak to it."""
    hosts = Hosts(server.address, server.address, server.address)
    return Transport(hosts, Limits(total_seconds=0.3, max_bytes=100_000))


def to(server: OddServer, *, repeatable: bool = True) -> Request:
    return Request("x", "GET", f"{server.address}/x", repeatable)


def refused(transport: Transport, server: OddServer, *, repeatable: bool = True) -> GatewayRefusal:
    request = to(server, repeatable=repeatable)
    with pytest.raises(GatewayRefusal) as refusal:
        checked(request, transport.send(request))
    return refusal.value


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"[]",
        b"null",
        b'"ok"',
        b"<html>",
        b"{",
        b"\xff\xfe",
        b'{"errcode":"x"}',
        b'{"errcode":null}',
        b'{"errcode":"--5"}',
        b'{"errcode":false}',
        b'{"errcode":true}',
        b'{"errcode":1e9}',
        b'{"errcode":10000000000}',
        b"[" * 90_000,
    ],
)
@pytest.mark.parametrize(("repeatable", "failure"), [(True, FailureClass.BUSY), (False, FailureClass.LOST)])
def test_what_is_no_answer_tells_nothing(
    transport: Transport, server: OddServer, body: bytes, repeatable: bool, failure: FailureClass
) -> None:
    server.body = body
    assert refused(transport, server, repeatable=repeatable).failure is failure


@pytest.mark.parametrize("seconds", ["1e400", "NaN", "-1", "0", "true", '"7200"', "null"])
def test_a_token_that_lasts_no_time_there_is_was_not_given(
    transport: Transport, server: OddServer, seconds: str
) -> None:
    server.body = f'{{"access_token":"t","expires_in":{seconds}}}'.encode()

    with pytest.raises(GatewayRefusal) as refusal:
        StableToken(transport, "wx", "secret")(force=False)

    assert refusal.value.failure is FailureClass.BUSY


def test_a_token_that_lasts_for_ever_is_asked_for_again_after_a_day(
    transport: Transport, server: OddServer
) -> None:
    server.body = b'{"access_token":"t","expires_in":1' + b"0" * 30 + b"}"

    assert StableToken(transport, "wx", "secret")(force=False).seconds == 24 * 60 * 60


class StandingTokens:
    """Gives the same token again and again."""

    def token(self) -> str:
        return "t"

    def refresh(self, failed: str) -> str:
        return failed


@pytest.fixture
def materials(transport: Transport) -> Materials:
    """Files up and down, with the odd server as the platform."""
    account = Account("wx", "secret", transport.hosts)
    clock = StandingClock(datetime(2026, 6, 1, tzinfo=UTC))
    tokens = cast(TokenProvider, StandingTokens())
    client = OfficialAccountClient(
        "wx", "secret", transport, tokens, Breaker(clock, threshold=1000, rest_seconds=1)
    )
    return Materials(account, transport, client, tokens, clock)


@pytest.mark.parametrize(
    "body",
    [
        b"{}",
        b'{"tags":{},"tag":5,"data":{"openid":[null]},"user_info_list":"x","ticket":9,"item":5,"list":[1]}',
        b'{"tags":[{"id":"x"}],"total":"many","template_list":"x","data":1,"user_info_list":[{}],"list":[]}',
    ],
)
@pytest.mark.parametrize(
    "asks",
    [
        lambda one: People.user_infos(one, ["o1"]),
        People.tags,
        lambda one: People.create_qr(one, "scene"),
        Notices.list_templates,
    ],
    ids=["people", "tags", "code", "templates"],
)
def test_a_good_answer_of_another_shape_is_a_refusal_like_any(
    server: OddServer, materials: Materials, asks: Callable[[Materials], object], body: bytes
) -> None:
    server.body = body

    with pytest.raises(GatewayRefusal):
        asks(materials)


@pytest.mark.parametrize(
    ("body", "failure", "errcode"),
    [
        (b"", FailureClass.BUSY, None),
        (b"<html><title>502</title>", FailureClass.BUSY, None),
        (b"\r\n <!DOCTYPE html>", FailureClass.BUSY, None),
        (b'{"errcode":40007,"errmsg":"invalid media_id"}', FailureClass.CONTENT, 40007),
        (b'{"errcode":-1,"errmsg":"system error"}', FailureClass.BUSY, -1),
    ],
)
@pytest.mark.parametrize("kind", ["image/jpeg", "text/html", "application/octet-stream"])
def test_what_is_no_file_is_not_taken_for_one(
    materials: Materials,
    server: OddServer,
    kind: str,
    body: bytes,
    failure: FailureClass,
    errcode: int | None,
) -> None:
    server.headers["Content-Type"] = kind
    server.body = body

    with pytest.raises(GatewayRefusal) as refusal:
        materials.download_media("m")

    assert (refusal.value.failure, refusal.value.errcode) == (failure, errcode)


@pytest.mark.parametrize("body", [b"{}", b'{"errcode":0}', b'{"errcode":"0"}', b'{"ip_list":[]}'])
def test_an_answer_without_an_errcode_is_good(transport: Transport, server: OddServer, body: bytes) -> None:
    server.body = body
    answer = transport.send(to(server))
    assert checked(to(server), answer) == answer.json()


def test_an_errcode_written_as_text_counts(transport: Transport, server: OddServer) -> None:
    server.body = b'{"errcode":"45015","errmsg":"x"}'
    assert refused(transport, server).errcode == 45015


def test_an_answer_that_is_too_long_is_not_read_to_its_end(transport: Transport, server: OddServer) -> None:
    server.body = b" " * 100_001
    assert refused(transport, server).failure is FailureClass.CONTENT


def test_an_answer_that_never_ends_is_given_up(transport: Transport, server: OddServer) -> None:
    server.trickles = True
    assert "does not end" in str(refused(transport, server))


def test_an_answer_shorter_than_announced_is_none(transport: Transport, server: OddServer) -> None:
    server.headers |= {"Content-Length": "100", "Connection": "close"}
    assert refused(transport, server, repeatable=False).failure is FailureClass.LOST


def test_a_connection_is_used_again(transport: Transport, server: OddServer) -> None:
    for _ in range(3):
        transport.send(to(server))
    assert len(server.callers) == 1


def test_a_packed_answer_is_unpacked(transport: Transport, server: OddServer) -> None:
    server.headers["Content-Encoding"] = "gzip"
    server.body = gzip.compress(b'{"ok":1}')
    assert transport.send(to(server)).json() == {"ok": 1}


def test_a_packed_answer_does_not_burst(transport: Transport, server: OddServer) -> None:
    server.headers["Content-Encoding"] = "gzip"
    server.body = gzip.compress(bytes(50_000_000))
    assert refused(transport, server).failure is FailureClass.CONTENT


def test_an_answer_packed_wrongly_is_none(transport: Transport, server: OddServer) -> None:
    server.headers["Content-Encoding"] = "gzip"
    server.body = b"not gzip"
    assert refused(transport, server).failure is FailureClass.BUSY


def test_a_redirect_is_not_followed(transport: Transport, server: OddServer) -> None:
    server.status = 302
    server.headers["Location"] = f"{server.address}/elsewhere"
    assert refused(transport, server).failure is FailureClass.CONFIG
    assert server.paths == ["/x"]


def test_no_cookie_is_kept(transport: Transport, server: OddServer) -> None:
    server.headers["Set-Cookie"] = "who=me"
    transport.send(to(server))
    assert list(transport.session.cookies) == []


def test_an_address_that_is_none_is_our_mistake(transport: Transport) -> None:
    with pytest.raises(GatewayRefusal) as refusal:
        transport.send(Request("x", "GET", "http://[", repeatable=True))
    assert refusal.value.failure is FailureClass.CONFIG
