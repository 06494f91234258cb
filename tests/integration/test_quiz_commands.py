"""``flask quizzes`` as staff type it."""

import json
from pathlib import Path

from app.settings_loading import load_settings
from app.wiring import Container
from core.db import Database
from tests.clerks import Clerks
from tests.conftest import StandingClock

CONTEST = """
title: 安全生产月知识竞赛
opens_at: 2026-11-22 08:00
closes_at: 2026-11-22 20:00
rule: {questions: 5, categories: [fire, gas]}
paper_minutes: 10
pass_mark: 60
units: [{code: u1, name: 甲厂, people: 40}]
"""


class Terminal(Clerks):
    """Somebody who types commands; a planner and a reviewer have accounts."""

    def __init__(self, container: Container) -> None:
        super().__init__(container, "quizzes")
        self.hires("cehua", "planner")
        self.hires("shenhe", "campaign_reviewer")

    def rows(self, *words: str) -> list[dict[str, object]]:
        """Type a command with ``--json``; its rows."""
        return [json.loads(line) for line in self.reads(*words, "--json").splitlines()]


def test_staff_run_quizzes_from_the_bank_to_the_figures(
    database: Database, database_url: str, tmp_path: Path, clock: StandingClock
) -> None:
    container = Container(load_settings(var_dir=tmp_path / "var", database_url=database_url), clock)
    try:
        terminal = Terminal(container)
        (checked,) = terminal.rows("check")
        assert checked["complaints"] == []
        for by in ("by_kind", "by_category"):
            assert sum(checked[by].values()) == checked["questions"], by  # type: ignore[attr-defined]
        assert "true_false" in checked["by_kind"]  # type: ignore[operator]
        assert "--as" in terminal.reads("load", code=1)
        (loaded,) = terminal.rows("load", "--as", "cehua")
        assert loaded["added"] == checked["questions"]
        assert loaded["courses"] == ["home_basics", "new_worker"]
        assert "岗位没有" in terminal.reads("load", "--as", "shenhe", code=1)
        assert terminal.rows("daily", "--days", "3")[0]["day"] == "2026-11-22"
        assert "岗位没有" in terminal.reads("course", "publish", "home_basics", "--as", "cehua", code=1)
        assert terminal.rows("course", "publish", "home_basics", "--as", "shenhe")[0]["state"] == "published"
        listed = [one["title"] for one in terminal.rows("course", "list", "--as", "cehua")]
        assert listed == ["家庭安全入门", "新员工安全第一课"], "by title"
        file = tmp_path / "contest.yaml"
        file.write_text(CONTEST, "utf-8")
        (contest,) = terminal.rows("contest", "create", str(file), "--as", "cehua")
        assert contest["opens_at"] == "2026-11-22T08:00:00+08:00"
        number = str(contest["id"])
        terminal.reads("contest", "prize", number, "--name", "灭火毯", "--stock", "2", "--as", "cehua")
        terminal.reads("contest", "publish", number, "--as", "shenhe")
        assert terminal.reads("contest", "publish", number, "--as", "shenhe", code=1)
        with container.database.writing() as session:
            attempt = container.quizzes.contests.enter(session, int(number), "1" * 32, clock.now(), unit="u1")
            attempt.answers = {str(n): one["key"] for n, one in enumerate(attempt.paper, start=1)}
            session.flush()
            clock.advance(seconds=5)
            container.quizzes.contests.attempts.submit(session, attempt.id, "1" * 32, clock.now())
            made = container.quizzes.certificates.of_contest(session, attempt, "王五", clock.now())
        (doubted,) = terminal.rows("contest", "doubted", number, "--as", "cehua")
        terminal.reads("contest", "clear", str(doubted["attempt"]), "--reason", "当面核实", "--as", "shenhe")
        assert terminal.rows("contest", "board", number, "--by", "people", "--as", "cehua")[0]["score"] == 100
        assert terminal.rows("contest", "board", number, "--as", "cehua")[0]["people"] is None
        (shown,) = terminal.rows("contest", "show", number, "--as", "cehua")
        assert (shown["scored"], shown["people"], shown["pass_rate"]) == (1, 1, 1.0)
        assert len(terminal.rows("contest", "list", "--as", "cehua")) == 1
        assert terminal.rows("certificate", "verify", made.code)[0]["name"] == "王*"
        terminal.reads("certificate", "revoke", made.code, "--reason", "代答", "--as", "shenhe")
        assert terminal.rows("certificate", "verify", made.code)[0]["valid"] is False
        assert "没有这张证书" in terminal.reads("certificate", "verify", "222222222222", code=1)
        period = ("--since", "2026-11-01", "--until", "2026-11-30", "--as", "cehua")
        figures = {row["figure"]: row for row in terminal.rows("results", *period)}
        assert (figures["contest_papers"]["scored"], figures["contest_papers"]["people_passed"]) == (1, 1)
        assert figures["answers"]["answers"] == 5
        assert "--as" in terminal.reads("results", "--since", "2026-11-01", "--until", "2026-11-30", code=2)
        terminal.reads("contest", "cancel", number, "--reason", "台风", "--as", "shenhe")
    finally:
        container.close()


def test_a_bad_file_of_a_contest_is_told(sqlite_template: Path, tmp_path: Path, clock: StandingClock) -> None:
    container = Container(
        load_settings(var_dir=tmp_path, database_url=f"sqlite:///{tmp_path / 'a.db'}"), clock
    )
    (tmp_path / "a.db").write_bytes(sqlite_template.read_bytes())
    try:
        terminal = Terminal(container)
        file = tmp_path / "contest.yaml"
        for bad in ("title: 没有时间", CONTEST.replace("questions: 5", "questions: many"), "- list"):
            file.write_text(bad, "utf-8")
            assert "写得不对" in terminal.reads("contest", "create", str(file), "--as", "cehua", code=1)
    finally:
        container.close()
