"""Pictures in a cry for help are read as words, and a fire drawn for joy is none."""

import pytest

from knowledge.screening.emergencies import EmergencyScreen
from knowledge.screening.emoji import Emoji

HELP = {
    "🔥": "着火",
    "🔥🔥🔥": "着火",
    "🔥🔥救命": "着火救命",
    "厨房🔥🔥": "厨房着火",
    "我家🔥": "我家着火",
    "🆘": "救命",
    "孩子被🐍咬了": "孩子被蛇咬了",
}
JOY = ["新品上市🔥🔥", "今天生意好🔥", "加油🔥", "火锅🔥", "好看😊"]


def spelt_out(screen: EmergencyScreen, text: str) -> str:
    return Emoji.load().spelt_out(text, lambda rest: screen.match(rest) is not None)


@pytest.mark.parametrize(("written", "meant"), HELP.items())
def test_a_cry_in_pictures_is_read(screen: EmergencyScreen, written: str, meant: str) -> None:
    assert spelt_out(screen, written) == meant
    assert screen.match(meant) is not None


@pytest.mark.parametrize("text", JOY)
def test_a_fire_drawn_for_joy_is_left_alone(screen: EmergencyScreen, text: str) -> None:
    assert spelt_out(screen, text) == text
