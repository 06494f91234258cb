"""A corpus of one or two phrasings an entry, as other people's are: what decides there beside the words."""

from knowledge.search.entries import Entry
from knowledge.search.index import Index
from knowledge.search.ranking import BY_ANSWER, BY_FEW, BY_WORDS
from knowledge.search.tokenizer import Tokenizer

OTHERS = [
    "红烧鱼怎么做",
    "手机怎么充电",
    "电费去哪里交",
    "白菜炖豆腐怎么做",
    "糖醋里脊的做法",
    "孩子几岁上学",
]


def _index(tokenizer: Tokenizer, *entries: tuple[str, ...]) -> Index:
    listed = [*entries, *((text,) for text in OTHERS)]
    return Index([Entry(one[0], (), one[0], one, "") for one in listed], tokenizer)


def test_the_order_of_words_counts_nothing(tokenizer: Tokenizer) -> None:
    index = _index(tokenizer, ("糖醋排骨怎么做最好吃",), ("怎么做糖醋排骨",))
    found = index.search("糖醋排骨怎么做")
    assert found[0].article_id == "怎么做糖醋排骨"
    (first, *_) = index.matches([("糖醋排骨怎么做", 1.0)])
    assert first.signs.likeness == 1.0


def test_more_phrasings_make_an_entry_hardly_better(tokenizer: Tokenizer) -> None:
    index = _index(tokenizer, ("怎么交电费", "电费怎么交呢", "交电费怎么交"), ("电费怎么交",))
    first, second = index.matches([("电费怎么交", 1.0)])[:2]
    assert second.candidate.article_id == "电费怎么交"
    assert first.rank - second.rank < 0.1


def test_what_a_corpus_has_decides_by_which_coefficients(tokenizer: Tokenizer) -> None:
    def judged(entry: Entry) -> str:
        (first, *_) = Index([entry], tokenizer).matches([("糖醋排骨怎么做", 1.0)])
        return first.signs.judged

    asks, answer = ("糖醋排骨怎么做",), "排骨先焯水，糖和醋按二比一。"
    assert judged(Entry("1", (), "", asks, "")) == BY_FEW
    assert judged(Entry("1", (), "", (), answer)) == BY_ANSWER
    assert judged(Entry("1", (), "", asks, answer)) == BY_WORDS
    assert judged(Entry("1", (), "", asks * 4, "")) == BY_WORDS


def test_an_answer_that_holds_the_question_is_surer_than_one_that_holds_a_word_of_it(
    tokenizer: Tokenizer,
) -> None:
    answers = ["糖醋排骨先焯水再炒糖色，最后放醋收汁。", "电费到营业厅交，手机上也可以。", "小学六岁入学。"]
    index = Index([Entry(text, (), "", (), text) for text in answers], tokenizer)
    whole, part = index.search("糖醋排骨怎么收汁")[0], index.search("电费发票抬头开错能换吗")[0]
    assert (whole.article_id, part.article_id) == (answers[0], answers[1])
    assert whole.score > 2 * part.score
