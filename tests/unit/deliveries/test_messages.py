"""Messages in their sealed form."""

import pytest

from deliveries.messages import Message, Picture, Text, packed, unpacked


@pytest.mark.parametrize("message", [Text("先断电。\n“别慌”😀"), Picture("media-1")])
def test_a_message_survives_packing(message: Message) -> None:
    assert unpacked(packed(message)) == message


@pytest.mark.parametrize("text", ["", "安" * 683])
def test_a_text_the_platform_would_refuse_cannot_be_posted(text: str) -> None:
    with pytest.raises(ValueError, match="2048"):
        Text(text)


def test_the_longest_text_may_be_posted() -> None:
    assert Text("a" * 2048)
