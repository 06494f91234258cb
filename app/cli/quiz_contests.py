"""``flask quizzes contest``: contests from the plan to the prizes."""

from collections.abc import Iterator
from dataclasses import asdict
from datetime import datetime
from pathlib import Path
from typing import Any

import click
from sqlalchemy import select

from app.cli.commands import LIMIT, REASON, CommandGroup, Row, Step
from app.wiring import Container
from core.clock import SHANGHAI
from core.errors import NotFound
from core.yamls import parsed
from places.regions import Level
from quizzes.boards import people_board, towns_board, units_board
from quizzes.contests import NewContest, Team
from quizzes.figures import papers_of_contest
from quizzes.models import QuizAttempt, QuizContest, QuizPrize
from quizzes.papers import rule_from
from quizzes.permissions import QuizPermission
from quizzes.refusals import BadPlan
from quizzes.status import AttemptState

ID = click.argument("contest", type=int)
ATTEMPT = click.argument("attempt", type=int)


def command(container: Container) -> click.Group:
    """The group ``contest``."""

    @click.group("contest", help="知识竞赛：筹办、发布、奖品、榜、作废。")
    def group() -> None:
        pass

    commands = CommandGroup(group, container)
    _add_planning(commands, container)
    _add_looking(commands)
    _add_judging(commands, container)
    return group


def contest_row(contest: QuizContest) -> Row:
    """A contest as a line."""
    return {
        "id": contest.id,
        "title": contest.title,
        "state": contest.state,
        "opens_at": contest.opens_at,
        "closes_at": contest.closes_at,
        "questions": contest.rule["questions"],
        "pass_mark": contest.pass_mark,
        "campaign_id": contest.campaign_id,
    }


def contest_from(tree: Any, towns: tuple[Team, ...]) -> NewContest:
    """A contest as somebody wrote it down; times are those of China. ``BadPlan`` where it is none."""
    try:
        return NewContest(
            title=str(tree["title"]).strip(),
            intro=str(tree.get("intro", "")).strip(),
            opens_at=_moment(tree["opens_at"]),
            closes_at=_moment(tree["closes_at"]),
            rule=rule_from(tree["rule"]),
            paper_seconds=int(tree["paper_minutes"] * 60),
            pass_mark=int(tree["pass_mark"]),
            units=tuple(
                Team(str(one["code"]), str(one["name"]), one.get("people")) for one in tree.get("units", ())
            ),
            towns=towns if tree.get("by_town") else (),
            campaign_id=tree.get("campaign_id"),
        )
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise BadPlan(f"竞赛文件写得不对：{error}") from error


def _add_planning(commands: CommandGroup, container: Container) -> None:
    contests, prizes = container.quizzes.contests, container.quizzes.prizes

    def create(step: Step, file: Path) -> Row:
        towns = tuple(
            Team(one.code, one.name) for one in container.casework.regions.tree().at_level(Level.TOWN)
        )
        new = contest_from(parsed(file.read_text("utf-8")), towns)
        return contest_row(contests.create(step.session, new, step.actor, step.now))

    def prize(step: Step, contest: int, name: str, stock: int) -> Row:
        return prize_row(prizes.add(step.session, contest, name, stock, step.actor, step.now))

    def publish(step: Step, contest: int) -> Row:
        return contest_row(contests.publish(step.session, contest, step.actor, step.now))

    def cancel(step: Step, contest: int, reason: str) -> Row:
        return contest_row(contests.cancel(step.session, contest, reason, step.actor, step.now))

    def hand_over(step: Step, contest: int, code: str, phone: str) -> Row:
        claim = prizes.hand_over(step.session, contest, code, phone, step.actor, step.now)
        return {"prize": claim.prize_id, "handed_at": claim.handed_at, "handed_by": claim.handed_by}

    file = click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
    commands.verb("create", "筹办一场竞赛，YAML文件，写法见docs/operations.md。", create, file)
    name = click.option("--name", required=True, help="奖品名称。")
    stock = click.option("--stock", type=int, required=True, help="多少份。")
    commands.verb("prize", "发布以前加一种奖品。奖品不能以关注、转发为条件。", prize, ID, name, stock)
    commands.verb("publish", "审核并发布，不能是筹办的人。", publish, ID)
    commands.verb("cancel", "取消。", cancel, ID, REASON)
    code = click.option("--code", required=True, help="领奖码。")
    phone = click.option("--phone", required=True, help="领奖人报的手机号，只核对不保存。")
    commands.verb("hand-over", "核对领奖码和手机号，发放奖品。", hand_over, ID, code, phone)


