"""Every sentence the skills say, apart from the reviewed articles and screens. Plain, warm, short.

Nothing here states a fact of law or a number that differs by place: those live in articles and local facts.
"""

from collections.abc import Iterable
from html import escape

EMERGENCY_LINE = "遇到危险，先打电话：火灾119，急救120，报警110。"

WELCOME = (
    "您好，我是{bureau_name}的安全问答小助手“安问”。\n"
    "家里、路上、厂里、学校里的安全问题，直接打字或者说话问我，比如：\n"
    "{samples}\n\n"
    "想看全部功能，点下面的菜单，或回复“帮助”。\n"
    f"这里不能代替报警。{EMERGENCY_LINE}"
)

WELCOME_SAMPLES = ("电动车能在家里充电吗", "闻到煤气味怎么办", "台风来了怎么准备")

WELCOME_BACK = "您好，欢迎回来。有安全方面的问题直接问我，或者点下面的菜单。"

HELP = (
    "我能帮您做这些：\n"
    "1. 回答安全问题：直接打字，或者发语音，一句话说清楚就行。\n"
    "2. {tip_link}：看见安全隐患，在这里就能报；{mine_link}看办到哪了；{report_link}。\n"
    "3. {leave_link}：我答不上来的，留给工作人员回复。\n"
    "4. {human_link}：值班电话和上班时间。\n"
    "5. {subs_link}：选您的乡镇，想收什么、不想收什么。\n"
    "6. {privacy_link}，或者{forget_link}。\n\n"
    f"{EMERGENCY_LINE}"
)

LECTURE = (
    "可以的，村、社区、学校、企业都能约。点这里：{link}。\n"
    "写清在哪里、大约多少人、想听什么、哪几天方便，工作人员会打电话和您定时间。\n"
    "不会填的，打{duty_phone}说也行。已经约过的，想看办到哪了，或者不约了，点{own_link}；想改日子，打电话说。"
)

PICTURE_FOOT = "画成了图，点这里：{links}"
PICTURE_LABEL = "看图"
PICTURE_NOT_YET = "图还没传好，过一会儿再点“看图”。先照文字做："
PICTURE_NOT_HERE = (
    "这一条没有画成图，也没有视频。想看大字的，点答案下面的网页；想要课件、视频，回复“留言”问工作人员。"
)
PICTURE_NONE = "这里没有图可看。先问一个安全问题，答案下面有“看图”的，点一下就能看。"

POINT_HEAD = "您问的这一点："
LOOK_AGAIN = "您问的要是在这一条里，请再看一遍；没写到、还不清楚的，回复“留言”或“转人工”。"
POINT_FOOT = "想看完整的那一条，回复“再说一遍”。"
ANSWER_FOOT = "这个回答有用吗？{useful}　{useless}"
PAGE_LINE = "大字网页：{url}"
FIRST_HELP = "要是现在就有人受伤、着火或被困，先打120（急救）、119（火灾救援）；有坏人打110。"
SUGGEST_HEAD = "您是想问下面哪一个？点一下，或者回复前面的数字："
SUGGEST_FOOT = "都不是的话，换个说法再问我一次，或者{leave_link}。"
TOPIC_LIST_HEAD = "{title}，大家常问这些，点一下就能看："
TOPIC_LIST_EMPTY = "这一类的内容还在准备，您可以直接打字问我。"
ARTICLE_GONE = "这条内容已经更新，请直接打字再问一次。"
CLICK_UNKNOWN = "菜单刚更新过，请关掉聊天窗口再打开，就能看到新的菜单。"

FALLBACK = (
    "这个问题我还答不好，不敢乱说。眼下有危险，马上打119（着火、被困）、120（伤病）、110。\n"
    "您可以换个说法再问一次，说清楚“什么地方、出了什么事”；也可以{leave_link}，工作人员看到会回复。\n"
    "不是安全方面的事，可以拨打12345政务服务热线。"
)
# Said where somebody may be telling of a danger, and it is not understood which.
FALLBACK_TOLD = (
    "要是眼下有危险：着火、被困打119，受伤、发病打120，有坏人打110！人先到安全处，别盲目去救。\n"
    "我没听明白是什么事。再说一句“什么地方、出了什么事”，我马上告诉您先做什么；也可以{leave_link}。\n"
    "不是安全方面的事，可以拨打12345政务服务热线。"
)
NOT_TEXT = "这种消息我还看不懂，请用文字告诉我，好吗？"

