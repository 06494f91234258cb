"""The register of training: 三项岗位人员 and others, entered by one and checked by another."""

from collections.abc import Iterator, Sequence

from flask import request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from admin.addresses import word_of
from admin.campaigns.reading import choices_of, region_choices
from admin.campaigns.writing import FormPage
from admin.done import send_on
from admin.forms import Field, Typed
from admin.listing import Listing
from admin.marks import row_numbers
from admin.needs import Needs
from admin.routes import Routes
from admin.sheets import Cell
from admin.showing import page
from admin.system.sheets import SHEET_BYTES, blank_sheet, faults_shown, given_sheet
from admin.visitors import Visitor
from campaigns.library.kinds import TraineeKind
from campaigns.library.models import TrainingRecord
from campaigns.library.permissions import Permission
from campaigns.library.training import HEADS, MOST_HOURS, NEEDED, Training, cells_of
from campaigns.library.training_lists import TRAINING_ORDERS, TrainingState, training_lines
from core.clock import china_date
from core.errors import BadContent, RuleViolation
from core.sheets import said_of
from core.sort_orders import Page
from staff.services import names_of

LONGEST_WORDS = 60
NOBODY = "请先勾上要核对的记录。"
_PASSED = (("yes", "合格"), ("no", "不合格"))
_EXAMPLE = ("主要负责人", "张三", "某某厂", "", "主要负责人初次培训", "48", "合格", "2026-06-16", "")


