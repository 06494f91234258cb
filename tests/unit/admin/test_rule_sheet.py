"""The form of a rule set: what it shows is what it reads back, and a fault leads to its field."""

import pytest
import yaml

from admin.forms import Typed
from admin.rewards.rule_fields import head_fields, note_fields, policy_sections, rules_on
from admin.rewards.rule_filling import typed_of
from admin.rewards.rule_sheet import sheet_of
from tipoffs.rewards.own_rules.differing import differences, lines_of
from tipoffs.rewards.own_rules.writing import as_yaml, tree_of
from tipoffs.rewards.reckoning.reading import read_draft, read_rulebook
from tipoffs.rewards.reckoning.rulebook import RuleSet, Standing

BOOK = read_rulebook()
IN_FORCE = "in_force"


def filled(rules: RuleSet) -> Typed:
    """The form of a set."""
    return typed_of(tree_of(rules))


def changed(rules: RuleSet, **fields: str) -> tuple[dict[str, str], list[str]]:
    """The faults of a form in which some fields were typed over."""
    typed = Typed({**filled(rules).fields, **{name: [value] for name, value in fields.items()}})
    sheet = sheet_of(typed)
    return sheet.fields_of(read_draft(as_yaml(sheet.tree))[1])


@pytest.mark.parametrize("rules", BOOK.sets, ids=lambda one: one.id)
def test_every_set_goes_through_file_and_form_unchanged(rules: RuleSet) -> None:
    assert read_draft(as_yaml(tree_of(rules))) == (rules, [])

    tree = sheet_of(filled(rules)).tree
    again, faults = read_draft(as_yaml(tree))

    # The office stands for what it wrote; everything else is as it was.
    assert faults == []
    assert again is not None
    assert differences(rules, again) == []
    assert yaml.safe_load(as_yaml(tree)) == tree
    assert again.standing is Standing.IN_FORCE


@pytest.mark.parametrize("rules", BOOK.sets, ids=lambda one: one.id)
def test_every_field_that_is_read_is_on_the_form(rules: RuleSet) -> None:
    typed = filled(rules)
    parts = (group for section in policy_sections() for group in section.groups)
    groups = [*parts, *(group for one in rules_on(typed) for group in one.methods)]
    shown = {one.name for group in groups for one in group.fields}
    shown |= {one.name for one in (*head_fields(), *note_fields())}
    for rule in rules_on(typed):
        shown |= {one.name for one in (*rule.head, rule.method, *rule.bounds, rule.gone)}
        for method, nested in rule.stages:
            shown |= {method.name} | {one.name for group in nested for one in group.fields}

    assert {name for name, said in typed.fields.items() if any(said)} - shown <= {"rows"}


NATION = BOOK.named("national-2018")


@pytest.mark.parametrize(
    ("field", "typed", "words"),
    [
        ("r0-percent", "一成半", "百分数"),
        ("r0-percent", "120", "不超过100"),
        ("r0-floor", "三千", "最多两位小数"),
        ("r0-cap", "100", "上限低于下限"),
        ("r1-general", "3万", "最多两位小数"),
        ("r1-code", "A", ""),
        ("from", "明年", "2018-01-04"),
        ("basis", "", "不能空着"),
        ("a0-up_to", "一万", "最多两位小数"),
        ("claim-days", "0", "至少要有一天"),
        ("u-employee-percent", "0", "大于0"),
        ("l-month-amount", "1.234", "最多两位小数"),
        ("revisit_days", "明天", "天数"),
        ("budget_line", "", "不能空着"),
    ],
)
def test_a_fault_stands_at_its_field_in_words_of_the_form(field: str, typed: str, words: str) -> None:
    by_field, others = changed(NATION, **{field: typed})

    if words:
        assert words in by_field[field]
    else:
        assert "用了两次" in others[0]
    said = [*by_field.values(), *others]
    assert not any(term in one for one in said for term in ("yaml", "引号", "up_to", "method"))


def test_a_rule_that_is_ticked_away_is_gone_and_the_rest_keeps_its_fields() -> None:
    fields = filled(NATION).fields
    sheet = sheet_of(Typed({**fields, "r0-gone": ["yes"], "r1-cap": ["三十万"]}))
    by_field, _ = sheet.fields_of(read_draft(as_yaml(sheet.tree))[1])

    assert [one["code"] for one in sheet.tree["rules"]] == ["B"]
    assert list(by_field) == ["r1-cap"]


def test_no_line_of_a_set_is_told_under_the_name_of_another() -> None:
    for rules in BOOK.sets:
        names = [name for name, _ in lines_of(rules)]
        assert len(names) == len(set(names)), rules.id
