"""What people say to the answer they got, instead of asking anything: 没懂, 太长了, 再详细点, 不是这个."""

import re

from core.text import width_folded

_LONGEST = 20
_SIGNS = re.compile(r"[\s，,。.！!？?、~～…]+")
_SPEAKER = (
    "(?:你们?|您们?|我|俺|咱|还是|这|这个|那|说的|讲的|写的|答的|回答的?|能不能|能|可以|麻烦|请|再|就|有点|太"
    "|也|都|真|好|老)*"
)
_END = "(?:一?点儿?|一下|一些|些|了|啊|呀|呢|吗|嘛|不|吧|哦|没)*"


def _whole(words: str) -> re.Pattern[str]:
    return re.compile(f"{_SPEAKER}(?:{words}){_END}")


UNCLEAR = _whole(
    "没太?懂|没看懂|没听懂|没看明白|没听明白|没明白|不太?懂|看不太?懂|听不太?懂|看不明白|听不明白|不太?明白|(?:啥|什么)意思"
    "|太长(?:了?(?:不想|不爱|懒得|没法)?不?看)?|短|精简|啰里?啰?嗦|罗嗦|复杂|(?:字|内容)?太多(?:字)?|(?:说|讲|写)?(?:得|的)?(?:简单|简短|通俗|明白|直白)"
    "|(?:说|讲)人话|(?:字|看)(?:得|的|太)*(?:小|不清)(?:看不清)?"
)
"""It is understood in one sentence, in a picture or in large type."""
MORE = _whole(
    "(?:说|讲|写)?(?:得|的)?(?:详细|具体|仔细|细)|多(?:说|讲)(?:说|讲)?(?:几句|两句)?|还有(?:别的|其他的?|其它的?|吗|没有|啥|什么)"
)
"""It is right, and there is more to ask."""
AGAIN = _whole(
    "(?:再|重新|重)(?:给我|跟我)?(?:说|讲|发|来)(?:给我|我)?一?(?:遍|次|回)(?:给我)?|重(?:复|说|发)|没听清楚?"
    "|(?:刚才|刚刚|上面|前面|上一)(?:说的|讲的|发的)?(?:那|这)?(?:条|个|段)(?:再|重新|重)?(?:说|讲|发)?一?(?:遍|次|下)?"
    "|(?:刚才|刚刚|前面|上面)(?:说|讲|发)的?(?:是)?(?:啥|什么)(?:来着)?"
)
"""It was lost from sight, and is wanted once more as it was."""
_WRONG = re.compile(
    "(?:你们?|您|这|这个|那|你这|刚才|说的|答的|回答的?|根本|完全|压根|还是|都|真|也|就|啥玩意|什么玩意|什么)*"
    "(?:没(?:有)?(?:用|帮助|解决(?:我的|问题)*|回答(?:我的|问题|上)*|答(?:到|对|上)|说到点子上|帮上忙?)|没(?:啥|什么)用"
    "|不对|不是我(?:要|想要)的|不满意|(?:回答|说|答|讲)(?:得|的)?(?:错|不对|不好)|答非所问"
    "|(?:不|没)是这个(?:意思)?|我?(?:问|想问|要问|说)的不是这(?:个|些)?|(?:我)?(?:不是|没)问(?:你)?这个|太差|差评|差劲|失望)"
    f"{_END}"
)


def reduced(said: str) -> str:
    """A short message without signs and spaces; empty where it is longer than such words are."""
    return _SIGNS.sub("", width_folded(said)).lower() if len(said) <= _LONGEST else ""


def says_it_did_not_help(said: str) -> bool:
    """Whether the whole of a short message says that the answer was none."""
    return bool(_WRONG.fullmatch(reduced(said)))
