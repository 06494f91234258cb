"""Lifts, work, pits, heights, and how to report a danger."""

from knowledge.drawing.album import picture
from knowledge.drawing.board import Board, forbidden, tick
from knowledge.drawing.canvas import Sheet
from knowledge.drawing.palette import (
    BLACK,
    BLUE,
    BROWN,
    CLOUD,
    CREAM,
    GREEN,
    GREY,
    INK,
    LEAF,
    NAVY,
    ORANGE,
    RED,
    SAND,
    SKIN,
    SKY,
    THIN,
    WHITE,
    YELLOW,
)
from knowledge.drawing.people import (
    Looks,
    Pose,
    person,
    standing,
)
from knowledge.drawing.things import (
    fan,
    sound,
    window,
)


@picture(
    "lift_trapped",
    "被困电梯：按铃、打电话、靠角落等",
    "四格图。第一按住黄色铃铛或对讲按钮几秒，跟值班的人说话。第二打电梯里牌子上的救援电话，报电梯编号，打不通打119。第三蹲下或坐在靠里的角落，抓住扶手，深呼吸。不要：不扒门、不撬门、不爬天窗、不蹦。电梯有通风口，不会闷死。",
)
def lift_trapped(sheet: Sheet) -> None:
    board = Board(sheet, "被困在电梯里", "别扒门、别跳，不会闷死", foot="救援电话打不通，打119", size=92)
    panels = board.grid(2, 2, "wwyn")
    with panels[0].drawing():
        sheet.rect(130, 40, 170, 336, GREY, 14)
        for y in (80, 130):
            for x in (176, 254):
                sheet.circle(x, y, 20, WHITE)
        sheet.circle(215, 220, 54, YELLOW)
        sheet.path("M191 236C196 200 200 186 215 186S234 200 239 236Z", BLACK, None)
        sheet.circle(215, 244, 9, BLACK, None)
        sheet.line([(200, 312), (200, 350)], INK, 8)
        sheet.line([(215, 312), (215, 350)], INK, 8)
        sheet.line([(230, 312), (230, 350)], INK, 8)
        sheet.limb([(470, 330), (330, 262)], BLUE, 38)
        sheet.circle(308, 250, 28, SKIN)
        sheet.limb([(292, 244), (262, 232)], SKIN, 15, THIN)
    panels[0].number(1)
    panels[0].caption("按住黄色铃铛\n跟值班的人说话", 46)
    with panels[1].drawing():
        sheet.rect(230, 50, 230, 190, WHITE, 8)
        sheet.text(345, 112, "救援电话", 48, RED)
        sheet.text(345, 172, "电梯编号", 48)
        sheet.line([(260, 206), (430, 206)], GREY, 9)
        looks = Looks(scale=0.98)
        person(
            sheet,
            standing(
                130,
                376,
                looks,
                arms=(((-40, 52), (-34, 100)), ((54, 30), (44, -40))),
                face="right",
                mouth="open",
            ),
            looks,
        )
        sheet.rect(160, 86, 26, 48, BLACK, 6)
    panels[1].number(2)
    panels[1].caption("照牌子打电话\n报上电梯编号", 46)
    with panels[2].drawing():
        sheet.rect(60, 30, 380, 346, CLOUD, 0)
        sheet.poly([(60, 376), (110, 320), (440, 320), (440, 376)], GREY)
        sheet.limb([(120, 230), (430, 230)], BROWN, 14)
        looks = Looks(shirt=GREEN)
        person(
            sheet,
            Pose(
                head=(360, 184),
                neck=(362, 238),
                hip=(366, 326),
                arms=[[(320, 230), (300, 232)], [(330, 290), (296, 300)]],
                legs=[[(290, 296), (280, 362)], [(300, 300), (262, 366)]],
                face="left",
                mouth="smile",
            ),
            looks,
        )
        sheet.circle(300, 230, 15, SKIN, INK, THIN)
    panels[2].number(3)
    panels[2].caption("靠里角落坐下\n抓扶手、慢慢呼吸", 46)
    with panels[3].drawing():
        sheet.rect(90, 30, 320, 346, CLOUD, 0)
        sheet.rect(110, 60, 138, 316, GREY)
        sheet.rect(252, 60, 138, 316, GREY)
        looks = Looks(shirt=RED)
        person(
            sheet,
            Pose(
                head=(250, 150),
                neck=(250, 206),
                hip=(250, 302),
                arms=[[(200, 236), (226, 270)], [(300, 236), (274, 270)]],
                legs=[[(232, 340), (226, 370)], [(268, 340), (274, 370)]],
                face="back",
            ),
            looks,
        )
        forbidden(sheet, 250, 226, 130)
    panels[3].wrong()
    panels[3].caption("别扒门、别撬门\n别蹦、别爬天窗", 46)


