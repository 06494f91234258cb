"""The letters that lead to the sections."""

import re

from admin.keys import SECTION_KEYS
from tests.account import ROOT


def test_no_two_sections_share_a_letter_and_each_is_in_the_menu() -> None:
    written = "".join(file.read_text("utf-8") for file in (ROOT / "admin").rglob("*.py"))
    calls = re.findall(r"routes\.add\((.*?)\)\n", written, re.DOTALL)
    menu = {name[1] for call in calls if "menu=" in call and (name := re.search(r'name="(\w+)"', call))}

    assert sorted(set(SECTION_KEYS.values())) == sorted(SECTION_KEYS.values())
    assert all(re.fullmatch("[a-z]", one) for one in SECTION_KEYS.values())
    assert SECTION_KEYS.keys() - menu == set()
