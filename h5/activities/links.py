"""Addresses of 活动中心, for those who send people there from outside a request."""

from h5.showing import HOME

CENTER = f"{HOME}activities/"


def material_path(material_id: int) -> str:
    """The page of a material."""
    return f"{HOME}materials/{material_id}"
