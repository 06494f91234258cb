"""The file of one tip: what is known of it, what runs out, what may be done next; and every step from it."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from functools import partial
from typing import Any

from flask import request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from admin.cases.lists import Names
from admin.cases.needs import CaseServices
from admin.cases.opening import opened
from admin.cases.reviews import review_of
from admin.cases.tip_forms import FIELDS, WARNINGS, Around
from admin.cases.tip_verbs import SIGNING, VERBS, Doing, take
from admin.cases.tips import clock_words
from admin.done import back
from admin.forms import StepForm, Typed
from admin.needs import Needs
from admin.routes import Routes
from admin.showing import page
from admin.visitors import Visitor
from core.clock import SHANGHAI
from core.errors import RuleViolation
from core.optimistic_locking import fingerprint_of
from core.text import as_typed
from places.calendar import load_workdays
from staff.actors import Actor
from staff.moves import permission_of
from staff.services import list_staff, names_of
from tipoffs.clocks.queries import clocks_of
from tipoffs.permissions import Permission
from tipoffs.rewards.lists import candidates
from tipoffs.rewards.permissions import RewardPermission
from tipoffs.tips.answers import conclusion_of
from tipoffs.tips.dispatching import followers_of
from tipoffs.tips.models import OutsideReview, Tip, Verification
from tipoffs.tips.next_steps import NextStep, next_steps
from tipoffs.tips.outside import MOST_PAPER_BYTES
from tipoffs.tips.queries import papers_of
from tipoffs.tips.status import MOVES, TipAction
from tipoffs.work_orders.services import work_orders_of
from tipoffs.worklists import tip_lines

UNIT_STEPS = frozenset({TipAction.RECEIVE, TipAction.RETURN})
"""These stand on the unit's own page."""

_MAIN = frozenset(
    {
        TipAction.ACCEPT, TipAction.RECEIVE, TipAction.SUMMARISE, TipAction.DISPATCH, TipAction.VERIFY,
        TipAction.CO_SIGN,
        TipAction.SIGN_UNFOUNDED, TipAction.SIGN_VERIFIED, TipAction.SIGN_PARTLY, TipAction.ANSWER,
    }
)  # fmt: skip


_REVIEWS = frozenset({TipAction.UPHOLD, TipAction.REDO, TipAction.ADMIT})


