"""``flask vault`` as it is typed, the nightly ends, keys turned under use, and what must not be found."""

import json
import logging
import threading
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import text

from app.logs import cleaned
from app.settings_loading import load_settings
from app.wiring import Container
from staff import audit
from staff.actors import CLOCK
from staff.services import OPERATOR
from staff.verifying import verify
from tests.clerks import Clerks
from tests.conftest import StandingClock
from tipoffs.vault.codes import new_code
from tipoffs.vault.contents import Identity, SecretClass
from tipoffs.vault.errors import Destroyed
from tipoffs.vault.retention import load_periods
from tipoffs.vault.status import Exclusion, Mode

CASES = [f"R26110001{number:02}" for number in range(12)]
OLD, NEW = "o" * 40, "p" * 40


def container_with(database_url: str, folder: Path, clock: StandingClock, **settings: str) -> Container:
    return Container(load_settings(var_dir=folder / "var", database_url=database_url, **settings), clock)


@pytest.fixture
def container(database_url: str, tmp_path: Path, clock: StandingClock) -> Iterator[Container]:
    """A system with a dozen cases in its vault."""
    container = container_with(database_url, tmp_path, clock, vault_key=OLD)
    with container.database.writing() as session:
        for number, case in enumerate(CASES):
            container.casework.vault_container.vault.open_case(session, case, Mode.REAL_NAME, clock.now())
            container.casework.vault_container.vault.seal_identity(session, case, who(number), clock.now())
            container.casework.vault_container.vault.seal_field(
                session, case, "words", f"原话{case}", clock.now()
            )
    yield container
    container.close()


def who(number: int) -> Identity:
    return Identity(f"王小明{number}", f"138001380{number:02}", None, f"oCanary-{number:020}")


def typed(container: Container, *words: str, code: int = 0) -> str:
    return Clerks(container, "vault").reads(*words, code=code)


def staffed(container: Container) -> None:
    """Two administrators hire the others: one opens accounts, the other grants roles."""
    staff = Clerks(container, "staff")
    for login, role in (("sys", "system_admin"), ("sec", "security_admin")):
        by = [] if login == "sys" else ["--as", "sys"]
        staff.reads("add", login, "--name", login, "--everywhere", *by)
        staff.reads("grant", login, role)
    for login, role in (("wu", "supervisor"), ("chen", "custodian"), ("fa", "legal_officer")):
        staff.reads("add", login, "--name", login, "--everywhere", "--as", "sys")
        staff.reads("grant", login, role, "--as", "sec")


def test_keys_turn_and_status_tells(container: Container) -> None:
    before = json.loads(typed(container, "status", "--json"))
    assert before == {"epochs": 1, "keys": 24, "to_move": 0, "under_another_master": 0}

    assert "已换24个数据密钥，销毁旧的时期密钥1个" in typed(container, "rotate", "--batch", "5")
    assert json.loads(typed(container, "status", "--json")) == before


def test_a_new_master_key_by_the_steps_of_the_manual(
    container: Container, database_url: str, tmp_path: Path, clock: StandingClock
) -> None:
    """Old and new processes side by side at each step; nobody fails to read, and the audit log goes on."""
    kept = typed(container, "digest").strip().removeprefix("ANWEN_DIGEST_KEY=")
    assert OLD not in kept
    steps = [
        container_with(database_url, tmp_path, clock, vault_key=OLD, vault_previous_key=NEW, digest_key=kept),
        container_with(database_url, tmp_path, clock, vault_key=NEW, vault_previous_key=OLD, digest_key=kept),
        container_with(database_url, tmp_path, clock, vault_key=NEW, digest_key=kept),
    ]

    def reads(one: Container) -> bool:
        with one.database.reading() as session:
            return one.casework.vault.cases_of(session, who(3).openid or "") == [CASES[3]]

    assert all(map(reads, [container, steps[0]]))
    assert all(map(reads, steps[:2]))
    assert "另一个主密钥保护的24个" in typed(steps[1], "status")
    typed(steps[1], "rotate")
    assert "另一个主密钥保护的0个" in typed(steps[1], "status")
    assert all(map(reads, steps))
    for number, each in enumerate([container, *steps]):
        with each.database.writing() as session:
            audit.record(
                session, actor=OPERATOR, action="vault.hold", subject=f"case:{number}", now=clock.now()
            )
    for each in [container, *steps]:
        with each.database.reading() as session:
            verdict = verify(session)
        assert (verdict.fault, verdict.good) == (None, 5)
    for each in steps:
        each.close()


