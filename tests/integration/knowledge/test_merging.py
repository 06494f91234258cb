"""Files and edits in the database: neither silently overwrites the other."""

from dataclasses import replace
from datetime import datetime

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from knowledge.articles import Article
from knowledge.editorial.editing import EditingService
from knowledge.editorial.importing import FILES, NotInConflict, Report, Settlement, store_articles
from knowledge.editorial.refusals import StaleBase
from knowledge.editorial.revisions import history, open_revision
from knowledge.models import ArticleRow
from knowledge.published import published_articles, published_edition
from knowledge.status import RevisionState
from tests.integration.editors import AUTHOR, REVIEWER, publish_edit
from tests.unit.knowledge.samples import FEW

PAN = "fire.oil_pan"


def files(**leads: str) -> list[Article]:
    """The articles as the files hold them, some with another lead."""
    return [replace(one, lead=leads.get(one.id.replace(".", "_"), one.lead)) for one in FEW]


def lead_of(session: Session, article_id: str = PAN) -> str | None:
    return next((one.lead for one in published_articles(session) if one.id == article_id), None)


def test_an_edit_is_kept_while_its_file_stays_as_it_was(
    session: Session, editing: EditingService, now: datetime
) -> None:
    publish_edit(session, editing, PAN, now, lead="先关火，再盖锅盖。")
    report = store_articles(session, FEW, now)
    assert report == Report(unchanged=len(FEW) - 1, kept=[PAN])
    assert lead_of(session) == "先关火，再盖锅盖。"


def test_changed_in_both_is_a_conflict_and_everything_else_is_imported(
    session: Session, editing: EditingService, now: datetime
) -> None:
    publish_edit(session, editing, PAN, now, lead="先关火，再盖锅盖。")
    report = store_articles(session, files(fire_oil_pan="泼水不行。", gas_hose="两年一换。"), now)
    assert (report.conflicts, report.changed) == ([PAN], ["gas.hose"])
    assert lead_of(session) == "先关火，再盖锅盖。"
    assert lead_of(session, "gas.hose") == "两年一换。"
    # Asked again, it is told again: nothing was settled by telling.
    again = store_articles(session, files(fire_oil_pan="泼水不行。", gas_hose="两年一换。"), now)
    assert again.conflicts == [PAN]


def test_the_same_change_in_both_is_none(session: Session, editing: EditingService, now: datetime) -> None:
    publish_edit(session, editing, PAN, now, lead="先关火，再盖锅盖。")
    same = files(fire_oil_pan="先关火，再盖锅盖。")
    assert store_articles(session, same, now) == Report(unchanged=len(FEW))
    # From here on the file may change again without asking anybody.
    assert store_articles(session, files(fire_oil_pan="盖锅盖。"), now).changed == [PAN]


@pytest.mark.parametrize("side", ["files", "database"])
def test_a_person_settles_a_conflict(
    session: Session, editing: EditingService, now: datetime, side: str
) -> None:
    publish_edit(session, editing, PAN, now, lead="先关火，再盖锅盖。")
    changed = files(fire_oil_pan="泼水不行。")
    report = store_articles(session, changed, now, Settlement(**{side: frozenset({PAN})}))
    assert report.conflicts == []
    assert lead_of(session) == ("泼水不行。" if side == "files" else "先关火，再盖锅盖。")
    after = store_articles(session, changed, now)
    assert (after.conflicts, after.changed) == ([], [])
    assert after.kept == ([] if side == "files" else [PAN])


def test_settling_what_is_not_in_conflict_is_refused(session: Session, now: datetime) -> None:
    with pytest.raises(NotInConflict, match=r"fire\.oil_pan"):
        store_articles(session, FEW, now, Settlement(files=frozenset({PAN})))


def test_what_was_retired_stays_retired_until_its_file_changes(
    session: Session, editing: EditingService, now: datetime
) -> None:
    editing.retire(session, PAN, REVIEWER, "过时", now)
    assert store_articles(session, FEW, now).kept == [PAN]
    assert lead_of(session) is None
    assert store_articles(session, files(fire_oil_pan="盖锅盖。"), now).conflicts == [PAN]
    assert lead_of(session) is None


