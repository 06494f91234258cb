"""What a skill notes of how it decided, for tools and the log of questions; no word of anybody is in it."""

from collections.abc import Mapping
from typing import Any, Final

from knowledge.answering import Decision, Verdict

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


def searched(verdict: Verdict) -> dict[str, Any]:
    """The trace of what the search decided on one question."""
    article = verdict.article
    return {
        "decision": str(verdict.decision),
        "article": article.id if article else None,
        "topics": list(article.topics) if article else [],
        "score": round(verdict.score, 4),
        "alternatives": [
            {
                "article": other.article_id,
                "topics": list(other.topics),
                "question": other.question,
                "score": round(other.score, 4),
            }
            for other in verdict.alternatives
        ],
    }
