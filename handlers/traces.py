"""What a skill notes of how it decided, for tools and the log of questions; no word of anybody is in it."""

from collections.abc import Mapping
from typing import Any, Final

from knowledge.answering import Decision

RESTS_ON: Final[Mapping[str, str]] = {
    "tipoff": "report.how",
    "my_tip": "report.progress",
    "privacy": "safecode.privacy",
    "forget": "safecode.privacy",
    "help": "safecode.wechat",
    "human": "hotline.bureau_contact",
    "lecture": "campaign.five_into",
    "activities": "campaign.activity",
    "quiz": "campaign.activity",
    "subscriptions": "safecode.wechat",
    "leave_question": "safecode.wechat",
}
"""The article that tells in general what a skill does for one person."""


def flow(skill: str, **more: object) -> dict[str, Any]:
    """The trace of a skill that led the talk and answered no question."""
    return {"decision": Decision.FLOW.value, "skill": skill, **more}
