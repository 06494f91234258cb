"""A publish reaches a running process; a broken one changes nothing."""

from datetime import datetime

import pytest
from sqlalchemy import update

from app.bookshelf import LiveShelf
from core.db import Database
from knowledge.importing import store_articles
from knowledge.models import ArticleRow
from knowledge.reading import read_articles


@pytest.fixture
def published(database: Database, now: datetime) -> Database:
    """A database with six published articles."""
    with database.writing() as session:
        store_articles(session, read_articles()[:6], now)
    return database


def test_a_new_edition_replaces_the_old_one(published: Database, now: datetime) -> None:
    shelf = LiveShelf(published, {})
    before = shelf.current()
    assert not shelf.refresh()
    with published.writing() as session:
        store_articles(session, read_articles()[:8], now)

    assert shelf.refresh()
    assert (len(before.articles), len(shelf.current().articles)) == (6, 8)
    assert not shelf.refresh()


def test_an_article_that_cannot_be_read_leaves_the_others_on_the_shelf(published: Database) -> None:
    shelf = LiveShelf(published, {})
    broken = sorted(shelf.current().articles)[0]
    with published.writing() as session:
        session.execute(update(ArticleRow).where(ArticleRow.id == broken).values(body={}, digest="0" * 64))

    shelf.refresh()

    assert broken not in shelf.current().articles
    assert len(shelf.current().articles) == 5
    assert not shelf.refresh()
