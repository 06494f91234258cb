"""The list of people who may not be rewarded: numbers of entries and reasons, nobody's name or number."""

from collections.abc import Iterator, Sequence

from flask import request
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from admin import notices
from admin.done import send_on
from admin.forms import Field, Typed
from admin.listing import Listing
from admin.needs import Needs
from admin.rewards.facts import word
from admin.routes import MenuItem, Routes
from admin.sheets import Cell, stamp
from admin.showing import page
from admin.visitors import Visitor
from core.errors import NotFound, RuleViolation
from core.sort_orders import Page
from staff.services import names_of
from tipoffs.vault.contents import Identity
from tipoffs.vault.exclusions import EXCLUDED_ORDERS, ExclusionList
from tipoffs.vault.models import ExcludedPerson
from tipoffs.vault.permissions import VaultPermission
from tipoffs.vault.status import Exclusion

MAY = VaultPermission.SCREEN
HEADS = ("编号", "情形", "谁登记的", "登记", "保管代号")
_PHONE = Field("phone", "电话", is_required=False, most=20, hint="手机号，或者带区号的座机。")
_CARD = Field(
    "id_number", "证件号码", is_required=False, most=20, hint="最好有这一项：领奖的人要填证件号码。"
)
FIELDS = (
    _CARD,
    _PHONE,
    Field("why", "哪一种情形", "choice", [("", "请选"), *((one.value, one.label) for one in Exclusion)]),
)


class ExcludedPages:
    """The list, the form of a new entry, and a look whether somebody is on it."""

    def __init__(self, needs: Needs) -> None:
        self._needs = needs
        self._list: Listing[ExcludedPerson] = Listing(
            needs, "excluded", "不予奖励名单", EXCLUDED_ORDERS, self._read, HEADS, _rows, widths={"情形": 40},
        )  # fmt: skip

    def add_to(self, routes: Routes) -> None:
        """Add the pages."""
        rule, post = "/rewards/excluded", ("POST",)
        routes.add(rule, self.listed, name="excluded", permission=MAY, menu=MenuItem("不予奖励名单", "lock"))
        self._list.add_to(routes, rule, MAY)
        routes.add(f"{rule}/new", self.enter, name="excluded_new", permission=MAY, methods=("GET", "POST"))
        routes.add(f"{rule}/look-up", self.look_up, name="excluded_look_up", permission=MAY, methods=post)
        routes.add(f"{rule}/strike-off", self.strike_off, name="excluded_strike_off", permission=MAY,
                  methods=post)  # fmt: skip

    def listed(self, visitor: Visitor) -> ResponseReturnValue:
        """The entries, the newest first."""
        return self._listed(visitor)

    def enter(self, visitor: Visitor) -> ResponseReturnValue:
        """Put somebody on the list."""
        if request.method == "GET":
            return page("rewards/excluded_new", fields=FIELDS)
        needs, typed = self._needs, _typed()
        try:
            why = word(Exclusion, typed.text("why"))
            if why is None:
                raise RuleViolation(notices.CHOOSE_EXCLUSION, "why")
            with needs.database.writing() as session:
                self._exclusions.enter(session, _who(typed), why, visitor.actor, needs.clock.now())
        except RuleViolation as refusal:
            return page(
                "rewards/excluded_new", 409, fields=FIELDS, typed=typed, refusal=typed.refused(refusal)
            )
        return send_on("excluded", "excluded")

    def look_up(self, visitor: Visitor) -> ResponseReturnValue:
        """Which entries are about a telephone or ID number; each look is in the audit log."""
        needs, number = self._needs, _typed().text("number")
        try:
            with needs.database.writing() as session:
                found = self._exclusions.look_up(session, number, visitor.actor, needs.clock.now())
        except RuleViolation as refusal:
            return self._listed(visitor, refusal=refusal.sentence, number=number)
        return self._listed(visitor, found=found)

    def strike_off(self, visitor: Visitor) -> ResponseReturnValue:
        """Take somebody off, and destroy what was sealed."""
        needs, entry = self._needs, _typed().text("entry")
        try:
            with needs.database.writing() as session:
                self._exclusions.strike_off(session, entry, visitor.actor, needs.clock.now())
        except NotFound:
            return self._listed(visitor, refusal=notices.NOT_LISTED)
        return send_on("excluded", "struck_off")

    @property
    def _exclusions(self) -> ExclusionList:
        return self._needs.rewards().excluded

    def _listed(
        self,
        visitor: Visitor,
        *,
        refusal: str = "",
        number: str = "",
        found: Sequence[ExcludedPerson] | None = None,
    ) -> ResponseReturnValue:
        with self._needs.database.reading() as session:
            leaf = self._list.leaf(session, visitor)
            people = names_of(session, {one.listed_by for one in (*leaf.lines, *(found or ()))})
        return page(
            "rewards/excluded", 409 if refusal else 200,
            leaf=leaf, people=people, found=found, number=number, refusal=refusal,
        )  # fmt: skip

    def _read(self, session: Session, visitor: Visitor, page: Page) -> Sequence[ExcludedPerson]:
        return self._exclusions.entries(session, visitor.actor, page=page)


def _typed() -> Typed:
    return Typed.sent()


def _who(typed: Typed) -> Identity:
    return Identity(phone=typed.text("phone") or None, id_number=typed.text("id_number") or None)


def _rows(_session: Session, lines: Sequence[ExcludedPerson]) -> Iterator[Sequence[Cell]]:
    for one in lines:
        yield [one.id, one.why.label, one.listed_by, stamp(one.listed_at), one.case]
