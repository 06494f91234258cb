"""Whom a bound per address counts together."""

import pytest
from flask import Flask

from web.callers import caller_address


@pytest.mark.parametrize(
    ("address", "counted"),
    [
        ("10.1.2.3", "10.1.2.3"),
        ("::ffff:10.1.2.3", "10.1.2.3"),
        ("2408:8207:1:2::1", "2408:8207:1:2::/64"),
        ("2408:8207:1:2:ffff::9", "2408:8207:1:2::/64"),
        ("2408:8207:1:3::1", "2408:8207:1:3::/64"),
        ("odd", "odd"),
        ("", ""),
    ],
)
def test_an_ipv6_line_is_one_caller(address: str, counted: str) -> None:
    with Flask(__name__).test_request_context(environ_base={"REMOTE_ADDR": address}):
        assert caller_address() == counted
