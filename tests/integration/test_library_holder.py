"""A publish reaches a running process; a broken one changes nothing."""

import time
from dataclasses import replace
from datetime import datetime
from secrets import token_hex
from typing import NoReturn

import pytest
from sqlalchemy import text, update
from sqlalchemy.exc import ProgrammingError
from structlog.testing import capture_logs

from app.bureau import BureauFacts
from app.library_holder import ReloadingLibraryHolder
from core.cache import Edition, invalidate
from core.db import Database
from knowledge.editorial.importing import store_articles
from knowledge.models import PUBLISHED_ARTICLES, ArticleRow
from knowledge.reading import read_articles
from knowledge.search.artifact_cache import ArtifactCache
from knowledge.search.compiling import key_of
from knowledge.search.index import KEPT_AS
from staff.models import BureauChoice
from tests.integration.editors import AUTHOR, REVIEWER, editing_service, publish_edit
from tests.integration.statements import statements_on

pytestmark = pytest.mark.usefixtures("few_strangers")


@pytest.fixture
def library_holder(published: Database, artifact_cache: ArtifactCache) -> ReloadingLibraryHolder:
    """The holder as a process of the web server has it, with the artifact cache on disk."""
    return ReloadingLibraryHolder(published, {}, artifact_cache=artifact_cache)


@pytest.fixture
def published(database: Database, now: datetime) -> Database:
    """A database with six published articles."""
    with database.writing() as session:
        store_articles(session, read_articles()[:6], now)
    return database


def test_a_new_edition_replaces_the_old_one(
    published: Database, library_holder: ReloadingLibraryHolder, now: datetime
) -> None:
    before = library_holder.current()
    assert not library_holder.refresh()
    with published.writing() as session:
        store_articles(session, read_articles()[:8], now)

    assert library_holder.refresh()
    assert (len(before.articles), len(library_holder.current().articles)) == (6, 8)
    assert not library_holder.refresh()


def test_an_article_that_cannot_be_read_leaves_the_others_readable(
    published: Database, library_holder: ReloadingLibraryHolder
) -> None:
    broken = sorted(library_holder.current().articles)[0]
    with published.writing() as session:
        session.execute(update(ArticleRow).where(ArticleRow.id == broken).values(body={}, digest="0" * 64))
        invalidate(session, PUBLISHED_ARTICLES)

    library_holder.refresh()

    assert broken not in library_holder.current().articles
    assert len(library_holder.current().articles) == 5
    assert not library_holder.refresh()


def test_edits_and_retirements_reach_the_library_in_memory(
    published: Database, library_holder: ReloadingLibraryHolder, now: datetime
) -> None:
    editing = editing_service()
    edited, retired = sorted(library_holder.current().articles)[:2]
    with published.writing() as session:
        publish_edit(session, editing, edited, now, lead="先打119。")
    assert library_holder.refresh()
    assert library_holder.current().articles[edited].lead == "先打119。"

    with published.writing() as session:
        editing.retire(session, retired, REVIEWER, "过时", now)
    assert library_holder.refresh()
    assert retired not in library_holder.current().articles

    with published.writing() as session:
        editing.bring_back(session, retired, REVIEWER, "核对过了", now)
    assert library_holder.refresh()
    assert retired in library_holder.current().articles


def test_a_draft_changes_nothing_in_memory(
    published: Database, library_holder: ReloadingLibraryHolder, now: datetime
) -> None:
    article = next(iter(library_holder.current().articles.values()))
    with published.writing() as session:
        draft = replace(article, lead="先打119。")
        editing_service().save(session, draft, base=1, author=AUTHOR, reason="", now=now)
    assert not library_holder.refresh()


def test_a_following_process_takes_a_publication_by_itself(
    published: Database, library_holder: ReloadingLibraryHolder, now: datetime
) -> None:
    """How soon is measured by ``python -m bench publishing``."""
    with published.writing() as session:
        store_articles(session, read_articles()[:100], now)
    edited = sorted(library_holder.current().articles)[0]
    library_holder.follow(delay=0.1)
    try:
        with published.writing() as session:
            publish_edit(session, editing_service(), edited, now, lead="先打119。")
        deadline = time.monotonic() + 60
        while library_holder.current().articles[edited].lead != "先打119。":
            assert time.monotonic() < deadline
            time.sleep(0.05)
    finally:
        library_holder.stop()


def test_while_nothing_changes_looking_costs_one_statement(
    published: Database, library_holder: ReloadingLibraryHolder, now: datetime
) -> None:
    for _ in range(2):
        library_holder.refresh(prepares=True)

    with statements_on(published.engine) as seen:
        library_holder.refresh(prepares=True)

    assert len(seen) == 1
    assert "articles" not in seen[0]
    retired = sorted(library_holder.current().articles)[0]
    with published.writing() as session:
        editing_service().retire(session, retired, REVIEWER, "过时", now)
    library_holder.refresh(prepares=True)
    assert retired not in library_holder.current().articles


