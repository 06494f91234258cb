"""What points to a person is hidden, however it is written; what does not, stays."""

import random
import re
from collections.abc import Callable

import pytest

from core.masking import is_card_number, is_id_number, is_slip, masked, masked_for_sharing


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("我电话13812345678", "我电话[手机号]"),
        ("打138 1234 5678", "打[手机号]"),
        ("身份证33108119900101123X。", "身份证[证件号]。"),
        ("车牌浙J·A1234停着", "车牌[车牌]停着"),
        ("浙JD12345", "[车牌]"),
        ("卡号6222021234567890123", "卡号[长号码]"),
        ("0576-86123456", "[电话]"),
        ("oABCDEFGHIJKLMNOPQRSTUVWXYZ12", "oABCDEFGHIJKLMNOPQRSTUVWXYZ12"),
        ("oABCDEFGHIJKLMNOPQRSTUVWXYZ1", "[openid]"),
        ("打119，12350举报，GB 17761-2024", "打119，12350举报，GB 17761-2024"),
    ],
)
def test_numbers_that_point_to_a_person_are_masked(text: str, shown: str) -> None:
    assert masked(text) == shown


CHINESE = "零一二三四五六七八九"
FORMAL = "零壹贰叁肆伍陆柒捌玖"
WIDE = "０１２３４５６７８９"
WRITERS: dict[str, Callable[[str], str]] = {
    "plain": lambda text: text,
    "full-width": lambda text: "".join(chr(ord(c) + 0xFEE0) if "!" <= c <= "~" else c for c in text),
    "spaced": lambda text: " ".join(text),
    "dashed": lambda text: re.sub(r"(?<=\d{4})(?=\d)", "-", text),
    "dotted": lambda text: "·".join(text),
    "starred": lambda text: "*".join(text),
    "broken over lines": lambda text: text[: len(text) // 2] + "\n" + text[len(text) // 2 :],
    "with invisible signs": lambda text: "\u200b".join(text),
    "Chinese": lambda text: "".join(CHINESE[int(c)] if c.isdecimal() else c for c in text),
    "formal Chinese": lambda text: "".join(FORMAL[int(c)] if c.isdecimal() else c for c in text),
    "yao": lambda text: "".join("幺" if c == "1" else CHINESE[int(c)] if c.isdecimal() else c for c in text),
    "half Chinese": lambda text: "".join(
        CHINESE[int(c)] if c.isdecimal() and place % 2 else c for place, c in enumerate(text)
    ),
    "circled": lambda text: "".join(chr(0x245F + int(c)) if c in "123456789" else c for c in text),
}


def id_number(chance: random.Random) -> str:
    """A number of the form of an identity card with a right check character, of nobody."""
    body = f"{chance.randint(110000, 659000)}{chance.randint(1940, 2012)}{chance.randint(1, 12):02}"
    body += f"{chance.randint(1, 28):02}{chance.randint(0, 999):03}"
    return next(body + check for check in "0123456789X" if is_id_number(body + check))


def card_number(chance: random.Random) -> str:
    """A number that passes for a bank card."""
    body = "62" + "".join(chance.choices("0123456789", k=chance.choice([13, 14, 16])))
    return next(body + check for check in "0123456789" if is_card_number(body + check))


def digits(chance: random.Random, count: int) -> str:
    return "".join(chance.choices("0123456789", k=count))


MAKERS: dict[str, Callable[[random.Random], str]] = {
    "mobile": lambda chance: f"1{chance.choice('3456789')}{digits(chance, 9)}",
    "mobile with country": lambda chance: f"+861{chance.choice('3456789')}{digits(chance, 9)}",
    "landline": lambda chance: f"0{chance.randint(310, 999)}{chance.randint(2, 8)}{digits(chance, 6)}",
    "identity card": id_number,
    "old identity card": lambda chance: f"{chance.randint(110000, 659000)}{digits(chance, 9)}",
    "bank card": card_number,
    "plate": lambda chance: f"浙{chance.choice('ABCDEFGHJK')}{chance.choice('ABCDEFGH')}{digits(chance, 4)}",
    "plate of new energy": lambda chance: f"沪{chance.choice('ABC')}D{digits(chance, 5)}",
    "large plate of new energy": lambda chance: f"京A{digits(chance, 5)}F",
}
SENTENCES = ["联系我{}谢谢", "老板的号码：{}，天天在", "{}", "（{}）这个人", "举报人是{}。厂在城东路18号"]


@pytest.mark.parametrize("writer", WRITERS)
@pytest.mark.parametrize("maker", MAKERS)
def test_no_number_of_a_person_survives(maker: str, writer: str) -> None:
    chance = random.Random(f"{maker} {writer}")
    survived = []
    for _ in range(40):
        number = MAKERS[maker](chance)
        sentence = chance.choice(SENTENCES)
        shown = masked_for_sharing(sentence.format(WRITERS[writer](number)))
        before, _, after = sentence.partition("{}")
        if not re.fullmatch(re.escape(before) + r"\[\w+\]" + re.escape(after), shown):
            survived.append((number, shown))
    assert survived == []


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("加我微信zhang_san88聊", "加我微信[微信号]聊"),
        ("微信号：Li-Si1990", "微信号：[微信号]"),
        ("VX lisi_2020 ", "VX [微信号] "),
        ("ｗｘ：ａｂｃｄｅｆ１２３", "ｗｘ：[微信号]"),
        ("wxid_a1b2c3d4e5f6", "[微信号]"),
        ("QQ12345678", "QQ[QQ号]"),
        ("扣扣是 一二三四五六七", "扣扣是 [QQ号]"),
        ("写信到zhang.san@example.com", "写信到[邮箱]"),
        ("ｚｓ＠ｅｘａｍｐｌｅ．ｃｏｍ", "[邮箱]"),
        ("zs (at) example (dot) com", "[邮箱]"),
        ("zs艾特example点com", "[邮箱]"),
        ("厂里座机86123456没人接", "厂里座机[电话]没人接"),
        ("护照E12345678", "护照[证件号]"),
        ("护照E一2345678", "护照[证件号]"),
        ("oABCDEFGHIJKLMNOPQRSTUVWXYZ1", "[openid]"),
        ("浙 j · a1234", "[车牌]"),
        ("电话13812345678微信同号 13912345678", "电话[手机号]微信同号 [手机号]"),
    ],
)
def test_accounts_and_odd_spellings_are_hidden(text: str, shown: str) -> None:
    assert masked_for_sharing(text) == shown


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("请联系李四13700137000", "请联系李四[手机号]"),
        ("王五139-0013-9000一直没人接", "王五[手机号]一直没人接"),
        ("夜里打0576-86123456三次", "夜里打[电话]三次"),
        ("张三11010519491231002X", "张[长号码]"),
        ("赵六6222021234567890128", "赵六[银行卡号]"),
        ("厂里座机86123456一天没人接", "厂里座机[电话]一天没人接"),
        ("王五一三七零零一三七零零零一直打不通", "王五[手机号]一直打不通"),
    ],
)
def test_a_numeral_in_a_word_beside_a_number_does_not_give_it_away(text: str, shown: str) -> None:
    assert masked_for_sharing(text) == shown


