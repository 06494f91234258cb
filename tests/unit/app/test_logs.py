"""What a log line may hold."""

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


@pytest.mark.parametrize(
    "line", ["errcode=45009 rid=64f0-1a2b", '{"errcode": 40001}', "exit code 3", "status=sent"]
)
def test_what_an_operator_needs_is_kept(line: str) -> None:
    assert cleaned(line) == line
