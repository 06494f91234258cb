"""What the audit log calls each action: 举报：受理 for tips.accept. The key stays what is kept and hashed."""

import json
from collections.abc import Callable, Iterable, Mapping
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from admin.showing import plain_day, yuan
from campaigns.content.status import ContentState, ContentVerb
from campaigns.planning.kinds import ActivityKind, Basis, Measure, Unit
from campaigns.planning.status import ActivityAction, CampaignAction, LectureAction
from campaigns.sending.status import PushAction
from core.types import Labelled
from core.yamls import parsed
from deliveries.mailings.status import MailingAction
from knowledge.status import Verb as KnowledgeVerb
from tipoffs.hazards.models import HazardLevel
from tipoffs.hazards.status import HazardAction
from tipoffs.rewards.status import Verb as RewardVerb
from tipoffs.rewards.words import RefusedBecause
from tipoffs.tips.models import Channel, Finding, Mode
from tipoffs.tips.status import TipAction

FILE = Path(__file__).with_name("audit_words.yaml")
_TABLES: Mapping[str, Iterable[Labelled]] = {
    "tips": TipAction,
    "hazards": HazardAction,
    "rewards": RewardVerb,
    "knowledge": KnowledgeVerb,
    "campaigns": CampaignAction,
    "activities": ActivityAction,
    "lectures": LectureAction,
    "content": ContentVerb,
    "pushes": PushAction,
    "mailings": MailingAction,
}
_VALUES: Mapping[str, Iterable[Labelled]] = {
    "basis": Basis,
    "because": RefusedBecause,
    "channel": Channel,
    "finding": Finding,
    "from": HazardLevel,
    "kind": ActivityKind,
    "level": HazardLevel,
    "measure": Measure,
    "mode": Mode,
    "state": ContentState,
    "to": HazardLevel,
    "unit": Unit,
}
"""Details whose value is the code of a table."""

Teller = Callable[[str], str]
_NONE: Mapping[str, Teller] = {}


@cache
def _tree() -> Mapping[str, dict[str, str]]:
    """The sections of the file."""
    tree: dict[str, dict[str, str]] = parsed(FILE.read_text("utf-8"))
    return tree


@cache
def action_words() -> Mapping[str, str]:
    """Every audited action of the system, with its words."""
    offices = _tree()["offices"]
    verbs = {f"{office}.{one.value}": one.label for office, table in _TABLES.items() for one in table}
    verbs |= _tree()["actions"]
    return {
        action: f"{offices[action.partition('.')[0]]}：{words}" for action, words in sorted(verbs.items())
    }


def words_of_action(action: str) -> str:
    """The words; the key itself for an action of another time."""
    return action_words().get(action, action)


def verb_words(action: str) -> str:
    """The words without the office before them, for the page of the matter itself."""
    return words_of_action(action).rpartition("：")[2]


def actions_of(given: str) -> tuple[str, ...]:
    """The keys that somebody means, who typed one, its words or a part of them: 导出 means every export."""
    known = action_words()
    if not given or given in known:
        return (given,) if given else ()
    exactly = [action for action, words in known.items() if words == given]
    return tuple(exactly or [action for action, words in known.items() if given in words]) or (given,)


def actor_words() -> Mapping[str, str]:
    """What those are called who act in the log and have no account."""
    return _tree()["actors"]


def subject_kinds() -> Mapping[str, str]:
    """What may stand before the number of a matter in the log, with its word."""
    return _tree()["subjects"]


def words_of_subject(subject: str) -> str:
    """举报 R2611000123 for tip:R2611000123, 竞赛 2 for quiz:contest:2; what has no word, as it stands."""
    kinds = subject_kinds()
    if ":" in subject and subject in kinds:
        return kinds[subject]
    for kind, _, number in (subject.rpartition(":"), subject.partition(":")):
        if kind in kinds:
            return f"{kinds[kind]} {number}"
    return subject


def subjects_of(given: str) -> tuple[str, ...]:
    """The matters that somebody means, who typed a number, its words or the key; none for nothing."""
    # The longest first: 奖励办法 begins like 奖励.
    for words in sorted(set(subject_kinds().values()), key=len, reverse=True):
        number = given.removeprefix(words).strip()
        if number and number != given:
            return (given, *(f"{other}:{number}" for other, same in subject_kinds().items() if same == words))
    if not given or ":" in given:
        return (given,) if given else ()
    return (given, *(f"{kind}:{given}" for kind in subject_kinds()))


def told_details(detail: str, tellers: Mapping[str, Teller] = _NONE) -> str:
    """The details of an entry, kept as JSON, as an auditor reads them: 金额：4,500.00元，哪一年：2026.

    ``tellers`` say what a code is called that stands under a name, empty for one that they do not know. The
    file that auditors take and the chain keep the JSON itself.
    """
    kept: dict[str, Any] = json.loads(detail)
    return "，".join(
        f"{_tree()['details'].get(name, name)}：{_by(tellers, name, value) or _told(name, value)}"
        for name, value in kept.items()
        if value not in ("", None)
    )


def _by(tellers: Mapping[str, Teller], name: str, value: Any) -> str:
    return tellers[name](value) if name in tellers and isinstance(value, str) else ""


def _told(name: str, value: Any) -> str:
    """One value in Chinese: yes and no, amounts, days; anything else as it stands."""
    if isinstance(value, bool):
        return "是" if value else "否"
    if name == "fen" and isinstance(value, int):
        return yuan(value)
    known = next((one.label for one in _VALUES.get(name, ()) if one.value == value), None)
    if known:
        return known
    if isinstance(value, str):
        try:
            return plain_day(date.fromisoformat(value))
        except ValueError:
            return value
    if isinstance(value, dict):
        return "、".join(f"{key}={_told(key, one)}" for key, one in value.items())
    if isinstance(value, list):
        return "、".join(_told(name, one) for one in value)
    return str(value)
