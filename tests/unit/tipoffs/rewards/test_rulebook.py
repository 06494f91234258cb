"""Which rule is in force, and what is wrong with a rule file."""

from datetime import date
from pathlib import Path

import pytest
import yaml

from core.errors import BadContent
from tipoffs.rewards.reckoning.facts import Facts
from tipoffs.rewards.reckoning.reading import FOLDER, examine, read_rulebook
from tipoffs.rewards.reckoning.rulebook import DayKind, NoRule, RuleBook, Standing
from tipoffs.rewards.words import MatterKind

LOCAL_TABLES = 20


@pytest.fixture(scope="module")
def book() -> RuleBook:
    """The project's own rule sets."""
    return read_rulebook()


def facts(day: date, kind: MatterKind = MatterKind.VIOLATION, level: str | None = None) -> Facts:
    return Facts(kind=kind, accepted_on=day, level=level)


def test_the_own_rule_sets_are_complete_and_without_fault() -> None:
    sets, faults = examine()
    assert faults == []
    assert sum(one.standing is Standing.REFERENCE for one in sets) == LOCAL_TABLES
    assert all(one.source and one.basis for one in sets)


@pytest.mark.parametrize(
    ("localities", "day", "domain", "level", "found"),
    [
        (["厦门市", "福建省"], date(2021, 6, 1), "general", None, "xiamen-2021"),
        (["厦门市", "福建省"], date(2026, 6, 1), "general", None, "national-2018"),
        (["温岭市", "浙江省"], date(2026, 6, 1), "general", None, "zhejiang-2020"),
        (["温岭市", "浙江省"], date(2020, 12, 14), "general", None, "national-2018"),
        (["温岭市", "浙江省"], date(2020, 12, 15), "general", None, "zhejiang-2020"),
        (["腾冲市"], date(2026, 6, 1), "mine", "一级举报", "mining-trial"),
        (["腾冲市"], date(2026, 6, 1), "mine", None, "national-2018"),
        (["腾冲市"], date(2023, 6, 1), "mine", "一级举报", "national-2018"),
    ],
)
def test_the_rule_in_force_on_the_day_of_acceptance(
    book: RuleBook, localities: list[str], day: date, domain: str, level: str | None, found: str
) -> None:
    assert book.find(localities, facts(day, level=level), domain, with_references=True).rules.id == found


def test_what_nobody_confirmed_is_not_used(book: RuleBook) -> None:
    assert book.find(["厦门市"], facts(date(2021, 6, 1))).rules.id == "national-2018"


def test_before_the_first_rule_there_is_none(book: RuleBook) -> None:
    with pytest.raises(NoRule):
        book.find(["温岭市"], facts(date(2018, 1, 3)))
    with pytest.raises(NoRule):
        book.find(["温岭市"], facts(date(2026, 1, 3), MatterKind.GENERAL_HAZARD))


def test_a_set_takes_over_what_it_does_not_state(book: RuleBook) -> None:
    national, fuzhou = book.named("national-2018").policy, book.named("fuzhou-2021").policy
    assert (fuzhou.window.days, fuzhou.window.kind) == (7, DayKind.WORKING)
    assert (national.window.days, national.window.kind) == (60, DayKind.NATURAL)
    assert fuzhou.exclusions == national.exclusions


def spoilt(tmp_path: Path, **changes: object) -> list[str]:
    """What is complained about when the national set is changed so."""
    tree = yaml.safe_load((FOLDER / "national-2018.yaml").read_text("utf-8"))
    rule, policy = tree["rules"][0], tree["policy"]
    for name, value in changes.items():
        place, _, entry = name.partition("__")
        {"set": tree, "rule": rule, "policy": policy}[place][entry] = value
    (tmp_path / "national-2018.yaml").write_text(yaml.safe_dump(tree, allow_unicode=True), "utf-8")
    return examine(tmp_path)[1]


