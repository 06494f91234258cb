"""Whether a question leans on the one before it: 那冬天呢, 多少钱, 那孩子呢."""

import re

from knowledge.normalising import folded

# Nothing longer leans: who has a new wish of this length names it.
LONGEST = 14

_BEGINS = re.compile(
    r"^(?:那么|那要是|那如果|那|要是|如果是|如果|换成|换作|还有|然后|另外|除此之外|除了这个|接着|接下来|"
    r"这个|这种|这|它|他|她|你说的|刚才|上面|前面|前一个)"
)
_ENDS = re.compile(r"(?:呢|的话|的呢|咧|嘞)$")
_BARE = re.compile(
    r"^(?:(?:大概|一般|具体|到底|需要|要|会|得|怎么|去|找|打|在|是|可以|能|有|应该|该|再|都|被)*"
    r"(?:多少钱|多少|(?:多久|多长时间|几天|几年)(?:要换|换一次|一次|换)?|什么时候|啥时候|哪里|哪儿|去哪|找谁|谁管|谁|为什么|为啥|怎么办|咋办|咋整|"
    r"怎么申请|怎么报|怎么弄|怎么做|怎么用|什么电话|哪个电话|打几号|打什么电话|电话|处罚|罚款|罚多少钱?|罚|违法|犯法|要钱|"
    r"收费|免费|然后|还有|继续|后来|依据|什么依据|法律依据|什么规定|材料|什么材料|条件|什么条件|流程|标准|有用|危险|可以|行)"
    r"(?:申请|办理|报|买|处理|打|查|去|办|罚|用|领|要|收费|吗|么|不|呢|啊|了|的|钱|多少)*)$"
)


_ASKS = re.compile(
    r"^(?:有没有|有|要不要|要|需要|能不能|能|可以|会不会|会|是不是|是|得|用不用|给不给|给)\S{1,4}(?:吗|么|不|没|嘛)$"
)


def leans(question: str) -> bool:
    """Whether ``question`` looks as if it meant something only after another one."""
    plain = folded(question).replace(" ", "")
    if not plain or len(plain) > LONGEST:
        return False
    return bool(_BEGINS.match(plain) or _ENDS.search(plain) or _BARE.match(plain) or _ASKS.match(plain))


def new_words(question: str) -> str:
    """What a leaning question adds: 冬天 of 那冬天呢."""
    plain = folded(question)
    return _ENDS.sub("", _BEGINS.sub("", plain)).strip() or plain
