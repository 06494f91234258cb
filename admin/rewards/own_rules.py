"""The rule-set editor: a copy of the rules in force, written in a form, tried, checked by somebody else."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from flask import Response, redirect, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from admin.done import back, send_on
from admin.forms import REASON, Field, NotFilledIn, StepForm, Typed
from admin.needs import Needs
from admin.rewards.facts import choices_of, fact_fields, read_facts, word
from admin.rewards.rule_fields import head_fields, note_fields, policy_sections, rules_on
from admin.rewards.rule_filling import typed_of
from admin.rewards.rule_sheet import ROWS, rows_of, sheet_of
from admin.rewards.rules import TAKE_IN, rules_listed
from admin.routes import Routes
from admin.showing import page
from admin.visitors import Visitor
from core.clock import china_date
from core.errors import NotFound, RuleViolation
from staff.services import names_of
from tipoffs.rewards.notices import BRANCHES, PERIODS, STEPS
from tipoffs.rewards.own_rules.differing import differences
from tipoffs.rewards.own_rules.models import OwnRules
from tipoffs.rewards.own_rules.services import get_rules, permission_of, tree_in
from tipoffs.rewards.own_rules.status import STEPS as OPEN_STEPS
from tipoffs.rewards.own_rules.status import DraftState, DraftStep
from tipoffs.rewards.own_rules.typical import tried
from tipoffs.rewards.own_rules.writing import as_yaml, tree_of
from tipoffs.rewards.permissions import RewardPermission as May
from tipoffs.rewards.reckoning.comparing import Comparison, compare
from tipoffs.rewards.reckoning.reading import read_draft
from tipoffs.rewards.reckoning.rulebook import NATIONAL, RuleBook, RuleSet, Standing
from tipoffs.rewards.reckoning.wording import method_words
from tipoffs.rewards.words import MatterKind

FILE_BYTES = 200_000
_WARNINGS = {
    DraftStep.CONFIRM: "从施行日期起，新受理的举报都按这份办法计算。以前受理的和已经提出的不变。",
    DraftStep.DROP: "作废以后不能恢复，只能另写一份。",
}


@dataclass(frozen=True, slots=True)
class Opened:
    """A set of the bureau with what it is compared with."""

    row: OwnRules
    book: RuleBook
    base: RuleSet


class OwnRulePages:
    """One page for a set, whatever its state; what can be done with it depends on who looks."""

    def __init__(self, needs: Needs) -> None:
        self._needs = needs

    def add_to(self, routes: Routes) -> None:
        """Add the pages."""
        rule, post = "/rewards/rules/own/<int:number>", ("POST",)
        routes.add("/rewards/rules/copy", self.copy, name="own_rules_copy", permission=May.DRAFT_RULES,
                  methods=post)  # fmt: skip
        routes.add("/rewards/rules/import", self.take_in, name="own_rules_import", permission=May.DRAFT_RULES,
                  methods=post, most_bytes=FILE_BYTES)  # fmt: skip
        routes.add("/rewards/rules/<name>/file", self.file, name="reward_rule_file", permission=May.VIEW)
        routes.add(rule, self.show, name="own_rules", permission=May.VIEW)
        routes.add(f"{rule}/file", self.draft_file, name="own_rules_file", permission=May.VIEW)
        routes.add(f"{rule}/write", self.write, name="own_rules_write", permission=May.DRAFT_RULES,
                  methods=post)  # fmt: skip
        routes.add(f"{rule}/<step>", self.take, name="own_rules_step", permission=May.VIEW, methods=post)

    def copy(self, visitor: Visitor) -> ResponseReturnValue:
        """A draft out of a set that there is."""
        rewards, now = self._needs.rewards(), self._needs.clock.now()
        try:
            with self._needs.database.writing() as session:
                base = rewards.rule_book(session).named(request.form.get("base", ""))
                number = rewards.rules.begin(session, base, visitor.actor, now).id
        except RuleViolation as refused:
            return rules_listed(self._needs, visitor, refused)
        return send_on("own_rules", "rules_copied", number=number)

    def take_in(self, visitor: Visitor) -> ResponseReturnValue:
        """A draft out of a file; what is wrong with it is told where it was chosen."""
        given = request.files.get("file")
        text = given.stream.read(FILE_BYTES).decode("utf-8-sig", "replace") if given else ""
        try:
            if not text:
                raise NotFilledIn("请先选一个办法文件。", "file")
            with self._needs.database.writing() as session:
                rules = self._needs.rewards().rules
                number = rules.take_in(session, text, visitor.actor, self._needs.clock.now()).id
        except RuleViolation as refused:
            return rules_listed(self._needs, visitor, refused, TAKE_IN)
        return send_on("own_rules", "rules_taken_in", number=number)

    def file(self, visitor: Visitor, name: str) -> ResponseReturnValue:
        """A set as a file that another bureau can import."""
        with self._needs.database.reading() as session:
            rules = next(
                (one for one in self._needs.rewards().rule_book(session).sets if one.id == name), None
            )
        if rules is None:
            raise NotFound
        return _file(name, as_yaml(tree_of(rules)))

    def draft_file(self, visitor: Visitor, number: int) -> ResponseReturnValue:
        """A draft as a file."""
        with self._needs.database.reading() as session:
            row = get_rules(session, number)
            return _file(row.set_id, row.text)

    def show(self, visitor: Visitor, number: int) -> ResponseReturnValue:
        """The set, with a case to try in the address."""
        return self._page(visitor, number)

    def write(self, visitor: Visitor, number: int) -> ResponseReturnValue:
        """Keep the form; 加一条 keeps it too and opens one row more."""
        typed, adds = Typed.sent(), request.form.get("do") == "add"
        version = _version(typed)
        if adds:
            rows = rows_of(typed)
            row = str(max(rows, default=-1) + 1)
            typed = Typed({**typed.fields, ROWS: [f"{typed.text(ROWS)} {row}"]})
        try:
            with self._needs.database.writing() as session:
                tree = sheet_of(typed).tree
                now = self._needs.clock.now()
                self._needs.rewards().rules.save(session, number, version, tree, visitor.actor, now)
        except NotFound:
            raise
        except RuleViolation as refusal:
            return self._page(visitor, number, 409, typed=typed, refusal=typed.refused(refusal))
        address = url_for("admin.own_rules", number=number)
        return redirect(f"{address}#rules", 303) if adds else back(address, "rules_saved")

    def take(self, visitor: Visitor, number: int, step: str) -> ResponseReturnValue:
        """One of the steps of ``DraftStep``."""
        wanted = word(DraftStep, step)
        if wanted is None:
            raise NotFound
        typed, now = Typed.sent(), self._needs.clock.now()
        try:
            with self._needs.database.writing() as session:
                self._needs.rewards().rules.take(
                    session, number, _version(typed), wanted, visitor.actor, typed.text("reason"), now
                )
        except NotFound:
            raise
        except RuleViolation as refusal:
            return self._page(visitor, number, 409, refusal=refusal.sentence, failed=step)
        return send_on("own_rules", f"rules_{step}", number=number)

    def _page(
        self, visitor: Visitor, number: int, status: int = 200, *, typed: Typed | None = None,
        refusal: str = "", failed: str = "",
    ) -> ResponseReturnValue:  # fmt: skip
        with self._needs.database.reading() as session:
            opened = self._opened(session, number)
            row = opened.row
            people = names_of(session, {*row.writers, *((row.confirmed_by,) if row.confirmed_by else ())})
            rules, faults = read_draft(row.text)
            filled = typed or typed_of(tree_in(row))
        by_field, others = sheet_of(filled).fields_of(faults)
        may_write = row.state is DraftState.DRAFT and visitor.actor.may(May.DRAFT_RULES)
        more: dict[str, Any] = self._bench(opened, rules) if rules else {}
        return page(
            "rewards/own_rules", status,
            row=row, base=opened.base, rules=rules, people=people, may_write=may_write,
            typed=filled, refusal=refusal, failed=failed, by_field=by_field, others=others,
            head=head_fields(), sections=policy_sections(), notes=note_fields(), rows=rules_on(filled),
            rows_said=" ".join(str(one) for one in rows_of(filled)),
            forms=_steps(visitor, row), changes=differences(opened.base, rules) if rules else [],
            branches=BRANCHES, national=NATIONAL, standing=Standing, never=date.max, method=method_words,
            periods=PERIODS, labels=self._needs.labels, trace_labels=STEPS, **more,
        )  # fmt: skip

    def _opened(self, session: Session, number: int) -> Opened:
        row = get_rules(session, number)
        book = self._needs.rewards().rule_book(session)
        known = {one.id: one for one in book.sets if one.id != row.set_id}
        usable = [one for one in known.values() if one.standing is Standing.IN_FORCE]
        base = known.get(row.based_on) or (usable or list(known.values()))[0]
        return Opened(row, book, base)

    def _bench(self, opened: Opened, rules: RuleSet) -> dict[str, Any]:
        """The typical cases under both, and the one case that the address names."""
        typed, found, refusal = Typed(request.args.to_dict(flat=False)), None, ""
        today = china_date(self._needs.clock.now())
        first = max(today, rules.begins) if rules.begins < date.max else today
        if kind := word(MatterKind, typed.text("kind")):
            try:
                found = self._tried(opened.base, rules, typed, kind, today)
            except RuleViolation as error:
                refusal = error.sentence
        kinds = Field(
            "kind", "举报的是", "choice", choices_of(MatterKind), value=MatterKind.MAJOR_HAZARD.value
        )
        return {
            "typical": tried(opened.base, rules, first),
            "case_fields": [kinds, *fact_fields(None, [opened.base, rules])],
            "case_typed": typed if kind else None, "found": found, "case_refusal": refusal,
        }  # fmt: skip

    @staticmethod
    def _tried(base: RuleSet, rules: RuleSet, typed: Typed, kind: MatterKind, on: date) -> Comparison:
        return compare(base, rules, read_facts(typed, kind, on))


def _steps(visitor: Visitor, row: OwnRules) -> list[StepForm]:
    """The steps that are open to this visitor."""
    made = []
    for step in DraftStep:
        if step not in OPEN_STEPS[row.state] or not visitor.actor.may(permission_of(step, row.state)):
            continue
        if step is DraftStep.CONFIRM and visitor.actor.id in row.writers:
            continue
        address = url_for("admin.own_rules_step", number=row.id, step=step.value)
        version = Field("version", "", "hidden", value=str(row.version))
        asks = (REASON,) if step in (DraftStep.SEND_BACK, DraftStep.DROP) else ()
        is_main = step in (DraftStep.OFFER, DraftStep.CONFIRM)
        made.append(
            StepForm(step.value, step.label, address, (version, *asks), _WARNINGS.get(step, ""), is_main)
        )
    return sorted(made, key=lambda one: not one.is_main)


def _version(typed: Typed) -> int:
    text = typed.text("version")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else -1


def _file(name: str, text: str) -> Response:
    answer = Response(text, mimetype="application/yaml")
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}.yaml"'
    return answer
