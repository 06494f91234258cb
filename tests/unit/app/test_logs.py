"""What a log line may hold."""

import json

import pytest

from app.logs import cleaned


@pytest.mark.parametrize(
    ("line", "kept"),
    [
        (
            "GET /cgi-bin/user/get?access_token=82_abc-DEF&next_openid=",
            "GET /cgi-bin/user/get?access_token=***&next_openid=",
        ),
        ('{"appsecret": "0123456789abcdef"}', '{"appsecret": "***"}'),
        ("/sns/oauth2?code=021abc&state=1", "/sns/oauth2?code=***&state=1"),
        ("jsapi_ticket=sM4AOVdWfPE4DxkXGEs8VMCPGGVi4C3VM0P37wVUCFvkVAy", "jsapi_ticket=***"),
        (
            "/wechat?signature=ab12&msg_signature=cd34&timestamp=1",
            "/wechat?signature=***&msg_signature=***&timestamp=1",
        ),
        ("of oyORnuP8q7ou2gfYjqLzSIWZf0rs", "of oyOR…f0rs"),
        ("call 13812345678", "call [手机号]"),
    ],
)
def test_secrets_and_people_are_made_unreadable(line: str, kept: str) -> None:
    assert cleaned(line) == kept


REFUSED = (
    "psycopg.errors.CheckViolation: new row violates a check\n"
    'DETAIL:  Failing row contains (7, 王小明,\n他说"后门, 3).\n\n'
    "The above exception was the direct cause of the following exception:\n\n"
    "sqlalchemy.exc.IntegrityError: (psycopg.errors.CheckViolation) new row violates a check\n"
    "DETAIL:  Failing row contains (7, 王小明, 后门).\n[SQL: INSERT INTO tips]\n(Background on this error)"
)


@pytest.mark.parametrize("as_json", [True, False])
def test_a_row_that_the_database_refused_is_not_told(as_json: bool) -> None:
    written = json.dumps({"exception": REFUSED, "level": "error"}, ensure_ascii=False) if as_json else REFUSED
    read = json.loads(cleaned(written))["exception"] if as_json else cleaned(written)

    assert read == (
        "psycopg.errors.CheckViolation: new row violates a check\nDETAIL:  ***\n\n"
        "The above exception was the direct cause of the following exception:\n\n"
        "sqlalchemy.exc.IntegrityError: (psycopg.errors.CheckViolation) new row violates a check\n"
        "DETAIL:  ***\n"
        "[SQL: INSERT INTO tips]\n(Background on this error)"
    )


def test_nor_is_a_key_of_one_at_the_end_of_a_line() -> None:
    line = '{"error": "duplicate\\nDETAIL:  Key (openid, name)=(o1, 王) already exists.", "level": "error"}'

    assert cleaned(line) == '{"error": "duplicate\\nDETAIL:  ***", "level": "error"}'


@pytest.mark.parametrize(
    "line", ["errcode=45009 rid=64f0-1a2b", '{"errcode": 40001}', "exit code 3", "status=sent"]
)
def test_what_an_operator_needs_is_kept(line: str) -> None:
    assert cleaned(line) == line
