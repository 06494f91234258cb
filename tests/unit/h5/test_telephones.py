"""Numbers that can be called become links; amounts, dates and years do not."""

import pytest

from h5.telephones import calls_in, linked


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("打119、120。", ["119", "120"]),
        ("燃气公司0577-12345678（24小时）", ["057712345678"]),
        ("手机13812345678", ["13812345678"]),
        ("拨打12345政务服务热线，或12395", ["12345", "12395"]),
        ("打110号码", ["110"]),
        ("客服400-123-4567", ["4001234567"]),
        ("120米以内、110元、119.5度、120 公斤", []),
        ("1200元，2119年，19年、第119条", []),
        ("GB 17761-2024，QB120", []),
        ("身份证号110101199003071234不要发", []),
        ("12379发预警短信，12110收短信", []),
        ("每分钟按100到120次，100到120下", []),
        ("每分钟100—120，再打120", ["120"]),
        ("按压100至120次，打120", ["120"]),
    ],
)
def test_only_numbers_to_call_are_linked(text: str, numbers: list[str]) -> None:
    html = str(linked(text))

    assert [part.split('"')[0] for part in html.split("tel:")[1:]] == numbers


def test_what_an_editor_wrote_is_escaped() -> None:
    assert str(linked("<b>119</b>")) == '&lt;b&gt;<a class="tel" href="tel:119">119</a>&lt;/b&gt;'


def test_the_number_named_first_is_called_first() -> None:
    calls = calls_in(["打120，离开", "再打119、110、12395和12345"])

    assert [call.number for call in calls] == ["120", "119", "110"]
