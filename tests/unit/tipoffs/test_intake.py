"""Taking a tip down: asked in order, only what is missing, never stuck."""

import re
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tipoffs.intake.draft import STEPS, Draft, Known, Step
from tipoffs.intake.known import asked_anew
from tipoffs.intake.notices import said, sentences, summary_of
from tipoffs.intake.reading import is_call, looks_like_question, read_first
from tipoffs.intake.wizard import End, FileKind, ReporterMessage, Turned, advance, begin, resume, verb_of

ONE_SENTENCE = "我要举报 建设路88号鑫源化工厂昨天晚上偷偷生产，车间里一股怪味"


def told(*messages: str | FileKind | tuple[float, float, str], first: str = "我要举报") -> list[Turned]:
    """Every turn of a talk; a string is words, a kind a file, a triple a place."""
    turns = [begin(first)]
    for message in messages:
        match message:
            case FileKind():
                said = ReporterMessage(file=message)
            case str():
                said = ReporterMessage(words=message)
            case _:
                said = ReporterMessage(place=message)
        turns.append(advance(turns[-1].draft, said))
    return turns


def test_the_whole_talk_takes_six_questions() -> None:
    turns = told("消防通道堵满了纸箱", "说不清", "跳过", "昨天晚上，现在还堵着", FileKind.PHOTO, "好了", "1")
    asked = [turn.say for turn in turns if turn.say in {step.value for step in Step}]
    assert asked == ["facts", "object", "place", "time", "evidence", "mode"]
    assert turns[-1].end is End.SUBMIT
    draft = turns[-1].draft
    assert (draft.facts, draft.happened, draft.photos, draft.mode) == (
        "消防通道堵满了纸箱",
        "昨天晚上，现在还堵着",
        1,
        "confidential",
    )


def test_a_sentence_that_says_everything_leaves_photos_and_the_name() -> None:
    turns = told("没有", "2", first=ONE_SENTENCE)
    assert [turn.say for turn in turns] == ["evidence", "mode", "submitted"]
    draft = turns[-1].draft
    assert (draft.object_name, draft.address, draft.happened) == ("鑫源化工厂", "建设路88号", "昨天晚上")
    assert draft.mode == "real_name"


@pytest.mark.parametrize("words", ["算了不报了", "我不想报了", "那就算了吧", "唉，算了，不举报了", "取消吧"])
def test_who_wants_no_more_of_it_ends_it_at_any_question(words: str) -> None:
    for first in ([], ["消防通道堵满了纸箱"], ["消防通道堵满了纸箱", "跳过", "跳过"]):
        assert told(*first, words)[-1].end is End.CANCEL


@pytest.mark.parametrize("words", ["不用了", "那不用了", "不想说", "不用麻烦你们了"])
def test_what_may_end_it_or_pass_the_question_is_asked_about_and_written_down_nowhere(words: str) -> None:
    turns = told("消防通道堵满了纸箱", "阳光小区3栋", words)
    assert turns[-1].say == "stops_or_passes"
    assert turns[-1].draft == turns[-2].draft
    # Of photos it says that there are none.
    assert told("消防通道堵满了纸箱", "跳过", "跳过", "跳过", words)[-1].say == "mode"


@pytest.mark.parametrize(
    ("words", "verb"),
    [
        ("不知道叫什么", "skip"),
        ("也不清楚具体门牌", "skip"),
        ("记不清哪天了", "skip"),
        ("店名没注意", "skip"),
        ("不知道是谁把门锁了", None),
        ("没看清车牌，是辆白色货车", None),
    ],
)
def test_who_does_not_know_passes_the_question(words: str, verb: str | None) -> None:
    assert verb_of(words) == verb


@pytest.mark.parametrize(
    ("sentence", "who", "where", "when"),
    [
        ("我要举报 城东路那个厂消防通道堵了", "城东路的厂", "城东路", ""),
        ("你好，我想举报一下我们小区楼道里天天有人给电瓶车充电", "", "", "天天"),
        ("投诉 幸福家园3栋2单元楼梯间堆满纸箱子", "幸福家园3栋2单元", "幸福家园3栋2单元", ""),
        ("举报南山村烟花爆竹店没证也卖", "烟花爆竹店", "南山村", ""),
        ("东风煤矿超层越界开采好几年了", "东风煤矿", "", ""),
        ("我要匿名举报老板瞒报了一起死亡事故", "", "", ""),
        ("举报", "", "", ""),
    ],
)
def test_what_a_first_sentence_says(sentence: str, who: str, where: str, when: str) -> None:
    found = read_first(sentence)
    assert (found.object_name, found.address, found.happened) == (who, where, when)


