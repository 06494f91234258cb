"""Fire: what people do for each other: clothes on fire, the plan of a family, the call."""

from knowledge.drawing.album import picture
from knowledge.drawing.board import Board
from knowledge.drawing.canvas import Sheet
from knowledge.drawing.palette import (
    BLACK,
    BLUE,
    BROWN,
    GREEN,
    GREY,
    INK,
    ORANGE,
    RED,
    SAND,
    SKY,
    WHITE,
    YELLOW,
)
from knowledge.drawing.people import Looks, Pose, person, standing
from knowledge.drawing.things import (
    bubble,
    container,
    flame,
    smoke,
    tree,
    window,
)


@picture(
    "clothes_fire",
    "身上着火：停、躺、滚",
    "三步图。第一步停：站住别跑，越跑火越大。第二步躺：马上躺倒，双手捂住脸。第三步滚：来回滚，把火压灭。"
    "旁边的人用水泼，或用湿被子盖上去。火灭了用流动的凉水冲15到30分钟，打120。",
)
def clothes_fire(sheet: Sheet) -> None:
    board = Board(sheet, "身上衣服着火", "别跑！越跑火越大", foot="火灭后凉水冲15—30分钟，打120", size=88)
    panels = board.grid(2, 2)
    with panels[0].drawing():
        person(sheet, standing(300, 376, arms=(((-54, 26), (-74, -20)), ((54, 26), (74, -20))), mouth="open"))
        flame(sheet, 262, 270, 0.6)
        flame(sheet, 332, 330, 0.5)
        sheet.poly(
            [(96, 148), (150, 148), (188, 186), (188, 240), (150, 278), (96, 278), (58, 240), (58, 186)],
            RED,
            WHITE,
            8,
        )
        sheet.text(123, 240, "停", 76, WHITE)
    panels[0].number(1)
    panels[0].caption("停：站住\n别跑", 50)
    with panels[1].drawing():
        sheet.line([(20, 372), (474, 372)], INK, 8)
        person(
            sheet,
            Pose(
                head=(118, 316),
                neck=(168, 330),
                hip=(282, 330),
                arms=[[(186, 282), (136, 300)], [(170, 276), (116, 292)]],
                legs=[[(352, 334), (426, 344)], [(352, 344), (426, 352)]],
                face="none",
            ),
        )
        flame(sheet, 240, 312, 0.55)
        flame(sheet, 330, 324, 0.45)
        sheet.curve("M170 140C260 120 330 160 330 226", ORANGE, 16)
        sheet.poly([(304, 222), (356, 222), (330, 262)], ORANGE, ORANGE, 3)
    panels[1].number(2)
    panels[1].caption("躺：马上躺倒\n双手捂住脸", 50)
    with panels[2].drawing():
        sheet.line([(20, 372), (474, 372)], INK, 8)
        person(
            sheet,
            Pose(
                head=(130, 312),
                neck=(178, 330),
                hip=(286, 334),
                arms=[[(190, 290), (140, 306)], [(176, 282), (122, 296)]],
                legs=[[(346, 316), (404, 344)], [(350, 340), (420, 352)]],
                face="none",
            ),
        )
        smoke(sheet, 262, 246, 0.4)
        sheet.curve("M120 190C200 110 320 110 390 176", ORANGE, 18)
        sheet.poly([(366, 190), (410, 150), (414, 206)], ORANGE, ORANGE, 3)
        sheet.poly([(96, 154), (142, 196), (92, 206)], ORANGE, ORANGE, 3)
    panels[2].number(3)
    panels[2].caption("滚：来回滚\n把火压灭", 50)
    with panels[3].drawing():
        sheet.line([(20, 372), (474, 372)], INK, 8)
        person(
            sheet,
            Pose(
                head=(428, 330), neck=(384, 340), hip=(300, 342), legs=[[(240, 344), (180, 352)]], face="up"
            ),
            Looks(shirt=BLUE),
        )
        sheet.path("M196 352C210 280 330 280 366 326L372 372H190Z", SKY)
        for x in (232, 282, 330):
            sheet.line([(x, 326), (x - 5, 346)], BLUE, 8)
        person(
            sheet,
            Pose(
                head=(166, 130),
                neck=(160, 186),
                hip=(112, 268),
                arms=[[(200, 240), (238, 292)], [(186, 248), (222, 300)]],
                legs=[[(142, 318), (130, 366)], [(84, 322), (64, 366)]],
                face="right",
                mouth="open",
            ),
            Looks(shirt=GREEN),
        )
    panels[3].caption("旁人：用湿被子盖\n或用水泼", 48)


