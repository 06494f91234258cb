"""The rule sets as they stand, and the test bench: what one case earns under the old rules and the new."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from flask import request, url_for
from flask.typing import ResponseReturnValue

from admin.forms import Choices, Field, NotFilledIn, StepForm, Typed
from admin.marks import row_number
from admin.needs import Needs
from admin.rewards.assess import in_force
from admin.rewards.case import reward_opened
from admin.rewards.facts import choices_of, fact_fields, read_facts, told, word
from admin.routes import Routes
from admin.showing import page
from admin.visitors import Visitor
from core.clock import china_date
from core.errors import NotFound, RuleViolation
from tipoffs.rewards.notices import BRANCHES, PERIODS, STEPS
from tipoffs.rewards.own_rules.models import PREFIX, OwnRules
from tipoffs.rewards.own_rules.services import tree_in, waiting_rules
from tipoffs.rewards.permissions import RewardPermission as May
from tipoffs.rewards.reckoning.comparing import Comparison, compare
from tipoffs.rewards.reckoning.facts import Facts
from tipoffs.rewards.reckoning.reading import LONGEST_DRAFT, read_draft, source_of
from tipoffs.rewards.reckoning.rulebook import NATIONAL, RuleBook, RuleSet, Standing
from tipoffs.rewards.reckoning.wording import method_words
from tipoffs.rewards.words import MatterKind

OWN = "draft"
"""The choice of the bench for the rules that somebody is writing."""

MAIN_FIELDS = 4
"""How many of the fields nearly every case needs; the others are folded away."""


@dataclass(frozen=True, slots=True)
class Prefill:
    """What the fields of the bench begin with: the case, and the rules to be tried on it.

    ``number`` is the reward that the case comes from; without ``sets`` the fields of all rule sets are asked.
    """

    kind: MatterKind = MatterKind.MAJOR_HAZARD
    facts: Facts | None = None
    set_id: str = ""
    number: str = ""
    sets: Sequence[RuleSet] = ()


class RulePages:
    """Reading and trying; a set comes into force with its file, or by ``own_rules``."""

    def __init__(self, needs: Needs) -> None:
        self._needs = needs

    def add_to(self, routes: Routes) -> None:
        """Add the pages."""
        routes.add("/rewards/rules", self.listed, name="reward_rules", permission=May.VIEW)
        routes.add(
            "/rewards/bench", self.bench, name="reward_bench", permission=May.VIEW, methods=("GET", "POST")
        )
        routes.add("/rewards/rules/<name>", self.one, name="reward_rule", permission=May.VIEW)

    def listed(self, visitor: Visitor) -> ResponseReturnValue:
        """What is in force today, and what is kept for reference."""
        return rules_listed(self._needs, visitor)

    def one(self, visitor: Visitor, name: str) -> ResponseReturnValue:
        """One set: its amounts, its ladder, its terms, and what nobody has found in the text."""
        rules = next((one for one in self._rule_book().sets if one.id == name), None)
        if rules is None:
            raise NotFound
        return page(
            "rewards/rule",
            rules=rules, branches=BRANCHES, national=NATIONAL, standing=Standing, never=date.max,
            method=method_words, periods=PERIODS, labels=self._needs.labels,
            may_draft=visitor.actor.may(May.DRAFT_RULES), own=own_number(name),
        )  # fmt: skip

    def bench(self, visitor: Visitor) -> ResponseReturnValue:
        """The case on the left, the two calculations beside each other; nothing is kept."""
        if request.method == "GET":
            return self._begin(visitor)
        typed = Typed.sent()
        draft, faults = typed.text("draft"), list[str]()
        try:
            kind = word(MatterKind, typed.text("kind"))
            if kind is None:
                raise NotFilledIn("请选举报的是哪一类事项。")
            facts = read_facts(typed, kind, typed.day("accepted", "受理日期"))
            old = self._chosen(typed.text("old"))
            new: RuleSet | None
            if typed.text("new") == OWN:
                new, faults = read_draft(draft)
            else:
                new = self._chosen(typed.text("new"))
        except RuleViolation as refusal:
            return self._page(409, typed=typed, refusal=typed.refused(refusal))
        if new is None:
            return self._page(409, typed=typed, refusal="正在写的规则还读不了，请照下面改。", faults=faults)
        found = compare(old, new, facts)
        prefill = Prefill(kind=kind, sets=[old, new])
        return self._page(prefill=prefill, typed=typed, found=found, facts=told(facts))

    def _begin(self, visitor: Visitor) -> ResponseReturnValue:
        """An empty bench, or the case of a reward: as it was assessed, under the same rules."""
        number = request.args.get("reward", "")
        if not number:
            return self._page()
        with self._needs.database.reading() as session:
            assessment = reward_opened(session, self._needs, number, visitor.actor).assessment
        if assessment is None:
            raise NotFound
        facts = Facts.from_tree(assessment.facts)
        return self._page(prefill=Prefill(facts.kind, facts, assessment.rule_set, number))

    def _chosen(self, set_id: str) -> RuleSet:
        return self._rule_book().named(set_id)

    def _rule_book(self) -> RuleBook:
        with self._needs.database.reading() as session:
            return self._needs.rewards().rule_book(session)

    def _page(
        self,
        status: int = 200,
        *,
        prefill: Prefill = Prefill(),
        typed: Typed | None = None,
        refusal: str = "",
        faults: Sequence[str] = (),
        found: Comparison | None = None,
        facts: Sequence[tuple[str, str]] = (),
    ) -> ResponseReturnValue:
        book, today = self._rule_book(), china_date(self._needs.clock.now())
        names: Choices = [(one.id, one.name) for one in book.sets]
        used = in_force(book)[0].id if in_force(book) else ""
        old = prefill.set_id if any(one.id == prefill.set_id for one in book.sets) else used
        accepted = prefill.facts.accepted_on if prefill.facts else today
        fields: list[Field] = [
            Field(
                "kind",
                "举报的是",
                "choice",
                choices_of(MatterKind),
                value=prefill.kind.value,
            ),
            Field("accepted", "受理日期", "day", value=accepted.isoformat()),
            *fact_fields(None, prefill.sets or book.sets, prefill.facts),
        ]
        own = (OWN, "我正在写的（贴在下面）")
        more: dict[str, Any] = {
            "old": Field("old", "旧办法", "choice", names, value=old),
            "new": Field("new", "新办法", "choice", [("", "请选择"), *names, own]),
            "draft": Field("draft", "正在写的办法", "area", is_required=False, rows=14, most=LONGEST_DRAFT,
                           value=source_of(old), hint="从现行的一份改起最省事。只试算，不保存，也不会启用。"),
        }  # fmt: skip
        return page(
            "rewards/bench", status,
            fields=fields[:MAIN_FIELDS], further_fields=fields[MAIN_FIELDS:],
            typed=typed, refusal=refusal, faults=faults, found=found, facts=facts,
            labels=STEPS, number=prefill.number, own=OWN, **more,
        )  # fmt: skip


TAKE_IN = "take_in"
"""The form that takes a file in."""


def rules_listed(
    needs: Needs, visitor: Visitor, refused: RuleViolation | None = None, failed: str = ""
) -> ResponseReturnValue:
    """The page of all sets; ``refused`` says why a step was not done, at the form ``failed`` where given."""
    today = china_date(needs.clock.now())
    with needs.database.reading() as session:
        book, drafts = needs.rewards().rule_book(session), waiting_rules(session)
    confirmed = in_force(book)
    used = [one for one in confirmed if one.is_in_force(today)]
    coming = [one for one in confirmed if one.begins > today]
    over = [one for one in confirmed if one not in used and one not in coming]
    others = [one for one in book.sets if one not in confirmed]
    taking = StepForm(
        TAKE_IN, "从文件读入成草稿", url_for("admin.own_rules_import"),
        [Field("file", "办法文件（yaml）", "file", value=".yaml,.yml")],
    )  # fmt: skip
    typed = Typed.sent()
    return page(
        "rewards/rules", 409 if refused else 200,
        used=used, coming=coming, over=over, others=others, drafts=[(one, _name(one)) for one in drafts],
        may_draft=visitor.actor.may(May.DRAFT_RULES), branches=BRANCHES, national=NATIONAL,
        standing=Standing, never=date.max, taking=taking, typed=typed,
        failed=failed, refusal=typed.refused(refused) if refused else "",
    )  # fmt: skip


def _name(row: OwnRules) -> str:
    return str(tree_in(row).get("name") or "没有名称的办法")


def own_number(set_id: str) -> int | None:
    """The number of a set that the bureau wrote itself; None for a set of a file."""
    return row_number(set_id.removeprefix(PREFIX)) if set_id.startswith(PREFIX) else None
