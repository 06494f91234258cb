"""Tells those who ask from those who tell: 锅里着火了 needs help, 锅里着火用什么灭 an answer."""

import re
from typing import Final

# The 呢 of 被子冒烟呢 tells what is going on and asks nothing; nor does 啥也看不到.
_QUESTION: Final = re.compile(
    "[吗么]|谁(?!也|都)|有没有|(?<![着烟烧血响叫哭疼痛漏火里面头上下抖吐])呢|怎么(?!.{1,3}[都也])|咋|如何|什么(?!也|都)|啥(?!也|都)|哪(?!.?也|.?都)|(?<![好十百了着])几(?![十百个])|多少|多[远久大高深厚宽重]|行不|能不|要不要|是不是|还是|不$|[?？]|报险|理赔|掏钱"
)
# Asked in fear as often as in calm.
_CRY_FOR_ADVICE: Final = re.compile("怎么[办救灭弄]|咋[办救灭整弄搞]|往哪[跑躲里]|怎么逃")
_CRY: Final = re.compile(f"救|快(?:点|来|些|叫|快)|怕|急|慌|不行了|{_CRY_FOR_ADVICE.pattern}")


def asks_calmly(text: str) -> bool:
    """Whether ``text`` asks something, and not only for help."""
    return bool(_QUESTION.search(_CRY_FOR_ADVICE.sub("", text)))


def cries_for_advice(text: str) -> bool:
    """Whether ``text`` asks what to do: 怎么办."""
    return bool(_CRY_FOR_ADVICE.search(text))


def cries(text: str) -> bool:
    """Whether ``text`` holds a word of fear or haste, or asks what to do."""
    return bool(_CRY.search(text))
