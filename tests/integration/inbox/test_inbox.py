"""The inbox: every message handled once, one at a time for a person, in time, whatever happens."""

import threading
import time
from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from sqlalchemy import select

from bot.inbox import Inbox
from bot.models import Fate, InboundReceipt, TalkState
from core.db import Database
from knowledge.models import LoggedQuestion
from tests.conftest import StandingClock
from tests.integration.inbox.room import CHEN, WANG, Outgoing, Sightings, Skill, fates, says, text


def test_a_message_is_answered_and_written_as_a_receipt(inbox: Inbox, database: Database) -> None:
    assert "<![CDATA[您说：煤气漏了]]>" in says(inbox, "煤气漏了")
    assert fates(database) == [Fate.ANSWERED]


def test_a_retry_gets_the_stored_reply_to_the_letter(
    inbox: Inbox, skill: Skill, clock: StandingClock
) -> None:
    first = says(inbox, "你好")
    clock.advance(seconds=5)

    assert says(inbox, "你好") == first
    assert skill.heard == ["你好"]


def test_a_retry_waits_for_the_delivery_that_is_being_handled(
    inbox: Inbox, skill: Skill, database: Database
) -> None:
    answers: list[str] = []
    first = threading.Thread(target=lambda: answers.append(says(inbox, "等一下")))
    first.start()
    skill.waiting.wait(5)
    second = threading.Thread(target=lambda: answers.append(says(inbox, "等一下")))
    second.start()
    time.sleep(0.1)
    skill.gate.set()
    first.join()
    second.join()

    assert answers[0] == answers[1] != ""
    # PostgreSQL gives the names free with the writing statement, a blink before its commit: a twin that looks
    # just then handles the message too, and what it would write is refused.
    assert set(skill.heard) == {"等一下"}
    assert fates(database) == [Fate.ANSWERED]


def test_two_messages_with_the_same_number_from_two_people_are_two(inbox: Inbox, database: Database) -> None:
    says(inbox, "一", msg_id=7, openid=WANG)
    says(inbox, "二", msg_id=7, openid=CHEN)

    assert fates(database) == [Fate.ANSWERED, Fate.ANSWERED]


def test_a_burst_is_recorded_and_answered_in_order_by_the_worker(
    inbox: Inbox, skill: Skill, database: Database, outgoing: Outgoing
) -> None:
    first = threading.Thread(target=lambda: says(inbox, "等等我", msg_id=1))
    first.start()
    skill.waiting.wait(5)
    silent = [says(inbox, words, msg_id=number) for number, words in enumerate(["甲", "乙", "丙"], start=2)]
    skill.gate.set()
    first.join()
    # The talk is not over while something waits: a fourth message keeps the order.
    silent.append(says(inbox, "丁", msg_id=5))

    assert silent == ["", "", "", ""]
    assert inbox.waiting_people() == [WANG]
    inbox.handle_queued(WANG)
    assert outgoing.posted == [(WANG, f"您说：{words}") for words in "甲乙丙丁"]
    assert inbox.waiting_people() == []


def test_of_many_receipts_in_a_burst_the_last_is_told(inbox: Inbox, skill: Skill, outgoing: Outgoing) -> None:
    first = threading.Thread(target=lambda: says(inbox, "等等我", msg_id=1))
    first.start()
    skill.waiting.wait(5)
    for number, words in enumerate(["图一", "图二", "甲", "图三", "图四"], start=2):
        says(inbox, words, msg_id=number)
    skill.gate.set()
    first.join()

    inbox.handle_queued(WANG)
    assert skill.heard[1:] == ["图一", "图二", "甲", "图三", "图四"]
    assert outgoing.posted == [(WANG, "您说：甲"), (WANG, "收到：图四")]


def test_danger_in_a_burst_is_answered_at_once_and_once(
    inbox: Inbox, skill: Skill, database: Database, outgoing: Outgoing
) -> None:
    says(inbox, "化粪池怎么清", msg_id=9)
    first = threading.Thread(target=lambda: says(inbox, "等等我", msg_id=1))
    first.start()
    skill.waiting.wait(5)
    assert says(inbox, "甲", msg_id=2) == ""

    said = says(inbox, "救命", msg_id=3)
    after_the_last = says(inbox, "人晕了", msg_id=4)
    skill.gate.set()
    first.join()

    assert "打119" in said
    assert "打119" in after_the_last
    assert says(inbox, "救命", msg_id=3) == said
    inbox.handle_queued(WANG)
    assert outgoing.posted == [(WANG, "您说：甲")]
    with database.reading() as session:
        # One of those that wait may have begun a tip.
        assert session.scalars(select(LoggedQuestion.question)).all() == []


def test_other_people_are_served_while_one_waits(inbox: Inbox, skill: Skill) -> None:
    first = threading.Thread(target=lambda: says(inbox, "等等我", msg_id=1))
    first.start()
    skill.waiting.wait(5)

    assert "您说：我呢" in says(inbox, "我呢", msg_id=2, openid=CHEN)
    skill.gate.set()
    first.join()


