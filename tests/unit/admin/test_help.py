"""Every page says how it is used, in its place, and no term stands there unexplained."""

import re
from pathlib import Path

import pytest

import admin
from admin.help import every_help, terms

TEMPLATES = Path(admin.__file__).with_name("templates")


def test_help_is_found_by_the_route() -> None:
    assert every_help()["audience"] == every_help()["audience_new"]
    assert "nothing" not in every_help()


@pytest.mark.parametrize("route", sorted(every_help()))
def test_help_is_short_and_in_whole_sentences(route: str) -> None:
    one = every_help()[route]
    assert 1 <= len(one.how) <= 4
    assert all(line.endswith("。") and len(line) <= 80 for line in one.how)


def test_every_term_is_explained_and_used() -> None:
    marked = {
        word
        for file in TEMPLATES.rglob("*.html")
        for word in re.findall(r'\bterm\("([^"]+)"\)', file.read_text("utf-8"))
    }
    assert marked <= terms().keys()
    used = {word for one in every_help().values() for word in one.words}
    assert terms().keys() == used | marked
