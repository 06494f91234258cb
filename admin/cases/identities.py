"""Learning who a reporter is: a reasoned request, somebody else's approval, one reading within half an hour.

Two pages: whoever asks has their own requests and reads there; whoever decides sees all of them, who asked
why, who decided and who read when, and never a name.
"""

from collections.abc import Iterator, Sequence
from typing import Any

from flask import request
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from admin.cases.opening import opened
from admin.done import send_on
from admin.forms import Field, NotFilledIn, Typed
from admin.listing import Listing
from admin.needs import Needs
from admin.routes import MenuItem, Routes
from admin.sheets import Cell, stamp
from admin.showing import page
from admin.visitors import Visitor
from core.errors import NotFound, RuleViolation
from core.sort_orders import Page
from staff.services import names_of
from tipoffs.tips.models import Mode
from tipoffs.vault.contents import Identity, SecretField
from tipoffs.vault.disclosure import LEAST_REASON
from tipoffs.vault.models import IdentityRequest
from tipoffs.vault.permissions import VaultPermission as May
from tipoffs.vault.requests import REQUEST_ORDERS, every_request, own_requests, requests_about, standing
from tipoffs.vault.status import Purpose, RequestState

FIELDS = (
    Field("purpose", "用途", "choice", [("", "请选择"), *((one.value, one.label) for one in Purpose)],
          hint="举报人以后看得到这一项。"),
    Field("reason", "为什么一定要看", "area", most=500,
          hint=f"给审批人看，至少{LEAST_REASON}个字；里面的号码会自动遮住。"),
)  # fmt: skip
HEADS = ("编号", "哪一件", "用途", "理由", "状态", "谁申请的", "申请", "谁审批的", "审批", "查看")
SHOWN = (SecretField.NAME, SecretField.PHONE, SecretField.ID_NUMBER, SecretField.EMPLOYMENT)


