"""Who asks on about the answer just read gets the line that says it, and not all of it again."""

import pytest

from handlers import notices
from tests.integration.conftest import Line


def last_reply(line: Line, talk: list[str]) -> str:
    """What is answered to the last sentence of a talk."""
    return [line.says(sentence) for sentence in talk][-1]


@pytest.mark.parametrize(
    ("first", "second", "said"),
    [
        ("避难场所在哪里", "能带狗去吗", "猫狗：各地不一样"),
        ("消防通道停车违法吗", "罚多少", "个人给警告或罚500元以下"),
        ("84消毒液怎么配", "可以跟洁厕灵一起用吗", "不能混"),
        # Whose business labour contracts are is no matter here.
        ("工伤认定要多久", "没签合同算吗", "工资转账"),
        ("电动车能不能在楼道充电", "那放阳台充呢", "不能。"),
        # What looks like somebody else's business belongs to what was just read.
        ("电动车电池鼓包怎么办", "能扔垃圾桶吗", "不要扔垃圾桶"),
        ("台风来之前准备什么", "窗户怎么弄", "窗户和门关紧锁好"),
    ],
)
def test_the_point_comes_alone(line: Line, first: str, second: str, said: str) -> None:
    line.says(first)

    reply = line.says(second)

    assert said in reply
    assert notices.POINT_HEAD in reply
    assert "依据：" in reply
    assert "有用</a>" in reply
    # The whole of it is one word away.
    again = line.says("再说一遍")
    assert notices.POINT_HEAD not in again
    assert len(again) > len(reply)


@pytest.mark.parametrize(
    ("talk", "said"),
    [
        # What names nothing is asked of what was just read, and wishes for no contest.
        (["灭火器多久换", "在哪换"], "交给灭火器维修单位"),
        (["高温天有补贴吗", "多少钱"], "发多少：各省自己定"),
        (["电动车电池能拿回家充吗", "邻居就这么干找谁", "罚多少钱"], "个人罚500元到1000元"),
        (["我家楼道堆了好多纸箱", "邻居不肯搬", "打哪个电话"], "12345"),
        (["举报能匿名吗", "奖多少"], "15%"),
        (["电动车能不能推进电梯", "为啥"], "电池在轿厢里起火，人根本没处躲"),
        (["家里备什么应付地震", "水备多少"], "每人每天3升"),
        # What only another article of no great likeness was found for is told of this one.
        (["小区要装电动车充电棚，离楼近危险吗", "离几米"], notices.LOOK_AGAIN),
        (["燃气报警器有什么用", "多久检一次"], "照说明书的时间按测试键"),
        (["职业病体检要做吗", "一年几次"], "两三年一次"),
        (["上岗要做职业健康检查吗", "谁出钱"], "单位出"),
        (["怎么当应急志愿者", "有补助吗"], "不拿报酬"),
        (["儿童安全座椅几岁要用", "网上买的靠谱吗"], "3C标志"),
        (["手割破了一直流血", "要打针吗"], "破伤风"),
        (["狗把我咬了", "几针", "多少钱"], "12393（医保）"),
        (["我们厂要做安全培训", "谁来讲"], "24学时"),
        (["厂里让我们自己买劳保鞋", "合理吗"], "免费发"),
        (["我想当志愿者", "在哪报名"], "志愿服务平台"),
        (["今年防灾减灾日是哪天", "主题呢"], "人人讲安全"),
        # These questions are asked of schools and of pay too, and name neither.
        (["安全生产月是什么", "几号开始"], "6月1日"),
        (["台风天老板还叫上班", "扣工资吗"], "一个发薪周期内工资照发"),
        (["台风停工停课谁说了算", "那工资还发不发"], "一个发薪周期内工资照发"),
        (["灭火器怎么用", "扣工资吗"], "12333"),
        (["举报多少天内答复", "我不服"], "重新查一遍"),
        # No line is about it, and all of it is.
        (["单位要搞消防演练", "怎么弄"], "写预案"),
        # 兼职 is nobody's search for work here.
        (["我们单位二十个人要不要设安全员", "专职还是兼职"], "专职兼职都行"),
    ],
)
def test_what_names_nothing_is_asked_of_what_was_just_read(line: Line, talk: list[str], said: str) -> None:
    assert said in last_reply(line, talk)


