"""What the skills say about a citizen's own tips: plain, warm, short."""

from handlers.notices import link

NONE_YET = (
    "您在这里还没有举报。看到不安全的地方，点{tip_link}，几句话就行。\n"
    "用查询码的，直接把查询码发给我。打电话报的，请打{report_phone}问进度。"
)
HEAD = "您的举报，点编号看详情："
ONE_LINE = "{number}：{headline}{promise}"
MORE = "还有{count}件更早的，请点这里看：{url}"
CASE = "编号{number}"
NOW = "现在：{headline}。"
PROMISED = "{text}（{left}）。"
HAPPENED = "{day}　{text}"
ANSWER = "答复\n核查结论：{conclusion}\n核查情况：{account}\n怎么处理：{decision}\n奖励：{reward}"
REWARD = "奖励：{line}"
CLAIM_AT = "领取请打开，点这一件，再点“领取奖励”：\n{url}"
APPEAL_AT = "对不发奖金不同意的，打开这里，点这一件，就能提：\n{url}"
EXTEND_BY = "要申请延长，点这里说明理由：{link}"
REWARD_OF = "编号{number}：{line}"
HOW_TO_CLAIM = (
    "领的时候填您本人的姓名、身份证号、银行卡号（或者存折账号）和开户银行，只在网页里填，别在聊天里发。\n"
    "不会填的，打{report_phone}，或者带上查询码到受理单位，工作人员帮您填。叫您先交钱、交手续费的是骗子。"
)
NOT_IN_THE_CHAT = "卡号、身份证号别在聊天里发，发了也转不了账；请把刚才那条删掉，到领奖的网页里填。"
ASK_THE_OFFICE = "这一点我说不准，打{{report_phone}}问工作人员最稳妥；也可以{leave}。"
CLAIM_IN_GENERAL_LABEL = "举报奖金怎么领"
SEE_ALSO = "一般的规定，看这里：{link}"
LOOKED_AT = "您的身份信息被查看过{count}次，最近一次是{day}，为了{purpose}。"
WAITING = "工作人员在等您补充，点这里写：{link}"
DO = "您可以：{links}"
SHARED_PHONE = "手机是别人的？看完请把这段聊天删掉。"
PENALTY = "罚不罚、罚多少，要等查清楚了依法来定，现在还说不准。您把看到的说清楚就行。"

WRONG_CODE = (
    "这个查询码查不到。查询码一共26个字母和数字，请对照您抄的再输一次；数字0和字母O、数字1和字母I不用分。\n"
    "在这个微信里举报的，说“我的举报”就能看到，不用查询码。"
)
NUMBER_ALONE = (
    "只凭编号查不了，这样别人拿到编号也看不到您的事。\n"
    "在这个微信里举报的，说“我的举报”就能看到；用别的办法举报的，请把抄下的查询码发来。"
)
HOW_LONG_LABEL = "多久办完、怎么告诉您"
HOW_LONG = "一般怎么办、多久有结果，看这里：{link}"
SEND_CODE_AGAIN = "刚才人多，没来得及查。麻烦把查询码再发一次。"
BY_CODE_ANONYMOUS = "匿名举报的，下次用手机浏览器在网页上查更稳妥：{url}"

LABELS = {
    "supply": "补充情况",
    "write": "给办案人员留言",
    "withdraw": "撤回",
    "object": "不同意，提出异议",
    "report_again": "又出现了",
    "satisfied": "满意",
    "fair": "基本满意",
    "unsatisfied": "不满意",
    "see": "看详情",
}
ASK = {
    "supply": "请把要补充的用一条消息发来，打字、发语音都行，也可以先发照片。不补充了，回“取消”。",
    "write": "请把要说的用一条消息发来。办案人员看得到话，看不到您是谁。不说了，回“取消”。",
    "object": "请说说您不同意哪里、为什么，一条消息就行。会由没参与过这件事的人来复查。不提了，回“取消”。",
    "report_again": "请说说现在又是什么情况，一条消息就行。不说了，回“取消”。",
    "withdraw": (
        "要撤回编号{number}的举报吗？撤回以后不再答复您；危险要是还在，我们照样会去处理。\n{yes}　{no}"
    ),
}
CHECK = "您要发的是：\n{words}\n\n发出去吗？{yes}　{no}\n（接着打字，就是再加几句）"
FILE_KEPT = "收到，存在这一件里了。请再用一句话说明，或者回“取消”。"
FILE_FIRST_ASK = "这里只收文字。请用一条消息说，或者回“取消”。"
TOO_LONG = "太长了。请用{limit}个字以内，先说最要紧的。"
SENT = {
    "supply": "补充的内容收到了，谢谢您。我们接着办。",
    "write": "您的话已经转给办案人员了。",
    "object": "您的异议收到了，会换没参与过的人复查，并告诉您结果。",
    "report_again": "记下了，马上交给工作人员去看。谢谢您一直盯着。",
    "withdraw": "已经撤回。以后想再报，随时说“我要举报”。",
    "rate": "谢谢您告诉我们。",
}
UNSATISFIED = "对不起，没让您满意。您不同意结论的，可以点这里：{link}"
CANCELLED = "好的，没有发出去。看进度，说“我的举报”。"
NOT_YOURS = "这一件要先说“我的举报”，或者把查询码发来，才能办。"
REMINDER = "您刚才的话还没发出去：接着说就行，不发了回“取消”。"
REMINDER_WITHDRAW = "刚才问您要不要撤回举报：撤回，回“确认”；不撤，回“取消”。"

YES = link("确认", "确认", "tip:yes")
NO = link("取消", "取消", "tip:no")


def step_link(step: str, number: str, label: str = "") -> str:
    """A label that begins a step with one of the reporter's own tips."""
    label = label or LABELS[step]
    return link(label, label, f"tip:{step}:{number}")
