"""Which phrasings come nearest to a question, before anything else is asked of their entries."""

import pytest

from knowledge.search.compiling import compile_entries
from knowledge.search.entries import Entry
from knowledge.search.features import terms
from knowledge.search.phrasings import Nearest, Phrasings
from knowledge.search.tokenizer import Tokenizer

ENTRIES = [
    Entry("hose", (), "", ("燃气软管多久换", "煤气管子几年换一次", "软管老化", "软管裂了"), "十八个月"),
    Entry("bottle", (), "", ("煤气罐几年报废", "煤气罐多久检", "液化气瓶检验", "罐子过期"), "四年"),
    Entry("lift", (), "", ("电梯困人", "电梯停了", "电梯门打不开", "电梯按钮不亮"), "按铃等人来"),
]


@pytest.fixture(scope="module")
def phrasings(tokenizer: Tokenizer) -> Phrasings:
    return Phrasings(compile_entries(ENTRIES, tokenizer))


def nearest(phrasings: Phrasings, tokenizer: Tokenizer, question: str, limit: int = 10) -> list[Nearest]:
    canonical = tokenizer.canonical(question)
    query = dict.fromkeys(terms(canonical, tokenizer.words(canonical)), 1.0)
    return phrasings.nearest(canonical.replace(" ", ""), query, limit)


def test_each_entry_is_stood_for_by_its_nearest_phrasing(phrasings: Phrasings, tokenizer: Tokenizer) -> None:
    first, second = nearest(phrasings, tokenizer, "煤气罐多久检")

    assert [first.owner, second.owner] == [1, 0]
    assert phrasings.text(first.number) == tokenizer.canonical("煤气罐多久检").replace(" ", "")
    assert first.rank > second.rank


def test_a_question_meets_its_own_phrasing_whole(phrasings: Phrasings, tokenizer: Tokenizer) -> None:
    first, *_ = nearest(phrasings, tokenizer, "软管裂了")

    assert (first.met, first.likeness) == (1.0, 1.0)


def test_no_more_entries_than_asked_for(phrasings: Phrasings, tokenizer: Tokenizer) -> None:
    assert len(nearest(phrasings, tokenizer, "煤气罐多久检", limit=1)) == 1


def test_what_no_phrasing_holds_is_near_to_none(phrasings: Phrasings, tokenizer: Tokenizer) -> None:
    assert nearest(phrasings, tokenizer, "咖啡") == []


def test_what_a_query_could_reach_counts_only_among_few_phrasings(
    phrasings: Phrasings, tokenizer: Tokenizer
) -> None:
    few = Phrasings(
        compile_entries(
            [Entry(str(at), (), "", one.phrasings[:1], "") for at, one in enumerate(ENTRIES)], tokenizer
        )
    )

    assert nearest(phrasings, tokenizer, "电梯困人")[0].held is None
    held = nearest(few, tokenizer, "电梯困人")[0].held
    assert held is not None
    assert held > 0.5
