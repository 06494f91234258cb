"""Fifty made-up people through every way there is; afterwards not one of them stands anywhere in clear.

Searched: the database file and its log, or every table by COPY and the server's own files (tables, WAL), the
folder of the system, what was logged at the lowest level, and what units and clerks are shown. An openid is
looked for in every column that ``docs/threat-model.md`` does not class as ``openid``.
"""

import logging
from dataclasses import asdict
from pathlib import Path

import pytest
from sqlalchemy import LargeBinary, String, cast, select, text

from app.tables import metadata
from app.wiring import Container
from core.sort_orders import Page
from staff.actors import Actor, ActorKind
from tests.architecture.classes import LISTED
from tests.conftest import StandingClock
from tests.integration.conftest import Line
from tests.integration.intake.canaries import INTAKE, UNIT, Canary, staff
from tests.integration.intake.counter import Counter
from tests.integration.intake.phone import Phone
from tests.servers import PostgresServer
from tipoffs.intake.draft import Draft
from tipoffs.tips.models import Channel, Mode, Tip
from tipoffs.tips.views import UNIT_ORDERS, unit_list
from tipoffs.vault.contents import Identity, Payee
from tipoffs.vault.notices import ACCOUNT
from tipoffs.vault.status import Purpose
from tipoffs.worklists import Wanted, newest_tips

PEOPLE = 50
BY_CHAT = 12
# What the secrets of all canaries hold, each one of these: 300 searches through all that is kept take long.
MARKS = ("金丝雀", "1990077", "331081199001017", "62220088990077")


def test_canaries_are_nowhere_outside_the_ciphertext(
    counter: Counter,
    container: Container,
    line: Line,
    clock: StandingClock,
    tmp_path: Path,
    caplog: pytest.LogCaptureFixture,
    request: pytest.FixtureRequest,
) -> None:
    caplog.set_level(logging.DEBUG)
    people = [Canary(number) for number in range(PEOPLE)]
    for number, one in enumerate(people):
        if number < BY_CHAT:
            phone = Phone(line, clock, one.openid)
            for said in ("我要举报", one.words, "鑫源厂", f"建设路{number}号", "昨天晚上", "好了"):
                phone.says(said)
            assert "R2611" in phone.says("1"), phone.reply
        else:
            # Anonymous ones have no openid; the others come by the page.
            mode = (Mode.CONFIDENTIAL, Mode.REAL_NAME, Mode.ANONYMOUS)[number % 3]
            draft = Draft(
                facts=one.words, object_name="鑫源厂", address=f"建设路{number}号", happened="昨天", mode=mode
            )
            openid = None if mode is Mode.ANONYMOUS else one.openid
            channel = Channel.BROWSER if openid is None else Channel.H5
            with container.database.writing() as session:
                draft_held = container.intake.drafts.start(session, openid, clock.now())
            counter.submits(draft_held.token, draft, channel, openid)
    tips = counter.tips()
    assert len(tips) == PEOPLE

    told = work_on(container, people, clock)

    secrets = [secret for one in people for secret in one.secrets]
    openids = [one.openid for one in people]
    assert [each for each in [*secrets, *openids] if each in told] == []
    assert [each for each in [*secrets, *openids] if each in caplog.text] == []
    held = everything_kept(container, tmp_path, request)
    assert "鑫源厂".encode() in held
    assert [each for each in secrets if any(mark in each for mark in MARKS)] == secrets
    assert [mark for mark in MARKS if mark.encode() in held] == []
    clear = readable_columns(container)
    assert "鑫源厂" in clear
    assert [each for each in openids if each in clear] == []
    # The search would find them: they are all there, sealed.
    with container.database.reading() as session:
        found = [container.casework.vault.cases_of(session, openid) for openid in openids]
    assert sum(map(bool, found)) == sum(tip.mode is not Mode.ANONYMOUS for tip in tips)


def work_on(container: Container, people: list[Canary], clock: StandingClock) -> str:
    """Staff take every tip as far as the unit; what clerks and units were shown."""
    casework, now = container.casework, clock.now()
    vault, shown = casework.vault, ""
    with container.database.reading() as session:
        numbers = list(session.scalars(select(Tip.number).order_by(Tip.number)))
    for number in numbers:
        container.cipher.ensure_key(now)
        with container.database.writing() as session:
            tip = session.get_one(Tip, number)
            mine = Actor(ActorKind.REPORTER, number)
            said = casework.tips.read_words(session, number, INTAKE, now)
            one = next(each for each in people if each.words[:8] in said[0].words)
            casework.tips.ask_more(session, number, "是哪个门？", INTAKE, now)
            casework.tips.supply(session, number, one.supplied, mine, now)
            casework.tips.accept(session, number, INTAKE, now)
            casework.tips.summarise(session, number, "请查看出口是否畅通。", "建设路", INTAKE, now)
            casework.tips.dispatch(session, number, "fire", INTAKE, now)
            if tip.mode is not Mode.ANONYMOUS:
                vault.seal_identity(session, number, Identity(one.name, one.phone, one.id_number), now)
                asked = vault.request(
                    session,
                    number,
                    staff("a", "vault.request"),
                    Purpose.CONTACT,
                    "需要联系举报人核实现场位置",
                    now,
                )
                vault.approve(session, asked.id, staff("b", "vault.approve"), now)
                assert vault.read(session, asked.id, staff("a", "vault.request"), now).name == one.name
            claim = f"W{number[1:]}"
            vault.open_case(session, claim, None, now)
            vault.record_consent(session, claim, ACCOUNT, now)
            vault.seal_payee(session, claim, Payee(one.name, one.account, one.phone, one.id_number), now)
    with container.database.reading() as session:
        shown += str([asdict(view) for view in unit_list(session, UNIT, Page(UNIT_ORDERS[0], limit=PEOPLE))])
        shown += str(newest_tips(session, INTAKE, Wanted(), limit=PEOPLE))
        shown += str([vault.accesses_of(session, number) for number in numbers])
    assert shown.count("请查看出口") == PEOPLE
    return shown


def everything_kept(container: Container, folder: Path, request: pytest.FixtureRequest) -> bytes:
    """Every byte of the files of the system, and of the server where there is one."""
    kept = [file.read_bytes() for file in folder.rglob("*") if file.is_file()]
    if not container.database.is_sqlite:
        with container.database.engine.connect().execution_options(
            isolation_level="AUTOCOMMIT"
        ) as connection:
            connection.execute(text("CHECKPOINT"))
            cursor = connection.connection.cursor()
            for table in metadata.sorted_tables:
                with cursor.copy(f'COPY "{table.name}" TO STDOUT') as copy:
                    kept += [bytes(part) for part in copy]
        server: PostgresServer = request.getfixturevalue("postgres_server")
        kept += [file.read_bytes() for file in server.folder.rglob("data/**/*") if file.is_file()]
        kept.append((server.folder / "postgres.log").read_bytes())
    return b"\n".join(kept)


def readable_columns(container: Container) -> str:
    """Every column but those for openids and those of bytes."""
    found = []
    with container.database.reading() as session:
        for table in metadata.sorted_tables:
            for column in table.columns:
                if LISTED[f"{table.name}.{column.name}"] != "openid" and not isinstance(
                    column.type, LargeBinary
                ):
                    found += [str(value) for value in session.scalars(select(cast(column, String)))]
    return "\n".join(found)
