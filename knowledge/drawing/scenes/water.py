"""Water on the road and in the river."""

from knowledge.drawing.album import picture
from knowledge.drawing.board import Board, forbidden
from knowledge.drawing.canvas import Sheet
from knowledge.drawing.palette import (
    BLACK,
    BLUE,
    BROWN,
    GREEN,
    GREY,
    INK,
    LEAF,
    ORANGE,
    RED,
    SAND,
    SKIN,
    SKY,
    THIN,
    WHITE,
    YELLOW,
)
from knowledge.drawing.people import Looks, Pose, person, running, standing
from knowledge.drawing.things import (
    bolt,
    bubble,
    car,
    phone,
    water,
    window,
)


@picture(
    "flooded_road",
    "路上积水：绕开走，别蹚别开",
    "四格图。错：水过膝盖还蹚水走；积水有漩涡，下面可能是没盖的井；车往深水、桥洞里开。对：掉头绕开，到高处的楼里等，用棍子探路。离电线杆、变压器箱远些。",
)
def flooded_road(sheet: Sheet) -> None:
    board = Board(sheet, "路上积水", "别蹚深水，掉头往高处走", foot="被困打119，报路名和水有多深", size=92)
    panels = board.grid(2, 2, "nnny")
    with panels[0].drawing():
        looks = Looks(shirt=ORANGE)
        person(
            sheet,
            standing(180, 400, looks, arms=(((-60, 20), (-96, -10)), ((60, 20), (96, -10))), mouth="open"),
            looks,
        )
        sheet.limb([(400, 30), (400, 380)], GREY, 20)
        sheet.curve("M400 60C330 110 320 200 300 300", INK, 9)
        bolt(sheet, 300, 250, 0.5)
        water(sheet, 3, 300, 490, 110)
    panels[0].wrong()
    panels[0].caption("水过膝盖别走\n离电线杆远点", 46)
    with panels[1].drawing():
        sheet.path("M3 120H491V400H3Z", SKY, None)
        sheet.oval(260, 286, 190, 76, BLUE)
        sheet.oval(260, 290, 140, 54, "#5b9bdb", INK, THIN)
        sheet.oval(260, 296, 88, 34, BLUE, INK, THIN)
        sheet.oval(260, 302, 42, 17, BLACK, INK, THIN)
        sheet.curve("M110 250C160 206 300 196 380 236", WHITE, 9)
        sheet.poly([(356, 214), (404, 244), (352, 254)], WHITE, None)
        sheet.text(300, 150, "下面可能是井", 46, RED)
    panels[1].wrong()
    panels[1].caption("看到漩涡\n绕远走", 50)
    with panels[2].drawing():
        sheet.path("M3 376V120H491V376H440V190C380 130 150 130 90 190V376Z", GREY)
        sheet.line([(90, 230), (90, 376)], INK, 6)
        car(sheet, 250, 366, 0.86, RED)
        water(sheet, 3, 290, 490, 110)
        sheet.rect(170, 40, 160, 70, YELLOW, 6)
        sheet.text(250, 92, "桥洞", 50)
    panels[2].wrong()
    panels[2].caption("看不出深浅\n车别往里开", 48)
    with panels[3].drawing():
        sheet.path("M3 400V330H120L250 240H491V400Z", SAND)
        water(sheet, 3, 352, 130, 60)
        sheet.rect(320, 60, 150, 180, WHITE)
        window(sheet, 360, 110, 44, 50, SKY, bars=False)
        window(sheet, 430, 110, 44, 50, SKY, bars=False)
        sheet.rect(376, 170, 44, 70, BROWN)
        looks = Looks(shirt=BLUE, scale=0.76)
        person(sheet, running(232, 256, looks, mouth="flat"), looks)
        small = Looks(shirt=YELLOW, trousers=BLUE, scale=0.54)
        person(sheet, running(150, 316, small, mouth="flat"), small)
        sheet.arrow((60, 230), (126, 164), GREEN, 18)
    panels[3].right()
    panels[3].caption("掉头绕开\n到高处楼里等", 48)


