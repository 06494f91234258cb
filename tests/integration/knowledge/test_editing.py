"""Drafts, reviews and publications: who may do what, what is kept, and what citizens get to read."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from core.db import Database
from core.errors import NotFound
from knowledge.articles import Article
from knowledge.editorial.editing import EditingService
from knowledge.editorial.importing import store_articles
from knowledge.editorial.refusals import (
    BeingReviewed,
    LastArticle,
    NothingChanged,
    SelfReview,
    StaleBase,
    Unfinished,
)
from knowledge.editorial.revisions import events, history, open_revisions, revision_of
from knowledge.editorial.rules import TO_WRITE
from knowledge.models import ArticleRevision, Origin
from knowledge.permissions import KnowledgePermission as May
from knowledge.published import published_articles, published_edition
from knowledge.status import IllegalMove, NotReviewed, RevisionState, Verb
from staff.actors import NotPermitted
from staff.models import AuditEntry
from tests.integration.editors import AUTHOR, REVIEWER, account, editing_service, editor, publish_edit
from tests.unit.knowledge.samples import FEW, make_article

PAN = "fire.oil_pan"
OTHER = editor("wang.wu")
OLD = next(one for one in FEW if one.id == PAN)
NEW = replace(OLD, lead="先关火，再盖锅盖。")


def saved(
    session: Session, editing: EditingService, now: datetime, article: Article = NEW, base: int | None = 1
) -> ArticleRevision:
    return editing.save(session, article, base=base, author=AUTHOR, reason="说清楚第一步", now=now)


def read(session: Session) -> Article | None:
    """What citizens read of the article now."""
    return next((one for one in published_articles(session) if one.id == PAN), None)


def test_a_draft_reaches_citizens_only_at_its_publication(
    session: Session, editing: EditingService, now: datetime
) -> None:
    before = published_edition(session)
    draft = saved(session, editing, now)
    editing.submit(session, PAN, 2, AUTHOR, now)
    editing.approve(session, PAN, 2, REVIEWER, now)
    assert (read(session), published_edition(session)) == (OLD, before)

    editing.publish(session, PAN, 2, AUTHOR, now)

    assert read(session) == NEW
    assert published_edition(session) != before
    assert (draft.state, draft.reviewer) == (RevisionState.PUBLISHED, REVIEWER.id)
    assert revision_of(session, PAN, 1).state is RevisionState.SUPERSEDED


def test_every_revision_keeps_author_reason_time_and_the_whole_content(
    session: Session, editing: EditingService, now: datetime
) -> None:
    later = now + timedelta(hours=1)
    saved(session, editing, later)
    newest, first = history(session, PAN)
    assert (newest.author, newest.reason, newest.created_at) == (AUTHOR.id, "说清楚第一步", later)
    assert (newest.base, newest.origin) == (1, Origin.EDIT)
    assert Article.from_tree(newest.body) == NEW
    assert Article.from_tree(first.body) == OLD


def test_every_step_is_somebodys(session: Session, editing: EditingService, now: datetime) -> None:
    publish_edit(session, editing, PAN, now, lead="盖锅盖。")
    editing.retire(session, PAN, OTHER, "有误", now)
    told = [(one.number, one.verb, one.actor) for one in events(session, PAN)]
    assert told[1:] == [
        (2, Verb.SAVE, AUTHOR.id),
        (2, Verb.SUBMIT, AUTHOR.id),
        (2, Verb.APPROVE, REVIEWER.id),
        (2, Verb.PUBLISH, AUTHOR.id),
        (1, Verb.REPLACE, AUTHOR.id),
        (2, Verb.RETIRE, OTHER.id),
    ]
    assert events(session, PAN)[-1].reason == "有误"


def test_every_step_stands_in_the_audit_log(session: Session, editing: EditingService, now: datetime) -> None:
    publish_edit(session, editing, PAN, now, lead="盖锅盖。")
    editing.retire(session, PAN, OTHER, "有误", now)
    entries = session.scalars(select(AuditEntry).order_by(AuditEntry.number)).all()
    assert [(one.action, one.actor, one.reason) for one in entries] == [
        ("knowledge.save", AUTHOR.id, "试改"),
        ("knowledge.submit", AUTHOR.id, ""),
        ("knowledge.approve", REVIEWER.id, ""),
        ("knowledge.publish", AUTHOR.id, ""),
        ("knowledge.retire", OTHER.id, "有误"),
    ]
    assert {(one.subject, one.detail) for one in entries} == {(f"article:{PAN}", '{"number":2}')}


def test_each_verb_asks_for_its_permission(session: Session, editing: EditingService, now: datetime) -> None:
    writer, reviewer = editor("w", May.WRITE), editor("r", May.REVIEW)
    verbs: tuple[Callable[[], object], ...] = (
        lambda: editing.save(session, NEW, base=1, author=reviewer, reason="", now=now),
        lambda: editing.submit(session, PAN, 1, reviewer, now),
        lambda: editing.approve(session, PAN, 1, writer, now),
        lambda: editing.send_back(session, PAN, 1, writer, "", now),
        lambda: editing.discard(session, PAN, 1, reviewer, "", now),
        lambda: editing.publish(session, PAN, 1, reviewer, now),
        lambda: editing.retire(session, PAN, writer, "", now),
        lambda: editing.bring_back(session, PAN, writer, "", now),
        lambda: editing.roll_back(session, PAN, 1, reviewer, "", now),
    )
    for verb in verbs:
        with pytest.raises(NotPermitted):
            verb()
    assert session.scalar(select(AuditEntry.number)) is None


def test_nobody_reviews_their_own_words(session: Session, editing: EditingService, now: datetime) -> None:
    saved(session, editing, now)
    editing.submit(session, PAN, 2, AUTHOR, now)
    with pytest.raises(SelfReview, match="让别人来审"):
        editing.approve(session, PAN, 2, AUTHOR, now)


@pytest.mark.parametrize(("signed", "name"), [("张三", "张三"), ("ZHANG SAN", "Zhang San")])
def test_what_was_signed_with_a_name_before_there_were_accounts_stays_and_counts(
    session: Session, editing: EditingService, now: datetime, signed: str, name: str
) -> None:
    old = saved(session, editing, now)
    old.author = signed
    editing.submit(session, PAN, 2, OTHER, now)
    session.add(account(AUTHOR.id, name, now))
    session.flush()
    assert history(session, PAN)[0].author == signed
    with pytest.raises(SelfReview):
        editing.approve(session, PAN, 2, AUTHOR, now)
    assert editing.approve(session, PAN, 2, REVIEWER, now).reviewer == REVIEWER.id


def test_who_wrote_an_earlier_draft_is_an_author_too(
    session: Session, editing: EditingService, now: datetime
) -> None:
    saved(session, editing, now)
    second = replace(NEW, answer="1. 关火。\n2. 盖锅盖。")
    editing.save(session, second, base=2, author=REVIEWER, reason="补一步", now=now)
    editing.submit(session, PAN, 3, REVIEWER, now)
    for author in (AUTHOR, REVIEWER):
        with pytest.raises(SelfReview):
            editing.approve(session, PAN, 3, author, now)
    assert editing.approve(session, PAN, 3, OTHER, now).state is RevisionState.APPROVED


def test_the_author_of_what_was_published_before_may_review(
    session: Session, editing: EditingService, now: datetime
) -> None:
    publish_edit(session, editing, PAN, now, lead="盖锅盖。")
    editing.save(session, NEW, base=2, author=REVIEWER, reason="", now=now)
    editing.submit(session, PAN, 3, REVIEWER, now)
    assert editing.approve(session, PAN, 3, AUTHOR, now).state is RevisionState.APPROVED


def test_what_nobody_reviewed_is_not_published(
    session: Session, editing: EditingService, now: datetime
) -> None:
    saved(session, editing, now)
    with pytest.raises(NotReviewed):
        editing.publish(session, PAN, 2, AUTHOR, now)
    editing.submit(session, PAN, 2, AUTHOR, now)
    with pytest.raises(NotReviewed, match="还没有审核通过"):
        editing.publish(session, PAN, 2, AUTHOR, now)


def test_sending_back_voids_the_approval(session: Session, editing: EditingService, now: datetime) -> None:
    draft = saved(session, editing, now)
    editing.submit(session, PAN, 2, AUTHOR, now)
    editing.approve(session, PAN, 2, REVIEWER, now)
    editing.send_back(session, PAN, 2, REVIEWER, "第二步不对", now)
    assert (draft.state, draft.reviewer) == (RevisionState.DRAFT, None)
    with pytest.raises(NotReviewed):
        editing.publish(session, PAN, 2, AUTHOR, now)


def test_saving_upon_an_old_revision_is_a_conflict(
    session: Session, editing: EditingService, now: datetime
) -> None:
    saved(session, editing, now)
    with pytest.raises(StaleBase, match="已经被别人改过"):
        editing.save(session, replace(OLD, lead="泼水不行。"), base=1, author=OTHER, reason="", now=now)
    with pytest.raises(StaleBase):
        saved(session, editing, now, base=None)
    assert len(history(session, PAN)) == 2


def test_what_is_being_reviewed_does_not_change(
    session: Session, editing: EditingService, now: datetime
) -> None:
    saved(session, editing, now)
    editing.submit(session, PAN, 2, AUTHOR, now)
    with pytest.raises(BeingReviewed):
        saved(session, editing, now, replace(NEW, lead="别的"), base=2)


def test_a_draft_that_says_the_same_is_not_kept(
    session: Session, editing: EditingService, now: datetime
) -> None:
    with pytest.raises(NothingChanged):
        saved(session, editing, now, OLD)
    assert len(history(session, PAN)) == 1


def test_an_unfinished_draft_is_kept_but_not_handed_in_and_all_faults_are_told(
    session: Session, editing: EditingService, now: datetime
) -> None:
    begun = replace(OLD, lead=TO_WRITE, sources=(), asks=(*OLD.asks, "打雷能洗澡吗"), pictures=("nowhere",))
    saved(session, editing, now, begun)
    with pytest.raises(Unfinished) as refused:
        editing.submit(session, PAN, 2, AUTHOR, now)
    for words in (
        TO_WRITE,
        "没有写依据",
        "没有“nowhere”这张图",
        "问法“打雷能洗澡吗”在“打雷时在家里要注意什么？”一条里已经有了",
    ):
        assert words in refused.value.sentence


def test_a_phrasing_taken_meanwhile_keeps_from_publishing(
    session: Session, editing: EditingService, now: datetime
) -> None:
    saved(session, editing, now, replace(OLD, asks=(*OLD.asks, "锅烧着了")))
    editing.submit(session, PAN, 2, AUTHOR, now)
    editing.approve(session, PAN, 2, REVIEWER, now)
    publish_edit(session, editing, "gas.hose", now, asks=("锅烧着了",))
    with pytest.raises(Unfinished, match="锅烧着了"):
        editing.publish(session, PAN, 2, AUTHOR, now)


def test_a_rollback_is_a_new_revision_that_is_reviewed_like_any_other(
    session: Session, editing: EditingService, now: datetime
) -> None:
    publish_edit(session, editing, PAN, now, lead="盖锅盖。")
    draft = editing.roll_back(session, PAN, 1, OTHER, "改错了", now)
    assert (draft.number, draft.restores, draft.base, draft.state) == (3, 1, 2, RevisionState.DRAFT)
    with pytest.raises(NotReviewed):
        editing.publish(session, PAN, 3, OTHER, now)
    editing.submit(session, PAN, 3, OTHER, now)
    with pytest.raises(SelfReview):
        editing.approve(session, PAN, 3, OTHER, now)
    editing.approve(session, PAN, 3, REVIEWER, now)
    editing.publish(session, PAN, 3, OTHER, now)
    assert read(session) == OLD


def test_retired_and_brought_back(session: Session, editing: EditingService, now: datetime) -> None:
    before = published_edition(session)
    editing.retire(session, PAN, AUTHOR, "在核对", now)
    assert read(session) is None
    assert published_edition(session) != before
    with pytest.raises(IllegalMove, match="已下线"):
        editing.retire(session, PAN, AUTHOR, "再来", now)
    editing.bring_back(session, PAN, REVIEWER, "核对过了", now)
    assert read(session) == OLD
    assert published_edition(session) == before


def test_what_was_retired_comes_back_only_if_nobody_took_its_words_meanwhile(
    session: Session, editing: EditingService, now: datetime
) -> None:
    publish_edit(session, editing, PAN, now, asks=(*OLD.asks, "锅烧着了"))
    editing.retire(session, PAN, AUTHOR, "在核对", now)
    publish_edit(session, editing, "gas.hose", now, asks=("锅烧着了",))
    with pytest.raises(Unfinished, match="锅烧着了"):
        editing.bring_back(session, PAN, REVIEWER, "核对过了", now)
    assert read(session) is None


def test_a_retired_article_comes_back_with_a_new_revision(
    session: Session, editing: EditingService, now: datetime
) -> None:
    editing.retire(session, PAN, AUTHOR, "过时", now)
    publish_edit(session, editing, PAN, now, lead="盖锅盖。")
    found = read(session)
    assert found is not None
    assert found.lead == "盖锅盖。"
    assert revision_of(session, PAN, 1).state is RevisionState.SUPERSEDED


def test_the_last_article_stays(session: Session, editing: EditingService, now: datetime) -> None:
    for article in FEW[1:]:
        editing.retire(session, article.id, AUTHOR, "", now)
    with pytest.raises(LastArticle):
        editing.retire(session, FEW[0].id, AUTHOR, "", now)


def test_a_new_article_is_drafted_reviewed_and_published(
    session: Session, editing: EditingService, now: datetime
) -> None:
    article = make_article("fire.clothes", "身上着火怎么办？", "衣服烧着了")
    draft = saved(session, editing, now, article, base=None)
    assert [one.article for one in open_revisions(session)] == ["fire.clothes"]
    with pytest.raises(NotFound):
        editing.retire(session, "fire.clothes", AUTHOR, "", now)
    editing.discard(session, "fire.clothes", draft.number, AUTHOR, "写重了", now)
    assert open_revisions(session) == []
    # Begun once more: nothing is published, so there is nothing to build upon.
    saved(session, editing, now, replace(article, lead="停、躺、滚。"), base=None)
    editing.submit(session, "fire.clothes", 2, AUTHOR, now)
    editing.approve(session, "fire.clothes", 2, REVIEWER, now)
    editing.publish(session, "fire.clothes", 2, AUTHOR, now)
    assert "fire.clothes" in {one.id for one in published_articles(session)}


@pytest.mark.parametrize("number", [0, 2, 99])
def test_what_is_not_there_cannot_be_handled(
    session: Session, editing: EditingService, now: datetime, number: int
) -> None:
    with pytest.raises(NotFound):
        editing.submit(session, PAN, number, AUTHOR, now)
    with pytest.raises(NotFound):
        editing.submit(session, "no.such", 1, AUTHOR, now)


def test_of_two_who_save_at_once_one_is_told(database: Database, now: datetime) -> None:
    editing = editing_service()
    with database.writing() as session:
        store_articles(session, FEW, now)

    def save(name: str) -> bool:
        try:
            with database.writing() as session:
                article = replace(OLD, lead=f"{name}的写法。")
                editing.save(session, article, base=1, author=editor(name), reason="", now=now)
        except StaleBase:
            return False
        return True

    with ThreadPoolExecutor(8) as people:
        done = list(people.map(save, [f"editor{number}" for number in range(8)]))
    assert sum(done) == 1
    with database.reading() as session:
        assert len(history(session, PAN)) == 2
