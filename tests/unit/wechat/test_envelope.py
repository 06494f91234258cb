"""The envelope: who is believed, what is refused, and how replies are sealed."""

import base64
from datetime import UTC, datetime, timedelta

import pytest
from cryptography.hazmat.primitives.ciphers import Cipher
from cryptography.hazmat.primitives.ciphers.algorithms import AES
from cryptography.hazmat.primitives.ciphers.modes import CBC

from tests.unit.wechat.pushes import (
    AES_KEY,
    APPID,
    OLDER_AES_KEY,
    ORIGINAL_ID,
    TOKEN,
    Platform,
    envelope,
    push,
    sha1_of_sorted,
    tag,
    text_push,
)
from wechat.ciphers import PlatformCipher
from wechat.envelope import (
    BadSignature,
    DecryptionFailed,
    Envelope,
    ForeignAccount,
    Mode,
    NotUnderstood,
    PlaintextRefused,
    Sealing,
    StaleTimestamp,
)
from wechat.messages import TextMessage

MODES = pytest.mark.parametrize("mode", list(Mode))


@pytest.fixture
def platform(now: datetime) -> Platform:
    return Platform(now)


def text_of(message: object) -> str:
    assert isinstance(message, TextMessage)
    return message.content


def test_the_official_sample_opens() -> None:
    """The vector that the platform ships with its own sample code (WXBizMsgCrypt, Python)."""
    sealed = (
        "hyzAe4OzmOMbd6TvGdIOO6uBmdJoD0Fk53REIHvxYtJlE2B655HuD0m8KUePWB3+LrPXo87wzQ1QLvbeUgmBM4x6F8PGHQHF"
        "VAFmOD2LdJF9FrXpbUAh0B5GIItb52sn896wVsMSHGuPE328HnRGBcrS7C41IzDWyWNlZkyyXwon8T332jisa+h6tEDYsVti"
        "cbSnyU8dKOIbgU6ux5VTjg3yt+WGzjlpKn6NPhRjpA912xMezR4kw6KWwMrCVKSVCZciVGCgavjIQ6X8tCOp3yZbGpy0VxpA"
        "e+77TszTfRd5RJSVO/HTnifJpXgCSUdUue1v6h0EIBYYI1BD1DlD+C0CR8e6OewpusjZ4uBl9FyJvnhvQl+q5rv1ixrcpCum"
        "EPo5MJSgM9ehVsNPfUM669WuMyVWQLCzpu9GhglF2PE="
    )
    account = Envelope("spamtest", "wx2c2769f8efd9abc2", "gh_10f6c3c3ac5a", AES_KEY)
    query = {
        "timestamp": "1409735669",
        "nonce": "1320562132",
        "signature": sha1_of_sorted("spamtest", "1409735669", "1320562132"),
        "msg_signature": "5d197aaffba7e9b25a30732f161a50dee96bd5fa",
    }
    opened = account.open(
        query,
        f"<xml><Encrypt>{sealed}</Encrypt></xml>".encode(),
        datetime.fromtimestamp(1409735669, UTC),
    )
    assert text_of(opened.message) == "abcdteT"


def test_a_pushed_text_is_read_in_secure_mode(platform: Platform, now: datetime) -> None:
    opened = envelope().open(*platform.encrypted(text_push("煤气味")), now)
    assert text_of(opened.message) == "煤气味"


def test_a_pushed_text_is_read_in_plain_mode(platform: Platform, now: datetime) -> None:
    opened = envelope(Mode.PLAIN).open(platform.query(), text_push("煤气味").encode(), now)
    assert (text_of(opened.message), opened.sealing) == ("煤气味", Sealing.NONE)


def test_compatible_mode_believes_only_the_encrypted_half(platform: Platform, now: datetime) -> None:
    forged = f"{tag('ToUserName', ORIGINAL_ID)}{tag('MsgType', 'text')}{tag('Content', '伪造')}"
    opened = envelope(Mode.COMPATIBLE).open(*platform.encrypted(text_push("真的"), beside=forged), now)
    assert (text_of(opened.message), opened.sealing) == ("真的", Sealing.CURRENT)


def test_compatible_mode_takes_a_plain_body_too(platform: Platform, now: datetime) -> None:
    opened = envelope(Mode.COMPATIBLE).open(platform.query(), text_push("明文").encode(), now)
    assert (text_of(opened.message), opened.sealing) == ("明文", Sealing.NONE)


def test_compatible_mode_refuses_a_plain_body_that_is_said_to_be_encrypted(
    platform: Platform, now: datetime
) -> None:
    with pytest.raises(PlaintextRefused):
        envelope(Mode.COMPATIBLE).open(platform.query(encrypt_type="aes"), text_push().encode(), now)


def test_secure_mode_refuses_a_plain_body(platform: Platform, now: datetime) -> None:
    with pytest.raises(PlaintextRefused):
        envelope().open(platform.query(), text_push().encode(), now)