@picture(
    "car_in_water",
    "车被水淹：解带、开门、砸窗、上车顶",
    "四步图。第一水一涨马上解开安全带，趁能开就开门跑。第二门打不开，趁电还通降下侧窗爬出去，先推孩子。第三窗降不下来，用安全锤或头枕铁杆砸侧窗的四角，前挡风砸不开。第四爬上车顶或高处，打119、122。熄火了不要再打火。",
)
def car_in_water(sheet: Sheet) -> None:
    board = Board(sheet, "车被水淹了", "别守着车，人马上出来", foot="熄火了不要再打火，打119、122", size=92)
    panels = board.grid(2, 2)
    with panels[0].drawing():
        looks = Looks(shirt=GREEN)
        sheet.path("M110 376C100 250 110 130 150 90C180 70 230 90 230 130V376Z", GREY)
        person(
            sheet,
            Pose(
                head=(270, 110),
                neck=(262, 168),
                hip=(250, 300),
                arms=[[(310, 250), (300, 306)], [(300, 240), (286, 300)]],
                legs=[[(352, 306), (366, 358)]],
                face="right",
            ),
            looks,
        )
        sheet.line([(232, 160), (282, 300)], BLACK, 18)
        sheet.rect(266, 300, 44, 34, RED, 6)
        sheet.oval(424, 214, 18, 58, "none", BLACK, 14)
        sheet.line([(430, 214), (490, 236)], BLACK, 12)
        sheet.rays(288, 318, 40, 58, 9, ORANGE, 7)
    panels[0].number(1)
    panels[0].caption("马上解安全带\n能开门就开门跑", 46)
    with panels[1].drawing():
        with sheet.at(250, 366, 1.3):
            car(sheet, 0, 0, 1.0, RED)
        looks = Looks(shirt=YELLOW, trousers=BLUE, scale=0.74)
        person(
            sheet,
            Pose(
                head=(154, 128),
                neck=(166, 172),
                hip=(206, 244),
                arms=[[(132, 196), (110, 232)], [(200, 160), (222, 120)]],
                face="left",
                mouth="open",
            ),
            looks,
        )
        sheet.rect(156, 240, 96, 60, RED, 0, None)
        sheet.line([(150, 240), (250, 240)], INK, 7)
        water(sheet, 3, 310, 490, 110)
        sheet.arrow((112, 130), (50, 200), GREEN, 18)
    panels[1].number(2)
    panels[1].caption("门打不开：降侧窗\n爬出去，先推孩子", 46)
    with panels[2].drawing():
        sheet.path("M60 330V150C60 120 80 100 110 100H350L460 330Z", SKY, INK, 10)
        for x, y in ((90, 132), (332, 132), (90, 300), (412, 300)):
            sheet.circle(x, y, 24, "none", RED, 9)
        sheet.rays(96, 140, 34, 58, 8, INK, 6)
        with sheet.at(190, 220, 1, -38):
            sheet.rect(-14, -20, 30, 150, ORANGE, 12)
            sheet.poly([(-52, -46), (52, -46), (70, -26), (52, -8), (-52, -8), (-70, -26)], GREY)
        sheet.limb([(400, 400), (284, 310)], BLUE, 36)
        sheet.circle(264, 298, 28, SKIN)
    panels[2].number(3)
    panels[2].caption("窗降不下：用安全锤\n砸侧窗四角", 46)
    with panels[3].drawing():
        looks = Looks(shirt=GREEN, scale=0.72)
        person(
            sheet,
            standing(250, 262, looks, arms=(((-46, 20), (-70, -40)), ((46, 20), (60, -50))), mouth="open"),
            looks,
        )
        sheet.path("M292 92C330 60 340 96 372 66L378 116C350 136 330 106 298 128Z", ORANGE)
        car(sheet, 240, 396, 0.96, RED)
        water(sheet, 3, 306, 490, 110)
        phone(sheet, 420, 220, "119", 0.72, 60)
    panels[3].number(4)
    panels[3].caption("爬上车顶、高处\n打119报位置", 46)


