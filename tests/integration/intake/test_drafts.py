"""A draft: one for each person, sealed, seven days, and then nobody can read it."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from tests.conftest import StandingClock
from tests.integration.intake.counter import LI, TOLD, WU, Counter
from tipoffs.intake.models import TipDraft
from tipoffs.intake.wizard import FileKind
from tipoffs.vault.errors import Destroyed
from tipoffs.vault.models import SealedSecret


def test_a_draft_is_taken_up_again_within_seven_days_where_it_was(
    counter: Counter, clock: StandingClock
) -> None:
    counter.begins("我要举报")
    counter.says("消防通道堵满了纸箱，后门也锁着")
    clock.advance(days=6, hours=23)

    again = counter.begins("我要举报").turned

    assert "resumed" in again.fields
    assert again.say == "object"
    assert again.draft.facts == "消防通道堵满了纸箱，后门也锁着"


def test_after_seven_days_it_is_gone_and_nobody_can_read_it(counter: Counter, clock: StandingClock) -> None:
    counter.begins()
    counter.sends("media-1")
    token = counter.token()
    clock.advance(days=7, seconds=1)
    with counter.container.database.reading() as session:
        sealed = session.scalars(select(SealedSecret.sealed)).all()
        assert sealed
    for scheduled_job in counter.container.intake.scheduled_jobs():
        scheduled_job.task(clock.now())

    assert counter.count(TipDraft) == 0
    assert counter.evidence_of(token) == []
    assert counter.count(SealedSecret) == 0
    with counter.container.database.reading() as session, pytest.raises(Destroyed):
        counter.container.casework.vault.fields.take(session, token, "words")
    assert counter.is_asked_again() is None


def test_each_word_gives_it_seven_more_days(counter: Counter, clock: StandingClock) -> None:
    counter.begins()
    clock.advance(days=5)
    counter.sends("media-1")
    clock.advance(days=5)

    assert counter.is_asked_again() is not None


def test_a_time_that_is_over_ends_a_draft_even_before_the_sweep(
    counter: Counter, clock: StandingClock
) -> None:
    counter.begins()
    clock.advance(days=8)
    assert counter.is_asked_again() is None

    assert "resumed" not in counter.begins("我要举报").turned.fields
    assert counter.begins().turned.draft.facts == TOLD


def test_two_people_have_two_drafts_and_one_has_one(counter: Counter) -> None:
    counter.begins()
    counter.begins("我要举报", WU)
    counter.says("路口的护栏被撞坏了好几天没人修", WU)

    mine, theirs = counter.is_asked_again(LI), counter.is_asked_again(WU)

    assert mine is not None
    assert theirs is not None
    assert (mine.turned.draft.facts, theirs.turned.draft.facts) == (TOLD, "路口的护栏被撞坏了好几天没人修")
    assert counter.count(TipDraft) == 2


def test_cancelling_destroys_words_and_files_at_once(counter: Counter) -> None:
    counter.begins()
    counter.sends("media-1")
    token = counter.token()
    counter.says("取消")

    assert counter.count(TipDraft) == counter.count(SealedSecret) == 0
    assert counter.evidence_of(token) == []


def test_another_story_takes_the_place_of_the_one_left_and_says_so(counter: Counter) -> None:
    counter.begins()
    other = counter.begins("我要举报 幸福家园3栋楼梯间堆满纸箱子").turned

    assert "replaced" in other.fields
    assert other.draft.facts == "幸福家园3栋楼梯间堆满纸箱子"


def test_the_same_file_twice_is_one_and_a_tenth_photo_is_not_taken(counter: Counter) -> None:
    counter.begins()
    for number in (1, 1, *range(2, 12)):
        turned = counter.sends(f"media-{number}").turned
    counter.sends("film", FileKind.VIDEO)

    assert turned.say == "photos_full"
    kinds = [one.kind.value for one in counter.evidence_of(counter.token())]
    assert (kinds.count("photo"), kinds.count("video")) == (9, 1)


def test_no_openid_and_no_word_stands_readable_in_the_rows(counter: Counter) -> None:
    counter.begins()
    with counter.container.database.reading() as session:
        row = session.scalars(select(TipDraft)).one()
        sealed = session.scalars(select(SealedSecret.sealed)).all()

    assert LI not in f"{row.token}{row.holder}"
    assert row.expires_at - row.touched_at == timedelta(days=7)
    assert all("鑫源".encode() not in one for one in sealed)
