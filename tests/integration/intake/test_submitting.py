"""From a draft to a tip: one, whatever is sent twice, at the same time, or cut off in between."""

import threading
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from sqlalchemy import select

from core.errors import NotFound
from deliveries.models import DutyNotice
from tests.conftest import StandingClock
from tests.integration.intake.counter import LI, TOLD, WU, Counter
from tipoffs.evidence.models import Evidence
from tipoffs.evidence.services import EvidenceService
from tipoffs.intake.models import TipDraft
from tipoffs.intake.submitting import NotComplete, Receipt
from tipoffs.tips.models import Channel, Mode, TipKind
from tipoffs.tips.status import TipState
from tipoffs.vault.models import ReceiptCode, SealedSecret

BURNING = "厂房正在着火，二楼还有人被困在里面"


def ready(counter: Counter) -> tuple[str, Any]:
    """A draft that only waits to be sent."""
    counter.begins()
    counter.sends("media-1")
    counter.says("好了")
    token = counter.token()
    again = counter.is_asked_again()
    assert again is not None
    draft = again.turned.draft
    return token, type(draft).from_tree({**draft.to_tree(), "mode": "confidential"})


def test_a_tip_has_all_that_was_told_and_its_files(counter: Counter) -> None:
    counter.begins("我要举报")
    counter.says("车间里住人，安全出口焊死了")
    counter.sends("media-1")
    counter.says("鑫源化工厂")
    counter.shows(28.37, 121.38, "城东街道建设路88号")
    counter.says("昨天晚上，现在还这样")
    counter.sends("media-2")
    counter.says("好了")
    receipt = counter.says("1").receipt

    assert receipt is not None
    (tip,) = counter.tips()
    assert (tip.number, tip.state, tip.mode) == (receipt.number, TipState.SUBMITTED, Mode.CONFIDENTIAL)
    assert (tip.kind, tip.category) == (TipKind.MAJOR_HAZARD, "fire_exit")
    assert (tip.object_name, tip.address) == ("鑫源化工厂", "城东街道建设路88号")
    assert (tip.latitude, tip.longitude) == (28.37, 121.38)
    assert len(counter.evidence_of(tip.number)) == 2
    assert counter.words_of(tip.number)[0] == "车间里住人，安全出口焊死了\n时间：昨天晚上，现在还这样"
    assert receipt.decide_on == "2026年11月27日"
    assert counter.count(TipDraft) == 0


def test_the_code_opens_the_tip_and_the_openid_finds_it(counter: Counter) -> None:
    receipt = counter.submitted()
    casework = counter.container.casework

    assert casework.receipts.check(receipt.code, "somebody", counter.now) == receipt.number
    with counter.container.database.reading() as session:
        assert casework.vault.cases_of(session, LI) == [receipt.number]
        assert casework.vault.cases_of(session, WU) == []


def test_three_retries_are_one_tip_and_the_code_is_given_once(counter: Counter) -> None:
    token, draft = ready(counter)
    receipts = [counter.submits(token, draft) for _ in range(3)]

    assert {receipt.number for receipt in receipts} == {counter.tips()[0].number}
    assert len(counter.tips()) == counter.count(ReceiptCode) == 1
    assert [bool(receipt.code) for receipt in receipts] == [True, False, False]


def test_many_taps_at_the_same_moment_are_one_tip(counter: Counter) -> None:
    token, draft = ready(counter)
    gate = threading.Barrier(6)

    def tap(_number: int) -> Receipt:
        gate.wait()
        return counter.submits(token, draft)

    with ThreadPoolExecutor(6) as threads:
        receipts = list(threads.map(tap, range(6)))

    assert len({receipt.number for receipt in receipts}) == len(counter.tips()) == 1
    assert sum(bool(receipt.code) for receipt in receipts) == 1
    assert len(counter.evidence_of(receipts[0].number)) == 1


def test_photos_of_one_burst_at_the_same_moment_all_arrive(counter: Counter) -> None:
    counter.begins()
    gate = threading.Barrier(6)

    def send(number: int) -> None:
        gate.wait()
        # Each is pushed twice by the platform.
        counter.sends(f"media-{number % 3}")

    with ThreadPoolExecutor(6) as threads:
        list(threads.map(send, range(6)))

    again = counter.is_asked_again()
    assert again is not None
    assert again.turned.draft.photos == len(counter.evidence_of(counter.token())) == 3


