"""Earthquake, lightning, water, mountain and forest."""

from knowledge.drawing.album import picture
from knowledge.drawing.board import Board, cross, forbidden, tick
from knowledge.drawing.canvas import Sheet
from knowledge.drawing.palette import (
    BLACK, BLUE, BROWN, CLOUD, CREAM, GREEN, GREY, INK, LEAF, MINT, NAVY, ORANGE, RED, SAND, SKIN, SKY, SMALL, THIN, WHITE, YELLOW,
)
from knowledge.drawing.people import Looks, Pose, crouching, kneeling, lying, person, running, standing
from knowledge.drawing.things import bolt, bubble, car, cloud, door, drops, flame, house, phone, smoke, tree, water, wet_cloth, window

MUD = "#9b6b3e"


@picture(
    "quake_indoor",
    "屋里遇到地震：伏地、遮挡、抓牢",
    "四格图。第一伏地：蹲下或跪下。第二遮挡：躲到结实的桌子下面，没有桌子靠内墙角，用枕头书包护住头和脖子。第三抓牢：抓住桌腿。"
    "不要：晃的时候不跑楼梯、不跳楼、不坐电梯。停了再护着头从楼梯撤到空地。住一楼几步能跑到空地就跑。",
)
def quake_indoor(sheet: Sheet) -> None:
    board = Board(sheet, "屋里遇到地震", "伏地、遮挡、抓牢", foot="停了再走楼梯撤到空地，防余震", size=92)
    panels = board.grid(2, 2, "wwyn")
    with panels[0].drawing():
        sheet.line([(20, 376), (474, 376)], INK, 8)
        looks = Looks(shirt=BLUE)
        person(
            sheet,
            Pose(
                head=(318, 268), neck=(272, 286), hip=(176, 298),
                arms=[[(290, 330), (330, 366)], [(282, 336), (312, 368)]],
                legs=[[(190, 362), (96, 366)], [(204, 364), (110, 368)]], face="right",
            ),
            looks,
        )
        sheet.arrow((210, 120), (210, 226), ORANGE, 22)
        for x in (60, 420):
            sheet.curve(f"M{x} 130q-18 24 0 48t0 48t0 48", GREY, 9)
    panels[0].number(1)
    panels[0].caption("伏地\n蹲下或跪下", 50)
    with panels[1].drawing():
        sheet.line([(20, 376), (474, 376)], INK, 8)
        sheet.poly([(370, 3), (491, 3), (491, 376), (400, 376)], SAND)
        looks = Looks(shirt=GREEN)
        person(
            sheet,
            Pose(
                head=(280, 232), neck=(296, 284), hip=(334, 334),
                legs=[[(266, 330), (286, 368)], [(280, 336), (256, 368)]], face="left", mouth="flat",
            ),
            looks,
        )
        sheet.rect(208, 150, 150, 54, WHITE, 24)
        sheet.limb([(300, 290), (236, 268), (236, 206)], GREEN, 24)
        sheet.circle(236, 196, 16, SKIN, INK, THIN)
        for x, y in ((90, 110), (150, 220), (60, 250)):
            sheet.poly([(x - 20, y), (x + 4, y - 24), (x + 24, y - 4), (x + 10, y + 22), (x - 14, y + 18)], GREY)
            sheet.line([(x, y - 44), (x, y - 66)], GREY, 6)
    panels[1].number(2)
    panels[1].caption("遮挡：护住头和脖子\n没桌子靠内墙角", 46)
    with panels[2].drawing():
        sheet.line([(20, 376), (474, 376)], INK, 8)
        looks = Looks(shirt=BLUE, scale=0.92)
        person(
            sheet,
            Pose(
                head=(236, 240), neck=(236, 286), hip=(206, 342),
                arms=[[(180, 300), (120, 280)], [(296, 310), (368, 284)]],
                legs=[[(276, 326), (262, 366)], [(286, 336), (300, 368)]], face="front",
            ),
            looks,
        )
        sheet.rect(60, 158, 370, 34, BROWN, 6)
        for x in (104, 384):
            sheet.limb([(x, 196), (x, 366)], BROWN, 20)
            sheet.circle(x, 282, 18, SKIN, INK, THIN)
        for x, y in ((150, 100), (260, 70), (350, 116)):
            sheet.poly([(x - 20, y), (x + 4, y - 24), (x + 24, y - 4), (x + 10, y + 22), (x - 14, y + 18)], GREY)
    panels[2].number(3)
    panels[2].caption("抓牢桌腿\n等它停下来", 50)
    with panels[3].drawing():
        sheet.rect(40, 90, 150, 286, SAND)
        window(sheet, 116, 160, 70, 70)
        person(
            sheet,
            Pose(
                head=(248, 190), neck=(224, 230), hip=(206, 300),
                arms=[[(262, 240), (290, 214)], [(250, 262), (284, 270)]],
                legs=[[(250, 330), (236, 362)], [(220, 344), (190, 366)]], face="right", mouth="open",
            ),
            Looks(shirt=RED, scale=0.74),
        )
        sheet.rect(330, 120, 140, 256, CLOUD, 6)
        sheet.rect(344, 150, 54, 226, GREY)
        sheet.rect(402, 150, 54, 226, GREY)
        cross(sheet, 400, 262, 44)
        cross(sheet, 250, 262, 40)
    panels[3].wrong()
    panels[3].caption("晃的时候不跳楼\n不坐电梯、不跑楼梯", 46)


