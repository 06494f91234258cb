"""What may be permitted around places and days; which role has which word is data (``staff/roles.yaml``)."""

from core.types import Labelled


class PlacesPermission(Labelled):
    """One thing a member of staff may be allowed to do."""

    EDIT = "places.edit", "维护区划、工作日历"
    VENUES = "places.venues", "维护五进场所和公共场所名录"
