"""What a message tells of: a hazard at all, and which question it answers, whatever was asked. Pure.

People tell in pieces, and in no order. Asked where it is, somebody goes on with what is wrong (灭火器
也过期了); asked when, they name the shop. Taken for the answer it would stand in the wrong field of the case.
Where nothing speaks for another question, the one that was asked has its answer.
"""

import re

from tipoffs.intake.draft import Step
from tipoffs.intake.reading import looks_like_question, object_in, place_in, time_in
from tipoffs.intake.sorting import guess

_VERY = "(?:又|很|太|好|真|老|特别|非常|有点)"
# What is wrong, said of anything: no name of a unit and no address holds these words.
_WRONG = re.compile(
    f"(?:油烟|黑烟|浓烟|灰尘|粉尘|尘土|噪音|臭味){_VERY}?(?:大|重|浓|响|吵|多|冲)|"
    # 川味大酒店, 巴味重庆火锅 and 新声音大药房 are names.
    f"(?:灰|声音|味儿?)(?:{_VERY}(?:大|重|浓|响|吵|多|冲)|(?:大|重|浓|响|吵|冲)(?=$|\\W|得|了|死|啊))|"
    "过期|失效|失灵|开裂|歪了|塌|松了|松动|脱落|漏电|生锈|锈[了蚀死]|断了|压着|超[载员重]|着火|冒烟|冒火|火星|抽烟|吸烟|充电|气味|味道|呛|危险|"
    "坏[了掉的]|漏[水油气电了得]|裂[了缝开]|掉[了下]|拆[了掉]|烧(?:煤|东西|垃圾|木|塑料|得|着)|[住睡]人|"
    "堵[着了死满住得]|占[着了用满]|锁[着了死住]|封[着了死住]|堆[着了满放在得]|乱[堆放停拉接搭扔]|私[拉接搭]|"
    "没有?(?:灭火器|消防|安全|通道|出口|防护|警示|报警|救生|许可|执照|标志|装|戴|系|证|人管|盖|栏|护|培训|关|修|检|整改|通风)|"
    "[不没](?:让|给|准)(?:进|出|开|走)|不(?:戴|系|关|管|修|亮|响|整改|培训|检查)"
)
# Beside something, or by number: no unit's name and no address is needed to go there.
_NEAR = re.compile(
    "旁边|边上|对面|附近|隔壁|门口|路口|村口|街口|巷口|楼[上下]|前面|后面|里面|往[东南西北前里左右]|转弯|"
    r"[0-9０-９一二三四五六七八九十]+(?:号|楼|栋|幢|座|单元|层|室|组|队|弄)|[东南西北]边"
)
_ENDS_LIKE_A_NAME = re.compile(
    "(?:站|(?<!一)点|部|馆|吧|城|中心|园|院|场|所|坊|铺|厂|店|楼|库|家|行)[里那儿的]?$"
)
_WHEN = re.compile(
    "[年月日天周点时早晚夜午]|星期|礼拜|小时|分钟|刚|才看|上次|上回|一直|老是|总是|经常|长期|好久|多久|以前|之前|从来|"
    "还[在有是没]|不在|已经|每|过年|春节|国庆|开学|放假|下班|上班|忘|记不|没[了有]"
)
# How many there are says of no time when it was: 有几十个, 大概二十来瓶.
_HOW_MANY = re.compile(
    r"\W*(?:里面|那里|屋里|店里)?(?:至少|起码|大概|大约|差不多)?有?(?:好|几|十|百|千|上|多|来|两|[一二三四五六七八九\d])+"
    r"(?:多|来|几)?(?:个(?!月|小时|钟|星期|礼拜|季度|学期|[暑寒]假)|只|瓶|罐|桶|箱|袋|堆|车|辆|台|吨|斤|户|家|处|[名位]).{0,6}"
)
# Somebody else's matter, and one that goes on: what a bureau can look into.
_OF_OTHERS = re.compile(
    "厂|店|饭馆|工地|车间|仓库|加油站|公司|单位|老板|物业|邻居|隔壁|对面|楼[上下道]|小区|[我咱俺]们?村|村[里口]|学校|幼儿园|"
    "市场|有人|有家|人家|他们|路边|路口"
)
_GOES_ON = re.compile(
    "天天|每天|每晚|一直|老是|总是?|经常|长期|好久|还在|偷偷|违规|非法|违法|无证|没证|私自|黑(?:加油|作坊|工厂|窝点|店)|"
    "没人管|不管|不改|不让|不修|都(?:不|是|没|有)|堆|堵|锁|占[着了满用]|满[了是]|过期|坏了|摆|"
    "没有?(?:灭火器|安全|通道|护栏|证)"
)
# What others said or did about it belongs to the matter: 物业说没钱修, 老板不听.
_ANSWER_OF_OTHERS = re.compile(
    "(?:物业|老板|社区|村里|村委|村干部|厂里|公司|单位|店家|店主|房东|业主|邻居|他们?|她|人家|领导|门卫|保安|负责人).{0,4}"
    "(?:说|讲|不[听理认管改肯给]|没[钱人理管]|叫我|让我|骂|吓|威胁|推)"
    "|(?:跟|和|给|向|找|打).{1,8}(?:说|讲|反映|投诉|举报|提).{0,3}过?了?.{0,3}(?:没|不)"
)
_ABOUT_WHEN = re.compile(
    "看到的?|看见的?|发现的?|遇到的?|路过|的时候|时候|现在|还在|就|是|的|了|我|大概|大约|可能|应该|好像"
)