@picture(
    "lightning_outdoor",
    "打雷在户外怎么躲",
    "对比图。对：进结实的房子或汽车，关好门窗；没地方躲，找低处两脚并拢蹲下，低头抱膝，人散开。错：躲大树下，在水边钓鱼，扛锄头打伞，站山顶空旷地。",
)
def lightning_outdoor(sheet: Sheet) -> None:
    board = Board(sheet, "打雷在外面", "赶紧进屋或进车里", foot="有人被雷击：打120，可以碰他", size=92)
    panels = board.grid(2, 2, "yynn")
    with panels[0].drawing():
        cloud(sheet, 150, 96, 0.9, GREY)
        bolt(sheet, 130, 120, 0.8)
        house(sheet, 160, 372, 0.95)
        car(sheet, 372, 372, 0.66, GREEN)
        sheet.line([(10, 376), (480, 376)], INK, 8)
    panels[0].right()
    panels[0].caption("进屋、进汽车\n关好门窗", 48)
    with panels[1].drawing():
        sheet.path("M3 300C120 300 130 366 250 366S380 300 491 300V400H3Z", LEAF)
        looks = Looks(shirt=BLUE)
        person(
            sheet,
            Pose(
                head=(262, 232), neck=(250, 272), hip=(216, 322),
                legs=[[(282, 300), (262, 350)], [(288, 304), (268, 352)]], face="none", mouth="flat",
            ),
            looks,
        )
        sheet.limb([(250, 280), (300, 300), (286, 322)], BLUE, 22)
        sheet.circle(284, 326, 14, SKIN, INK, THIN)
        sheet.line([(246, 372), (290, 372)], GREEN, 10)
        bolt(sheet, 420, 60, 0.8)
        cloud(sheet, 400, 60, 0.7, GREY)
    panels[1].right()
    panels[1].caption("没处躲：低处并脚蹲\n抱膝低头，人散开", 46)
    with panels[2].drawing():
        cloud(sheet, 250, 60, 1.0, GREY)
        tree(sheet, 270, 372, 1.25)
        bolt(sheet, 250, 66, 0.8)
        looks = Looks(shirt=ORANGE, scale=0.7)
        person(sheet, standing(170, 372, looks, mouth="sad"), looks)
        person(sheet, standing(370, 372, Looks(shirt=BLUE, scale=0.7), mouth="sad"), Looks(shirt=BLUE, scale=0.7))
        sheet.line([(10, 376), (480, 376)], INK, 8)
    panels[2].wrong()
    panels[2].caption("别躲大树下\n电线杆、铁栏杆旁", 46)
    with panels[3].drawing():
        water(sheet, 280, 320, 220, 70)
        sheet.path("M3 330H270L290 400H3Z", SAND)
        looks = Looks(shirt=GREEN, scale=0.8)
        person(
            sheet,
            standing(170, 340, looks, arms=(((-34, 52), (-38, 100)), ((50, 20), (84, 6))), face="right"),
            looks,
        )
        sheet.line([(228, 172), (430, 90)], INK, 9)
        sheet.line([(430, 90), (440, 318)], INK, 4)
        bolt(sheet, 330, 20, 0.7)
    panels[3].wrong()
    panels[3].caption("别在水边、山顶\n放下鱼竿、锄头、伞", 46)


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
        person(sheet, standing(180, 400, looks, arms=(((-60, 20), (-96, -10)), ((60, 20), (96, -10))), mouth="open"), looks)
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
        person(sheet, Pose(head=(270, 110), neck=(262, 168), hip=(250, 300), arms=[[(310, 250), (300, 306)], [(300, 240), (286, 300)]], legs=[[(352, 306), (366, 358)]], face="right"), looks)
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
                head=(154, 128), neck=(166, 172), hip=(206, 244),
                arms=[[(132, 196), (110, 232)], [(200, 160), (222, 120)]], face="left", mouth="open",
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
        person(sheet, standing(250, 262, looks, arms=(((-46, 20), (-70, -40)), ((46, 20), (60, -50))), mouth="open"), looks)
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
    board = Board(sheet, "有人落水", "别跳下去！叫、叫、伸、抛、划", foot="孩子不下水救人，跑去喊大人", size=92)
    panels = board.grid(2, 3, "yyyyyn")

    def drowning(x: float, y: float) -> None:
        looks = Looks(shirt=ORANGE, scale=0.62)
        person(sheet, Pose(head=(x, y - 26), neck=(x, y + 10), hip=(x, y + 60), arms=[[(x - 30, y - 10), (x - 36, y - 56)], [(x + 30, y - 10), (x + 38, y - 54)]], mouth="open"), looks)

    def bank(x: float) -> None:
        sheet.path(f"M0 196H{x - 20}L{x + 16} 270H0Z", LEAF)

    with panels[0].drawing():
        looks = Looks(shirt=BLUE, scale=0.72)
        person(sheet, standing(150, 240, looks, arms=(((-30, 20), (-14, -34)), ((30, 20), (16, -34))), face="right", mouth="open"), looks)
        bubble(sheet, 330, 100, "有人落水！", 50, (188, 72))
    panels[0].number(1)
    panels[0].caption("叫：大声喊人来")
    with panels[1].drawing():
        looks = Looks(shirt=BLUE, scale=0.72)
        person(sheet, standing(150, 240, looks, arms=(((-40, 52), (-34, 100)), ((54, 30), (44, -40))), face="right", mouth="open"), looks)
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
        person(sheet, Pose(head=(150, 140), neck=(122, 164), hip=(50, 178), arms=[[(150, 190), (190, 170)], [(160, 196), (200, 180)]], legs=[[(-10, 184), (-40, 186)]], face="right"), looks)
        sheet.limb([(186, 172), (376, 140)], BROWN, 12)
    panels[2].number(3)
    panels[2].caption("伸：趴下伸竹竿")
    with panels[3].drawing():
        water(sheet, 160, 196, 340, 90)
        drowning(424, 190)
        water(sheet, 160, 222, 340, 64)
        bank(190)
        looks = Looks(shirt=BLUE, scale=0.62)
        person(sheet, standing(136, 204, looks, arms=(((-40, 40), (-60, 80)), ((50, 10), (90, -20))), face="right", mouth="open"), looks)
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
        person(sheet, Pose(head=(190, 66), neck=(186, 106), hip=(176, 176), arms=[[(150, 140), (220, 160)], [(220, 136), (250, 164)]], face="right"), looks)
        sheet.limb([(210, 110), (300, 226)], SAND, 10)
        water(sheet, 0, 232, 500, 60)
    panels[4].number(5)
    panels[4].caption("划：有船有救生衣")
    with panels[5].drawing():
        water(sheet, 200, 190, 300, 90)
        bank(180)
        looks = Looks(shirt=GREEN, scale=0.66)
        person(sheet, Pose(head=(286, 116), neck=(254, 124), hip=(190, 96), arms=[[(280, 150), (318, 166)], [(270, 152), (306, 176)]], legs=[[(150, 70), (104, 60)], [(146, 90), (100, 92)]], face="right", mouth="open"), looks)
        drowning(430, 180)
        water(sheet, 196, 214, 304, 70)
        forbidden(sheet, 236, 122, 100)
    panels[5].wrong()
    panels[5].caption("别跳下去、别手拉手", 44)


