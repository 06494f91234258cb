"""What was made of a question is kept for the next person who asks the same; the question is not."""

from concurrent.futures import ThreadPoolExecutor

from knowledge.search.remembering import REMEMBERED, Latest, Memo, once_for


class Counting:
    """Counts how often it is asked."""

    def __init__(self) -> None:
        self.asked: list[str] = []

    def __call__(self, text: str) -> str:
        self.asked.append(text)
        return text[::-1]


def test_the_same_question_is_computed_once() -> None:
    function = Counting()
    memo = Memo(function)

    assert [memo("灭火器"), memo("灭火器"), memo("煤气")] == ["器火灭", "器火灭", "气煤"]
    assert function.asked == ["灭火器", "煤气"]


def test_nothing_is_a_result_too() -> None:
    calls: list[str] = []
    memo: Memo[None] = Memo(calls.append)

    assert (memo("你好"), memo("你好")) == (None, None)
    assert calls == ["你好"]


def test_after_another_message_the_same_words_are_another_question() -> None:
    asked: list[tuple[str, str | None]] = []

    def follow(text: str, previous: str | None = None) -> int:
        asked.append((text, previous))
        return len(asked)

    memo = Memo(follow)
    pairs = [
        ("冬天呢", None),
        ("冬天呢", "电动车"),
        ("冬天呢", "煤气"),
        ("冬天", "呢煤气"),
        ("3:冬天呢煤气", None),
    ]

    assert [memo(*pair) for pair in pairs * 2] == [1, 2, 3, 4, 5] * 2
    assert asked == pairs


def test_a_long_story_is_read_once_though_two_ask() -> None:
    function = Counting()
    memo = Memo(function)
    story = "长" * 600
    memo(story)
    memo(story)

    assert len(function.asked) == 1


def test_the_oldest_gives_way() -> None:
    function = Counting()
    memo = Memo(function)
    for number in range(REMEMBERED + 1):
        memo(str(number))
    memo(str(REMEMBERED))
    memo("0")

    assert function.asked[-2:] == [str(REMEMBERED), "0"]


def test_no_words_stay_in_memory() -> None:
    memo = Memo(len)
    memo("我家住在城东路八号")

    assert "城东路".encode() not in repr(vars(memo)).encode()
    assert all(isinstance(name, bytes) and len(name) == 16 for name in memo._known)


def test_a_lone_surrogate_is_no_reason_to_fail() -> None:
    assert Memo(len)("\ud800") == 1


def test_of_the_latest_text_each_thread_keeps_the_result_and_no_word() -> None:
    function = Counting()
    latest = Latest(function)

    assert [latest("煤气"), latest("煤气"), latest("触电"), latest("煤气")] == [
        "气煤",
        "气煤",
        "电触",
        "气煤",
    ]
    assert function.asked == ["煤气", "触电", "煤气"]
    with ThreadPoolExecutor(1) as pool:
        assert pool.submit(latest, "煤气").result() == "气煤"
    assert function.asked == ["煤气", "触电", "煤气", "煤气"]
    assert "煤气" not in repr(vars(latest._kept))


def test_what_is_learned_of_something_is_learned_once_wherever_it_may_be_kept() -> None:
    learned: list[tuple[str, str]] = []

    @once_for
    def learn(what: str, where: str = "nowhere") -> list[str]:
        learned.append((what, where))
        return [what]

    first = learn("words")
    assert learn("words", "here") is first
    assert learn("words", where="there") is first
    assert learn("sounds", "here") == ["sounds"]
    assert learned == [("words", "nowhere"), ("sounds", "here")]