@pytest.mark.parametrize(
    ("talk", "said"),
    [
        (["台风明天来要准备什么", "窗户贴胶带有用吗", "停电了怎么办"], "95598"),
        # 没电, for which 停电 is read, is one word that says much.
        (["花钱买的特种作业证有用吗", "停电了怎么办"], "95598"),
        (["电动车能不能在楼道充电", "停电了怎么办"], "95598"),
        # What the article before only mentions is asked of the one for which people ask it.
        (["能烧秸秆吗", "山上烧荒呢，罚多少"], "烧出火灾，过失的"),
        (["河边铁塔底下能钓鱼吗", "多合一场所"], "三合一"),
    ],
)
def test_a_subject_of_its_own_is_not_read_with_the_one_before(line: Line, talk: list[str], said: str) -> None:
    assert said in last_reply(line, talk)


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("灭火器多久换", "多少钱一个"),
        ("灭火器多久换", "什么牌子好"),
        ("电动车头盔要戴吗", "多少钱一个"),
        ("灭火器多久换", "修一个多少钱"),
        ("家里老鼠把电线咬了", "找电工要多少钱"),
    ],
)
def test_the_price_of_what_was_answered_is_not_told(line: Line, first: str, second: str) -> None:
    line.says(first)

    assert "牌子、价格、哪里买，我没有资料" in line.says(second)


def test_what_hardly_answers_is_offered_where_it_is_of_another_field(line: Line) -> None:
    line.says("厂里让我们自己买劳保鞋")
    line.says("会不会炒我")

    reply = line.says("不说名字")

    assert notices.SUGGEST_HEAD in reply
    assert "能匿名吗" in reply


def test_a_guess_at_calm_advice_does_not_lead_away_from_a_danger(line: Line) -> None:
    line.says("我车停充电桩旁边冒烟了")

    assert "人先跑" in line.says("我开走行吗")


@pytest.mark.parametrize("question", ["单位能组队吗", "什么时候比", "要钱吗"])
def test_what_is_asked_after_the_way_to_contests_is_about_them(line: Line, question: str) -> None:
    line.says("我想报名安全知识竞赛")

    assert "点开那场竞赛看" in line.says(question)


def test_where_a_thing_belongs_is_told_though_its_price_is_not(line: Line) -> None:
    line.says("冬天烧炉子要注意啥")
    assert "牌子、价格" in line.says("那报警器哪里买")

    assert "卧室里或卧室门口" in line.says("装在哪")


def test_beside_a_danger_the_first_action_stands_too(line: Line) -> None:
    line.says("被开水烫了先干啥")

    reply = line.says("能抹牙膏不")

    assert "别做这几样：抹牙膏" in reply
    assert "马上用流动的凉水冲" in reply


def test_after_first_help_the_point_comes_too(line: Line) -> None:
    assert "马上" in line.says("食物中毒怎么办")

    reply = line.says("剩菜留着吗")

    assert notices.POINT_HEAD in reply
    assert "留：剩菜" in reply


def test_what_was_told_before_says_whether_it_is_serious(line: Line) -> None:
    line.says("被狗抓了一下没出血")

    assert "破了皮没出血，有抓痕：打疫苗" in line.says("要紧吗")


def test_where_no_line_says_it_that_is_told_before_all_of_it(line: Line) -> None:
    assert notices.LOOK_AGAIN not in line.says("怎么防小孩从窗户掉下去")

    reply = line.says("要花多少钱")

    assert notices.LOOK_AGAIN in reply
    assert "装限位器" in reply


