"""The reply desk: questions that citizens left for the staff, and how long WeChat still lets us answer."""

from flask import request
from flask.typing import ResponseReturnValue

from admin import notices
from admin.done import send_on
from admin.doors import Doors
from admin.keeper import Visitor
from admin.marks import after_number, cut, first_page
from admin.needs import Needs
from admin.showing import page
from core.errors import NotFound, RuleViolation
from deliveries.windows import windows_of
from knowledge.permissions import KnowledgePermission as May
from knowledge.ranking import ANSWER_FROM

PAGE = 20
LONGEST = 4000


class Replies:
    """The longest waiting first; who left a question is never shown."""

    def __init__(self, needs: Needs) -> None:
        self._needs = needs

    def add_to(self, doors: Doors) -> None:
        """Add the pages."""
        doors.add("/knowledge/replies", self.listed, name="knowledge_replies", permission=May.ANSWER)
        doors.add(
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
        desk, now = self._needs.knowledge(), self._needs.clock.now()
        after = after_number() or 0
        if refused:
            after = refused - 1
        with self._needs.database.reading() as session:
            found = desk.questions.list_open(session, limit=PAGE + 1, after=after)
            windows = windows_of(session, {one.openid for one in found}, now)
        shown, further = cut(found, lambda one: one.id, PAGE)
        index = desk.shelf().current().index
        near = {one.id: index.search(one.text, 1) for one in shown}
        return page(
            "knowledge/replies",
            status,
            visitor=visitor,
            questions=[(one, windows[one.openid]) for one in shown],
            near={number: hits[0] for number, hits in near.items() if hits and hits[0].score >= ANSWER_FROM},
            further=further,
            first=first_page(),
            now=now,
            refusal=refusal,
            refused=refused,
            typed=request.form.get("answer", ""),
        )

    def reply(self, visitor: Visitor, number: int) -> ResponseReturnValue:
        """Answer one; what WeChat no longer lets us send can still be read under 我的留言."""
        desk, now = self._needs.knowledge(), self._needs.clock.now()
        answer = request.form.get("answer", "").strip()[:LONGEST]
        desk.ready(now)
        try:
            if not answer:
                raise RuleViolation(notices.WRITE_ANSWER)
            with self._needs.database.writing() as session:
                question = desk.questions.answer(session, number, answer, visitor.actor, now)
                desk.send_reply(session, question, now)
        except NotFound:
            raise
        except RuleViolation as refusal:
            return self.listed(visitor, refusal.sentence, number, 409)
        except ValueError:
            return self.listed(visitor, notices.ANSWER_TOO_LONG, number, 409)
        return send_on("knowledge_replies", "knowledge_answered")
