"""删除我的记录: afterwards no row names the person but the receipts by which a retry is known."""

from datetime import timedelta

from sqlalchemy import String, select

from app.wiring import Container
from bot.models import Fate, InboundReceipt
from core.db import Base
from tests.conftest import StandingClock
from tests.integration.conftest import Line
from tests.unit.wechat.pushes import OPENID, push, tag

OTHER = "oOTHER-somebody-else-000000"
REVOKED = tag("Event", "user_authorization_revoke") + tag("RevokeInfo", "1") + tag("OpenID", OPENID)


def _tables_that_name(container: Container, openid: str) -> dict[str, int]:
    found = {}
    with container.database.reading() as session:
        for table in Base.metadata.sorted_tables:
            words = [column for column in table.c if isinstance(column.type, String)]
            rows = session.execute(select(*words)).all() if words else []
            if number := sum(any(openid in str(cell) for cell in row) for row in rows):
                found[table.name] = number
    return found


def _forgotten_rows(container: Container) -> int:
    with container.database.reading() as session:
        rows = session.scalars(select(InboundReceipt.openid)).all()
    return sum(openid == "" for openid in rows)


def _sweeps(container: Container) -> None:
    now = container.clock.now()
    with container.database.writing() as session:
        container.inbox.sweep(session, now, words=timedelta(hours=24), receipts=timedelta(days=30))


def _talks(line: Line, openid: str = OPENID) -> None:
    for words in ("退订台风", "油锅着火怎么办", "转人工", "我要留言", "楼道的灯坏了"):
        line.says(words, openid)


def test_who_asks_to_be_deleted_is_named_by_receipts_alone(
    line: Line, container: Container, clock: StandingClock
) -> None:
    for openid in (OPENID, OTHER):
        _talks(line, openid)
    before = _tables_that_name(container, OTHER)
    assert {"followers", "contact_windows", "talk_states"} < set(_tables_that_name(container, OPENID))
    clock.advance(hours=3)
    line.says("删除我的记录")

    confirmed = line.says("确认删除")

    assert "删除了" in confirmed
    assert _tables_that_name(container, OPENID) == {"inbound_receipts": 2}
    with container.database.reading() as session:
        times = session.scalars(select(InboundReceipt.received_at).where(InboundReceipt.key.contains(OPENID)))
        assert all(clock.now() - when < timedelta(hours=2) for when in times)
    assert _tables_that_name(container, OTHER) == before
    assert line.says("删除我的记录", OTHER)
    assert _forgotten_rows(container) == 2, "no receipt of anybody else became nobody's"


def test_no_row_names_who_was_deleted_once_no_retry_can_come(
    line: Line, container: Container, clock: StandingClock
) -> None:
    for openid in (OPENID, OTHER):
        _talks(line, openid)
    line.says("删除我的记录")
    line.says("确认删除")
    clock.advance(hours=1, minutes=59)
    _sweeps(container)
    assert set(_tables_that_name(container, OPENID)) == {"inbound_receipts"}, "a retry is known still"
    before = _tables_that_name(container, OTHER)

    clock.advance(minutes=2)
    _sweeps(container)

    assert _tables_that_name(container, OPENID) == {}
    assert _tables_that_name(container, OTHER) == before


def test_what_waits_of_who_is_forgotten_is_neither_answered_nor_kept(
    line: Line, container: Container, clock: StandingClock
) -> None:
    _talks(line)
    with container.database.writing() as session:
        waiting = session.scalars(select(InboundReceipt).order_by(InboundReceipt.id.desc())).first()
        assert waiting is not None
        waiting.fate, waiting.settled_at = Fate.QUEUED, None
    with container.database.writing() as session:
        container.inbox.forget(session, OPENID)
    assert container.inbox.waiting_people() == []

    clock.advance(hours=2, minutes=1)
    _sweeps(container)

    with container.database.reading() as session:
        assert session.scalars(select(InboundReceipt.key)).all() == []


def test_a_retry_of_the_confirmation_is_answered_as_before(line: Line, container: Container) -> None:
    _talks(line)
    line.says("删除我的记录")
    document = line.text("确认删除")
    first, again = (line.platform.reads(line.delivers(document).data) for _ in range(2))

    assert first == again
    assert set(_tables_that_name(container, OPENID)) == {"inbound_receipts"}


def test_who_takes_their_consent_back_inside_wechat_leaves_no_talk(line: Line, container: Container) -> None:
    _talks(line)

    assert line.delivers(push("event", REVOKED)).text == "success"

    assert set(_tables_that_name(container, OPENID)) == {"inbound_receipts"}


def test_whoever_writes_again_is_known_again(line: Line, container: Container) -> None:
    _talks(line)
    line.says("删除我的记录")
    line.says("确认删除")

    assert "盖" in line.says("油锅着火怎么办")

    assert {"followers", "contact_windows"} < set(_tables_that_name(container, OPENID))
