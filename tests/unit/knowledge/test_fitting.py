"""The confidence is fitted to judged questions: what is found rightly becomes surer than what is not."""

from knowledge.evaluation.fitting import fit
from knowledge.evaluation.ownset import OwnQuestion
from knowledge.search.index import Index
from knowledge.search.opinion import LEAST
from knowledge.search.ranking import (
    BY_ANSWER,
    BY_FEW,
    BY_WORDS,
    COEFFICIENTS,
    WITH_OPINION,
    Signs,
    coefficients,
    confidence,
)

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
    few = weak._replace(held=0.0)
    kinds = {
        one.judged: one for one in (weak, weak._replace(opinion=LEAST), few, few._replace(has_phrasing=False))
    }
    assert set(kinds) == set(coefficients()) == {BY_WORDS, WITH_OPINION, BY_FEW, BY_ANSWER}
    for name, signs in kinds.items():
        assert set(coefficients()[name]) == {"constant", *signs.features()}
    assert COEFFICIENTS.exists()


def test_an_answer_without_phrasings_can_be_sure() -> None:
    found = Signs(0, 1.0, 0, 0, 0.3, 0.8, 3.0, held=0.5, has_phrasing=False)
    assert confidence(found) > 0.6
    assert confidence(found._replace(held=0.1, covered=0.3)) < 0.1


def test_nothing_that_speaks_for_an_entry_counts_against_it() -> None:
    for weights in coefficients().values():
        assert all(value >= 0 for name, value in weights.items() if name != "constant")


def test_a_good_opinion_makes_surer() -> None:
    signs = Signs(0.5, 0.7, 0.6, 0.5, 0.2, 0.8, 2.0)
    assert confidence(signs._replace(opinion=LEAST)) < confidence(signs._replace(opinion=-0.1))


def test_more_of_each_good_sign_makes_surer() -> None:
    weak, strong = Signs(0.2, 0.4, 0.2, 0.3, 0.1, 0.5, 1.0), Signs(0.9, 1.0, 0.9, 0.9, 0.9, 1.0, 3.0)
    assert 0 < confidence(weak) < 0.3 < 0.9 < confidence(strong) < 1
    assert 0 < confidence(weak._replace(held=0.2)) < 0.3 < 0.9 < confidence(strong._replace(held=0.9)) < 1


def test_the_fit_tells_our_questions_from_foreign_ones(index: Index) -> None:
    found = fit(index, ASKED * 5 + FOREIGN * 5)
    assert set(found.coefficients) == {BY_WORDS}
    assert set(found.coefficients[BY_WORDS]) == set(coefficients()[BY_WORDS])
    assert found.right_first >= 0.75
    assert found.right_at[2] >= 0.5
