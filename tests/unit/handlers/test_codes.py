"""A code with a slip in it is told from what people say."""

import time

import pytest

from handlers.codes import is_nearly_code

CODE = "7K3M9Q-A1B2C-D3E4F-G5H6J-K7M8N"


@pytest.mark.parametrize(
    "written",
    [CODE[:-1], f"{CODE}4", CODE.replace("-", "")[:-1], CODE[:-1].replace("-", " "), f"{CODE[:-1]}U"],
)
def test_a_missing_doubled_or_mistaken_sign_is_seen(written: str) -> None:
    assert is_nearly_code(written)


@pytest.mark.parametrize(
    "words",
    [
        "mai jia dian gong zheng fan fa ma",
        "da 120 yao shuo qingchu shenme",
        "12350 shi shenme dianhua",
        "灭火器怎么用",
        "https://example.com/a/b/c?d=1234567",
        "13812345678",
        "",
    ],
)
def test_other_words_are_none(words: str) -> None:
    assert not is_nearly_code(words)


@pytest.mark.parametrize("words", ["a1b2" * 500 + "!", "1" * 2000, "A1B2 " * 400 + "!", "a" * 2000])
def test_no_message_keeps_it_busy(words: str) -> None:
    started = time.thread_time()
    assert not is_nearly_code(words)
    assert time.thread_time() - started < 0.1