FEEDBACK_THANKS = "谢谢您，能帮上忙就好。"
FEEDBACK_SORRY = "对不起，没帮上您。可以换个说法再问，也可以{leave_link}，我们会把这条改好。"
FEEDBACK_LATE = "谢谢您的反馈。"

SHORTER = "最要紧的就这一句：\n{lead}"
ASK_THE_POINT = "还有哪一点不清楚，用一句话问我；想请人讲，{leave_link}。"
NOTHING_MORE = (
    "这一条能说的就这些了。想细问哪一点，用一句话告诉我，比如“多久换一次”“该找谁修”；也可以{leave_link}。"
)
MORE_NOTHING = "后面没有更多内容了。还想了解什么，直接问我。"

VOICE_UNHEARD = "您的语音我没听清。麻烦打几个字告诉我，比如“煤气漏了”“有人触电”。\n" + EMERGENCY_LINE
PICTURE_SEEN = (
    "收到您发来的{what}。我还看不懂{what}里的内容：\n"
    "想举报这里的安全隐患，点{tip_link}，{what}先给您留着；\n"
    "想问安全问题，请用一句话告诉我。\n"
    f"{EMERGENCY_LINE}"
)
PICTURE, VIDEO = "照片", "视频"
LOCATION_SEEN = (
    "收到您的位置{label}。\n"
    "这里有危险，请先离开，再打119、120或110，把这个位置告诉接线员。\n"
    "想举报这里的安全隐患，点{tip_link}，位置先给您留着；想找避难的地方，请看{shelter_link}。"
)
LINK_SEEN = (
    "收到您转来的文章。网上的安全消息，请以政府和应急、气象、消防等部门发布的为准。"
    "想核对哪句话，直接发文字问我。"
)

LEAVE_ASK = (
    "好的，请把您的问题用一条消息写下来，我转给工作人员。\n"
    "这里不处理紧急情况，也请不要写身份证号、银行卡号。\n"
    "不想留了，回复“取消”。"
)
LEAVE_ASKED = (
    "您刚才问的是：“{question}”\n"
    "要把这句话留给工作人员，点{this_link}；想说得细一点，就重新用一条消息写下来。\n"
    "这里不处理紧急情况，也请不要写身份证号、银行卡号。\n"
    "不想留了，回复“取消”。"
)
LEAVE_DONE = (
    "记下了（编号{number}）。工作人员会在上班时间看，有了回复会发到这里。\n"
    "微信规定，您最近48小时内给我们发过消息，我们才能主动回复您；要是一直没收到，发一句“我的留言”就能看到。"
)
LEAVE_CANCELLED = "好的，不留言了。有问题随时问我。"
LEAVE_TEXT_ONLY = "留言请用文字写，一条消息写完就行。不想留了，回复“取消”。"
LEAVE_TOO_LONG = "太长了，工作人员看不过来。请用{limit}个字以内说清楚，再发一次。"
LEAVE_REMINDER = "您刚才在写留言：想接着写，直接发过来；不想写了，回复“取消”。"
MINE_NONE = "您还没有留过言。想留言，{leave_link}。"
MINE_HEAD = "您最近的留言："
MINE_OPEN = "编号{number}：还没有回复，请再等等。"
MINE_ANSWERED = "编号{number}，工作人员回复：\n{answer}"
STAFF_REPLY = "您的留言（编号{number}）有回复了：\n{answer}\n\n还有问题，直接问我。"

PRIVACY = (
    "您的隐私，我们这样保护：\n"
    "1. 您发来的话只用来回答您。原话加密保存，{words_hours}小时后删除。\n"
    "2. 问题清单去掉了电话、身份证号、车牌号，您的代号也换过，只用来改进回答，{log_days}天后删除。\n"
    "3. 微信只告诉我们一个代号，看不到您的姓名和手机号；答题记在换过的代号下，证书上的姓名加密。\n"
    "4. 您留给工作人员的问题加密保存，答复{log_days}天后删除。\n"
    "5. 举报的内容和您是谁，锁在单独的保险柜里：没说完的，7天后删除；提交了的，按规定保存和销毁。\n"
    "6. 想现在就删，{forget_link}（已经提交的举报要依法保存，不在里面）。\n"
    '想看全文，点<a href="{page}">完整的隐私说明</a>。'
)
FORGET_ASK = (
    "要删除您在这里的聊天记录、提问记录、留言、订阅和退订、答题记录、证书和没说完的举报吗？删了就找不回来。"
    "（已经提交的举报要依法保存，想停办请撤回。）\n"
    "{yes}　{no}\n（也可以回复“确认删除”或“取消”）"
)
FORGET_DONE = "都删除了。以后您还可以随时来问，我会当作第一次见面。"
FORGET_CANCELLED = "好的，没有删除。"
FORGET_REMINDER = "您刚才想删除记录：要删，回复“确认删除”；不删，回复“取消”。"

