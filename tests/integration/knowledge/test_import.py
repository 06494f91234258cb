"""Articles from files into the database: nothing twice, nothing lost, nothing half done."""

import shutil
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from core.db import Database
from core.errors import BadContent
from knowledge.building import build_library, load_library
from knowledge.editorial.importing import Report, import_articles
from knowledge.library import LibraryHolder
from knowledge.models import ArticleRow
from knowledge.published import edition_of, published_edition, read_stored
from knowledge.reading import CONTENT, read_articles
from knowledge.search.artifact_cache import ArtifactCache
from tests.sessions import open_writing


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A content folder with the real topics and local facts and the articles of one category."""
    for name in ("topics.yaml", "local_facts.yaml"):
        shutil.copy(CONTENT / name, tmp_path / name)
    shutil.copytree(CONTENT / "elevator", tmp_path / "elevator")
    return tmp_path


@pytest.fixture
def session(database: Database) -> Iterator[Session]:
    """One transaction that is rolled back at the end."""
    session = open_writing(database)
    yield session
    session.rollback()
    session.close()


def in_database(session: Session) -> dict[str, str]:
    published = select(ArticleRow).where(ArticleRow.is_published)
    return {row.id: row.digest or "" for row in session.scalars(published)}


def test_the_first_import_adds_every_article(session: Session, folder: Path, now: datetime) -> None:
    articles = read_articles(folder)
    report = import_articles(session, folder, now=now)
    assert sorted(report.added) == sorted(article.id for article in articles)
    assert in_database(session) == {article.id: article.digest() for article in articles}


def test_the_second_import_changes_nothing(session: Session, folder: Path, now: datetime) -> None:
    first = import_articles(session, folder, now=now)
    second = import_articles(session, folder, now=now + timedelta(days=1))
    assert second == Report(unchanged=len(first.added))
    assert {row.changed_at for row in session.scalars(select(ArticleRow))} == {now}


def test_changed_and_removed_files_are_followed(session: Session, folder: Path, now: datetime) -> None:
    import_articles(session, folder, now=now)
    files = sorted((folder / "elevator").glob("*.yaml"))
    gone, changed = read_articles(folder)[0], read_articles(folder)[1]
    files[0].unlink()
    files[1].write_text(files[1].read_text().replace(changed.lead, "先按报警按钮。"))
    report = import_articles(session, folder, now=now)
    assert report.changed == [changed.id]
    assert report.removed == [gone.id]
    assert gone.id not in in_database(session)


@pytest.mark.parametrize("damage", ["broken yaml", "unknown topic", "no article"])
def test_bad_files_change_nothing(session: Session, folder: Path, now: datetime, damage: str) -> None:
    import_articles(session, folder, now=now)
    before = in_database(session)
    files = sorted((folder / "elevator").glob("*.yaml"))
    if damage == "broken yaml":
        files[0].write_text("id: [")
    elif damage == "unknown topic":
        files[0].write_text(files[0].read_text().replace("topics: [", "topics: [elevator.nonsense, "))
    else:
        shutil.rmtree(folder / "elevator")
    with pytest.raises(BadContent):
        import_articles(session, folder, now=now)
    assert in_database(session) == before


def test_an_overdue_review_does_not_keep_from_importing(
    session: Session, folder: Path, now: datetime
) -> None:
    assert import_articles(session, folder, now=now + timedelta(days=3650)).added


def test_the_library_takes_the_database_before_the_files(
    session: Session, folder: Path, now: datetime, artifact_cache: ArtifactCache
) -> None:
    from_files = load_library(read_stored(session), folder=folder, artifact_cache=artifact_cache)
    import_articles(session, folder, now=now)
    session.execute(update(ArticleRow).values(is_published=False).where(ArticleRow.id != "elevator.trapped"))
    from_database = load_library(read_stored(session), folder=folder, artifact_cache=artifact_cache)
    assert len(from_files.articles) > 1
    assert set(from_database.articles) == {"elevator.trapped"}
    assert from_database.edition == published_edition(session)


def test_the_same_articles_have_the_same_edition_in_files_and_database(
    session: Session, folder: Path, now: datetime
) -> None:
    assert published_edition(session) is None
    import_articles(session, folder, now=now)
    assert published_edition(session) == edition_of(read_articles(folder))


def test_a_row_that_cannot_be_read_leaves_the_others_standing(
    session: Session, folder: Path, now: datetime, artifact_cache: ArtifactCache
) -> None:
    import_articles(session, folder, now=now)
    session.execute(
        update(ArticleRow).values(body={"id": "broken"}).where(ArticleRow.id == "elevator.trapped")
    )
    session.expire_all()
    library = load_library(read_stored(session), folder=folder, artifact_cache=artifact_cache)
    assert library.articles
    assert "elevator.trapped" not in library.articles
    assert library.edition == published_edition(session)


def test_the_library_holder_swaps_whole_editions(folder: Path, artifact_cache: ArtifactCache) -> None:
    articles = read_articles(folder)
    old, new = (
        build_library(some, folder=folder, artifact_cache=artifact_cache) for some in (articles, articles[:1])
    )
    library_holder = LibraryHolder(old)
    taken = library_holder.current()
    library_holder.replace(new)
    assert taken is old
    assert library_holder.current() is new
    assert old.edition != new.edition


def test_the_most_pressing_articles_of_a_category_come_first(
    folder: Path, artifact_cache: ArtifactCache
) -> None:
    found = build_library(read_articles(folder), folder=folder, artifact_cache=artifact_cache).in_category(
        "elevator"
    )
    order = ["emergency", "urgent", "normal"]
    assert found
    assert [order.index(article.urgency) for article in found] == sorted(
        order.index(article.urgency) for article in found
    )
