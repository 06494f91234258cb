"""The line of an answer that a second question is about: 能带狗去吗 after where the shelter is.

Who asks on about what was just read should not have to read all of it again. The lines of the answer are
weighed by the words of the question that stand in them, and by what kind of thing is asked (how much, how
long, who); where none stands out, none is named.
"""

import re
from collections.abc import Sequence
from typing import Final, Protocol

from knowledge.articles import Article
from knowledge.normalising import folded

# In units of one rare word: what a line must say of the question, and how much more than those not named.
_SAYS_FROM: Final = 0.62
_AHEAD_BY: Final = 0.25
_OF_THE_KIND: Final = 0.7
# Who says so much besides 多久 asks it of something: a span of time in a line without that is another one.
_SAYS_SOMETHING: Final = 0.5
# So much of what the question says must stand in the lines that are named.
_SHARE_FROM: Final = 0.5
# A word of so large a share of the lines is what the article is about, and points to none of them.
_EVERYWHERE: Final = 0.34
_AT_MOST: Final = 2
_SAYS_NOTHING: Final = re.compile(
    "能不能|可不可以|要不要|会不会|行不行|是不是|有没有|用不用|怎么办|咋办|怎么|什么|时候|之前|以后|下去|起来|一个(?!人)|多少|多久|几个|"
    "几次|哪里|哪儿|需要|可以|应该|一下|自己|[那能会要吗呢么了的行是就也还再都我他她它你您谁有钱]"
)
# What is done to anything (能自己换吗) says half of what so rare a word would.
_DONE_TO_ANYTHING: Final = frozenset({"更换", "购买", "使用", "危险"})
# 多久批下来 asks when something is done, and no line need say it so.
_DONE: Final = re.compile("下来$|拿到|到手|办好|办完")
# What stands before the colon says what the whole line is about: 充电器：用原装的.
_LABEL: Final = 0.3
_LONGEST_LABEL: Final = 12

# 要冲多久 is cut as 要冲 and 多久.
_MAY: Final = re.compile("^(?:那|还|也|都|就)*(?:要不要|需要|[要得])(?=..)")
_NUMBER: Final = re.compile(r"^\d{1,2}[.．、]\s*")
_SPAN: Final = r"[\d一二两三四五六七八九十半几]+(?:到[\d一二两三四五六七八九十]+)?个?多?"
_KINDS: Final = tuple(
    (re.compile(asked), re.compile(told), is_needed)
    for asked, told, is_needed in (
        ("罚|坐牢|判刑|拘留|违法|犯法|处分", "罚|拘留|判|刑|没收|违法|追究", False),
        ("会怎样|会怎么样|后果", "罚|拘留|判|刑|后果|追究|强行", True),
        (
            "多少钱|要钱|收钱|收费|花钱|给钱|免费|多少块|谁出",
            "元|免费|收费|不要钱|不收钱|出钱|报销|谁出",
            False,
        ),
        (
            "多久|几天|几年|多长时间|几个?小时|几分钟|什么时候|啥时候|几个?月|几日|几次|多少个?学时",
            f"{_SPAN}(?:年|月|天|日|小时|学时|分钟|秒|(?<!四)周|星期)|日期|年限|说明书的时间|直到|一次用过",
            False,
        ),
        ("来得及|晚不晚|迟不迟", "越早越好|尽快|马上去|也要去", False),
        ("硬拉|强拉|强制|强迫", "强行|强制", True),
        ("带什么|带啥|拿什么|拿啥", "身份证|带什么|^带：", True),
        ("[一二三四五六七八九十0-9]月|几月", "[一二三四五六七八九十0-9]月|春天|秋冬", True),
        ("多远|多近|多高|几米|多宽|多深|多长(?!时间)", "米", False),
        ("多少度|几度|多烫", "℃|摄氏度", True),
        (
            "找谁|请谁|叫谁|喊谁|问谁|谁管|谁来|谁给|给谁|哪个部门|什么部门|什么电话|打几(?!针)|打(?:哪个|什么)电话|打哪|"
            "跟谁|向谁|投诉",
            r"\d{5}|社区|物业|部门|村干部|局|燃气公司|厂家|有资质|持证|专业|师傅",
            True,
        ),
        ("材料|证件|证明", "身份证|材料|证明|复印件", False),
        ("[上去看]医院|看医生|就医", "去医院|送医|就医|看医生|门诊", True),
        ("几岁|多大(?:年纪|岁数|年龄|能|可以)|年龄", r"周岁|[\d几]岁|年龄", True),
        (
            "(?:哪里|哪儿|去哪|上哪|在哪|哪家).{0,2}(?:[换买修检学考]|回收|报名|有)",
            "店|售后|维修|回收|充装站|门诊|机构|窗口|车站|商场|红十字会|供应站",
            True,
        ),
    )
)
"""What is asked, what a line says that answers it, and whether a line without that answers nothing."""