@picture(
    "escape_plan",
    "家庭逃生计划：两条路，一个集合点",
    "一张家的平面图。每个房间画两条出路：第一条是大门、楼梯，第二条是阳台或低楼层的窗。楼外定一个集合点，比如小区门口的大树。每年至少练一次。",
)
def escape_plan(sheet: Sheet) -> None:
    board = Board(
        sheet,
        "全家的逃生图",
        "两条路，一个集合点，每年练一次",
        foot="出来了就去集合点数人，不再回去",
        size=88,
    )
    panel = board.panel(34, board.top, 1012, board.bottom - board.top, "#eef5e6")
    with panel.drawing():
        with sheet.at(0, 10, 0.92):
            sheet.rect(60, 64, 620, 560, WHITE, 0, INK, 16)
            sheet.line([(370, 64), (370, 330)], INK, 14)
            sheet.line([(60, 330), (250, 330)], INK, 14)
            sheet.line([(470, 330), (680, 330)], INK, 14)
            for x, y, words in (
                (200, 170, "大卧室"),
                (510, 170, "小卧室"),
                (230, 480, "客厅"),
                (590, 480, "厨房"),
            ):
                sheet.text(x, y, words, 50)
            sheet.rect(150, 48, 130, 30, SKY)
            sheet.rect(560, 48, 100, 30, SKY)
            sheet.rect(40, 440, 34, 120, SKY)
            sheet.rect(300, 606, 130, 36, YELLOW)
            sheet.text(236, 690, "大门", 50)
            sheet.arrow((300, 230), (346, 590), GREEN, 22)
            sheet.arrow((440, 230), (392, 590), GREEN, 22)
            sheet.arrow((110, 230), (110, 420), BLUE, 20)
            sheet.arrow((150, 500), (14, 500), BLUE, 20)
            sheet.arrow((610, 220), (610, 14), BLUE, 20)
        sheet.circle(694, 96, 34, GREEN, WHITE, 5)
        sheet.text(694, 114, "1", 50, WHITE)
        sheet.lines(742, 92, "第一条路：\n大门、楼梯", 46, INK, "start")
        sheet.rect(660, 206, 68, 68, BLUE, 8, WHITE, 5)
        sheet.text(694, 258, "2", 50, WHITE)
        sheet.lines(742, 236, "第二条路：\n阳台、低窗", 46, INK, "start")
        sheet.lines(672, 392, "防盗窗要留能\n打开的逃生口", 46, RED, "start")
        sheet.rect(680, 484, 160, 110, WHITE, 4)
        for x in (706, 734, 762, 790, 816):
            sheet.line([(x, 484), (x, 594)], GREY, 9)
        sheet.poly([(840, 484), (926, 522), (926, 646), (840, 594)], SKY)
        sheet.arrow((856, 560), (972, 588), BLUE, 14)
        sheet.arrow((340, 612), (340, 832), GREEN, 26)
        sheet.arrow((370, 850), (560, 850), GREEN, 26)
        container(sheet, 160, 920, 1.1)
        sheet.text(160, 986, "我家", 52)
        tree(sheet, 680, 930, 1.3)
        for x, looks in (
            (778, Looks(shirt=BLUE, scale=0.82)),
            (856, Looks(shirt=RED, scale=0.8)),
            (926, Looks(shirt=YELLOW, trousers=BLUE, scale=0.58)),
        ):
            person(sheet, standing(x, 930, looks, mouth="smile"), looks)
        sheet.text(780, 1000, "集合点：在这里数人", 48, GREEN)


