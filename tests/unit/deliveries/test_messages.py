"""Messages in their sealed form."""

from datetime import UTC, datetime

import pytest

from deliveries.messages import Message, Notice, Picture, Text, packed, unpacked

NOTICE = Notice(
    "case_progress",
    {"number": "R2611000123", "at": datetime(2026, 11, 26, 1, 30, tzinfo=UTC)},
    "您有一条办理进度。",
    "https://anwen.example/h5/mine",
)


@pytest.mark.parametrize("message", [Text("先断电。\n“别慌”😀"), Picture("media-1"), NOTICE])
def test_a_message_survives_packing(message: Message) -> None:
    assert unpacked(packed(message)) == message


@pytest.mark.parametrize("text", ["", "安" * 683])
def test_a_text_the_platform_would_refuse_cannot_be_posted(text: str) -> None:
    with pytest.raises(ValueError, match="2048"):
        Text(text)


def test_the_longest_text_may_be_posted() -> None:
    assert Text("a" * 2048)