def test_what_is_approved_while_nothing_else_changes_is_built_ahead(
    published: Database, library_holder: ReloadingLibraryHolder, artifact_cache: ArtifactCache, now: datetime
) -> None:
    assert artifact_cache.folder is not None
    for _ in range(2):
        library_holder.refresh(prepares=True)
    editing, article = editing_service(), next(iter(library_holder.current().articles.values()))
    # Another one each time: what an earlier run built is still kept.
    wished = replace(article, asks=(*article.asks, f"骑骆驼进沙漠带啥{token_hex(4)}"))
    with published.writing() as session:
        draft = editing.save(session, wished, base=1, author=AUTHOR, reason="群众问的", now=now)
        editing.submit(session, article.id, draft.number, AUTHOR, now)
        editing.approve(session, article.id, draft.number, REVIEWER, now)
    before = {one.name for one in artifact_cache.folder.glob(f"{KEPT_AS}-*/")}

    library_holder.refresh(prepares=True)

    assert {one.name for one in artifact_cache.folder.glob(f"{KEPT_AS}-*/")} - before


def test_what_is_approved_is_built_ahead_and_answered_from_only_when_published(
    published: Database,
    library_holder: ReloadingLibraryHolder,
    artifact_cache: ArtifactCache,
    now: datetime,
) -> None:
    assert artifact_cache.folder is not None
    editing = editing_service()
    article = next(iter(library_holder.current().articles.values()))
    # Another one each time: what an earlier run built is still kept.
    asked = f"骑骆驼进沙漠带啥{token_hex(4)}"
    wished = replace(article, asks=(*article.asks, asked))
    with published.writing() as session:
        draft = editing.save(session, wished, base=1, author=AUTHOR, reason="群众问的", now=now)
        editing.submit(session, article.id, draft.number, AUTHOR, now)
        number = draft.number
    assert not library_holder.refresh(prepares=True)
    with published.writing() as session:
        editing.approve(session, article.id, number, REVIEWER, now)
    assert library_holder.refresh(prepares=True)
    assert not library_holder.refresh(prepares=True)
    assert not library_holder.refresh()

    built = {one.name for one in artifact_cache.folder.glob(f"{KEPT_AS}-*/")}
    with published.writing() as session:
        editing.publish(session, article.id, number, REVIEWER, now)

    assert library_holder.refresh()
    found = library_holder.current()
    assert asked in found.articles[article.id].asks
    assert f"{KEPT_AS}-{key_of(found.index.entries, found.index.tokenizer)}" in built


def test_following_goes_on_after_the_database_was_away(
    published: Database, library_holder: ReloadingLibraryHolder, now: datetime
) -> None:
    library_holder.current()
    pool = published.engine.pool
    pool.dispose()
    taken = [published.engine.connect() for _ in range(30)]
    published.engine.pool._timeout = 0.1  # type: ignore[attr-defined]
    assert not library_holder.refresh()
    for connection in taken:
        connection.close()
    with published.writing() as session:
        store_articles(session, read_articles()[:8], now)
    assert library_holder.refresh()


def test_where_there_are_no_tables_yet_the_library_and_the_facts_stay(
    published: Database, library_holder: ReloadingLibraryHolder
) -> None:
    facts = BureauFacts(published, {"duty_phone": "0577-11111111"})
    before = library_holder.current()
    with published.writing() as session:
        for model in (ArticleRow, BureauChoice, Edition):
            session.execute(text(f"ALTER TABLE {model.__tablename__} RENAME TO gone_{model.__tablename__}"))

    assert not library_holder.refresh()
    assert library_holder.current() is before
    assert facts.fresh() == {"duty_phone": "0577-11111111"}


class MistakenDatabase(Database):
    """Answers, but not to what it is asked."""

    def reading(self) -> NoReturn:
        """Say what a database says to a statement that it does not understand."""
        raise ProgrammingError("SELECT", None, Exception("no such column"))


def test_a_mistake_of_our_own_is_not_taken_for_an_empty_database() -> None:
    mistaken = MistakenDatabase("sqlite://")
    with pytest.raises(ProgrammingError):
        ReloadingLibraryHolder(mistaken, {}).refresh()
    with capture_logs() as said:
        assert BureauFacts(mistaken, {"duty_phone": "1"}).fresh() == {"duty_phone": "1"}
    assert [one["event"] for one in said] == ["facts not read"]
