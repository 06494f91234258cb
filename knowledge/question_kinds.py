"""The kinds of thing that a second question asks of an answer: how much, how long, who, which papers.

Each kind is one entry of ``QUESTION_KINDS``: what a question of this kind says, what a line says that answers
it, and an example of both. To add one, write the entry; ``tests/unit/knowledge/test_question_kinds.py`` holds
its patterns to its example. A question may be of several kinds; they are applied in the order of the table.
"""

import re
from dataclasses import dataclass
from typing import Final

from knowledge.normalising import folded

_SPAN: Final = r"[\d一二两三四五六七八九十半几]+(?:到[\d一二两三四五六七八九十]+)?个?多?"
"""The number before a unit of time: 15, 三到五, 半个, 一个多."""


@dataclass(frozen=True, slots=True)
class QuestionKind:
    """One kind of thing that is asked, and how a line that answers it is recognised."""

    name: str
    asks: re.Pattern[str]
    """Found in a question of this kind (folded, see ``knowledge.normalising.folded``)."""
    tells: re.Pattern[str]
    """Found in a line, as it is written, that answers such a question."""
    only_so: bool
    """Whether a line in which ``tells`` is not found cannot be the answer: 多少度 wants a temperature."""
    example: tuple[str, str]
    """A question of this kind, and a line that answers it."""


def _kind(
    name: str, asks: str, tells: str, *, example: tuple[str, str], only_so: bool = False
) -> QuestionKind:
    return QuestionKind(name, re.compile(asks), re.compile(tells), only_so, example)


