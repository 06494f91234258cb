"""The quality of the answers in numbers: the real articles, the project's own questions, the webhook's path.

The floors are what was reached, less the weight of two questions: who falls below has made the answers worse.
They may be raised, never lowered, except when the questions themselves are replaced by fresh ones.
"""

from collections.abc import Iterator
from pathlib import Path

import pytest

from app.settings_loading import load_settings
from app.trial import ask_own, scratch_container
from app.wiring import Container, build_container
from knowledge.answering import Decision
from knowledge.evaluation.ownset import EVAL, SETS, OwnQuestion, Tally, read_questions
from knowledge.library import Library, LibraryHolder
from knowledge.screening.emergencies import FIRST_LINE_CHARACTERS
from knowledge.screening.weighing import SURE_FROM

# Right, among the first three, and wrong at most, by kind.
FLOORS = {
    "colloquial": (0.916, 0.946, 0.061),
    "formal": (0.950, 0.950, 0.050),
    "keyword": (0.875, 0.925, 0.050),
    "typo": (0.888, 0.925, 0.056),
    "traditional": (0.800, 0.833, 0.100),
    "dialect": (0.703, 0.851, 0.130),
    "story": (0.800, 0.925, 0.050),
    "urgent": (0.955, 0.955, 0.045),
    "pinyin": (0.900, 0.900, 0.067),
    "followup": (0.834, 0.867, 0.105),
    "ood": (0.963, 0.963, 0.032),
    "lookalike": (0.917, 0.917, 0.059),
    "near": (0.906, 0.906, 0.065),
    "smalltalk": (0.885, 0.885, 0.115),
    "in": (0.891, 0.930, 0.052),
    "foreign": (0.939, 0.939, 0.043),
}
STORIES_FLOORS = {"long": (0.709, 0.827, 0.110), "long_ood": (0.822, 0.822, 0.078)}
# Of three turns, the last one judged.
TALKS_FLOORS = {"talk": (0.814, 0.900, 0.129)}
FIRST_LINES = 0.965
# Long messages, ours and others', on which ``knowledge.search.parts`` was tried out.
STORIES = "stories"
# Conversations on which it was tried out what a third question leans on.
TALKS = "talks"


@pytest.fixture(scope="module")
def trial(library: Library, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Container]:
    """A house to ask, on a database that vanishes."""
    folder: Path = tmp_path_factory.mktemp("quality")
    container = build_container(load_settings(var_dir=folder, database_url=f"sqlite:///{folder}/none.db"))
    container.library_holder = LibraryHolder(library)
    with scratch_container(container) as trial:
        yield trial
    container.close()


@pytest.fixture(scope="module")
def tallies(library: Library, trial: Container) -> dict[str, Tally]:
    """How all our own questions fare, by kind."""
    return ask_own(trial, [one for name in SETS for one in _questions(name, library)])


@pytest.fixture(scope="module")
def stories(library: Library, trial: Container) -> dict[str, Tally]:
    """How long messages fare."""
    return ask_own(trial, _questions(STORIES, library))


@pytest.fixture(scope="module")
def talks(library: Library, trial: Container) -> dict[str, Tally]:
    """How conversations fare in which every turn leans on the one before."""
    return ask_own(trial, _questions(TALKS, library))


def _questions(name: str, library: Library) -> list[OwnQuestion]:
    return read_questions(EVAL / f"{name}.jsonl", library.topics)


def _check(tally: Tally, right: float, top3: float, wrong: float) -> None:
    assert tally.right / tally.asked >= right
    assert tally.top3 / tally.asked >= top3
    assert tally.wrong / tally.asked <= wrong


def test_every_kind_has_a_floor_and_enough_is_asked(tallies: dict[str, Tally]) -> None:
    assert set(tallies) == set(FLOORS)
    assert tallies["in"].asked + tallies["foreign"].asked >= 1200


@pytest.mark.parametrize("kind", FLOORS)
def test_no_kind_of_question_gets_worse(tallies: dict[str, Tally], kind: str) -> None:
    _check(tallies[kind], *FLOORS[kind])


@pytest.mark.parametrize("kind", STORIES_FLOORS)
def test_no_long_message_fares_worse(stories: dict[str, Tally], kind: str) -> None:
    _check(stories[kind], *STORIES_FLOORS[kind])


@pytest.mark.parametrize("kind", TALKS_FLOORS)
def test_a_third_question_still_knows_what_the_first_was_about(talks: dict[str, Tally], kind: str) -> None:
    _check(talks[kind], *TALKS_FLOORS[kind])


def test_who_is_in_danger_reads_the_number_or_the_action_first(tallies: dict[str, Tally]) -> None:
    assert tallies["urgent"].first_seen / tallies["urgent"].first_due >= FIRST_LINES


def test_what_sounds_like_any_danger_is_known_from_what_does_not(library: Library) -> None:
    told = ("火已经到门口了 出不去 我跟两个娃在卫生间", "他在水里扒着船边 快撑不住了")
    calm = ("特种作业证丢了怎么补办", "举报奖励什么时候发", "安全生产月活动在哪里")
    assert all(library.answerer.chance_of_danger(one) > 0.4 for one in told)
    assert all(library.answerer.chance_of_danger(one) < 0.3 for one in calm)


def test_who_asks_what_to_do_reads_the_article_of_the_event_that_is_heard(library: Library) -> None:
    assert library.urgent.match("台风来了怎么办") is None
    verdict = library.answerer.consult("台风来了怎么办")
    assert verdict.article is not None
    assert verdict.article.id == "typhoon.during"


