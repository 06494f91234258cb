"""Reads a message that tells only a trade (我是开饭馆的, 我是跑外卖的) as a question: 开饭馆要注意哪些安全.

Nobody says so to a safety account for the sake of talking, and a greeting or no answer would send them away.
Only ``Library`` knows of it: its ``question_in`` gives chat and mobile pages that question to search for, and
it hears neither a danger nor small talk in such a message.
"""

import re
from typing import Final

# What one can open, by the end of its name: 饭馆, 早点铺, 托管班, 超市. The 吧 of 我家开了煤气吧 is none.
_PLACE: Final = (
    "(?:[店馆铺厂坊院场庄屋摊档站班园社市厅咖宿]|[网酒茶书]吧|诊所|事务所|托儿所|门市部|酒楼|茶楼)"
)
# What one does, to whoever says 我是跑外卖的.
_WORK: Final = (
    "(?:跑|送)(?:外卖|快递)|养[猪鸡鸭鱼牛羊]|"
    "(?:搞|做|干)(?:装修|水电|电焊|木工|油漆|保洁|物流|餐饮|养殖|五金|外墙)"
)
_HELLO: Final = "(?:(?:你|您)们?好|请问|喂|哎|在吗)*[ ，,。！!]*"
_ASKING: Final = "(?:[ ，,]*(?:就|我)?想?(?:来)?(?:咨询|问|了解|请教)(?:一下|下|问|一问)?)?"
_ENDS: Final = f"{_ASKING}[。.！!～~]*"
_TRADE: Final = re.compile(
    f"{_HELLO}(?:我们家?|俺们家?|我家|俺家|我|俺|咱)(?:也?是)?(?:在.{{1,6}}?)?"
    "(?:开(?:了|的是?)?(?:一?[个家间])?"
    f"(?P<what>[一-龥]{{0,5}}{_PLACE})(?:生意)?的?|(?P<work>{_WORK})的){_ENDS}"
)


def safety_of_trade(text: str) -> str | None:
    """The question about the trade that ``text`` tells; None where it says anything else."""
    told = _TRADE.fullmatch(text.strip())
    if told is None:
        return None
    return f"{told['work'] or '开' + told['what']}要注意哪些安全"
