"""Whatever is posted, reading ends in a message or in one of two refusals, and soon."""

import os
from datetime import UTC, datetime
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.unit.wechat.pushes import (
    AES_KEY,
    APPID,
    OPENID,
    ORIGINAL_ID,
    Platform,
    envelope,
    push,
    tag,
    text_push,
)
from wechat.ciphers import PlatformCipher
from wechat.elements import MAX_BYTES, MAX_DEPTH, MAX_ELEMENTS, NotUnderstood, read_elements
from wechat.envelope import EnvelopeRefused, Mode
from wechat.messages import Inbound, TextMessage
from wechat.parsing import parse_message

NOW = datetime(2026, 11, 22, 1, 0, tzinfo=UTC)
PROOF = bool(os.environ.get("ANWEN_PROOF"))
# A throw of the dice makes twenty documents: most of an example's cost is drawing it.
THROWS = 20
many = settings(max_examples=50_000 if PROOF else 100)
some = settings(max_examples=100_000 if PROOF else 100)
PLATFORM = Platform(NOW)
# A million examples take longer than a test may.
pytestmark = [pytest.mark.timeout(0)] if PROOF else []

LAUGHS = '<!DOCTYPE xml [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;">]><xml><Content>&b;</Content></xml>'
OUTSIDE = '<!DOCTYPE xml [<!ENTITY e SYSTEM "file:///etc/passwd">]><xml><Content>&e;</Content></xml>'
PARAMETER = '<!DOCTYPE xml [<!ENTITY % p SYSTEM "http://127.0.0.1/x.dtd">%p;]><xml/>'


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        (b"", "not-xml"),
        (b"success", "not-xml"),
        (b'{"MsgType":"text"}', "not-xml"),
        (b"<xml>", "not-xml"),
        (b"<xml></Xml>", "not-xml"),
        (b"<xml/><xml/>", "not-xml"),
        (b"<xml>\x00</xml>", "not-xml"),
        (b"<xml>&#0;</xml>", "not-xml"),
        (b"<xml>&#xD800;</xml>", "not-xml"),
        (b"<xml>&other;</xml>", "not-xml"),
        (b"<xml>\xff\xfe</xml>", "not-xml"),
        (b"<xml>\xed\xa0\x80</xml>", "not-xml"),
        (b"<xml>\xc0\xaf</xml>", "not-xml"),
        ("<xml>煤气</xml>".encode("utf-16"), "not-xml"),
        ("<xml>煤气</xml>".encode("utf-16-le"), "not-xml"),
        (b'<?xml version="1.0" encoding="utf-16"?><xml>\xff</xml>', "not-xml"),
        (LAUGHS.encode(), "doctype"),
        (OUTSIDE.encode(), "doctype"),
        (PARAMETER.encode(), "doctype"),
        (b"<!DOCTYPE xml><xml/>", "doctype"),
        (b"<xml><!-- --></xml>", "comment"),
        (b"<xml><?php ?></xml>", "instruction"),
        (b"<xml>" + b"a" * MAX_BYTES + b"</xml>", "too-large"),
        (b"<a>" * (MAX_DEPTH + 1) + b"</a>" * (MAX_DEPTH + 1), "too-deep"),
        (b"<a>" * 20_000, "too-deep"),
        (b"<xml>" + b"<a/>" * MAX_ELEMENTS + b"</xml>", "too-many-tags"),
    ],
)
def test_b11_what_is_no_small_plain_document_is_not_understood(body: bytes, reason: str) -> None:
    with pytest.raises(NotUnderstood) as refused:
        read_elements(body)
    assert refused.value.reason == reason


def test_the_limits_themselves_are_allowed() -> None:
    inside = b"<a>" * (MAX_DEPTH - 1) + b"</a>" * (MAX_DEPTH - 1)
    siblings = b"<b/>" * (MAX_ELEMENTS - MAX_DEPTH)
    body = b"<xml>" + inside + siblings + b"</xml>"
    assert len(read_elements(body + b" " * (MAX_BYTES - len(body))).children) == MAX_ELEMENTS - MAX_DEPTH + 1


