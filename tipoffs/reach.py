"""Who may see and touch a case: by scope, and not when one is named in it. Pure."""

from collections.abc import Collection

from staff.actors import Actor, ActorKind, NotPermitted
from tipoffs.ports import Regions


class OutOfScope(NotPermitted):
    """The case belongs to another region or department."""

    sentence = "这一件不在您的办理范围内。"


class Excluded(NotPermitted):
    """Somebody who is named in a tip, or works for a unit that is, has no part in it."""

    sentence = "按回避规定，被反映的单位和人员不能参与这一件的办理。"


def require_within(actor: Actor, regions: Regions, region: str, *departments: str | None) -> None:
    """Go on only if the case lies within the scope of a member of staff; ``OutOfScope`` otherwise."""
    if actor.kind is not ActorKind.STAFF or actor.scope.everywhere:
        return
    if any(department in actor.scope.departments for department in departments if department):
        return
    if any(regions.covers(outer, region) for outer in actor.scope.regions):
        return
    raise OutOfScope


def require_not_named(actor: Actor, units: Collection[str], officers: Collection[str]) -> None:
    """Go on only if neither the actor nor the actor's unit is named; ``Excluded`` otherwise."""
    if actor.kind is not ActorKind.STAFF:
        return
    if actor.id in officers or actor.scope.departments & frozenset(units):
        raise Excluded
