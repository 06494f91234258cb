"""Roles as data: every word exists and is given to somebody, and nobody can collect what must stay apart."""

from itertools import combinations
from pathlib import Path

import pytest

from app.settings_loading import load_settings
from app.wiring import build_container
from core.errors import BadContent, NotFound
from core.types import Labelled
from staff.permissions import StaffPermission, Vocabulary
from staff.roles import Roles

ROLES = Roles.load()

# Whose packages are still being built; their words are checked as soon as the first of them is defined.
TO_COME = ("tips", "hazards", "rewards", "vault")


class OtherPermission(Labelled):
    """Defines a word of somebody else."""

    GRANT = "staff.grant", "授权"


def test_every_word_of_a_role_exists_and_every_word_is_given_to_a_role(tmp_path: Path) -> None:
    known = build_container(load_settings(env="development", var_dir=tmp_path)).personnel.permissions
    offices = {word.partition(".")[0] for word in known}
    waiting = tuple(f"{office}." for office in TO_COME if office not in offices)
    assert [one for one in ROLES.complaints(known) if not one.startswith(waiting)] == []


def test_a_word_is_defined_once() -> None:
    with pytest.raises(BadContent, match=r"staff\.grant"):
        Vocabulary(StaffPermission, OtherPermission)


def test_what_is_wrong_with_the_data_is_named(tmp_path: Path) -> None:
    file = tmp_path / "roles.yaml"
    file.write_text(
        "roles:\n  boss: {label: 全管, permissions: [staff.manage, staff.grant, staff.rule]}\n"
        "apart:\n  - {words: [staff.manage, staff.grant], why: 三权分立}\n"
        "second_factor: [staff.audit]\n",
        "utf-8",
    )
    assert Roles.load(file).complaints(Vocabulary(StaffPermission)) == [
        "staff.rule is defined nowhere",
        "no role has staff.audit",
        "no role has staff.confirm",
        "no role has staff.displays",
        "no role has staff.screen",
        "no role has staff.settle",
        "no role has staff.watch",
        "boss alone breaks a rule of separation",
    ]
    file.write_text("roles: 5", "utf-8")
    with pytest.raises(BadContent, match=r"roles\.yaml"):
        Roles.load(file)


def test_the_three_administrators_are_three_people() -> None:
    for pair in combinations(["system_admin", "security_admin", "audit_admin"], 2):
        rule = ROLES.clash(pair)
        assert rule is not None
        assert "三权分立" in rule.why


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("leader", "payout_officer"),
        ("leader", "verifier"),
        ("verifier", "payout_officer"),
        ("custodian", "legal_officer"),
        ("custodian", "supervisor"),
        ("custodian", "security_admin"),
        ("handling_unit", "verifier"),
        ("intake_officer", "payout_officer"),
    ],
)
def test_who_proposes_does_not_approve(one: str, other: str) -> None:
    assert ROLES.clash([one, other]) is not None


@pytest.mark.parametrize(
    "roles",
    [
        [
            "knowledge_editor",
            "knowledge_reviewer",
            "publisher",
        ],  # per article: nobody approves what they wrote
        ["intake_officer", "duty_officer", "knowledge_editor"],
        ["leader", "publisher"],
        ["custodian", "knowledge_editor"],
    ],
)
def test_a_small_bureau_can_give_one_person_several_posts(roles: list[str]) -> None:
    assert ROLES.clash(roles) is None


def test_no_set_of_roles_without_a_clashing_pair_breaks_a_rule() -> None:
    """Rules look at what is held in all, so roles that agree two by two agree in any number."""
    words = list(ROLES.roles)
    for three in combinations(words, 3):
        pairs = any(ROLES.clash(pair) for pair in combinations(three, 2))
        assert (ROLES.clash(three) is not None) == pairs


def test_a_role_is_found_by_either_name() -> None:
    assert ROLES.role("受理员") is ROLES.role("intake_officer")
    with pytest.raises(NotFound, match="没有“局长”这个角色"):
        ROLES.role("局长")


def test_a_role_that_was_taken_out_of_the_data_permits_nothing() -> None:
    assert ROLES.permissions_of(["gone"]) == frozenset()
