"""The figures of a period on pages: by chapter, with the query behind each, and as a workbook."""

import io
import re
from datetime import date
from html import unescape
from urllib.parse import urlencode

import openpyxl
import pytest
from sqlalchemy import select, text

from app.wiring import Container
from campaigns.planning.models import Activity
from campaigns.planning.status import ActivityState
from knowledge.models import QuestionDay
from staff.actors import Scope
from staff.models import AuditEntry
from tests.integration.admin.conftest import Clerk, Hiring
from tests.integration.campaigns.figure_rows import County, written
from tests.integration.one_engine import database_url

__all__ = ["database_url"]

PAGE = "/admin/campaigns/figures"


@pytest.fixture
def planner(hiring: Hiring) -> Clerk:
    """Somebody who may see campaigns."""
    return hiring.insider("lin", "planner")


def test_last_month_stands_there_and_every_chapter_can_be_had(planner: Clerk) -> None:
    assert "2026年10月1日至2026年10月31日" in planner.opens(PAGE).text
    shown = planner.opens(f"{PAGE}?period=2026安全生产月&chapter=quizzes&compare=1").text
    assert "2026年安全生产月" in shown
    assert "六、知识竞赛和学习" in shown
    assert "2026年6月1日至2026年6月30日" in shown


def test_behind_a_figure_stands_what_counts_it(planner: Clerk, container: Container) -> None:
    listed = planner.opens(f"{PAGE}?period=2026-10").text
    key = listed.split("/figures/one/")[1].split("?")[0]
    shown = planner.opens(f"{PAGE}/one/{key}?period=2026-10").text
    assert "定义" in shown
    statement = shown.split("<code>")[1].split("</code>")[0]
    with container.database.reading() as session:
        session.execute(text(unescape(statement).replace(":", "\\:"))).all()
    assert planner.asks(f"{PAGE}/one/no.such.figure").status_code == 404


def test_a_figure_without_rows_is_shown_by_month_and_a_month_by_day(
    planner: Clerk, container: Container
) -> None:
    with container.database.writing() as session:
        written(session.connection(), County(27).rows)

    year = unescape(planner.opens(f"{PAGE}/one/followers.new?period=2026").text)
    whole = re.search(r'<strong class="figure">(\d+)人', year)
    assert whole
    assert "各段时间" in year
    months = dict(re.findall(r">2026年(\d+)月</a>.*?<strong>(\d+)人", year, re.S))
    assert sum(map(int, months.values())) == int(whole[1])
    june = planner.opens(f"{PAGE}/one/followers.new?period=2026-06-01..2026-06-30").text
    days = re.findall(r">\s*6月\d+日\s*<.*?<strong>(\d+)人", june, re.S)
    assert sum(map(int, days)) == int(months["6"])


def test_behind_a_figure_stands_each_that_it_counts(planner: Clerk, container: Container) -> None:
    with container.database.writing() as session:
        written(session.connection(), County(27).rows)
        verified = select(Activity.id).where(Activity.state == ActivityState.VERIFIED)
        ids = set(session.scalars(verified))

    shown = planner.opens(f"{PAGE}/one/activities?period=2026").text

    assert "数的是这些活动" in shown
    listed = re.findall(r'href="/admin/campaigns/activities/(\d+)">([^<]*)</a>', shown)
    assert listed
    assert {int(number) for number, _ in listed} <= ids
    assert re.search(rf'<strong class="figure">{len(listed)}场', shown)
    assert "数的是这些" not in planner.opens(f"{PAGE}/one/followers.new?period=2026").text


def test_all_of_it_leaves_as_a_workbook_and_the_log_knows(planner: Clerk, container: Container) -> None:
    answer = planner.sends(f"{PAGE}/export?period=2026-10", page=PAGE)
    book = openpyxl.load_workbook(io.BytesIO(answer.data))
    assert book.sheetnames == ["指标", "文字稿", "查询语句", "统计规则"]
    assert book["指标"].max_row > 100
    with container.database.reading() as session:
        taken = session.scalars(select(AuditEntry).where(AuditEntry.action == "figures.export")).all()
    assert [one.actor for one in taken] == ["lin"]


def test_the_figures_are_written_out_with_what_could_not_be_told(
    planner: Clerk, container: Container
) -> None:
    with container.database.writing() as session:
        for on, word, count in ((2, "answer", 30), (3, "fallback", 10), (3, "left", 4)):
            session.add(QuestionDay(on=date(2026, 9, on), word=word, count=count))
    listed = planner.opens(f"{PAGE}?period=2026Q3&chapter=questions&compare=1").text
    assert 'href="/admin/campaigns/figures/text?period=2026Q3"' in listed
    assert "去年同期—，最早的记录是2026年9月2日的" in listed
    written = planner.opens(f"{PAGE}/text?period=2026Q3").text
    assert (
        "提问40条，其中直接答上30条、没有答上10条；直接答上率75.0%；"
        "给工作人员的留言4条（从2026年9月2日起有记录）。"
    ) in written
    assert "提问的人：问答记录只保存90天" in written
    assert planner.asks(f"{PAGE}/text?period=2026-13").status_code == 409


@pytest.mark.parametrize("period", ["2026-13", "上个月", "2026-10-31..2026-10-01"])
def test_a_period_that_is_none_is_told_with_what_was_typed(planner: Clerk, period: str) -> None:
    answer = planner.asks(f"{PAGE}?{urlencode({'period': period})}")
    assert answer.status_code == 409
    assert f'value="{period}"' in answer.text
    assert 'role="alert"' in answer.text


def test_who_works_for_a_town_sees_that_town(hiring: Hiring) -> None:
    clerk = hiring.insider("town", "planner", scope=Scope(regions=frozenset({"331081002"})))
    assert "全县" not in clerk.opens(f"{PAGE}?period=2026-10").text.split("<form")[0]
    assert clerk.asks(f"{PAGE}?period=2026-10&region=331081001").status_code in (403, 404, 409)