@picture(
    "landslide",
    "滑坡泥石流：横着往两侧跑",
    "示意图。山体往下滑，人要横着往两侧稳当的地方跑，不要往上跑，也不要顺着往下跑；来不及就抱紧大树。先兆：地上新裂缝，坡脚突然冒水变浑，树歪电杆斜，山上掉小石头有异响。看到一样就走。",
)
def landslide(sheet: Sheet) -> None:
    board = Board(sheet, "滑坡往哪跑", "横着往两侧跑", foot="跑出来打119，告诉村镇干部", size=92)
    panel = board.panel(34, board.top, 1012, 640, SKY)
    with panel.drawing():
        sheet.path("M0 640V330L200 120L340 60L506 20L680 60L820 130L1012 320V640Z", LEAF)
        sheet.path("M390 120C430 90 590 90 620 120L730 640H280Z", MUD)
        for x, y, r in ((460, 200, 30), (560, 260, 36), (420, 330, 38), (600, 420, 42), (470, 470, 34), (360, 520, 40)):
            sheet.poly([(x - r, y), (x - r * 0.3, y - r * 0.8), (x + r * 0.8, y - r * 0.5), (x + r, y + r * 0.4), (x, y + r * 0.8)], GREY)
        sheet.arrow((506, 150), (506, 400), WHITE, 30)
        tree(sheet, 150, 330, 0.8)
        tree(sheet, 870, 300, 0.8)
        looks = Looks(scale=0.9)
        person(sheet, running(240, 520, looks, direction=-1), looks)
        person(sheet, running(800, 500, Looks(shirt=RED, scale=0.9)), Looks(shirt=RED, scale=0.9))
        sheet.arrow((200, 430), (60, 430), GREEN, 26)
        sheet.arrow((860, 410), (980, 410), GREEN, 26)
        tick(sheet, 120, 500, 40)
        tick(sheet, 930, 490, 40)
        sheet.arrow((506, 560), (506, 626), RED, 18)
        cross(sheet, 578, 580, 34)
        sheet.arrow((506, 90), (506, 34), RED, 18)
        cross(sheet, 578, 62, 30)
        sheet.text(160, 600, "往两侧", 54, INK)
        sheet.text(860, 600, "往两侧", 54, INK)
    board_rest = board.grid(4, 1, "cccc", top=board.top + 664)
    words = ("地上裂缝\n门窗卡住", "坡脚冒水\n水变浑", "树歪了\n电杆斜", "掉小石头\n有异响")
    for n, small in enumerate(board_rest):
        with small.drawing():
            if n == 0:
                sheet.rect(20, 190, 196, 60, LEAF, 0)
                sheet.poly([(90, 190), (110, 190), (100, 214), (126, 230), (108, 250), (92, 232), (104, 222)], BLACK)
                house(sheet, 150, 190, 0.6)
            elif n == 1:
                sheet.path("M20 250V120L120 60L216 180V250Z", LEAF)
                sheet.path("M110 200C140 210 130 240 200 250H90Z", MUD)
                sheet.curve("M96 190q-6 24 8 40M120 184q4 26 10 40", BLUE, 9)
            elif n == 2:
                sheet.path("M20 250V200H216V250Z", LEAF)
                with sheet.at(80, 204, 0.62, -24):
                    tree(sheet, 0, 0)
                sheet.line([(168, 204), (200, 70)], BROWN, 14)
                sheet.line([(164, 96), (222, 112)], BROWN, 9)
            else:
                sheet.path("M20 250V90L216 230V250Z", LEAF)
                for x, y in ((120, 96), (170, 130), (196, 176)):
                    sheet.poly([(x - 18, y), (x, y - 18), (x + 20, y - 4), (x + 8, y + 18)], GREY)
                sheet.curve("M70 70q14 -16 28 0t28 0", RED, 8)
        small.caption(words[n], 42)


