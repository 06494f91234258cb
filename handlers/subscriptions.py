"""订阅、退订 and 改成××镇: what somebody wants to hear about, and where they live."""

import re

from bot.turns import Outcome, Turn
from core.errors import RuleViolation
from core.text import width_folded
from followers.choices import ChoiceService
from followers.topics import EVERYTHING
from handlers import subscription_words as say
from handlers.notices import SUBS_LINK
from handlers.subscription_wishes import sentence_for, takes_a_stop_back, wants_to_unfollow
from handlers.traces import flow
from places.gazetteer import Gazetteer
from places.regions import Level, RegionTree

SKILL = "subscriptions"
TRACE = flow(SKILL)

SHOW = frozenset({"订阅", "我的订阅", "订阅设置", "订阅和退订", "订阅管理", "修改订阅", "查看订阅"})
STOP_ALL = frozenset(
    {
        "退订",
        "td",
        "退订全部",
        "全部退订",
        "取消订阅",
        "取消全部订阅",
        "不要再发了",
        "别再发了",
        "不要再给我发了",
    }
)
RESUME = frozenset({"恢复接收", "恢复订阅", "重新订阅", "取消退订"})
_STOP_ONE = re.compile(r"(?:退订|取消订阅|不收|不要再发|别再发)(.{1,12})")
_WANT_ONE = re.compile(r"(?:订阅|接收)(.{1,12})")
_TOWN = re.compile(
    r"(?:请?把?我?的?(?:乡镇|街道|镇|村|地址|住址|所在地)?)(?:改成|改为|换成|换到|改到|设为)(.{2,20})"
)
_NO_TOWN = frozenset({"删除我的乡镇", "不要记我的乡镇", "清除乡镇"})
_LONGEST = 30
_OFFERED = 6
_PLACES = 5