@picture(
    "confined_space",
    "井、池、窖：先通风，再检测，后作业",
    "图解。第一先通风：用风机往里送新鲜风，作业时一直吹，不许用纯氧。第二再检测：氧气19.5%到23.5%，毒气可燃气不超标。第三合格了才下，系安全带救生绳，外面有人一直守着。有人晕倒：严禁盲目下去救，先打119，在外面送风。",
)
def confined_space(sheet: Sheet) -> None:
    board = Board(sheet, "下井下池下窖", "先通风，再检测，后作业", foot="出事了：别下去救，先打119", size=92)
    panels = board.grid(3, 1, "yyy", bottom=board.top + 510)

    def pit(w: float, ground: float, low: float) -> None:
        sheet.path(f"M0 {ground}H{w / 2 - 62}V{low}H{w / 2 + 62}V{ground}H{w}V600H0Z", BROWN)
        sheet.rect(w / 2 - 62, ground, 124, low - ground, "#3c4552", 0, None)

    w = panels[0].w
    with panels[0].drawing():
        pit(w, 230, 372)
        fan(sheet, 62, 226, 0.86)
        sheet.limb([(106, 160), (162, 166), (164, 296)], YELLOW, 30)
        sheet.arrow((164, 290), (164, 364), SKY, 14)
    panels[0].number(1)
    panels[0].caption("先通风\n一直吹", 50)
    with panels[1].drawing():
        pit(w, 230, 372)
        looks = Looks(shirt=ORANGE, helmet=YELLOW, scale=0.42)
        person(
            sheet,
            standing(62, 228, looks, arms=(((-34, 52), (-38, 100)), ((50, 40), (96, 34))), face="right"),
            looks,
        )
        sheet.line([(103, 150), (162, 176), (162, 260)], INK, 6)
        sheet.rect(132, 256, 60, 92, YELLOW, 8)
        sheet.rect(142, 268, 40, 32, GREEN, 4)
        sheet.rect(150, 40, 156, 84, WHITE, 8)
        sheet.text(228, 100, "氧气", 54)
    panels[1].number(2)
    panels[1].caption("再检测\n合格才下", 50)
    with panels[2].drawing():
        pit(w, 230, 372)
        sheet.line([(164, 70), (82, 228)], INK, 10)
        sheet.line([(164, 70), (246, 228)], INK, 10)
        looks = Looks(shirt=BLUE, helmet=RED, scale=0.54)
        person(
            sheet,
            standing(282, 228, looks, face="left", arms=(((-50, 30), (-90, 20)), ((34, 52), (38, 100)))),
            looks,
        )
        sheet.line([(164, 74), (164, 250)], RED, 8)
        inside = Looks(shirt=ORANGE, helmet=YELLOW, scale=0.44)
        person(sheet, standing(164, 366, inside), inside)
    panels[2].number(3)
    panels[2].caption("系绳作业\n外面有人守", 50)
    low = board.panel(34, board.top + 534, 1012, board.bottom - board.top - 534, CREAM)
    with low.drawing():
        h = low.h
        sheet.path(f"M0 236H430V{h - 100}H600V236H1012V{h}H0Z", BROWN)
        sheet.rect(430, 236, 170, h - 336, "#3c4552", 0, None)
        down = Looks(shirt=ORANGE, scale=0.7)
        person(
            sheet,
            Pose(
                head=(470, h - 142),
                neck=(500, h - 134),
                hip=(556, h - 134),
                legs=[[(576, h - 150), (584, h - 176)]],
                face="shut",
            ),
            down,
        )
        jumper = Looks(shirt=GREEN, scale=0.66)
        person(
            sheet,
            Pose(
                head=(516, 140),
                neck=(512, 180),
                hip=(510, 246),
                arms=[[(470, 170), (456, 120)], [(556, 170), (574, 126)]],
                legs=[[(494, 280), (486, 316)], [(530, 282), (540, 316)]],
                mouth="open",
            ),
            jumper,
        )
        forbidden(sheet, 514, 216, 118)
        caller = Looks(shirt=BLUE, scale=0.66)
        person(
            sheet,
            standing(
                214,
                234,
                caller,
                arms=(((-40, 52), (-34, 100)), ((54, 30), (44, -40))),
                mouth="open",
                face="right",
            ),
            caller,
        )
        sheet.rect(236, 34, 20, 40, BLACK, 4)
        sheet.text(330, 146, "119", 66, RED)
        with sheet.at(770, 232, 1, 0, mirror=True):
            fan(sheet, 0, 0, 0.9)
        sheet.arrow((706, 166), (640, 250), BLUE, 14)
        sheet.text(890, 170, "送风", 54, BLUE)
    tick(sheet, 110, low.y + 76)
    tick(sheet, 970, low.y + 76)
    low.caption("有人晕倒：严禁盲目下去救！", 60, RED)


