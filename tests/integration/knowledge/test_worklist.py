"""The work list: what waits, grouped by meaning, and what becomes of it when somebody answers."""

from collections.abc import Sequence
from datetime import datetime, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from core.crypto import new_key
from core.errors import NotFound, RuleViolation
from knowledge import localfacts
from knowledge.articles import Article
from knowledge.asked import worklist
from knowledge.asked.querylog import OPINION, Feedback
from knowledge.asked.questions import LeftQuestion, StaffQuestions
from knowledge.asked.settling import NoPhrasing, SettlingService
from knowledge.asked.telling import Telling
from knowledge.asked.worklist import Group, Period, Wording, find_group, work_list
from knowledge.building import shared_tokenizer
from knowledge.editorial.editing import EditingService
from knowledge.editorial.refusals import BeingReviewed, Unfinished
from knowledge.editorial.revisions import history
from knowledge.editorial.rules import TO_WRITE
from knowledge.localfacts import LocalFacts
from knowledge.models import Origin, QuestionState, SettledQuestion
from knowledge.reading import CONTENT
from knowledge.search.index import Candidate, Index
from tests.index import KEPT
from tests.integration.editors import AUTHOR, REVIEWER, editing_service
from tests.integration.questions_asked import Citizens
from tests.unit.knowledge.samples import FEW

OPENID, STRANGER = "o" + "A" * 27, "o" + "B" * 27
PAN, HOSE = "fire.oil_pan", "gas.hose"


@pytest.fixture(scope="module")
def index() -> Index:
    """The index of a few articles."""
    return Index.build(FEW, shared_tokenizer(KEPT))


class Office:
    """An editor: the list, the verbs, and a post that keeps what was sent."""

    def __init__(self, session: Session, index: Index, now: datetime) -> None:
        self.session, self.index, self.now = session, index, now
        self.questions = StaffQuestions(new_key())
        self.editing: EditingService = editing_service()
        self.settling = SettlingService(self.editing, self.questions)
        self.sent: list[LeftQuestion] = []
        facts = LocalFacts.load(CONTENT / localfacts.FILE_NAME)
        self.telling = Telling(self.questions, self._send, facts)

    def groups(self, **period: int) -> list[Group]:
        left = self.questions.list_open(self.session, limit=100)
        return work_list(self.session, self.index, left, Period(self.now, **period))

    def only(self) -> Group:
        [group] = self.groups()
        return group

    def publishes(self, article_id: str, number: int) -> list[int]:
        self.editing.submit(self.session, article_id, number, AUTHOR, self.now)
        self.editing.approve(self.session, article_id, number, REVIEWER, self.now)
        self.editing.publish(self.session, article_id, number, AUTHOR, self.now)
        return self.telling.tell(self.session, [article_id], self.now)

    def _send(self, _session: Session, question: LeftQuestion, _now: datetime) -> None:
        self.sent.append(question)


@pytest.fixture
def office(session: Session, index: Index, now: datetime) -> Office:
    return Office(session, index, now)


def test_questions_of_one_meaning_are_one_group(office: Office, citizens: Citizens) -> None:
    citizens.ask("家里锅烧干了还能用吗", 3)
    citizens.ask("锅烧干了能不能用", 2, decision="suggest")
    citizens.ask("请问锅烧干了能不能用呢？", asker="f" * 32, ago=timedelta(hours=1))
    citizens.ask("无人机能拍应急演练吗", 2)
    first, second = office.groups()
    assert (first.question, first.count, first.people) == ("家里锅烧干了还能用吗", 6, 6)
    assert first.why == {"fallback": 4, "suggest": 2}
    assert first.last_at == office.now - timedelta(hours=1)
    assert second.question == "无人机能拍应急演练吗"


