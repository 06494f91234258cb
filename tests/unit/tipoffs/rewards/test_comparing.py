"""The test bench: one case under two rule sets, and a set that somebody is still writing."""

from datetime import date

from tipoffs.rewards.reckoning.comparing import compare
from tipoffs.rewards.reckoning.facts import Facts
from tipoffs.rewards.reckoning.reading import read_draft, read_rulebook, source_of
from tipoffs.rewards.reckoning.wording import method_words
from tipoffs.rewards.words import MatterKind, Relation

BOOK = read_rulebook()
EMPLOYEE = Facts(
    MatterKind.VIOLATION, date(2026, 7, 4), relation=Relation.EMPLOYEE, penalty_fen=300_000_000
)  # fmt: skip


def test_what_a_case_earns_under_the_old_and_the_new_rules() -> None:
    found = compare(BOOK.named("national-2018"), BOOK.named("xiamen-2021"), EMPLOYEE)

    assert (found.old.fen, found.new.fen, found.difference) == (30_000_000, 39_000_000, 9_000_000)
    assert [trial.signatures for trial in (found.old, found.new)] == [2, 2]
    silent = compare(BOOK.named("national-2018"), BOOK.named("yiyang-2025"), EMPLOYEE)
    assert silent.new.decision is None
    assert "没有适用" in silent.new.refusal
    assert silent.difference is None


def test_a_set_being_written_is_tried_and_its_faults_are_told() -> None:
    written = source_of("national-2018").replace("percent_of_penalty: 15", "percent_of_penalty: 20")
    rules, faults = read_draft(written.replace("cap: 300000", "cap: 500000"))

    assert faults == []
    assert rules
    assert compare(BOOK.named("national-2018"), rules, EMPLOYEE).difference == 20_000_000
    extended, faults = read_draft(source_of("xiamen-2021"))
    assert extended
    assert extended.policy.window.days == 60
    bombs = ("[" * 3_000, "a: &a [*a]\nid: x")
    for wrong in (
        "", "[", "id: 3", "- 1", "id: x\nfrom: 2026-13-45", "id: x\nrules: 7", *bombs,
    ):  # fmt: skip
        rules, faults = read_draft(wrong)
        assert rules is None
        assert faults
    assert source_of("../../secrets") == ""


def test_every_rule_is_told_in_words() -> None:
    for rules in BOOK.sets:
        for rule in rules.rules:
            assert method_words(rule.method) not in ("", "按规则文件计算")
