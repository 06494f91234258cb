"""``flask staff`` and ``flask audit`` as an operator and the administrators type them."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner
from flask import Flask
from sqlalchemy import select, text

from app.cli import Commands, listing
from app.settings_loading import load_settings
from app.wiring import Container
from staff.models import AuditEntry
from tests.conftest import StandingClock
from tests.integration.editors import hire


class Terminal:
    """Somebody who types commands."""

    def __init__(self, container: Container) -> None:
        self.container = container
        app = Flask("anwen", static_folder=None)
        listing.register(app, container)
        self._commands = app.cli.commands

    def reads(self, group: str, *words: str) -> str:
        """Type a command that works."""
        result = CliRunner().invoke(self._commands[group], list(words))
        assert result.exit_code == 0, result.output
        return result.output

    def refused(self, group: str, *words: str) -> str:
        """Type a command that is refused."""
        result = CliRunner().invoke(self._commands[group], list(words))
        assert result.exit_code == 1, result.output
        return result.output


@pytest.fixture
def terminal(database_url: str, tmp_path: Path, clock: StandingClock) -> Iterator[Terminal]:
    """A system with an empty database and somebody at its terminal."""
    container = Container(load_settings(var_dir=tmp_path / "var", database_url=database_url), clock)
    yield Terminal(container)
    container.close()


def set_up(terminal: Terminal) -> None:
    """The first three accounts, made by the operator."""
    for login, role in (("sys", "system_admin"), ("sec", "security_admin"), ("aud", "audit_admin")):
        # From the second on the account is made by the first.
        by = [] if login == "sys" else ["--as", "sys"]
        terminal.reads("staff", "add", login, "--name", f"{login}同志", "--everywhere", *by)
        by = ["--as", "sec"] if login == "aud" else []
        terminal.reads("staff", "grant", login, role, *by)


def test_the_first_accounts_and_what_follows(terminal: Terminal) -> None:
    assert "还没有工作人员账号" in terminal.reads("staff", "list")
    said = terminal.reads("staff", "add", "chen", "--name", "陈力", "--role", "受理员", "--region", "331081")
    assert "初始密码（只显示这一次，首次登录必须更改）：" in said
    set_up(terminal)
    assert "请用--as写上您的登录名" in terminal.refused(
        "staff", "add", "wang", "--name", "王", "--everywhere"
    )
    assert "没有办理这一步的权限" in terminal.refused("staff", "grant", "chen", "leader", "--as", "sys")
    assert "三权分立" in terminal.refused("staff", "grant", "sys", "audit_admin", "--as", "sec")
    assert "请写明管辖范围" in terminal.refused("staff", "add", "wang", "--name", "王", "--as", "sys")
    assert "已授予 chen：值班员" in terminal.reads("staff", "grant", "chen", "duty_officer", "--as", "sec")
    assert "已收回 chen：值班员" in terminal.reads("staff", "revoke", "chen", "duty_officer", "--as", "sec")
    terminal.reads("staff", "deactivate", "chen", "--as", "sys", "--reason", "调离")
    listed = terminal.reads("staff", "list")
    assert "chen\t陈力\t331081\t受理员\t已停用\n" in listed
    assert "sys\tsys同志\t全县\t系统管理员\n" in listed
    assert '"login": "chen"' in terminal.reads("staff", "list", "--json")
    assert "知识审核\t回复群众留言、审核、退回" in terminal.reads("staff", "roles")


def test_an_account_and_a_clashing_role_leave_nothing(terminal: Terminal) -> None:
    roles = ["--role", "leader", "--role", "payout_officer"]
    assert "不能再担任奖励经办" in terminal.refused(
        "staff", "add", "chen", "--name", "陈力", "--everywhere", *roles
    )
    assert "还没有工作人员账号" in terminal.reads("staff", "list")


def test_the_log_is_shown_and_verified(terminal: Terminal) -> None:
    assert "还没有审计日志" in terminal.reads("audit", "head")
    set_up(terminal)
    assert "请用--as" in terminal.refused("audit", "verify")
    assert "没有办理这一步的权限" in terminal.refused("audit", "show", "--as", "sys")
    shown = terminal.reads("audit", "show", "--subject", "staff:aud", "--as", "aud").splitlines()
    assert [line.split("\t")[2:5] for line in shown] == [
        ["sec", "staff.grant", "staff:aud"],
        ["sys", "staff.add", "staff:aud"],
    ]
    assert '"action": "staff.grant"' in terminal.reads(
        "audit", "show", "--json", "--actor", "sec", "--as", "aud"
    )
    assert "共6条；没有库外的链头可对照" in terminal.reads("audit", "verify", "--as", "aud")


def test_a_cut_log_fails_the_check_by_the_kept_head(terminal: Terminal, clock: StandingClock) -> None:
    set_up(terminal)
    container = terminal.container
    scheduled_job = next(one for one in container.personnel.scheduled_jobs() if one.name == "keep_audit_head")
    scheduled_job.task(clock.now())
    assert "共6条；和库外1个链头一致" in terminal.reads("audit", "verify", "--as", "aud")
    line = terminal.reads("audit", "head", "--as", "aud")
    assert container.personnel.heads_file.read_text("ascii") == line
    with container.database.writing() as session:
        table = "" if container.database.is_sqlite else " ON audit_entries"
        name = "audit_entries_never_go" if container.database.is_sqlite else "audit_entries_never_change"
        session.execute(text(f"DROP TRIGGER {name}{table}"))
        session.execute(text("DELETE FROM audit_entries WHERE number = 6"))
    said = terminal.refused("audit", "verify", "--as", "aud")
    assert "前5条无误。第6条：没有了" in said
    container.personnel.heads_file.write_text(line.replace("6 ", "5 ", 1))
    assert "封印不对" in terminal.refused("audit", "verify", "--as", "aud")


@pytest.mark.parametrize(
    ("statement", "said"),
    [
        ("UPDATE staff_users SET active = false WHERE login = 'sec'", "账号sec的停用和记录不一致"),
        ("UPDATE staff_users SET login = 'mole' WHERE login = 'sec'", "账号mole没有建立的记录"),
        ("UPDATE staff_roles SET role = 'custodian' WHERE role = 'security_admin'", "角色custodian没有授予"),
        ("DELETE FROM staff_roles WHERE role = 'security_admin'", "角色security_admin没有收回的记录"),
    ],
)
def test_a_role_or_account_changed_by_sql_is_found(terminal: Terminal, statement: str, said: str) -> None:
    set_up(terminal)
    with terminal.container.database.writing() as session:
        session.execute(text(statement))
    assert said in terminal.refused("audit", "verify", "--as", "aud")


def test_a_question_is_answered_by_who_may_and_the_log_tells_who(terminal: Terminal) -> None:
    container, now = terminal.container, terminal.container.clock.now()
    with container.database.writing() as session:
        first, second = (container.questions.leave(session, "o" + "A" * 27, words, now) for words in "一二")
    assert terminal.reads("questions", "answer", str(first), "八点半开门。") == "已回复。\n"
    with container.database.writing() as session:
        hire(session, "editor", "编辑", now, "knowledge_editor")
        hire(session, "reader", "只读", now, "read_only")
    answer = ["answer", str(second), "周末不开门。"]
    assert "请用--as写上您的登录名" in terminal.refused("questions", *answer)
    assert "没有办理这一步的权限" in terminal.refused("questions", *answer, "--as", "reader")
    assert terminal.reads("questions", *answer, "--as", "editor") == "已回复。\n"
    with container.database.reading() as session:
        entries = session.scalars(select(AuditEntry).order_by(AuditEntry.number)).all()
    assert [(one.action, one.actor, one.subject) for one in entries] == [
        ("questions.answer", "operator", f"question:{first}"),
        ("questions.answer", "editor", f"question:{second}"),
    ]


def test_a_terminal_without_the_sign_shows_an_escape(terminal: Terminal) -> None:
    """Terminals set to GBK are common; a name, a question and an address may hold more than it has."""
    with terminal.container.database.writing() as session:
        hire(session, "zhang", "张😀三", terminal.container.clock.now())

    result = CliRunner(charset="gbk").invoke(Commands(terminal.container), ["staff", "list"])

    assert (result.exit_code, "张\\U0001f600三" in result.output) == (0, True)
