"""What a skill notes of how it decided, for tools and the log of questions; no word of anybody is in it."""

from typing import Any

from knowledge.answering import Decision


def flow(skill: str, **more: object) -> dict[str, Any]:
    """The trace of a skill that led the talk and answered no question."""
    return {"decision": Decision.FLOW.value, "skill": skill, **more}
