"""The steps of a push: approved, handed over, withdrawn; its mailing paused, resumed, confirmed …"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from admin import notices
from admin.done import send_on
from admin.forms import Typed
from admin.needs import Needs
from admin.routes import Routes
from admin.sending.needs import SendingServices
from admin.sending.progress import CONFIRM, DELETE
from admin.sending.pushes import Pushes
from admin.visitors import Visitor
from campaigns.sending.permissions import SendingPermission
from campaigns.sending.queries import get_push_line
from core.errors import NotFound, RuleViolation
from core.types import Labelled
from deliveries.mailings.queries import parts_of
from deliveries.mailings.status import MailingAction
from deliveries.permissions import MailingPermission
from staff.actors import Actor

LONGEST_REASON = 500


@dataclass(frozen=True, slots=True)
class Doing:
    """One step being taken: with which push, by whom, when, and what was typed."""

    services: SendingServices
    session: Session
    number: int
    typed: Typed
    actor: Actor
    now: datetime

    @property
    def reason(self) -> str:
        """Why; a step that asks for it is not taken without."""
        reason = self.typed.text("reason")[:LONGEST_REASON]
        if not reason:
            raise RuleViolation(notices.SAY_WHY, "reason")
        return reason

    @property
    def mailing(self) -> int:
        """The number of the mailing that the push became."""
        found = get_push_line(self.session, self.number).mailing
        if found is None:
            raise NotFound
        return found.id


def _approve(do: Doing) -> None:
    do.services.pushes.approve(do.session, do.number, do.actor, do.now, do.typed.seen)


def _send(do: Doing) -> None:
    do.services.pushes.send(do.session, do.number, do.services.mailings, do.actor, do.now)


def _withdraw(do: Doing) -> None:
    do.services.pushes.withdraw(do.session, do.number, do.reason, do.actor, do.now)


def _pause(do: Doing) -> None:
    do.services.mailings.pause(do.session, do.mailing, do.reason, do.actor, do.now)


def _resume(do: Doing) -> None:
    do.services.mailings.resume(do.session, do.mailing, do.actor, do.now)


def _cancel(do: Doing) -> None:
    do.services.mailings.cancel(do.session, do.mailing, do.reason, do.actor, do.now)


def _retry(do: Doing) -> None:
    do.services.mailings.retry_failed(do.session, do.mailing, do.actor, do.now)


def _confirm(do: Doing) -> None:
    if not do.typed.is_ticked("sure"):
        raise RuleViolation(notices.TICK_TO_CONFIRM, "sure")
    do.services.mailings.confirm(do.session, do.mailing, do.actor, do.now)


VERBS: tuple[tuple[str, Labelled, Callable[[Doing], None]], ...] = (
    ("approve", SendingPermission.APPROVE, _approve),
    ("send", SendingPermission.SEND, _send),
    ("withdraw", SendingPermission.PLAN, _withdraw),
    (MailingAction.PAUSE.value, MailingPermission.RUN, _pause),
    (MailingAction.RESUME.value, MailingPermission.RUN, _resume),
    (MailingAction.CANCEL.value, MailingPermission.RUN, _cancel),
    (MailingAction.RETRY.value, MailingPermission.RUN, _retry),
    (CONFIRM, MailingPermission.CONFIRM, _confirm),
)


class PushSteps:
    """One route a step; a refusal is told on the page of the push."""

    def __init__(self, needs: Needs, pushes: Pushes) -> None:
        self._needs = needs
        self._pushes = pushes

    def add_to(self, routes: Routes) -> None:
        """Add the pages."""
        for word, permission, verb in VERBS:
            routes.add(
                f"/pushes/<int:number>/{word}",
                self._step(word, verb),
                name=f"push_{word}",
                permission=permission,
                methods=("POST",),
            )
        routes.add(
            "/pushes/<int:number>/parts/<int:part>/delete",
            self.delete,
            name="push_delete",
            permission=MailingPermission.DELETE,
            methods=("POST",),
        )

    def _step(self, word: str, verb: Callable[[Doing], None]) -> Callable[..., ResponseReturnValue]:
        def view(visitor: Visitor, number: int) -> ResponseReturnValue:
            return self._take(visitor, number, word, verb)

        return view

    def delete(self, visitor: Visitor, number: int, part: int) -> ResponseReturnValue:
        """Have the platform take one mass send away."""

        def verb(do: Doing) -> None:
            if part not in {one.id for one in parts_of(do.session, do.mailing)}:
                raise NotFound
            do.services.mass_deletions.ask(do.session, part, do.reason, do.actor, do.now)

        return self._take(visitor, number, DELETE, verb)

    def _take(
        self, visitor: Visitor, number: int, word: str, verb: Callable[[Doing], None]
    ) -> ResponseReturnValue:
        needs, form, now = self._needs, Typed.sent(), self._needs.clock.now()
        services = needs.sending()
        services.get_ready(now)
        with needs.database.reading() as session:
            get_push_line(session, number)
        try:
            with needs.database.writing() as session:
                verb(Doing(services, session, number, form, visitor.actor, now))
        except NotFound:
            raise
        except RuleViolation as refusal:
            return self._pushes.show(visitor, number, form.refused(refusal), failed=word, typed=form)
        return send_on("push", f"push_{word}", number=number)
