"""The lengths of clocks are data with a source, and a bureau may change single ones."""

from pathlib import Path

import pytest

from core.errors import BadContent
from tipoffs.clocks.rules import Rung, Unit, Whose, read_rules

RULES = read_rules()


def test_the_legal_lengths() -> None:
    lengths = {kind: (rule.length, rule.unit) for kind, rule in RULES.items()}
    assert lengths["accept"] == (5, Unit.WORKING_DAYS)
    assert lengths["verify"] == (60, Unit.NATURAL_DAYS)
    assert lengths["verify_fire_exit"] == (24, Unit.HOURS)
    assert lengths["verify_fire"] == (3, Unit.WORKING_DAYS)
    assert lengths["answer"] == (10, Unit.NATURAL_DAYS)
    assert lengths["objection"] == (10, Unit.NATURAL_DAYS)
    assert lengths["re_review"] == (30, Unit.NATURAL_DAYS)
    assert lengths["claim"] == (60, Unit.NATURAL_DAYS)
    assert lengths["hazard_general"] == (15, Unit.NATURAL_DAYS)
    assert lengths["hazard_major"] == (30, Unit.NATURAL_DAYS)
    extension = RULES["verify"].extension
    assert extension is not None
    assert (extension.most, extension.approver) == (30, "leader")


def test_every_clock_names_its_source_and_what_is_not_national_law_is_marked() -> None:
    for rule in RULES.values():
        assert rule.source
        if "本系统" in rule.source or "地方" in rule.source or "课件" in rule.source:
            assert rule.needs_confirmation, rule.kind


def test_only_the_bureau_climbs_the_ladder() -> None:
    for rule in RULES.values():
        assert set(rule.ladder) == (set(Rung) if rule.whose is Whose.BUREAU else set())
        assert list(rule.ladder.values()) == sorted(rule.ladder.values())


def test_a_bureau_changes_one_value(tmp_path: Path) -> None:
    file = tmp_path / "clocks.yaml"
    file.write_text(
        "clocks: {accept: {length: 7, confirm: false}}\nladders: {days: {overdue_letter: 9}}", "utf-8"
    )

    rules = read_rules(file)

    assert rules["accept"].length == 7
    assert not rules["accept"].needs_confirmation
    assert rules["accept"].unit is Unit.WORKING_DAYS
    assert rules["accept"].ladder[Rung.LETTER] == 9
    assert rules["verify"] == RULES["verify"] or rules["verify"].ladder[Rung.LETTER] == 9
    assert rules["claim"] == RULES["claim"]


@pytest.mark.parametrize(
    "words",
    [
        "clocks: {accept: {length: 0}}",
        "clocks: {accept: {length: five}}",
        "clocks: {accept: {length: 5.5}}",
        "clocks: {accept: {length: true}}",
        "clocks: {accept: {unit: weeks}}",
        "clocks: {accept: {whose: nobody}}",
        "clocks: {accept: {long: 3}}",
        "clocks: {accept: {reminders: [soon]}}",
        "clocks: {accept: {reminders: [101%]}}",
        "clocks: {accept: {reminders: [-1d]}}",
        "clocks: {accept: {reminders: [367d]}}",
        "ladders: {days: {overdue_leader: 1001}}",
        "clocks: {verify_fire_exit: {reminders: [3d]}}",
        "clocks: {new: {length: 3}}",
        "clocks: [1]",
        "clocks: {accept: 5}",
        "ladders: {weeks: {overdue_leader: 1}}",
        "ladders: {days: {overdue_god: 1}}",
        "{",
    ],
)
def test_a_file_that_is_wrong_is_refused(tmp_path: Path, words: str) -> None:
    file = tmp_path / "clocks.yaml"
    file.write_text(words, "utf-8")
    with pytest.raises(BadContent):
        read_rules(file)


def test_a_reminder_comes_at_a_share_of_the_time_or_some_days_before_the_end(tmp_path: Path) -> None:
    file = tmp_path / "clocks.yaml"
    file.write_text("clocks: {accept: {reminders: [0%, 100%, 0d, 366d]}}", "utf-8")

    found = read_rules(file)["accept"].reminders

    assert [(one.percent, one.days_left) for one in found] == [(0, None), (100, None), (None, 0), (None, 366)]
    # Written into the rows of what was said: another word would say it again.
    assert [one.step for one in found] == ["remind_0", "remind_100", "left_0", "left_366"]


def test_a_missing_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(BadContent):
        read_rules(tmp_path / "none.yaml")