class TrainingPages:
    """The list with what waits, a form for one, and a sheet for many."""

    def __init__(self, needs: Needs) -> None:
        self._needs = needs
        self._list: Listing[TrainingRecord] = Listing(
            needs, "training", "培训记录", TRAINING_ORDERS, _lines, HEADS, _rows,
            widths={"单位": 30, "课程": 30},
        )  # fmt: skip

    def add_to(self, routes: Routes) -> None:
        """Add the pages."""
        rule, enter = "/campaigns/training", Permission.TRAINING
        routes.add(rule, self.listed, name="training", permission=Permission.SEE_TRAINING)
        self._list.add_to(routes, rule, Permission.SEE_TRAINING)
        routes.add_new(f"{rule}/new", self.new, name="training_new", permission=enter)
        routes.add(f"{rule}/blank", self.blank, name="training_blank", permission=enter)
        routes.add(
            f"{rule}/import", self.take, name="training_take", permission=enter, methods=("POST",),
            most_bytes=SHEET_BYTES,
        )  # fmt: skip
        routes.add(
            f"{rule}/verify", self.verify, name="training_verify", permission=Permission.VERIFY_TRAINING,
            methods=("POST",),
        )  # fmt: skip
        routes.add(
            f"{rule}/<int:number>/drop", self.drop, name="training_drop", permission=enter, methods=("POST",)
        )

    def listed(self, visitor: Visitor) -> ResponseReturnValue:
        """The records; what waits to be checked where the address says so."""
        return self._page(visitor)

    def new(self, visitor: Visitor) -> ResponseReturnValue:
        """Enter one record of training."""
        needs = self._needs
        form = FormPage("登记培训", "登记", url_for("admin.training_new"), url_for("admin.training"))
        fields = self._fields()
        if request.method == "GET":
            return form.show(fields)
        typed = Typed.sent()
        try:
            told = _told(typed)
            with needs.database.writing() as session:
                needs.campaigns().training.enter(session, told, visitor.actor, needs.clock.now())
        except RuleViolation as refusal:
            return form.show(fields, 409, typed=typed, refusal=typed.refused(refusal))
        return send_on("training", "training_entered", state=TrainingState.WAITING.value)

    def blank(self, visitor: Visitor) -> ResponseReturnValue:
        """An empty workbook for records of training."""
        region = next((one.code for one in self._needs.campaigns().tree()), "")
        row = [region if head == "区划代码" else cell for head, cell in zip(HEADS, _EXAMPLE, strict=False)]
        return blank_sheet("培训记录（空表）", HEADS[: len(_EXAMPLE)], [row])

    def take(self, visitor: Visitor) -> ResponseReturnValue:
        """Enter a whole sheet, or nothing of it."""
        needs = self._needs
        try:
            with given_sheet() as path, needs.database.writing() as session:
                needs.campaigns().training.take_over(session, path, visitor.actor, needs.clock.now())
        except RuleViolation as refusal:
            return self._page(visitor, refusal.sentence)
        except BadContent as error:
            return self._page(visitor, faults=said_of(error))
        return send_on("training", "training_taken", state=TrainingState.WAITING.value)

    def verify(self, visitor: Visitor) -> ResponseReturnValue:
        """Confirm what was ticked; all of it or nothing."""
        needs, numbers = self._needs, row_numbers(request.form.getlist("record"))
        try:
            if not numbers:
                raise RuleViolation(NOBODY)
            with needs.database.writing() as session:
                needs.campaigns().training.verify(session, numbers, visitor.actor, needs.clock.now())
        except RuleViolation as refusal:
            return self._page(visitor, refusal.sentence)
        return send_on("training", "training_verified", state=TrainingState.WAITING.value)

    def drop(self, visitor: Visitor, number: int) -> ResponseReturnValue:
        """Take out what was entered wrongly."""
        needs, reason = self._needs, request.form.get("reason", "").strip()
        try:
            with needs.database.writing() as session:
                needs.campaigns().training.drop(session, number, reason, visitor.actor, needs.clock.now())
        except RuleViolation as refusal:
            return self._page(visitor, refusal.sentence)
        return send_on("training", "training_dropped", state=TrainingState.WAITING.value)

    def _page(self, visitor: Visitor, refusal: str = "", faults: Sequence[str] = ()) -> ResponseReturnValue:
        actor, tree = visitor.actor, self._needs.campaigns().tree()
        with self._needs.database.reading() as session:
            leaf = self._list.leaf(session, visitor)
            hands = {one.verified_by or one.entered_by for one in leaf.lines}
            people = names_of(session, hands)
        may_verify = actor.may(Permission.VERIFY_TRAINING)
        return page(
            "campaigns/training", 409 if refusal or faults else 200, **faults_shown(faults),
            leaf=leaf, people=people, region=tree.full_name, refusal=refusal, kinds=TraineeKind,
            states=TrainingState, kind=word_of(TraineeKind, "kind"), state=word_of(TrainingState, "state"),
            words=_words(), needed=NEEDED, may_verify=may_verify, may_enter=actor.may(Permission.TRAINING),
            own=actor.id, has_some=may_verify and any(
                one.verified_at is None and one.entered_by != actor.id for one in leaf.lines
            ),
        )  # fmt: skip

    def _fields(self) -> tuple[Field, ...]:
        today = china_date(self._needs.clock.now()).isoformat()
        return (
            Field("kind", "人员类别", "choice", choices_of(TraineeKind)),
            Field("name", "姓名", most=30, hint="不写身份证号码和电话。"),
            Field("unit_name", "单位", most=100),
            Field("region", "单位在哪里", "choice", region_choices(self._needs.campaigns().tree())),
            Field("course", "课程", most=100),
            Field("hours", "学时", "number", most=4, hint=f"1到{MOST_HOURS}之间的整数。"),
            Field("passed", "结果", "choice", _PASSED),
            Field("held_on", "课程哪天结束", "day", value=today),
            Field("certificate", "证书编号", most=64, is_required=False, hint="没有证书就不填。"),
        )


def _told(typed: Typed) -> Training:
    return Training(
        kind=typed.one_of(TraineeKind, "kind", "人员类别"),
        name=typed.needed("name", "姓名"),
        unit_name=typed.needed("unit_name", "单位"),
        region=typed.needed("region", "单位在哪里"),
        course=typed.needed("course", "课程"),
        hours=typed.number("hours", "学时"),
        passed=typed.text("passed") == "yes",
        held_on=typed.day("held_on", "课程哪天结束"),
        certificate=typed.text("certificate"),
    )


def _words() -> str:
    return request.args.get("q", "").strip()[:LONGEST_WORDS]


def _lines(session: Session, visitor: Visitor, page: Page) -> Sequence[TrainingRecord]:
    return training_lines(
        session, visitor.actor, kind=word_of(TraineeKind, "kind"), state=word_of(TrainingState, "state"),
        words=_words(), page=page,
    )  # fmt: skip


def _rows(session: Session, lines: Sequence[TrainingRecord]) -> Iterator[Sequence[Cell]]:
    """The columns that an import takes, and who checked."""
    people = names_of(session, {one.verified_by for one in lines if one.verified_by})
    for one in lines:
        login = one.verified_by or ""
        yield cells_of(one, people.get(login, login))
