"""What a stranger writes above a request does not lead past the proxy's rules about addresses."""

from http import HTTPStatus

import pytest
import requests

from tests.account import Account

SECONDS = 30


@pytest.mark.parametrize(
    ("path", "headers"),
    [
        ("/h5/admin/sign-in", {"SCRIPT_NAME": "/h5"}),
        ("/h5/admin/sign-in", {"SCRIPT_NAME": "/h5/"}),
        ("/h5/nothing", {"PATH_INFO": "/admin/sign-in"}),
        ("/h5/nothing", {"X-Original-URL": "/admin/sign-in", "X-Rewrite-URL": "/admin/sign-in"}),
    ],
)
def test_no_header_opens_the_office_at_an_address_of_the_public(
    account: Account, path: str, headers: dict[str, str]
) -> None:
    answer = requests.get(f"{account.web}{path}", headers=headers, timeout=SECONDS)

    assert answer.status_code == HTTPStatus.NOT_FOUND
    assert "anwen_form" not in answer.cookies
    assert requests.get(f"{account.web}/admin/sign-in", timeout=SECONDS).ok
