"""The answer to a reporter: four mandatory parts, composed into one text. Pure.

应急〔2023〕106号: the reply must contain 核查结论、简要核查情况、处理决定、符合奖励条件情况.
"""

from dataclasses import dataclass

from tipoffs.tips.models import Finding
from tipoffs.tips.refusals import AnswerIncomplete

TITLES = {
    "conclusion": "核查结论",
    "account": "简要核查情况",
    "decision": "处理决定",
    "reward": "符合奖励条件情况",
}


@dataclass(frozen=True, slots=True)
class AnswerParts:
    """What the office says; the conclusion is put before the words by ``compose``."""

    account: str
    decision: str
    reward: str


def conclusion_of(finding: Finding) -> str:
    """The conclusion in a sentence; it is what the leader signed, not what somebody types."""
    return f"您反映的情况，经核查{finding.label}。"


def missing_parts(finding: Finding | None, parts: AnswerParts | None) -> list[str]:
    """The titles of the parts that are not there."""
    given = {
        "conclusion": finding.label if finding else "",
        "account": parts.account if parts else "",
        "decision": parts.decision if parts else "",
        "reward": parts.reward if parts else "",
    }
    return [TITLES[name] for name, text in given.items() if not text.strip()]


def compose(finding: Finding | None, parts: AnswerParts | None) -> str:
    """The whole answer; ``AnswerIncomplete`` names what is missing."""
    missing = missing_parts(finding, parts)
    if missing or finding is None or parts is None:
        raise AnswerIncomplete(missing)
    texts = (conclusion_of(finding), parts.account, parts.decision, parts.reward)
    return "\n".join(
        f"{number}、{title}：{text.strip()}"
        for number, title, text in zip("一二三四", TITLES.values(), texts, strict=True)
    )