@MODES
@pytest.mark.parametrize(
    "changes",
    [
        {"signature": ""},
        {"signature": "0" * 40},
        {"signature": "签名"},
        {"nonce": "other"},
        {"timestamp": "1"},
        {"timestamp": ""},
    ],
    ids=["missing", "wrong", "not-ascii", "nonce-changed", "time-changed", "no-time"],
)
def test_b12_a_wrong_signature_is_refused(
    platform: Platform, now: datetime, mode: Mode, changes: dict[str, str]
) -> None:
    query, body = platform.encrypted(text_push())
    with pytest.raises(BadSignature):
        envelope(mode).open({**query, **changes}, body, now)


def test_a_signature_in_capitals_is_another_one(platform: Platform, now: datetime) -> None:
    query, body = platform.encrypted(text_push())
    with pytest.raises(BadSignature):
        envelope().open({**query, "signature": query["signature"].upper()}, body, now)


def test_a_request_without_any_query_is_refused(now: datetime) -> None:
    with pytest.raises(BadSignature):
        envelope().open({}, b"", now)


@pytest.mark.parametrize("given", ["", "0" * 40])
def test_an_encrypted_body_needs_its_own_signature(platform: Platform, now: datetime, given: str) -> None:
    query, body = platform.encrypted(text_push())
    with pytest.raises(BadSignature):
        envelope().open({**query, "msg_signature": given}, body, now)


def test_the_query_of_one_request_does_not_open_another_body(platform: Platform, now: datetime) -> None:
    query, _ = platform.encrypted(text_push("一"))
    _, body = platform.encrypted(text_push("二"))
    with pytest.raises(BadSignature):
        envelope().open(query, body, now)


@pytest.mark.parametrize("seconds", [-300, 0, 15, 300])
def test_a_request_is_fresh_for_five_minutes_both_ways(
    platform: Platform, now: datetime, seconds: int
) -> None:
    query, body = platform.encrypted(text_push())
    assert envelope().open(query, body, now + timedelta(seconds=seconds))


@pytest.mark.parametrize("seconds", [-301, 301, 86_400])
def test_b12_a_request_played_again_later_is_refused(platform: Platform, now: datetime, seconds: int) -> None:
    query, body = platform.encrypted(text_push())
    with pytest.raises(StaleTimestamp):
        envelope().open(query, body, now + timedelta(seconds=seconds))


@pytest.mark.parametrize("timestamp", ["soon", "", "9" * 5000, "-5", "1e9", " 1795309200", "١٧٩٥٣٠٩٢٠٠"])
def test_a_signed_timestamp_that_is_no_time_is_refused(
    platform: Platform, now: datetime, timestamp: str
) -> None:
    platform.timestamp = timestamp
    with pytest.raises(StaleTimestamp):
        envelope(Mode.PLAIN).open(platform.query(), text_push().encode(), now)


def test_another_account_in_the_encrypted_part_is_refused(now: datetime) -> None:
    stranger = Platform(now, appid="wx0000000000000000")
    with pytest.raises(ForeignAccount):
        envelope().open(*stranger.encrypted(text_push()), now)


@MODES
def test_a_message_to_another_account_is_refused(platform: Platform, now: datetime, mode: Mode) -> None:
    xml = text_push().replace(ORIGINAL_ID, "gh_000000000000")
    query, body = platform.encrypted(xml) if mode is Mode.SECURE else (platform.query(), xml.encode())
    with pytest.raises(ForeignAccount):
        envelope(mode).open(query, body, now)


def test_the_previous_key_still_opens_and_seals(now: datetime) -> None:
    before = Platform(now, aes_key=OLDER_AES_KEY)
    account = envelope(previous=OLDER_AES_KEY)
    opened = account.open(*before.encrypted(text_push("换钥匙")), now)
    assert opened.sealing is Sealing.PREVIOUS
    assert before.reads(account.seal("<xml/>", now, sealing=opened.sealing)) == "<xml/>"


def test_a_key_that_was_given_up_opens_nothing(now: datetime) -> None:
    before = Platform(now, aes_key=OLDER_AES_KEY)
    with pytest.raises(DecryptionFailed):
        envelope().open(*before.encrypted(text_push()), now)


@pytest.mark.parametrize(
    "sealed",
    ["x", "====", "煤气", "QUJD", "QUJD" * 8, "QUJDREVGR0hJSktMTU5PUFFSU1RVVldYWVphYmNkZWY="],
    ids=["one-letter", "padding-only", "not-ascii", "three-bytes", "24-bytes", "one-random-block"],
)
def test_what_is_not_encrypted_is_refused(platform: Platform, now: datetime, sealed: str) -> None:
    with pytest.raises(DecryptionFailed):
        envelope().open(*platform.around(sealed), now)


def test_the_replied_document_reaches_the_platform(platform: Platform, now: datetime) -> None:
    xml = text_push("拨打 119 🔥")
    assert platform.reads(envelope().seal(xml, now)) == xml


def test_a_reply_is_stamped_in_seconds(now: datetime) -> None:
    assert f"<TimeStamp>{int(now.timestamp())}</TimeStamp>" in envelope().seal("<xml/>", now).decode()