@pytest.mark.parametrize(
    "words", ["我要举报", "举报", "你好，我想举报个隐患", "匿名举报", "我来反映一下问题", "投诉！"]
)
def test_a_wish_to_report_without_facts_asks_for_them(words: str) -> None:
    assert is_call(words)
    assert begin(words).say == "facts"


@pytest.mark.parametrize(
    ("words", "asks"),
    [
        ("灭火器过期了还能用吗", True),
        ("举报有奖励吗？", True),
        ("电动车能不能推上楼", True),
        ("消防通道天天堵没人管", False),
        ("他们在楼道里充电", False),
    ],
)
def test_questions_and_statements(words: str, asks: bool) -> None:
    assert looks_like_question(words) is asks


def test_an_answer_fills_in_what_it_tells_and_changes_nothing_that_was_told() -> None:
    told_at_once = "建设路88号鑫源化工厂昨天晚上偷偷生产"
    draft = told(told_at_once)[-1].draft
    assert (draft.object_name, draft.address, draft.happened) == ("鑫源化工厂", "建设路88号", "昨天晚上")

    elsewhere = (28.37, 121.38, "城东街道")
    corrected = told("返回", elsewhere, "返回", "返回", told_at_once)[-1].draft
    assert corrected.address == "城东街道"


@pytest.mark.parametrize(
    ("change", "known"),
    [
        ({}, Known.NO),
        ({"happened": "昨天晚上"}, Known.NO),
        ({"facts": "通道又堵了"}, Known.UNASKED),
        ({"object_name": "另一家"}, Known.UNASKED),
        ({"address": "建设路90号"}, Known.UNASKED),
        ({"latitude": 28.4}, Known.UNASKED),
        ({"longitude": 121.4}, Known.UNASKED),
    ],
)
def test_what_is_known_is_asked_anew_where_words_or_place_change(
    change: dict[str, Any], known: Known
) -> None:
    before = Draft(
        facts="通道堵了", object_name="好再来超市", address="建设路88号", latitude=28.3, longitude=121.3,
        known=Known.NO,
    )  # fmt: skip
    assert asked_anew(before, replace(before, **change)).known is known
    joined = replace(before, known=Known.JOINED)
    assert asked_anew(joined, replace(joined, **change)).known is Known.JOINED


def test_a_place_answers_where_and_keeps_its_name() -> None:
    turns = told("通道堵了没人管", "好再来超市", (28.37, 121.38, "城东街道建设路"))
    assert turns[-1].say == "time"
    draft = turns[-1].draft
    assert (draft.latitude, draft.longitude, draft.address) == (28.37, 121.38, "城东街道建设路")


def test_back_takes_the_last_answer_back() -> None:
    turns = told("通道堵了没人管", "好再来超市", "返回", "返回")
    assert [turn.say for turn in turns] == ["facts", "object", "place", "object", "facts"]
    assert turns[-1].draft == replace(Draft(), asked=(Step.FACTS,))


def test_a_tenth_photo_is_not_taken() -> None:
    turns = told(*[FileKind.PHOTO] * 10, first=ONE_SENTENCE)
    assert turns[-1].say == "photos_full"
    assert turns[-1].draft.photos == 9


def test_anonymous_goes_on_in_a_browser_and_keeps_nothing_here() -> None:
    turn = told("好了", "3", first=ONE_SENTENCE)[-1]
    assert (turn.say, turn.end) == ("browser", End.BROWSER)


def test_words_among_the_photos_are_facts_too() -> None:
    turn = told("后门也锁着", first=ONE_SENTENCE)[-1]
    assert turn.say == "words_added"
    assert turn.draft.facts.endswith("\n后门也锁着")


def test_a_draft_survives_being_stored() -> None:
    draft = told("通道堵了没人管", "跳过", FileKind.PHOTO)[-1].draft
    assert Draft.from_tree(draft.to_tree()) == draft
    assert resume(draft).say == "place"


