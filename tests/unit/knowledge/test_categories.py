"""Every category has a name that a clerk can read."""

from pathlib import Path

import pytest

from core.errors import BadContent
from h5.catalogue import load_catalogue
from knowledge.categories import CATEGORY_LABELS, category_label, in_order, read_categories
from knowledge.reading import CONTENT
from knowledge.topics import FILE_NAME, read_topics


def test_every_category_of_the_topics_has_a_name() -> None:
    assert {topic.category for topic in read_topics(CONTENT / FILE_NAME).values()} <= CATEGORY_LABELS.keys()


def test_a_category_of_a_bureau_keeps_its_word() -> None:
    assert (category_label("fire"), category_label("tea")) == ("火灾", "tea")


def test_clerks_and_citizens_find_the_categories_in_one_order() -> None:
    assert list(CATEGORY_LABELS) == list(load_catalogue().categories)


def test_categories_are_named_once_in_that_order_and_those_of_a_bureau_last() -> None:
    assert in_order(["cert", "tea", "gas", "fire", "gas", "bus"]) == ["fire", "gas", "cert", "bus", "tea"]


@pytest.mark.parametrize(
    "entry", ["{label: 火灾}", "{review_month: 2}", "{label: 火灾, review_month: 13}", "火灾"]
)
def test_a_category_without_name_or_month_is_refused(entry: str, tmp_path: Path) -> None:
    file = tmp_path / "categories.yaml"
    file.write_text(f"fire: {entry}\n", "utf-8")

    with pytest.raises(BadContent, match=r"categories\.yaml: every category needs"):
        read_categories(file)
