"""Which short sentences wish for a skill, and which ask how something is done or speak of something else."""

import pytest

from handlers.wish_patterns import wished

WISHES = {
    "我要找个真人说话": "human",
    "我想跟工作人员聊聊": "human",
    "不跟机器人说，给我换个活人": "human",
    "能不能转人工": "human",
    "上回我给你们留的言回了没": "mine",
    "算了我留言": "leave",
    "我前天留的言有人看吗": "mine",
    "我留的话处理了没有": "mine",
    "不想收你们的群发消息了": "subs",
    "怎么取消关注之后不再收消息": "subs",
    "天天群发烦死了": "subs",
    "我答题得的证书在哪看": "contests",
    "练习题做错了可以重做吗": "contests",
    "学完网上的课程有没有证书": "contests",
    "抽奖中了怎么领": "contests",
    "我答题得了多少分": "contests",
    "怎么退订": "subs",
    "还有别的能订吗": "subs",
    "能订阅哪些内容": "subs",
    "别再给我发消息了": "subs",
    "怎么不让你们老发广告": "subs",
    "别再给我发消息了行不": "subs",
    "我想看看题目练练手": "quiz",
    "来几道消防知识题做做": "quiz",
    "怎么删除我的聊天记录": "forget",
    "帮我把以前的提问记录清空": "forget",
    "晚上有人吗": "hours",
    "你们周末有人上班吗": "hours",
    "请问中午有没有人值班": "hours",
    "国庆放假还有人接电话吗": "hours",
    "你们能来我们村讲课吗": "lecture",
    "我是学校老师，想请你们来讲一课": "lecture",
    "能不能来我们村宣讲": "lecture",
    "我们公司想请人来讲讲消防": "lecture",
    "可以来幼儿园上堂安全课吗": "lecture",
    "请你们来厂里做个培训": "lecture",
    "想约一堂安全课": "lecture",
}
NONE = (
    "看看题目有没有错",
    "怎么转人工",
    "能订餐吗",
    "可以订票吗",
    "留言会不会曝光",
    "留言怎么写",
    "不想收预警短信了",
    "特种作业网上课程学完有证书吗",
    "我要找工作人员举报厂里隐患",
    "取消关注了还能举报吗",
    "有人工呼吸的视频吗",
    "群里群发的停水通知是真的吗",
    "别信群发的那个链接",
    "中奖短信怎么领",
    "举报奖怎么领",
    "老板不让发消息怎么办",
    "火场里不要发消息",
    "删除监控记录算不算隐瞒",
    "全部记录都删了",
    "把以前的记录删了",
    "屋里还有人吗",
    "井里有人吗",
    "现在车里有人怎么办",
    "晚上有人敲门",
    "怎么请你们来讲课",
    "可以在网上上课吗",
    "请假去上课扣工资吗",
    "讲座上发的东西能信吗",
    "请人来讲课出了事谁负责",
    "台风天能去上课吗",
    "暴雨红色预警还能来上课吗",
    "台风天能到学校上课吗",
    "高温天我们可以去上课吗",
    "大约几点上安全课",
    "今天有人",
    "现在有人在里面",
)


@pytest.mark.parametrize("said", WISHES)
def test_a_wish_in_a_sentence_is_known(said: str) -> None:
    assert wished(said) == WISHES[said]


@pytest.mark.parametrize("said", NONE)
def test_what_is_a_question_or_about_something_else_is_none(said: str) -> None:
    assert wished(said) is None