class SubscriptionHandler:
    """Changes what a person chose, at once, and says how to take it back; ``page`` is the form on a page."""

    def __init__(self, choices: ChoiceService, page: str) -> None:
        self._choices = choices
        self._page = page
        self._known: tuple[RegionTree, Gazetteer] | None = None

    def handle(self, turn: Turn) -> Outcome | None:
        """See ``bot.turns.Handler``."""
        if turn.menu_id and turn.menu_id.startswith("subs:"):
            return self._tapped(turn, turn.menu_id)
        if not 0 < len(turn.said) <= _LONGEST:
            return None
        words = turn.command
        if words in SHOW:
            return self.show(turn)
        if words in STOP_ALL:
            return self._stop(turn, EVERYTHING)
        if words in RESUME:
            return self._resume(turn)
        if words in _NO_TOWN:
            self._choices.set_town(turn.session, turn.openid, None, turn.now)
            return _said(say.TOWN_GONE)
        return self._about_a_topic(turn, words) or self._about_a_town(turn, words)

    def show(self, turn: Turn) -> Outcome:
        """What this person chose, and what they can choose, however it was asked for."""
        return self._shown(turn, [])

    def wished(self, turn: Turn) -> Outcome:
        """The same below a sentence that fits what was wished; taking back a stop brings everything again."""
        is_stopped = self._choices.of(turn.session, turn.openid).stops_everything
        if is_stopped and takes_a_stop_back(turn.said):
            return self._resume(turn)
        fitting = sentence_for(turn.said)
        return self._shown(turn, [fitting] if fitting else [])

    def _shown(self, turn: Turn, lines: list[str]) -> Outcome:
        chosen = self._choices.of(turn.session, turn.openid)
        topics = self._choices.topics
        if chosen.stops_everything:
            lines.append(say.ALL_STOPPED + say.RESUME_LINK)
        town = self._choices.tree().find(chosen.region or "")
        lines.append(say.TOWN.format(town=town.name) if town else say.NO_TOWN)
        wanted = [topic.name for topic in topics if topic.code in chosen.wanted]
        lines.append(say.WANTED.format(names="、".join(wanted)) if wanted else say.NOTHING_WANTED)
        stopped = [topic.name for topic in topics if topic.code in chosen.stopped]
        if stopped:
            lines.append(say.STOPPED.format(names="、".join(stopped)))
        spoken_of = chosen.wanted | chosen.stopped
        offered = [topic for topic in topics.subjects if topic.code not in spoken_of][:_OFFERED]
        if offered:
            lines.append(say.ADD_HEAD + "　".join(say.want_link(one.code, one.name) for one in offered))
        lines += [say.PAGE.format(page=self._page), say.HOW]
        if wants_to_unfollow(turn.said):
            lines.append(say.UNFOLLOW)
        return _said("\n".join(lines))

    def _tapped(self, turn: Turn, menu_id: str) -> Outcome | None:
        _, _, rest = menu_id.partition(":")
        verb, _, code = rest.partition(":")
        match verb:
            case "want":
                return self._want(turn, code)
            case "stop":
                return self._stop(turn, code)
            case "resume":
                return self._resume(turn)
            case "town":
                return self._live_in(turn, code)
        return None

    def _about_a_topic(self, turn: Turn, words: str) -> Outcome | None:
        for pattern, do in ((_STOP_ONE, self._stop), (_WANT_ONE, self._want)):
            found = pattern.fullmatch(words)
            if found is None:
                continue
            topic = self._choices.topics.named(found[1].removesuffix("的").removesuffix("消息").strip("的 "))
            if topic is not None:
                return do(turn, topic.code)
            if words.startswith(("退订", "取消订阅", "订阅")):
                if sentence_for(found[1]):
                    # 订阅预警: no topic, and still something that we have a sentence for.
                    return self.wished(turn)
                names = "、".join(one.name for one in self._choices.topics.subjects)
                return _said(say.TOPIC_UNKNOWN.format(said=found[1], names=names))
        return None

    def _about_a_town(self, turn: Turn, words: str) -> Outcome | None:
        """Without the word 改成 or another of its kind a place is a part of a question."""
        found = _TOWN.fullmatch(words)
        if found is None:
            return None
        named = width_folded(found[1]).strip()
        gazetteer = self._gazetteer()
        best = gazetteer.best(named)
        if best is not None and best.level is not Level.COUNTY:
            return self._live_in(turn, best.code)
        tree = self._choices.tree()
        places = [one.region for one in gazetteer.find(named) if one.region.level is not Level.COUNTY]
        if places:
            links = [say.town_link(one.code, tree.full_name(one.code)) for one in places[:_PLACES]]
            return _said("\n".join([say.TOWN_WHICH, *links]))
        if named.endswith(("镇", "乡", "街道", "村", "社区")):
            return _said(say.TOWN_UNKNOWN.format(said=named, page=self._page))
        return None

    def _live_in(self, turn: Turn, code: str) -> Outcome:
        try:
            region = self._choices.set_town(turn.session, turn.openid, code, turn.now)
        except RuleViolation as refused:
            return _said(refused.sentence)
        assert region is not None
        above = self._choices.tree().find(region.parent_code) if region.level is Level.VILLAGE else None
        return _said(say.TOWN_DONE.format(town=(above.name if above else "") + region.name))

    def _want(self, turn: Turn, code: str) -> Outcome:
        try:
            topic = self._choices.want(turn.session, turn.openid, code, turn.now)
        except RuleViolation as refused:
            return _said(refused.sentence)
        return _said(say.WANT_DONE.format(name=topic.name))

    def _stop(self, turn: Turn, code: str) -> Outcome:
        try:
            self._choices.stop(turn.session, turn.openid, code, turn.now)
        except RuleViolation as refused:
            return _said(refused.sentence)
        topic = self._choices.topics.find(code)
        if topic is None:
            return _said(say.STOP_ALL_DONE.format(link=say.RESUME_LINK, page_link=SUBS_LINK))
        again = say.want_link(topic.code, f"重新订阅{topic.name}")
        return _said(say.STOP_DONE.format(name=topic.name, link=again))

    def _resume(self, turn: Turn) -> Outcome:
        self._choices.resume(turn.session, turn.openid)
        return _said(say.RESUMED)

    def _gazetteer(self) -> Gazetteer:
        tree = self._choices.tree()
        if self._known is None or self._known[0] is not tree:
            self._known = tree, Gazetteer(tree)
        return self._known[1]


def _said(text: str) -> Outcome:
    return Outcome.text(text, trace=TRACE)