@pytest.mark.parametrize("name", ["ToUserName", "FromUserName", "MsgId", "Content", "MsgType", "CreateTime"])
def test_b11_a_tag_that_comes_twice_is_not_understood(name: str) -> None:
    """xmltodict makes a list of it, which a handler then takes for text."""
    xml = text_push().replace("</xml>", f"{tag(name, '1')}</xml>")
    with pytest.raises(NotUnderstood) as refused:
        parse_message(xml.encode())
    assert refused.value.reason == "duplicate-tag"


def test_another_root_is_not_understood() -> None:
    with pytest.raises(NotUnderstood) as refused:
        parse_message(text_push().replace("<xml>", "<msg>").replace("</xml>", "</msg>").encode())
    assert refused.value.reason == "wrong-root"


def test_a_byte_order_mark_and_a_declaration_do_no_harm() -> None:
    body = b'\xef\xbb\xbf<?xml version="1.0" encoding="gbk"?>' + text_push("煤气").encode()
    message = parse_message(body)
    assert isinstance(message, TextMessage)
    assert message.content == "煤气"


def test_a_refusal_says_nothing_of_what_was_written() -> None:
    with pytest.raises(NotUnderstood) as refused:
        parse_message(text_push("李某举报").replace("CreateTime>1795309200", "CreateTime>李某").encode())
    assert "李" not in f"{refused.value}{refused.value!r}"


def _opens_or_refuses(mode: Mode, query: dict[str, str], body: bytes) -> None:
    try:
        opened = envelope(mode).open(query, body, NOW)
    except (EnvelopeRefused, NotUnderstood):
        return
    assert isinstance(opened.message, Inbound)
    assert len(opened.message.dedupe_key) <= 400
    assert opened.message.dedupe_key.isascii()


NAMES = [
    *("xml", "ToUserName", "FromUserName", "CreateTime", "MsgType", "MsgId", "Content", "Event", "EventKey"),
    *("Encrypt", "MediaId", "Location_X", "Location_Y", "Scale", "List", "Status", "Latitude", "Longitude"),
    *("SubscribeMsgPopupEvent", "SubscribeMsgSentEvent", "PublishEventInfo", "SendPicsInfo", "Count", "Url"),
]
VALUES = [
    *(
        ORIGINAL_ID,
        OPENID,
        "1795309200",
        "text",
        "event",
        "subscribe",
        "CLICK",
        "LOCATION",
        "location",
        "image",
    ),
    *(
        "SCAN",
        "PUBLISHJOBFINISH",
        "subscribe_msg_popup_event",
        "1" * 5000,
        "-1",
        "nan",
        "1e999",
        "0x1",
        "１２",
    ),
    *("", " ", "\n", "]]>", "&", "&amp;", "<", "煤气", "🔥", "\u200d", "\ufffe", "\x01", "qrscene_", "28.3"),
]
FRAME = [("ToUserName", ORIGINAL_ID), ("FromUserName", OPENID), ("CreateTime", "1795309200"), ("MsgId", "1")]


def _piece(dice: Random, depth: int) -> str:
    name = dice.choice(NAMES)
    if depth and dice.random() < 0.3:
        return f"<{name}>{''.join(_piece(dice, depth - 1) for _ in range(dice.randrange(4)))}</{name}>"
    return (
        tag(name, dice.choice(VALUES)) if dice.random() < 0.8 else f"<{name}>{dice.choice(VALUES)}</{name}>"
    )