@picture(
    "forest_fire",
    "被山火困住：逆风、往山下、往烧过的地方跑",
    "示意图。火顺着风、顺着坡往上烧。要往风来的方向、两侧、山下跑，往烧过的地、河沟水塘、公路、光秃的石头地去；湿衣服包住头脸弯腰走。不要顺风跑，不要往山上跑，不钻山沟草丛。",
)
def forest_fire(sheet: Sheet) -> None:
    board = Board(sheet, "被山火困住", "逆着风、往山下或烧过的地方跑", foot="打12119或119报位置", size=92)
    panel = board.panel(34, board.top, 1012, 600, SKY)
    with panel.drawing():
        sheet.path("M0 600V520C200 500 420 430 560 320C680 220 800 120 1012 60V600Z", LEAF)
        sheet.path("M0 600V520C130 506 250 484 356 446L420 600Z", "#5d554b")
        for x, y in ((80, 520), (200, 506), (310, 476)):
            sheet.line([(x, y), (x, y - 60)], BLACK, 12)
            sheet.line([(x, y - 34), (x + 20, y - 54)], BLACK, 8)
        for x, y, s in ((450, 420, 1.0), (540, 360, 1.25), (630, 300, 1.35), (700, 240, 1.1)):
            flame(sheet, x, y, s)
        for x, y in ((780, 110), (900, 70), (680, 90)):
            smoke(sheet, x, y, 0.8)
        for y in (90, 150, 210):
            sheet.arrow((60, y), (250, y), NAVY, 16)
        sheet.text(160, 60, "风", 54, NAVY)
        for x, y in ((820, 330), (930, 280)):
            tree(sheet, x, y, 0.7)
        looks = Looks(scale=0.85)
        person(sheet, running(330, 560, looks, direction=-1), looks)
        sheet.arrow((280, 400), (150, 430), GREEN, 24)
        tick(sheet, 120, 360, 40)
        other = Looks(shirt=RED, scale=0.7)
        person(sheet, running(800, 470, other), other)
        sheet.arrow((860, 430), (960, 350), RED, 22)
        cross(sheet, 890, 500, 38)
    rest = board.grid(3, 1, "yyn", top=board.top + 624)
    with rest[0].drawing():
        sheet.rect(0, 200, 340, 90, "#5d554b", 0)
        sheet.path("M190 200C210 240 250 260 340 262V290H150Z", GREY)
        water(sheet, 20, 226, 110, 60)
        looks = Looks(scale=0.68)
        person(sheet, running(170, 220, looks), looks)
    rest[0].right()
    rest[0].caption("去烧过的地\n水塘、公路", 46)
    with rest[1].drawing():
        pose = crouching(130, 280, Looks(scale=1.0))
        person(sheet, pose)
        x, y = pose.head
        sheet.path(f"M{x - 52} {y + 14}C{x - 56} {y - 70} {x + 56} {y - 70} {x + 52} {y + 6}L{x + 30} {y - 14}C{x + 10} {y - 24} {x - 16} {y - 10} {x - 30} {y + 40}Z", SKY)
        for dx in (-24, 4, 28):
            sheet.line([(x + dx, y - 40), (x + dx - 4, y - 26)], BLUE, 7)
        wet_cloth(sheet, x + 28, y + 24, 0.9)
    rest[1].right()
    rest[1].caption("湿衣包住头脸\n弯腰走", 46)
    with rest[2].drawing():
        sheet.path("M0 290V250L330 60V290Z", LEAF)
        flame(sheet, 70, 262, 0.8)
        looks = Looks(shirt=RED, scale=0.62)
        person(sheet, running(190, 196, looks), looks)
        sheet.arrow((230, 70), (300, 30), RED, 16)
    rest[2].wrong()
    rest[2].caption("别顺风跑\n别往山上跑", 46)
