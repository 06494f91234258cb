"""An account that ran before there were revisions keeps its articles, and each gets its first revision."""

from datetime import datetime

import pytest
from sqlalchemy import text

from app import schema
from core.db import Database
from knowledge.articles import Article
from knowledge.editorial.importing import Report, store_articles
from knowledge.editorial.revisions import history
from knowledge.models import Origin
from knowledge.published import published_articles, published_edition
from knowledge.status import RevisionState
from tests.integration.editors import AUTHOR, editing_service, publish_edit
from tests.integration.migrating import moves
from tests.unit.knowledge.samples import FEW, make_article

PAN = "fire.oil_pan"


@pytest.fixture
def old(database: Database, now: datetime) -> Database:
    """A database as it was before, with published articles and one that is not."""
    with database.writing() as session:
        store_articles(session, FEW, now)
    moves(database, "0001", up=False)
    with database.writing() as session:
        session.execute(text("UPDATE articles SET is_published = :no WHERE id = 'gas.hose'"), {"no": False})
    return database


def test_the_articles_are_there_with_their_first_revision(old: Database, now: datetime) -> None:
    schema.upgrade(old)
    with old.reading() as session:
        kept = {article.id: article for article in published_articles(session)}
        assert kept == {article.id: article for article in FEW if article.id != "gas.hose"}
        [first] = history(session, PAN)
        assert (first.number, first.state, first.origin) == (1, RevisionState.PUBLISHED, Origin.FILE)
        assert (first.published_at, first.created_at) == (now, now)
        assert Article.from_tree(first.body) == kept[PAN]
        assert history(session, "gas.hose")[0].state is RevisionState.RETIRED


def test_the_next_import_of_the_same_files_changes_nothing(old: Database, now: datetime) -> None:
    schema.upgrade(old)
    with old.writing() as session:
        before = published_edition(session)
        report = store_articles(session, FEW, now)
        assert report == Report(unchanged=len(FEW) - 1, kept=["gas.hose"])
        assert published_edition(session) == before


def test_editing_goes_on_from_there(old: Database, now: datetime) -> None:
    schema.upgrade(old)
    with old.writing() as session:
        assert publish_edit(session, editing_service(), PAN, now, lead="盖锅盖。").number == 2


def test_going_back_keeps_what_is_published(old: Database, now: datetime) -> None:
    schema.upgrade(old)
    with old.writing() as session:
        publish_edit(session, editing_service(), PAN, now, lead="盖锅盖。")
        new = make_article("fire.new", "新的怎么办？")
        editing_service().save(session, new, base=None, author=AUTHOR, reason="", now=now)
    moves(old, "0001", up=False)
    with old.reading() as session:
        rows = session.execute(text("SELECT id FROM articles WHERE is_published")).scalars().all()
    assert sorted(rows) == sorted(article.id for article in FEW if article.id != "gas.hose")