def test_every_sentence_that_is_said_exists() -> None:
    source = "".join(sentences())
    assert {step.value for step in Step} <= set(sentences())
    assert "{" not in source
    said("mode", summary=summary_of(Draft(facts="x" * 200)))
    said("submitted", number="R2611000123", decide_on="12月3日", code="ABCD")


MESSAGES = st.one_of(
    st.sampled_from(
        ["取消", "返回", "跳过", "好了", "1", "2", "3", "城东路88号", "灭火器坏了没人修", "", "？"]
    ),
    st.text(max_size=1200),
)
OF_EVERY_KIND = st.one_of(
    MESSAGES.map(lambda words: ReporterMessage(words=words)),
    st.sampled_from([*FileKind]).map(lambda kind: ReporterMessage(file=kind)),
    st.just(ReporterMessage(place=(28.3, 121.3, "城东"))),
)


@given(st.lists(OF_EVERY_KIND, max_size=40), MESSAGES)
def test_whatever_is_said_the_talk_can_go_on_and_can_end(messages: list[ReporterMessage], first: str) -> None:
    turn = begin(first)
    for message in messages:
        if turn.end:
            return
        assert turn.say in sentences()
        assert turn.draft.step in STEPS
        assert turn.draft.photos <= 9
        turn = advance(turn.draft, message)
    # From anywhere, a person who answers plainly is through after at most one answer a step.
    plain = {Step.FACTS: "消防通道堵了", Step.PLACE: "城东路", Step.MODE: "1"}
    for _ in STEPS:
        if turn.end:
            break
        turn = advance(turn.draft, ReporterMessage(words=plain.get(turn.draft.step, "跳过")))
    assert turn.end is not None
    assert not re.search(r"[{}]", said(turn.say, number="R1", decide_on="x", code="y", url="z"))


def test_a_photo_is_taken_back_by_its_place_or_the_last_one() -> None:
    photos = [FileKind.PHOTO] * 3
    for words, place in (("删第2张", 2), ("删掉第一张照片", 1), ("删照片", 3), ("不要最后一张", 3)):
        turn = told(*photos, words, first=ONE_SENTENCE)[-1]
        assert (turn.say, turn.fields["drop"], turn.draft.photos) == ("photo_dropped", place, 2)
    assert told(*photos, "删第4张", first=ONE_SENTENCE)[-1].say == "no_such_photo"
    # Without photos, and where it means something else, these are words like others.
    assert told("删照片", first=ONE_SENTENCE)[-1].say == "words_added"
    assert told(*photos, "不要", first=ONE_SENTENCE)[-1].say == "words_added"


def test_joining_skips_the_time_and_is_only_heard_where_it_was_offered() -> None:
    draft = told("消防通道堵满了纸箱", "好再来超市", "城东路8号")[-1].draft
    assert advance(draft, ReporterMessage(words="我也发现")).draft.happened == "我也发现"
    turn = advance(replace(draft, known=Known.MAYBE), ReporterMessage(words="我也发现。"))
    assert (turn.say, turn.draft.known, "joined" in turn.fields) == ("evidence", Known.JOINED, True)
    assert Draft.from_tree(turn.draft.to_tree()) == turn.draft


@pytest.mark.parametrize("words", ["没了", "没拍照", "就这几张", "都发完了", "不用了", "保密", "2"])
def test_no_more_pictures_is_said_in_many_ways(words: str) -> None:
    turns = told(FileKind.PHOTO, words, first=ONE_SENTENCE)

    assert turns[-1].say == "mode"
    assert words not in turns[-1].draft.facts


@pytest.mark.parametrize("words", ["[旺柴]", "[OK][强]", "👍", "？？", "好的", "嗯嗯", "好的，谢谢"])
def test_a_sticker_or_a_nod_answers_no_question(words: str) -> None:
    """[旺柴] is no name of a shop and no part of what was seen."""
    at_the_name = told("消防通道堵满了纸箱", words)[-1]
    assert (at_the_name.say, at_the_name.draft.object_name) == ("object", "")
    among_photos = told(FileKind.PHOTO, words, first=ONE_SENTENCE)[-1]
    assert among_photos.say == "evidence"
    assert words not in among_photos.draft.facts


def test_what_is_gone_by_now_says_when() -> None:
    assert told("消防通道堵满了纸箱", "跳过", "跳过", "没了")[-1].draft.happened == "没了"
