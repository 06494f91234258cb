"""A telephone that somebody leaves is one that can be called."""

import pytest

from core.telephones import OddTelephone, is_telephone, require_telephone


@pytest.mark.parametrize(
    "text",
    [
        "13800138000", "138 0013 8000", "１３８００１３８０００", "+86 138-0013-8000", "0086 13800138000",
        "0577-12345678", "(0577)12345678", "021 12345678", "12345678"[1:], "85123456", "0577-12345678转801",
        "+852 2123 4567", "0044 20 7946 0000",
    ],
)  # fmt: skip
def test_what_can_be_called(text: str) -> None:
    assert is_telephone(text)


@pytest.mark.parametrize(
    "text",
    [
        "1380013800", "138001380000", "没有", "abc", "12345", "110", "13800138000 13900139000", "0577",
        "+86 138",
        "11010519491231002X", "110105194912310021",
    ],
)  # fmt: skip
def test_what_cannot(text: str) -> None:
    assert not is_telephone(text)


def test_it_is_told_at_its_field_and_nothing_typed_is_well() -> None:
    require_telephone(None)
    require_telephone("")
    with pytest.raises(OddTelephone) as caught:
        require_telephone("1380013800", "telephone")
    assert caught.value.about == "telephone"
