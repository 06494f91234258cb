"""What may be permitted around the table of duties; which role has which word is data."""

from core.types import Labelled


class RoutingPermission(Labelled):
    """One thing a member of staff may be allowed to do."""

    EDIT = "routing.edit", "维护部门、责任分工表"
