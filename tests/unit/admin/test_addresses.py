"""Lists lead on to their next page whatever somebody wrote into the address."""

from collections.abc import Callable

import pytest
from flask import Flask

from admin.campaigns.paging import next_page
from admin.keyed import cut


@pytest.mark.parametrize("lead_on", [lambda: next_page("3"), lambda: cut([1, 2, 3, 4], int, 3)[1]])
@pytest.mark.parametrize("word", ["endpoint", "_external", "_anchor", "values"])
def test_no_word_of_an_address_speaks_to_the_router(lead_on: Callable[[], str], word: str) -> None:
    app = Flask("lists")
    app.add_url_rule("/list/<kind>", "list", lambda kind: kind)
    with app.test_request_context(f"/list/a?{word}=x&q=%E7%81%AB"):
        assert lead_on() == f"/list/a?{word}=x&q=%E7%81%AB&after=3"
