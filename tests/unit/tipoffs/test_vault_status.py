"""Modes, requests, fields and texts: the tables of the vault, whole."""

import hashlib
import itertools

import pytest

from tipoffs.vault.contents import (
    CLASS_OF,
    FIELDS,
    Identity,
    Payee,
    SecretClass,
    SecretField,
    UnknownField,
    kind_of,
)
from tipoffs.vault.notices import ACCOUNT, NOTICES, mode_notice
from tipoffs.vault.retention import load_periods
from tipoffs.vault.sealed_fields import normalised
from tipoffs.vault.status import (
    CannotHideAgain,
    Mode,
    check_mode_move,
)

OPENLY = [Mode.ANONYMOUS, Mode.CONFIDENTIAL, Mode.REAL_NAME]


@pytest.mark.parametrize(("held", "wanted"), [*itertools.product(Mode, Mode)])
def test_one_may_say_later_who_one_is_and_never_take_it_back(held: Mode, wanted: Mode) -> None:
    if OPENLY.index(wanted) > OPENLY.index(held):
        check_mode_move(held, wanted)
    else:
        with pytest.raises(CannotHideAgain):
            check_mode_move(held, wanted)


def test_every_field_has_a_class_and_every_class_a_period() -> None:
    assert set(CLASS_OF) == set(SecretField)
    assert set(CLASS_OF.values()) == set(SecretClass) == set(load_periods())


def test_only_words_come_in_several() -> None:
    assert kind_of("words/answer-2") is SecretField.WORDS
    for name in [*(f"{field}/x" for field in FIELDS if field != "words"), "nickname", ""]:
        with pytest.raises(UnknownField):
            kind_of(name)


def test_no_repr_shows_a_person() -> None:
    shown = repr(Identity("王小明", "13800138000", "11010519491231002X", "oPerson")) + repr(
        Payee("王小明", "6222020000000000000", "13800138000", "11010519491231002X")
    )
    assert not any(canary in shown for canary in ("王小明", "138", "1101", "oPerson", "6222"))


@pytest.mark.parametrize(
    ("kind", "one", "other"),
    [
        (SecretField.PHONE, "13800138000", "+86 138-0013-8000"),
        (SecretField.PHONE, "13800138000", "１３８００１３８０００"),
        (SecretField.PHONE, "13800138000", "0086 13800138000"),
        (SecretField.ID_NUMBER, "11010519491231002X", "110105 19491231 002x"),
    ],
)
def test_a_number_is_the_same_however_it_is_typed(kind: SecretField, one: str, other: str) -> None:
    assert normalised(kind, one) == normalised(kind, other)


def test_numbers_that_differ_stay_different() -> None:
    assert normalised(SecretField.PHONE, "8613800138") != normalised(SecretField.PHONE, "13800138")


def test_each_mode_tells_its_consequences() -> None:
    for mode in Mode:
        assert mode_notice(mode).title.startswith(mode.label)
    assert "不能再改为保密或者匿名" in mode_notice(Mode.REAL_NAME).text
    assert "微信平台知道" in mode_notice(Mode.CONFIDENTIAL).text
    assert "不能保证无法追查" in mode_notice(Mode.CONFIDENTIAL).text
    assert "不保存您的姓名、电话和微信标识" in mode_notice(Mode.ANONYMOUS).text
    assert "查询码丢失后无法找回" in mode_notice(Mode.ANONYMOUS).text
    assert "单独同意" in ACCOUNT.text


def test_a_changed_text_needs_a_new_version() -> None:
    """What was agreed to is named by version and digest; when this fails, raise the version with the text."""
    shown = {
        name: (one.version, hashlib.sha256(f"{one.title}\n{one.text}".encode()).hexdigest()[:12])
        for name, one in NOTICES.items()
    }
    assert shown == {
        "mode.real_name": ("1", "7b5aa0f4f340"),
        "mode.confidential": ("1", "32d85858681c"),
        "mode.anonymous": ("1", "d03ea87aff14"),
        "account": ("1", "3e9a3f53d42c"),
    }