@picture(
    "work_at_height",
    "高处作业：帽、带、鞋，站稳才上",
    "图解。离坠落面2米及以上就算高处作业。安全帽系好下巴带；全身式安全带高挂低用，挂在头顶以上牢固处；防滑软底鞋；脚手架板铺满绑牢，外侧有栏杆安全网；工具装袋不往下扔；下面拉警戒线。大风大雨打雷结冰不干。",
)
def work_at_height(sheet: Sheet) -> None:
    board = Board(
        sheet, "高处干活", "2米以上就算，系好安全带再上", foot="大风、大雨、打雷、结冰，不干", size=92
    )
    panel = board.panel(34, board.top, 1012, board.bottom - board.top, SKY)
    with panel.drawing():
        sheet.rect(640, 0, 380, 1100, SAND, 0)
        for y in (120, 420, 720):
            window(sheet, 870, y + 60, 150, 150)
        for x in (120, 580):
            sheet.limb([(x, 40), (x, 1040)], GREY, 18)
        sheet.limb([(60, 96), (640, 96)], GREY, 18)
        sheet.rect(90, 700, 530, 34, BROWN, 4)
        sheet.limb([(120, 560), (580, 560)], YELLOW, 14)
        sheet.limb([(120, 630), (580, 630)], YELLOW, 14)
        for x in range(130, 600, 40):
            sheet.line([(x, 740), (x, 850)], GREEN, 4)
        for y in range(750, 850, 32):
            sheet.line([(126, y), (576, y)], GREEN, 4)
        sheet.curve("M352 420C400 300 420 180 426 104", RED, 11)
        sheet.circle(426, 100, 22, "none", RED, 10)
        looks = Looks(shirt=ORANGE, helmet=YELLOW, scale=1.45)
        person(
            sheet,
            standing(340, 700, looks, arms=(((-34, 52), (-38, 100)), ((56, 30), (104, 20))), mouth="none"),
            looks,
        )
        sheet.line([(310, 392), (366, 520)], BLACK, 11)
        sheet.line([(370, 392), (314, 520)], BLACK, 11)
        sheet.line([(300, 522), (380, 522)], BLACK, 13)
        sheet.curve("M322 322q18 16 36 0", INK, 5)
        sheet.curve("M282 296C290 372 390 372 398 296", BLACK, 6)
        sheet.line([(20, 1000), (1000, 1000)], INK, 9)
        for x in (60, 330, 600):
            sheet.limb([(x, 1000), (x, 900)], RED, 14)
        for a, b in ((60, 330), (330, 600)):
            for k in range(6):
                x1 = a + (b - a) * k / 6
                sheet.line([(x1, 922), (x1 + (b - a) / 6, 922)], RED if k % 2 else WHITE, 16)
        for x, y, tx, ty, n, words in (
            (440, 150, 720, 84, 1, "安全带"),
            (396, 284, 720, 300, 2, "安全帽"),
            (394, 690, 720, 590, 3, "防滑鞋"),
            (560, 800, 720, 740, 4, "安全网"),
            (590, 922, 720, 900, 5, "警戒线"),
        ):
            sheet.line([(x, y), (tx - 24, ty)], NAVY, 6)
            sheet.rect(tx - 30, ty - 44, 280, 84, WHITE, 20)
            sheet.circle(tx + 14, ty - 2, 32, NAVY)
            sheet.text(tx + 14, ty + 16, str(n), 50, WHITE)
            sheet.text(tx + 146, ty + 16, words, 52)
        sheet.rect(690, 138, 280, 66, WHITE, 16)
        sheet.text(830, 186, "高挂低用", 50, RED)


