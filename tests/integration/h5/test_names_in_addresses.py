"""Names in the addresses of the mobile pages are whatever somebody types: no page breaks over one."""

import re

import pytest
from flask import Flask

from tests.integration.h5.conftest import PUBLIC_URL

NONSENSE = ["%00", "x" * 2_000, "9" * 40, "..%2f..%2fetc", "%ff%fe", "a%0d%0aSet-Cookie:x=1", "-1", "🔥" * 90]


@pytest.mark.parametrize("nonsense", NONSENSE)
def test_a_name_that_is_none_leads_nowhere(app: Flask, nonsense: str) -> None:
    addresses = [
        re.sub(r"<[^>]+>", nonsense, re.sub(r"<int:\w+>", "9223372036854775807", rule.rule))
        for rule in app.url_map.iter_rules()
        if rule.arguments and "GET" in (rule.methods or ()) and rule.rule.startswith("/h5/")
    ]
    assert len(addresses) > 20
    client = app.test_client()
    for address in addresses:
        # As it came over the line: a client of Werkzeug would take some of it for its own.
        answer = client.get(address, base_url=PUBLIC_URL)
        assert answer.status_code < 500, address
        assert "Set-Cookie:x=1" not in str(answer.headers), address
        answer.close()
