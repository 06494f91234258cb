"""The confidence is fitted to judged questions: what is found rightly becomes surer than what is not."""

from dataclasses import replace

from knowledge.evaluation.fitting import fit
from knowledge.evaluation.ownset import OwnQuestion
from knowledge.search.index import Index
from knowledge.search.opinion import LEAST
from knowledge.search.ranking import BY_WORDS, COEFFICIENTS, WITH_OPINION, Signs, coefficients, confidence

ASKED = [
    OwnQuestion("formal", "dev", (article,), frozenset({topic}))
    for article, topic in [
        ("油锅着火怎么办", "fire.oil_pan"),
        ("炒菜锅起火了", "fire.oil_pan"),
        ("打雷时在户外怎么办", "lightning.outdoor"),
        ("打雷在家里要注意什么", "lightning.indoor"),
    ]
]
FOREIGN = [
    OwnQuestion("ood", "dev", (text,), frozenset())
    for text in ("公积金怎么提取", "今天股票涨了吗", "户外鞋哪家便宜", "怎么办护照", "家里养猫好吗")
]


def test_every_feature_has_a_coefficient() -> None:
    weak = Signs(0, 0, 0, 0, 0, 0, 0)
    assert set(coefficients()[BY_WORDS]) == {"constant", *weak.features()}
    assert set(coefficients()[WITH_OPINION]) == {"constant", *replace(weak, opinion=LEAST).features()}
    assert COEFFICIENTS.exists()


def test_nothing_that_speaks_for_an_entry_counts_against_it() -> None:
    for weights in coefficients().values():
        assert all(value >= 0 for name, value in weights.items() if name != "constant")


def test_a_good_opinion_makes_surer() -> None:
    signs = Signs(0.5, 0.7, 0.6, 0.5, 0.2, 0.8, 2.0)
    assert confidence(replace(signs, opinion=LEAST)) < confidence(replace(signs, opinion=-0.1))


def test_more_of_each_good_sign_makes_surer() -> None:
    weak = confidence(Signs(0.2, 0.4, 0.2, 0.3, 0.1, 0.5, 1.0))
    strong = confidence(Signs(0.9, 1.0, 0.9, 0.9, 0.9, 1.0, 3.0))
    assert 0 < weak < 0.3 < 0.9 < strong < 1


def test_the_fit_tells_our_questions_from_foreign_ones(index: Index) -> None:
    found = fit(index, ASKED * 5 + FOREIGN * 5)
    assert set(found.coefficients) == {BY_WORDS}
    assert set(found.coefficients[BY_WORDS]) == set(coefficients()[BY_WORDS])
    assert found.right_first >= 0.75
    assert found.right_at[2] >= 0.5
