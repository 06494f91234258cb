"""What somebody tells after the first help gets the step that fits, and not the same words once more."""

import pytest

from tests.integration.conftest import Line, read_first

FIRE = "油锅着火了"


@pytest.mark.parametrize(
    ("first", "then", "begins"),
    [
        ("孩子生在家里", "不哭", "打120开免提！马上擦干宝宝"),
        ("低血糖晕了", "嘴里塞了糖 不咽", "别再喂！让他侧躺"),
        ("车祸了", "他没意识 车里有汽油味", "打119、120！把车熄火"),
        ("地震 压住了", "有味 像煤气", "别点火、别按打火机"),
        ("泥石流来了", "我们跑到山上了 下着雨 老人发抖", "打119、120说有人冻着了"),
        ("家里着火了", "119打了 说还要二十分钟 我爷在卧室", "你别再进去"),
        ("山火烧过来了", "火在后头二三十米", "打119或12119报位置"),
        ("煤气漏了", "我在屋里打电话呢没事吧", "别在屋里打"),
        ("煤气漏了", "阀门拧不动", "别拧了，人先走"),
        ("家里着火了", "都出来了 可猫还在里面", "别回去拿"),
        ("小孩头卡栏杆", "脸发紫了", "打119、120！托住他身子"),
        ("孩子误食洗衣凝珠", "吐泡沫", "别催吐"),
        ("我妈喝了农药", "她说难受要吐 让她吐吗", "别催吐"),
        ("喝了敌敌畏", "医院太远了 我灌点肥皂水", "别催吐"),
        ("我女儿要自杀", "她锁门不开", "打110、119来开门"),
        ("地震了", "停了 我住的六楼 下去吗", "晃停了就撤"),
        ("晒晕了", "灌了水呛着了 还是迷糊", "别再喂"),
        ("有人煤气中毒", "送去了 现在又说胡话", "马上打120再送医院"),
        ("蛇咬了", "脚趾黑了 要不要划开放血", "别割、别挤"),
        ("我被他打了", "他睡着了 我能跑吗", "看准他不在跟前"),
        ("洪水来了", "树上抱着 手没力了", "抱牢别松手"),
        ("屋里烧炭取暖头晕", "我开了一条缝", "开条缝不够！"),
        ("我孩子发烧抽筋了", "现在停了", "不抽了也先看他"),
        ("工友触电了", "电闸拉了", "电断了再碰他"),
        ("工友触电了", "已经断电了 怎么办", "电断了再碰他"),
        ("工友触电了", "断了电了", "电断了再碰他"),
        ("我儿子在学校被同学打了", "他说不想活了 老师也不管", "先陪着他"),
        ("煤气漏了", "没味了", "没味了也先别回屋"),
        ("煤气漏了", "电话多少", "先出屋"),
        ("楼道着火我被困在屋里", "听到消防车的声音了", "快到了，再坚持一下"),
        ("我在电梯里困住了", "物业来了在开门", "到了就好"),
        ("老公胸口疼得冒汗", "家里有硝酸甘油", "先什么都别喂"),
        ("有人溺水捞上来了没气", "我不会按", "平放硬地"),
        ("着火了", "已经扑灭了，谢谢", "那就好"),
        ("手被机器轧了", "血止住了", "止住了也别松手"),
        ("手被机器轧了", "手指头放冰箱冻着行吗", "断下来的别泡水"),
        ("我妈晕倒了", "她醒了说没事", "看着好了也要去医院"),
        ("我妈晕倒了", "停电了怎么办", "停电也先顾人：马上打120"),
        ("地震了", "突然没电了咋整", "停电也先顾人"),
        ("我被他打了", "停电了怎么办", "停电了先躲好"),
        ("有人要跳楼", "他下来了", "下来了、回来了"),
        ("我老婆要生了", "生出来了", "打120开免提"),
        ("我老婆要生了头出来了", "脖子上缠着带子", "脐带绕着脖子，别剪"),
        ("油锅着火了", "火更大了烧到手", "别再灭了，人马上出来"),
        ("油锅着火了", "盖不住 烧到油烟机了", "别再灭了，人马上出来"),
        ("手机冒烟了", "扔水里行吗", "可以浇水，别用手拿去扔"),
        ("地震了", "跑出来了", "出来了就别回去"),
        ("小孩误喝了洗衣液", "喝下去有十分钟了", "马上去医院，打120！不要催吐"),
        ("小孩误喝了洗衣液", "喝了一口", "马上去医院，打120！不要催吐"),
        ("有人跳河了", "我会游泳", "别进去、别下去"),
        ("有个小孩在河边掉水里了", "掉下去了", "别慌，我在"),
        ("被电了一下现在手麻", "要不要紧", "隔着手机看不准"),
        ("屋里烧炭取暖头晕", "能不能开窗就行", "开条缝不够！"),
    ],
)
def test_what_is_told_next_gets_the_step_that_fits(line: Line, first: str, then: str, begins: str) -> None:
    line.says(first)

    assert read_first(line.says(then)).startswith(begins)