@picture(
    "call_119",
    "打119怎么说",
    "对话图。第一说地址：县、镇、村、几栋几楼几号，说不清就说旁边的学校商店路口。第二说什么在烧。第三说有没有人被困、几个人、在哪层。第四留姓名和手机号。派人到路口接消防车。救火救人不收钱。",
)
def call_119(sheet: Sheet) -> None:
    board = Board(sheet, "打119怎么说", "先说地址！救火救人不收钱", foot="说完别急着挂，电话别关机")
    panels = board.grid(2, 2, bottom=board.bottom - 250)
    with panels[0].drawing():
        container(sheet, 170, 250, 1.0)
        sheet.line([(330, 250), (330, 60)], INK, 14)
        sheet.rect(260, 70, 206, 72, BLUE, 8)
        sheet.text(363, 122, "5栋302", 50, WHITE)
        sheet.path("M330 250q60 -26 150 0", INK)
    panels[0].number(1)
    panels[0].caption("地址：村、小区、楼号\n旁边有什么", 44)
    with panels[1].drawing():
        sheet.rect(150, 60, 210, 194, SAND)
        window(sheet, 210, 116, 60, 60, ORANGE, bars=False)
        window(sheet, 300, 116, 60, 60, SKY, bars=False)
        flame(sheet, 214, 146, 0.75)
        smoke(sheet, 210, 44, 0.5)
        flame(sheet, 300, 254, 0.8)
    panels[1].number(2)
    panels[1].caption("什么在烧\n有没有煤气罐", 44)
    with panels[2].drawing():
        window(sheet, 260, 140, 290, 210, SKY, bars=False)
        tall, small = Looks(shirt=RED, scale=0.86), Looks(shirt=YELLOW, scale=0.66)
        person(
            sheet,
            Pose(
                head=(200, 116),
                neck=(200, 166),
                hip=(200, 250),
                arms=[[(166, 150), (156, 92)], [(236, 150), (246, 92)]],
                mouth="open",
            ),
            tall,
        )
        person(
            sheet,
            Pose(
                head=(322, 146),
                neck=(322, 184),
                hip=(322, 250),
                arms=[[(296, 172), (288, 126)], [(348, 172), (356, 126)]],
                mouth="open",
            ),
            small,
        )
        sheet.rect(100, 240, 320, 22, BROWN)
        sheet.rect(104, 262, 312, 60, WHITE, 0, None)
    panels[2].number(3)
    panels[2].caption("有没有人困住\n几个人、在几楼", 44)
    with panels[3].drawing():
        caller = Looks(scale=0.78)
        person(
            sheet,
            standing(170, 262, caller, arms=(((-40, 52), (-34, 100)), ((54, 30), (44, -40))), mouth="open"),
            caller,
        )
        sheet.rect(196, 32, 22, 42, BLACK, 6)
        bubble(sheet, 360, 120, "我叫……\n手机……", 48, (206, 84))
    panels[3].number(4)
    panels[3].caption("留姓名、手机号\n别占线", 44)
    wide = board.panel(34, board.bottom - 226, 1012, 226)
    with wide.drawing():
        sheet.line([(6, 196), (1006, 196)], INK, 10)
        with sheet.at(860, 190, 0.9):
            sheet.rect(-180, -120, 250, 104, RED, 10)
            sheet.path("M-180 -16V-84L-230 -84C-244 -84 -250 -76 -250 -60V-16Z", RED)
            sheet.rect(-236, -74, 44, 34, SKY)
            sheet.rect(-220, -104, 30, 20, BLUE)
            sheet.line([(-160, -132), (60, -132)], GREY, 12)
            for x in (-190, 20):
                sheet.circle(x, -14, 26, BLACK)
                sheet.circle(x, -14, 10, GREY, None)
        person(
            sheet,
            standing(
                110,
                196,
                Looks(shirt=GREEN, scale=0.58),
                arms=(((-34, 52), (-38, 100)), ((60, -10), (110, -50))),
                mouth="open",
            ),
            Looks(shirt=GREEN, scale=0.58),
        )
        sheet.text(388, 124, "派人到路口", 50)
        sheet.text(388, 186, "接消防车", 50)