def prize_row(prize: QuizPrize) -> Row:
    """A prize as a line."""
    return {"prize": prize.id, "name": prize.name, "stock": prize.stock, "given": prize.given}


def _add_looking(commands: CommandGroup) -> None:
    def listed(step: Step, limit: int) -> Iterator[Row]:
        step.actor.require(QuizPermission.SEE)
        wanted = select(QuizContest).order_by(QuizContest.opens_at.desc(), QuizContest.id.desc()).limit(limit)
        return (contest_row(one) for one in step.session.scalars(wanted))

    def shown(step: Step, contest: int) -> Row:
        step.actor.require(QuizPermission.SEE)
        found = step.session.get(QuizContest, contest)
        if found is None:
            raise NotFound
        papers = papers_of_contest(step.session, contest)
        rate = papers.pass_rate
        return {**contest_row(found), **asdict(papers), "pass_rate": None if rate is None else round(rate, 4)}

    def board(step: Step, contest: int, by: str) -> Iterator[Row]:
        step.actor.require(QuizPermission.SEE)
        found = step.session.get(QuizContest, contest)
        if found is None:
            raise NotFound
        if by == "people":
            return (
                {"place": one.place, "name": one.name, "score": one.score, "seconds": one.seconds}
                for one in people_board(step.session, contest)
            )
        lines = (units_board if by == "unit" else towns_board)(step.session, found)
        return (asdict(one) for one in lines)

    def doubted(step: Step, contest: int, limit: int) -> Iterator[Row]:
        step.actor.require(QuizPermission.SEE)
        wanted = (
            select(QuizAttempt)
            .where(
                QuizAttempt.contest_id == contest,
                QuizAttempt.doubt.is_not(None),
                QuizAttempt.state == AttemptState.SCORED,
            )
            .order_by(QuizAttempt.id)
            .limit(limit)
        )
        return (
            {
                "attempt": one.id,
                "doubt": one.doubt,
                "score": one.score,
                "seconds": one.seconds,
                "unit": one.unit,
            }
            for one in step.session.scalars(wanted)
        )

    commands.look("list", "列出竞赛。", listed, LIMIT)
    commands.look("show", "一场竞赛：答卷人次、人数、合格率。", shown, ID)
    by = click.option(
        "--by", type=click.Choice(["people", "unit", "town"]), default="unit", show_default=True
    )
    commands.look("board", "榜；不足10人的单位、乡镇不显示。", board, ID, by)
    commands.look("doubted", "答得太快、等核实的答卷。", doubted, ID, LIMIT)


def _add_judging(commands: CommandGroup, container: Container) -> None:
    contests = container.quizzes.contests

    def attempt_row(one: QuizAttempt) -> Row:
        return {"attempt": one.id, "state": one.state, "doubt": one.doubt, "score": one.score}

    def void(step: Step, attempt: int, reason: str) -> Row:
        return attempt_row(contests.void(step.session, attempt, reason, step.actor, step.now))

    def clear(step: Step, attempt: int, reason: str) -> Row:
        return attempt_row(contests.clear(step.session, attempt, reason, step.actor, step.now))

    def hide_name(step: Step, attempt: int) -> Row:
        return attempt_row(contests.hide_name(step.session, attempt, step.actor, step.now))

    commands.verb("void", "作废一份答卷。", void, ATTEMPT, REASON)
    commands.verb("clear", "核实以后，让答卷上榜。", clear, ATTEMPT, REASON)
    commands.verb("hide-name", "把榜上不合适的名字改成“匿名”。", hide_name, ATTEMPT)


def _moment(given: object) -> datetime:
    moment = given if isinstance(given, datetime) else datetime.fromisoformat(str(given))
    return moment.replace(tzinfo=SHANGHAI) if moment.tzinfo is None else moment
