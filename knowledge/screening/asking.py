"""Tells those who ask from those who tell: 锅里着火了 needs help, 锅里着火用什么灭 an answer."""

import re
from typing import Final

from knowledge.search.parts import clauses_of, is_long

# The 呢 of 被子冒烟呢 tells what is going on and asks nothing; nor does 啥也看不到.
_QUESTION: Final = re.compile(
    "|".join(
        (
            # how, what, who, where, how many
            "吗",
            "(?<![怎什这那多])么",
            "谁(?!也|都)",
            "有没有",
            "(?<![着烟烧血响叫哭疼痛漏火里面头上下抖吐])呢",
            "怎么(?!.{1,3}[都也])",
            "咋",
            "如何",
            "什么(?!也|都)",
            "啥(?!也|都)",
            "哪(?!.?也|.?都)",
            "(?<![好十百了着])几(?![十百个])",
            "几个(?:小时|钟头|月|星期|礼拜|工作日)(?:之?内|以内|能|要|才|必须)",
            "多少",
            "多[远久大高深厚宽重长]",
            # whether or not
            "值不值|合不合|招不招|安不安全",
            "[管顶]不[管顶]用",
            "[让准给]不[让准给]",
            "[免涨]不[免涨]",
            "行不|能不|要不要|该不该|用不用|可不可以|是否|可否|是不是|有没得",
            # what it costs, as it is asked in the south-west
            "[发给赔罚交要收补领]好多",
            "好多[钱米天斤]",
            "还是",
            "不$",
            "[?？]",
            # Cantonese
            "会唔会|得唔得|可唔可以|有冇|点解",
            # what the insurance pays
            "报险|理赔|掏钱",
        )
    )
)
# Asked in fear as often as in calm.
_CRY_FOR_ADVICE: Final = re.compile(
    "怎么[办救灭弄整]|[咋啷]个?[办救灭整弄搞]|点[算办]好?|哪能办|如何是好|往哪[跑躲里]|怎么逃"
    "|(?<!时)(?<!时候)(?:要不要|该不该|用不用|需不需要)(?:赶紧|赶快|快点?|马上|现在|先|往外|往楼下)?[跑躲逃撤]"
    "|[跑撤躲]还是不[跑撤躲]|跑不跑|撤不撤"
    "|能(?:冲进去|走?过去|碰[他她]|[下进]?去(?:[拉救背扶抱][他她人]?))[吗么]"
)
# 家暴找谁 is asked by who needs somebody now.
_WHOM_TO_TURN_TO: Final = re.compile(
    "(?:该|要|能|可以|应该)?(?:去|上)?(?:找|喊|叫|求)(?:谁|哪个|哪里|哪儿)|谁(?:能|来|会)*(?:管|帮|救)我?"
)
_CALL: Final = re.compile("救命|救救我?|快来救?人|快?来人|求救|求助|[啊呀呐哪快]")
# 本来想投诉物业的，结果电梯现在往下滑: what was first meant to be said is over, what comes after goes on now.
_TURN: Final = re.compile("结果|没想到|哪知道?|谁知道?|不料|突然")
_THIS_MOMENT: Final = re.compile("现在|刚刚|刚才|正在|这会儿?")
# Something breaks in on what was being asked: 想问下奖励多少 啊 楼下着火了. A cry that stands by itself, or
# what is said to go on at this moment: 在举报的这家厂现在正漏一股杏仁味.
_INTERRUPTION: Final = re.compile(
    "(?:^|(?<=[ ，,。.！!？?…、]))"
    "(?:啊+|哎呀+|哎哟|天[哪呐啊]|妈呀|我的天|(?:大事)?不好了?|坏了|糟了|糟糕|完了)[ ，,。.！!…、]+"
    "|(?:现在|眼下|这会儿?|此刻)(?=正|还在|还没|又在|就在|突然|已经)"
)
# What the first clause puts aside before the danger is told, as in 没烧饭，是电线烧了 or in
# 物业说修好了，电梯又困人了 or in 谢谢，可是我妈还没出来.
_PUT_ASIDE: Final = re.compile(
    "^[^没不别]{0,4}(?:不是|没有?|不用|别)[^了]{1,6}了?$"
    "|(?:说|讲)(?:是|都)?(?:没|不|修好|好了|灭了).{0,4}$"
    "|^(?:谢|多谢|感谢|麻烦|打扰|不好意思).{0,6}$"
    "|^(?:大?火|烟|水).{0,6}(?:灭|散|退)了?$"
)
# 上次也这样，这次叫不醒了: put aside only by what is said to be otherwise now.
_ANOTHER_DAY: Final = re.compile("^(?:上次|上回|之前|以前|昨[天晚]|前[天晚]|前几天|去年|原来|本来)")
_ONLY_ASKED: Final = re.compile("只是|只想|[想请问]问|随便")
_NOT_AS_THEN: Final = re.compile("今天|今早|今晚|现在|这[次回]|刚才|刚刚|突然|忽然|又")
_AND_YET: Final = re.compile(
    "(?:[，,。！!；; ]+|(?=可是|但是?|不过))(?:可是?|但是?|不过|而是|就?是|真的?是?|的确)?"
)
# Who asks so has come through it, and wants to know better: 以后怎么提前看出来.
_ANOTHER_TIME: Final = re.compile("以后|下次|下回|今后|往后|提前|平时|预防|怎么防|咋防")
# Somebody passes on what others say, and asks whether it is so: 我婆婆说触电了要埋土里，有没有道理.
_HEARSAY: Final = re.compile(
    r"^(?:我|俺)?\S{1,4}?(?:都|老|总|常|经常|一直)?(?:说|讲|传)(?!不|没|他|她|着火|有人)"
)
_WHETHER_TRUE: Final = re.compile(
    "有没有?道理|是不是(?:瞎|乱|胡)说|真的假的|[能可]信[吗不]|靠谱[吗不]|(?:对不?对|行不?行|是真的)[吗不]?$"
)
# 房子震塌了重建给多少补: it is over, and nobody is named who could still be under it.
_ASKS_MONEY: Final = re.compile(
    "(?:补[偿助贴]|赔[偿付]?|理赔|报销|救助金|抚恤金).{0,4}(?:多少|几多|好多|怎么|咋|如何|找谁|吗|么|不(?!了))"
    "|(?:多少|几多|怎么|咋|如何|找谁|给不给|有没有|能不能|可不可以|能|可以|要).{0,3}(?:补[偿助贴]|赔|理赔|报销)"
    "|(?:给|发)(?:多少|几多|好多)补|补(?:多少|几多|好多|几[百千万个])|保险(?:公司)?(?:能|会|还)?(?:赔|报|管)"
)
_SOMEBODY: Final = re.compile(
    "人(?!民币|保|寿)|孩|娃|妈|爸|爹|娘|老[公婆伴头太]|爷|奶|哥|姐|弟|妹|叔|伯|儿子|女儿|同事|工友|谁|血|晕|昏|死|埋|困|"
    "还在|正在|现在|快|救(?!助)"
)
# The 呢 of 还在冒烟呢 tells what goes on: 要是, or a bare case.
_ANOTHER_CASE: Final = re.compile("^(?!.*(?:还|又|已经|正|一直|都|全)).{2,14}(?<![着响叫哭])呢[?？。]*$")
_CRY: Final = re.compile(f"救|快(?:点|来|些|叫|快)|怕|急|慌|不行了|{_CRY_FOR_ADVICE.pattern}")


