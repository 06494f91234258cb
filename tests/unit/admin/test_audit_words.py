"""Every action that the system writes into its log has Chinese words."""

import re
from pathlib import Path

from admin.audit_words import (
    action_words,
    actions_of,
    actor_words,
    subject_kinds,
    subjects_of,
    told_details,
    words_of_action,
    words_of_subject,
)
from tests.account import ROOT
from tipoffs.evidence.permissions import EvidencePermission

PACKAGES = (
    "admin", "app", "campaigns", "deliveries", "followers", "handlers", "h5", "jobs", "knowledge", "places",
    "quizzes", "staff", "tipoffs",
)  # fmt: skip
# As a keyword, or as an argument of whatever ends in record, note or audit.
_WRITTEN = re.compile(r'(?:action=|(?:record|note|audit|taken)\([^()"]*)"([a-z]+\.[a-z_.]+)"')


def written(file: Path) -> set[str]:
    found = _WRITTEN.findall(file.read_text("utf-8"))
    # The prizes of a contest write what comes after "quizzes.".
    return {f"quizzes.{one}" if one.startswith("prize.") else one for one in found}


def test_every_action_that_is_written_has_words() -> None:
    found = {
        action for package in PACKAGES for file in (ROOT / package).rglob("*.py") for action in written(file)
    }

    assert len(found) > 40
    assert sorted(found - action_words().keys()) == []


def test_each_way_to_open_evidence_has_words() -> None:
    # These are written by the value of the permission, which no search for a string finds.
    assert sorted({*map(str, EvidencePermission)} - action_words().keys()) == []


def test_details_are_told_in_chinese_and_what_is_unknown_as_it_stands() -> None:
    detail = '{"because":"not_major","fen":450000,"until":"2026-07-05","whole":true,"oddity":"x"}'

    roles = {"planner": "策划"}
    assert told_details('{"channel":"operator","role":"planner"}', {"role": roles.__getitem__}) == (
        "来源：12350/12345 来电代录，角色：策划"
    )
    assert told_details('{"department":null,"from":"major","to":"low"}') == "照着：重大，改为：低"
    assert told_details(detail) == (
        "理由：核查属实，但不属于可以发放奖金的事项，金额：4,500.00元，到哪天：2026年7月5日，完整：是，oddity：x"
    )


def test_what_a_list_was_narrowed_to_when_it_was_exported_is_told() -> None:
    assert told_details('{"category":"fire","group":"new","region":"331081","sort":"due"}') == (
        "类别：fire，分类：new，区划：331081，排序：due"
    )


def test_words_lead_back_to_the_action_and_no_two_are_alike() -> None:
    words = action_words()

    assert words_of_action("tips.accept") == "举报：受理"
    assert words_of_action("gone.long_ago") == "gone.long_ago"
    assert actions_of("账号：授予角色") == actions_of("staff.grant") == ("staff.grant",)
    assert all(action in actions_of(one) for action, one in words.items())
    assert all(
        actions_of(one) == (action,) for action, one in words.items() if list(words.values()).count(one) == 1
    )


def test_every_matter_that_is_written_has_a_word() -> None:
    kinds = {
        kind
        for package in PACKAGES
        for file in (ROOT / package).rglob("*.py")
        for kind in re.findall(r'subject=f?"([a-z_]+):', file.read_text("utf-8"))
    }

    assert len(kinds) > 15
    assert sorted(kinds - subject_kinds().keys()) == []


def test_a_matter_is_found_by_its_number_its_words_or_its_key() -> None:
    assert words_of_subject("tip:R2611000123") == "举报 R2611000123"
    assert words_of_subject("quiz:contest:2") == "竞赛 2"
    assert words_of_subject("quiz:bank") == "题库"
    assert "quiz:contest:2" in subjects_of("竞赛 2")
    assert words_of_subject("vault") == "vault"
    assert words_of_subject("oddity:1") == "oddity:1"
    assert "tip:R1" in subjects_of("R1")
    assert "case:R1" in subjects_of("R1")
    assert subjects_of("tip:R1") == ("tip:R1",)
    assert subjects_of("举报 R1") == ("举报 R1", "tip:R1")
    assert "rules:own-2" in subjects_of("奖励办法own-2")
    assert subjects_of("") == ()


def test_every_machine_that_acts_has_a_name() -> None:
    acting = re.compile(r'Actor\(ActorKind\.SYSTEM, "([a-z]+)"')
    found = {
        one
        for package in PACKAGES
        for file in (ROOT / package).rglob("*.py")
        for one in acting.findall(file.read_text("utf-8"))
    }

    assert len(found) > 5
    assert sorted(found - actor_words().keys()) == []
