"""What whoever signs is shown of a new version."""

from dataclasses import replace

from campaigns.content.differences import differences
from campaigns.content.rules import ContentKind, Manuscript

OLD = Manuscript(
    "油锅着火", "应急管理局", "关火", "picture:oil_pan", "先关火。\n\n再盖锅盖。", "常识", "应急管理部"
)


def test_two_that_say_the_same_differ_in_nothing() -> None:
    assert differences(OLD, replace(OLD)) == []


def test_each_field_that_differs_is_told_line_by_line() -> None:
    new = replace(OLD, body="先关火。\n\n再盖上锅盖。", kind=ContentKind.REPOST)

    kind, body = differences(OLD, new)

    assert (kind.label, kind.lines) == ("原创或转载", ("－原创", "＋转载"))
    assert (body.label, body.lines) == ("正文", ("　先关火。", "　", "－再盖锅盖。", "＋再盖上锅盖。"))