@pytest.mark.parametrize(
    "text",
    [
        "打119，12350举报，12345转办，GB 17761-2024第5.2.3条",
        "2026年11月26日9时30分，三楼东侧第二个车间",
        "2026-11-26 09:30:00 堵了三天",
        "城东路118号1幢2单元301室，停了20多辆电动车",
        "罚款30000元到300000元，奖励15%，最高三十万元",
        "储罐1200立方米，乙醇99.5%，每天三班，一二十个人",
        "一个二个三个都不戴安全帽，五六七八个人在上面",
        "东经121.385200，北纬28.372100",
        "举报编号R2611000123",
        "第三13号车间，二期五区9栋，一三五停工",
        "微信群里有人发过视频",
        "新A区的浙商大厦消防通道堵了",
    ],
)
def test_what_points_to_nobody_stays(text: str) -> None:
    assert masked_for_sharing(text) == text


def test_masking_twice_changes_nothing() -> None:
    chance = random.Random(7)
    for maker in MAKERS.values():
        once = masked_for_sharing(f"电话和微信都在这里：{maker(chance)}，快来")
        assert masked_for_sharing(once) == once


def test_the_check_digits_are_those_of_the_standards() -> None:
    # The examples of GB 11643-1999.
    assert is_id_number("11010519491231002X")
    assert is_slip("110105 1949 1231 0021")
    # Right, of before 2004, and of a passport: nothing to say.
    assert not any(is_slip(one) for one in ("11010519491231002x", "110105491231002", "E12345678", ""))
    assert is_id_number("440524188001010014")
    assert not is_id_number("110105194912310021")
    # Of ten last digits exactly one passes, and no two neighbours may change places unnoticed.
    good = [number for last in "0123456789" if is_card_number(number := "622202123456789012" + last)]
    assert len(good) == 1
    assert not is_card_number(good[0].replace("12", "21", 1))


def test_a_long_text_is_masked_in_time() -> None:
    hostile = "1 3 " * 1000 + "0-" * 1000 + "微信号a" * 500
    assert masked_for_sharing(hostile)