HUMAN_OPEN = "现在是上班时间（{hours}），请打{duty_phone}，说清楚您在哪里、什么事。也可以{leave_link}。"
HUMAN_CLOSED = "现在不是上班时间（上班时间：{hours}）。不急的事{leave_link}，上班后回复；急事打{duty_phone}。"
HUMAN_FOOT = EMERGENCY_LINE

SORRY = f"对不起，我这边出了点问题，没能处理您的消息，请过几分钟再发一次。\n{EMERGENCY_LINE}"


def link(label: str, said: str, menu_id: str) -> str:
    """A tappable label: the platform sends ``said`` back as a text with ``menu_id``.

    WeChat shows ``weixin://bizmsgmenu`` links in texts; tapping one counts as a click on a menu.
    """
    target = f"weixin://bizmsgmenu?msgmenucontent={escape(said)}&msgmenuid={escape(menu_id)}"
    return f'<a href="{target}">{escape(label, quote=False)}</a>'


def article_link(article_id: str, question: str) -> str:
    """The question of an article, tappable."""
    return link(question, question, f"article:{article_id}")


def also_asked(article_id: str, question: str) -> str:
    """Below an answer, what answers the other of two questions in one message, or may be what was meant."""
    return f"这一条也跟您问的有关，点这里看：{article_link(article_id, question)}"


LEAVE_LINK = link("给工作人员留言", "留言", "skill:leave")
LEAVE_THIS = "leave:this"
LEAVE_THIS_LINK = link("就留这一句", "就留这一句", LEAVE_THIS)
TIP_LINK = link("我要举报", "我要举报", "skill:tip")
MINE_LINK = link("我的举报", "我的举报", "skill:tips")
REPORT_LINK = link("怎么举报隐患", "怎么举报隐患", "skill:report")
SHELTER_LINK = link("避难场所", "避难场所在哪里", "skill:shelter")
HUMAN_LINK = link("转人工", "转人工", "skill:human")
PRIVACY_LINK = link("隐私说明", "隐私说明", "skill:privacy")
FORGET_LINK = link("删除我的记录", "删除我的记录", "skill:forget")
SUBS_LINK = link("订阅和退订", "我的订阅", "skill:subs")
FORGET_YES = link("确认删除", "确认删除", "forget:yes")
FORGET_NO = link("不删了", "取消", "forget:no")
LINKS = {
    "leave_link": LEAVE_LINK,
    "this_link": LEAVE_THIS_LINK,
    "report_link": REPORT_LINK,
    "tip_link": TIP_LINK,
    "mine_link": MINE_LINK,
    "shelter_link": SHELTER_LINK,
    "human_link": HUMAN_LINK,
    "privacy_link": PRIVACY_LINK,
    "forget_link": FORGET_LINK,
    "subs_link": SUBS_LINK,
}


def with_links(sentence: str, **values: object) -> str:
    """``sentence`` with its links and values filled in."""
    return sentence.format(**{**LINKS, **values})


def with_leave_link(text: str) -> str:
    """``text`` from a data file, in which ``{leave_link}`` may stand."""
    return text.replace("{leave_link}", LEAVE_LINK)


STAFF_BOUND = "已绑定：{name}。值班提醒会发到这个微信，看到请回“收到”。离岗请让系统管理员解除。"
DUTY_ACKNOWLEDGED = "已记下您收到：{subjects}。请尽快登录后台处理。"


def feedback_line(log_id: int) -> str:
    """The line below an answer by which the person says whether it helped."""
    return ANSWER_FOOT.format(
        useful=link("有用", "有用", f"useful:{log_id}"), useless=link("没用", "没用", f"useless:{log_id}")
    )


def picture_links(article_id: str, count: int) -> str:
    """The line below an answer by which the person sees its pictures."""
    labels = [PICTURE_LABEL] if count == 1 else [f"{PICTURE_LABEL}{n}" for n in range(1, count + 1)]
    links = [
        link(label, PICTURE_LABEL, f"picture:{article_id}:{n}") for n, label in enumerate(labels, start=1)
    ]
    return PICTURE_FOOT.format(links="　".join(links))


def numbered(lines: Iterable[str]) -> str:
    """The lines with 1. 2. 3. before them."""
    return "\n".join(f"{number}. {line}" for number, line in enumerate(lines, start=1))
