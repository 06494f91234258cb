"""The file of tellings: its events are those of the table, and its words fit what was told."""

from pathlib import Path

from knowledge.screening.emergencies import SCREENS, EmergencyScreen, read_table
from knowledge.screening.tellings import FILE_NAME, EmergencyClassifier, complaints


def test_whoever_told_of_a_bound_event_named_what_it_is_bound_to(tellings: EmergencyClassifier) -> None:
    table = read_table(SCREENS / FILE_NAME)
    for event in table["bound"]:
        told = table["told"][event]
        missed = [text for text in told if not tellings.may_be(event, text)]
        assert len(missed) <= len(told) // 50, event


def test_nobody_told_of_an_event_in_words_that_bar_it(tellings: EmergencyClassifier) -> None:
    table = read_table(SCREENS / FILE_NAME)
    for event in table["barred"]:
        told = table["told"][event]
        missed = [text for text in told if not tellings.may_be(event, text)]
        assert len(missed) <= len(told) // 50, (event, missed)


def test_every_event_is_one_of_the_table_and_nothing_stands_twice(screen: EmergencyScreen) -> None:
    assert list(complaints({one.id for one in screen.emergencies()})) == []


def test_a_faulty_file_is_complained_about(tmp_path: Path) -> None:
    (tmp_path / FILE_NAME).write_text(
        "bound:\n  fire: [火, 我家厨房着火了]\nbarred:\n  gas: [煤气]\n"
        "told:\n  fire: [着火了, 119]\n  flood: [水来了]\ncalm: [着火了]\n",
        "utf-8",
    )
    assert list(complaints({"fire"}, tmp_path)) == [
        "bound of fire: '我家厨房着火了' is a telling and no word of one",
        "nobody told of the barred event 'gas'",
        "fire: 119 is no text of 1 to 60 characters",
        "there is no event 'flood'",
        "calm: '着火了' stands under fire too",
    ]
