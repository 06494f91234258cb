"""Hands what was typed for a step of a reward to the service, on either half of the office."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from admin.forms import NotFilledIn, Typed
from admin.rewards.facts import word
from admin.rewards.needs import RewardServices
from staff.actors import Actor
from tipoffs.rewards.moves import require_reward_read
from tipoffs.rewards.status import Verb
from tipoffs.rewards.words import Exclusion, RefusedBecause


@dataclass(frozen=True, slots=True)
class Doing:
    """One step being taken: with which reward, by whom, when, and what was typed."""

    services: RewardServices
    session: Session
    number: str
    typed: Typed
    actor: Actor
    now: datetime

    @property
    def reason(self) -> str:
        """Why; empty where the step asks for none."""
        return self.typed.text("reason")

    @property
    def needed_reason(self) -> str:
        """Why; ``NotFilledIn`` without."""
        if not self.reason:
            raise NotFilledIn("请写明理由。")
        return self.reason


def _submit(doing: Doing) -> None:
    doing.services.approving.submit(doing.session, doing.number, doing.actor, doing.now)


def _approve(doing: Doing) -> None:
    approving = doing.services.approving
    approving.approve(doing.session, doing.number, doing.actor, doing.reason, doing.now, doing.typed.seen)


def _send_back(doing: Doing) -> None:
    approving = doing.services.approving
    approving.send_back(doing.session, doing.number, doing.actor, doing.needed_reason, doing.now)


def _set_aside(doing: Doing) -> None:
    assessing = doing.services.assessing(doing.services.localities)
    assessing.set_aside(doing.session, doing.number, doing.actor, doing.needed_reason, doing.now)


def _deny(doing: Doing) -> None:
    because = word(RefusedBecause, doing.typed.text("because"))
    if because is None:
        raise NotFilledIn("请选不予奖励的理由。")
    refusing = doing.services.refusing
    refusing.deny(doing.session, doing.number, because, doing.actor, doing.needed_reason, doing.now)


def _settle(granted: bool) -> Callable[[Doing], None]:
    def do(doing: Doing) -> None:
        doing.services.refusing.settle_appeal(
            doing.session, doing.number, granted=granted, actor=doing.actor, reason=doing.needed_reason,
            now=doing.now,
        )  # fmt: skip

    return do


def _recover(doing: Doing) -> None:
    doing.services.paying.recover(doing.session, doing.number, doing.actor, doing.needed_reason, doing.now)


def clear(doing: Doing) -> None:
    """解除暂缓, for one reason, of the claim that the page shows: somebody else may have claimed since."""
    require_reward_read(doing.session, doing.number, doing.typed.seen)
    why = doing.typed.one_of(Exclusion, "why", "核实的是哪一条")
    claiming = doing.services.claiming
    claiming.clear(doing.session, doing.number, why, doing.actor, doing.needed_reason, doing.now)


def _notify(doing: Doing) -> None:
    doing.services.claiming.notify(doing.session, doing.number, doing.actor, doing.now)


def _announce(doing: Doing) -> None:
    claiming = doing.services.claiming
    claiming.announce(doing.session, doing.number, doing.actor, doing.needed_reason, doing.now)


def _extend(doing: Doing) -> None:
    until = doing.typed.day("until", "延到哪一天")
    claiming = doing.services.claiming
    claiming.extend(doing.session, doing.number, until, doing.actor, doing.needed_reason, doing.now)


def _send(doing: Doing) -> None:
    doing.services.paying.send(doing.session, doing.number, doing.actor, doing.now)


def take(verb: Verb, doing: Doing) -> None:
    """Take the step; ``ChangedSinceRead`` if another was taken since the page was shown."""
    if verb is not Verb.APPROVE:
        # A signature stands for the amount, whoever signed it since; the service looks for itself.
        require_reward_read(doing.session, doing.number, doing.typed.seen)
    VERBS[verb](doing)


VERBS: Mapping[Verb, Callable[[Doing], None]] = {
    Verb.SUBMIT: _submit,
    Verb.APPROVE: _approve,
    Verb.SEND_BACK: _send_back,
    Verb.SET_ASIDE: _set_aside,
    Verb.DENY: _deny,
    Verb.REVOKE: _deny,
    Verb.UPHOLD: _settle(granted=False),
    Verb.REOPEN: _settle(granted=True),
    Verb.RECOVER: _recover,
    Verb.NOTIFY: _notify,
    Verb.ANNOUNCE: _announce,
    Verb.EXTEND: _extend,
    Verb.SEND: _send,
}
"""Every step that this section offers as a form; proposing has a page of its own."""