@pytest.mark.parametrize(
    ("first", "then", "first_step"),
    [
        ("他没呼吸了", "我不会啊", "胸外按压"),
        ("喝了敌敌畏", "太远了怎么办", "带上药瓶"),
        ("家里着火了", "没有用", "119"),
    ],
)
def test_who_is_told_to_go_on_reads_the_first_step_at_once(
    line: Line, first: str, then: str, first_step: str
) -> None:
    line.says(first)

    assert first_step in read_first(line.says(then))


@pytest.mark.parametrize("first", ["台风来了", "台风来了怎么办"])
def test_who_says_only_where_they_are_is_in_what_was_named_before(line: Line, first: str) -> None:
    line.says(first)

    assert read_first(line.says("我在船上")).startswith("全部穿救生衣")


def test_who_asks_whether_it_is_over_is_still_in_danger(line: Line) -> None:
    line.says("家里煤气味好大")

    reply = line.says("没事吧")

    assert "那就好" not in reply
    assert "119" in read_first(reply)


def test_what_goes_on_for_days_is_no_address(line: Line) -> None:
    line.says(FIRE)

    assert "不能替您报警" not in line.says("我们村口那个厂子天天烧木屑")


def test_a_place_to_which_somebody_comes_is_no_address(line: Line) -> None:
    line.says("有人跟踪我")

    reply = line.says("他跟进小区了")

    assert "不能替您报警" not in reply
    assert "110" in read_first(reply)


def test_a_long_message_that_nobody_understands_is_still_about_the_danger(line: Line) -> None:
    line.says(FIRE)

    assert "接着做" in line.says("左边那个黑的 跟你讲了半天 就是那个 长长的东西")


@pytest.mark.parametrize(
    ("then", "begins"),
    [
        ("还是有味", "开了窗、还有味，人都先出来"),
        ("窗户开了", "开了窗、还有味，人都先出来"),
        ("还要不要打电话", "拿不准就打"),
        ("物业说没事", "别人说没事不算数"),
        ("头有点晕", "别慌，我在。接着做：别开关电器"),
    ],
)
def test_who_told_of_a_danger_and_was_answered_is_listened_to(line: Line, then: str, begins: str) -> None:
    assert not read_first(line.says("灶那里有点臭味")).startswith("别开关电器")

    assert read_first(line.says(then)).startswith(begins)


@pytest.mark.parametrize("then", ["现在嗓子疼", "咳个不停"])
def test_an_answer_about_the_same_danger_ends_no_alarm(line: Line, then: str) -> None:
    line.says("我把洁厕灵和84混一起了")
    assert "不能混" in line.says("窗户打开了")

    assert "喘不过气、胸闷、咳不停打120" in read_first(line.says(then))


@pytest.mark.parametrize(
    ("first", "then", "begins"),
    [
        (FIRE, "我已经打119了", "打了就好！"),
        (FIRE, "119打过了", "打了就好！"),
        ("我妈晕倒了", "救护车叫了", "打了就好！"),
        ("煤气漏了", "燃气公司电话打了", "打了就好！"),
        ("不想活了", "已经报警了", "打了就好。人来之前我都在"),
        (FIRE, "打了119说要20分钟", "我是自动问答，派不了车"),
        (FIRE, "我要不要进去看看", "别进去"),
        ("邻居家冒黑烟", "我能不能进去", "别进去"),
    ],
)
def test_who_has_called_is_told_what_to_do_until_they_come(
    line: Line, first: str, then: str, begins: str
) -> None:
    line.says(first)

    assert read_first(line.says(then)).startswith(begins)


