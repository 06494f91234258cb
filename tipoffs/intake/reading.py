"""What the first sentence of a tip already says: who, where, and since when. Pure.

Nothing found is nothing lost: the wizard asks. What is found wrongly is shown before anything is sent.
"""

import re
from dataclasses import dataclass

_CALLS = re.compile(
    r"^\s*((?:你好|您好|喂|在吗|领导|同志)[啊呀哦]?)?[，,。!！\s]*"
    r"(?:(?:我|俺)(?:是|叫|住|在)[^，,。！!？?\s]{1,12}[，,。！!\s]+)?(?:那么?|那就|就)?"
    r"(我想|我要|我来|俺想|俺要|俺来|咱想|想要|想|要|帮我|帮忙|有个事要|有件事要|有事要|有情况要)?\s*(?:我|俺|咱)?"
    r"(?:(?:跟|向|和|给)(?:你们|您们|咱们|政府|领导|局里|应急局))?"
    r"(实名|匿名|保密)?(举报|检举|投诉|反映|反应|上报|报告)(一下|一个|点|个|下|件)?"
    r"(安全)?(隐患|问题|情况|违法行为|线索|事情|事儿|事(?![故件实业主先后发务]))?[：:，,。!！\s]*"
)
_ALSO = re.compile(r"^\W*(?:我|俺|咱|我们|俺们|咱们)也(?:发现|看到|看见|见到|碰到|遇到)(?:过|了)*")
_ALSO_ALONE = re.compile(
    _ALSO.pattern
    + r"(?:有|这|那|同样|一样|同)?(?:一|种|个|处|些|件|的)*(?:安全)?(?:隐患|问题|情况)?(?:过|了)?\W*"
)
_PLACE_ENDS = (
    "路|街|巷|弄|大道|胡同|村|镇|乡|社区|小区|街道|园区|工业区|开发区|产业园|市场|广场|大厦|花园|新村|公寓|"
    "桥|路口|码头|车站|组|屯|湾|苑|家园|城"
)
_PLACE = re.compile(
    rf"(?:[\u4e00-\u9fffA-Za-z0-9]{{1,10}}?(?:{_PLACE_ENDS}))+"
    r"(?:[0-9０-９一二三四五六七八九十]+(?:号|栋|幢|座|单元|楼(?![梯道])|层|弄|组|室)(?:楼(?![梯道])|院)?)*"
)
_LIVED_IN = re.compile(r"小区|家园|花园|新村|社区|苑|公寓|市场|大厦|广场|商城|[^镇乡]村")
_OBJECT_ENDS = (
    "有限公司|公司|集团|工厂|厂|加油站|加气站|气站|超市|商场|饭店|餐馆|酒店|宾馆|民宿|旅馆|工地|项目部|"
    "煤矿|矿山|矿|采石场|仓库|冷库|作坊|学校|中学|小学|幼儿园|医院|养老院|敬老院|网吧|歌厅|KTV|ktv|"
    "浴室|影院|店|铺|门市|车间|企业|养殖场|修理厂|液化气站|烟花爆竹店"
)
_OBJECT = re.compile(rf"[\u4e00-\u9fffA-Za-z0-9（）()·]{{0,16}}?(?:{_OBJECT_ENDS})")
_TOO_GENERAL = frozenset(("车间", "仓库", "工厂", "公司", "企业", "工地", "作坊", "集团", "门市"))
_TIMES = re.compile(
    r"(?:\d{1,2}月\d{1,2}[日号]|今天|今早|今晚|昨天|昨晚|前天|大前天|刚才|刚刚|现在|正在|这会儿|这几天|最近|"
    r"上周|上个?月|上星期|每天|天天|每晚|晚上|夜里|半夜|一直|长期|经常|常年|\d+[天月年]了|好几天|好久)"
    r"(?:早上|上午|中午|下午|傍晚|晚上|夜里)?(?:\d{1,2}[点时:：]\d{0,2}分?|\d{1,2}点半)?"
)
_LEADING = re.compile(
    r"^(?:在|位于|就在|到|那个|这个|那家|这家|那|这|有个|有家|有一家|一家|我们|我家|俺们|咱们|的|里|是)+"
)
_QUESTION = re.compile(
    r"(?:[吗么呢嘛]|怎么办|咋办|怎么弄|咋弄|怎么做|多少钱|多久(?:.{1,3}一次)?|可以不|行不行|能不能.*|要不要.*|是不是.*|"
    r"是什么|有哪些|怎么.{0,8}|如何.{0,8}|(?:为什么|为啥|凭什么|凭啥).{0,10})[？?。!！\s]*$|[？?]\s*$"
)

