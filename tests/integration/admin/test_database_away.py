"""While no database answers, whoever is inside is told so, on a page of ours."""

import pytest

from admin.visitors import COOKIE
from app.factory import create_app
from app.wiring import Container
from core.db import Database
from tests.insiders import let_in
from tests.integration.one_engine import database_url
from tests.servers import free_port

__all__ = ["database_url"]


@pytest.mark.parametrize(
    ("path", "status", "words"),
    [
        ("/admin/", 503, "数据库暂时连不上"),
        ("/admin/tips", 503, "数据库暂时连不上"),
        ("/admin/no-such-page", 404, "没有"),
        ("/admin/sign-in", 503, "数据库暂时连不上"),
    ],
)
def test_who_is_inside_is_told_that_it_does_not_answer(
    container: Container, path: str, status: int, words: str
) -> None:
    token = let_in(container, "shouli", "intake_officer")
    container.database = Database(f"postgresql://nobody@127.0.0.1:{free_port()}/gone")
    client = create_app(container.settings, container).test_client()
    client.set_cookie(COOKIE, token, path="/admin")

    answer = client.get(path)

    assert (answer.status_code, words in answer.text) == (status, True)