class Weighing(Protocol):
    """What tells how much the words of a text say (``knowledge.search.index.Index``)."""

    def telling_words(self, text: str) -> Sequence[tuple[str, float]]:
        """The words of ``text`` and how much each says, from 0 to 1."""
        ...

    def canonical(self, text: str) -> str:
        """``text`` in the form in which its words are compared."""
        ...


def pointed(question: str, article: Article, weighing: Weighing) -> tuple[str, ...]:
    """The line of ``article`` that answers ``question``, or two that do so alike; none where none stands out.

    They are as they are written, placeholders included, without their numbers.
    """
    lines = lines_of(article)
    asked = folded(question)
    told = [one for one in weighing.telling_words(_MAY.sub("", question)) if not _DONE.search(one[0])]
    compared = [weighing.canonical(line) for line in lines]
    said, alone, whole, everywhere = _said(
        told, compared, [weighing.canonical(_label(line)) for line in lines]
    )
    for kind, answers, is_needed in _KINDS:
        meant = kind.search(asked)
        if meant is None:
            continue
        others = [
            (word, weight)
            for word, weight in told
            if not set(word) <= set(meant[0]) and not kind.search(word) and word not in everywhere
        ]
        # 几年要换 is about what is changed: a span of time in another line tells nothing.
        of_what = [(word, weight) for word, weight in others if word not in _DONE_TO_ANYTHING]
        is_held = any(word in line for word, _ in of_what for line in compared)
        is_all = not is_held and sum(weight for _, weight in of_what) < _SAYS_SOMETHING
        of_the_kind = [
            bool(answers.search(line) or meant[0] in _label(line)) and (one > 0 or is_all)
            for line, one in zip(lines, said, strict=True)
        ]
        said = [
            one + _OF_THE_KIND + _LABEL * (meant[0] in _label(line)) if fits else one * (not is_needed)
            for line, one, fits in zip(lines, said, of_the_kind, strict=True)
        ]
        if is_needed:
            # 多少度 asks for a number with ℃, and no line that has one need say 多少度.
            whole = sum(weight for _, weight in others)
    least = max(said) - _AHEAD_BY
    named = [line for line, one in zip(lines, said, strict=True) if one > least]
    if len(named) > _AT_MOST:
        # Of the lines that say 赔, only one says 猪圈.
        named = [line for line, one in zip(lines, alone, strict=True) if one >= _SAYS_FROM]
    if max(said) >= max(_SAYS_FROM, _SHARE_FROM * whole) and 0 < len(named) <= _AT_MOST:
        return tuple(named)
    return () if any(kind.search(asked) for kind, _, _ in _KINDS) else _by_signs(asked, lines)


def lines_of(article: Article) -> list[str]:
    """The lead and the lines of the answer; what only heads the next line stands before it."""
    found = [article.lead]
    head = ""
    for line in article.answer.splitlines():
        text = _NUMBER.sub("", line.strip())
        if not text:
            continue
        if text.endswith(("：", ":")):
            head = text
            continue
        found.append(f"{head}{text}")
        head = ""
    return found


def _by_signs(asked: str, lines: Sequence[str]) -> tuple[str, ...]:
    """The lines that hold most pairs of signs of what is ``asked``: no word of 塞纸 is one of 乱塞卫生纸.

    A pair that more than two lines hold points to none, and half of the pairs must stand in the line.
    """
    pairs = {
        part[at : at + 2] for part in _SAYS_NOTHING.sub(" ", asked).split() for at in range(len(part) - 1)
    }
    written = [folded(line) for line in lines]
    held = [0] * len(lines)
    for pair in pairs:
        holding = [place for place, line in enumerate(written) if pair in line]
        if len(holding) <= _AT_MOST:
            for place in holding:
                held[place] += 1
    most = max(held)
    named = [line for line, one in zip(lines, held, strict=True) if one == most]
    return tuple(named) if most >= max(1.0, _SHARE_FROM * len(pairs)) and len(named) <= _AT_MOST else ()


def _said(
    told: Sequence[tuple[str, float]], compared: Sequence[str], labels: Sequence[str]
) -> tuple[list[float], list[float], float, set[str]]:
    """How much each of the canonical lines says of what is ``told``, and how much it says alone.

    Then how much all of that is, and which words so many lines say that they point to none.
    """
    said, alone, whole = [0.0] * len(compared), [0.0] * len(compared), 0.0
    everywhere = set()
    for word, weight in told:
        weight = weight / 2 if word in _DONE_TO_ANYTHING else weight
        whole += weight
        holding = [place for place, line in enumerate(compared) if word in line]
        if len(holding) == 1:
            alone[holding[0]] += weight
        if len(holding) <= max(1.0, _EVERYWHERE * len(compared)):
            for place in holding:
                said[place] += weight * (1.0 + _LABEL * (word in labels[place]))
        else:
            everywhere.add(word)
    return said, alone, whole, everywhere


def _label(line: str) -> str:
    """What a line says first that it is about; empty where it says none."""
    label, colon, _ = line.partition("：")
    return label if colon and len(label) <= _LONGEST_LABEL else ""
