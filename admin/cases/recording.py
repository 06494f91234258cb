"""A call to 12350 or 12345 taken down; the receipt code stands on the page once, to be read to the caller."""

import secrets
from collections.abc import Sequence
from typing import Any

from flask import request
from flask.typing import ResponseReturnValue

from admin.forms import Field, Typed, within
from admin.needs import Needs
from admin.routes import MenuItem, Routes
from admin.showing import page
from admin.visitors import Visitor
from core.errors import RuleViolation
from tipoffs.intake.draft import Draft
from tipoffs.permissions import Permission
from tipoffs.tips.models import Mode
from tipoffs.vault.contents import Identity

_MODES = [
    ("", "请选择"),
    *((mode.value, mode.label) for mode in (Mode.CONFIDENTIAL, Mode.REAL_NAME, Mode.ANONYMOUS)),
]
FIELDS = (
    Field(
        "facts",
        "反映的情况",
        "area",
        rows=5,
        most=1000,
        hint="照来电人说的写：看到了什么，有多少人，有没有人有危险。",
    ),
    Field("object_name", "单位或场所", is_required=False, most=100),
    Field("address", "地点", is_required=False, most=200, hint="写到路、门牌或者村。"),
    Field("happened", "什么时候看到的", is_required=False, most=100),
    Field("mode", "署名方式", "choice", _MODES, hint="先问清楚：匿名的不能领奖励，也没法直接联系。"),
    Field("name", "来电人姓名", is_required=False, most=50),
    Field("phone", "来电人电话", is_required=False, most=20, hint="姓名和电话加密保存，选匿名就不保存。"),
)
SHEET, MOST_SHEET = "sheet", 64


class RecordingPages:
    """The form in which an operator takes a telephone call down."""

    def __init__(self, needs: Needs) -> None:
        self._needs = needs

    def add_to(self, routes: Routes) -> None:
        """Add the form."""
        routes.add(
            "/tips/new",
            self.record,
            name="record",
            permission=Permission.TIPS_SUBMIT,
            methods=("GET", "POST"),
            menu=MenuItem("来电登记", "phone"),
        )

    def record(self, visitor: Visitor) -> ResponseReturnValue:
        """The form; then the number and, once, the code."""
        if request.method == "GET":
            return page("cases/record", fields=_with_sheet())
        needs, typed = self._needs, Typed.sent()
        services, now = needs.cases(), needs.clock.now()
        services.get_ready(now)
        try:
            draft, who = _read(typed)
            with needs.database.writing() as session:
                sheet = typed.text(SHEET)[:MOST_SHEET]
                receipt = services.recording.record(session, draft, who, visitor.actor, now, sheet)
        except RuleViolation as refusal:
            return page(
                "cases/record", 409, fields=_with_sheet(), typed=typed, refusal=typed.refused(refusal)
            )
        status = 200 if receipt.code else 409
        return page("cases/recorded", status, receipt=receipt, may_see=visitor.actor.may(Permission.TIPS_SEE))


def _with_sheet() -> Sequence[Field]:
    """The fields and a name for this sheet of paper, so that sending it twice makes one tip."""
    return (*FIELDS, Field(SHEET, "", "hidden", value=secrets.token_hex(16)))


def _read(typed: Typed) -> tuple[Draft, Identity]:
    most: dict[str, Any] = {**within(FIELDS, typed)}
    told = {name: most[name] for name in ("facts", "object_name", "address", "happened", "mode")}
    if told["mode"] not in {mode.value for mode in Mode}:
        told["mode"] = ""
    return Draft(**told), Identity(most["name"] or None, most["phone"] or None)