def test_a_crash_in_the_middle_leaves_the_draft_and_the_next_try_makes_one_tip(
    counter: Counter, monkeypatch: pytest.MonkeyPatch
) -> None:
    token, draft = ready(counter)

    def dies(*_: object) -> int:
        raise SystemError("power cut")

    with monkeypatch.context() as broken:
        broken.setattr(EvidenceService, "move", dies)
        with pytest.raises(SystemError):
            counter.submits(token, draft)
    assert counter.tips() == []
    assert len(counter.evidence_of(token)) == 1

    receipt = counter.submits(token, draft)
    assert [tip.number for tip in counter.tips()] == [receipt.number]
    assert receipt.code
    assert len(counter.evidence_of(receipt.number)) == 1


def test_a_photo_still_being_fetched_arrives_in_the_tip(counter: Counter, clock: StandingClock) -> None:
    token, draft = ready(counter)
    book = counter.container.casework.evidence.service
    with counter.container.database.writing() as session:
        claim = book.queue.claim(session, counter.evidence_of(token)[0].id, clock.now())
    receipt = counter.submits(token, draft)

    assert claim is not None
    with counter.container.database.reading() as session:
        row = session.get(Evidence, claim.id)
        assert row is not None
        assert row.case == receipt.number
        assert book.key_of(session, row, clock.now()) == claim.key


def test_nothing_of_the_draft_is_left(counter: Counter) -> None:
    token, draft = ready(counter)
    counter.submits(token, draft)

    with counter.container.database.reading() as session:
        assert session.scalars(select(SealedSecret).where(SealedSecret.case == token)).all() == []


def test_somebody_else_learns_nothing_with_the_token(counter: Counter) -> None:
    token, draft = ready(counter)
    counter.submits(token, draft)

    with pytest.raises(NotFound):
        counter.submits(token, draft, openid=WU)
    with pytest.raises(NotFound):
        counter.submits("0" * 32, draft)


def test_an_anonymous_one_has_no_openid_anywhere(counter: Counter) -> None:
    container = counter.container
    with container.database.writing() as session:
        held = container.intake.drafts.start(session, None, counter.now)
    draft = type(held.draft)(facts=TOLD, mode="anonymous")
    receipt = counter.submits(held.token, draft, Channel.BROWSER, None)

    (tip,) = counter.tips()
    assert (tip.mode, tip.reporter, tip.channel) == (Mode.ANONYMOUS, None, Channel.BROWSER)
    assert container.casework.receipts.check(receipt.code, "1.2.3.4", counter.now) == tip.number


@pytest.mark.parametrize("change", [{"mode": ""}, {"facts": " "}])
def test_without_facts_or_a_way_of_signing_there_is_no_tip(counter: Counter, change: dict[str, str]) -> None:
    token, draft = ready(counter)

    with pytest.raises(NotComplete):
        counter.submits(token, type(draft).from_tree({**draft.to_tree(), **change}))
    assert counter.tips() == []


def duties(counter: Counter) -> list[DutyNotice]:
    with counter.container.database.reading() as session:
        return list(session.scalars(select(DutyNotice).order_by(DutyNotice.id)))


def test_danger_in_a_tip_tells_the_duty_room_in_the_same_breath(counter: Counter) -> None:
    counter.begins("我要举报")
    counter.says(BURNING)
    for _ in range(4):
        counter.says("跳过")
    receipt = counter.says("1").receipt

    assert receipt is not None
    assert receipt.is_emergency
    assert counter.tips()[0].state is TipState.EMERGENCY
    (duty,) = duties(counter)
    assert (duty.subject, duty.permission, duty.is_urgent) == (receipt.number, "tips.emergency", True)
    assert "二楼" not in duty.sentence


def test_danger_cried_out_while_telling_is_told_at_once_and_kept(counter: Counter) -> None:
    counter.begins()
    counter.cries("救命啊有人被压住了")
    counter.cries("救命啊有人被压住了")
    (duty,) = duties(counter)
    assert duty.is_urgent
    assert duty.permission == "tips.emergency"

    counter.says("好了")
    receipt = counter.says("1").receipt

    assert receipt is not None
    assert receipt.is_emergency
    assert counter.tips()[0].state is TipState.EMERGENCY
    assert "有人被压住了" in counter.words_of(receipt.number)[0]
    assert len(duties(counter)) == 2


def test_an_ordinary_tip_wakes_nobody(counter: Counter) -> None:
    assert not counter.submitted().is_emergency
    assert duties(counter) == []
