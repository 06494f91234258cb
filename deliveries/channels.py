"""Which way something goes: to one person, or to many. Pure: no table, no clock.

Three ledgers decide: the windows a person opened, the notices they agreed to, and the mass sends they got
this month. A choice always comes with a Chinese sentence that says why, and with one for each way that is not
open.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from core.types import Labelled
from deliveries.mailings.rules import MONTHLY_MASS_SENDS, SendingRules
from deliveries.mailings.status import Purpose
from deliveries.masses.chunks import LEAST
from deliveries.status import Channel, Reason


class Route(Labelled):
    """Every way there is from the account to a phone."""

    PASSIVE = "passive", "被动回复"
    CUSTOMER_SERVICE = "customer_service", "客服消息"
    SUBSCRIPTION = "subscription", "订阅通知"
    TEMPLATE = "template", "模板消息"
    MASS_TAG = "mass_tag", "按标签群发"
    MASS_LIST = "mass_list", "按名单群发"
    MASS_ALL = "mass_all", "向全部关注者群发"
    PUBLISH = "publish", "发布文章（不推送）"


@dataclass(frozen=True, slots=True)
class Person:
    """What the ledgers say about one person now.

    ``window`` is what ``policy.may_send`` answered; ``is_asking``: their own message waits for its reply.
    """

    purpose: Purpose
    window: Channel | Reason
    is_asking: bool = False
    has_lasting_consent: bool = False
    consents: int = 0
    has_template: bool = False
    mass_this_month: int = 0

    @property
    def has_left(self) -> bool:
        """They follow no more."""
        return self.window is Reason.LEFT


@dataclass(frozen=True, slots=True)
class Refusal:
    """A way that is not open, and why."""

    route: Route
    why: str


@dataclass(frozen=True, slots=True)
class Choice:
    """The way to take, why, and why not the others; no ``route`` means that none is open."""

    route: Route | None
    why: str
    refused: Sequence[Refusal] = ()


NO_TEMPLATE_FOR_CAMPAIGNS = "模板消息只能发服务通知，不能做宣传"


def for_person(person: Person, rules: SendingRules) -> Choice:
    """The way to one person: what costs nothing first, a mass send last."""
    refused: list[Refusal] = []
    for route in Route:
        answer = _to_person(route, person, rules)
        if answer is not None:
            is_open, why = answer
            if is_open:
                return Choice(route, f"走{route.label}：{why}。", refused)
            refused.append(Refusal(route, f"{why}。"))
    return Choice(
        None, "现在没有能用的方式：" + "；".join(one.why.rstrip("。") for one in refused) + "。", refused
    )


def _to_person(route: Route, person: Person, rules: SendingRules) -> tuple[bool, str] | None:
    """Whether a way is open to a person, and why; None where it is no way to one person at all."""
    match route:
        case Route.PASSIVE:
            return person.is_asking, "对方正在等回复" if person.is_asking else "对方没有在等回复"
        case Route.CUSTOMER_SERVICE:
            is_open = isinstance(person.window, Channel)
            return is_open, "对方在可回复时限内" if is_open else person.window.label
        case Route.SUBSCRIPTION:
            return _by_subscription(person)
        case Route.TEMPLATE:
            return _by_template(person)
        case Route.MASS_LIST:
            return _by_mass(person, rules)
        case _:
            return None


def _by_subscription(person: Person) -> tuple[bool, str]:
    if person.has_lasting_consent:
        return True, "对方长期订阅了这类通知"
    if person.consents > 0:
        return True, f"对方订阅过，还可以发{person.consents}条"
    return False, "对方没有订阅这类通知，或者订阅的次数已用完"


def _by_template(person: Person) -> tuple[bool, str]:
    if person.purpose is not Purpose.SERVICE:
        return False, NO_TEMPLATE_FOR_CAMPAIGNS
    if person.has_left:
        return False, "对方已取消关注，收不到模板消息"
    return (True, "是对方自己的事") if person.has_template else (False, "公众号没有这类通知的模板")


def _by_mass(person: Person, rules: SendingRules) -> tuple[bool, str]:
    if person.purpose is Purpose.SERVICE:
        return False, "个人的事不能群发"
    if person.has_left:
        return False, "对方已取消关注，收不到群发"
    return month_allows(person.purpose, person.mass_this_month, rules)


def month_allows(purpose: Purpose, got: int, rules: SendingRules) -> tuple[bool, str]:
    """Whether one more mass send may go to somebody who got so many this month, and why."""
    limit = rules.monthly_limit(is_disaster=purpose is Purpose.DISASTER)
    if got < limit:
        return True, f"本月群发过{got}次，还可以再发{limit - got}次"
    if got < MONTHLY_MASS_SENDS:
        return False, f"本月群发过{got}次，剩下的{MONTHLY_MASS_SENDS - got}次留给灾害预警"
    return False, f"本月群发过{got}次，平台每人每月最多{MONTHLY_MASS_SENDS}次"


@dataclass(frozen=True, slots=True)
class Audience:
    """What the ledgers say about many people now.

    ``talking`` are inside a window, ``subscribed`` agreed to notices of this kind; ``fresh`` may still get a
    mass send this month. ``tag_id``: the platform's tag that holds just these people.
    """

    purpose: Purpose
    people: int
    talking: int = 0
    subscribed: int = 0
    fresh: int = 0
    tag_id: int | None = None
    is_everybody: bool = False
    has_article: bool = False
    has_words: bool = True

    @property
    def reachable(self) -> int:
        """At most so many can be written to one by one."""
        return min(self.people, self.talking + self.subscribed)


class ManyWay(Labelled):
    """Which way to many."""

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
    """The way to many, why, and why not the others."""

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
        return "没有人订阅这类通知"
    if way is ManyWay.EACH and not audience.reachable:
        return "没有人在可回复时限内，也没有人订阅"
    return ""


def _why_not_mass(way: ManyWay, audience: Audience) -> str:
    if audience.purpose is Purpose.SERVICE:
        return "个人的事不能群发"
    if not audience.has_article and not audience.has_words:
        return "没有可以群发的内容"
    if not audience.fresh:
        return "这些人本月的群发次数都已用完"
    match way:
        case ManyWay.MASS_TAG:
            if audience.tag_id is None:
                return "没有正好对应这些人的标签"
            if audience.fresh < audience.people:
                return "有人本月群发次数已用完，按标签不能把他们排除"
        case ManyWay.MASS_ALL:
            if not audience.is_everybody:
                return "对象不是全部关注者"
            if audience.fresh < audience.people:
                return "有人本月群发次数已用完，向全部关注者群发不能把他们排除"
        case _:
            if audience.fresh < LEAST:
                return f"按名单群发至少要{LEAST}个人"
    return ""


def for_many(audience: Audience, wish: ManyWay | None = None) -> ManyChoice:
    """The way to many; a ``wish`` is granted or refused, never silently replaced."""
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
    """Never everybody by itself: that asks for a second person, and for a confirmation on a phone."""
    if audience.purpose is Purpose.SERVICE:
        return (ManyWay.EACH,)
    return (ManyWay.EACH, ManyWay.MASS_TAG, ManyWay.MASS_LIST, ManyWay.PUBLISH)


def _about(way: ManyWay, audience: Audience) -> str:
    match way:
        case ManyWay.EACH:
            return f"{audience.people}人里大约{audience.reachable}人收得到，其余的会记下没有发的原因。"
        case ManyWay.SUBSCRIPTION:
            return f"{audience.people}人里有{audience.subscribed}人订阅。"
        case ManyWay.MASS_TAG | ManyWay.MASS_LIST:
            left = audience.people - audience.fresh
            return f"用掉每人每月4次群发中的1次{f'，{left}人本月已用完，不发' if left else ''}。"
        case ManyWay.MASS_ALL:
            return "要第二个人确认，公众平台管理员还要在30分钟内在微信里确认，不然就发不出去。"
        case ManyWay.PUBLISH:
            return "文章出现在公众号主页，不占群发次数，也不会有提醒。"
