"""Everything the catalogue names is there: categories, icons, settings, the editors' choice."""

import re
from pathlib import Path

import pytest

from core.errors import BadContent
from h5.catalogue import load_catalogue
from h5.showing import FILES
from h5.telephones import EMERGENCY
from knowledge.reading import CONTENT, read_articles
from knowledge.topics import FILE_NAME, read_topics

CATALOGUE = load_catalogue()
SYMBOLS = set(re.findall(r'<symbol id="([a-z]+)"', (FILES.folder / "icons.svg").read_text("utf-8")))
TEMPLATES = Path(__file__).resolve().parents[3] / "h5" / "templates" / "h5"


def test_every_category_of_the_topics_has_its_place() -> None:
    known = {topic.category for topic in read_topics(CONTENT / FILE_NAME).values()}

    assert set(CATALOGUE.categories) == known


def test_every_icon_is_drawn() -> None:
    named = {one.icon for one in CATALOGUE.categories.values()} | {one.icon for one in CATALOGUE.settings}
    pages = "".join(file.read_text("utf-8") for file in TEMPLATES.glob("*.html"))
    named |= set(re.findall(r"icon\([\"']([a-z]+)[\"']", pages))

    assert named - SYMBOLS == set()
    assert "hotline" in named


def test_the_editors_choice_are_articles() -> None:
    assert set(CATALOGUE.editors_choice) - {article.id for article in read_articles()} == set()


def test_a_category_nobody_sorted_in_goes_by_its_slug() -> None:
    assert CATALOGUE.category("newly_made").title == "newly_made"


def test_a_catalogue_with_a_foreign_setting_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "catalogue.yaml"
    file.write_text(
        "groups: []\nsettings: [{word: 医院, name: x, icon: x, line: x}]\neditors_choice: []\n", "utf-8"
    )

    with pytest.raises(BadContent, match="settings"):
        load_catalogue(file)


def test_every_emergency_number_says_what_it_is_for() -> None:
    assert all(label for label in EMERGENCY.values())
