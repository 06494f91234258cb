"""The table gives the number; the search may say what the distress comes from, or that a question is calm."""

import time
from dataclasses import replace

import pytest

from knowledge.answering import Answerer, Verdict
from knowledge.articles import Article, Urgency
from knowledge.building import shared_tokenizer
from knowledge.normalising import READ_AT_MOST
from knowledge.screening.emergencies import REPLY_BYTES, EmergencyScreen
from knowledge.screening.english import EnglishScreen
from knowledge.screening.tellings import Classification, EmergencyClassifier
from knowledge.screening.urgent import UrgentHelp
from knowledge.search.index import Index
from tests.index import KEPT
from tests.unit.knowledge.samples import FEW, make_article

BUFFALO_LEAD = "离开水牛，躺下别动，打120。"


def urgent(article: Article, how: Urgency) -> Article:
    """``article`` with another urgency."""
    return replace(article, urgency=how)


ARTICLES = (
    *FEW,
    urgent(
        make_article(
            "rural.buffalo",
            "被水牛顶了怎么办？",
            "让水牛顶了嘴唇发紫说话糊涂",
            "水牛顶了人喘得厉害",
            lead=BUFFALO_LEAD,
        ),
        Urgency.EMERGENCY,
    ),
    urgent(
        make_article("firstaid.snake", "被蛇咬了怎么办？", "蛇咬了脚肿得发黑", "毒蛇咬伤怎么处理"),
        Urgency.EMERGENCY,
    ),
    urgent(
        make_article("firstaid.dog", "被狗咬了怎么办？", "邻居被狗咬了", "狗咬伤要打针吗"), Urgency.URGENT
    ),
    make_article("insurance.agri", "大棚受灾农业险怎么报？", "蔬菜大棚被雪压了怎么报险", "大棚保险理赔"),
)


@pytest.fixture(scope="module")
def urgent_help(screen: EmergencyScreen) -> UrgentHelp:
    """The reviewed table over a few articles."""
    articles = {article.id: article for article in ARTICLES}
    return UrgentHelp(screen, Answerer(Index.build(ARTICLES, shared_tokenizer(KEPT)), articles), articles)


def test_a_listed_event_keeps_its_help(urgent_help: UrgentHelp) -> None:
    found = urgent_help.match("我爸修灯触电了")
    assert found is not None
    assert found.id == "shock"


@pytest.mark.parametrize(
    "sentence", ["弟弟爬树摔了 胳膊弯了", "货架倒了把人压在下面", "弟弟打完球 突然喘不上来"]
)
def test_distress_of_unknown_cause_gets_the_number_first(urgent_help: UrgentHelp, sentence: str) -> None:
    found = urgent_help.match(sentence)
    assert found is not None
    assert found.is_general
    assert found.reply.startswith("马上打1")


@pytest.mark.parametrize(
    ("sentence", "article"),
    [
        ("平时就知道他有心脏病 现在倒下了", "hotline.120"),
        ("火早就灭了 又着了", "fire.after"),
        ("皮没擦破 人昏过去了", "firstaid.cpr"),
        ("没事就问问 我妈晕倒了", "firstaid.cpr"),
    ],
)
def test_a_word_of_calm_takes_no_danger_away(urgent_help: UrgentHelp, sentence: str, article: str) -> None:
    found = urgent_help.match(sentence)
    assert found is not None
    assert found.article_id == article


def test_the_search_names_the_cause(urgent_help: UrgentHelp) -> None:
    found = urgent_help.match("同伴让水牛蹭倒了 嘴唇发紫 说话糊涂")
    assert found is not None
    assert found.article_id == "rural.buffalo"
    assert found.topics == ("rural.buffalo",)
    assert found.reply.startswith(found.first_line)
    assert "120" in found.first_line
    assert BUFFALO_LEAD in found.reply
    assert len(found.reply.encode()) <= REPLY_BYTES


def test_the_graver_of_two_events_comes_first_where_the_search_is_sure_of_the_other(
    urgent_help: UrgentHelp,
) -> None:
    found = urgent_help.match("蛇咬了脚肿得发黑 血一直流")
    assert found is not None
    assert found.article_id == "firstaid.snake"
    first, second = found.reply.split("\n")[:2]
    assert "压住伤口" in first
    assert "离开蛇" in second