def test_of_a_flood_the_most_asked_are_grouped_and_the_others_are_there_one_by_one(
    office: Office, citizens: Citizens, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(worklist, "MOST_COMPARED", 2)
    citizens.ask("家里锅烧干了还能用吗", 3)
    citizens.ask("无人机能拍应急演练吗", 2)
    citizens.ask("锅烧干了能不能用", ago=timedelta(hours=1))
    groups = office.groups()
    assert [(one.question, one.count, one.is_compared) for one in groups] == [
        ("家里锅烧干了还能用吗", 3, True),
        ("无人机能拍应急演练吗", 2, True),
        ("锅烧干了能不能用", 1, False),
    ]
    assert find_group(groups, groups[2].key) is groups[2]


class CountedIndex:
    """An index that counts how often it is searched."""

    def __init__(self, index: Index) -> None:
        self.tokenizer, self.searches, self._index = index.tokenizer, 0, index

    def search(self, text: str, limit: int) -> Sequence[Candidate]:
        """What the index finds."""
        self.searches += 1
        return self._index.search(text, limit)


def test_the_same_questions_are_looked_up_once_while_the_articles_are_the_same(
    office: Office, citizens: Citizens, index: Index
) -> None:
    citizens.ask("家里锅烧干了还能用吗", 3)
    citizens.ask("锅烧干了能不能用")
    office.index = counted = CountedIndex(index)  # type: ignore[assignment]
    first, again = office.groups(), office.groups()
    assert counted.searches == 2
    assert [one.wordings for one in first] == [one.wordings for one in again]
    citizens.ask("无人机能拍应急演练吗")
    assert len(office.groups()) == 2
    assert counted.searches == 3
    office.index = other = CountedIndex(index)  # type: ignore[assignment]
    office.groups()
    assert other.searches == 3, "other articles, other answers"


def test_what_was_answered_well_is_not_there(office: Office, citizens: Citizens) -> None:
    citizens.ask("油锅着火怎么办", 5, decision="answer", article=PAN, feedback=Feedback.USEFUL)
    citizens.ask("你好", 5, decision="smalltalk")
    # Said of a page, not of an answer: the report counts it, there is no question to deal with.
    citizens.ask("油锅着火怎么办？", 5, decision=OPINION, article=PAN, feedback=Feedback.USELESS)
    assert office.groups() == []


def test_useless_answers_are_there_with_their_article(office: Office, citizens: Citizens) -> None:
    citizens.ask("油锅着火用什么锅盖", 2, decision="answer", article=PAN, feedback=Feedback.USELESS)
    group = office.only()
    assert (group.why, group.useless) == ({"useless": 2}, {PAN: 2})


def test_the_nearest_articles_stand_beside_with_their_score(office: Office, citizens: Citizens) -> None:
    citizens.ask("油锅着火拿什么灭火")
    nearest = office.only().nearest
    assert nearest[0].article_id == PAN
    assert 0 < nearest[0].score <= 1
    assert len(nearest) <= 3


def test_old_questions_are_left_out(office: Office, citizens: Citizens) -> None:
    citizens.ask("锅烧干了还能用吗", ago=timedelta(days=8))
    assert office.groups(days=7) == []
    assert len(office.groups(days=9)) == 1


def test_a_group_is_found_by_the_beginning_of_any_wording(office: Office, citizens: Citizens) -> None:
    citizens.ask("家里锅烧干了还能用吗", 2)
    citizens.ask("锅烧干了能不能用")
    groups = office.groups()
    for wording in groups[0].wordings:
        assert find_group(groups, wording.key[:6]) is groups[0]
    for key in ("ffffffffffff", groups[0].key[:3], ""):
        with pytest.raises(NotFound):
            find_group(groups, key)


def test_a_key_that_fits_two_groups_is_not_guessed() -> None:
    groups = [Group([Wording("甲", "abcd11")]), Group([Wording("乙", "abcd22")])]
    with pytest.raises(RuleViolation, match="多写几位"):
        find_group(groups, "abcd")


def test_answering_adds_phrasings_as_a_draft_and_empties_the_list(
    office: Office, citizens: Citizens, session: Session
) -> None:
    citizens.ask("家里锅烧干了还能用吗", 3)
    citizens.ask("锅烧干了能不能用", 2)
    draft = office.settling.add_phrasings(session, office.only(), PAN, actor=AUTHOR, now=office.now)
    article = Article.from_tree(draft.body)
    assert article.asks[-2:] == ("家里锅烧干了还能用吗", "锅烧干了能不能用")
    assert (draft.origin, draft.author, draft.number) == (Origin.WORKLIST, AUTHOR.id, 2)
    assert draft.reason == "待办问题：家里锅烧干了还能用吗（5次）"
    assert office.groups() == []


def test_asked_again_after_that_it_comes_back_and_says_what_is_pending(
    office: Office, citizens: Citizens, session: Session
) -> None:
    citizens.ask("锅烧干了还能用吗", 3)
    office.settling.add_phrasings(session, office.only(), PAN, actor=AUTHOR, now=office.now)
    office.now += timedelta(days=1)
    Citizens(session, office.now).ask("锅烧干了还能用吗")
    assert (office.only().count, office.only().pending) == (1, PAN)


def test_the_second_group_goes_upon_the_draft_of_the_first(
    office: Office, citizens: Citizens, session: Session
) -> None:
    citizens.ask("家里锅烧干了还能用吗", 3)
    citizens.ask("抽油烟机着了怎么弄", 2)
    first, second = office.groups()
    office.settling.add_phrasings(session, first, PAN, actor=AUTHOR, now=office.now)
    draft = office.settling.add_phrasings(session, second, PAN, actor=AUTHOR, now=office.now)
    assert (draft.number, draft.base) == (3, 2)
    assert {"家里锅烧干了还能用吗", "抽油烟机着了怎么弄"} <= set(Article.from_tree(draft.body).asks)
    office.editing.submit(session, PAN, 3, AUTHOR, office.now)
    citizens.ask("锅盖拿不到咋灭")
    with pytest.raises(BeingReviewed):
        office.settling.add_phrasings(session, office.only(), PAN, actor=AUTHOR, now=office.now)


@pytest.mark.parametrize(
    "words",
    [
        "我叫老王电话13812345678锅烧干了",
        "事情是这样的昨天晚上我在家里炒菜后来去接电话回来发现锅烧干了冒烟了孩子吓得直哭现在锅还能用吗",
        "炒菜锅里的油烧起来了",
    ],
)
def test_stories_numbers_and_what_is_taken_do_not_become_phrasings(
    office: Office, citizens: Citizens, session: Session, words: str
) -> None:
    citizens.ask(words)
    group = office.only()
    with pytest.raises(NoPhrasing):
        office.settling.add_phrasings(session, group, HOSE, actor=AUTHOR, now=office.now)
    draft = office.settling.add_phrasings(
        session, group, HOSE, actor=AUTHOR, now=office.now, asks=["锅烧干了能用吗"]
    )
    assert "锅烧干了能用吗" in Article.from_tree(draft.body).asks


def test_a_new_article_begins_with_the_wordings_and_cannot_go_out_unwritten(
    office: Office, citizens: Citizens, session: Session
) -> None:
    citizens.ask("无人机能拍应急演练吗", 3)
    citizens.ask("应急演练可以用无人机拍吗", 2)
    group = office.only()
    draft = office.settling.draft_article(session, group, "campaign.drone", actor=AUTHOR, now=office.now)
    article = Article.from_tree(draft.body)
    assert article.question == "无人机能拍应急演练吗"
    assert article.asks == ("应急演练可以用无人机拍吗",)
    assert article.answer == TO_WRITE
    assert office.groups() == []
    with pytest.raises(Unfinished, match=TO_WRITE):
        office.editing.submit(session, "campaign.drone", 1, AUTHOR, office.now)


@pytest.mark.parametrize("article_id", [PAN, "no dot", "../evil"])
def test_a_new_article_needs_an_id_of_its_own(
    office: Office, citizens: Citizens, session: Session, article_id: str
) -> None:
    citizens.ask("无人机能拍应急演练吗")
    with pytest.raises(RuleViolation, match="编号"):
        office.settling.draft_article(session, office.only(), article_id, actor=AUTHOR, now=office.now)


def test_dismissed_is_gone_and_nothing_is_written(
    office: Office, citizens: Citizens, session: Session
) -> None:
    citizens.ask("今天中午吃什么", 4)
    office.settling.dismiss(session, office.only(), actor=AUTHOR, now=office.now)
    assert office.groups() == []
    [row] = session.scalars(select(SettledQuestion))
    assert (row.article, row.actor) == (None, AUTHOR.id)
    assert "吃" not in row.key


def test_who_left_the_same_question_is_told_at_once_where_the_article_is_published(
    office: Office, citizens: Citizens, session: Session
) -> None:
    citizens.ask("家里锅烧干了还能用吗", 3)
    mine = office.questions.leave(session, OPENID, "锅烧干了还能不能用", office.now)
    other = office.questions.leave(session, STRANGER, "我家后山裂了一条缝", office.now)
    group = office.only()
    assert group.left == [mine]
    office.settling.add_phrasings(session, group, PAN, actor=AUTHOR, now=office.now)
    assert office.telling.tell(session, [PAN], office.now) == [mine]
    [sent] = office.sent
    assert (sent.openid, sent.state) == (OPENID, QuestionState.ANSWERED)
    assert sent.answer is not None
    assert sent.answer.startswith("先打电话。\n\n1. 撤离。\n\n依据：")
    assert [one.id for one in office.questions.list_open(session, limit=9)] == [other]
    assert office.telling.tell(session, [PAN], office.now) == []


def test_who_waits_for_a_new_article_is_told_when_it_is_published(
    office: Office, citizens: Citizens, session: Session
) -> None:
    citizens.ask("无人机能拍应急演练吗", 3)
    mine = office.questions.leave(session, OPENID, "应急演练可以用无人机拍吗", office.now)
    draft = office.settling.draft_article(
        session, office.only(), "campaign.activity", actor=AUTHOR, now=office.now
    )
    assert office.telling.tell(session, ["campaign.activity"], office.now) == []
    finished = Article.from_tree(
        draft.body
        | {
            "topics": ["campaign.activity"],
            "lead": "可以，先向空管部门报备。",
            "answer": "1. 报备。",
            "sources": [{"title": "无人驾驶航空器飞行管理暂行条例"}],
        }
    )
    office.editing.save(session, finished, base=1, author=AUTHOR, reason="写完", now=office.now)
    assert office.publishes("campaign.activity", 2) == [mine]
    assert office.sent[0].answer is not None
    assert office.sent[0].answer.startswith("可以，先向空管部门报备。")


def test_a_colleague_who_answered_first_is_not_contradicted(
    office: Office, citizens: Citizens, session: Session
) -> None:
    citizens.ask("家里锅烧干了还能用吗", 3)
    mine = office.questions.leave(session, OPENID, "锅烧干了还能不能用", office.now)
    office.settling.add_phrasings(session, office.only(), PAN, actor=AUTHOR, now=office.now)
    office.questions.answer(session, mine, "不能用了。", AUTHOR, office.now)
    assert office.telling.tell(session, [PAN], office.now) == []


def test_what_rises_fast_stands_first(office: Office, citizens: Citizens, session: Session) -> None:
    Citizens(session, office.now - timedelta(days=20)).ask("旧问题占位", ago=timedelta(0))
    citizens.ask("锅烧干了还能用吗", 30, ago=timedelta(days=2, hours=7))
    citizens.ask("抽油烟机着了怎么弄", 8, ago=timedelta(hours=1))
    first, second, _ = office.groups()
    assert first.question == "抽油烟机着了怎么弄"
    assert first.rise is not None
    assert (first.rise.recent, first.rise.before) == (8, 0)
    assert second.rise is None


def test_the_same_log_makes_the_same_list(office: Office, citizens: Citizens) -> None:
    for words in ("锅烧干了还能用吗", "锅烧干能不能用", "无人机能拍演练吗", "演练可以用无人机拍吗", "嗯"):
        citizens.ask(words)
    keys = [[one.key for one in group.wordings] for group in office.groups()]
    assert keys == [[one.key for one in group.wordings] for group in office.groups()]


def test_history_names_the_editor(office: Office, citizens: Citizens, session: Session) -> None:
    citizens.ask("锅烧干了还能用吗", 3)
    office.settling.add_phrasings(session, office.only(), PAN, actor=AUTHOR, now=office.now)
    assert history(session, PAN)[0].author == AUTHOR.id
