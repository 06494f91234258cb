"""The report of the knowledge base as a clerk reads it."""

from collections.abc import Iterator, Mapping, Sequence

from core.types import member_of
from knowledge.answering import decided
from knowledge.asked.report import FEWEST_JUDGED, Due, Report
from knowledge.asked.trends import Rise
from knowledge.editorial.catalogue import DUE_SOON
from knowledge.localfacts import LocalFacts
from knowledge.topics import Priority, Topic

MOST_LISTED = 20


def report_lines(report: Report, topics: Mapping[str, Topic], facts: LocalFacts) -> Iterator[str]:
    """The whole report, a line each."""
    yield f"最近{report.days}天：{report.questions}个问题，{report.people}人。"
    yield from _section("突然变多", [_rise_line(rise, topics) for rise in report.rising])
    yield from _section(
        "主题覆盖",
        [f"{member_of(Priority, name).label}：{share.words()}" for name, share in report.coverage.items()],
    )
    missing = [f"{slug} {topics[slug].title}" for slug in report.uncovered]
    yield from _section(f"必须有、应该有、还没有条目的主题：{len(missing)}个", missing)
    yield from _section("怎么答的", [f"{decided(name)}：{s.words()}" for name, s in report.decisions.items()])
    yield f"说有用的：{report.helpful.words()}"
    yield from _section(
        "问得最多",
        [
            f"{one.count}次 {one.people}人 {decided(one.decision)}：{one.question}"
            for one in report.top_questions
        ],
    )
    yield from _section(
        f"最弱的条目（至少{FEWEST_JUDGED}人评价过）",
        [f"没用{weak.useless.words()} {weak.article} {weak.question}" for weak in report.weakest],
    )
    yield from _section(f"复审过期：{len(report.overdue)}条", _due_lines(report.overdue))
    yield from _section(f"{DUE_SOON.days}天内要复审：{len(report.due_soon)}条", _due_lines(report.due_soon))
    yield from _section(
        f"没填的本地情况：{len(report.unfilled_facts)}/{len(facts.declared)}项",
        [f"{name} {facts.declared[name].label}" for name in report.unfilled_facts],
    )
    yield from _section("读不了、没有上架的条目", [f"{one.article}：{one.reason}" for one in report.broken])
    yield from _section(
        "没发布的稿子",
        [f"{state.label}：{count}" for state, count in report.open_revisions.items()],
    )


def rise_words(rise: Rise) -> str:
    """Why a subject stands out."""
    if not rise.days:
        return f"这几小时{rise.recent}人问，以前还没有记录可比。"
    return f"这几小时{rise.recent}人问，前{rise.days}天同一时段一共{rise.before}人。"


def _rise_line(rise: Rise, topics: Mapping[str, Topic]) -> str:
    title = topics[rise.subject].title if rise.subject in topics else "这一类"
    return f"{rise.subject} {title}：{rise_words(rise)}"


def _due_lines(due: Sequence[Due]) -> list[str]:
    return [f"{one.due_on} {one.article} {one.question}" for one in due]


def _section(title: str, lines: Sequence[str]) -> Iterator[str]:
    yield f"\n【{title}】" if lines else f"\n【{title}】无"
    for line in lines[:MOST_LISTED]:
        yield f"  {line}"
    if len(lines) > MOST_LISTED:
        yield f"  ……还有{len(lines) - MOST_LISTED}条，用--json看全部"
