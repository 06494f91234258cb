"""Earthquake, lightning, mountain and forest."""

from knowledge.drawing.album import picture
from knowledge.drawing.board import Board, cross, tick
from knowledge.drawing.canvas import Sheet
from knowledge.drawing.palette import (
    BLACK,
    BLUE,
    BROWN,
    CLOUD,
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
)
from knowledge.drawing.people import Looks, Pose, crouching, person, running, standing
from knowledge.drawing.things import (
    bolt,
    car,
    cloud,
    container,
    flame,
    smoke,
    tree,
    water,
    wet_cloth,
    window,
)

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
                head=(318, 268),
                neck=(272, 286),
                hip=(176, 298),
                arms=[[(290, 330), (330, 366)], [(282, 336), (312, 368)]],
                legs=[[(190, 362), (96, 366)], [(204, 364), (110, 368)]],
                face="right",
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
                head=(280, 232),
                neck=(296, 284),
                hip=(334, 334),
                legs=[[(266, 330), (286, 368)], [(280, 336), (256, 368)]],
                face="left",
                mouth="flat",
            ),
            looks,
        )
        sheet.rect(208, 150, 150, 54, WHITE, 24)
        sheet.limb([(300, 290), (236, 268), (236, 206)], GREEN, 24)
        sheet.circle(236, 196, 16, SKIN, INK, THIN)
        for x, y in ((90, 110), (150, 220), (60, 250)):
            sheet.poly(
                [(x - 20, y), (x + 4, y - 24), (x + 24, y - 4), (x + 10, y + 22), (x - 14, y + 18)], GREY
            )
            sheet.line([(x, y - 44), (x, y - 66)], GREY, 6)
    panels[1].number(2)
    panels[1].caption("遮挡：护住头和脖子\n没桌子靠内墙角", 46)
    with panels[2].drawing():
        sheet.line([(20, 376), (474, 376)], INK, 8)
        looks = Looks(shirt=BLUE, scale=0.92)
        person(
            sheet,
            Pose(
                head=(236, 240),
                neck=(236, 286),
                hip=(206, 342),
                arms=[[(180, 300), (120, 280)], [(296, 310), (368, 284)]],
                legs=[[(276, 326), (262, 366)], [(286, 336), (300, 368)]],
                face="front",
            ),
            looks,
        )
        sheet.rect(60, 158, 370, 34, BROWN, 6)
        for x in (104, 384):
            sheet.limb([(x, 196), (x, 366)], BROWN, 20)
            sheet.circle(x, 282, 18, SKIN, INK, THIN)
        for x, y in ((150, 100), (260, 70), (350, 116)):
            sheet.poly(
                [(x - 20, y), (x + 4, y - 24), (x + 24, y - 4), (x + 10, y + 22), (x - 14, y + 18)], GREY
            )
    panels[2].number(3)
    panels[2].caption("抓牢桌腿\n等它停下来", 50)
    with panels[3].drawing():
        sheet.rect(40, 90, 150, 286, SAND)
        window(sheet, 116, 160, 70, 70)
        person(
            sheet,
            Pose(
                head=(248, 190),
                neck=(224, 230),
                hip=(206, 300),
                arms=[[(262, 240), (290, 214)], [(250, 262), (284, 270)]],
                legs=[[(250, 330), (236, 362)], [(220, 344), (190, 366)]],
                face="right",
                mouth="open",
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
        container(sheet, 160, 372, 0.95)
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
                head=(262, 232),
                neck=(250, 272),
                hip=(216, 322),
                legs=[[(282, 300), (262, 350)], [(288, 304), (268, 352)]],
                face="none",
                mouth="flat",
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
        person(
            sheet, standing(370, 372, Looks(shirt=BLUE, scale=0.7), mouth="sad"), Looks(shirt=BLUE, scale=0.7)
        )
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
        for x, y, r in (
            (460, 200, 30),
            (560, 260, 36),
            (420, 330, 38),
            (600, 420, 42),
            (470, 470, 34),
            (360, 520, 40),
        ):
            sheet.poly(
                [
                    (x - r, y),
                    (x - r * 0.3, y - r * 0.8),
                    (x + r * 0.8, y - r * 0.5),
                    (x + r, y + r * 0.4),
                    (x, y + r * 0.8),
                ],
                GREY,
            )
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
                sheet.poly(
                    [(90, 190), (110, 190), (100, 214), (126, 230), (108, 250), (92, 232), (104, 222)], BLACK
                )
                container(sheet, 150, 190, 0.6)
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
        hx, hy = pose.head
        sheet.path(
            f"M{hx - 52} {hy + 14}C{hx - 56} {hy - 70} {hx + 56} {hy - 70} {hx + 52} {hy + 6}"
            f"L{hx + 30} {hy - 14}C{hx + 10} {hy - 24} {hx - 16} {hy - 10} {hx - 30} {hy + 40}Z",
            SKY,
        )
        for dx in (-24, 4, 28):
            sheet.line([(hx + dx, hy - 40), (hx + dx - 4, hy - 26)], BLUE, 7)
        wet_cloth(sheet, hx + 28, hy + 24, 0.9)
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