@pytest.mark.parametrize(
    ("change", "complaint"),
    [
        ({"rule__floor": 3000.5}, "金额应当是整数元"),
        ({"rule__floor": -1}, "金额应当是整数元"),
        ({"rule__floor": True}, "金额应当是整数元"),
        ({"rule__cap": 100}, "上限低于下限"),
        ({"rule__kinds": []}, "至少要写一类事项"),
        ({"rule__kinds": ["rumour"]}, "只能是"),
        ({"rule__kinds": ["violation", "concealed_accident"]}, "管同样的事项"),
        ({"rule__code": "B"}, "用了两次"),
        ({"rule__method": {}}, "只写一种算法"),
        ({"rule__method": {"fixed": 1, "percent_of_penalty": 2}}, "只写一种算法"),
        ({"rule__method": {"percent_of_penalty": 0}}, "大于0"),
        ({"rule__method": {"percent_of_penalty": 101}}, "不超过100"),
        ({"rule__method": {"percent_of_penalty": None}}, "不能空着"),
        ({"rule__method": {"range": {"min": 5, "max": 3}}}, "小于min"),
        ({"rule__method": {"range": {"min": 5}}}, "min和max"),
        ({"rule__method": {"range": {"min": 1, "max": 3, "tiers": {"甲": {"min": 0, "max": 3}}}}}, "超出了"),
        ({"rule__method": {"range": {"min": 1, "max": 3, "scores": {"甲": 101}}}}, "不超过100"),
        (
            {"rule__method": {"people_saved": [{"at_least": 3, "amount": 1}, {"at_least": 1, "amount": 2}]}},
            "从小到大",
        ),
        (
            {"rule__method": {"two_stage": {"verify": {"two_stage": {}}, "result": {"fixed": 1}}}},
            "不能再分步",
        ),
        ({"rule__method": {"per_death": {"huge": 1}}}, "至少要写一档"),
        ({"rule__celing": 1}, "不认识这一项"),
        ({"rule__zero_penalty": "floor", "rule__floor": None}, "没有下限"),
        ({"rule__cap_breakable_by": ["x"], "rule__cap": None}, "没有上限"),
        ({"set__from": None}, "从哪一天起"),
        ({"set__from": "去年"}, "日期要写成"),
        ({"set__to": date(2017, 1, 1)}, "早于from"),
        ({"set__extends": "nothing"}, "没有“nothing”"),
        ({"set__rules": []}, "至少要有一条"),
        ({"set__source": None}, "不能空着"),
        ({"set__id": "other"}, "和文件名一样"),
        ({"policy__approval": []}, "至少要有一条"),
        ({"policy__approval": [{"up_to": 5, "permissions": ["rewards.approve"]}]}, "最后一级不写"),
        ({"policy__approval": [{"permissions": ["rewards.everything"]}]}, "没有“rewards.everything”"),
        ({"policy__claim": {"days": 0, "kind": "natural", "extension_days": 0}}, "至少要有一天"),
        ({"policy__limits": [{"period": "week", "amount": 1}]}, "只能是day"),
        ({"policy__limits": [{"period": "day"}]}, "只写一个"),
        ({"policy__payees": {"identity": "anybody"}}, "只能是"),
        (
            {"policy__uplifts": [{"relation": "employee", "percent": 5, "order": "before_cap"}] * 2},
            "写了两次",
        ),
        ({"policy__revisit_days": [0]}, "大于零的天数"),
        ({"policy__exclusions": ["duty_staff", "duty_staff"]}, "有重复的"),
    ],
)
def test_every_fault_is_named_in_chinese(tmp_path: Path, change: dict[str, object], complaint: str) -> None:
    faults = spoilt(tmp_path, **change)
    assert any(complaint in fault for fault in faults), faults


def test_two_sets_of_one_day_and_place_are_a_fault(tmp_path: Path) -> None:
    text = (FOLDER / "national-2018.yaml").read_text("utf-8")
    (tmp_path / "national-2018.yaml").write_text(text, "utf-8")
    (tmp_path / "national-2027.yaml").write_text(
        text.replace("id: national-2018", "id: national-2027").replace(
            "from: 2018-01-04", "from: 2027-01-01"
        ),
        "utf-8",
    )
    assert any("同一天都有效" in fault for fault in examine(tmp_path)[1])
    with pytest.raises(BadContent):
        read_rulebook(tmp_path)
    (tmp_path / "national-2018.yaml").write_text(
        text.replace("from: 2018-01-04", "from: 2018-01-04\nto: 2026-12-31"), "utf-8"
    )
    book = read_rulebook(tmp_path)
    assert book.find([], facts(date(2026, 12, 31))).rules.id == "national-2018"
    assert book.find([], facts(date(2027, 1, 1))).rules.id == "national-2027"


def test_a_file_that_is_no_yaml_is_named(tmp_path: Path) -> None:
    (tmp_path / "broken.yaml").write_text("a: [", "utf-8")
    assert "broken.yaml" in examine(tmp_path)[1][0]


def test_what_was_not_found_is_told_in_whole_sentences(book: RuleBook) -> None:
    # A comma of thousands ends an item of a YAML list without quotes: 不低于1 and 000元。 were two of them.
    told = [words for rules in book.sets for words in rules.unknown]

    assert len(told) > 10
    assert [words for words in told if not words.endswith("。")] == []
