"""Questions nobody answered, or whose answer nobody could use: to a phrasing, a draft, or off the list."""

from flask import request
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from admin import notices
from admin.done import send_on
from admin.listing import turned
from admin.marks import after_words
from admin.needs import Needs
from admin.picking import code_of
from admin.routes import Routes
from admin.showing import page
from admin.visitors import Visitor
from core.errors import BadContent, NotFound, RuleViolation
from core.sort_orders import InMemoryOrder, chosen
from knowledge.asked.worklist import MOST_COMPARED, WHY, Group, Period, find_group
from knowledge.categories import CATEGORY_LABELS
from knowledge.editorial.numbering import next_id
from knowledge.editorial.revisions import head_of, revision_of
from knowledge.permissions import KnowledgePermission as May

PAGE = 20
DAYS = (7, 30, 90)
MOST_ASKS = 5


def _key(row: tuple[int, Group]) -> str:
    return row[1].key


ORDERS = (
    InMemoryOrder("rising", "涨得快的在前", lambda row: row[0], _key),
    InMemoryOrder("count", "问得多的在前", lambda row: row[1].count, _key, is_descending=True),
    InMemoryOrder("last", "刚问过的在前", lambda row: row[1].last_at, _key, is_descending=True),
)


class Unanswered:
    """Three clicks: open a group, look at what is proposed, take it."""

    def __init__(self, needs: Needs) -> None:
        self._needs = needs

    def add_to(self, routes: Routes) -> None:
        """Add the pages."""
        routes.add("/knowledge/unanswered", self.listed, name="knowledge_unanswered", permission=May.WRITE)
        routes.add(
            "/knowledge/unanswered/<key>",
            self.group,
            name="knowledge_group",
            permission=May.WRITE,
            methods=("GET", "POST"),
        )

    def listed(self, visitor: Visitor) -> ResponseReturnValue:
        """The groups, those that rise fast first, then by how often they were asked."""
        with self._needs.database.reading() as session:
            groups = list(self._needs.knowledge().work_list(session, self.period()))
        order = chosen(ORDERS, request.args.get("sort", ""))
        # They come in the order of work; another order is made of that.
        rows = order.page(enumerate(groups), after_words(), PAGE + 1)
        leaf = turned("knowledge_unanswered", rows, order.mark, PAGE, orders=ORDERS, order=order)
        return page(
            "knowledge/unanswered",
            visitor=visitor,
            leaf=leaf,
            groups=[one for _, one in leaf.lines],
            total=len(groups),
            compared=0 if all(one.is_compared for one in groups) else MOST_COMPARED,
            days=self.period().days,
            choices=DAYS,
            why=WHY,
        )

    def group(self, visitor: Visitor, key: str) -> ResponseReturnValue:
        """One group, and what may be done with it."""
        period = self.period()
        # Grouping takes its time: not while we hold what everybody else waits for to write.
        with self._needs.database.reading() as session:
            found = find_group(self._needs.knowledge().work_list(session, period), key)
        if request.method == "GET":
            return self._show(visitor, found)
        services, now = self._needs.knowledge(), self._needs.clock.now()
        services.ready(now)
        do = request.form.get("do", "")
        try:
            with self._needs.database.writing() as session:
                if do == "dismiss":
                    services.settling.dismiss(session, found, actor=visitor.actor, now=now)
                    return send_on("knowledge_unanswered", "knowledge_dismiss", days=period.days)
                article_id, number = self._drafted(session, found, visitor, do)
                services.telling.tell(session, [article_id], now)
        except NotFound as missing:
            return self._show(visitor, found, missing.sentence, 409)
        except RuleViolation as refusal:
            return self._show(visitor, found, refusal.sentence, 409)
        except BadContent:
            return self._show(visitor, found, notices.ODD_PHRASING, 409)
        done = "knowledge_begun" if do == "draft" else "knowledge_phrasings"
        if do == "draft":
            return send_on("knowledge_edit", done, article_id=article_id)
        return send_on("knowledge_revision", done, article_id=article_id, number=number)

    def _drafted(self, session: Session, group: Group, visitor: Visitor, do: str) -> tuple[str, int]:
        services, now, form = self._needs.knowledge(), self._needs.clock.now(), request.form
        if do == "draft":
            category = form.get("category", "")
            if category not in CATEGORY_LABELS:
                raise RuleViolation(notices.WHICH_CATEGORY)
            article_id = next_id(session, category)
            revision = services.settling.draft_article(
                session, group, article_id, actor=visitor.actor, now=now
            )
            return revision.article, revision.number
        article_id = code_of(form.get("other", ""), self._titles()) or form.get("article", "").strip()
        if not article_id:
            raise RuleViolation(notices.CHOOSE_ARTICLE)
        asks = [line.strip() for line in form.get("asks", "").splitlines() if line.strip()][:MOST_ASKS]
        revision = services.settling.add_phrasings(
            session, group, article_id, actor=visitor.actor, now=now, asks=asks
        )
        return revision.article, revision.number

    def _show(
        self, visitor: Visitor, group: Group, refusal: str = "", status: int = 200
    ) -> ResponseReturnValue:
        pending = ""
        if group.pending:
            with self._needs.database.reading() as session:
                head = head_of(session, group.pending)
                body = revision_of(session, group.pending, head).body if head else {}
                pending = str(body.get("question", ""))
        return page(
            "knowledge/group",
            status,
            visitor=visitor,
            group=group,
            pending=pending,
            guessed=group.nearest[0].article_id.partition(".")[0] if group.nearest else "",
            days=self.period().days,
            why=WHY,
            categories=CATEGORY_LABELS,
            titles=self._titles(),
            form=request.form,
            refusal=refusal,
        )

    def _titles(self) -> dict[str, str]:
        articles = self._needs.knowledge().library_holder().current().articles
        return {word: one.question for word, one in articles.items()}

    def period(self) -> Period:
        """The days that the address asks for."""
        days = request.args.get("days", type=int)
        return Period(self._needs.clock.now(), days if days in DAYS else 30)
