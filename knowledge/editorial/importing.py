"""Articles from files into the database: the same files twice change nothing, bad files change nothing.

What was edited in the database since the last import is never overwritten: ``merging`` decides, and what it
cannot decide is reported for a person to settle.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session

from core.errors import BadContent, RuleViolation
from knowledge.articles import Article
from knowledge.editorial.checking import Level, check
from knowledge.editorial.merging import Merge, merge
from knowledge.editorial.revisions import Writing, add_revision, note, put_live, take_down
from knowledge.editorial.rules import Claims
from knowledge.models import ArticleRow, Origin
from knowledge.published import published_articles
from knowledge.reading import CONTENT, read_articles
from knowledge.status import RevisionState, Verb

FILES = "文章文件"
"""The actor of what an import does: files are reviewed where they are kept."""


class NotInConflict(RuleViolation):
    """Settling what is not in conflict would hide a mistyped id."""

    def __init__(self, ids: Collection[str]) -> None:
        super().__init__(f"这些条目没有冲突，不用裁定：{'、'.join(sorted(ids))}。")


@dataclass(frozen=True, slots=True)
class Settlement:
    """What a person decided on conflicts: ids whose file holds, and ids whose edit in the database holds."""

    files: frozenset[str] = frozenset()
    database: frozenset[str] = frozenset()


@dataclass(slots=True)
class Report:
    """The ids that an import touched, kept or could not decide, and how many it found as they were."""

    added: list[str] = field(default_factory=list)
    changed: list[str] = field(default_factory=list)
    removed: list[str] = field(default_factory=list)
    unchanged: int = 0
    kept: list[str] = field(default_factory=list)
    """Edited in the database and not in the files."""
    conflicts: list[str] = field(default_factory=list)
    """Edited in both, not alike; neither was overwritten."""
    clashes: list[str] = field(default_factory=list)
    """Files and edits together break a rule that each of them keeps."""

    @property
    def total(self) -> int:
        """How many articles there are now, as far as files or edits tell."""
        parts = (self.added, self.changed, self.kept, self.conflicts)
        return sum(map(len, parts)) + self.unchanged


def import_articles(
    session: Session,
    folder: Path = CONTENT,
    *,
    now: datetime,
    settlement: Settlement | None = None,
) -> Report:
    """Bring the changes of the files into the database; everything in the caller's one transaction.

    All files are read and checked before the first row is touched. Raises ``BadContent`` with every
    complaint, a line each; an empty folder is one, because it would silence the account. A conflict holds
    up its own article only.
    """
    complaints = [str(one) for one in check(folder, today=None) if one.level is Level.ERROR]
    if complaints:
        raise BadContent("\n".join(complaints))
    articles = read_articles(folder)
    if not articles:
        raise BadContent(f"{folder}: there is not one article here")
    return store_articles(session, articles, now, settlement)


def store_articles(
    session: Session, articles: Sequence[Article], now: datetime, settlement: Settlement | None = None
) -> Report:
    """Merge these articles, all that the files hold, into the database; see ``merging``.

    Rows that say the same stay untouched. Raises ``NotInConflict`` for a settlement nobody needs.
    """
    settlement = settlement or Settlement()
    held = select(ArticleRow).order_by(ArticleRow.id).with_for_update()
    rows = {row.id: row for row in session.scalars(held.execution_options(populate_existing=True))}
    report, unneeded = Report(), set(settlement.files | settlement.database)
    files: Mapping[str, Article] = {article.id: article for article in articles}
    rows |= _new_rows(session, files.keys() - rows.keys(), now)
    for article_id, row in sorted(rows.items()):
        article = files.get(article_id)
        digest = article.digest() if article else None
        decision = merge(row.file_digest, row.digest if row.is_published else None, digest)
        if decision is Merge.CONFLICT and article_id in settlement.files | settlement.database:
            unneeded.discard(article_id)
            decision = Merge.TAKE_FILE if article_id in settlement.files else Merge.KEEP
        if decision is Merge.CONFLICT:
            report.conflicts.append(article_id)
            continue
        if decision is Merge.TAKE_FILE:
            _take_file(session, row, article, report, now)
        elif decision is Merge.KEEP:
            report.kept.append(article_id)
        elif article is not None:
            report.unchanged += 1
        row.file_digest = digest
    if unneeded:
        raise NotInConflict(unneeded)
    session.flush()
    if report.kept or report.conflicts:
        report.clashes = _clashes(session)
    return report


def _new_rows(session: Session, ids: Collection[str], now: datetime) -> dict[str, ArticleRow]:
    rows = {one: ArticleRow(id=one, is_published=False, last_number=0, changed_at=now) for one in ids}
    session.add_all(rows.values())
    # Revisions and events refer to them.
    session.flush()
    return rows


def _take_file(
    session: Session, row: ArticleRow, article: Article | None, report: Report, now: datetime
) -> None:
    if article is None:
        take_down(session, row, FILES, "文章文件已删除", now)
        report.removed.append(row.id)
        return
    (report.changed if row.live is not None else report.added).append(row.id)
    writing = Writing(FILES, "与文章文件一致", now, Origin.FILE, base=row.live)
    revision = add_revision(session, row, article, RevisionState.PUBLISHED, writing)
    put_live(session, row, revision, FILES, now)
    note(session, revision, Verb.PUBLISH, FILES, revision.reason, now)


def _clashes(session: Session) -> list[str]:
    """Ids, topics and phrasings that two published articles claim, a Chinese sentence each."""
    claims = Claims()
    return [
        f"{article.id}：{broken.sentence}"
        for article in published_articles(session)
        for broken in claims.take(article.id, article)
    ]