@picture(
    "tipoff_ways",
    "看见安全隐患怎么举报",
    "图解。三种办法：打举报电话；微信搜应急管理部的安全生产举报小程序；写信、上门、到网站留言。说清五样：哪个单位什么地址；哪里不安全；什么时候看到；有没有照片；您的姓名电话，也可以不留名。"
    "报完要一个受理编号。正在出事先打119、120。不要为拍照冒险。",
)
def tipoff_ways(sheet: Sheet) -> None:
    board = Board(
        sheet, "发现隐患就举报", "说得清，才好查；报完要个编号", foot="正在出事：先打119、120", size=92
    )
    panels = board.grid(3, 1, "yyy", bottom=board.top + 440)
    with panels[0].drawing():
        looks = Looks(scale=0.8)
        raised = (((-40, 52), (-34, 100)), ((54, 30), (44, -40)))
        person(sheet, standing(170, 286, looks, arms=raised, mouth="open"), looks)
        sheet.rect(196, 50, 22, 42, BLACK, 6)
        sound(sheet, 238, 84, 0.8, 1, GREEN)
    panels[0].number(1)
    panels[0].caption("打举报\n电话", 50)
    with panels[1].drawing():
        sheet.rect(96, 40, 140, 244, BLACK, 22)
        sheet.rect(108, 62, 116, 194, WHITE, 8)
        sheet.circle(166, 124, 36, GREEN)
        sheet.line([(166, 104), (166, 128)], WHITE, 10)
        sheet.circle(166, 146, 5, WHITE, None)
        sheet.rect(122, 182, 88, 26, LEAF, 8)
        sheet.rect(122, 218, 88, 26, CLOUD, 8)
        sheet.circle(270, 116, 26, "none", INK, 9)
        sheet.line([(288, 136), (310, 160)], INK, 12)
    panels[1].number(2)
    panels[1].caption("微信搜“安全\n生产举报”", 48)
    with panels[2].drawing():
        sheet.rect(60, 130, 200, 140, WHITE, 8)
        sheet.line([(60, 136), (160, 210), (260, 136)], INK, 7)
        sheet.circle(246, 100, 44, RED)
        sheet.text(246, 119, "信", 50, WHITE)
    panels[2].number(3)
    panels[2].caption("写信、上门\n网站留言", 50)
    low = board.panel(34, board.top + 464, 1012, board.bottom - board.top - 464, CREAM)
    rows = (
        ("哪里", "哪个单位、什么地址"),
        ("啥事", "哪里不安全"),
        ("何时", "什么时候看到的，还在不在"),
        ("证据", "照片、视频，别为拍照冒险"),
        ("您", "姓名电话，也可以不留名"),
    )
    with low.drawing():
        sheet.text(506, 70, "说清楚五样", 58, NAVY)
        for n, (short, words) in enumerate(rows):
            y = 132 + n * 96
            sheet.circle(80, y, 36, NAVY)
            sheet.text(80, y + 18, str(n + 1), 52, WHITE)
            sheet.text(140, y + 18, short, 54, RED, "start")
            sheet.text(276, y + 18, words, 50, INK, "start")
