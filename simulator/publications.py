"""Publications: articles on the account's page, without a message to anybody."""

from __future__ import annotations

from dataclasses import dataclass, field

from simulator.articles import Json
from simulator.drafts import Draft
from simulator.errcodes import ApiError
from simulator.moderation import DELETED, PUBLISHED, PUBLISHING
from simulator.pages import Page


@dataclass
class Publication:
    """One publication task. `status` is the platform's publish_status; there is an article_id on success."""

    publish_id: int
    draft: Draft
    at: float
    host: str
    status: int = PUBLISHING
    article_id: str = ""
    pages: list[Page] = field(default_factory=list)
    failed: list[int] = field(default_factory=list)

    def details(self) -> Json:
        """The links of its articles, as freepublish/get and PUBLISHJOBFINISH list them."""
        items = [
            {"idx": index, "article_url": page.url(self.host)} for index, page in enumerate(self.pages, 1)
        ]
        return {"count": len(items), "item": items}

    def content(self, host: str) -> Json:
        """Its articles, as getarticle and batchget show them."""
        listed = [
            {**page.article.listed(host, page.url(host)), "is_deleted": bool(page.gone)}
            for page in self.pages
        ]
        return {"news_item": listed, "create_time": int(self.at), "update_time": int(self.at)}


class Publications:
    """All publication tasks since the start."""

    def __init__(self) -> None:
        self._tasks: dict[int, Publication] = {}

    def add(self, task: Publication) -> Publication:
        self._tasks[task.publish_id] = task
        return task

    def find(self, publish_id: int) -> Publication | None:
        return self._tasks.get(publish_id)

    def all(self) -> list[Publication]:
        """Oldest first."""
        return list(self._tasks.values())

    def live(self) -> list[Publication]:
        """Those that can be read, newest first."""
        return [task for task in reversed(self._tasks.values()) if task.status == PUBLISHED]

    def of_article(self, article_id: object) -> Publication:
        """Raises errcode 53600."""
        for task in self._tasks.values():
            if task.article_id and task.article_id == article_id:
                return task
        raise ApiError(53600)

    @staticmethod
    def delete(task: Publication, index: int) -> None:
        """Take one article away, counted from 1, or all with 0; raises errcode 40060."""
        if not 0 <= index <= len(task.pages):
            raise ApiError(40060)
        for page in [task.pages[index - 1]] if index else task.pages:
            page.gone = "deleted"
        if all(page.gone for page in task.pages):
            task.status = DELETED