@pytest.mark.parametrize(
    ("first", "then", "begins"),
    [
        ("腿上扎了根钢筋", "能不能自己拔出来", "别拔"),
        ("我爸胸口疼", "人太多挤不进去", "喊围着的人退开"),
        ("农药怎么存放", "娃把瓶子打开舔了", "马上打120，带上药瓶"),
        ("屋里着火了", "跑出来了 我爸呛得咳黑痰", "呛了烟"),
        ("房间外面全是烟", "毛巾没有 水也停了", "没水就用被子"),
        ("小孩被果冻噎住", "拍完他软了不动了", "放平，马上按压胸口"),
        ("我朋友想自杀", "他现在不接电话了", "马上打110，说他的名字"),
        ("我爸触电了", "他脸发灰没动静", "电断了没"),
        ("他打我", "他在找钥匙", "别出声、别开门"),
    ],
)
def test_what_is_told_next_is_read_into_the_danger(line: Line, first: str, then: str, begins: str) -> None:
    line.says(first)

    assert read_first(line.says(then)).startswith(begins)


@pytest.mark.parametrize(
    ("first", "then"), [("烧荒罚多少", "烧到别人山上呢"), ("心肺复苏步骤", "按断肋骨要赔吗")]
)
def test_what_goes_on_with_a_calm_question_raises_no_alarm(line: Line, first: str, then: str) -> None:
    line.says(first)

    assert not read_first(line.says(then)).startswith(("马上", "接着按"))


@pytest.mark.parametrize("then", ["吐了一次", "他说想睡", "娃有点迷糊"])
def test_who_was_hit_on_the_head_and_gets_worse_needs_a_doctor(line: Line, then: str) -> None:
    assert "马上打120" in read_first(line.says("我老公喝了酒在浴室滑倒撞到头了"))

    assert read_first(line.says(then)).startswith("马上打120，说撞了头以后变重了")


def test_who_asked_about_a_danger_has_raised_no_alarm(line: Line) -> None:
    line.says("煤气泄漏怎么预防")

    assert not read_first(line.says("还要不要打电话")).startswith("拿不准就打")


@pytest.mark.parametrize(
    ("first", "then", "begins"),
    [
        ("家暴", "他出去了 一会就回来", "看准他不在跟前"),
        ("家暴找谁", "他出去了", "看准他不在跟前"),
        ("溺水的人救上来怎么急救", "人还在水里我不会游泳怎么救", "人别跳下去"),
        ("他打我", "他又来了", "我在。手机静音"),
        ("有人撬门", "走了", "先别出去、别开门"),
        ("被蛇咬了", "绑了绳子 手发黑了", "别割、别挤"),
        ("孩子手卡住了", "手指紫了拽不出来", "别硬拽！打119"),
        ("狗咬我了", "出血了", "别慌，我在。接着做：血流得厉害"),
        ("着火了", "没跑出来压底下了", "打119、120，报地址、几个人埋住"),
    ],
)
def test_what_goes_on_is_no_end_and_no_other_matter(line: Line, first: str, then: str, begins: str) -> None:
    line.says(first)

    assert read_first(line.says(then)).startswith(begins)


def test_mere_distress_after_an_alarm_is_about_that(line: Line) -> None:
    line.says("煤矿里冒顶了")

    first = read_first(line.says("前头三个没出来"))
    assert first.startswith("马上打119")
    assert "避灾路线" in first


@pytest.mark.parametrize(
    ("first", "then"),
    [
        ("着火了", "在厨房"),
        ("我被人关在出租屋里出不去", "他们没收了我手机就剩这个"),
        ("车里有汽油味", "能开吗"),
    ],
)
def test_a_statement_that_finds_only_advice_or_another_subject_stays_in_the_danger(
    line: Line, first: str, then: str
) -> None:
    line.says(first)

    reply = line.says(then)

    assert "接着做：" in reply or "照这个做：" in reply
    assert "有用吗" not in reply, "no other article was read"


@pytest.mark.parametrize(
    ("first", "then", "says"),
    [
        ("着火了", "灭火器过期了还能用吗", "指针"),
        ("手割破了怎么止血", "流鼻血呢", "鼻翼"),
        ("着火了", "另外我想举报一个厂", "哪里不安全"),
    ],
)
def test_a_question_another_case_and_a_wish_are_heard(line: Line, first: str, then: str, says: str) -> None:
    line.says(first)

    assert says in line.says(then)
