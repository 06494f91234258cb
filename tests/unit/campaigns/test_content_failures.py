"""Why something is not at the platform: every code that is kept has words, and none of them is a code."""

import re

import pytest

from campaigns.content.claiming import failure_note
from campaigns.content.failures import NO_PHONE, NOT_ISSUED, TAKEN_DOWN, failure_words
from campaigns.content.fates import PlatformFate
from deliveries.ports import FailureClass, GatewayRefusal

CODES = [
    *(
        failure_note(GatewayRefusal(one, "refused", errcode=code))
        for one in FailureClass
        for code in (None, 45166)
    ),
    *(f"platform:{one.value}" for one in PlatformFate),
    *("TooLong", "UnknownPicture", "draft content:45166", "draft TooLong", "SomeOtherRule", "a:b"),
    *(NO_PHONE, NOT_ISSUED, TAKEN_DOWN, FailureClass.LOST.value),
]


@pytest.mark.parametrize("code", CODES)
def test_every_code_is_told_in_chinese(code: str) -> None:
    words = failure_words(code)
    assert words
    assert not re.search("[A-Za-z]", words)
    assert ("45166" in words) == ("45166" in code)


def test_what_did_not_fail_is_not_told() -> None:
    assert (failure_words(None), failure_words("")) == ("", "")


def test_the_draft_behind_it_is_named() -> None:
    assert failure_words("draft content:45166") == (
        "没能放进公众平台的草稿箱：公众平台不接受这份内容，请改稿（平台代码45166）"
    )
    assert failure_words("platform:4") == "平台审核不通过"
