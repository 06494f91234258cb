"""What is turned away as none of ours names the numbers first where somebody may be in danger."""

import pytest

from handlers import notices
from tests.integration.conftest import Line


def test_what_may_be_a_danger_is_turned_away_with_the_numbers_first(line: Line) -> None:
    reply = line.says("新能源车屏幕一黑 制动就没了 还在往前蹿")

    assert notices.FIRST_HELP in reply
    assert "不做推荐" in reply


@pytest.mark.parametrize("words", ["哪个牌子的新能源车好", "糖醋鱼怎么做好吃", "考公务员报名在哪"])
def test_what_is_no_danger_is_turned_away_without_them(line: Line, words: str) -> None:
    assert notices.FIRST_HELP not in line.says(words)
