"""Signatures and the AES envelope, against wechatpy and against the platform's description."""

from __future__ import annotations

import base64
from xml.etree.ElementTree import Element

import pytest
from hypothesis import given
from hypothesis import strategies as st
from wechatpy.crypto import WeChatCrypto
from wechatpy.utils import check_signature

from simulator.push.crypto import BadEnvelope, Envelope, signature
from simulator.push.wire import BadAnswer, Value, answer_element, push_body

TOKEN, KEY, APPID = "token", "abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG", "wx0123456789abcdef"
ENVELOPE = Envelope(KEY, APPID)
FIELDS: dict[str, Value] = {
    "ToUserName": "gh_1",
    "FromUserName": "o1",
    "CreateTime": 1,
    "MsgType": "text",
    "Content": "火灾",
}


def _reply(text: str, mode: str) -> Element:
    root = answer_element(text, mode, TOKEN, ENVELOPE)
    assert root is not None
    return root


def test_the_signature_is_sha1_of_the_sorted_parts() -> None:
    assert signature("b", "a", "c") == "a9993e364706816aba3e25717850c26c9cd0d89d"  # sha1("abc"), FIPS 180


def test_wechatpy_accepts_the_signature() -> None:
    check_signature(TOKEN, signature(TOKEN, "1700000000", "42"), "1700000000", "42")


@given(st.text(st.characters(codec="utf-8"), max_size=300))
def test_what_is_sealed_opens_to_the_same(text: str) -> None:
    assert ENVELOPE.open(ENVELOPE.seal(text)) == text


def test_wechatpy_opens_a_push() -> None:
    body = push_body(FIELDS, "secure", ENVELOPE)
    query = body.query(TOKEN, "1700000000", "42", "o1")

    xml = WeChatCrypto(TOKEN, KEY, APPID).decrypt_message(
        body.xml, query["msg_signature"], "1700000000", "42"
    )

    assert "<Content><![CDATA[火灾]]></Content>" in xml


def test_an_answer_sealed_by_wechatpy_is_read() -> None:
    sealed = WeChatCrypto(TOKEN, KEY, APPID).encrypt_message("<xml><A>安</A></xml>", "42", "1700000000")

    assert _reply(sealed, "secure").findtext("A") == "安"


def test_padding_fills_blocks_of_thirty_two() -> None:
    lengths = {len(base64.b64decode(ENVELOPE.seal("x" * size))) % 32 for size in range(40)}

    assert lengths == {0}


@pytest.mark.parametrize(
    ("sealed", "reason"),
    [
        ("not base64!", "not base64"),
        ("", "whole blocks"),
        (base64.b64encode(b"0" * 15).decode(), "whole blocks"),
        (base64.b64encode(b"0" * 64).decode(), "padding"),
        (Envelope(KEY, "wx_another").seal("x"), "another appid"),
    ],
    # What is sealed differs each time; a name that differs would confuse parallel runs.
    ids=lambda value: value if len(value) < 16 else "sealed",
)
def test_a_broken_envelope_names_its_defect(sealed: str, reason: str) -> None:
    with pytest.raises(BadEnvelope, match=reason):
        ENVELOPE.open(sealed)


def _answer(timestamp: str = "1700000000", **changes: str) -> str:
    sealed = ENVELOPE.seal("<xml><A>1</A></xml>")
    parts = {
        "Encrypt": sealed,
        "MsgSignature": signature(TOKEN, timestamp, "42", sealed),
        "TimeStamp": timestamp,
        "Nonce": "42",
        **changes,
    }
    return "<xml>" + "".join(f"<{key}>{value}</{key}>" for key, value in parts.items()) + "</xml>"


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        (_answer(MsgSignature="0" * 40), "MsgSignature is wrong"),
        (_answer(TimeStamp="yesterday"), "TimeStamp is not a number"),
        ("\ufeff" + _answer(), "byte order mark"),
        ("{}", "not XML"),
        ("<html/>", "root is not <xml>"),
        ('<!DOCTYPE a [<!ENTITY b "c">]><xml>&b;</xml>', "not XML"),
        ("<xml><MsgType>text</MsgType></xml>", "not encrypted"),
    ],
)
def test_a_bad_sealed_answer_is_refused(text: str, reason: str) -> None:
    with pytest.raises(BadAnswer, match=reason):
        answer_element(text, "secure", TOKEN, ENVELOPE)


@pytest.mark.parametrize("timestamp", ["1700000000", "1700000000123"])
def test_seconds_and_milliseconds_pass(timestamp: str) -> None:
    assert _reply(_answer(timestamp), "secure").findtext("A") == "1"


def test_compatible_mode_takes_plain_answers_too() -> None:
    assert _reply("<xml><A>1</A></xml>", "compatible").findtext("A") == "1"


def test_plain_mode_takes_no_sealed_answer() -> None:
    with pytest.raises(BadAnswer, match="plain mode"):
        answer_element(_answer(), "plain", TOKEN, ENVELOPE)


def test_a_text_cannot_break_out_of_its_tag() -> None:
    body = push_body({**FIELDS, "Content": "]]></Content><MsgType>x"}, "plain", ENVELOPE)

    assert _reply(body.xml, "plain").findtext("Content") == "]]></Content><MsgType>x"


def test_nested_and_repeated_fields_keep_their_shape() -> None:
    fields: dict[str, Value] = {"Info": {"List": [{"Id": "a"}, {"Id": "b"}]}}

    root = _reply(push_body(fields, "plain", ENVELOPE).xml, "plain")

    assert [one.findtext("Id") for one in root.findall("Info/List")] == ["a", "b"]
