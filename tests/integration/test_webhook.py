"""The webhook at /wechat: open to the platform only, and never broken by what comes through it."""

import os
from datetime import datetime
from io import BytesIO

import pytest
from gunicorn.http.errors import ChunkMissingTerminator, InvalidChunkSize
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import func, select

from app.wiring import Container
from bot.models import Fate, InboundReceipt
from followers.services import is_following
from handlers import notices
from tests.conftest import StandingClock
from tests.integration.conftest import Line
from tests.unit.wechat.pushes import OPENID, Platform, event_push, push, tag
from wechat.envelope import MAX_BYTES, Envelope

PROOF = bool(os.environ.get("ANWEN_PROOF"))
pytestmark = [pytest.mark.timeout(0)] if PROOF else []

FRAGMENTS = (
    *("<xml>", "</xml>", "<![CDATA[", "]]>", "&lt;", "\x00", "\ufeff"),
    *(
        "<MsgType>text</MsgType>",
        "<MsgType>event</MsgType>",
        "<MsgId>1</MsgId>",
        "<CreateTime>1</CreateTime>",
    ),
    *("<ToUserName>gh_a1b2c3d4e5f6</ToUserName>", "<FromUserName>o</FromUserName>", "<Content>火</Content>"),
    "<Event>subscribe</Event>",
)


def receipts(container: Container) -> list[str]:
    with container.database.reading() as session:
        return [
            str(fate) for fate in session.scalars(select(InboundReceipt.fate).order_by(InboundReceipt.id))
        ]


def test_the_console_gets_its_echo_as_plain_text(line: Line) -> None:
    response = line.gets(line.platform.query(echostr="5837397576500011341"))

    assert (response.status_code, response.text) == (200, "5837397576500011341")
    assert response.content_type == "text/plain; charset=utf-8"


def test_a_message_is_answered_encrypted(line: Line, container: Container) -> None:
    reply = line.says("灭火器怎么用")

    assert "依据：" in reply
    assert f"<ToUserName><![CDATA[{OPENID}]]></ToUserName>" in reply
    assert receipts(container) == [Fate.ANSWERED]


def test_each_answer_has_the_headers_of_a_page_once(line: Line) -> None:
    query, body = line.platform.encrypted(line.text("灭火器怎么用"))
    answers = [line.posts(query, body), line.posts({}, b""), line.posts(query, b"x" * (MAX_BYTES + 1))]

    assert [answer.status_code for answer in answers] == [200, 403, 413]
    for answer in answers:
        named = [name.lower() for name, _ in answer.headers]
        assert sorted(set(named)) == sorted(named)
        assert answer.headers["Content-Length"] == str(len(answer.data))
        assert answer.headers["Cache-Control"] == "no-store"
        assert answer.headers["X-Content-Type-Options"] == "nosniff"


