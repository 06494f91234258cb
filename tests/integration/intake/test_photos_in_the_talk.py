"""Photos in the chat: one is taken back, and the place that one names is offered and used only if wanted."""

import pytest

from app.wiring import Container
from tests import samples
from tests.conftest import StandingClock
from tests.integration.intake.counter import Counter
from tests.integration.intake.phone import Phone
from tests.integration.one_engine import database_url  # noqa: F401
from tipoffs.evidence.keeping import KeptOriginal

WHOLE = "我要举报 建设路88号鑫源化工厂昨天晚上偷偷生产，车间里一股怪味"
NOWHERE = "我要举报 昨天晚上看到有人偷偷往山上运炸药，好几车"


def fetched(container: Container, clock: StandingClock, *, gps: bool) -> None:
    """The worker brings what was sent."""
    evidence = container.casework.evidence
    with container.database.reading() as session:
        due = list(evidence.service.queue.due_ids(session, clock.now(), 9))
    for width, number in enumerate(due, 200):
        with container.database.writing() as session:
            claim = evidence.service.queue.claim(session, number, clock.now())
        assert claim is not None
        kept = evidence.evidence_store.keep(
            samples.photo(width=width, gps=gps), claim.kind, claim.name, claim.key
        )
        assert isinstance(kept, KeptOriginal)
        with container.database.writing() as session:
            assert evidence.service.queue.kept(session, claim, kept, clock.now())


def test_the_place_of_a_photo_is_offered_before_the_last_question(
    phone: Phone, counter: Counter, container: Container, clock: StandingClock
) -> None:
    phone.says(WHOLE)
    phone.sends_photo("media-1")
    fetched(container, clock, gps=True)
    assert "照片里记着拍摄地点" in phone.says("好了")
    assert "位置记下了" in phone.taps("用照片位置")
    phone.says("1")
    (tip,) = counter.tips()
    assert (tip.latitude, tip.longitude) == pytest.approx((28.3721, 121.3853), abs=1e-4)


def test_it_is_not_used_unasked_and_a_location_is_wished_for_where_none_is(
    phone: Phone, counter: Counter, container: Container, clock: StandingClock
) -> None:
    phone.says(NOWHERE)
    for _ in range(2):
        phone.says("跳过")
    assert "照片" in phone.sends_photo("media-1")
    fetched(container, clock, gps=False)
    asked = phone.says("好了")
    assert "微信发图常会去掉" in asked
    assert "“位置”" in asked
    assert "没有拍摄地点" in phone.says("用照片位置")
    assert "位置记下了" in phone.sends_place(28.37, 121.38, "山脚")
    phone.says("1")
    assert counter.tips()[0].latitude is not None

    phone.says(WHOLE)
    phone.sends_photo("media-2")
    fetched(container, clock, gps=True)
    phone.says("好了")
    phone.says("1")
    assert counter.tips()[1].latitude is None


def test_a_photo_is_taken_back_before_it_is_sent_off(
    phone: Phone, counter: Counter, container: Container, clock: StandingClock
) -> None:
    phone.says(WHOLE)
    for name in ("media-1", "media-2", "media-3"):
        phone.sends_photo(name)
    assert "第2张照片删掉了" in phone.says("删第2张")
    assert [one.media_id for one in counter.evidence_of(counter.token())] == ["media-1", "media-3"]
    assert "没有这一张" in phone.says("删第3张")
    # One that is just being fetched is gone as well: what arrives for it is nobody's.
    with container.database.writing() as session:
        queue = container.casework.evidence.service.queue
        last = queue.due_ids(session, clock.now(), 9)[-1]
        claim = queue.claim(session, last, clock.now())
    assert claim is not None
    assert "还剩1张" in phone.says("删照片")
    with container.database.writing() as session:
        kept = container.casework.evidence.evidence_store.keep(
            samples.photo(), claim.kind, claim.name, claim.key
        )
        assert isinstance(kept, KeptOriginal)
        assert not queue.kept(session, claim, kept, clock.now())
    phone.says("好了")
    phone.says("1")
    (tip,) = counter.tips()
    assert [one.media_id for one in counter.evidence_of(tip.number)] == ["media-1"]
