"""Rows as a command prints them."""

import pytest

from app.cli.commands import show


def test_no_word_of_anybody_moves_the_cursor(capsys: pytest.CaptureFixture[str]) -> None:
    show({"who": "lin", "reason": "调离\x1b[1A\x1b[2K\r\x9b2K", "more": "两\n行"}, as_json=False)

    assert capsys.readouterr().out == "lin\t调离\\x1b[1A\\x1b[2K\\x0d\\x9b2K\t两\n行\n"
