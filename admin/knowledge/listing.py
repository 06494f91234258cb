"""The lists of the knowledge section as files for Excel, under the filter of their pages."""

from collections.abc import Iterator
from dataclasses import replace

from flask import request
from flask.typing import ResponseReturnValue

from admin.knowledge.reading import Reading
from admin.knowledge.unanswered import ORDERS, Unanswered
from admin.needs import Needs
from admin.routes import Routes
from admin.sheets import AT_ONCE, as_excel, noted, stamp
from admin.visitors import Visitor
from core.clock import china_date
from core.sort_orders import chosen
from knowledge.asked.worklist import WHY
from knowledge.categories import category_label
from knowledge.editorial.catalogue import list_articles
from knowledge.permissions import KnowledgePermission as May
from knowledge.status import RevisionState

ARTICLE_HEADS = ("编号", "问题", "类别", "状态", "在写的一稿", "谁写的", "下次复审")
GROUP_HEADS = ("问题", "次数", "人数", "最近一次", "为什么在这里", "最接近的条目", "别的说法", "留言")
MOST_WORDINGS = 10


class KnowledgeLists:
    """The two lists of articles that can be taken along as a file."""

    def __init__(self, needs: Needs, reading: Reading, unanswered: Unanswered) -> None:
        self._needs, self._reading, self._unanswered = needs, reading, unanswered

    def add_to(self, routes: Routes) -> None:
        """Add the pages."""
        for rule, name, view, permission in (
            ("/knowledge/export", "knowledge_export", self.articles, May.SEE),
            ("/knowledge/unanswered/export", "knowledge_unanswered_export", self.groups, May.WRITE),
        ):
            routes.add(rule, view, name=name, permission=permission, methods=("POST",))

    def articles(self, visitor: Visitor) -> ResponseReturnValue:
        """The articles of the list."""
        file = as_excel(self._needs, "知识条目清单", ARTICLE_HEADS, self._article_rows(), {"问题": 50})
        return noted(file, self._needs, visitor, "knowledge.export", "knowledge")

    def groups(self, visitor: Visitor) -> ResponseReturnValue:
        """The questions that nobody answered, a line each group."""
        file = as_excel(
            self._needs, "没答上的问题", GROUP_HEADS, self._group_rows(), {"问题": 50, "别的说法": 50}
        )
        return noted(file, self._needs, visitor, "knowledge.export", "unanswered")

    def _article_rows(self) -> Iterator[list[str]]:
        wish, today = replace(self._reading.wish(), after=""), china_date(self._needs.clock.now())
        with self._needs.database.reading() as session:
            while True:
                found = list_articles(session, wish, today, AT_ONCE)
                for one in found.lines:
                    standing = RevisionState.PUBLISHED if one.is_published else RevisionState.RETIRED
                    yield [
                        one.id, one.question, category_label(one.category),
                        standing.label if one.live is not None else "还没有发布",
                        one.state.label if one.state else "", one.author or "", one.due_on,
                    ]  # fmt: skip
                if not found.after:
                    return
                wish = replace(wish, after=found.after)

    def _group_rows(self) -> Iterator[list[str]]:
        with self._needs.database.reading() as session:
            groups = list(self._needs.knowledge().work_list(session, self._unanswered.period()))
        order = chosen(ORDERS, request.args.get("sort", ""))
        for _, one in order.page(enumerate(groups), "", len(groups)):
            yield [
                one.question, str(one.count), str(one.people), stamp(one.last_at),
                "，".join(f"{WHY.get(name, name)}{count}次" for name, count in one.why.items()),
                one.nearest[0].question if one.nearest else "",
                "\n".join(wording.text for wording in one.wordings[1 : MOST_WORDINGS + 1]),
                f"{len(one.left)}条" if one.left else "",
            ]  # fmt: skip
