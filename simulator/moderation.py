"""What the platform's reviewers make of a mass send or a publication.

Content is refused by a mark in it, or by a verdict that a script gives beforehand:

- `err(20008)` somewhere in a text or article: refused with exactly this status (a publication
  fails its audit).
- `reprint(allowed)` in an article: it is found in the library of originals, whose author allows reprints.
- `reprint(forbidden)`: found there, and the author does not.
"""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass, field

from simulator.push.wire import Value

# [O] Batch_Sends_and_Originality_Checks: 10001 advertising, 20001 politics, 20002 pornography, 20004 society,
# 20006 crime, 20008 fraud, 20013 copyright, 21000 other, 22000 mutual promotion, 30001 the check of
# originality broke, 30002 may not be sent, 30003 a reprint and the account said to stop then, 40001 the
# administrator refused, 40002 or did not answer within half an hour.
REASONS = frozenset(
    {10001, 20001, 20002, 20004, 20006, 20008, 20013, 21000, 22000, 30001, 30002, 30003, 40001, 40002}
)
MARK = re.compile(r"err\((\d{5})\)")
ALLOWED, FORBIDDEN = "reprint(allowed)", "reprint(forbidden)"
SUCCESS, FAILURE = "send success", "send fail"
REFUSED, TIMED_OUT = "err(40001)", "err(40002)"
NOT_SENDABLE, IS_REPRINT = "err(30002)", "err(30003)"
PUBLISHED, PUBLISHING, NOT_ORIGINAL, FAILED, NOT_PASSED, DELETED, BANNED = range(7)


class BadVerdict(Exception):
    """The verdict cannot be given; the message is a sentence for the caller."""


@dataclass
class Verdict:
    """What a script decided for the next jobs of a kind.

    `status` of a mass send; `publish_status` and `fail_idx` (from 1) of a publication; `errors` = so many
    recipients get nothing for a fault of the platform's.
    """

    job: str
    times: int = 1
    status: str = ""
    errors: int = 0
    publish_status: int = 0
    fail_idx: list[int] = field(default_factory=list)


@dataclass(frozen=True)
class Finding:
    """An article that was found among the originals; `index` counts from 1."""

    index: int
    may_reprint: bool

    def listed(self) -> dict[str, Value]:
        """As CopyrightCheckResult lists it."""
        return {
            "ArticleIdx": self.index,
            "UserDeclareState": 0,
            "AuditState": 2,
            "OriginalArticleUrl": "http://mp.weixin.qq.com/s/original",
            "OriginalArticleType": 1,
            "CanReprint": int(self.may_reprint),
            "NeedReplaceContent": 1,
            "NeedShowReprintSource": 1,
        }


def mark_in(words: str) -> str:
    """The status that a mark in a text asks for; empty when there is none."""
    for found in MARK.finditer(words):
        if int(found.group(1)) in REASONS:
            return found.group()
    return ""


def findings_in(articles: Sequence[str]) -> list[Finding]:
    """Which of the articles' words are marked as somebody else's."""
    marked = [
        (index, FORBIDDEN in words)
        for index, words in enumerate(articles, 1)
        if FORBIDDEN in words or ALLOWED in words
    ]
    return [Finding(index, not is_forbidden) for index, is_forbidden in marked]


def check_state(findings: Sequence[Finding]) -> int:
    """The result for all articles together: 1 none found, 2 may be sent as reprints, 3 may not [O]."""
    if not findings:
        return 1
    return 2 if all(one.may_reprint for one in findings) else 3


class Reviewers:
    """The verdicts that scripts have given and no job has used yet, in their order."""

    def __init__(self) -> None:
        self._verdicts: deque[Verdict] = deque()

    def add(self, verdict: Verdict) -> Verdict:
        self._verdicts.append(verdict)
        return verdict

    def take(self, job: str) -> Verdict | None:
        """The verdict on the next job of a kind (`mass` or `publish`), counted down."""
        for verdict in self._verdicts:
            if verdict.job == job:
                verdict.times -= 1
                if verdict.times == 0:
                    self._verdicts.remove(verdict)
                return verdict
        return None

    def listed(self) -> list[Verdict]:
        return list(self._verdicts)

    def clear(self) -> None:
        self._verdicts.clear()


def verdict_from(spec: dict[str, object]) -> Verdict:
    """Check a verdict as the control interface receives it; raises `BadVerdict`."""
    given = {key: value for key, value in spec.items() if value is not None}
    unknown = set(given) - set(Verdict.__dataclass_fields__)
    if unknown:
        raise BadVerdict(f"审核结论没有“{sorted(unknown)[0]}”这一项。")
    verdict = Verdict(job=str(given.get("job") or ""))
    for key in ("times", "errors", "publish_status"):
        value = given.get(key, getattr(verdict, key))
        if isinstance(value, bool) or not isinstance(value, int) or value < 0:
            raise BadVerdict(f"{key} 应是不小于 0 的整数。")
        setattr(verdict, key, value)
    verdict.status, verdict.fail_idx = str(given.get("status") or ""), _indexes(given.get("fail_idx", []))
    _check(verdict)
    return verdict


def _indexes(value: object) -> list[int]:
    if not isinstance(value, list) or not all(type(one) is int and one > 0 for one in value):
        raise BadVerdict("fail_idx 应是从 1 数起的整数的列表。")
    return list(value)


def _check(verdict: Verdict) -> None:
    if verdict.job not in ("mass", "publish"):
        raise BadVerdict("job 应是 mass 或 publish。")
    if not verdict.times:
        raise BadVerdict("times 应是 1 以上的整数。")
    if verdict.job == "mass":
        is_known = verdict.status in ("", SUCCESS, FAILURE) or mark_in(verdict.status) == verdict.status
        if not is_known or not (verdict.status or verdict.errors):
            raise BadVerdict("mass 要有 status（send success、send fail 或 err(10001) 这样的）或 errors。")
    elif verdict.publish_status not in (NOT_ORIGINAL, FAILED, NOT_PASSED):
        raise BadVerdict("publish_status 应是 2（原创失败）、3（常规失败）或 4（审核不通过）。")
