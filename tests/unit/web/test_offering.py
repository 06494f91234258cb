"""A file keeps its Chinese name, and the header that says it can be sent."""

from urllib.parse import unquote

import pytest

from web.offering import offered_as


@pytest.mark.parametrize(
    ("name", "plain"),
    [
        ("report.xlsx", "report.xlsx"),
        ("活动台账20261127.xlsx", "20261127.xlsx"),
        ("清单.pdf", "file.pdf"),
        ("电动车", "file"),
        ('a"b\\c\r\n.png', "abc.png"),
        ("café.png", "cafe.png"),
    ],
)
def test_the_name_stands_there_twice(name: str, plain: str) -> None:
    header = offered_as(name)

    assert header.isascii()
    assert header.isprintable()
    assert header.startswith(f'attachment; filename="{plain}"; ')
    assert unquote(header.partition("filename*=UTF-8''")[2]) == name


def test_what_is_shown_at_once_has_a_name_too() -> None:
    assert offered_as("图.png", to_keep=False).startswith("inline; ")
