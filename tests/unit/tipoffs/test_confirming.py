"""What the bureau's 法规科 has to confirm is listed from where it is in force, and each place exists."""

from pathlib import Path

import yaml

from tipoffs.clocks.rules import DEFAULTS, read_rules
from tipoffs.confirming import PROJECT, Unconfirmed, unconfirmed
from tipoffs.rewards.reckoning.reading import read_rulebook

BOOK = read_rulebook()


def listed(overrides: Path | None = None) -> list[Unconfirmed]:
    return unconfirmed(read_rules(overrides), overrides, BOOK)


def test_every_clock_that_is_marked_is_listed_and_no_other() -> None:
    marked = {
        kind for kind, one in yaml.safe_load(DEFAULTS.read_text("utf-8"))["clocks"].items() if one["confirm"]
    }
    found = [one.where.rpartition("clocks.")[2] for one in listed() if one.what.startswith("时限")]
    assert len(found) == len(set(found))
    assert set(found) == marked


def test_each_place_holds_what_it_is_said_to_hold() -> None:
    for one in listed():
        assert all((one.what, one.value, one.where, one.why)), one
        file, _, name = one.where.partition(" ")
        text = (PROJECT / file).read_text("utf-8")
        assert name.rsplit(".", 1)[-1] in text, one


def test_classes_of_secrets_ladders_and_reward_rules_are_there() -> None:
    values = {one.what: one.value for one in listed()}
    assert values["保存期限：举报人身份"] == "结案后365日"
    assert "约谈：逾期11个工作日" in {part for one in listed() for part in one.value.split("，")}
    assert values["奖励审批级别：安全生产领域举报奖励办法"] == "10,000.00元以内1人签批；超过的2人签批"
    assert values["延期：核查办结"] == "最多30日，分管领导批准"


def test_what_the_bureau_has_confirmed_is_gone_and_what_it_changed_names_its_file(tmp_path: Path) -> None:
    own = tmp_path / "clocks.yaml"
    own.write_text("clocks: {accept: {confirm: false}, sign: {length: 2}}", "utf-8")
    found = {one.what: one for one in listed(own)}
    assert "时限：决定是否受理" not in found
    assert found["时限：承办单位签收"].value == "2个工作日"
    assert found["时限：承办单位签收"].where == f"{own} clocks.sign"