def test_a_drowned_child_is_not_taken_for_one_that_chokes(urgent_help: UrgentHelp) -> None:
    found = urgent_help.match("孩子捞上来了嘴唇发紫不出气")
    assert found is not None
    assert "吹气" in found.reply.split("\n")[0]


def test_the_number_of_a_listed_event_stays_where_the_search_is_sure_of_another_article(
    urgent_help: UrgentHelp,
) -> None:
    found = urgent_help.match("蔬菜大棚被雪压了着火报险")
    assert found is not None
    assert found.article_id == "insurance.agri"
    assert found.topics == ("insurance.agri", "fire.escape_general", "hotline.119")
    assert found.reply.startswith("马上打119")


def test_one_sign_alone_is_answered_without_alarm(urgent_help: UrgentHelp) -> None:
    assert urgent_help.match("邻居被狗咬了") is None


def test_a_calm_question_of_which_the_search_is_sure_raises_no_alarm(urgent_help: UrgentHelp) -> None:
    assert urgent_help.match("蔬菜大棚被雪压了怎么报险") is None


@pytest.mark.parametrize("sentence", ["他把我整崩溃了", "老板火冒三丈", "手机快没电了"])
def test_a_hint_alone_is_nothing(urgent_help: UrgentHelp, sentence: str) -> None:
    assert urgent_help.match(sentence) is None


def test_a_hint_counts_where_the_search_finds_an_urgent_article(urgent_help: UrgentHelp) -> None:
    found = urgent_help.match("我女朋友让水牛顶了一下 一直喘 嘴唇发紫")
    assert found is not None
    assert found.article_id == "rural.buffalo"
    assert "120" in found.first_line


def test_the_wish_to_die_is_never_taken_for_something_else(urgent_help: UrgentHelp) -> None:
    found = urgent_help.match("不想活了 让蛇咬了脚肿得发黑")
    assert found is not None
    assert "12356" in found.reply


def test_mere_distress_in_a_story_needs_an_urgent_answer(urgent_help: UrgentHelp) -> None:
    sign = "我老公突然倒了"
    assert urgent_help.match(sign) is not None
    gossip = "楼下打牌的老张讲了一晚上他家生意的事，说去年那间铺子里的货架一下子空了"
    story = f"{gossip}，{sign}一排花盆，邻居笑了半天，你说好不好笑"
    assert urgent_help.match(story) is None


def test_numbers_stay_short_where_the_search_adds_what_to_do(urgent_help: UrgentHelp) -> None:
    found = urgent_help.match("同伴让水牛蹭倒了 嘴唇发紫 说话糊涂")
    assert found is not None
    assert BUFFALO_LEAD in found.reply[:80]


def test_what_is_told_with_a_word_of_danger_is_known_from_a_question(urgent_help: UrgentHelp) -> None:
    assert urgent_help.may_be_told("塔吊倒了压到宿舍")
    assert urgent_help.match("烟从山里冒") is None
    assert urgent_help.may_be_told("烟从山里冒")
    assert not urgent_help.may_be_told("塔吊倒了谁来赔")
    assert not urgent_help.may_be_told("安全帽有几种颜色")


def test_a_help_of_one_part_never_speaks_for_its_article(screen: EmergencyScreen) -> None:
    article = urgent(
        make_article("firstaid.foreign_body", "扎了东西怎么办？", "钉子扎穿脚板了", "鱼刺卡了"),
        Urgency.URGENT,
    )
    articles = {article.id: article}
    urgent_help = UrgentHelp(
        screen, Answerer(Index.build([article], shared_tokenizer(KEPT)), articles), articles
    )
    found = urgent_help.match("我弟扎到脚板了")
    assert found is None or "眼" not in found.reply


class _Listening(Answerer):
    """Notes the length of what it is asked."""

    def __init__(self, asked: list[int]) -> None:
        articles = {article.id: article for article in ARTICLES}
        super().__init__(Index.build(ARTICLES, shared_tokenizer(KEPT)), articles)
        self.asked = asked

    def consult(self, question: str, previous: str | None = None) -> Verdict:
        """As ever, and noted."""
        self.asked.append(len(question))
        return super().consult(question, previous)