@picture(
    "drowning_rescue",
    "有人落水：叫、叫、伸、抛、划，别跳下去",
    "图解五个字。叫：大声喊人。叫：打110、119、120。伸：趴在岸边伸竹竿树枝。抛：抛救生圈、绳子、大空桶。划：有船有救生衣的大人才划过去。不要：不跳下去，不手拉手。孩子绝对不要下水救人。",
)
def drowning_rescue(sheet: Sheet) -> None:
    board = Board(
        sheet, "有人落水", "别跳下去！叫、叫、伸、抛、划", foot="孩子不下水救人，跑去喊大人", size=92
    )
    panels = board.grid(2, 3, "yyyyyn")

    def drowning(x: float, y: float) -> None:
        looks = Looks(shirt=ORANGE, scale=0.62)
        person(
            sheet,
            Pose(
                head=(x, y - 26),
                neck=(x, y + 10),
                hip=(x, y + 60),
                arms=[[(x - 30, y - 10), (x - 36, y - 56)], [(x + 30, y - 10), (x + 38, y - 54)]],
                mouth="open",
            ),
            looks,
        )

    def bank(x: float) -> None:
        sheet.path(f"M0 196H{x - 20}L{x + 16} 270H0Z", LEAF)

    with panels[0].drawing():
        looks = Looks(shirt=BLUE, scale=0.72)
        person(
            sheet,
            standing(
                150,
                240,
                looks,
                arms=(((-30, 20), (-14, -34)), ((30, 20), (16, -34))),
                face="right",
                mouth="open",
            ),
            looks,
        )
        bubble(sheet, 330, 100, "有人落水！", 50, (188, 72))
    panels[0].number(1)
    panels[0].caption("叫：大声喊人来")
    with panels[1].drawing():
        looks = Looks(shirt=BLUE, scale=0.72)
        person(
            sheet,
            standing(
                150,
                240,
                looks,
                arms=(((-40, 52), (-34, 100)), ((54, 30), (44, -40))),
                face="right",
                mouth="open",
            ),
            looks,
        )
        sheet.rect(172, 24, 22, 42, BLACK, 6)
        sheet.text(340, 110, "110", 64, RED)
        sheet.text(340, 190, "119 · 120", 56, RED)
    panels[1].number(2)
    panels[1].caption("叫：打电话")
    with panels[2].drawing():
        water(sheet, 180, 196, 320, 90)
        drowning(410, 180)
        water(sheet, 180, 218, 320, 70)
        bank(190)
        looks = Looks(shirt=BLUE, scale=0.72)
        person(
            sheet,
            Pose(
                head=(150, 140),
                neck=(122, 164),
                hip=(50, 178),
                arms=[[(150, 190), (190, 170)], [(160, 196), (200, 180)]],
                legs=[[(-10, 184), (-40, 186)]],
                face="right",
            ),
            looks,
        )
        sheet.limb([(186, 172), (376, 140)], BROWN, 12)
    panels[2].number(3)
    panels[2].caption("伸：趴下伸竹竿")
    with panels[3].drawing():
        water(sheet, 160, 196, 340, 90)
        drowning(424, 190)
        water(sheet, 160, 222, 340, 64)
        bank(190)
        looks = Looks(shirt=BLUE, scale=0.62)
        person(
            sheet,
            standing(
                136,
                204,
                looks,
                arms=(((-40, 40), (-60, 80)), ((50, 10), (90, -20))),
                face="right",
                mouth="open",
            ),
            looks,
        )
        sheet.curve("M196 50C250 20 290 60 300 116", INK, 7)
        sheet.circle(310, 150, 38, RED)
        sheet.circle(310, 150, 18, "#d9f0e4")
        for dx, dy in ((-28, 0), (28, 0), (0, -28), (0, 28)):
            sheet.line([(310 + dx * 0.8, 150 + dy * 0.8), (310 + dx * 1.15, 150 + dy * 1.15)], WHITE, 10)
    panels[3].number(4)
    panels[3].caption("抛：救生圈、大空桶")
    with panels[4].drawing():
        water(sheet, 0, 210, 500, 80)
        drowning(420, 196)
        sheet.path("M60 172H320C310 226 280 240 240 240H130C90 240 70 220 60 172Z", BROWN)
        looks = Looks(shirt=ORANGE, scale=0.68)
        person(
            sheet,
            Pose(
                head=(190, 66),
                neck=(186, 106),
                hip=(176, 176),
                arms=[[(150, 140), (220, 160)], [(220, 136), (250, 164)]],
                face="right",
            ),
            looks,
        )
        sheet.limb([(210, 110), (300, 226)], SAND, 10)
        water(sheet, 0, 232, 500, 60)
    panels[4].number(5)
    panels[4].caption("划：有船有救生衣")
    with panels[5].drawing():
        water(sheet, 200, 190, 300, 90)
        bank(180)
        looks = Looks(shirt=GREEN, scale=0.66)
        person(
            sheet,
            Pose(
                head=(286, 116),
                neck=(254, 124),
                hip=(190, 96),
                arms=[[(280, 150), (318, 166)], [(270, 152), (306, 176)]],
                legs=[[(150, 70), (104, 60)], [(146, 90), (100, 92)]],
                face="right",
                mouth="open",
            ),
            looks,
        )
        drowning(430, 180)
        water(sheet, 196, 214, 304, 70)
        forbidden(sheet, 236, 122, 100)
    panels[5].wrong()
    panels[5].caption("别跳下去、别手拉手", 44)
