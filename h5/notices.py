"""What the pages say besides the reviewed articles. Plain, warm, short; no fact of law, no local number."""

from typing import TypedDict

DANGER = "遇到危险，先打电话：火灾119，急救120，报警110。"


class Notice(TypedDict):
    """A page that says one thing."""

    title: str
    words: str


NOT_FOUND: Notice = {
    "title": "没有这个页面",
    "words": "可能是内容更新了，或者网址少了几个字。回首页搜一搜，或者在公众号里直接问我。",
}
TOO_OFTEN: Notice = {
    "title": "慢一点，歇一分钟再试",
    "words": "刚才这里的访问太多了。" + DANGER,
}
BROKEN: Notice = {
    "title": "页面出了点问题",
    "words": "不是您的操作有错，请过几分钟再试。" + DANGER,
}
REFUSED: Notice = {"title": "没有办成", "words": "这个页面放得太久了，请重新打开再试。"}
BAD_REQUEST: Notice = {"title": "没有看懂", "words": "请返回上一页再试一次。"}
TOO_LARGE: Notice = {"title": "内容太大", "words": "请返回上一页：照片少选几张，分几次传；字写短一些。"}
SLOW: Notice = {
    "title": "没有传完",
    "words": "网络太慢，或者同时传的人太多。换个信号好的地方，过一分钟再传；不传照片也能先交。" + DANGER,
}
AWAY: Notice = {
    "title": "现在办不了",
    "words": "正在维护，请过几分钟再试。安全知识照常能看。" + DANGER,
}
FILE_NOT_KEPT = "现在存不下，过一会儿再传；也可以不等它，先把举报交上来。"
SESSION_OVER: Notice = {
    "title": "请重新打开这个页面",
    "words": "为了保护您的留言，过一段时间要重新确认一下是您本人。",
}
LOGIN_OLD: Notice = {"title": "这个链接用过了", "words": "请重新打开一次，不用填写任何东西。"}
LOGIN_DOWN: Notice = {"title": "微信那边暂时没有回应", "words": "请过一会儿再打开。您的留言都还在。"}
# WeChat shows some pages to people who have not opened them in full as a snapshot, with a button below [K].
SNAPSHOT: Notice = {
    "title": "请打开完整的网页",
    "words": "您现在看到的是“快照页”，微信没有告诉我们您是谁，所以看不了留言。"
    "点页面下方的“使用完整服务”，或者从公众号的聊天里重新打开。安全知识不用登录，在这里就能看。",
}
THANKS_USEFUL = "谢谢您，能帮上忙就好。"
THANKS_USELESS = "谢谢您告诉我们，这一条我们会改好。"
DELETED = "这条留言已经删除。"
SUBSCRIBED = "记下了，马上生效。"
STOPPED_ALL = "记下了：宣传消息不再发给您。想再收，把下面的勾去掉就行。"
