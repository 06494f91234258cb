"""``flask knowledge worklist``, ``answer`` and ``report``: what to improve, and how it is going."""

import json
from collections.abc import Sequence
from typing import Any

import click

from app.cli.acting import AS
from app.cli.report_words import report_lines, rise_words
from app.editors import Editors
from core.clock import SHANGHAI
from core.errors import BadContent, RuleViolation
from knowledge.asked.report import make_report
from knowledge.asked.worklist import WHY, Group, Period, find_group
from knowledge.permissions import KnowledgePermission

SHOWN_WORDINGS = 5

DAYS = click.option("--days", default=30, show_default=True, type=click.IntRange(1, 365), help="看最近几天。")
HOURS = click.option(
    "--hours", default=3, show_default=True, type=click.IntRange(1, 24), help="最近几小时算“突然”。"
)


def add_to(group: click.Group, editors: Editors) -> None:
    """Add the commands to ``flask knowledge``."""
    _add_worklist(group, editors)
    _add_answer(group, editors)
    _add_report(group, editors)


def _add_worklist(group: click.Group, editors: Editors) -> None:
    container = editors.container

    @group.command("worklist", help="没答上的、说没用的问题，按意思归成组；问得多的在前，突然变多的最前。")
    @click.option("--json", "as_json", is_flag=True)
    @click.option("--limit", default=50, show_default=True, help="最多几组。")
    @DAYS
    @HOURS
    def worklist(as_json: bool, limit: int, days: int, hours: int) -> None:
        with container.database.reading() as session:
            groups = editors.work_list(session, Period(container.clock.now(), days, hours))
        for one in groups[:limit]:
            click.echo(json.dumps(_tree(one), ensure_ascii=False) if as_json else "\n".join(_lines(one)))
        if not groups and not as_json:
            click.echo("没有要处理的问题。")


def _add_answer(group: click.Group, editors: Editors) -> None:
    container = editors.container

    @group.command("answer", help="处理待办里的一组：给条目加问法，或者写新条目，或者不用写。")
    @click.argument("key")
    @click.option("--article", help="这一条就是答案：把问法加进去（成为草稿）。")
    @click.option("--ask", "asks", multiple=True, help="不用原话，加这个问法；可以写几个。")
    @click.option("--draft", help="用这个编号写新条目（草稿），例如fire.new_topic。")
    @click.option("--dismiss", is_flag=True, help="不用写，从待办里去掉。")
    @AS
    @DAYS
    def answer(
        key: str,
        article: str | None,
        asks: tuple[str, ...],
        draft: str | None,
        dismiss: bool,
        login: str | None,
        days: int,
    ) -> None:
        if (article is not None) + (draft is not None) + dismiss != 1:
            raise click.UsageError("--article、--draft、--dismiss里写一个。")
        if asks and article is None:
            raise click.UsageError("--ask和--article一起用。")
        now = container.clock.now()
        container.cipher.ensure_key(now)
        try:
            # Grouping takes its time: not while we hold what everybody else waits for to write.
            with container.database.reading() as session:
                actor = container.personnel.service.acting(session, login, KnowledgePermission.WRITE)
                found = find_group(editors.work_list(session, Period(now, days)), key)
            with container.database.writing() as session:
                if dismiss:
                    editors.settling.dismiss(session, found, actor=actor, now=now)
                    click.echo("已从待办里去掉。")
                    return
                if article is not None:
                    revision = editors.settling.add_phrasings(
                        session, found, article, actor=actor, now=now, asks=asks
                    )
                else:
                    revision = editors.settling.draft_article(
                        session, found, str(draft), actor=actor, now=now
                    )
                told = editors.telling.tell(session, [revision.article], now)
        except (RuleViolation, BadContent) as error:
            raise click.ClickException(str(error)) from error
        click.echo(f"{revision.article} 第{revision.number}稿：{revision.state.label}。改好以后送审、发布。")
        say_told(told)
        if waiting := sorted(set(found.left) - set(told)):
            click.echo(f"发布以后会答复留言：{'、'.join(map(str, waiting))}。")


def _add_report(group: click.Group, editors: Editors) -> None:
    container = editors.container

    @group.command("report", help="覆盖、回答情况、常问的、最弱的、该复审的、没填的本地情况、突然变多的。")
    @click.option("--json", "as_json", is_flag=True)
    @DAYS
    @HOURS
    def report(as_json: bool, days: int, hours: int) -> None:
        with container.database.reading() as session:
            made = make_report(
                session, editors.topics, editors.facts, Period(container.clock.now(), days, hours)
            )
        if as_json:
            click.echo(json.dumps(made.to_tree(), ensure_ascii=False))
        else:
            click.echo("\n".join(report_lines(made, editors.topics, editors.facts)))


def say_told(told: Sequence[int]) -> None:
    """Say whose left questions were answered."""
    if told:
        numbers = "、".join(map(str, told))
        click.echo(f"答复了 {len(told)} 条留言：{numbers}（微信允许时发给市民，“我的留言”里也能看到）。")


def _lines(group: Group) -> list[str]:
    why = "，".join(f"{WHY[name]}{count}次" for name, count in sorted(group.why.items()))
    at = group.last_at.astimezone(SHANGHAI)
    lines = [
        f"{group.key}\t{group.count}次 {group.people}人\t最近{at:%m-%d %H:%M}\t{group.question}",
        f"\t{why}",
    ]
    if group.rise:
        lines.append(f"\t【突然变多】{rise_words(group.rise)}")
    others = [one.text for one in group.wordings[1 : SHOWN_WORDINGS + 1]]
    if others:
        more = len(group.wordings) - 1 - len(others)
        lines.append(f"\t也这样问：{' / '.join(others)}" + (f" 等{more}种" if more else ""))
    if group.useless:
        lines.append("\t说没用的：" + "，".join(f"{one}（{n}次）" for one, n in group.useless.most_common()))
    lines += [f"\t最接近：{near.article_id} {near.score:.2f} {near.question}" for near in group.nearest]
    if group.left:
        lines.append(f"\t同样的留言：{'、'.join(map(str, group.left))}")
    if group.pending:
        lines.append(f"\t已有草稿等发布：{group.pending}")
    return lines


def _tree(group: Group) -> dict[str, Any]:
    return {
        "group": group.key,
        "question": group.question,
        "count": group.count,
        "people": group.people,
        "last_at": group.last_at.astimezone(SHANGHAI).isoformat(),
        "why": dict(group.why),
        "wordings": [{"text": one.text, "count": len(one.times)} for one in group.wordings],
        "useless": dict(group.useless),
        "nearest": [
            {"article": one.article_id, "question": one.question, "score": round(one.score, 4)}
            for one in group.nearest
        ],
        "left": group.left,
        "pending": group.pending,
        "rising": group.rise
        and {
            "recent": group.rise.recent,
            "before": group.rise.before,
            "days": group.rise.days,
            "usual": round(group.rise.usual, 2),
        },
    }
