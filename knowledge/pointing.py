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
# What is done to anything (能自己换吗) says half of what so rare a word would.
_DONE_TO_ANYTHING: Final = frozenset({"更换", "购买", "使用", "危险"})

_NUMBER: Final = re.compile(r"^\d{1,2}[.．、]\s*")
_SPAN: Final = r"[\d一二两三四五六七八九十半几]+(?:到[\d一二两三四五六七八九十]+)?个?多?"
_KINDS: Final = tuple(
    (re.compile(asked), re.compile(told), is_needed)
    for asked, told, is_needed in (
        ("罚|坐牢|判刑|拘留|违法|犯法|处分", "罚|拘留|判|刑|没收|违法|追究", False),
        (
            "多少钱|要钱|收钱|收费|花钱|给钱|免费|多少块|谁出",
            "元|免费|收费|不要钱|不收钱|出钱|报销|谁出",
            False,
        ),
        (
            "多久|几天|几年|多长时间|几个?小时|几分钟|什么时候|啥时候|几个?月|几日|来得及|几次|一次",
            f"{_SPAN}(?:年|月|天|日|小时|分钟|秒|(?<!四)周|星期)|越早越好|尽快|马上去",
            False,
        ),
        ("多远|多高|几米|多宽|多深", "米", False),
        ("多少度|几度|多烫", "℃|摄氏度", True),
        (
            "找谁|谁管|谁来|谁给|给谁|哪个部门|什么部门|什么电话|打几|打哪|跟谁|向谁|投诉",
            r"\d{5}|社区|物业|部门|村干部|局|燃气公司|厂家|有资质|持证|专业|师傅",
            True,
        ),
        ("材料|证件|证明", "身份证|材料|证明|复印件", False),
        ("[上去看]医院|看医生|就医", "去医院|就医|看医生|门诊", True),
        ("几岁|多大(?:年纪|岁数|年龄|能|可以)|年龄", r"周岁|\d岁|年龄", True),
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
    told = weighing.telling_words(question)
    said, alone, whole = _said(told, [weighing.canonical(line) for line in lines])
    asked = folded(question)
    for kind, answers, is_needed in _KINDS:
        meant = kind.search(asked)
        if meant is None:
            continue
        others = [(word, weight) for word, weight in told if word not in meant[0] and not kind.search(word)]
        # 几年要换 is about what is changed: a span of time in another line tells nothing.
        is_all = not any(said) and sum(weight for _, weight in others) < _SAYS_SOMETHING
        of_the_kind = [
            bool(answers.search(line)) and (one > 0 or is_all) for line, one in zip(lines, said, strict=True)
        ]
        said = [
            one + _OF_THE_KIND if fits else one * (not is_needed)
            for one, fits in zip(said, of_the_kind, strict=True)
        ]
        if is_needed:
            # 多少度 asks for a number with ℃, and no line that has one need say 多少度.
            whole = sum(weight for _, weight in others)
    least = max(said) - _AHEAD_BY
    named = [line for line, one in zip(lines, said, strict=True) if one > least]
    if len(named) > _AT_MOST:
        # Of the lines that say 赔, only one says 猪圈.
        named = [line for line, one in zip(lines, alone, strict=True) if one >= _SAYS_FROM]
    stands_out = max(said) >= max(_SAYS_FROM, _SHARE_FROM * whole) and 0 < len(named) <= _AT_MOST
    return tuple(named) if stands_out else ()


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


def _said(told: Sequence[tuple[str, float]], lines: Sequence[str]) -> tuple[list[float], list[float], float]:
    """How much each of the canonical ``lines`` says of what is ``told``, and how much it says alone.

    Last how much all of that is.
    """
    said, alone, whole = [0.0] * len(lines), [0.0] * len(lines), 0.0
    for word, weight in told:
        weight = weight / 2 if word in _DONE_TO_ANYTHING else weight
        whole += weight
        holding = [place for place, line in enumerate(lines) if word in line]
        if len(holding) == 1:
            alone[holding[0]] += weight
        if len(holding) <= max(1.0, _EVERYWHERE * len(lines)):
            for place in holding:
                said[place] += weight
    return said, alone, whole