def test_a_file_taken_away_takes_the_article_from_the_public_and_keeps_its_history(
    session: Session, now: datetime
) -> None:
    before = published_edition(session)
    without = [one for one in FEW if one.id != PAN]
    report = store_articles(session, without, now)
    assert report.removed == [PAN]
    assert lead_of(session) is None
    assert published_edition(session) != before
    [kept] = history(session, PAN)
    assert (kept.state, kept.author) == (RevisionState.RETIRED, FILES)
    # The file comes back: the article too, as the next revision.
    assert store_articles(session, FEW, now).changed == [PAN]
    assert published_edition(session) == before


def test_a_file_taken_away_from_under_an_edit_is_a_conflict(
    session: Session, editing: EditingService, now: datetime
) -> None:
    publish_edit(session, editing, PAN, now, lead="先关火，再盖锅盖。")
    assert store_articles(session, [one for one in FEW if one.id != PAN], now).conflicts == [PAN]
    assert lead_of(session) == "先关火，再盖锅盖。"


def test_an_article_born_in_the_database_is_kept(
    session: Session, editing: EditingService, now: datetime
) -> None:
    publish_edit(session, editing, "fire.clothes", now, lead="就地打滚。")
    report = store_articles(session, FEW, now)
    assert (report.kept, report.removed) == (["fire.clothes"], [])
    assert lead_of(session, "fire.clothes") == "就地打滚。"


def test_a_draft_that_a_file_overtook_is_not_handed_in(
    session: Session, editing: EditingService, now: datetime
) -> None:
    article = replace(FEW[2], lead="先关火，再盖锅盖。")
    draft = editing.save(session, article, base=1, author=AUTHOR, reason="说清楚", now=now)
    store_articles(session, files(fire_oil_pan="盖锅盖。"), now)

    with pytest.raises(StaleBase):
        editing.submit(session, PAN, draft.number, AUTHOR, now)


def test_a_file_overtakes_a_draft_and_the_draft_cannot_go_out(
    session: Session, editing: EditingService, now: datetime
) -> None:
    article = replace(FEW[2], lead="先关火，再盖锅盖。")
    draft = editing.save(session, article, base=1, author=AUTHOR, reason="说清楚", now=now)
    editing.submit(session, PAN, draft.number, AUTHOR, now)
    editing.approve(session, PAN, draft.number, REVIEWER, now)
    assert store_articles(session, files(fire_oil_pan="盖锅盖。"), now).changed == [PAN]

    with pytest.raises(StaleBase):
        editing.publish(session, PAN, draft.number, REVIEWER, now)
    assert lead_of(session) == "盖锅盖。"
    # Sent back, it is written anew upon what the file brought.
    editing.send_back(session, PAN, draft.number, REVIEWER, "文件已更新", now)
    newer = editing.save(session, article, base=3, author=AUTHOR, reason="在新稿上改", now=now)
    assert open_revision(session, PAN) is newer


def test_what_files_and_edits_claim_together_is_told(
    session: Session, editing: EditingService, now: datetime
) -> None:
    publish_edit(session, editing, PAN, now, asks=("锅里的油烧着了",))
    changed = [
        replace(one, asks=(*one.asks, "锅里的油烧着了")) if one.id == "gas.hose" else one for one in FEW
    ]
    report = store_articles(session, changed, now)
    assert report.clashes == ["gas.hose：问法“锅里的油烧着了”在fire.oil_pan里已经有了"]
    # Whoever edits either of them next is told.
    published = {one.id: one for one in published_articles(session)}
    assert editing.faults(session, published[PAN]) == [
        "问法“锅里的油烧着了”在“燃气软管多久换一次？”一条里已经有了"
    ]
    assert editing.faults(session, published["gas.hose"]) == [
        "问法“锅里的油烧着了”在“油锅着火怎么办？”一条里已经有了"
    ]


def test_every_import_leaves_its_trace(session: Session, now: datetime) -> None:
    store_articles(session, files(fire_oil_pan="盖锅盖。"), now)
    newest, first = history(session, PAN)
    assert (first.state, newest.state) == (RevisionState.SUPERSEDED, RevisionState.PUBLISHED)
    row = session.scalars(select(ArticleRow).where(ArticleRow.id == PAN)).one()
    assert (row.live, row.digest) == (newest.number, newest.digest)
