"""Who has no part in a case: whoever is named in it. Pure; the scope of staff is ``staff.reach``."""

from collections.abc import Collection

from staff.actors import Actor, ActorKind, NotPermitted


class Excluded(NotPermitted):
    """Somebody who is named in a tip, or works for a unit that is, has no part in it."""

    sentence = "按回避规定，被反映的单位和人员不能参与这一件的办理。"


def require_not_named(actor: Actor, units: Collection[str], officers: Collection[str]) -> None:
    """Go on only if neither the actor nor the actor's unit is named; ``Excluded`` otherwise."""
    if actor.kind is not ActorKind.STAFF:
        return
    if actor.id in officers or actor.scope.departments & frozenset(units):
        raise Excluded
