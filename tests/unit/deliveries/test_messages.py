"""Messages in their sealed form."""

from datetime import UTC, datetime

import pytest

from deliveries.messages import (
    Article,
    MassMessage,
    Message,
    Notice,
    Picture,
    Text,
    packed,
    unpacked,
    unpacked_for_many,
)

NOTICE = Notice(
    "case_progress",
    {"number": "R2611000123", "at": datetime(2026, 11, 26, 1, 30, tzinfo=UTC)},
    "您有一条办理进度。",
    "https://anwen.example/h5/mine",
)


@pytest.mark.parametrize("message", [Text("先断电。\n“别慌”😀"), Picture("media-1"), NOTICE])
def test_a_message_survives_packing(message: Message) -> None:
    assert unpacked(packed(message)) == message


@pytest.mark.parametrize("message", [Text("先断电。"), Picture("media-1"), Article("draft-1")])
def test_a_message_to_many_survives_packing(message: MassMessage) -> None:
    assert unpacked_for_many(packed(message)) == message


def test_a_notice_of_a_persons_own_business_never_goes_to_many() -> None:
    with pytest.raises(TypeError, match="one person"):
        unpacked_for_many(packed(NOTICE))


@pytest.mark.parametrize("text", ["", "安" * 683])
def test_a_text_the_platform_would_refuse_cannot_be_posted(text: str) -> None:
    with pytest.raises(ValueError, match="2048"):
        Text(text)


def test_the_longest_text_may_be_posted() -> None:
    assert Text("a" * 2048)
