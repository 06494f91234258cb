"""订阅, 退订 and 改成××镇 as people say them; both engines."""

from collections.abc import Iterator
from datetime import datetime

import pytest
from sqlalchemy.orm import Session

from bot.talk import Talk
from bot.turns import Turn
from core.db import Database
from followers.choices import Choices, ChoiceService, who_stopped
from followers.topics import EVERYTHING, load_topics
from handlers.subscriptions import SubscriptionHandler
from tests.fakes.campaigns import CountyRegions
from tests.integration.campaigns.planning_office import TOWN
from wechat.messages import TextMessage, TextReply

OPENID = "oGrandmother_000000000000001"
PAGE = "https://anwen.test/h5/subscriptions"


class Grandmother:
    """Somebody who chats."""

    def __init__(self, session: Session, now: datetime) -> None:
        self._session, self._now = session, now
        self.choices = ChoiceService(load_topics(), CountyRegions().tree)
        self._skill = SubscriptionHandler(self.choices, PAGE)

    def says(self, words: str, menu_id: str | None = None) -> str | None:
        """Send a text; the reply, or None where it is for another skill."""
        message = TextMessage(
            msg_id="1", to_user="gh_1", from_user=OPENID, created_at=self._now, content=words, menu_id=menu_id
        )
        outcome = self._skill.handle(Turn(message, Talk(), self._now, lambda: self._session))
        if outcome is None:
            return None
        assert isinstance(outcome.reply, TextReply)
        assert len(outcome.reply.text.encode()) < 2000
        return outcome.reply.text

    @property
    def chose(self) -> Choices:
        """What is kept."""
        return self.choices.of(self._session, OPENID)

    def hears_nothing_of(self, *topics: str) -> bool:
        """Whether a campaign about these passes her by."""
        return OPENID in self._session.scalars(who_stopped(topics)).all()


@pytest.fixture
def grandmother(database: Database, now: datetime) -> Iterator[Grandmother]:
    """She has chosen nothing yet."""
    with database.writing() as session:
        yield Grandmother(session, now)


def test_subscribing_and_stopping_by_words(grandmother: Grandmother) -> None:
    assert "台风暴雨方面的内容" in str(grandmother.says("我要订阅台风"))
    assert "学校方面" in str(grandmother.says("订阅学校。"))
    assert grandmother.chose == Choices(None, frozenset({"typhoon", "school"}), frozenset())
    assert "台风暴雨方面的宣传不再发给您" in str(grandmother.says("退订台风"))
    assert grandmother.hears_nothing_of("typhoon")
    assert not grandmother.hears_nothing_of("gas")
    assert "没有“股票”这一类" in str(grandmother.says("订阅股票"))
    assert "已经退订" in str(grandmother.says("ＴＤ"))
    assert grandmother.hears_nothing_of("gas")
    assert grandmother.chose.stops_everything
    shown = str(grandmother.says("我的订阅"))
    assert "宣传消息都不发给您" in shown
    assert "不收：台风暴雨。" in shown
    assert PAGE in shown
    assert "恢复了" in str(grandmother.says("恢复接收", "subs:resume"))
    assert grandmother.chose == Choices(None, frozenset({"school"}), frozenset({"typhoon"}))
    assert "燃气" in str(grandmother.says("订阅燃气", "subs:want:gas"))
    assert grandmother.chose.wanted == {"school", "gas"}


def test_wanting_one_thing_ends_the_stop_of_everything(grandmother: Grandmother) -> None:
    grandmother.says("退订")
    grandmother.says("订阅燃气")
    assert grandmother.chose == Choices(None, frozenset({"gas"}), frozenset())


def test_the_town_is_found_by_what_people_call_it(grandmother: Grandmother) -> None:
    assert "您的乡镇记成清溪镇" in str(grandmother.says("改成清溪镇"))
    assert grandmother.chose.region == TOWN
    assert "太平街道" in str(grandmother.says("把我的乡镇改成太平"))
    assert grandmother.chose.region == "999001101"
    assert "没有找到“无此镇”" in str(grandmother.says("换成无此镇"))
    assert "没有找到这个乡镇" in str(grandmother.says("改", "subs:town:999001"))
    assert grandmother.chose.region == "999001101"
    assert "不再记" in str(grandmother.says("删除我的乡镇"))
    assert grandmother.chose.region is None


QUESTIONS = (
    "台风来了怎么办",
    "不收废品",
    "燃气管能换成塑料的吗",
    "清溪镇避难场所在哪里",
    "接收到地震预警怎么办",
    "",
    "订" * 31,
)


def test_questions_are_for_the_other_skills(grandmother: Grandmother) -> None:
    assert [grandmother.says(words) for words in QUESTIONS] == [None] * len(QUESTIONS)
    assert grandmother.chose == Choices()


def test_what_is_tapped_and_unknown_changes_nothing(grandmother: Grandmother) -> None:
    assert "没有这一类" in str(grandmother.says("订阅", "subs:want:ufo"))
    assert "没有这一类" in str(grandmother.says("订阅", f"subs:want:{EVERYTHING}"))
    assert "没有这一类" in str(grandmother.says("退订", "subs:stop:ufo"))
    assert grandmother.says("x", "subs:nothing") is None
    assert grandmother.chose == Choices()
