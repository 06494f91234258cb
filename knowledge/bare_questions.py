"""Short questions that name nothing: 多少钱, 在哪换, 转给谁. What they are about was said before them.

The words of what is asked stand here once, by kind. ``is_bare`` knows the questions that follow an answer,
``handlers.wishes`` makes out of the same words those that follow an offer.
"""

import re
from typing import Final

from knowledge.normalising import folded, normalise

MONEY: Final = "要钱|收钱|收费|免费|多少钱"
WHEN: Final = "什么时候|啥时候|几月几号|几号"
HOW_LONG: Final = "多久|几天"
WHERE: Final = "哪里|哪儿"

_LEADS_UP: Final = (
    "大概|一般|具体|到底|从|自己|我们?|网上|线上|手机上|需要|要|会|得|怎么|去|找|打|在|到|往|上|是|可以|能|有|应该|该|再|都|被|交|花|"
    "装|放|离|隔|奖励?|赔|上门|以后|平时|今后|(?:修|换|检|办)(?:一个|一次|一下|一台)?"
)
# 要换吗, 自己能修不: what is done to a thing that was named before.
_DOES: Final = (
    "(?:要不要|用不用|能不能|会不会|可不可以|该不该|要|用|能|会|可以|得|该|需要|必须)(?:自己|马上|再|重新|也)*"
    "(?:换|修|装|拔|关|扔|检|查|洗|办|用|申请|拉闸|断电|打针|缝针|吃药|住院)(?:掉|了)?(?=吗|么|不|嘛|没)"
)
_ASKED: Final = "|".join(
    (
        rf"{MONEY}|多少|多少度(?:的水)?|几度(?:的水)?|几米|多远|多高|多宽",
        r"(?:一年|一个?月|一天|每年|每月|每天)?(?:要|得)?(?:几次|几回|多少次)",
        rf"(?:{HOW_LONG}|多长时间|几年)(?:要换|换一次|一次|换)?|{WHEN}|管(?:几年|多久)|几年有效",
        r"有效期(?:是|有)?(?:几年|多久|多长时间|到什么时候)?",
        r"(?:到期|过期|超期)了?(?:怎么办|咋办|怎么处理|咋处理|怎么弄|咋弄|咋整)?",
        rf"{WHERE}|哪|去哪|找谁|谁管|谁|哪个部门|什么部门|什么电话|哪个电话|打几号|打什么电话|电话",
        r"为什么|为啥|凭什么|怎么证明|咋证明|依据|什么依据|法律依据|什么规定|标准",
        r"怎么办|咋办|咋整|怎么预防|咋预防|怎么防|咋防|怎么申请|怎么报|怎么弄|怎么做|怎么用",
        _DOES,
        r"要(?:带|用|交)?(?:身份证|户口本|户口簿|证件|复印件|照片|合同)(?=吗|么|不|嘛)",
        r"办什么|(?:什么|啥|哪些)手续|合理|合法|合规|正常",
        r"扣(?:不扣)?(?:我们?的?)?(?:工资|工钱|钱)|(?:还有)?(?:工资|工钱)(?:还|照|照样)?(?:发不发|发|给不给|给|怎么算|咋算|有没有|有)?",
        r"处罚|罚款|罚多少钱?|罚(?:他|她|他们|我|人)?|违法|犯法|材料|什么材料|条件|什么条件|流程",
        r"有用|危险|严重|要紧|要不要紧|可以|行|然后|还有|继续|后来|(?:提前|事先)(?:通知|打招呼|告诉|说)",
    )
)
_DONE: Final = (
    "申请|办理|报名|报|买|讲|教|审|开始|结束|处理|打|查|去|办|罚|用|领|要|换|修|检|学|考|扔|丢|装|放|告|来|拆|批|签|出|掏|付|验收|收费|给|"
    "一个|一台|吗|么|不|呢|啊|了|的|钱|多少"
)
# 要多少钱修: words that lead up to it, what is asked, and what is done.
_BARE: Final = re.compile(f"^那?(?:(?:{_LEADS_UP})*(?:{_ASKED})(?:{_DONE})*)$")
# 转给谁看 and 跟谁讲 ask for somebody; what was asked before may say who that is.
_WHOM: Final = re.compile(
    "(?:那|这|那个|这个|它|该|要|应该|应当|得|可以|能|还)*"
    "(?:转交?|发|写|寄|交|留|上?报|说|讲|问|反映|汇报|报告|投诉)?[给跟向和找问](?:谁|哪个|哪位|哪里|哪儿|什么人|啥人)"
    "(?:去|来)?(?:看|说|讲|处理|办|管|反映|汇报|报告|报|要|问)?"
)


def is_bare(question: str) -> bool:
    """Whether ``question`` (多少钱, 谁来罚) means anything at all only after another one."""
    return bool(_BARE.match(folded(question).replace(" ", "")))


def asks_whom(question: str) -> bool:
    """Whether all of ``question`` asks whom to tell, which wishes for nothing by itself.

    ``is_bare`` does not know these sentences, and must not: after an alarm it would take 这个该转给谁 for a
    question about the answer, and lead away from the help that stands.
    """
    return _WHOM.fullmatch(normalise(question).replace(" ", "")) is not None