def test_a_late_answer_goes_out_through_the_outbox_once_and_its_question_is_deleted(
    inbox: Inbox, skill: Skill, database: Database, outgoing: Outgoing
) -> None:
    assert says(inbox, "等太久") == ""
    assert fates(database) == [Fate.QUEUED]
    skill.gate.set()

    inbox.handle_queued(WANG)
    assert outgoing.posted == [(WANG, "您说：等太久")]
    assert fates(database) == [Fate.ANSWERED_LATER]
    assert says(inbox, "等太久") == ""
    with database.reading() as session:
        assert session.scalars(select(InboundReceipt.body)).one() is None


def test_a_broken_skill_leaves_nothing_and_the_apology_is_recorded(
    inbox: Inbox, database: Database, sightings: Sightings
) -> None:
    message, xml = text("坏了", 1)
    with pytest.raises(RuntimeError):
        inbox.receive(message, xml, "digest")
    assert fates(database) == []

    sorry = inbox.apologise(message, "digest", "对不起").xml

    assert "对不起" in sorry
    assert inbox.receive(message, xml, "digest").xml == sorry
    assert fates(database) == [Fate.FAILED]


def test_danger_goes_before_the_live_conversation(inbox: Inbox) -> None:
    says(inbox, "开始", 1)

    assert "打119" in says(inbox, "救命", 2)
    assert "好了" in says(inbox, "完成", 3)


def test_a_question_inside_a_conversation_is_answered_and_the_conversation_offered_again(
    inbox: Inbox,
) -> None:
    says(inbox, "开始", 1)

    assert "您说：天气\n\n请接着填。" in says(inbox, "天气", 2)
    assert "好了" in says(inbox, "完成", 3)
    assert "请接着填" not in says(inbox, "再问", 4)


def test_a_long_answer_is_cut_and_the_rest_kept_beyond_what_is_met_with_silence(inbox: Inbox) -> None:
    first = says(inbox, "长", 1)
    assert "回复“继续”看下文" in first
    assert says(inbox, "静", 2) == ""

    assert first.count("很长的回答。") + says(inbox, "继续", 3).count("很长的回答。") == 200


def test_nothing_said_or_answered_can_be_read_in_the_tables(inbox: Inbox, database: Database) -> None:
    says(inbox, "我家住在城东路八号", 1)
    with database.reading() as session:
        rows = [*session.scalars(select(InboundReceipt.reply)), *session.scalars(select(TalkState.state))]

    assert len(rows) == 2
    assert not any("城东路".encode() in row for row in rows if row)


def test_words_are_deleted_after_a_day_and_receipts_after_a_month(
    inbox: Inbox, database: Database, now: datetime
) -> None:
    says(inbox, "你好", 1)
    day, month = timedelta(hours=24), timedelta(days=30)
    with database.writing() as session:
        inbox.sweep(session, now + timedelta(hours=23), words=day, receipts=month)
    with database.reading() as session:
        assert session.scalars(select(InboundReceipt.reply)).one() is not None

    with database.writing() as session:
        inbox.sweep(session, now + timedelta(hours=25), words=day, receipts=month)
    with database.reading() as session:
        assert session.scalars(select(InboundReceipt.reply)).one() is None
        assert session.scalars(select(TalkState.openid)).all() == []
    with database.writing() as session:
        inbox.sweep(session, now + timedelta(days=31), words=day, receipts=month)
    assert fates(database) == []


def test_a_queued_message_whose_words_are_gone_does_not_block_the_others(
    inbox: Inbox, skill: Skill, database: Database, outgoing: Outgoing, clock: StandingClock
) -> None:
    assert says(inbox, "等太久", 1) == ""
    skill.gate.set()
    with database.writing() as session:
        session.execute(InboundReceipt.__table__.update().values(body=None))  # type: ignore[attr-defined]
    says(inbox, "后来的", 2)

    inbox.handle_queued(WANG)
    assert outgoing.posted == [(WANG, "您说：后来的")]
    assert fates(database) == [Fate.EXPIRED, Fate.ANSWERED_LATER]


def test_the_recorder_is_told_once_a_message(inbox: Inbox, sightings: Sightings) -> None:
    says(inbox, "一", 1)
    says(inbox, "一", 1)
    says(inbox, "二", 2)

    assert len(sightings.seen) == 2


def test_forgetting_deletes_the_talk_but_keeps_the_retry_silent(inbox: Inbox, database: Database) -> None:
    says(inbox, "你好", 1)
    with database.writing() as session:
        inbox.forget(session, WANG)

    assert says(inbox, "你好", 1) == ""
    with database.reading() as session:
        assert session.scalars(select(TalkState.openid)).all() == []


def test_danger_is_answered_even_without_a_database(inbox: Inbox) -> None:
    message, _ = text("救命啊", 1)

    assert "打119" in inbox.urgent_answer(message)
    assert inbox.urgent_answer(replace(message, content="你好")) == ""


def test_who_is_forgotten_is_seen_again_only_where_a_late_goodbye_needs_their_window(
    inbox: Inbox, skill: Skill, database: Database, sightings: Sightings, outgoing: Outgoing
) -> None:
    assert "都删了" in says(inbox, "忘了我", 1)
    assert sightings.seen == []

    assert says(inbox, "等一等，忘了我", 2) == ""
    assert says(inbox, "忘了我，静", 3) == ""
    skill.gate.set()
    inbox.handle_queued(WANG)
    assert outgoing.posted == [(WANG, "都删了")]
    assert len(sightings.seen) == 1
    with database.reading() as session:
        assert session.scalars(select(TalkState.openid)).all() == []
