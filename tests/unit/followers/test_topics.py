"""Topics as people call them, and as a file may have them."""

import pytest

from core.errors import BadContent
from followers.topics import Topic, Topics, load_topics
from places.models import VenueKind


@pytest.mark.parametrize(
    ("said", "code"),
    [
        ("台风", "typhoon"),
        ("台风暴雨", "typhoon"),
        ("煤气", "gas"),
        ("燃气安全", "gas"),
        ("用电安全", "electricity"),
        ("校园", "school"),
        ("台风来了怎么办", None),
        ("", None),
    ],
)
def test_a_topic_is_known_by_its_words_and_nothing_else(said: str, code: str | None) -> None:
    found = load_topics().named(said)
    assert (found.code if found else None) == code


def test_the_five_settings_are_those_of_the_register_of_venues() -> None:
    codes = [topic.code for topic in load_topics().settings]
    assert len(codes) == 5
    assert set(codes) <= {kind.value for kind in VenueKind}


@pytest.mark.parametrize(
    "topics",
    [
        [Topic("gas", "燃气", False), Topic("gas", "煤气", False)],
        [Topic("gas", "燃气", False), Topic("co", "一氧化碳", False, words=("燃气",))],
        [Topic("all", "全部", False)],
        [Topic("", "无名", False)],
    ],
)
def test_a_code_or_word_stands_for_one_topic(topics: list[Topic]) -> None:
    with pytest.raises(BadContent):
        Topics(topics)
