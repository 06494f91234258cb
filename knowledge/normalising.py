"""The plain form of what people type, so that the same wish reads the same however it was written."""

import operator
import re
from typing import Final

import opencc

from core.text import width_folded, without_control
from knowledge.framing import unframed
from knowledge.loanwords import in_chinese
from knowledge.typed_pinyin import plainly_typed

# Characters. Long letters hold at most a story; what matters stands in its first sentences, and time must
# stay bounded. Search and screens cut alike, so that what one worked out the other remembers.
READ_AT_MOST: Final = 600

# The Taiwan table is a superset of plain t2s that also knows 著 for 着 (著火, 睡著了); simplified text
# passes through it unchanged. Loaded once, before the web processes fork.
_SIMPLIFIED = opencc.OpenCC("tw2s")
# Variant characters that the table leaves alone.
_VARIANTS = str.maketrans({"摀": "捂", "燻": "熏", "喫": "吃", "咁": "这", "冇": "没", "囗": "口", "〇": "0"})
# Pinyin is also typed with its tones: dǔ chē.
_TONES = str.maketrans("āáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜü", "aaaaeeeeiiiioooouuuuvvvvv")

# What only the table's phrases change, one character beside another (明瞭, 甦醒).
_IN_PHRASES = "瞭藉甦衹覆沈"


def _changed() -> str:
    """The characters that the table or the variants change."""
    han = "".join(map(chr, range(0x4E00, 0x9FA6)))
    simple = _SIMPLIFIED.convert("\n".join(han)).split("\n")
    return "".join(
        one
        for one, other in zip(han, simple, strict=True)
        if one != other or ord(one) in _VARIANTS or one in _IN_PHRASES
    )


# Some character that width, table, variants, case or tones may change. Most messages hold none, and looking
# costs a tenth of changing; and the table takes 打坏 for a broken 打坯 where the rest is simplified.
_NOT_PLAIN = re.compile(f"[^一-龥a-z0-9 ，。！？、；：,.!?;:]|[{_changed()}]")
_CHINESE = re.compile("[\u3400-\u9fff]")
_SIGNS = re.compile(r"[^\w.]|_|(?<!\d)\.|\.(?!\d)")
_STRETCHED = re.compile(r"([^\W\d])\1{2,}")
_SPACES = re.compile(r"\s+")

_OPENERS = re.compile(
    r"^(?:(?:请问|请教|你们?好|您好|哈喽|hello|hi|在吗|在不在|有人吗|打扰|麻烦|不好意思|劳驾|谢谢|"
    r"(?:我|俺|咱)?(?:就是|就)?(?:想|要|来)?(?:问|咨询|请教|打听|了解)(?:一下|下|问|个问题|个事儿?)?(?!题|日|电话|热线|台)|"
    r"帮忙|问题是|是这样的?|就是说?|那个?啥|那个|这个那个|嗯+|呃+|额(?!头|外)|"
    r"(?:师傅|老师|同志|领导|小编|客服|警官|各位|大家)(?=好|请问|问|我|你|您|$|\s))(?:了|啊|呀|哈|好)?\s*)+"
)
_POLITE = re.compile(
    r"请问|麻烦问|想问一?下|想知道|告诉我|帮我看看|谢谢(?:你们?|您|了|啦)?(?=$|\s)|求解答?(?=$|\s)"
)
# Swearing says how somebody feels, not what is asked; 我妈的, 我操作 and 我靠边 are none.
_SWEARING = re.compile(
    r"卧槽|握草|窝草|我操(?![作场心控])|我靠(?![边在着近谱墙山岸右左窗])|"
    r"(?:操|草|日|干)[你他](?:妈|娘|大爷)的?|[你他]妈的|(?<![我老姨姑舅大后岳干阿])妈的|妈[了个]?[逼批]的?|特么的?|尼玛的?|"
    r"傻[逼比b叉]|狗日的|龟儿子|王八蛋|混蛋|丢雷老母|扑街"
)
_MILD = re.compile(r"(?<=[一-龥])一下(?![子雨来])")
_ENDING = re.compile(
    r"(?<=[一-龥a-z0-9])(?:[啊呀呢吗嘛哦噢喔哇哟喽嘞咧呗捏啦]|(?<![网酒水茶贴])吧|(?<!哈)哈)+(?=$|\s)"
)


def holds_chinese(text: str) -> bool:
    """Whether a Chinese character stands in ``text``."""
    return _CHINESE.search(text) is not None


def folded(text: str) -> str:
    """``text`` in half-width, simplified, lower-case characters; every other sign becomes one space.

    English words of our subjects among Chinese become Chinese (``loanwords``). Nothing that carries meaning
    is lost: particles and polite words are still there, a decimal point between digits stays, and characters
    stretched for feeling (急急急急) shrink to one. Digits are never shrunk: 12333 is a telephone number.
    """
    plain = in_chinese(plainly_typed(_simplified(text) if _NOT_PLAIN.search(text) else text))
    return _shrunk(plain if plain.isalnum() else _SIGNS.sub(" ", plain))


def _simplified(text: str) -> str:
    plain: str = _SIMPLIFIED.convert(width_folded(without_control(text)))
    return plain.translate(_VARIANTS).lower().translate(_TONES)


def normalise(text: str) -> str:
    """``folded(text)`` without greetings, polite openings, swearing and particles: the words of the wish.

    Applying it twice changes nothing. A text that is nothing but such words (你好, 请问) is returned
    folded, so that the caller still sees what was said.
    """
    plain = folded(text)
    while True:
        lean = _lean(plain)
        if not lean:
            return plain
        if lean == plain:
            return lean
        plain = lean


def _lean(plain: str) -> str:
    lean = unframed(_SWEARING.sub("", plain).strip())
    lean = _POLITE.sub("", _OPENERS.sub("", lean))
    lean = _MILD.sub("", lean)
    lean = _ENDING.sub("", lean)
    # Between two alike a word may have gone: 下下一下下.
    return _shrunk(lean)


def _shrunk(text: str) -> str:
    """``text`` with one character for a stretched one, and one space for several."""
    if any(map(operator.eq, text, text[1:])):
        text = _SPACES.sub(" ", _STRETCHED.sub(r"\1", text))
    return text.strip()
