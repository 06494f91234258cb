"""What stands around a wish and says nothing of it: how one begins to ask, who asks, and how one ends.

喂你好我跟你打听个事, 我今年六十三了不太会用手机, 老师让我回来问; 在线等, 麻烦你帮我看一下, 求大神指点.
Of 163 questions of ours that are answered rightly one in six was not, read with such words around it.
"""

import re
from functools import cache
from pathlib import Path
from typing import Any, Final

from core.yamls import parsed

TABLE: Final = Path(__file__).with_name("lexicon") / "frames.yaml"

_LONGEST_CLAUSE: Final = 16

_WHO: Final = "(?:我|俺|咱|额|阿拉|偶)"
_YOU: Final = "(?:你|您|你们|您们|恁|侬)"
_STOP: Final = r"(?:[啊哈呀呢哦嗷了吧嘛]{1,2}(?=\s|.{4})|(?=\s))"
_CLOSED: Final = r"[啊哈呀呢哦嗷了吧嘛的]*(?=\s)"
_A_THING: Final = "(?:个|一个|一件|件|点|一下|下|句|一句)?(?:事情|事儿|事|问题|情况|话)?儿?"
_MATTER: Final = "(?:(?:个|一个|一件|件)(?:事情|事儿|事|问题|情况)|一?下(?=\\s))"
_WANTS: Final = f"{_WHO}?(?:想|要|来|就|再)*"
_PHONE: Final = "(?:用|玩|弄|打|写)?(?:智能)?(?:手机|打?字|电脑|微信|拼音)"
_NO_ANIMAL: Final = "(?![奶猫狗鸡鸭鹅猪牛羊鱼马兔鸟养食料药水饭给了过孩娃])"
# What people say without a sign behind it, mostly into a telephone.
_BEGINNINGS: Final = (
    rf"(?:喂{_NO_ANIMAL}|[哎诶欸唉嗨嘿哦噢喔](?![呀哟呦哈嘿声气灯]))+",
    rf"{_WANTS}(?:跟|给|和|同|向|找){_YOU}(?:说|讲|反映|打听|请教|咨询|问|了解|汇报){_MATTER}{_STOP}?",
    rf"{_WANTS}(?:问|请教|麻烦|打扰)(?:一下)?{_YOU}{_A_THING}{_STOP}",
    rf"(?:县|市|区)?(?:应急管理局|应急局|局里|局)的?(?:领导|同志|工作人员|老师|师傅)们?{_YOU}?好(?=\s)",
    rf"{_WHO}(?:们)?(?:是|住在?)\S{{0,8}}(?:居民|村民|市民|业主|住户|群众|老百姓)(?=\s)",
    rf"{_WHO}(?:今年)?(?:都|快|已经)?[0-9一二三四五六七八九十]{{1,4}}(?:多|来)?(?:岁|了)+的?(?:老?人)?{_CLOSED}",
    rf"{_WHO}?(?:也|又|都)?(?:不太|不大|不怎么|不)(?:会|懂){_PHONE}{_CLOSED}",
    rf"{_WHO}?\S{{1,4}}非?(?:叫|让|喊|托|教){_WHO}(?:来|回来|过来|这样|这么)?(?:问|打听)(?:一?下|问)?{_YOU}?的?(?=\s)",
    rf"{_WHO}(?:们)?(?:这边|这里|这儿|这头|那个)[啊呀嘛呢](?=.{{4}})",
    rf"{_WHO}?(?:帮|替|代){_WHO}?\S{{1,4}}(?:问|打听)(?:一?下|问|{_YOU}|个事)?(?=\s)",
)
_TELL: Final = "(?:看看?|回复?|解答|讲讲|说说|答复|告知|指点|指教|赐教|明示)"
_ENDINGS: Final = (
    r"在线等(?:\s?(?:挺|很|蛮|比较|有点)?急的?)*",
    rf"(?:麻烦|劳烦|拜托|还请|烦请|请)(?:{_YOU}|各位|大家|大神)?(?:给|帮)?{_WHO}?{_TELL}(?:一?下|{_WHO})?[吧呗啊哈哦嘛]?",
    r"(?:求|跪求|坐等)(?:大神|高人|各位|好心人|专家)?(?:指点|解答|回复|告知|科普|指教|答案|答复)",
    rf"{_YOU}?(?:能不能|可以|可不可以)?(?:给|回){_WHO}?(?:一?个|句)(?:准话|准信|明白话|痛快话|说法|答复|回话)[吗吧呗嘛]?",
    r"(?:多谢|感谢|谢谢|拜托|辛苦)(?:你们?|您|了|啦|啊|哈|大家)*",
)
# Said at the end into a telephone, without a sign before it.
_SPOKEN_ENDINGS: Final = (
    rf"(?:{_YOU}(?:快|再|来)?(?:给|跟|帮|同)?{_WHO}?|(?:给|跟){_WHO}(?:们)?)(?:讲讲|说说|讲一讲|说一说|讲一下|说一下|支个招|出个主意)[吧呗啊哈嘛]?",
    r"(?<=.{4})(?:这个|这|那)(?:怎么|咋|该怎么|要怎么)(?:说|讲)[呢啊呀]?",
    r"(?<=.{4})(?:嗯|呃|对吧)+",
)
_LONGEST_ENDING: Final = 30
_BEGINS: Final = re.compile(rf"^(?:(?:{'|'.join(_BEGINNINGS)})\s*)+")
_ENDS: Final = re.compile(rf"(?<=\S)\s?(?:{'|'.join((*_ENDINGS, *_SPOKEN_ENDINGS))})$")


def unframed(plain: str) -> str:
    """``plain``, as ``normalising.folded`` gives it, without what stands around the wish.

    A text that is nothing else is returned as it is.
    """
    first, last = 0, len(clauses := plain.split(" "))
    while first < last and _is_frame(clauses[first]):
        first += 1
    if first == last:
        return plain
    # The first that stays was looked at: most messages are this one clause, and most of the time goes here.
    while last > first + 1 and _is_frame(clauses[last - 1]):
        last -= 1
    wish = _BEGINS.sub("", " ".join(clauses[first:last]))
    tail = wish[-_LONGEST_ENDING:]
    return wish[: len(wish) - len(tail)] + _ENDS.sub("", tail)


def _is_frame(clause: str) -> bool:
    """Whether ``clause`` is made of the words of frames, one of which is more than a joint."""
    if len(clause) > _LONGEST_CLAUSE:
        return False
    words, cores, longest = _table()
    # For each beginning of the clause: whether joints alone make it, and whether words with a core do.
    by_joints = [True] + [False] * len(clause)
    with_core = [False] * (len(clause) + 1)
    for start in range(len(clause)):
        if not by_joints[start] and not with_core[start]:
            continue
        for end in range(start + 1, min(len(clause), start + longest) + 1):
            if (word := clause[start:end]) in words:
                is_core = with_core[start] or word in cores
                (with_core if is_core else by_joints)[end] = True
    return with_core[-1]


@cache
def _table() -> tuple[frozenset[str], frozenset[str], int]:
    """All words of frames, those that are no joints, and the length of the longest."""
    table: dict[str, Any] = parsed(TABLE.read_text("utf-8"))
    cores = frozenset(map(str, table["cores"]))
    words = cores | frozenset(map(str, table["joints"]))
    return words, cores, max(map(len, words))