def answered(asked: Step, words: str) -> Step:
    """The step whose question ``words`` answer; ``asked`` itself unless they clearly answer another."""
    match asked:
        case Step.OBJECT | Step.PLACE:
            if _says_where(words):
                return asked
            if _is_only_when(words):
                return Step.TIME
        case Step.TIME:
            if time_in(words) or _WHEN.search(words):
                return asked
            if _HOW_MANY.fullmatch(words):
                return Step.FACTS
            if _ANSWER_OF_OTHERS.search(words):
                return Step.FACTS
            if _says_where(words):
                return Step.PLACE
        case Step.FACTS:
            return Step.PLACE if _is_only_where(words) else asked
        case _:
            return asked
    return Step.FACTS if tells_what_is_wrong(words) or _ANSWER_OF_OTHERS.search(words) else asked


def complains_of_hazard(words: str) -> bool:
    """Whether it speaks of a danger at somebody else's that goes on: 厂子天天露天烧木屑, 有家黑加油站."""
    return tells_of_others(words) and bool(_GOES_ON.search(words))


def tells_of_others(words: str) -> bool:
    """Whether it speaks of a danger at somebody else's: 山上有人烧荒. Who then wants to report means that."""
    is_hazard = tells_what_is_wrong(words) or guess(words).category != "other"
    return is_hazard and _OF_OTHERS.search(words) is not None and not looks_like_question(words)


def tells_what_is_wrong(words: str) -> bool:
    """Whether a danger is named: 灭火器过期了, 安全门锁着, 天天烧木屑."""
    return _WRONG.search(words) is not None


def _says_where(words: str) -> bool:
    plain = words.strip(" 。，,.!！")
    return bool(place_in(words) or object_in(words) or _NEAR.search(words) or _ENDS_LIKE_A_NAME.search(plain))


def _is_only_where(words: str) -> bool:
    where = place_in(words)
    return bool(where) and not re.sub(r"\W|^就?在|那[里儿边]", "", words.replace(where, "", 1))


def _is_only_when(words: str) -> bool:
    when = time_in(words)
    return bool(when) and not re.sub(r"\W", "", _ABOUT_WHEN.sub("", words.replace(when, "", 1)))