def test_of_an_endless_message_no_more_is_searched_than_is_read(screen: EmergencyScreen) -> None:
    asked: list[int] = []
    urgent_help = UrgentHelp(screen, _Listening(asked), {article.id: article for article in ARTICLES})
    found = urgent_help.match("着火，" * 2500)
    assert found is not None
    assert found.id == "fire"
    assert urgent_help.may_be_told("着火" * 2500)
    assert asked
    assert max(asked) <= READ_AT_MOST


def test_a_message_of_one_cry_costs_no_more_than_its_length(screen: EmergencyScreen) -> None:
    """Four times the text costs no more than four times four: each the best of three not remembered."""

    def seconds(cries: int) -> float:
        found = []
        for ending in ("", "了", "啦"):
            begun = time.process_time()
            assert screen.match("着火" * cries + ending) is not None
            found.append(time.process_time() - begun)
        return min(found)

    assert seconds(296) < 16 * seconds(74)


def test_what_is_asked_calmly_is_answered_where_the_search_knows_that_danger_beyond_a_doubt(
    urgent_help: UrgentHelp,
) -> None:
    told, asked = (
        urgent_help.match("蛇咬了脚肿得发黑 血一直流"),
        urgent_help.match("蛇咬了脚肿得发黑 血一直流吗"),
    )
    assert told is not None
    assert asked is not None
    assert "压住伤口" in told.first_line
    assert asked.id == "snake"
    assert asked.reply.startswith("离开蛇")


class _Certain(EmergencyClassifier):
    """Hears bleeding in everything, as surely as can be."""

    def __init__(self) -> None:
        super().__init__({}, [], shared_tokenizer(KEPT))

    def classify(self, text: str) -> Classification | None:
        return Classification({"bleeding": 0.98}, -5.0)


def test_what_sticks_in_a_wound_is_not_taken_for_mere_bleeding(screen: EmergencyScreen) -> None:
    articles = {article.id: article for article in ARTICLES}
    answerer = Answerer(Index.build(ARTICLES, shared_tokenizer(KEPT)), articles)
    found = UrgentHelp(screen, answerer, articles, _Certain()).match("玻璃扎胳膊里还插着血哗哗")
    assert found is not None
    assert found.id == "impaled"


def test_words_decide_between_two_parts_also_where_the_search_tells_of_more(screen: EmergencyScreen) -> None:
    """The article that follows is not that of the event, whose other part sounds likelier."""
    articles = {article.id: article for article in ARTICLES}
    answerer = Answerer(Index.build(ARTICLES, shared_tokenizer(KEPT)), articles)
    told = "玻璃扎胳膊里还插着 水牛顶了人喘得厉害"
    found = UrgentHelp(screen, answerer, articles, _Certain()).match(told)
    assert found is not None
    assert found.article_id == "rural.buffalo"
    assert found.id == "impaled"
    assert "千万别拔" in found.first_line


def test_of_the_message_before_the_search_is_asked_where_both_tell_of_mere_distress(
    urgent_help: UrgentHelp,
) -> None:
    """冰多厚能走人, then 掉下去咋办: what both tell is still no event, but what was asked about is known."""
    found = urgent_help.match("掉下去咋办", "让水牛顶了说话糊涂怎么处理")
    assert found is not None
    assert found.is_general
    assert found.article_id == "rural.buffalo"


def test_danger_told_in_english_is_answered_before_anything_else(screen: EmergencyScreen) -> None:
    articles = {article.id: article for article in ARTICLES}
    answerer = Answerer(Index.build(ARTICLES, shared_tokenizer(KEPT)), articles)
    urgent_help = UrgentHelp(screen, answerer, articles, english=EnglishScreen.load(screen.emergencies()))
    found = urgent_help.match("my kitchen is on fire")
    assert found is not None
    assert found.id == "kitchen_fire"
    assert urgent_help.match("hello there") is None


def test_who_cannot_telephone_reads_first_how_to_send_a_text(urgent_help: UrgentHelp) -> None:
    found = urgent_help.match("我是聋哑人 打不了电话 家里着火了")
    assert found is not None
    assert found.first_line.startswith("打不了电话就发短信到12110")
    assert "119" in found.reply[:80]
