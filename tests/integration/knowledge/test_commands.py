"""The commands of the editors, from files and workbooks to publication, as a clerk types them."""

import json
import shutil
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from click.testing import Result
from flask import Flask
from sqlalchemy import func, select

from app.wiring import Container
from deliveries.contacts import message_write
from deliveries.models import Delivery
from knowledge.models import ArticleRevision
from knowledge.published import published_articles
from knowledge.reading import CONTENT, read_articles
from tests.conftest import StandingClock
from tests.integration.editors import hire
from tests.integration.questions_asked import Citizens

OPENID = "o" + "A" * 27
TRAPPED = "elevator.trapped"


class Terminal:
    """A terminal in the bureau."""

    def __init__(self, app: Flask, container: Container) -> None:
        self._runner = app.test_cli_runner()
        self.container = container

    def types(self, *words: object) -> Result:
        return self._runner.invoke(args=["knowledge", *map(str, words)])

    def reads(self, *words: object) -> str:
        """What a command that goes well prints."""
        result = self.types(*words)
        assert result.exit_code == 0, result.output
        return result.output

    def refused(self, *words: object) -> str:
        """What a command that is refused prints."""
        result = self.types(*words)
        assert result.exit_code != 0, result.output
        return result.output

    def lead_of(self, article_id: str) -> str | None:
        with self.container.database.reading() as session:
            return next((one.lead for one in published_articles(session) if one.id == article_id), None)

    def publishes(self, article_id: str, number: int) -> str:
        self.reads("submit", article_id, number, "--as", "zhang.san")
        self.reads("approve", article_id, number, "--as", "li.si")
        return self.reads("publish", article_id, number, "--as", "zhang.san")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A content folder with the articles of one category."""
    path = tmp_path / "content"
    path.mkdir()
    for name in ("topics.yaml", "local_facts.yaml"):
        shutil.copy(CONTENT / name, path / name)
    shutil.copytree(CONTENT / "elevator", path / "elevator")
    return path


@pytest.fixture
def terminal(app: Flask, container: Container, folder: Path) -> Terminal:
    """The terminal, with the folder imported, and the people who edit."""
    terminal = Terminal(app, container)
    for login, roles in (
        ("zhang.san", ("knowledge_editor", "knowledge_reviewer", "publisher")),
        ("wang.wu", ("knowledge_editor",)),
        ("li.si", ("knowledge_reviewer", "publisher")),
    ):
        hires(container, login, *roles)
    count = len(read_articles(folder))
    assert f"新增 {count} 篇" in terminal.reads("import", folder)
    return terminal


def hires(container: Container, login: str, *roles: str) -> None:
    """Give somebody an account and roles."""
    with container.database.writing() as session:
        hire(session, login, login, container.clock.now(), *roles)


def rewrites(folder: Path, article_id: str, lead: str) -> Path:
    """Change the lead in the file of an article."""
    path = folder / f"{article_id.replace('.', '/')}.yaml"
    lines = path.read_text("utf-8").splitlines()
    path.write_text("\n".join(f"lead: {lead}" if one.startswith("lead:") else one for one in lines), "utf-8")
    return path


def test_an_article_is_edited_from_draft_to_publication(terminal: Terminal, folder: Path) -> None:
    file = rewrites(folder, TRAPPED, "按报警按钮，等人来救。")
    said = terminal.reads("draft", file, "--base", 1, "--as", "zhang.san", "--reason", "更短")
    assert said == f"{TRAPPED} 第2稿：草稿。\n"
    assert "＋按报警按钮，等人来救。" in terminal.reads("diff", TRAPPED, 1, 2)
    assert "还没有审核通过" in terminal.refused("publish", TRAPPED, 2, "--as", "zhang.san")
    terminal.reads("submit", TRAPPED, 2, "--as", "zhang.san")
    assert "不能审核自己写的稿子" in terminal.refused("approve", TRAPPED, 2, "--as", "zhang.san")
    assert "待审核" in terminal.reads("drafts")
    terminal.reads("approve", TRAPPED, 2, "--as", "li.si")
    assert terminal.reads("publish", TRAPPED, 2, "--as", "zhang.san") == f"{TRAPPED} 第2稿：已发布。\n"
    assert terminal.lead_of(TRAPPED) == "按报警按钮，等人来救。"
    newest, first = terminal.reads("history", TRAPPED).splitlines()
    assert "第2稿\t已发布" in newest
    assert "li.si审" in newest
    assert "已被新稿代替" in first
    assert terminal.reads("drafts") == "没有等待处理的稿子。\n"


def test_a_draft_upon_an_old_revision_is_refused(terminal: Terminal, folder: Path) -> None:
    file = rewrites(folder, TRAPPED, "按报警按钮。")
    terminal.reads("draft", file, "--base", 1, "--as", "zhang.san", "--reason", "更短")
    assert "已经被别人改过" in terminal.refused(
        "draft", file, "--base", 1, "--as", "wang.wu", "--reason", "也改"
    )


def test_sent_back_discarded_rolled_back_retired_restored(terminal: Terminal, folder: Path) -> None:
    old = terminal.lead_of(TRAPPED)
    file = rewrites(folder, TRAPPED, "按报警按钮。")
    terminal.reads("draft", file, "--base", 1, "--as", "zhang.san", "--reason", "更短")
    terminal.reads("submit", TRAPPED, 2, "--as", "zhang.san")
    assert "草稿" in terminal.reads("return", TRAPPED, 2, "--as", "li.si", "--reason", "太短")
    terminal.publishes(TRAPPED, 2)
    terminal.reads("rollback", TRAPPED, 1, "--as", "wang.wu", "--reason", "改错了")
    terminal.publishes(TRAPPED, 3)
    assert terminal.lead_of(TRAPPED) == old
    terminal.reads("retire", TRAPPED, "--as", "zhang.san", "--reason", "核对")
    assert terminal.lead_of(TRAPPED) is None
    terminal.reads("restore", TRAPPED, "--as", "li.si", "--reason", "没问题")
    assert terminal.lead_of(TRAPPED) == old
    terminal.reads("draft", file, "--base", 3, "--as", "zhang.san", "--reason", "再来")
    assert "已作废" in terminal.reads("discard", TRAPPED, 4, "--as", "zhang.san", "--reason", "不要了")


def test_a_conflict_is_named_fails_the_command_and_is_settled_by_name(
    terminal: Terminal, folder: Path
) -> None:
    file = rewrites(folder, TRAPPED, "库里的写法。")
    terminal.reads("draft", file, "--base", 1, "--as", "zhang.san", "--reason", "改")
    terminal.publishes(TRAPPED, 2)
    others = [one.id for one in read_articles(folder) if one.id != TRAPPED]
    rewrites(folder, TRAPPED, "文件的写法。")
    rewrites(folder, others[0], "另一篇的新写法。")

    said = terminal.refused("import", folder)

    assert "修改 1 篇" in said
    assert f"有 1 篇文件和库里都改过，两边都没有动，其余的已经导入：\n  {TRAPPED}\n" in said
    assert terminal.lead_of(TRAPPED) == "库里的写法。"
    assert terminal.lead_of(others[0]) == "另一篇的新写法。"
    assert "没有冲突" in terminal.refused("import", folder, "--ours", others[0])
    assert f"保留库里的 1 篇：{TRAPPED}" in terminal.reads("import", folder, "--ours", TRAPPED)
    rewrites(folder, TRAPPED, "文件又改了。")
    terminal.refused("import", folder)
    terminal.reads("import", folder, "--theirs", TRAPPED)
    assert terminal.lead_of(TRAPPED) == "文件又改了。"
    assert terminal.types("import", folder, "--theirs", TRAPPED, "--ours", TRAPPED).exit_code == 2


def test_a_workbook_goes_out_and_comes_back_as_drafts(terminal: Terminal, tmp_path: Path) -> None:
    path = tmp_path / "articles.xlsx"
    terminal.reads("export", "--format", "xlsx", path)
    book = openpyxl.load_workbook(path)
    sheet = book["条目"]
    heads = {cell.value: cell.column for cell in sheet[1]}
    row = next(r for r in range(2, sheet.max_row + 1) if sheet.cell(r, heads["编号"]).value == TRAPPED)
    sheet.cell(row, heads["导语"]).value = "先按报警按钮。"
    book.save(path)
    assert "请用--as写上您的登录名" in terminal.refused("import", path)
    assert f"新草稿 1 篇，未变 {sheet.max_row - 2} 篇。\n  {TRAPPED}\n" in terminal.reads(
        "import", path, "--as", "zhang.san"
    )
    assert terminal.lead_of(TRAPPED) != "先按报警按钮。"
    terminal.publishes(TRAPPED, 2)
    assert terminal.lead_of(TRAPPED) == "先按报警按钮。"
    # The same file again: somebody published meanwhile, and it says what is published.
    assert "新草稿 0 篇" in terminal.reads("import", path, "--as", "zhang.san")
    sheet.cell(row, heads["导语"]).value = "晚来的写法。"
    book.save(path)
    assert f"第{row}行 {TRAPPED}：这一条在您修改期间已经被别人改过" in terminal.refused(
        "import", path, "--as", "zhang.san"
    )


def test_faults_of_a_workbook_change_nothing(terminal: Terminal, tmp_path: Path) -> None:
    path = tmp_path / "articles.xlsx"
    terminal.reads("export", "--format", "xlsx", path)
    book = openpyxl.load_workbook(path)
    book["条目"].cell(2, 1).value = "?"
    book["条目"].cell(3, 4).value = None
    book["条目"].cell(4, 6).value = "快" * 81
    book.save(path)
    said = terminal.refused("import", path, "--as", "zhang.san")
    assert "“条目”表第2行“版本”列" in said
    assert "“条目”表第3行“问题”列：这一格不能空着" in said
    assert "“条目”表第4行“导语”列：导语有81个字，最多80个" in said
    with terminal.container.database.reading() as session:
        count = session.scalar(select(func.count()).select_from(ArticleRevision))
        assert count == len(published_articles(session))


def test_yaml_goes_out_and_says_nothing_new_when_it_comes_back(terminal: Terminal, tmp_path: Path) -> None:
    out = tmp_path / "out"
    terminal.reads("export", "--format", "yaml", out)
    count = len(read_articles(out))
    assert f"新增 0 篇，修改 0 篇，删除 0 篇，未变 {count} 篇。" in terminal.reads("import", out)
    assert f"{count} 个内容相同没有动" in terminal.reads("export", "--format", "yaml", out)


def test_an_edit_goes_back_into_the_files(terminal: Terminal, folder: Path) -> None:
    file = rewrites(folder, TRAPPED, "库里的写法。")
    terminal.reads("draft", file, "--base", 1, "--as", "zhang.san", "--reason", "改")
    terminal.publishes(TRAPPED, 2)
    rewrites(folder, TRAPPED, "原来的。")
    assert "改写 1 个" in terminal.reads("export", "--format", "yaml", folder)
    said = terminal.reads("import", folder)
    assert "修改 0 篇" in said
    assert "保留" not in said


def test_the_work_list_from_question_to_told_citizen(terminal: Terminal, clock: StandingClock) -> None:
    container, now = terminal.container, clock.now()
    container.cipher.ensure_key(now)
    with container.database.writing() as session:
        Citizens(session, now).ask("电梯里能不能跳一跳自救", 3)
        number = container.questions.leave(session, OPENID, "困电梯里跳一跳能自救吗", now)
        message_write(OPENID, now).run(session)
    listed = terminal.reads("worklist")
    assert "3次 3人" in listed
    assert f"同样的留言：{number}" in listed
    row: dict[str, Any] = json.loads(terminal.reads("worklist", "--json"))
    assert row["question"] == "电梯里能不能跳一跳自救"
    assert row["left"] == [number]
    assert row["nearest"][0]["article"].startswith("elevator.")

    said = terminal.reads("answer", row["group"], "--article", TRAPPED, "--as", "zhang.san")

    assert f"{TRAPPED} 第2稿：草稿" in said
    assert f"答复了 1 条留言：{number}" in said
    assert terminal.reads("worklist") == "没有要处理的问题。\n"
    with container.database.reading() as session:
        [delivery] = session.scalars(select(Delivery))
        assert (delivery.openid, delivery.dedupe_key) == (OPENID, f"question:{number}")
        [mine] = container.questions.of_person(session, OPENID, limit=3)
        assert mine.answer is not None
        assert "依据：" in mine.answer
    terminal.publishes(TRAPPED, 2)
    with container.database.reading() as session:
        asks = next(one.asks for one in published_articles(session) if one.id == TRAPPED)
    assert asks[-1] == "电梯里能不能跳一跳自救"


def test_a_group_needs_one_way_out(terminal: Terminal, clock: StandingClock) -> None:
    with terminal.container.database.writing() as session:
        Citizens(session, clock.now()).ask("今天中午吃什么", 2)
    key = json.loads(terminal.reads("worklist", "--json"))["group"]
    assert terminal.types("answer", key, "--as", "zhang.san").exit_code == 2
    assert (
        terminal.types("answer", key, "--as", "zhang.san", "--dismiss", "--article", TRAPPED).exit_code == 2
    )
    assert "没有“nobody”" in terminal.refused("answer", "nobody", "--as", "zhang.san", "--dismiss")
    terminal.reads("answer", key, "--as", "zhang.san", "--dismiss")
    assert terminal.reads("worklist", "--json") == ""


def test_the_report_in_chinese_and_as_json(terminal: Terminal, clock: StandingClock) -> None:
    with terminal.container.database.writing() as session:
        Citizens(session, clock.now()).ask("电梯困人", 4, decision="answer", article=TRAPPED)
    assert "直接回答：4/4（100.0%）" in terminal.reads("report")
    tree = json.loads(terminal.reads("report", "--json", "--days", 7))
    assert tree["decisions"]["answer"] == {"part": 4, "whole": 4, "value": 1.0}
    assert tree["days"] == 7
    assert tree["coverage"]["P1"]["whole"] == 213


def test_no_name_is_believed_and_the_operator_only_until_somebody_has_an_account(
    terminal: Terminal, folder: Path
) -> None:
    file = rewrites(folder, TRAPPED, "按报警按钮，等人来救。")
    said = ["draft", file, "--base", 1, "--reason", "更短"]
    assert "没有登录名是“张三”" in terminal.refused(*said, "--as", "张三")
    assert "请用--as写上您的登录名" in terminal.refused(*said)
    terminal.reads(*said, "--as", "zhang.san")
    terminal.publishes(TRAPPED, 2)
    with terminal.container.database.reading() as session:
        revision = session.scalars(
            select(ArticleRevision).where(ArticleRevision.article == TRAPPED, ArticleRevision.number == 2)
        ).one()
    assert (revision.author, revision.reviewer) == ("zhang.san", "li.si")


def test_an_account_needs_the_permission_of_each_step(
    terminal: Terminal, folder: Path, tmp_path: Path
) -> None:
    for login, role in (
        ("writer", "knowledge_editor"),
        ("reader", "read_only"),
        ("reviewer", "knowledge_reviewer"),
    ):
        hires(terminal.container, login, role)
    hires(terminal.container, "boss", "publisher")
    file = rewrites(folder, TRAPPED, "按报警按钮，等人来救。")
    workbook = tmp_path / "articles.xlsx"
    terminal.reads("export", "--format", "xlsx", workbook)
    why = ["--reason", "试"]
    for login, words in (
        ("reviewer", ["draft", file, "--base", 1, *why]),
        ("boss", ["submit", TRAPPED, 1]),
        ("writer", ["approve", TRAPPED, 1]),
        ("writer", ["return", TRAPPED, 1, *why]),
        ("reviewer", ["discard", TRAPPED, 1, *why]),
        ("reviewer", ["rollback", TRAPPED, 1, *why]),
        ("reviewer", ["publish", TRAPPED, 1]),
        ("writer", ["retire", TRAPPED, *why]),
        ("writer", ["restore", TRAPPED, *why]),
        ("reviewer", ["import", workbook]),
        ("reviewer", ["answer", "any", "--dismiss"]),
    ):
        for one in (login, "reader"):
            assert "没有办理这一步的权限" in terminal.refused(*words, "--as", one), words
