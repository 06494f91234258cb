"""Articles: what a file must hold, and how one reads in WeChat."""

from datetime import date
from typing import Any

import pytest

from core.errors import BadContent
from knowledge.articles import Article, Source, render
from knowledge.localfacts import LocalFact, LocalFacts
from tests.unit.knowledge.samples import make_article

PHONE = LocalFact("duty_phone", "值班电话", "区号和号码", "：{value}", "（可拨12345转接）")
FACTS = LocalFacts({"duty_phone": PHONE}, {"duty_phone": "0577-12345678"})


@pytest.fixture
def tree() -> dict[str, Any]:
    return make_article("fire.oil_pan", "油锅着火怎么办？", "锅里起火了").to_tree()


def test_an_article_survives_the_way_through_its_tree(tree: dict[str, Any]) -> None:
    assert Article.from_tree(tree).to_tree() == tree


def test_pictures_belong_to_an_article_and_change_its_digest(tree: dict[str, Any]) -> None:
    with_picture = Article.from_tree({**tree, "pictures": ["oil_pan"]})
    assert with_picture.pictures == ("oil_pan",)
    assert Article.from_tree(with_picture.to_tree()) == with_picture
    assert with_picture.digest() != Article.from_tree(tree).digest()
    assert "pictures" not in tree


def test_the_digest_changes_with_one_sign(tree: dict[str, Any]) -> None:
    other = {**tree, "answer": tree["answer"] + "。"}
    assert Article.from_tree(tree).digest() != Article.from_tree(other).digest()


def test_a_day_may_be_written_as_yaml_reads_it(tree: dict[str, Any]) -> None:
    assert Article.from_tree({**tree, "reviewed_on": date(2026, 11, 22)}) == Article.from_tree(tree)


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("id", None),
        ("question", "  "),
        ("asks", "一句话"),
        ("asks", [119]),
        ("pictures", "oil_pan"),
        ("sources", {"title": "消防法"}),
        ("sources", [{"clause": "第一条"}]),
        ("sources", [{"title": "消防法", "year": "2021"}]),
        ("sources", [{"title": "消防法", "page": 3}]),
        ("urgency", "soon"),
        ("reviewed_on", "去年"),
        ("colour", "红"),
    ],
)
def test_a_wrong_field_is_named(tree: dict[str, Any], field: str, value: Any) -> None:
    with pytest.raises(BadContent, match="field" if field == "colour" else f"{field}|source"):
        Article.from_tree({**tree, field: value})


def test_something_else_than_a_mapping_is_refused() -> None:
    with pytest.raises(BadContent):
        Article.from_tree(["fire.oil_pan"])


def test_the_text_holds_lead_answer_and_sources() -> None:
    article = make_article(
        "fire.oil_pan", "油锅着火怎么办？", lead="关火盖锅盖{duty_phone}。", answer="1. 关火。\n"
    )
    assert render(article, FACTS) == (
        "关火盖锅盖：0577-12345678。\n\n1. 关火。\n\n依据：《中华人民共和国消防法》（2021）第二十八条"
    )


@pytest.mark.parametrize(
    ("source", "words"),
    [
        (Source("消防法", "第五条"), "《消防法》第五条"),
        (Source("国家消防救援局公开提示"), "国家消防救援局公开提示"),
        (Source("关于印发《某办法》的通知", None, 2018), "关于印发《某办法》的通知（2018）"),
    ],
)
def test_only_documents_stand_in_title_marks(source: Source, words: str) -> None:
    assert source.words() == words


def test_a_fact_nobody_gave_reads_as_the_safe_sentence() -> None:
    facts = LocalFacts({"duty_phone": PHONE})
    assert facts.fill("值班电话{duty_phone}") == "值班电话（可拨12345转接）"
    assert facts.missing() == [PHONE]


def test_a_placeholder_nobody_declared_never_shows() -> None:
    assert "{" not in FACTS.fill("打{nobody_knows}")


def test_a_value_that_looks_like_a_placeholder_is_left_as_it_is() -> None:
    facts = LocalFacts({"duty_phone": PHONE}, {"duty_phone": "{duty_phone}"})
    assert facts.fill("{duty_phone}") == "：{duty_phone}"
