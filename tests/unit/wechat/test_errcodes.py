"""The class of every failure we know."""

import pytest

from deliveries.ports import FailureClass
from wechat.errcodes import class_of, class_of_status, rid_of
from wechat.transport import refusal


@pytest.mark.parametrize(
    ("failure", "codes"),
    [
        (FailureClass.BUSY, [-1, 45066]),
        (FailureClass.TOKEN, [40001, 40014, 42001]),
        (
            FailureClass.CONFIG,
            [40013, 40125, 41001, 41002, 41003, 41004, 40164, 61004, 48001, 48004, 50002, 89503, 89501],
        ),
        (FailureClass.QUOTA, [45009, 45011, 45028, 48006, 45047]),
        (FailureClass.RECIPIENT, [40003, 40130, 43004, 43019, 45015, 43101, 48002, 46004]),
        (FailureClass.CONTENT, [45002, 44004, 47001, 47003, 40033, 45166, 87014, 40007, 45067]),
        (FailureClass.DEDUPE, [45065]),
    ],
)
def test_every_code_has_its_class(failure: FailureClass, codes: list[int]) -> None:
    assert {code: class_of(code) for code in codes} == dict.fromkeys(codes, failure)


def test_an_unknown_code_needs_a_human() -> None:
    assert class_of(987_654) is FailureClass.CONTENT


@pytest.mark.parametrize("code", [40001, 40013, 40125, 40164])
def test_at_the_token_endpoint_our_account_is_wrong(code: int) -> None:
    assert class_of(code, at_token_endpoint=True) is FailureClass.CONFIG


@pytest.mark.parametrize(
    ("status", "repeatable", "failure"),
    [
        (500, False, FailureClass.BUSY),
        (502, True, FailureClass.BUSY),
        (503, False, FailureClass.BUSY),
        (429, False, FailureClass.BUSY),
        (504, True, FailureClass.BUSY),
        (504, False, FailureClass.LOST),
        (302, True, FailureClass.CONFIG),
        (403, True, FailureClass.CONFIG),
    ],
)
def test_a_status_has_a_class(status: int, repeatable: bool, failure: FailureClass) -> None:
    assert class_of_status(status, repeatable=repeatable) is failure


@pytest.mark.parametrize(
    ("errmsg", "rid"),
    [
        ("invalid openid rid: 64f0a1b2-3c4d5e6f-7a8b9c0d", "64f0a1b2-3c4d5e6f-7a8b9c0d"),
        ("invalid openid hint: [aBcD]", None),
        ("", None),
    ],
)
def test_the_request_id_is_found(errmsg: str, rid: str | None) -> None:
    assert rid_of(errmsg) == rid


def test_the_address_to_put_on_the_list_is_told_to_the_operator() -> None:
    told = refusal("stable_token", 40164, "invalid ip 1.2.3.4 ipv6 ::ffff:1.2.3.4, not in whitelist")
    assert "1.2.3.4" in str(told)


def test_no_openid_of_the_platforms_words_is_told() -> None:
    words = "invalid openid oyORnuP8q7ou2gfYjqLzSIWZf0rs rid: 64f0a1b2-3c4d5e6f-7a8b9c0d"
    assert "oyORnuP8q7ou2gfYjqLzSIWZf0rs" not in str(refusal("x", 40003, words)) + str(
        refusal("x", 48001, words)
    )
