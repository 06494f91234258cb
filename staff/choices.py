"""What the administrators decide for the bureau, each under a name, in rows: nothing is restarted for it.

Settings that a process needs before it can open a database, and secrets, stay in the environment. A name has
its family before the dot: ``fact.duty_phone`` is a local fact, ``setup.…`` how far the first setting-up is.
"""

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from core.cache import cached, invalidate
from core.statements import upsert
from staff.actors import Actor
from staff.audit import record
from staff.models import BureauChoice
from staff.permissions import StaffPermission

CHOICES = "choices"
FACT = "fact."
_TOLD = 200


def load_choices(session: Session) -> Mapping[str, str]:
    """Every choice in force, by its name."""
    return cached(session, "choices", (CHOICES,), _loaded)


def facts_of(choices: Mapping[str, str]) -> dict[str, str]:
    """The local facts among the choices, by the name of the fact."""
    return {name.removeprefix(FACT): value for name, value in choices.items() if name.startswith(FACT)}


def choose(session: Session, chosen: Mapping[str, str], *, actor: Actor, now: datetime) -> list[str]:
    """Decide these; an empty value takes a decision back. The names of those that are other than before."""
    actor.require(StaffPermission.SETTLE)
    held = _loaded(session)
    changed = [name for name, value in chosen.items() if value != held.get(name, "")]
    for name in changed:
        if chosen[name]:
            row = {"name": name, "value": chosen[name], "chosen_by": actor.id, "chosen_at": now}
            upsert(session, BureauChoice, row, conflict=["name"], update=["value", "chosen_by", "chosen_at"])
        else:
            session.execute(delete(BureauChoice).where(BureauChoice.name == name))
    if changed:
        invalidate(session, CHOICES)
    for name in changed:
        detail = {"value": chosen[name][:_TOLD]}
        record(session, actor=actor, action="house.choose", subject=f"choice:{name}", now=now, detail=detail)
    return changed


def _loaded(session: Session) -> Mapping[str, str]:
    rows = session.execute(select(BureauChoice.name, BureauChoice.value))
    return {row.name: row.value for row in rows}
