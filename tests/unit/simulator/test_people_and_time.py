"""Citizens, their inboxes, ids and the virtual clock."""

from __future__ import annotations

import re
import time

import pytest

from simulator.citizens import INBOX_ROWS, RESET, Citizen, Inbox, Registry
from simulator.clock import VirtualClock, china_day, iso
from simulator.identity import media_id, msg_ids, openid_for, rid
from simulator.media import kind_of, sample


@pytest.fixture
def inbox() -> Inbox:
    return Inbox(VirtualClock())


@pytest.fixture
def amy() -> Citizen:
    return Citizen("o1", "王阿姨")


def test_openids_have_the_platforms_shape_and_family() -> None:
    ids = {openid_for("world", str(number)) for number in range(1000)}

    assert len(ids) == 1000
    assert all(re.fullmatch(r"o[\w-]{27}", one) for one in ids)
    assert len({one[:6] for one in ids}) == 1


def test_a_later_run_never_repeats_a_msg_id() -> None:
    first = next(msg_ids())
    time.sleep(0.001)
    second = next(msg_ids())

    assert first < second < 2**63


def test_other_ids_have_the_platforms_shape() -> None:
    assert re.fullmatch(r"[\w-]{64}", media_id())
    assert re.fullmatch(r"[0-9a-f]{8}(-[0-9a-f]{8}){2}", rid())


def test_people_without_a_seed_come_in_a_fixed_order() -> None:
    first, second = Registry("world"), Registry("world")

    assert [first.add(None, None).openid for _ in range(3)] == [
        second.add(None, None).openid for _ in range(3)
    ]


def test_rows_are_read_from_where_one_left_off(inbox: Inbox, amy: Citizen) -> None:
    ids = [inbox.append(amy, "passive", "in", {"type": "text", "content": str(n)})["id"] for n in range(3)]

    assert [row["content"] for row in inbox.since(amy, ids[0])] == ["1", "2"]


def test_a_full_inbox_forgets_its_oldest_rows(inbox: Inbox, amy: Citizen) -> None:
    for _ in range(INBOX_ROWS + 5):
        inbox.append(amy, "passive", "in", {"type": "text"})

    assert len(inbox.since(amy, 0)) == INBOX_ROWS


def test_a_watcher_hears_of_one_phone_until_the_end(inbox: Inbox, amy: Citizen) -> None:
    queue = inbox.watch("o1")
    inbox.append(Citizen("o2", "别人"), "passive", "in", {"type": "text"})
    inbox.append(amy, "passive", "in", {"type": "text"})
    inbox.close()

    assert [queue.get_nowait()["type"], queue.get_nowait()["type"]] == ["text", RESET]
    assert queue.empty()


def test_a_watcher_who_does_not_read_holds_up_nobody(inbox: Inbox, amy: Citizen) -> None:
    queue = inbox.watch(None)
    for _ in range(1_500):
        inbox.append(amy, "passive", "in", {"type": "text"})

    assert queue.get_nowait()["id"] == 501


def test_the_clock_jumps_forward_only() -> None:
    clock = VirtualClock()
    before = clock.now()

    assert clock.advance(3600) >= before + 3600
    with pytest.raises(ValueError, match="forward"):
        clock.advance(-1)


def test_times_are_written_for_people_and_browsers() -> None:
    assert iso(0) == "1970-01-01T00:00:00.000Z"
    assert china_day(16 * 3600 - 1) == "1970-01-01"
    assert china_day(16 * 3600) == "1970-01-02"


@pytest.mark.parametrize(
    ("type_", "kind"),
    [("image", "png"), ("voice", "amr"), ("video", "mp4"), ("shortvideo", "mp4"), ("thumb", "png")],
)
def test_made_files_are_what_they_claim(type_: str, kind: str) -> None:
    data, told = sample(type_, "seed")

    assert told == kind_of(data) == kind
    assert sample(type_, "seed")[0] == data
    assert sample(type_, "other")[0] != data
