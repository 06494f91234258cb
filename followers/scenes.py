"""Which codes are written down beside a person. Pure."""

UNKEPT_SCENE = "tip-"
"""So begin the scenes of codes at which one reports what is dangerous there.

That somebody stood before one would say who reported: no row of a person ever names such a scene.
"""
MOST_SIGNS = 64
"""The longest scene that is a string (``scene_str``), by the platform's page api_createqrcode."""


def kept_scene(scene: str | None) -> str | None:
    """The scene as it may be kept of a person: None for one that is kept of nobody, and for none.

    What is longer than any that can be made is cut: it is nobody's code, and no reason to know nothing of a
    follower.
    """
    return None if not scene or scene.startswith(UNKEPT_SCENE) else scene[:MOST_SIGNS]