class TipPages:
    """The file, the reporter's words, what may be the same matter, and the steps."""

    def __init__(self, needs: Needs) -> None:
        self._needs = needs

    def add_to(self, routes: Routes) -> None:
        """Add the pages: one route for each step, with the permission that the table asks for."""
        routes.add("/tips/<number>", self.show, name="tip", permission=Permission.TIPS_SEE)
        routes.add("/tips/<number>/similar", self.similar, name="tip_similar", permission=Permission.TIPS_SEE)
        routes.add(
            "/tips/<number>/words",
            self.words,
            name="tip_words",
            permission=Permission.TIPS_READ_WORDS,
            methods=("POST",),
        )
        for verb in ("note", "hold", "release"):
            routes.add(
                f"/tips/<number>/{verb}",
                partial(self.colleagues, verb=verb),
                name=f"tip_{verb}",
                permission=Permission.TIPS_NOTES,
                methods=("POST",),
            )
        for action in VERBS:
            if action not in UNIT_STEPS:
                routes.add(
                    f"/tips/<number>/step/{action.value.replace('_', '-')}",
                    partial(self.step, action=action),
                    name=f"tip_{action.value}",
                    permission=permission_of(MOVES, action),
                    methods=("POST",),
                    most_bytes=MOST_PAPER_BYTES + 64 * 1024 if action in _REVIEWS else 0,
                )

    def show(self, visitor: Visitor, number: str) -> ResponseReturnValue:
        """The file of a tip: what was told, its history, and the steps allowed now."""
        return self._page(visitor, number)

    def step(self, visitor: Visitor, number: str, action: TipAction) -> ResponseReturnValue:
        """Take one step, or show the page again with what was typed and why it was not taken."""
        needs, typed = self._needs, Typed.sent()
        services, now = needs.cases(), needs.clock.now()
        given = request.files.get("paper")
        paper = given.read(MOST_PAPER_BYTES + 1) if given is not None else b""
        services.get_ready(now)
        self._require_seen(visitor, number)
        try:
            with needs.database.writing() as session:
                take(action, Doing(services, session, number, typed, visitor.actor, now, paper))
        except RuleViolation as refusal:
            return self._page(
                visitor, number, 409, refusal=typed.refused(refusal), failed=action.value, typed=typed
            )
        return back(url_for("admin.tip", number=number), action.value)

    def colleagues(self, visitor: Visitor, number: str, verb: str) -> ResponseReturnValue:
        """Hold it, let go of it, or leave a note."""
        needs, tips = self._needs, self._needs.cases().tips
        self._require_seen(visitor, number)
        text = as_typed(request.form.get("text", ""))
        try:
            with needs.database.writing() as session:
                if verb == "hold":
                    tips.hold(session, number, visitor.actor, needs.clock.now())
                elif verb == "release":
                    tips.release(session, number, visitor.actor)
                elif text:
                    tips.note(session, number, text, visitor.actor, needs.clock.now())
        except RuleViolation as refusal:
            return self._page(visitor, number, 409, refusal=refusal.sentence)
        return back(url_for("admin.tip", number=number), verb)

    def words(self, visitor: Visitor, number: str) -> ResponseReturnValue:
        """The file with what the reporter said; the reading is in the audit log."""
        needs = self._needs
        self._require_seen(visitor, number)
        with needs.database.writing() as session:
            said = needs.cases().tips.read_words(session, number, visitor.actor, needs.clock.now())
        return self._page(visitor, number, said=said)

    def similar(self, visitor: Visitor, number: str) -> ResponseReturnValue:
        """What may be the same matter, side by side."""
        needs = self._needs
        self._require_seen(visitor, number)
        services = needs.cases()
        with needs.database.reading() as session:
            found = services.similar.similar(session, number, visitor.actor, needs.clock.now())
            file = opened(session, services, number, visitor.actor)
            others = tip_lines(session, [one.number for one in found if one.is_tip])
            names = Names.of(session, services)
        return page("cases/similar", tip=file.tip, found=found, others=others, names=names)

    def _require_seen(self, visitor: Visitor, number: str) -> None:
        with self._needs.database.reading() as session:
            opened(session, self._needs.cases(), number, visitor.actor)

    def _page(self, visitor: Visitor, number: str, status: int = 200, **more: Any) -> ResponseReturnValue:
        needs, actor = self._needs, visitor.actor
        services, now = needs.cases(), needs.clock.now()
        may_note = actor.may(Permission.TIPS_NOTES)
        with needs.database.reading() as session:
            file = opened(session, services, number, actor)
            tip, papers = file.tip, papers_of(session, file.tip)
            names, review = Names.of(session, services), review_of(session, services.tips.office, tip)
            steps = [one for one in next_steps(session, services.tips.office, tip, actor, now)
                     if one.action not in UNIT_STEPS]  # fmt: skip
            around = replace(
                self._around(session, services, tip, steps, names, actor), is_outside=review.is_handed_up
            )
            notes = services.tips.notes(session, number, actor) if may_note else []
            people = names_of(session, {event.actor for event in file.steps} | {one.author for one in notes}
                              | _people_in(tip, papers.verification, review.newest))  # fmt: skip
            beside = {
                **_clocks_on_page(session, services, number, now),
                "orders": work_orders_of(session, number),
                "evidence": services.evidence.of_case(session, number),
                "may_assess": _may_assess(session, actor, number),
            }
        forms = _forms(steps, number, around, papers.verification)
        return page(
            "cases/tip", status,
            visitor=visitor, file=file, tip=tip, papers=papers, names=names, review=review,
            notes=notes, may_note=may_note, people=people,
            is_held=bool(tip.held_by and tip.held_until and tip.held_until > now),
            forms=[one for one in forms if one.word != TipAction.REPLY],
            reply=next((one for one in forms if one.word == TipAction.REPLY), None),
            blocked=[one for one in steps if one.obstacle], proposal=around.proposal,
            conclusion=conclusion_of(tip.finding) if tip.finding else "",
            **beside, **more,
        )  # fmt: skip

    def _around(
        self, session: Session, services: CaseServices, tip: Tip, steps: Sequence[NextStep], names: Names,
        actor: Actor,
    ) -> Around:  # fmt: skip
        actions = {one.action for one in steps}
        verifiers = []
        if TipAction.VERIFY in actions:
            staff = self._needs.staff.staff_with(session, Permission.TIPS_VERIFY)
            verifiers = [(one.login, f"{one.name}（{one.login}）") for one in staff if one.login != actor.id]
        people = []
        if actions & {TipAction.EXCLUDE, TipAction.EXTEND}:
            people = [(one.login, f"{one.name}（{one.login}）") for one in list_staff(session) if one.active]
        may_dispatch = TipAction.DISPATCH in actions
        return Around(
            tip,
            names.department_choices,
            services.handing_over.propose(session, tip.number, actor) if may_dispatch else None,
            verifiers,
            people,
            names.region_choices if TipAction.VERIFY in actions else (),
            followers_of(session, tip.number) if TipAction.ANSWER in actions else (),
            f"{self._needs.clock.now().astimezone(SHANGHAI):%Y-%m-%dT%H:%M}",
        )


def step_form(action: TipAction, number: str, around: Around) -> StepForm:
    """The form that one step of a tip asks to be filled in."""
    return StepForm(
        action.value,
        action.label,
        url_for(f"admin.tip_{action.value}", number=number),
        FIELDS[action](around) if action in FIELDS else (),
        WARNINGS.get(action, ""),
        action in _MAIN,
        fingerprint_of(around.tip.version),
    )


def _forms(
    steps: Sequence[NextStep], number: str, around: Around, verification: Verification | None
) -> list[StepForm]:
    """What may be done now; what moves the case on comes first, the rest in the order of the table."""
    forms = [step_form(one.action, number, around) for one in steps if not one.obstacle]
    if verification is not None:
        read = fingerprint_of(verification.id)
        forms = [replace(one, seen=read) if one.word in SIGNING else one for one in forms]
    return sorted(forms, key=lambda one: not one.is_main)


def _clocks_on_page(session: Session, services: CaseServices, number: str, now: datetime) -> dict[str, Any]:
    """The clocks that run, each with its words, and the names of those that stand still."""
    workdays = load_workdays(session)
    is_open = [clock for clock in clocks_of(session, number) if clock.is_open]
    return {
        "clocks": [
            (clock, *clock_words(clock, services.rules[clock.kind].name, now, workdays))
            for clock in is_open
            if clock.due_at
        ],
        "paused": [services.rules[clock.kind].name for clock in is_open if clock.paused_at],
    }


def _may_assess(session: Session, actor: Actor, number: str) -> bool:
    """Whether a reward may be proposed here and now."""
    return actor.may(RewardPermission.PROPOSE) and bool(candidates(session, actor, about=number))


def _people_in(tip: Tip, verification: Verification | None, review: OutsideReview | None) -> set[str]:
    found = {tip.held_by}
    if review is not None:
        found |= {review.handed_by, review.entered_by}
    if verification is not None:
        found |= {verification.verifier, verification.second_verifier, verification.leader}
    return {one for one in found if one}