QUESTION_KINDS: Final = (
    _kind(
        "punishment",
        "罚|坐牢|判刑|拘留|违法|犯法|处分|(?:偷偷?着?|私自|硬要)?.{0,3}(?:[抓逮](?:到|住|着)|被抓|被查|查到|查出来)",
        "罚|拘留|判|刑|没收|违法|追究",
        example=("会坐牢吗", "违规的，拘留5日以下。"),
    ),
    _kind(
        "consequence",
        "会怎样|会怎么样|后果",
        "罚|拘留|判|刑|后果|追究|强行",
        only_so=True,
        example=("不走会怎样", "不肯走的，当地可以强行带离。"),
    ),
    _kind(
        "cost",
        "多少钱|要钱|收钱|收费|花钱|给钱|免费|多少块|谁出",
        "^(?!.*罚).*(?:元|免费|收费|不要钱|不收钱|出钱|报销|谁出|发多少)",
        example=("要不要收费", "不收钱，也不用交押金。"),
    ),
    _kind(
        "time",
        "多久|几天|几年|多长时间|几个?小时|几分钟|什么时候|啥时候|几个?月|几日|几次|多少(?:天|年|分钟|个?(?:学时|小时|月|工作日))",
        f"{_SPAN}(?:年|月|天|(?:工作)?日|小时|学时|分钟|秒|(?<!四)周|星期)|日期|年限|说明书的时间|直到|一次用过",
        example=("要冲多久", "烫了：凉水冲15分钟。"),
    ),
    _kind(
        "how long it lasts",
        "(?:多久|几年|几个?月|多长时间|啥时候|什么时候)(?:要|得|该|就|再|才|需要)*(?:换|更换|报废)",
        "(?<!四)年|个?月|天(?!花)|更?换|报废|寿命",
        example=("多久要换", "到年限必须报废：干粉10年。"),
        only_so=True,
    ),
    _kind(
        "validity",
        "有效期|几年有效|管几年|管多久|多久到期|几年到期",
        "有效期|期限|到期",
        example=("有效期几年", "期限不超过2年，到期重新申请。"),
        only_so=True,
    ),
    _kind(
        "expired",
        "过期|到期|超期|过了期",
        "过期|到期|有效期|过了.{0,4}期",
        example=("药过期了呢", "常用药：注意有效期。"),
    ),
    _kind(
        "what becomes of it",
        "(?:怎么|咋|怎样)(?:个)?(?:处理|扔|丢|回收)|扔哪|往哪扔|交到哪",
        "回收|退给|交给|交到|送到|扔到|处理",
        example=("旧的咋处理", "旧瓶联系燃气公司回收。"),
        only_so=True,
    ),
    _kind(
        "who pays",
        "(?:保费|费用|钱)?(?:能|要|会|可以|是)?(?:不)?(?:从|在|拿|用)?(?:我们?|员工|工人)?的?工资(?:里面?|上)?(?:能|要)?扣"
        "|扣(?:我们?|员工|工人)?的?(?:钱|工资)|谁(?:掏|付|交钱|承担)|(?:我们?|自己|个人)(?:出钱|掏钱|交钱)",
        "谁出|谁交钱|摊到|免费提供|不许收|不得收|不得扣|照发|不收钱",
        example=("保费能从工资扣吗", "谁出钱：单位出，不许摊到员工头上。"),
        only_so=True,
    ),
    _kind(
        "speed",
        "多快|最快(?:能|可以)?(?:跑|开)?(?:多少)?|时速|几迈|(?:跑|开)多少",
        "公里/小时|千米/小时|车速|时速",
        example=("最快能跑多少", "车速不超过25公里/小时。"),
        only_so=True,
    ),
    _kind(
        "how many people",
        "(?:要|得|需要|最少|至少)?几(?:个|名|位)?人(?:看着|守着|盯着|陪着|在场)?|多少人(?:看着|守着)?",
        r"[一两二三四五六七八九十\d](?:个|名|位)?人|专人",
        example=("要几个人看着", "监护：外面专人守着，不能走开。"),
        only_so=True,
    ),
    _kind(
        "in time",
        "来得及|晚不晚|迟不迟",
        "越早越好|尽快|马上去|也要去",
        example=("现在打针晚不晚", "疫苗越早越好。"),
    ),
    _kind(
        "force",
        "硬拉|强拉|强制|强迫",
        "强行|强制",
        only_so=True,
        example=("能硬拉吗", "不肯走的，当地可以强行带离。"),
    ),
    _kind(
        "what to bring",
        "带什么|带啥|拿什么|拿啥",
        "身份证|带什么|^带：",
        only_so=True,
        example=("去的时候带啥", "带：身份证、户口本。"),
    ),
    _kind(
        "month",
        "[一二三四五六七八九十0-9]月|几月",
        "[一二三四五六七八九十0-9]月|春天|秋冬",
        only_so=True,
        example=("五月能烧吗", "每年3月到6月不许烧。"),
    ),
    _kind(
        "distance",
        "多远|多近|多高|几米|多宽|多深|多长(?!时间)",
        "米",
        example=("要离多远", "离建筑物至少10米。"),
    ),
    _kind(
        "temperature",
        "多少度|几度|多烫",
        "℃|摄氏度",
        only_so=True,
        example=("多少度的水", "用37到40℃的温水泡。"),
    ),
    _kind(
        "whom to turn to",
        "找谁|请谁|叫谁|喊谁|问谁|谁管|谁来|谁给|给谁|哪个部门|什么部门|什么电话|打几(?!针)|打(?:哪个|什么)电话|打哪|"
        "跟谁|向谁|投诉",
        r"\d{5}|社区|物业|部门|村干部|局|燃气公司|厂家|有资质|持证|专业|师傅",
        only_so=True,
        example=("那要交给谁", "过期的交给维修单位，也可以问物业。"),
    ),
    _kind(
        "where to complain",
        "去哪告|哪里告|哪儿告|告谁|怎么告|咋告|(?:没|不)(?:给|发|赔)找谁|去哪(?:说理|投诉)|仲裁",
        "12333|12350|{report_phone}|仲裁|劳动监察|投诉",
        example=("去哪告", "打12333找人社部门，申请劳动仲裁。"),
        only_so=True,
    ),
    _kind(
        "why",
        "为什么|为啥|凭什么|凭啥|啥原因|什么原因",
        "为什么|因为|原因|没处|跑不|要命|会死|容易.{0,6}(?:着火|起火|爆|中毒)|(?:起火|爆炸|着火|中毒)",
        example=("为啥", "电池在轿厢里起火，人根本没处躲。"),
        only_so=True,
    ),
    _kind(
        "how much of it",
        "(?:备|存|囤|带|买|喝|吃|放|要|加|用|配)(?:个|上)?多少(?!钱|度|天|年|分|个?学时|小时|次)|多少(?:斤|升|瓶|克|片|桶)",
        r"够.{0,8}[\d一二两三四五六七八九十半]+(?:天|人)|[\d一二两三四五六七八九十半]+(?:斤|升|毫升|瓶|公斤|克|桶|片|具)",
        example=("水备多少", "水和吃的够全家用3天。"),
        only_so=True,
    ),
    _kind(
        "how to claim",
        "(?:怎么|咋|怎样|如何|哪里|哪儿|去哪)(?:个)?(?:领|拿(?:钱|奖|到)?)$",
        "怎么领|领取|来领|去领",
        example=("奖励怎么领", "怎么领：我们发通知给您。"),
        only_so=True,
    ),
    _kind(
        "papers",
        "材料|证件|证明",
        "身份证|材料|证明|复印件",
        example=("要什么证件", "带上身份证和复印件。"),
    ),
    _kind(
        "doctor",
        "[上去看]医院|看医生|就医",
        "去医院|送医|就医|看医生|门诊",
        only_so=True,
        example=("要不要看医生", "头上流血止不住的，去医院。"),
    ),
    _kind(
        "age",
        "几岁|多大(?:年纪|岁数|年龄|能|可以)|年龄",
        r"周岁|[\d几]岁|年龄",
        only_so=True,
        example=("多大年纪才行", "年满18周岁才能报名。"),
    ),
    _kind(
        "where to have it done",
        "(?:哪里|哪儿|去哪|上哪|在哪|哪家).{0,2}(?:[换买修检学考]|回收|报名|有)",
        "店|售后|维修|回收|充装站|门诊|机构|窗口|车站|商场|红十字会|供应站",
        only_so=True,
        example=("去哪换", "送到正规的充装站。"),
    ),
    _kind(
        "where to put it",
        "(?:装|安|放|挂|贴|摆|停|存|搁)(?:在|到)?(?:哪(?:个|里|儿)?(?:位置|地方|处|间屋)?|什么地方|啥地方|什么位置|啥位置|多高|高处|低处)",
        "^(?:装|放|挂|摆|停|存).{0,3}(?:哪|在)|(?:装|挂|放|摆|停)在|离(?:顶|地|灶|床|墙)|位置",
        only_so=True,
        example=("装哪个位置", "装哪里：卧室里或卧室门口。"),
    ),
    _kind(
        "how to tell",
        "怎么(?:看|认|分辨|判断|区分|辨别|知道)|咋(?:看|认|分)|如何(?:看|认|判断|辨别)|看得?出来",
        "怎么(?:认|看|分|判断|辨)|看(?:图纸|指针|标签|牌|证|日期|钢印)|最准",
        only_so=True,
        example=("怎么看", "怎么认：看房子的图纸最准。"),
    ),
)


def kinds_of(question: str) -> frozenset[str]:
    """The names of the kinds of thing that ``question`` asks; none where it only tells something."""
    asked = folded(question)
    return frozenset(kind.name for kind in QUESTION_KINDS if kind.asks.search(asked))


def is_of_kind(question: str, line: str) -> bool:
    """Whether ``line`` tells a kind of thing that ``question`` asks; a question of no kind is told by any."""
    asked = folded(question)
    kinds = [kind for kind in QUESTION_KINDS if kind.asks.search(asked)]
    return not kinds or any(kind.tells.search(line) for kind in kinds)