def test_a_new_question_gets_its_whole_answer(line: Line) -> None:
    line.says("避难场所在哪里")

    reply = line.says("灭火器怎么用")

    assert notices.POINT_HEAD not in reply
    assert "提、拔、握、压" in reply


@pytest.mark.parametrize(
    ("question", "lead", "said"),
    [
        ("电瓶车进电梯罚款", "都别进电梯", "罚多少：高层建筑"),
        # What presses says what to do first all the same.
        ("煤气中毒要送哪种医院", "打120", "告诉医生是煤气中毒，尽量送有高压氧舱的医院"),
    ],
)
def test_a_first_question_is_told_its_line_right_after_the_lead(
    line: Line, question: str, lead: str, said: str
) -> None:
    first, second, third = line.says(question).split("\n\n")[:3]

    assert lead in first
    assert second.startswith(f"{notices.POINT_HEAD}\n{said}")
    assert third.startswith("1. ")


def test_the_same_question_again_gets_the_whole_answer_again(line: Line) -> None:
    assert notices.POINT_HEAD not in line.says("避难场所在哪里")
    assert notices.POINT_HEAD not in line.says("避难场所在哪里")


@pytest.mark.parametrize("number", ["9223372036854775808", "9999999999999999999", "٣"])
def test_an_opinion_on_no_answer_breaks_nothing(line: Line, number: str) -> None:
    assert "出了点问题" not in line.taps("没用", f"useless:{number}")


def test_what_is_asked_of_a_lecture_is_no_question_about_may(line: Line) -> None:
    line.says("能请你们来村里讲一课吗")

    assert "预约宣讲" in line.says("五月行吗")
    assert "预约宣讲" not in line.says("灭火器怎么用")


def test_whether_it_is_right_is_told_and_not_who_answers(line: Line) -> None:
    line.says("台风来之前准备什么")

    assert "下面写着依据" in line.says("那你说的准吗")


@pytest.mark.parametrize("words", ["怎么报名", "要钱吗", "能带小孩吗", "几点开始", "那要带什么"])
def test_what_is_asked_after_the_way_to_activities_is_about_them(line: Line, words: str) -> None:
    line.says("你们安全月有什么活动")

    assert "活动中心" in line.says(words)


def test_a_question_of_its_own_ends_the_talk_about_activities(line: Line) -> None:
    line.says("你们安全月有什么活动")

    assert "活动中心" not in line.says("灭火器怎么用")
    assert "活动中心" not in line.says("要钱吗")


@pytest.mark.parametrize("words", ["老人怎么办", "小孩在哪里", "孩子不行了"])
def test_what_is_asked_in_need_is_not_asked_of_the_activities(line: Line, words: str) -> None:
    line.says("活动中心")
    assert "活动中心" not in line.says(words)


@pytest.mark.parametrize("words", ["打哪个电话", "怎么办", "然后呢"])
def test_who_was_sent_to_another_authority_is_sent_there_again(line: Line, words: str) -> None:
    line.says("我妈被电信诈骗了")

    assert "96110" in line.says(words)
    line.says("谢谢")
    assert "96110" in line.says(words)


def test_after_an_answer_nobody_is_sent_away_as_before(line: Line) -> None:
    line.says("我妈被电信诈骗了")
    line.says("灭火器怎么用")

    assert "96110" not in line.says("怎么办")


def test_what_names_nothing_is_no_theme_of_others(line: Line) -> None:
    line.says("煤气中毒出院以后要复查吗")

    assert "身份证" not in line.says("怎么证明")


def test_who_wants_something_looked_at_and_says_not_what_begins_no_tip(line: Line) -> None:
    assert "帮您记下" not in line.says("帮我看看")


def test_a_state_that_is_a_danger_of_the_thing_named_before_is_an_alarm(line: Line) -> None:
    line.says("手机充电能放枕头下吗")

    assert "别用手拿" in line.says("鼓起来了")
