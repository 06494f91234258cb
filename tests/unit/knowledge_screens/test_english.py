"""Whoever tells of danger in English reads number and first action in both languages."""

import re

import pytest

from knowledge.screening.emergencies import FIRST_LINE_CHARACTERS, REPLY_BYTES, EmergencyScreen
from knowledge.screening.english import EnglishScreen

NUMBER = re.compile(r"119|120|110|122|12356")

TOLD = {
    "my kitchen is on fire": "kitchen_fire",
    "gas smell": "gas_leak",
    "I can smell gas in the hallway!!": "gas_leak",
    "the oil in the pan is burning": "oil_pan",
    "There's smoke in the stairs, we can't get out": "fire_trapped",
    "someone fell into the river": "drowning",
    "he isn't breathing": "no_breathing",
    "My friend was electrocuted": "shock",
    "we're stuck in the elevator": "lift_trapped",
    "baby choking": "choking_baby",
    "my car is sinking": "car_in_water",
    "earthquake": "quake",
    "fire": "fire",
    "my husband is beating me": "beaten_at_home",
    "I want to die": "suicide",
    "bleeding badly from the leg": "bleeding",
    "carbon monoxide alarm is beeping": "co_poisoning",
}
CALM = [
    "how to use a fire extinguisher",
    "when is the fire drill",
    "I got fired from my job",
    "gas station near me",
    "a movie about an earthquake",
    "is the fire safe to use",
    "fire station phone number",
    "I fell in love with the lake",
    "my e-bike is not charging",
    "hello",
    "wo jia zhao huo le",
    "fire 着火了",
]


@pytest.fixture(scope="module")
def english(screen: EmergencyScreen) -> EnglishScreen:
    """The table as it is shipped."""
    return EnglishScreen.load(screen.emergencies())


@pytest.mark.parametrize(("text", "event"), TOLD.items())
def test_is_heard(english: EnglishScreen, text: str, event: str) -> None:
    found = english.match(text)
    assert found is not None
    assert found.id == event


@pytest.mark.parametrize("text", CALM)
def test_calm_english_and_other_languages_pass(english: EnglishScreen, text: str) -> None:
    assert english.match(text) is None


def test_every_reply_says_number_and_action_in_both_languages_first(english: EnglishScreen) -> None:
    for one in english.emergencies():
        assert len(one.first_line) <= FIRST_LINE_CHARACTERS
        assert NUMBER.search(one.first_line), one.id
        assert re.search(r"[A-Za-z]{2,} [a-z]{2,}", one.first_line), one.id
        assert re.search("[一-龥]{3}", one.first_line), one.id
        assert one.reply.startswith(f"{one.first_line}\n1. ")
        assert len(one.reply.encode()) <= REPLY_BYTES


def test_an_unknown_event_and_a_long_line_are_refused(screen: EmergencyScreen) -> None:
    entry = {"event": "fire", "when": ["fire"], "first": "Call 119!", "steps": []}
    with pytest.raises(ValueError, match="no event 'nothing'"):
        EnglishScreen({"calm": [], "entries": [{**entry, "event": "nothing"}]}, screen.emergencies())
    with pytest.raises(ValueError, match="more than 80"):
        EnglishScreen({"calm": [], "entries": [{**entry, "first": "1" * 81}]}, screen.emergencies())
