"""Every category has a name that a clerk can read."""

from knowledge.categories import CATEGORY_LABELS, category_label
from knowledge.reading import CONTENT
from knowledge.topics import FILE_NAME, read_topics


def test_every_category_of_the_topics_has_a_name() -> None:
    assert {topic.category for topic in read_topics(CONTENT / FILE_NAME).values()} <= CATEGORY_LABELS.keys()


def test_a_category_of_a_bureau_keeps_its_word() -> None:
    assert (category_label("fire"), category_label("tea")) == ("火灾", "tea")