def test_a_hold_is_lifted_by_its_number(container: Container) -> None:
    staffed(container)
    for words in (["--why", "dispute"], ["--why", "investigation", "--basis", "县监委2026年12号"]):
        typed(container, "hold", CASES[0], *words, "--as", "fa")
    newest, first = typed(container, "holds", "--as", "fa").splitlines()
    assert (CASES[0] in first, "县监委2026年12号" in newest) == (True, True)

    typed(container, "release", first.partition("\t")[0], "--as", "fa")

    assert typed(container, "holds", "--as", "fa").splitlines() == [newest]
    typed(container, "release", first.partition("\t")[0], "--as", "fa", code=1)


def test_nobody_fails_to_read_write_or_destroy_while_keys_turn(
    container: Container, clock: StandingClock
) -> None:
    """Readers, a writer and a destroyer work through three rotations in small batches."""
    vault, stop = container.casework.vault_container.vault, threading.Event()
    failures: list[BaseException] = []
    done = {"read": 0, "found": 0, "written": 0}

    def repeat(action: str) -> None:
        number = 0
        while not stop.is_set():
            number += 1
            try:
                _act(action, number)
                done[action] += 1
            except BaseException as error:  # noqa: BLE001 - whatever fails is what this test is about
                failures.append(error)
                return

    def _act(action: str, number: int) -> None:
        if action == "written":
            with container.database.writing() as session:
                vault.open_case(session, f"N{number:05}", Mode.REAL_NAME, clock.now())
                vault.seal_identity(session, f"N{number:05}", who(90), clock.now())
                vault.seal_identity(session, CASES[5], Identity(phone=f"139{number:08}"), clock.now())
            return
        with container.database.reading() as session:
            if action == "read":
                opened = vault.fields.take_all(session, CASES[number % 5], SecretClass.IDENTITY)
                assert opened["name"] == who(number % 5).name
            else:
                assert vault.cases_of(session, who(number % 5).openid or "") == [CASES[number % 5]]

    threads = [threading.Thread(target=repeat, args=(action,)) for action in done]
    for thread in threads:
        thread.start()
    for round_ in range(3):
        with container.database.writing() as session:
            vault.retention.shred(session, CASES[6 + round_], SecretClass.IDENTITY, CLOCK, clock.now())
        typed(container, "rotate", "--batch", "3")
    stop.set()
    for thread in threads:
        thread.join()

    assert failures == []
    assert all(done.values())
    typed(container, "rotate")
    with container.database.reading() as session:
        assert vault.rotation.standing(session).epochs == 1
        written = f"139{done['written']:08}"
        assert vault.fields.take(session, CASES[5], "phone") == written
        for round_ in range(3):
            with pytest.raises(Destroyed):
                vault.fields.take_all(session, CASES[6 + round_], SecretClass.IDENTITY)


def test_what_has_ended_is_listed_then_destroyed(container: Container, clock: StandingClock) -> None:
    with container.database.writing() as session:
        for case in CASES[:3]:
            container.casework.vault_container.vault.retention.close(session, case, clock.now())
    typed(container, "hold", CASES[2], "--why", "dispute")
    clock.moment += load_periods()[SecretClass.IDENTITY]

    listed = typed(container, "shred", "--dry-run", "--json").splitlines()
    assert [json.loads(line)["case"] for line in listed] == CASES[:2]
    assert "到期2项" in typed(container, "shred", "--dry-run")
    assert "已销毁2项" in typed(container, "shred")
    assert "已销毁0项" in typed(container, "shred")
    typed(container, "release", typed(container, "holds").partition("\t")[0])
    assert "到期1项" in typed(container, "shred", "--dry-run")


def test_the_clock_destroys_each_night_and_closes_requests(
    container: Container, clock: StandingClock
) -> None:
    with container.database.writing() as session:
        container.casework.vault_container.vault.retention.close(session, CASES[0], clock.now())
    clock.moment += load_periods()[SecretClass.IDENTITY] + timedelta(seconds=1)
    for scheduled_job in container.casework.vault_container.scheduled_jobs():
        scheduled_job.task(clock.now())

    assert "到期0项" in typed(container, "shred", "--dry-run")
    with container.database.reading() as session, pytest.raises(Destroyed):
        container.casework.vault_container.vault.fields.take_all(session, CASES[0], SecretClass.IDENTITY)


