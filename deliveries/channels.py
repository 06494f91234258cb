"""Which way a message goes to many people. Pure: no table, no clock.

Three ledgers decide: the windows that people opened, the notices they agreed to, and the mass sends they
received this month. A choice always comes with a Chinese sentence that gives the reason, and with one for
each way that is not open. The way to each single person is chosen when it is sent, by ``mailings.choosing``
and ``policy``.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from core.clock import day_words
from core.types import Labelled
from deliveries.mailings.status import Purpose
from deliveries.masses.chunks import LEAST


@dataclass(frozen=True, slots=True)
class Audience:
    """What the ledgers say about many people when the mailing begins; all counts are people.

    ``talking`` are inside a window, ``subscribed`` agreed to notices of this kind, ``tired`` would be either
    but have had as many campaigns as one person may get in seven days. ``fresh`` may still get a mass send:
    neither is their monthly allowance used up, which counts anew from ``anew_on`` on, nor their weekly one
    (``sated``: only the latter is). ``tag_id``: the platform's tag that holds exactly these people.
    """

    purpose: Purpose
    people: int
    talking: int = 0
    subscribed: int = 0
    fresh: int = 0
    tag_id: int | None = None
    is_everybody: bool = False
    left_out: int = 0
    """Followers who are not among them though nobody was picked: they stopped what is told."""
    has_article: bool = False
    has_words: bool = True
    tired: int = 0
    sated: int = 0
    anew_on: date | None = None

    @property
    def reachable(self) -> int:
        """How many people at most can be written to one by one."""
        return min(self.people, self.talking + self.subscribed)


class ManyWay(Labelled):
    """Which way to many people."""

    EACH = "each", "逐人发送"
    SUBSCRIPTION = "subscription", "订阅通知"
    MASS_TAG = "mass_tag", "按标签群发"
    MASS_LIST = "mass_list", "按名单群发"
    MASS_ALL = "mass_all", "向全部关注者群发"
    PUBLISH = "publish", "发布文章，不推送"


ENOUGH = 0.5
"""Where at least this share can be written to one by one, no mass send is spent."""


@dataclass(frozen=True, slots=True)
class ManyChoice:
    """The way to many, the reason for it, and the reasons against the others."""

    way: ManyWay | None
    why: str
    refused: Sequence[tuple[ManyWay, str]] = ()


def why_not(way: ManyWay, audience: Audience) -> str:
    """Why a way to many is not open; empty where it is."""
    if audience.people == 0:
        return "没有符合条件的人"
    match way:
        case ManyWay.EACH | ManyWay.SUBSCRIPTION:
            return _why_not_each(way, audience)
        case ManyWay.MASS_TAG | ManyWay.MASS_LIST | ManyWay.MASS_ALL:
            return _why_not_mass(way, audience)
        case ManyWay.PUBLISH:
            if audience.purpose is Purpose.DISASTER:
                return "预警要送到人，只发布文章没有人会收到提醒"
            return "" if audience.has_article else "没有签发的文章"


def _why_not_each(way: ManyWay, audience: Audience) -> str:
    if not audience.has_words:
        return "内容没有可以逐人发送的文字"
    if way is ManyWay.SUBSCRIPTION and not audience.subscribed:
        if audience.tired:
            return "没有人订阅这类通知，或者订阅的人7天里的宣传都收满了"
        return "没有人订阅这类通知"
    if way is ManyWay.EACH and not audience.reachable:
        if audience.tired:
            return f"能逐人送到的{audience.tired}人7天里的宣传都收满了，满7天才能再收"
        return "没有人在可回复时限内，也没有人订阅"
    return ""


def _why_not_mass(way: ManyWay, audience: Audience) -> str:
    if audience.purpose is Purpose.SERVICE:
        return "个人的事不能群发"
    if not audience.has_article and not audience.has_words:
        return "没有可以群发的内容"
    if not audience.fresh:
        return _why_nobody(audience)
    match way:
        case ManyWay.MASS_TAG:
            if audience.tag_id is None:
                return "没有正好对应这些人的标签"
            if audience.fresh < audience.people:
                return f"有人{_had(audience)}，按标签不能把他们排除"
        case ManyWay.MASS_ALL:
            if not audience.is_everybody:
                if audience.left_out:
                    return f"有{audience.left_out}人退订了，向全部关注者群发不能把他们排除"
                return "对象不是全部关注者"
            if audience.fresh < audience.people:
                return f"有人{_had(audience)}，向全部关注者群发不能把他们排除"
        case _:
            if audience.fresh < LEAST:
                return f"按名单群发至少要{LEAST}个人"
    return ""


def _why_nobody(audience: Audience) -> str:
    if audience.sated == audience.people:
        return "这些人7天里的宣传都收满了，满7天才能再收"
    if audience.sated:
        return f"这些人{_month(audience)}的群发次数用完了，或者7天里的宣传收满了"
    return f"这些人{_month(audience)}的群发次数都已用完{_anew(audience)}"


def _had(audience: Audience) -> str:
    """A sentence on what people who get no mass send have already had."""
    month, week = f"{_month(audience)}群发次数已用完", "7天里的宣传已收满"
    if not audience.sated:
        return month
    return week if audience.fresh + audience.sated == audience.people else f"{month}或者{week}"


def _month(audience: Audience) -> str:
    """The month in which it begins."""
    return f"{(audience.anew_on - timedelta(days=1)).month}月" if audience.anew_on else "本月"


def _anew(audience: Audience) -> str:
    return f"，{day_words(audience.anew_on)}起重新计算" if audience.anew_on else ""


def for_many(audience: Audience, wish: ManyWay | None = None) -> ManyChoice:
    """The way to many; a ``wish`` is granted or refused, never silently replaced by another way."""
    if wish is not None:
        reason = why_not(wish, audience)
        if reason:
            return ManyChoice(None, f"不能{wish.label}：{reason}。", [(wish, reason)])
        return ManyChoice(wish, f"按要求{wish.label}。{_about(wish, audience)}")
    refused: list[tuple[ManyWay, str]] = []
    for way in _order(audience):
        reason = why_not(way, audience)
        if not reason and way is ManyWay.EACH and not _is_enough(audience):
            reason = f"{audience.people}人里只有{audience.reachable}人能逐人送到"
        if not reason:
            because = "".join(f"不{one.label}，因为{why}。" for one, why in refused)
            return ManyChoice(way, f"选择{way.label}。{_about(way, audience)}{because}", refused)
        refused.append((way, reason))
    return ManyChoice(None, "没有能用的方式：" + "；".join(why for _, why in refused) + "。", refused)


def _is_enough(audience: Audience) -> bool:
    if audience.purpose is not Purpose.CAMPAIGN:
        return True
    return audience.reachable >= ENOUGH * audience.people


def _order(audience: Audience) -> Sequence[ManyWay]:
    """The order of preference.

    Sending to everybody is never chosen automatically: it needs a second person and a confirmation on a
    phone.
    """
    if audience.purpose is Purpose.SERVICE:
        return (ManyWay.EACH,)
    return (ManyWay.EACH, ManyWay.MASS_TAG, ManyWay.MASS_LIST, ManyWay.PUBLISH)


def _about(way: ManyWay, audience: Audience) -> str:
    match way:
        case ManyWay.EACH:
            told = f"{audience.people}人里大约{audience.reachable}人收得到，"
            left = audience.people - audience.reachable
            if audience.purpose is Purpose.DISASTER and left:
                return f"{told}其余{left}人收不到，请同时用短信、广播、上门等办法通知到。"
            return f"{told}其余的会记下没有发的原因。"
        case ManyWay.SUBSCRIPTION:
            return f"{audience.people}人里有{audience.subscribed}人订阅。"
        case ManyWay.MASS_TAG | ManyWay.MASS_LIST:
            left = audience.people - audience.fresh
            return f"用掉每人每月4次群发中的1次{f'，{left}人{_had(audience)}，不发' if left else ''}。"
        case ManyWay.MASS_ALL:
            return "要第二个人确认，公众平台管理员还要在30分钟内在微信里确认，不然就发不出去。"
        case ManyWay.PUBLISH:
            return "文章出现在公众号主页，不占群发次数，也不会有提醒。"
