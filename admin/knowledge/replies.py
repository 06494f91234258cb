"""Questions that citizens left for the staff, and how long WeChat still lets us answer."""

from collections.abc import Iterator, Sequence

from flask import request
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from admin import notices
from admin.done import send_on
from admin.listing import turned
from admin.marks import after_number
from admin.needs import Needs
from admin.routes import Routes
from admin.sheets import AT_ONCE, all_of, as_excel, noted, stamp
from admin.showing import page
from admin.visitors import Visitor
from core.errors import NotFound, RuleViolation
from core.text import as_typed
from deliveries.windows import windows_of
from knowledge.asked.questions import LeftQuestion
from knowledge.permissions import KnowledgePermission as May
from knowledge.search.ranking import ANSWER_FROM

PAGE = 20
LONGEST = 4000
HEADS = ("编号", "留言", "什么时候留的")


class Replies:
    """The longest waiting first; who left a question is never shown."""

    def __init__(self, needs: Needs) -> None:
        self._needs = needs

    def add_to(self, routes: Routes) -> None:
        """Add the pages."""
        routes.add("/knowledge/replies", self.listed, name="knowledge_replies", permission=May.ANSWER)
        routes.add(
            "/knowledge/replies/export",
            self.export,
            name="knowledge_replies_export",
            permission=May.ANSWER,
            methods=("POST",),
        )
        routes.add(
            "/knowledge/replies/<int:number>",
            self.reply,
            name="knowledge_reply",
            permission=May.ANSWER,
            methods=("POST",),
        )

    def listed(
        self, visitor: Visitor, refusal: str = "", refused: int = 0, status: int = 200
    ) -> ResponseReturnValue:
        """The open questions, each with its form."""
        services, now = self._needs.knowledge(), self._needs.clock.now()
        after = after_number() or 0
        if refused:
            after = refused - 1
        with self._needs.database.reading() as session:
            found = services.questions.list_open(session, limit=PAGE + 1, after=after)
            windows = windows_of(session, {one.openid for one in found}, now)
        leaf = turned("knowledge_replies", found, lambda one: one.id, PAGE)
        shown = leaf.lines
        index = services.library_holder().current().index
        near = {one.id: index.search(one.text, 1) for one in shown}
        return page(
            "knowledge/replies",
            status,
            visitor=visitor,
            questions=[(one, windows[one.openid]) for one in shown],
            near={number: hits[0] for number, hits in near.items() if hits and hits[0].score >= ANSWER_FROM},
            leaf=leaf,
            now=now,
            refusal=refusal,
            refused=refused,
            typed=request.form.get("answer", ""),
        )

    def export(self, visitor: Visitor) -> ResponseReturnValue:
        """The questions that wait, for whoever shares them out; not who asked."""
        needs = self._needs

        def rows() -> Iterator[Sequence[str]]:
            with needs.database.reading() as session:
                for one in all_of(lambda behind: self._behind(session, behind)):
                    yield [str(one.id), one.text, stamp(one.left_at)]

        file = as_excel(needs, "等答复的留言", HEADS, rows(), {"留言": 60})
        return noted(file, needs, visitor, "lists.export", "list:knowledge_replies")

    def _behind(self, session: Session, last: LeftQuestion | None) -> Sequence[LeftQuestion]:
        after = last.id if last else 0
        return self._needs.knowledge().questions.list_open(session, limit=AT_ONCE, after=after)

    def reply(self, visitor: Visitor, number: int) -> ResponseReturnValue:
        """Answer one; what WeChat no longer lets us send can still be read under 我的留言."""
        services, now = self._needs.knowledge(), self._needs.clock.now()
        answer = as_typed(request.form.get("answer", ""))[:LONGEST]
        services.ready(now)
        try:
            if not answer:
                raise RuleViolation(notices.WRITE_ANSWER)
            with self._needs.database.writing() as session:
                question = services.questions.answer(session, number, answer, visitor.actor, now)
                services.send_reply(session, question, now)
        except NotFound:
            raise
        except RuleViolation as refusal:
            return self.listed(visitor, refusal.sentence, number, 409)
        except ValueError:
            return self.listed(visitor, notices.ANSWER_TOO_LONG, number, 409)
        return send_on("knowledge_replies", "knowledge_answered")
