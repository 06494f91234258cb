"""A clerk's workbook into the database: drafts, no work overwritten, faults told before anything is kept."""

from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy.orm import Session

from knowledge.articles import Article
from knowledge.editorial.editing import EditingService
from knowledge.editorial.exporting import exported
from knowledge.editorial.intake import Intake, take_rows
from knowledge.editorial.revisions import history, open_revision
from knowledge.editorial.rules import TO_WRITE
from knowledge.editorial.sheet import Fault
from knowledge.editorial.workbook import BadWorkbook, Row, read_workbook, write_workbook
from knowledge.models import Origin
from knowledge.status import RevisionState
from tests.integration.editors import AUTHOR, REVIEWER, publish_edit
from tests.unit.knowledge.samples import FEW, make_article

PAN, HOSE = "fire.oil_pan", "gas.hose"


@pytest.fixture
def rows(session: Session, tmp_path: Path) -> list[Row]:
    """The workbook that a clerk exported this morning."""
    write_workbook(tmp_path / "articles.xlsx", exported(session))
    rows, faults = read_workbook(tmp_path / "articles.xlsx")
    assert faults == []
    return rows


def edited(rows: list[Row], article_id: str, **changes: Any) -> list[Row]:
    return [
        replace(row, article=replace(row.article, **changes)) if row.article.id == article_id else row
        for row in rows
    ]


def test_an_exported_workbook_says_nothing_new(
    session: Session, editing: EditingService, rows: list[Row], now: datetime
) -> None:
    assert [row.article for row in rows] == sorted(FEW, key=lambda one: one.id)
    assert take_rows(session, editing, rows, actor=AUTHOR, now=now) == Intake(unchanged=len(FEW))


def test_a_changed_row_becomes_a_draft_of_the_clerk(
    session: Session, editing: EditingService, rows: list[Row], now: datetime
) -> None:
    before = exported(session)
    intake = take_rows(session, editing, edited(rows, PAN, lead="盖锅盖。"), actor=AUTHOR, now=now)
    assert intake == Intake(drafts=[PAN], unchanged=len(FEW) - 1)
    draft = open_revision(session, PAN)
    assert draft is not None
    assert (draft.state, draft.origin, draft.author) == (RevisionState.DRAFT, Origin.WORKBOOK, AUTHOR.id)
    assert Article.from_tree(draft.body).lead == "盖锅盖。"
    assert exported(session) == before


def test_rows_that_are_not_there_delete_nothing(
    session: Session, editing: EditingService, rows: list[Row], now: datetime
) -> None:
    take_rows(session, editing, edited(rows, PAN, lead="盖锅盖。")[:3], actor=AUTHOR, now=now)
    assert len(exported(session)) == len(FEW)


def test_a_row_that_was_overtaken_is_told_and_the_others_are_taken(
    session: Session, editing: EditingService, rows: list[Row], now: datetime
) -> None:
    publish_edit(session, editing, PAN, now, lead="先关火。")
    late = edited(edited(rows, PAN, lead="盖锅盖。"), HOSE, lead="两年一换。")
    intake = take_rows(session, editing, late, actor=REVIEWER, now=now)
    number = next(row.number for row in rows if row.article.id == PAN)
    assert intake.drafts == [HOSE]
    assert intake.conflicts == [
        f"第{number}行 {PAN}：这一条在您修改期间已经被别人改过，请在最新的一稿上重新修改。"
    ]
    assert open_revision(session, PAN) is None


def test_a_row_in_review_is_told(
    session: Session, editing: EditingService, rows: list[Row], now: datetime
) -> None:
    take_rows(session, editing, edited(rows, PAN, lead="盖锅盖。"), actor=AUTHOR, now=now)
    editing.submit(session, PAN, 2, AUTHOR, now)
    intake = take_rows(session, editing, edited(rows, PAN, lead="关火。"), actor=REVIEWER, now=now)
    assert intake.drafts == []
    assert "正在审核" in intake.conflicts[0]


def test_a_new_row_becomes_a_new_article(
    session: Session, editing: EditingService, rows: list[Row], now: datetime
) -> None:
    new = Row(99, make_article("fire.clothes", "身上着火怎么办？", "衣服烧着了"), None)
    intake = take_rows(session, editing, [*rows, new], actor=AUTHOR, now=now)
    assert intake.drafts == ["fire.clothes"]
    assert history(session, "fire.clothes")[0].base is None
    with_drafts = dict(exported(session, drafts=True))
    assert (with_drafts[new.article], len(with_drafts)) == (1, len(FEW) + 1)


def test_a_new_row_with_the_id_of_an_old_article_does_not_overwrite_it(
    session: Session, editing: EditingService, now: datetime
) -> None:
    intake = take_rows(session, editing, [Row(2, make_article(PAN, "新问题？"), None)], actor=AUTHOR, now=now)
    assert intake.drafts == []
    assert len(intake.conflicts) == 1


def test_broken_rules_are_told_with_row_and_column_and_nothing_is_kept(
    session: Session, editing: EditingService, rows: list[Row], now: datetime
) -> None:
    bad = edited(edited(rows, PAN, lead="快" * 81, topics=("fire.nonsense",)), HOSE, asks=("打雷能洗澡吗",))
    torn = Fault(99, "导语", "这一格不能空着")
    with pytest.raises(BadWorkbook) as refused:
        take_rows(session, editing, bad, [torn], actor=AUTHOR, now=now)
    places = {row.article.id: row.number for row in rows}
    assert set(refused.value.faults) == {
        str(torn),
        f"“条目”表第{places[PAN]}行“主题”列：没有“fire.nonsense”这个主题",
        f"“条目”表第{places[PAN]}行“导语”列：导语有81个字，最多80个",
        f"“条目”表第{places[HOSE]}行“问法”列：问法“打雷能洗澡吗”在第{places['lightning.indoor']}行里已经有了",
    }
    assert open_revision(session, PAN) is None


def test_what_is_not_written_yet_may_be_drafted(
    session: Session, editing: EditingService, now: datetime
) -> None:
    begun = replace(make_article("fire.clothes", "身上着火怎么办？"), lead=TO_WRITE, sources=(), topics=())
    assert take_rows(session, editing, [Row(2, begun, None)], actor=AUTHOR, now=now).drafts == [
        "fire.clothes"
    ]
