"""The numbers among the local facts, which people in danger dial."""

import pytest

from knowledge.telephones import can_be_dialled, tidied, undiallable


@pytest.mark.parametrize(
    "text",
    [
        "119", "12345", "96119", "95598", "0577-12345678", "0577 12345678", "(0577)12345678", "010-1234567",
        "13800138000", "138 0013 8000", "400-123-4567", "4001234567", "12345678", "0577-12345678转801",
        "某某燃气0577-12345678（24小时）、某某能源13800138000", "0577-12345678 0577-87654321",
        "０５７７－１２３４５６７８", "0577—12345678", "12350（8:00到17:30）",
    ],
)  # fmt: skip
def test_numbers_as_offices_write_them(text: str) -> None:
    assert can_be_dialled(text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "abc",
        "12",
        "值班室",
        "0577-123",
        "0577-123456789012",
        "1380013800",
        "138001380000",
        "24小时",
        "99999999999",
    ],
)
def test_what_nobody_can_dial(text: str) -> None:
    assert not can_be_dialled(text)


def test_one_good_number_does_not_carry_a_bad_one() -> None:
    assert not can_be_dialled("0577-12345678、1380013800")


def test_digits_are_written_as_a_telephone_has_them() -> None:
    assert tidied("某某燃气（东门）０５７７－１２３４５６７８") == "某某燃气（东门）0577-12345678"


def test_only_facts_that_are_numbers_are_held_to_it() -> None:
    facts = {
        "duty_phone": "abc",
        "report_phone": "12350",
        "fire_hazard_phone": "",
        "shelter_where": "东门小学",
    }
    assert undiallable(facts) == ["duty_phone"]