def _document(dice: Random) -> bytes:
    """Pieces of real documents put together anew: they reach further than random bytes do."""
    frame = [tag(name, value) for name, value in FRAME if dice.random() < 0.9]
    kind = tag("MsgType", "event") + tag("Event", dice.choice(VALUES))
    if dice.random() < 0.5:
        kind = tag("MsgType", dice.choice(VALUES))
    pieces = [_piece(dice, 4) for _ in range(dice.randrange(5))]
    return f"<xml>{''.join(frame)}{kind}{''.join(pieces)}</xml>".encode()


def _damaged(dice: Random) -> bytes:
    body = bytearray(_document(dice))
    for _ in range(dice.randrange(1, 4)):
        start = dice.randrange(len(body))
        body[start : start + dice.randrange(3)] = dice.randbytes(dice.randrange(3))
    return bytes(body)


dice = st.integers(0, 2**64).map(Random)


@some
@given(body=st.binary(max_size=300))
def test_b11_no_bytes_make_another_error(body: bytes) -> None:
    _opens_or_refuses(Mode.PLAIN, PLATFORM.query(), body)


@many
@given(dice=dice)
def test_b11_no_document_makes_another_error(dice: Random) -> None:
    for _ in range(THROWS):
        _opens_or_refuses(Mode.PLAIN, PLATFORM.query(), _document(dice))


@many
@given(dice=dice, mode=st.sampled_from(list(Mode)))
def test_b11_no_damaged_document_makes_another_error(dice: Random, mode: Mode) -> None:
    for _ in range(THROWS):
        _opens_or_refuses(mode, PLATFORM.query(), _damaged(dice))


@many
@given(dice=dice)
def test_b11_no_well_encrypted_nonsense_makes_another_error(dice: Random) -> None:
    for _ in range(THROWS):
        query, body = PLATFORM.around(PlatformCipher(AES_KEY, APPID).seal(_damaged(dice)))
        _opens_or_refuses(Mode.SECURE, query, body)


@some
@given(sealed=st.one_of(st.text(max_size=200), st.binary(max_size=300).map(lambda b: b.hex())))
def test_no_badly_encrypted_nonsense_makes_another_error(sealed: str) -> None:
    query, body = PLATFORM.around(sealed.encode("utf-8", "replace").decode())
    _opens_or_refuses(Mode.SECURE, query, body)


@some
@given(
    query=st.dictionaries(st.sampled_from(["signature", "timestamp", "nonce", "msg_signature"]), st.text())
)
def test_no_query_is_believed_by_chance(query: dict[str, str]) -> None:
    with pytest.raises(EnvelopeRefused):
        envelope().open(query, text_push().encode(), NOW)


@some
@given(position=st.integers(0, 1000), bit=st.integers(0, 7))
def test_no_flipped_bit_of_the_cipher_text_is_believed(position: int, bit: int) -> None:
    query, body = PLATFORM.encrypted(text_push())
    start, end = body.index(b"CDATA[", body.index(b"<Encrypt>")) + 6, body.rindex(b"]]>")
    place = start + position % (end - start)
    changed = body[:place] + bytes([body[place] ^ 1 << bit]) + body[place + 1 :]
    with pytest.raises((EnvelopeRefused, NotUnderstood)):
        envelope().open(query, changed, NOW)


@some
@given(content=st.text(st.characters(exclude_categories=["Cs", "Cc"], exclude_characters="\ufffe\uffff")))
def test_whatever_a_citizen_writes_arrives_unchanged(content: str) -> None:
    inner = "<![CDATA[" + content.replace("]]>", "]]]]><![CDATA[>") + "]]>"
    opened = envelope().open(*PLATFORM.encrypted(push("text", f"<Content>{inner}</Content>")), NOW)
    assert isinstance(opened.message, TextMessage)
    assert opened.message.content == content


@some
@given(document=st.text(st.characters(exclude_categories=["Cs"])))
def test_whatever_is_sealed_comes_out_unchanged(document: str) -> None:
    cipher = PlatformCipher(AES_KEY, APPID)
    assert cipher.open(cipher.seal(document.encode())).decode() == document
