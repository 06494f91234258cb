"""A publication from the call to the event: taken in, reviewed, opened, and perhaps banned later."""

from __future__ import annotations

from simulator import identity
from simulator.drafts import Draft
from simulator.moderation import BANNED, FORBIDDEN, NOT_ORIGINAL, NOT_PASSED, PUBLISHED, PUBLISHING, mark_in
from simulator.publications import Publication
from simulator.push.telling import tell_later
from simulator.push.wire import Value
from simulator.world import World


def publish(world: World, draft: Draft, host: str) -> Publication:
    """Take in a draft; PUBLISHJOBFINISH tells later what came of it."""
    now = world.now()
    task = world.publications.add(Publication(world.next_publish_id(), draft, now, host))
    world.agenda.add(now + world.settings.publish_seconds, lambda: run(world, task))
    return task


def run(world: World, task: Publication) -> None:
    """Review the articles and open their pages."""
    with world.lock:
        if world.publications.find(task.publish_id) is not task or task.status != PUBLISHING:
            return
        verdict = world.reviewers.take("publish")
        if verdict:
            task.status, task.failed = verdict.publish_status, list(verdict.fail_idx)
        else:
            task.status, task.failed = _reviewed([article.words for article in task.draft.articles])
        if task.status == PUBLISHED:
            task.article_id = identity.short_secret(43)
            task.pages = [world.pages.open(article, world.now()) for article in task.draft.articles]
            world.drafts.used(task.draft)
        _tell(world, task)


def ban(world: World, task: Publication) -> bool:
    """The platform takes a publication away again; says whether there was one to take."""
    with world.lock:
        if task.status != PUBLISHED:
            return False
        for page in task.pages:
            page.gone = "banned"
        task.status = BANNED
        _tell(world, task)
    return True


def _reviewed(texts: list[str]) -> tuple[int, list[int]]:
    refused = [index for index, words in enumerate(texts, 1) if mark_in(words)]
    if refused:
        return NOT_PASSED, refused
    others = [index for index, words in enumerate(texts, 1) if FORBIDDEN in words]
    return (NOT_ORIGINAL, others) if others else (PUBLISHED, [])


def _tell(world: World, task: Publication) -> None:
    info: dict[str, Value] = {"publish_id": task.publish_id, "publish_status": task.status}
    if task.status == PUBLISHED:
        info |= {"article_id": task.article_id, "article_detail": task.details()}
    if task.failed:
        info["fail_idx"] = list(task.failed)
    tell_later(world, world.operator, "PUBLISHJOBFINISH", {"PublishEventInfo": info}, task.host)