def test_a_given_nonce_is_used(now: datetime) -> None:
    assert "<Nonce><![CDATA[42]]></Nonce>" in envelope().seal("<xml/>", now, "42").decode()


@pytest.mark.parametrize(
    ("mode", "sealing", "encrypted"),
    [
        (Mode.PLAIN, None, False),
        (Mode.PLAIN, Sealing.CURRENT, False),
        (Mode.COMPATIBLE, None, False),
        (Mode.COMPATIBLE, Sealing.NONE, False),
        (Mode.COMPATIBLE, Sealing.CURRENT, True),
        (Mode.SECURE, None, True),
        (Mode.SECURE, Sealing.NONE, True),
        (Mode.SECURE, Sealing.CURRENT, True),
        (Mode.SECURE, Sealing.PREVIOUS, True),
    ],
)
def test_the_mode_decides_whether_a_reply_is_encrypted(
    now: datetime, mode: Mode, sealing: Sealing | None, encrypted: bool
) -> None:
    assert (b"<Encrypt>" in envelope(mode).seal("<xml/>", now, sealing=sealing)) is encrypted


def test_the_echo_comes_back_unchanged(platform: Platform, now: datetime) -> None:
    assert envelope().verify_echo(platform.query(echostr="5836258341250934751"), now) == "5836258341250934751"


def test_an_echo_with_a_wrong_signature_is_refused(platform: Platform, now: datetime) -> None:
    with pytest.raises(BadSignature):
        envelope().verify_echo(platform.query(echostr="1", signature="0" * 40), now)


def test_an_old_echo_is_refused(platform: Platform, now: datetime) -> None:
    with pytest.raises(StaleTimestamp):
        envelope().verify_echo(platform.query(echostr="1"), now + timedelta(minutes=6))


@pytest.mark.parametrize("echo", ["", "<script>", "a\r\nb", "回显", "1" * 257])
def test_only_a_plausible_echo_is_repeated(platform: Platform, now: datetime, echo: str) -> None:
    with pytest.raises(NotUnderstood):
        envelope().verify_echo(platform.query(echostr=echo), now)


def test_the_same_document_has_the_same_digest(now: datetime) -> None:
    first = envelope().open(*Platform(now).encrypted(text_push("一")), now)
    again = envelope().open(*Platform(now).encrypted(text_push("一")), now)
    other = envelope().open(*Platform(now).encrypted(text_push("二")), now)
    assert first.digest == again.digest != other.digest


@pytest.mark.parametrize("key", ["short", "!" * 43, "a" * 44])
def test_a_key_that_cannot_be_one_is_refused_at_once(key: str) -> None:
    with pytest.raises(ValueError, match="EncodingAESKey"):
        PlatformCipher(key, APPID)


def test_secure_mode_cannot_be_built_without_a_key() -> None:
    with pytest.raises(ValueError, match="EncodingAESKey"):
        Envelope(TOKEN, APPID, ORIGINAL_ID, None, None, Mode.SECURE)


def test_nothing_of_the_content_is_shown_in_a_log(platform: Platform, now: datetime) -> None:
    opened = envelope().open(*platform.encrypted(push("text", tag("Content", "李某举报"))), now)
    assert "李某" not in f"{opened!r} {opened.message!r} {[opened.message]}"


@pytest.mark.parametrize("last", [b"\x00", b"\x21", b"\xff"])
def test_b12_a_wrong_padding_is_refused(platform: Platform, now: datetime, last: bytes) -> None:
    """The library cuts off as many bytes as the last one says, whatever they are."""
    key = base64.b64decode(AES_KEY + "=")
    document = text_push().encode()
    plain = bytes(16) + len(document).to_bytes(4, "big") + document + APPID.encode()
    padded = plain + b"\x01" * (31 - len(plain) % 32) + last
    encryptor = Cipher(AES(key), CBC(key[:16])).encryptor()
    sealed = base64.b64encode(encryptor.update(padded) + encryptor.finalize()).decode()
    with pytest.raises(DecryptionFailed):
        envelope().open(*platform.around(sealed), now)


def test_a_length_beyond_the_end_is_refused(platform: Platform, now: datetime) -> None:
    key = base64.b64decode(AES_KEY + "=")
    plain = bytes(16) + (2**31).to_bytes(4, "big") + b"<xml/>" + APPID.encode()
    missing = 32 - len(plain) % 32
    encryptor = Cipher(AES(key), CBC(key[:16])).encryptor()
    sealed = encryptor.update(plain + bytes([missing]) * missing) + encryptor.finalize()
    with pytest.raises(DecryptionFailed):
        envelope().open(*platform.around(base64.b64encode(sealed).decode()), now)


def test_an_envelope_without_a_token_cannot_be_made() -> None:
    """Its signature could be computed by anybody."""
    with pytest.raises(ValueError, match="token"):
        Envelope("", APPID, ORIGINAL_ID, AES_KEY)


def test_plain_mode_needs_no_key(platform: Platform, now: datetime) -> None:
    account = Envelope(TOKEN, APPID, ORIGINAL_ID, None, mode=Mode.PLAIN)
    assert account.open(platform.query(), text_push().encode(), now)