def test_an_escrow_file_is_for_its_owner_and_brings_keys_back(container: Container, tmp_path: Path) -> None:
    file = tmp_path / "epochs.json"
    typed(container, "escrow", str(file))
    assert file.stat().st_mode & 0o777 == 0o600
    with container.database.writing() as session:
        session.execute(text("DELETE FROM vault_epochs"))

    assert "放回1个" in typed(container, "restore", str(file))
    with container.database.reading() as session:
        assert container.casework.vault_container.vault.fields.take(session, CASES[0], "name") == who(0).name
    file.write_text("nonsense")
    assert "不是时期密钥文件" in typed(container, "restore", str(file), code=1)


def test_two_people_let_a_request_through_and_the_terminal_shows_no_identity(container: Container) -> None:
    staffed(container)
    asked = typed(
        container,
        "request",
        CASES[0],
        "--purpose",
        "contact",
        "--reason",
        "联系举报人核实现场位置",
        "--as",
        "wu",
    )
    assert "申请1已提交" in asked
    assert "没有办理这一步的权限" in typed(container, "approve", "1", "--as", "fa", code=1)
    listed = json.loads(typed(container, "requests", "--json", "--as", "chen"))
    assert (listed["case"], listed["requested_by"]) == (CASES[0], "wu")
    assert "已批准" in typed(container, "approve", "1", "--as", "chen")
    assert "已经处理过" in typed(container, "decline", "1", "--as", "chen", code=1)


def test_the_list_of_who_may_not_be_rewarded_is_kept_without_showing_anybody(
    container: Container, tmp_path: Path
) -> None:
    staffed(container)
    vault, file = container.casework.vault_container.vault, tmp_path / "entry.json"
    file.write_text(json.dumps({"phone": who(3).phone}), "utf-8")
    enter = ("exclude", str(file), "--why", "relative", "--json", "--as")
    assert "权限" in typed(container, *enter, "chen", code=1)
    entry = json.loads(typed(container, *enter, "fa"))["entry"]
    with container.database.reading() as session:
        assert vault.exclusions.matches(session, CASES[3]) == {Exclusion.RELATIVE}
    said = typed(container, "excluded", "--json", "--as", "fa")
    assert (json.loads(said)["entry"], json.loads(said)["why"]) == (entry, "relative")
    assert str(who(3).phone) not in said
    typed(container, "strike-off", entry, "--as", "fa")
    assert typed(container, "excluded", "--as", "fa") == ""
    for text_ in ("{}", "[]", "phone"):
        file.write_text(text_, "utf-8")
        assert "至少" in typed(container, *enter, "fa", code=1)


def test_nothing_of_a_person_or_code_is_in_files_or_logs(
    container: Container, tmp_path: Path, caplog: pytest.LogCaptureFixture, clock: StandingClock
) -> None:
    """Canaries through sealing, searching, codes and rotation; then every file and every log line."""
    caplog.set_level(logging.DEBUG)
    vault, receipts = container.casework.vault_container.vault, container.casework.vault_container.receipts
    with container.database.writing() as session:
        code = receipts.issue(session, CASES[0], clock.now())
    assert receipts.check(str(code), who(0).openid or "", clock.now()) == CASES[0]
    wrong = new_code()
    assert receipts.check(str(wrong), "198.51.100.7", clock.now()) is None
    with container.database.reading() as session:
        vault.cases_of(session, who(0).openid or "")
    typed(container, "rotate")

    with container.database.reading() as session:
        assert vault.fields.take(session, CASES[0], "name") == who(0).name
    canaries = [value for number in range(12) for value in who(number).given().values()]
    canaries += [f"原话{CASES[0]}", code.proof, str(code), str(wrong), "198.51.100.7"]
    said = caplog.text
    assert [each for each in canaries if each in said] == []
    held = b"".join(file.read_bytes() for file in tmp_path.rglob("*") if file.is_file())
    if not container.database.is_sqlite:
        with container.database.reading() as session:
            tables = session.scalars(
                text("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")
            ).all()
            rows = [str(session.execute(text(f"SELECT * FROM {name}")).all()) for name in tables]
        held += "\n".join(rows).encode()
    assert b"vault_" in held or b"argon2id" in held
    assert [each for each in canaries if each.encode() in held] == []


def test_a_code_that_gets_into_a_log_line_by_mistake_is_masked() -> None:
    code = str(new_code())
    for written in (code, code.replace("-", ""), code.replace("-", " "), code.lower()):
        assert written not in cleaned(f"query {written} came")
        assert written[-6:] not in cleaned(f"query {written} came")
    digest = "deadbeefdeadbeefcafedeadbeefcafe"
    assert digest in cleaned(f"digest {digest}")