def asks_calmly(text: str) -> bool:
    """Whether ``text`` asks something, and not only for help."""
    return bool(_QUESTION.search(_CRY_FOR_ADVICE.sub("", text)))


def asks_only_whom_to_turn_to(text: str) -> bool:
    """Whether all that ``text`` asks is who helps: 家暴找谁."""
    return bool(_WHOM_TO_TURN_TO.search(text)) and not asks_calmly(_WHOM_TO_TURN_TO.sub("", text))


def asks_for_money_afterwards(text: str) -> bool:
    """Whether ``text`` asks what is paid for a thing that was damaged, and names nobody in danger."""
    return bool(_ASKS_MONEY.search(text)) and not _SOMEBODY.search(text)


def cries_for_advice(text: str) -> bool:
    """Whether ``text`` asks what to do: 怎么办."""
    return bool(_CRY_FOR_ADVICE.search(text))


def cries(text: str) -> bool:
    """Whether ``text`` holds a word of fear or haste, or asks what to do."""
    return bool(_CRY.search(text))


def supposes_on(text: str) -> bool:
    """Whether ``text`` only puts another case to what was asked: 烧到别人山上呢 after 烧荒罚多少."""
    return bool(_ANOTHER_CASE.search(text)) and not _THIS_MOMENT.search(text) and not cries(text)


def called_about(text: str) -> str:
    """What ``text`` says besides calling out: 我又胖了 of 救命 我又胖了."""
    return _CALL.sub("", text).strip(" ，,。！!")


def turned_to(text: str) -> str | None:
    """What ``text`` comes to after a turn, where that is said to be at this moment."""
    turns = [found.end() for found in _TURN.finditer(text)]
    tail = text[turns[0] :] if turns else ""
    return tail if _THIS_MOMENT.search(tail) and not asks_calmly(tail) else None


def broken_into(text: str) -> str | None:
    """What breaks in on a message that began with something else, and asks nothing."""
    begins = max((found.end() for found in _INTERRUPTION.finditer(text)), default=0)
    tail = text[begins:].strip()
    return tail if begins and tail and not asks_calmly(tail) else None


def told_instead(text: str) -> str | None:
    """What ``text`` tells after a clause that puts something else aside, and asks nothing; no long story."""
    turn = _AND_YET.search(text)
    if turn is None:
        return None
    first, rest = text[: turn.start()], text[turn.end() :]
    is_put_aside = _PUT_ASIDE.search(first) or (_ANOTHER_DAY.search(first) and _NOT_AS_THEN.search(rest))
    if not is_put_aside or not rest or _ONLY_ASKED.search(rest):
        return None
    return None if asks_calmly(rest) or is_long(text) else rest


def told_before_asking(text: str) -> str | None:
    """What ``text`` tells besides what it asks; or None.

    None where it asks nothing, or first, for another time, or only whether a saying is true.
    """
    if _ANOTHER_TIME.search(text) or (_HEARSAY.search(text) and _WHETHER_TRUE.search(text)):
        return None
    clauses = clauses_of(text)
    told = [clause for clause in clauses if not asks_calmly(clause)]
    is_told_first = bool(told) and told[0] == clauses[0]
    return " ".join(told) if is_told_first and len(told) < len(clauses) else None


def told_beside_advice(text: str) -> str | None:
    """What ``text`` tells where others advise something and it asks whether that is right.

    老公喝了农药，邻居说灌肥皂水，有没有道理: the first clause. None where nothing is told besides.
    """
    clauses = clauses_of(text)
    if not clauses or not _WHETHER_TRUE.search(clauses[-1]) or _ANOTHER_TIME.search(text):
        return None
    heard = [clause for clause in clauses if _HEARSAY.search(clause)]
    rest = [clause for clause in clauses if clause not in heard and not _WHETHER_TRUE.search(clause)]
    told = [clause for clause in rest if not asks_calmly(clause)]
    return " ".join(told) if heard and told else None