_FEARS = re.compile(
    r"会不会(?:让|被|给|叫)?.{1,8}(?:知道|晓得|查到)|(?:知道|晓得|查出|看出|猜到)(?:是|系|到|出)?(?:我|俺|咱|谁)|保密[吗不嘛么]|会保密|"
    r"^(?:算了|那|可是|但是?|还是|唉)*(?:我|俺|咱)?(?:有点|好|真的?|很|还是|心里)*(?:怕|害怕|不敢|慌)(?:了|啊|呀|的|呢)*$|"
    r"(?:怕|会不会|会).{0,4}报复|(?:怕|担心).{0,8}(?:知道|晓得|认出|查到|找(?:到)?我|整我|穿小鞋)|(?:泄露|透露|说出去).{0,2}(?:我|俺|咱).{0,6}[吗不嘛么]|"
    r"(?:不想|不愿意?|不敢|不|别|不要)(?:留|写|填|露|说)(?:我的?|俺的?)?(?:名|姓名|名字|真名|真实姓名)|"
    r"(?:别|不要|不能|不准|不许)(?:说|讲|告诉|跟|让|提).{0,6}(?:是|知道|到)?(?:我|俺|咱)(?:说|举报|报|告|讲)?的?$"
)


@dataclass(frozen=True, slots=True)
class Told:
    """What a sentence says; empty where it says nothing."""

    facts: str = ""
    object_name: str = ""
    address: str = ""
    happened: str = ""


def is_call(text: str) -> bool:
    """Whether somebody says that they want to report something."""
    return _CALLS.match(text) is not None


def is_also_alone(text: str) -> bool:
    """Whether somebody says 我也发现, and not yet what."""
    return _ALSO_ALONE.fullmatch(text.strip()) is not None


def says_also(text: str) -> bool:
    """Whether somebody says 我也发现 and names a place, or nothing yet; a video one saw too is no place."""
    if is_also_alone(text):
        return True
    is_told = _ALSO.match(text) is not None and not looks_like_question(text)
    return is_told and bool(object_in(beyond_also(text)))


def beyond_also(text: str) -> str:
    """What was found too; empty where it is not said yet."""
    return "" if is_also_alone(text) else _ALSO.sub("", text, count=1).strip()


def read_first(text: str) -> Told:
    """What a message such as 我要举报 城东路那个厂消防通道堵了 says beyond the wish to report."""
    rest = beyond_call(text)
    if len(rest) < 4:
        return Told()
    return Told(rest, object_in(rest), place_in(rest), time_in(rest))


def place_in(text: str) -> str:
    """The first stretch that reads like an address."""
    found = _PLACE.search(text)
    name = _LEADING.sub("", found[0]) if found else ""
    return name if len(name) >= 3 else ""


def object_in(text: str) -> str:
    """The first stretch that names a unit or a place where people work or gather."""
    for found in _OBJECT.finditer(text):
        name = _LEADING.sub("", found[0])
        place = place_in(name)
        name = _LEADING.sub("", name.removeprefix(place)) or name
        if name in _TOO_GENERAL and not place:
            continue
        if len(name) >= 2 or place:
            return name if len(name) >= 2 else f"{place}的{name}"
    place = place_in(text)
    return place if _LIVED_IN.search(place) else ""


def time_in(text: str) -> str:
    """The first stretch that says when."""
    found = _TIMES.search(text)
    return found[0] if found else ""


def looks_like_question(text: str) -> bool:
    """Whether somebody asks rather than tells."""
    return _QUESTION.search(text.strip()) is not None


def fears_being_known(text: str) -> bool:
    """Whether it speaks of who may learn that the speaker told: 他能知道是我不, 会不会让老板知道, 怕报复."""
    return _FEARS.search(text) is not None


def beyond_call(text: str) -> str:
    """What a sentence says after the wish to report; empty where it is nothing but the wish."""
    return _CALLS.sub("", text, count=1).strip()


def says_i_want(text: str) -> bool:
    """Whether it says in so many words that the speaker wants to: 我要举报, 帮我反映一下."""
    found = _CALLS.match(text)
    return bool(found and found[2])
