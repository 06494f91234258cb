"""The editor: a draft, how citizens will read it, and where its phrasings meet other articles."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from flask import render_template, request
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from admin import notices
from admin.done import send_on
from admin.forms import NOT_SENT_YET, NotSaved
from admin.knowledge import forms
from admin.knowledge.needs import KnowledgeServices
from admin.knowledge.reading import changes_between, readable
from admin.knowledge.steps import LONGEST_REASON
from admin.needs import Needs
from admin.routes import Routes
from admin.showing import page
from admin.visitors import Visitor
from core.clock import china_date
from core.errors import NotFound, RuleViolation
from core.text import as_typed, byte_length
from knowledge.articles import SETTINGS, Urgency, render
from knowledge.categories import CATEGORY_LABELS
from knowledge.editorial.neighbours import neighbours
from knowledge.editorial.numbering import next_id
from knowledge.editorial.refusals import StaleBase
from knowledge.editorial.revisions import head_of, revision_of
from knowledge.editorial.rules import LEAD_CHARACTERS, TEXT_BYTES, whole_text
from knowledge.permissions import KnowledgePermission as May
from staff.services import names_of

NOT_NUMBERED = "new.article"
"""Stands for the id of an article that is not saved yet: it is numbered then."""


@dataclass(frozen=True, slots=True)
class _Draft:
    """What is being written: the fields of the form, of which article, none for a new one.

    ``base`` is the number of the revision that it goes on from, ``reason`` what is proposed as its reason.
    """

    values: Mapping[str, str]
    article_id: str | None = None
    base: int | None = None
    reason: str = ""


class Writing:
    """A new article, and the next draft of one."""

    def __init__(self, needs: Needs) -> None:
        self._needs = needs

    def add_to(self, routes: Routes) -> None:
        """Add the pages."""
        both = ("GET", "POST")
        routes.add_new("/knowledge/new", self.new, name="knowledge_new", permission=May.WRITE)
        routes.add(
            "/knowledge/articles/<article_id>/edit",
            self.edit,
            name="knowledge_edit",
            permission=May.WRITE,
            methods=both,
        )
        routes.add(
            "/knowledge/preview",
            self.preview,
            name="knowledge_preview",
            permission=May.WRITE,
            methods=("POST",),
        )

    def new(self, visitor: Visitor) -> ResponseReturnValue:
        """Begin an article: the empty form, or what was typed into it."""
        if request.method == "GET":
            return self._form(visitor, _Draft(forms.blank(china_date(self._needs.clock.now()), NOT_NUMBERED)))
        return self._take(visitor, None)

    def edit(self, visitor: Visitor, article_id: str) -> ResponseReturnValue:
        """Go on with the newest revision of an article."""
        with self._needs.database.reading() as session:
            head = head_of(session, article_id)
            if head is None:
                raise NotFound
            article = readable(revision_of(session, article_id, head).body)
        if request.method == "POST":
            return self._take(visitor, article_id)
        today = china_date(self._needs.clock.now())
        if article is None:
            return self._form(visitor, _Draft(forms.blank(today, article_id), article_id, head))
        if request.args.get("review"):
            values = forms.reviewed(article, today)
            return self._form(visitor, _Draft(values, article_id, head, notices.REVIEWED))
        return self._form(visitor, _Draft(forms.filled(article), article_id, head))

    def preview(self, visitor: Visitor) -> ResponseReturnValue:
        """The preview alone, for the page that is being written."""
        return render_template("admin/knowledge/preview.html", look=self._look(self._typed()))

    def _take(self, visitor: Visitor, article_id: str | None) -> ResponseReturnValue:
        values = self._typed() | {"id": article_id or NOT_NUMBERED}
        base = request.form.get("base", type=int)
        draft = _Draft(values, article_id, base)
        if request.form.get("look"):
            return self._form(visitor, draft)
        found = forms.read(values)
        reason = as_typed(request.form.get("reason", ""))[:LONGEST_REASON]
        try:
            if found.article is None:
                raise forms.CannotBeRead(found)
            if not reason:
                raise RuleViolation(notices.SAY_WHY, "reason")
            with self._needs.database.writing() as session:
                article = found.article
                if article_id is None:
                    article = replace(article, id=self._number(session, values["category"]))
                saved = self._needs.knowledge().editing.save(
                    session, article, base=base, author=visitor.actor, reason=reason,
                    now=self._needs.clock.now(),
                )  # fmt: skip
        except RuleViolation as refusal:
            theirs = self._theirs(article_id, base) if isinstance(refusal, StaleBase) else None
            return self._form(visitor, draft, NotSaved(refusal.sentence, refusal.by_field(), theirs))
        return send_on("knowledge_revision", "knowledge_saved", article_id=article.id, number=saved.number)

    def _typed(self) -> dict[str, str]:
        values = forms.typed(request.form, self._topic_names())
        category = request.form.get("category", "")
        values["category"] = category if category in CATEGORY_LABELS else ""
        return values | {"id": values["id"] or NOT_NUMBERED}

    def _topic_names(self) -> dict[str, str]:
        return {slug: topic.title for slug, topic in self._needs.knowledge().topics.items()}

    def _open_topics(self) -> dict[str, str]:
        """The topics that no published article answers yet: one that is taken could only be refused."""
        articles = self._needs.knowledge().library_holder().current().articles.values()
        taken = {slug for one in articles for slug in one.topics}
        return {slug: title for slug, title in self._topic_names().items() if slug not in taken}

    @staticmethod
    def _number(session: Session, category: str) -> str:
        if not category:
            raise RuleViolation(notices.WHICH_CATEGORY, "category")
        return next_id(session, category)

    def _theirs(self, article_id: str | None, base: int | None) -> dict[str, Any] | None:
        """What somebody else changed meanwhile."""
        if article_id is None or base is None:
            return None
        with self._needs.database.reading() as session:
            head = head_of(session, article_id)
            if head is None or head == base:
                return None
            newest = revision_of(session, article_id, head)
            return {
                "author": names_of(session, {newest.author}).get(newest.author, newest.author),
                "number": head,
                "at": newest.created_at,
                "changes": changes_between(revision_of(session, article_id, base), newest),
            }

    def _form(self, visitor: Visitor, draft: _Draft, refused: NotSaved = NOT_SENT_YET) -> ResponseReturnValue:
        services = self._needs.knowledge()
        return page(
            "knowledge/edit",
            refused.status,
            visitor=visitor,
            values=draft.values,
            article_id=draft.article_id,
            base=draft.base,
            **refused.on_page,
            look=self._look(draft.values),
            reason=request.form.get("reason", draft.reason),
            topics=self._topic_names(),
            open_topics=self._open_topics(),
            categories=CATEGORY_LABELS,
            facts=services.facts.declared.values(),
            pictures=services.gallery,
            settings=SETTINGS,
            urgencies=tuple(Urgency),
            sources=forms.SOURCES,
            lead_characters=LEAD_CHARACTERS,
        )

    def _look(self, values: Mapping[str, str]) -> dict[str, Any]:
        """What citizens would read, and what is still in the way."""
        services, found = self._needs.knowledge(), forms.read(values)
        if found.article is None:
            return {"text": "", "faults": found.clauses, "near": [], "bytes": 0, "most": TEXT_BYTES}
        with self._needs.database.reading() as session:
            faults = services.editing.faults(session, found.article)
        return {
            "text": render(found.article, services.facts),
            "faults": faults,
            "near": neighbours(self._index(services), found.article),
            "bytes": byte_length(whole_text(found.article)),
            "most": TEXT_BYTES,
        }

    @staticmethod
    def _index(services: KnowledgeServices) -> Any:
        return services.library_holder().current().index