class IdentityPages:
    """The form from a tip, the page of who asked, the page of who decides."""

    def __init__(self, needs: Needs) -> None:
        self._needs = needs
        self._own: Listing[IdentityRequest] = Listing(
            needs, "identities", "身份查阅申请", REQUEST_ORDERS, _own_lines, HEADS, self._rows
        )
        self._every: Listing[IdentityRequest] = Listing(
            needs, "identity_requests", "身份查阅审批", REQUEST_ORDERS, _every_line, HEADS, self._rows
        )

    def add_to(self, routes: Routes) -> None:
        """Add the pages."""
        routes.add(
            "/tips/<number>/identity",
            self.ask,
            name="identity_ask",
            permission=May.REQUEST,
            methods=("GET", "POST"),
        )
        routes.add(
            "/identities",
            self.own,
            name="identities",
            permission=May.REQUEST,
            menu=MenuItem("身份查阅", "key"),
        )
        routes.add(
            "/identities/<int:number>/read",
            self.read,
            name="identity_read",
            permission=May.REQUEST,
            methods=("POST",),
        )
        routes.add(
            "/identity-requests",
            self.waiting,
            name="identity_requests",
            permission=May.APPROVE,
            menu=MenuItem("查阅审批", "key"),
        )
        self._own.add_to(routes, "/identities", May.REQUEST)
        self._every.add_to(routes, "/identity-requests", May.APPROVE)
        for word, view in (("approve", self.approve), ("decline", self.decline)):
            routes.add(
                f"/identity-requests/<int:number>/{word}",
                view,
                name=f"identity_{word}",
                permission=May.APPROVE,
                methods=("POST",),
            )

    def ask(self, visitor: Visitor, number: str) -> ResponseReturnValue:
        """Why somebody must know who reported this."""
        if request.method == "GET":
            return self._ask_page(visitor, number)
        needs, typed = self._needs, Typed.sent()
        purpose = next((one for one in Purpose if one.value == typed.text("purpose")), None)
        with needs.database.reading() as session:
            opened(session, needs.cases(), number, visitor.actor)
        try:
            if purpose is None:
                raise NotFilledIn("请选用途。")
            with needs.database.writing() as session:
                needs.identities().request(
                    session, number, visitor.actor, purpose, typed.text("reason"), needs.clock.now()
                )
        except RuleViolation as refusal:
            return self._ask_page(visitor, number, 409, refusal=typed.refused(refusal), typed=typed)
        return send_on("identities", "identity_asked")

    def own(self, visitor: Visitor) -> ResponseReturnValue:
        """What this person asked to see of reporters."""
        return self._own_page(visitor)

    def read(self, visitor: Visitor, number: int) -> ResponseReturnValue:
        """The identity, once; after this page it is closed again."""
        needs = self._needs
        try:
            with needs.database.writing() as session:
                found = needs.identities().read(session, number, visitor.actor, needs.clock.now())
        except RuleViolation as refusal:
            return self._own_page(visitor, 409, refusal=refusal.sentence)
        return self._own_page(visitor, found=_words(found), photo=found.employment_photo, read=number)

    def waiting(self, visitor: Visitor) -> ResponseReturnValue:
        """What waits for a decision, and what became of the others."""
        return self._waiting_page(visitor)

    def approve(self, visitor: Visitor, number: int) -> ResponseReturnValue:
        """Approve a request to see an identity."""
        return self._decide(visitor, number, "identity_approved")

    def decline(self, visitor: Visitor, number: int) -> ResponseReturnValue:
        """Decline a request to see an identity."""
        return self._decide(visitor, number, "identity_declined")

    def _decide(self, visitor: Visitor, number: int, word: str) -> ResponseReturnValue:
        needs, identities = self._needs, self._needs.identities()
        verb = identities.approve if word == "identity_approved" else identities.decline
        try:
            with needs.database.writing() as session:
                verb(session, number, visitor.actor, needs.clock.now())
        except NotFound:
            raise
        except RuleViolation as refusal:
            return self._waiting_page(visitor, refusal.sentence)
        return send_on("identity_requests", word)

    def _ask_page(self, visitor: Visitor, number: str, status: int = 200, **more: Any) -> ResponseReturnValue:
        needs, now = self._needs, self._needs.clock.now()
        with needs.database.reading() as session:
            tip = opened(session, needs.cases(), number, visitor.actor).tip
            earlier = requests_about(session, number, visitor.actor)
            people = _people(session, earlier)
        return page(
            "cases/identity_ask", status,
            tip=tip, is_anonymous=tip.mode is Mode.ANONYMOUS, fields=FIELDS, lines=earlier, people=people,
            stands={one.id: standing(one, now) for one in earlier}, **more,
        )  # fmt: skip

    def _own_page(self, visitor: Visitor, status: int = 200, **more: Any) -> ResponseReturnValue:
        now = self._needs.clock.now()
        with self._needs.database.reading() as session:
            leaf = self._own.leaf(session, visitor)
            people = _people(session, leaf.lines)
        more.setdefault("found", None)
        return page(
            "cases/identities", status,
            leaf=leaf, people=people, stands={one.id: standing(one, now) for one in leaf.lines},
            readable=RequestState.APPROVED, **more,
        )  # fmt: skip

    def _waiting_page(self, visitor: Visitor, refusal: str = "") -> ResponseReturnValue:
        needs, now = self._needs, self._needs.clock.now()
        with needs.database.reading() as session:
            waiting = needs.identities().waiting(session, now)
            leaf = self._every.leaf(session, visitor)
            people = _people(session, [*waiting, *leaf.lines])
        return page(
            "cases/identity_requests", 409 if refusal else 200,
            waiting=waiting, leaf=leaf, people=people,
            lines=[one for one in leaf.lines if one not in waiting],
            stands={one.id: standing(one, now) for one in leaf.lines}, refusal=refusal, me=visitor,
        )  # fmt: skip

    def _rows(self, session: Session, lines: Sequence[IdentityRequest]) -> Iterator[Sequence[Cell]]:
        """Who asked, who decided and who read when; never a name of a reporter."""
        people, now = _people(session, lines), self._needs.clock.now()
        for one in lines:
            yield [
                one.id, one.case, one.purpose.label, one.reason, standing(one, now).label,
                people.get(one.requested_by, one.requested_by), stamp(one.requested_at),
                people.get(one.decided_by or "", one.decided_by or ""), stamp(one.decided_at),
                stamp(one.read_at),
            ]  # fmt: skip


def _words(found: Identity) -> list[tuple[str, str]]:
    """What is shown of an identity; of a WeChat pseudonym nobody has anything but that there is one."""
    given = found.given()
    lines = [(name.label, given[name]) for name in SHOWN if name in given]
    if SecretField.OPENID in given:
        lines.append((SecretField.OPENID.label, "关注了公众号，可以在举报件里给他留言"))
    return lines


def _people(session: Session, lines: Sequence[IdentityRequest]) -> dict[str, str]:
    logins = {one.requested_by for one in lines} | {one.decided_by for one in lines if one.decided_by}
    return names_of(session, logins)


def _own_lines(session: Session, visitor: Visitor, page: Page) -> Sequence[IdentityRequest]:
    return own_requests(session, visitor.actor, page)


def _every_line(session: Session, visitor: Visitor, page: Page) -> Sequence[IdentityRequest]:
    return every_request(session, visitor.actor, page)
