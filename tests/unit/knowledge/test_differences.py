"""What changed between two versions, as a clerk reads it."""

from dataclasses import replace
from datetime import date

from knowledge.articles import FIELD_LABELS, Article, Source, Urgency
from knowledge.editorial.differences import differences, written
from tests.unit.knowledge.samples import make_article

OLD = make_article(
    "fire.oil_pan", "油锅着火怎么办？", "锅里起火了", "油烧着了", answer="1. 关火。\n2. 盖锅盖。\n3. 打119。"
)


def test_equal_versions_have_no_difference() -> None:
    assert differences(OLD, replace(OLD)) == []
    assert written([]) == "两稿内容相同。"


def test_a_changed_line_stands_between_those_that_stayed() -> None:
    [change] = differences(OLD, replace(OLD, answer="1. 关火。\n2. 盖锅盖或者灭火毯。\n3. 打119。"))
    assert change.label == "回答"
    assert change.lines == ("　1. 关火。", "－2. 盖锅盖。", "＋2. 盖锅盖或者灭火毯。", "　3. 打119。")


def test_of_a_list_only_what_went_and_came_is_told() -> None:
    changes = differences(
        OLD, replace(OLD, asks=("锅里起火了", "锅烧了"), sources=(*OLD.sources, Source("应急管理部公开提示")))
    )
    assert written(changes) == "【问法】\n－油烧着了\n＋锅烧了\n【依据】\n＋应急管理部公开提示"


def test_another_order_is_a_difference() -> None:
    [change] = differences(OLD, replace(OLD, asks=OLD.asks[::-1]))
    assert change.lines == ("－锅里起火了", "－油烧着了", "＋油烧着了", "＋锅里起火了")


def test_whom_an_article_is_for_has_no_order() -> None:
    one = replace(OLD, audience=("家庭", "农村", "企业"))
    assert differences(one, replace(one, audience=("企业", "农村", "家庭"))) == []


def test_every_field_has_its_label() -> None:
    other = Article(
        id="gas.leak",
        topics=("gas.leak",),
        question="煤气漏了怎么办？",
        asks=("有煤气味",),
        lead="开窗。",
        answer="关阀。",
        sources=(),
        audience=(),
        urgency=Urgency.URGENT,
        reviewed_on=date(2026, 1, 1),
        review_due_on=date(2027, 1, 1),
        pictures=("gas_leak",),
    )
    assert [change.label for change in differences(OLD, other)] == list(FIELD_LABELS.values())
    assert set(FIELD_LABELS) == set(Article.__slots__)
    assert "－一般\n＋较急" in written(differences(OLD, other))