def test_a_message_on_which_the_view_breaks_gets_the_word_of_every_page(
    line: Line, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Envelope, "open", lambda *_: 1 // 0)
    answer = line.posts({}, b"<xml/>")

    assert answer.status_code == 500
    assert "编号：" in answer.text


def test_a_retry_gets_the_same_words_sealed_anew(line: Line, clock: StandingClock) -> None:
    document = line.text("楼道堆东西找谁")
    first = line.delivers(document)
    clock.advance(seconds=5)
    second = line.delivers(document)

    assert line.platform.reads(first.data) == line.platform.reads(second.data)
    assert first.data != second.data


def _refusals(now: datetime) -> dict[str, tuple[dict[str, str], bytes]]:
    platform = Platform(now)
    xml = push("text", tag("Content", "你好"))
    query, body = platform.encrypted(xml)
    foreign = Platform(now, appid="wxforeign000000000")
    stale = Platform(now.replace(hour=(now.hour + 23) % 24))
    stranger = Platform(now, token="strangertoken")
    flipped = body.replace(b"<Encrypt><![CDATA[", b"<Encrypt><![CDATA[A", 1)
    return {
        "no query at all": ({}, body),
        "wrong signature": ({**query, "signature": "0" * 40}, body),
        "short signature": ({**query, "signature": "0"}, body),
        "signature of a stranger": stranger.encrypted(xml),
        "wrong message signature": ({**query, "msg_signature": "0" * 40}, body),
        "no message signature": (
            {name: value for name, value in query.items() if name != "msg_signature"},
            body,
        ),
        "stale": stale.encrypted(xml),
        "changed ciphertext": (query, flipped),
        "foreign appid": foreign.encrypted(xml),
        "plain body in secure mode": (platform.query(), xml.encode()),
        "another account": platform.encrypted(xml.replace("gh_a1b2c3d4e5f6", "gh_ffffffffffff")),
        "not base64": platform.around("%%%"),
        "not whole blocks": platform.around("QUJD"),
    }


@pytest.mark.parametrize("case", list(_refusals(datetime.fromisoformat("2026-11-22T01:00:00+00:00"))))
def test_who_is_not_the_platform_gets_one_empty_refusal(
    line: Line, container: Container, now: datetime, case: str
) -> None:
    response = line.posts(*_refusals(now)[case])

    assert (response.status_code, response.data) == (403, b"")
    assert receipts(container) == []


@pytest.mark.parametrize(
    "query", [{}, {"echostr": "x"}, {"signature": "1", "timestamp": "1", "nonce": "1", "echostr": "1"}]
)
def test_a_stranger_gets_no_echo(line: Line, query: dict[str, str]) -> None:
    response = line.gets(query)

    assert (response.status_code, response.data) == (403, b"")


def test_a_recording_played_again_later_is_refused(
    line: Line, clock: StandingClock, container: Container
) -> None:
    query, body = line.platform.encrypted(line.text("你好"))
    assert line.posts(query, body).status_code == 200
    assert line.posts(query, body).status_code == 200
    clock.advance(seconds=301)

    assert line.posts(query, body).status_code == 403
    assert receipts(container) == [Fate.ANSWERED]


@pytest.mark.parametrize(
    "inner",
    [
        "",
        "{}",
        "<xml><a>1</a></xml>",
        '<!DOCTYPE xml [<!ENTITY a "ha"><!ENTITY b "&a;&a;">]><xml><Content>&b;</Content></xml>',
        push("text", tag("Content", "一") + tag("Content", "二")),
        push("text", tag("Content", "一"), msg_id=""),
        push("text", tag("Content", "一")).replace("1795309200", "99999999999999999999"),
        "<xml>" * 200 + "</xml>" * 200,
    ],
)
def test_what_is_authentic_but_not_understood_ends_with_success(line: Line, inner: str) -> None:
    query, body = line.platform.encrypted(
        inner.replace("<xml>", "<xml>" + tag("ToUserName", "gh_a1b2c3d4e5f6"), 1)
    )
    response = line.posts(query, body)

    assert (response.status_code, response.data) == (200, b"success")


def test_a_body_over_the_limit_is_not_read(line: Line) -> None:
    response = line.posts(line.platform.query(), b"<xml>" + b"x" * 70_000 + b"</xml>")

    assert response.status_code == 413


class _InPieces(BytesIO):
    """A body in pieces that are none, as the server's reader tells it."""

    def __init__(self, error: Exception) -> None:
        super().__init__()
        self._error = error

    def read(self, _size: int | None = -1) -> bytes:
        raise self._error

    def readinto(self, _buffer: object) -> int:
        raise self._error


@pytest.mark.parametrize("error", [InvalidChunkSize(b"ZZ"), ChunkMissingTerminator(b"xx")])
@pytest.mark.parametrize("path", ["/wechat", "/admin/sign-in"])
def test_a_body_in_pieces_that_are_none_is_the_senders_mistake(
    line: Line, path: str, error: Exception
) -> None:
    chunked = {"CONTENT_LENGTH": "", "wsgi.input_terminated": True}
    response = line._client.post(
        path,
        input_stream=_InPieces(error),
        environ_overrides=chunked,
        content_type="application/x-www-form-urlencoded",
    )

    assert response.status_code == 400


IN_PIECES = {"CONTENT_LENGTH": "", "HTTP_TRANSFER_ENCODING": "chunked", "wsgi.input_terminated": True}


@pytest.mark.parametrize(("blanks", "status"), [(0, 200), (1, 413), (300_000, 413)])
def test_a_body_in_pieces_is_refused_over_the_limit_and_not_cut(line: Line, blanks: int, status: int) -> None:
    query, body = line.platform.encrypted(push("text", tag("Content", "灭火器怎么用")))
    response = line._client.post(
        "/wechat",
        query_string=query,
        input_stream=BytesIO(body.ljust(MAX_BYTES + blanks)),
        environ_overrides=IN_PIECES,
    )

    assert response.status_code == status


def test_a_form_in_pieces_is_refused_over_the_limit_and_not_cut(line: Line) -> None:
    response = line._client.post(
        "/h5/feedback",
        input_stream=BytesIO(b"article=" + b"x" * 40_000),
        environ_overrides=IN_PIECES,
        content_type="application/x-www-form-urlencoded",
    )

    assert response.status_code == 413


@pytest.mark.parametrize("method", ["PUT", "DELETE", "PATCH", "OPTIONS"])
def test_other_methods_are_refused(line: Line, method: str) -> None:
    assert line._client.open("/wechat", method=method).status_code == 405


@settings(
    max_examples=10_000 if PROOF else 150,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(
    body=st.one_of(
        st.binary(max_size=400),
        st.text(st.characters(codec="utf-8"), max_size=200).map(str.encode),
        st.lists(
            st.sampled_from(FRAGMENTS),
            max_size=14,
        ).map(lambda parts: "".join(parts).encode()),
    ),
    sealed=st.booleans(),
)
def test_no_body_ever_breaks_the_door(line: Line, body: bytes, sealed: bool) -> None:
    if sealed:
        query, body = line.platform.encrypted(body.decode("utf-8", "ignore"))
    else:
        query = line.platform.query()
    response = line.posts(query, body)

    assert response.status_code in {200, 403}


def test_a_broken_skill_apologises_once(
    line: Line, container: Container, monkeypatch: pytest.MonkeyPatch
) -> None:
    def breaks(*_: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr(type(container.library_holder), "current", breaks)
    document = line.text("灭火器怎么用")
    first, second = line.delivers(document), line.delivers(document)

    assert notices.SORRY.splitlines()[0] in line.platform.reads(first.data)
    assert line.platform.reads(first.data) == line.platform.reads(second.data)
    assert receipts(container) == [Fate.FAILED]


@pytest.mark.parametrize(
    "event", ["unsubscribe", "LOCATION", "VIEW", "TEMPLATESENDJOBFINISH", "MASSSENDJOBFINISH"]
)
def test_events_are_recorded_and_taken_in_silence(line: Line, container: Container, event: str) -> None:
    more = tag("Status", "success") + "<MsgID>1</MsgID>" + tag("Latitude", "28.3") + tag("Longitude", "121.3")
    response = line.delivers(event_push(event, more + tag("EventKey", "")))

    assert response.data == b"success"
    assert receipts(container) == [Fate.SILENT]


@pytest.mark.parametrize(
    ("document", "detail"),
    [
        (event_push("subscribe", tag("EventKey", "qrscene_village_12") + tag("Ticket", "t")), "village_12"),
        (event_push("SCAN", tag("EventKey", "school_3") + tag("Ticket", "t")), "school_3"),
        (event_push("CLICK", tag("EventKey", "topics:fire")), "topics:fire"),
        (event_push("VIEW", tag("EventKey", "https://example.com/a")), "https://example.com/a"),
        (push("text", tag("Content", "我家着火了")), None),
    ],
)
def test_what_an_event_was_about_is_kept_and_words_are_not(
    line: Line, container: Container, document: str, detail: str | None
) -> None:
    line.delivers(document)

    with container.database.reading() as session:
        assert session.scalars(select(InboundReceipt.detail)).one() == detail


def test_who_follows_by_a_code_that_is_none_is_welcomed_and_recorded(
    line: Line, container: Container
) -> None:
    response = line.delivers(event_push("subscribe", tag("EventKey", f"qrscene_{'x' * 3_000}")))

    assert "安全问答小助手" in line.platform.reads(response.data)
    with container.database.reading() as session:
        assert is_following(session, OPENID)
    assert receipts(container) == [Fate.ANSWERED]


def test_ten_messages_of_one_person_are_ten_receipts(line: Line, container: Container) -> None:
    for number in range(10):
        line.says(f"第{number}个问题")

    with container.database.reading() as session:
        assert session.scalar(select(func.count()).select_from(InboundReceipt)) == 10


@pytest.mark.parametrize(
    "words", ["]]>", "a]]>b]]]]>c", "😀" * 400, "‮反写", "​零宽​", "<a href='x'>链接</a>", "&amp;"]
)
def test_strange_words_come_through(line: Line, words: str) -> None:
    reply = line.says(words)

    assert reply.startswith("<xml>")
    assert len(reply.encode()) < 4000
