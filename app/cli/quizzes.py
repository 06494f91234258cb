"""``flask quizzes``: the bank of questions, the question of the day, figures, and the groups below."""

from collections.abc import Iterator
from dataclasses import asdict
from datetime import date
from pathlib import Path

import click

from app.cli import quiz_contests, quiz_courses
from app.cli.acting import AS
from app.cli.commands import CommandGroup, Row, Step, day, refusing, show
from app.quiz_bank import known, wrong_courses
from app.wiring import Container
from core.clock import beginning_of, china_date, end_of
from core.errors import BadContent
from quizzes.checking import check
from quizzes.figures import Papers, answers_between, courses_between, items_between, papers_between
from quizzes.loading import load
from quizzes.permissions import QuizPermission
from quizzes.reading import BANK, read_bank
from quizzes.syllabus import read_courses

FOLDER = click.Path(exists=True, file_okay=False, path_type=Path)
JSON = click.option("--json", "as_json", is_flag=True, help="一行一个JSON。")
WORST = 10


def command(container: Container) -> click.Group:
    """The group ``quizzes``."""

    @click.group("quizzes", help="安全知识问答：题库、每日一题、竞赛、课程、证书。")
    def group() -> None:
        pass

    group.add_command(_check())
    _add_bank(group, container)
    commands = CommandGroup(group, container)
    first, last = day("since", help_="从哪一天。"), day("until", help_="到哪一天，含当天。")
    commands.look("results", "一段时间的答题数据：人次、人、合格率、最难的题。", _results, first, last)
    group.add_command(quiz_contests.command(container))
    group.add_command(quiz_courses.command(container))
    group.add_command(quiz_courses.certificates(container))
    return group


def papers_row(papers: Papers) -> Row:
    """Papers as a line: each share beside its numerator and denominator."""
    rate = papers.pass_rate
    return {**asdict(papers), "pass_rate": None if rate is None else round(rate, 4)}


def _check() -> click.Command:
    @click.command("check", help="检查题库和课程文件：重复、来源、解析、答案、选项长短和位置是否均衡。")
    @click.argument("folder", type=FOLDER, default=BANK)
    @JSON
    def check_(folder: Path, as_json: bool) -> None:
        complaints, measures = check(known(), folder)
        said = [str(one) for one in complaints]
        if folder == BANK:
            said += wrong_courses()
        if as_json:
            show({**asdict(measures), "complaints": said}, as_json=True)
        else:
            for one in said:
                click.echo(one)
        if said:
            raise click.ClickException(f"有 {len(said)} 处必须改正。")
        if not as_json:
            longest = f"{measures.longest_is_right:.0%}"
            click.echo(f"检查通过，{measures.questions} 道题；最长的选项正好是答案的占 {longest}。")

    return check_


def _add_bank(group: click.Group, container: Container) -> None:
    @group.command("load", help="题库和课程入库；没变的不动，文件里没有了的题不再出。课程要另一个人发布。")
    @AS
    @JSON
    def load_(login: str | None, as_json: bool) -> None:
        def run() -> Row:
            complaints, _ = check(known())
            if complaints:
                raise BadContent("题库没有入库，先改正：\n" + "\n".join(map(str, complaints)))
            with container.database.writing() as session:
                actor = container.personnel.service.acting(session, login, QuizPermission.EDIT)
                now = container.clock.now()
                loaded = load(session, read_bank(), actor, now)
                courses = container.quizzes.courses.load(session, read_courses(), actor, now)
            return {**asdict(loaded), "courses": courses}

        row = refusing(run)
        if as_json:
            show(row, as_json=True)
            return
        click.echo(
            "新增 {added} 道，修改 {changed} 道，停用 {retired} 道，未变 {unchanged} 道。".format(**row)
        )
        if row["courses"]:
            click.echo(f"课程待发布：{'、'.join(row['courses'])}（flask quizzes course publish）")

    @group.command("daily", help="看今天的题，还没有就选定；--days 再看以前的。")
    @click.option("--days", type=click.IntRange(0, 366), default=0, help="往回看几天。")
    @JSON
    def daily(days: int, as_json: bool) -> None:
        def run() -> list[Row]:
            with container.database.writing() as session:
                now = container.clock.now()
                question = container.quizzes.daily.question(session, now)
                rows: list[Row] = [{"day": china_date(now), **question.to_tree()}]
                past = container.quizzes.daily.past(session, china_date(now), days)
                rows += ({"day": one, **asked.to_tree()} for one, asked in past)
                return rows

        rows = refusing(run)
        if as_json:
            show(rows, as_json=True)
            return
        for row in rows:
            click.echo(f"{row['day']}  {row['id']}  {row['stem']}  答案：{row['right']}")


def _results(step: Step, since: date, until: date) -> Iterator[Row]:
    """Answers by origin, papers of contests and courses, courses, and the hardest questions."""
    step.actor.require(QuizPermission.SEE)
    start = beginning_of(since)
    end = end_of(until)
    for one in answers_between(step.session, since, until):
        yield {"figure": "answers", **asdict(one)}
    for name, contests in (("contest_papers", True), ("course_papers", False)):
        yield {"figure": name, **papers_row(papers_between(step.session, start, end, contests=contests))}
    yield {"figure": "courses", **asdict(courses_between(step.session, start, end))}
    for item in items_between(step.session, since, until)[:WORST]:
        yield {"figure": "hard_question", **asdict(item), "ease": round(item.ease, 4)}
