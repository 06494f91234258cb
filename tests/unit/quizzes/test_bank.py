"""The bank in files: what may stand there, what is refused, and that our own is sound."""

from pathlib import Path

import pytest
import yaml

from app.quiz_bank import known
from core.errors import BadContent
from quizzes.checking import INDUCEMENT, Known, broken_rules, check, measured
from quizzes.question import Kind, Question, Source, question_from
from quizzes.reading import BANK, read_bank
from tests.unit.quizzes.question_tree import tree

KNOWN = Known({"fire", "gas"}, {"fire.oil_pan"}, {"oil_pan"})


def test_our_own_bank_has_nothing_to_mend() -> None:
    complaints, measures = check(known())
    assert [str(one) for one in complaints] == []
    assert measures.questions >= 40
    assert set(measures.by_kind) == {kind.value for kind in Kind}


def test_every_question_survives_the_way_into_the_table_and_back() -> None:
    for question in read_bank().values():
        assert question_from(question.to_tree()) == question


def test_a_good_question_has_nothing_to_mend() -> None:
    assert list(broken_rules(question_from(tree()), KNOWN)) == []


@pytest.mark.parametrize(
    ("change", "what"),
    [
        ({"id": "Fire Pan"}, "an id is"),
        ({"id": "flood.pan"}, "no category 'flood'"),
        ({"options": ["关火", "泼水"]}, "3 to 4 options"),
        ({"options": ["关火", "关火", "泼水"]}, "two options are the same"),
        ({"options": ["关火", "泼水", "以上都对"]}, "none may speak of the others"),
        ({"right": "D"}, "not there: D"),
        ({"right": "AB"}, "exactly one option is right"),
        ({"kind": "multiple", "right": "A"}, "two right options"),
        ({"kind": "multiple", "right": "ABC"}, "two right options"),
        ({"options": ["关掉灶具和总阀再用锅盖平推着盖严实等它凉透", "泼水", "端锅"]}, "much longer"),
        ({"explanation": "应当选A，因为没有空气火就灭了。"}, "must not name letters"),
        ({"explanation": "转发本题给三个朋友，火就灭了，是真的。"}, "no inducement"),
        ({"explanation": "太短"}, "an explanation has"),
        ({"source": {"title": "无"}}, "the source is missing"),
        ({"source": {"title": "中华人民共和国消防法"}}, "named with its year"),
        ({"topics": []}, "names no topic"),
        ({"topics": ["fire.nothing"]}, "unknown topic"),
        ({"settings": ["机关"]}, "settings are some of"),
        ({"difficulty": 4}, "difficulty is"),
        ({"picture": "nothing"}, "unknown picture"),
        ({"kind": "picture"}, "needs its picture"),
    ],
)
def test_what_is_wrong_with_a_question_is_said(change: dict[str, object], what: str) -> None:
    assert any(what in said for said in broken_rules(question_from(tree(**change)), KNOWN))


@pytest.mark.parametrize(
    "change",
    [
        {"kind": "riddle"},
        {"right": None},
        {"stem": 12379},
        {"difficulty": "schwer"},
        {"hint": "none"},
        {"kind": "true_false"},
        {"kind": "true_false", "options": [], "right": "A"},
    ],
)
def test_what_has_not_the_shape_of_a_question_is_refused(change: dict[str, object]) -> None:
    with pytest.raises(BadContent, match=r"fire\.pan"):
        question_from(tree(**change))


def test_the_files_are_compared_with_each_other(tmp_path: Path) -> None:
    twin = tree(id="fire.twin", stem="油锅着了火，您先做哪一步呢？")
    (tmp_path / "fire.yaml").write_text(yaml.safe_dump([tree(), twin]), "utf-8")
    (tmp_path / "gas.yaml").write_text(yaml.safe_dump([tree()]), "utf-8")
    (tmp_path / "heat.yaml").write_text("nothing: here", "utf-8")
    said = "\n".join(str(one) for one in check(KNOWN, tmp_path)[0])
    assert "fire.twin: asks the same as fire.pan" in said
    assert "fire.pan: this id stands in fire.yaml too" in said
    assert "fire.pan: does not belong into gas.yaml" in said
    assert "heat.yaml: a file of the bank is a list" in said


def write_many(folder: Path, right: str, options: list[str]) -> None:
    many = [
        tree(
            id=f"fire.q{n}",
            stem=f"{'甲乙丙丁戊己庚辛壬癸'[n % 10] * 9}第{n}问？",
            right=right,
            options=options,
        )
        for n in range(24)
    ]
    (folder / "fire.yaml").write_text(yaml.safe_dump(many), "utf-8")


def test_a_bank_that_can_be_passed_without_knowing_is_told(tmp_path: Path) -> None:
    write_many(tmp_path, "B", ["关火", "关火盖盖", "泼水"])
    said = [str(one) for one in check(KNOWN, tmp_path)[0]]
    assert "bank: the longest option is right in 100% of questions" in said
    assert "bank: B is right in 100% of questions" in said


def test_verdicts_are_balanced_too() -> None:
    verdict = question_from(tree(kind="true_false", options=[], right="对"))
    assert measured([verdict] * 3).true_share == 1.0


@pytest.mark.parametrize(
    ("chosen", "is_right"), [("AC", True), ("CA", True), ("A", False), ("ABC", False), ("", False)]
)
def test_half_right_is_wrong(chosen: str, is_right: bool) -> None:
    question = question_from(tree(kind="multiple", right="AC"))
    assert question.is_right(chosen) is is_right


def test_a_source_is_written_with_year_and_clause() -> None:
    assert str(Source("消防法", "第六十条", 2021)) == "消防法（2021年）第六十条"
    assert str(Source("燃气工程项目规范（GB 55009-2021）", None, 2021)) == "燃气工程项目规范（GB 55009-2021）"
    assert isinstance(question_from(tree()), Question)


def test_no_question_and_no_page_induces_anybody() -> None:
    assert INDUCEMENT.search("转发到朋友圈") is not None
    assert INDUCEMENT.search("关注公众号领取奖品") is not None
    for path in BANK.glob("*.yaml"):
        assert INDUCEMENT.search(path.read_text("utf-8")) is None
