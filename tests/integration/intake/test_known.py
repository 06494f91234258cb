"""我也发现: joining what may be known without learning a word of it; the first to come stays the first."""

from datetime import timedelta

import pytest

from app.wiring import Container
from staff.actors import Actor, ActorKind, NotPermitted, Scope
from tests.conftest import StandingClock
from tests.integration.intake.counter import LI, WU, Counter
from tests.integration.intake.phone import Phone
from tests.integration.tip_office import INTAKE, SUPERVISOR, TOWN, a_hazard
from tipoffs.intake.draft import Draft, Known
from tipoffs.intake.known import MOST_A_DAY
from tipoffs.intake.models import KnownLook
from tipoffs.permissions import Permission
from tipoffs.similar import Similar
from tipoffs.tips.dispatching import group_of
from tipoffs.tips.models import Channel, Mode, TipKind
from tipoffs.tips.taking import NewTip

FIRST = "我要举报 建设路88号鑫源化工厂昨天晚上偷偷生产，车间里一股怪味，门卫老陈说老板姓金"
SECOND = "我要举报 建设路88号鑫源化工厂半夜偷偷生产，一股怪味，呛人"
OTHER = "我要举报 幸福家园3栋楼梯间堆满纸箱子，还有电瓶车在充电"


def alike(container: Container, number: str, actor: Actor = INTAKE) -> list[Similar]:
    with container.database.reading() as session:
        return container.casework.similar.similar(session, number, actor, container.clock.now())


def test_one_joins_what_is_known_and_the_first_stays_the_first(
    phone: Phone, counter: Counter, container: Container, clock: StandingClock
) -> None:
    first = counter.submitted(LI, FIRST).number
    clock.advance(days=2)
    offered = phone.says(SECOND)
    assert "可能已经知道" in offered
    for word in ("老陈", "姓金", "车间", "昨天", first):
        assert word not in offered
    joined = phone.taps("我也发现")
    assert "记下您也发现了" in joined
    assert "照片" in joined
    phone.says("好了")
    assert "并案" in phone.says("1")
    second = next(tip.number for tip in counter.tips() if tip.number != first)

    (found,) = alike(container, second)
    assert (found.number, found.is_tip, found.is_closed) == (first, True, False)
    assert "早2天" in found.reasons
    (back,) = alike(container, first)
    assert "举报人说“我也发现”" in back.reasons
    assert not any(word in repr([found, back]) for word in ("老陈", "怪味", "鑫源"))
    # Whichever leads, who came first is the first effective reporter.
    container.cipher.ensure_key(clock.now())
    with container.database.writing() as session:
        tips = container.casework.tips
        tips.accept(session, second, INTAKE, clock.now())
        tips.merge(session, first, second, INTAKE, clock.now())
        ranks = {tip.number: tip.arrival_rank for tip in group_of(session, second)}
    assert ranks == {first: 1, second: 2}


@pytest.mark.parametrize("words", ["我也发现", "我也发现了", "我也看到了这个隐患", "俺也发现一处"])
def test_who_says_so_before_telling_anything_is_asked_what(phone: Phone, words: str) -> None:
    answer = phone.says(words)

    assert "要是同一件" in answer
    assert "请说说您看到了什么" in answer


def test_who_also_found_something_and_says_where_is_taken_at_the_word(phone: Phone, counter: Counter) -> None:
    answer = phone.says("我也发现城南工地没有脚手架防护")

    assert "要是同一件" in answer
    asked = counter.is_asked_again(phone.openid)
    assert asked is not None
    draft = asked.turned.draft
    assert ("脚手架" in draft.facts, draft.object_name) == (True, "城南工地")


@pytest.mark.parametrize(
    "words",
    ["我也看到了那个视频", "我也发现灭火器过期了怎么办", "我也发现我家煤气灶漏气", "我也发现最近台风多"],
)
def test_who_asks_or_speaks_of_something_else_begins_no_tip(phone: Phone, words: str) -> None:
    assert "要是同一件" not in phone.says(words)


def test_another_matter_is_not_offered(phone: Phone, counter: Counter) -> None:
    counter.submitted(LI, FIRST)
    assert "我也发现" not in phone.says(OTHER)
    assert counter.is_asked_again(phone.openid).turned.draft.known is Known.NO  # type: ignore[union-attr]
    phone.says("我也发现")
    phone.says("好了")
    phone.says("1")
    assert [tip.also_found for tip in counter.tips()] == [False, False]


def test_nobody_may_ask_all_day_long(counter: Counter, container: Container, clock: StandingClock) -> None:
    counter.submitted(LI, FIRST)
    facts = SECOND.removeprefix("我要举报 ")
    draft = Draft(facts=facts, object_name="鑫源化工厂", address="建设路88号")
    known = container.intake.known

    def asked() -> Known:
        with container.database.writing() as session:
            return known.looked(session, WU, draft, clock.now()).known

    answers = [asked() for _ in range(MOST_A_DAY + 2)]
    assert answers == [Known.MAYBE] * MOST_A_DAY + [Known.NO] * 2
    clock.advance(days=1)
    assert asked() is Known.MAYBE
    # Who told the first one used one of theirs.
    assert counter.count(KnownLook) == 3
    with container.database.writing() as session:
        known.forget_old(session, clock.now())
    assert counter.count(KnownLook) == 1, "what was asked today still counts"
    with container.database.writing() as session:
        known.forget_old(session, clock.now() + timedelta(days=1))
    assert counter.count(KnownLook) == 0


@pytest.mark.parametrize("draft", [Draft(address="建设路88号"), Draft(facts="半夜偷偷生产，一股怪味")])
def test_what_is_half_told_is_not_compared(counter: Counter, container: Container, draft: Draft) -> None:
    with container.database.writing() as session:
        assert container.intake.known.looked(session, WU, draft, container.clock.now()) is draft
    assert counter.count(KnownLook) == 0


def test_hazards_and_what_is_closed_are_listed_to_whom_may_see_them(
    container: Container, clock: StandingClock
) -> None:
    hazard = a_hazard(category="trade", description="疏散通道被占用，堆着纸箱")
    new = NewTip(
        channel=Channel.OPERATOR, mode=Mode.ANONYMOUS, kind=TipKind.GENERAL_HAZARD, category="trade",
        region=TOWN, address=hazard.address, object_name=hazard.object_name, words="疏散通道被纸箱占用了",
    )  # fmt: skip
    container.cipher.ensure_key(clock.now())
    with container.database.writing() as session:
        casework, nobody = container.casework, Actor(ActorKind.REPORTER, "")
        code = casework.hazards.register(session, hazard, ("hecha2",), INTAKE, clock.now()).code
        old, number = (casework.tips.submit(session, new, key, nobody, clock.now()).number for key in "ab")
        casework.tips.withdraw(session, old, Actor(ActorKind.REPORTER, old), clock.now())
    may = frozenset({Permission.TIPS_SEE, Permission.HAZARDS_SEE})
    both = alike(
        container, number, Actor(ActorKind.STAFF, "x", permissions=may, scope=Scope(everywhere=True))
    )
    assert {one.number for one in both} == {code, old}
    assert [one.number for one in both if one.is_closed] == [old]
    assert "已经办结，可能是复发" in next(one.reasons for one in both if one.number == old)
    # INTAKE of these tests may not look at hazards.
    assert [one.number for one in alike(container, number)] == [old]
    elsewhere = Actor(ActorKind.STAFF, "y", permissions=may, scope=Scope(regions=frozenset({"331081002"})))
    for actor in (SUPERVISOR, elsewhere):
        with pytest.raises(NotPermitted):
            alike(container, number, actor)
