"""A tip by somebody who would rather speak: understood or only recorded, and the form knows what was said."""

from app.wiring import Container
from tests.integration.intake.counter import Counter
from tests.integration.intake.phone import Phone
from tests.integration.one_engine import database_url  # noqa: F401
from tipoffs.evidence.status import Kind
from tipoffs.intake.wizard import SPOKEN


def test_who_cannot_type_leaves_it_at_a_recording(phone: Phone, counter: Counter) -> None:
    phone.chooses("skill:tip")
    assert "至少要说说" in phone.says("跳过"), "nothing was said at all"
    kept = phone.sends_voice("")
    assert "工作人员会听" in kept
    assert "哪家单位" in phone.taps("跳过")
    for words in ("跳过", "建设路88号", "跳过", "好了"):
        phone.says(words)
    phone.says("1")
    (tip,) = counter.tips()
    assert SPOKEN in counter.words_of(tip.number)[0]
    assert [one.kind for one in counter.evidence_of(tip.number)] == [Kind.VOICE]


def test_what_was_understood_is_in_the_form(phone: Phone, container: Container) -> None:
    phone.chooses("skill:tip")
    assert "哪家单位" in phone.sends_voice("后门的安全出口锁着，过道堆满纸箱。")
    told = phone.says("网页填")
    assert told.endswith("/h5/tips/new")
    with container.database.writing() as session:
        held = container.intake.drafts.find(session, phone.openid, container.clock.now())
    assert held is not None
    assert held.draft.facts == "后门的安全出口锁着，过道堆满纸箱。"
    # The talk goes on where it was.
    assert "什么地方" in phone.says("鑫源超市")
