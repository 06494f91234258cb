"""How a question is read: what was meant, its words, and what each of them says."""

import pytest

from knowledge.search.compiling import compile_entries
from knowledge.search.entries import Entry
from knowledge.search.question_reader import QuestionReader
from knowledge.search.tokenizer import Tokenizer


def reader_of(tokenizer: Tokenizer, *texts: str, foreign: str = "") -> QuestionReader:
    entries = [Entry(text, (), "", (text,), "") for text in (*texts, *([foreign] if foreign else []))]
    return QuestionReader(compile_entries(entries, tokenizer), tokenizer, ours=len(texts))


@pytest.fixture(scope="module")
def reader(tokenizer: Tokenizer) -> QuestionReader:
    return reader_of(tokenizer, "灭火器过期了怎么办", "燃气软管多久换", foreign="歌词怎么写")


def test_a_wrong_character_of_the_right_sound_is_read_as_it_was_meant(reader: QuestionReader) -> None:
    assert reader.meant("灭火器过其") == "灭火器过期"
    assert reader.as_written("灭火器过其") != reader.as_meant("灭火器过其")


def test_what_is_written_rightly_is_read_as_it_stands(reader: QuestionReader) -> None:
    assert reader.meant("燃气软管多久换") == "燃气软管多久换"


def test_a_compound_that_no_entry_holds_is_read_as_two_words_that_one_holds(tokenizer: Tokenizer) -> None:
    assert tokenizer.words("交通事故") == ["交通事故"]

    assert reader_of(tokenizer, "交通要看红灯，事故要报警").words("交通事故") == ["交通", "事故"]
    assert reader_of(tokenizer, "交通事故要报警，交通，事故").words("交通事故") == ["交通事故"]
    assert reader_of(tokenizer, "软管十八个月更换").words("交通事故") == ["交通事故"]


def test_a_word_of_ours_is_near_to_our_subjects_and_a_foreign_one_is_not(reader: QuestionReader) -> None:
    (_, ours), (_, foreign) = reader.facts("灭火器"), reader.facts("歌词")

    assert ours > 0.0
    assert foreign == 0.0


def test_words_that_say_nothing_do_not_count(reader: QuestionReader) -> None:
    assert reader.telling("怎么办").weight < reader.telling("灭火器怎么办").weight
