"""Whether something lies within the scope of somebody who works here. Pure."""

from typing import Protocol

from staff.actors import Actor, ActorKind, NotPermitted


class Regions(Protocol):
    """Which region lies in which; ``places.regions.RegionTree`` is one."""

    def covers(self, outer: str, inner: str) -> bool:
        """Whether ``inner`` is ``outer`` or lies below it."""
        ...


class OutOfScope(NotPermitted):
    """It belongs to another region or department."""

    sentence = "这一件不在您的办理范围内。"


def is_within(actor: Actor, regions: Regions, region: str, *departments: str | None) -> bool:
    """Whether it lies within the scope of a member of staff; whoever is none of the staff has no bounds."""
    if actor.kind is not ActorKind.STAFF or actor.scope.everywhere:
        return True
    if any(department in actor.scope.departments for department in departments if department):
        return True
    return any(regions.covers(outer, region) for outer in actor.scope.regions)


def require_within(actor: Actor, regions: Regions, region: str, *departments: str | None) -> None:
    """Go on only if it lies within the scope of a member of staff; ``OutOfScope`` otherwise."""
    if not is_within(actor, regions, region, *departments):
        raise OutOfScope