@pytest.mark.parametrize(
    ("message", "asked_too"),
    [("烟头 起火", "fire.smoking_mosquito"), ("大棚草帘子着火怎么救", "rural.vegetable_greenhouse")],
)
def test_what_was_asked_stands_below_the_first_help(library: Library, message: str, asked_too: str) -> None:
    found = library.urgent.match(message)
    assert found is not None
    article = library.articles[asked_too]
    assert "119" in found.reply[:FIRST_LINE_CHARACTERS]
    assert found.reply.endswith(article.lead)
    assert set(article.topics) < set(found.topics)


def test_nothing_stands_below_the_help_for_who_wants_to_die(library: Library) -> None:
    found = library.urgent.match("我不想活了，灶台连墙那根管子软管多久换一次都不知道")
    assert found is not None
    assert found.topics == ("hotline.psych",)


def test_an_ebike_in_the_stairwell_is_answered(library: Library) -> None:
    verdict = library.answerer.consult("电瓶车搁楼梯口充一宿要不要紧")
    assert verdict.article is not None
    assert verdict.article.id == "ebike.charging_indoors"


def test_shopping_for_a_stove_gets_no_article(library: Library) -> None:
    assert library.answerer.consult("燃气灶哪个牌子好").decision is Decision.FALLBACK


def test_every_reviewed_question_finds_its_own_article(library: Library) -> None:
    lost = [
        article.id
        for article in library.articles.values()
        if library.index.search(article.question, 1)[0].article_id != article.id
    ]
    assert lost == []


def test_what_is_none_of_ours_is_offered_nothing_after_a_question_of_ours(library: Library) -> None:
    verdict = library.answerer.consult("你们食堂几点开饭", "灭火器几年报废")
    assert verdict.decision is Decision.FALLBACK


@pytest.mark.parametrize(
    ("before", "said"),
    [
        ("楼梯拥挤怎么防踩踏", "方舟生存进化电鳗怎么抓"),
        ("小孩流鼻血仰着头对吗", "雷山银饰鉴别"),
        ("钢瓶几年检验一次", "隔壁聚众打牌赌钱"),
        ("夜班犯困出事故咋防", "雷声为什么比闪电慢作文"),
    ],
)
def test_what_begins_another_subject_is_not_answered_with_the_one_before(
    library: Library, before: str, said: str
) -> None:
    assert library.answerer.consult(said, before).decision is Decision.FALLBACK


@pytest.mark.parametrize(
    ("before", "said", "expected"),
    [
        ("地震来了怎么办", "说详细点", "quake.indoor"),
        ("电动车不能进电梯吗", "凭什么", "ebike.elevator"),
        ("房子着火了有救助吗", "找哪个部门", "shelter.fire_relief"),
        ("工厂宿舍能和车间一起吗", "罚多少", "fire.rental_sanheyi"),
    ],
)
def test_what_names_no_subject_goes_on_about_the_one_before(
    library: Library, before: str, said: str, expected: str
) -> None:
    article = library.answerer.consult(said, before).article
    assert article is not None
    assert expected in article.topics


def test_a_story_about_a_tanker_keeps_the_number_and_is_about_what_leaks(library: Library) -> None:
    story = (
        "高速底下翻了一辆罐车，车里往外冒白烟，味道呛得眼睛睁不开，村里好些人围过去看，"
        "有人还拿桶去接，风是往我们这边吹的"
    )
    assert library.answerer.consult(story).score < SURE_FROM
    found = library.urgent.match(story)
    assert found is not None
    assert found.article_id == "chem.leak"
    assert "119" in found.first_line


@pytest.mark.parametrize(
    ("before", "said", "passes"),
    [
        ("避难所在哪里找", "狗狗可以带去吗", True),
        ("老板逼我干危险的活能不干吗", "会扣我工资不", True),
        ("高温津贴多少钱", "那公积金怎么提", False),
        ("灾害补助怎么申请", "那低保怎么申请", False),
        ("有人上门说免费查煤气要换阀门四百八", "社保局电话", False),
    ],
)
def test_a_guard_lets_through_what_surely_goes_on_about_the_question_before(
    library: Library, before: str, said: str, passes: bool
) -> None:
    assert library.guard(said) is not None
    assert (library.guard(said, before) is None) is passes


def test_a_question_that_seems_to_lean_and_names_another_house_is_left_alone(library: Library) -> None:
    assert library.answerer.consult("那护林员工资好多", "森林着火打几").decision is Decision.FALLBACK


def test_a_short_question_that_plainly_sounds_like_ours_passes_a_guard(library: Library) -> None:
    said = "刚看了烈火英雄 想问真着火了高楼到底往上跑还是往下跑"
    assert library.guards.match(said) is not None
    assert library.guard(said) is None


def test_what_is_said_after_an_alarm_rests_on_articles_that_there_are(library: Library) -> None:
    named = library.aftermath.named_articles
    assert named
    assert named <= library.articles.keys()


def test_what_an_alarm_becomes_is_an_event_that_there_is(library: Library) -> None:
    becoming = library.aftermath.later_events
    assert becoming
    assert all(library.urgent.event(event) is not None for event in becoming)


@pytest.mark.parametrize("said", ["12350 shouli 哪些 jubao", "huang bao huojing hui zenme chufa"])
def test_a_sound_gives_way_to_what_was_surely_read(library: Library, said: str) -> None:
    assert library.guards.match(said) is not None
    assert library.guard(said) is None


@pytest.mark.parametrize("said", ["ni hao", "jubao heiche", "wo bei pian le wu wan kuai"])
def test_other_guards_hold_in_pinyin_too(library: Library, said: str) -> None:
    assert library.guard(said) is not None
