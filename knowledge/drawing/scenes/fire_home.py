"""Fire before it begins: doors, exits, alarms, charging."""

from knowledge.drawing.album import picture
from knowledge.drawing.board import Board, cross, forbidden, tick
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
    MINT,
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
    door,
    drops,
    ebike,
    exit_sign,
    flame,
    smoke,
    socket,
    sound,
    window,
)

CHILD = Looks(shirt=YELLOW, trousers=BLUE, scale=0.66)


@picture(
    "fire_door",
    "防火门要随手关，安全出口不能锁",
    "两格对比图。对：常闭式防火门关着，挡住火和烟，楼梯间能走人。错：用砖头顶着防火门，浓烟灌满楼梯；安全出口上锁。",
)
def fire_door(sheet: Sheet) -> None:
    board = Board(sheet, "防火门要随手关", "关着挡烟，顶开害人", foot="门坏了、锁死了，马上叫物业修")
    top, bottom = board.grid(1, 2, "yn")
    with top.drawing():
        sheet.rect(3, 3, 500, 420, CLOUD, 0, None)
        for x, y in ((150, 120), (320, 110), (180, 250), (330, 270)):
            smoke(sheet, x, y, 0.95)
        flame(sheet, 130, 404, 1.5)
        flame(sheet, 270, 404, 1.1)
        sheet.rect(486, 30, 60, 376, BROWN, 0)
        sheet.rect(500, 44, 32, 362, GREEN, 0)
        sheet.circle(516, 240, 10, YELLOW)
        sheet.path("M600 406V360H680V314H760V268H840V222H1008V406Z", SAND)
        person(sheet, running(760, 314, Looks(scale=0.86), direction=-1, mouth="flat"), Looks(scale=0.86))
        exit_sign(sheet, 890, 64, 1.0)
        sheet.line([(6, 406), (1006, 406)], INK, 8)
        sheet.text(620, 130, "常闭", 56, GREEN)
    top.right()
    top.caption("关着：火和烟挡在外面，楼梯走得通", 50)
    with bottom.drawing():
        flame(sheet, 100, 404, 1.5)
        sheet.path("M600 406V360H680V314H760V268H840V222H1008V406Z", SAND)
        for x, y in (
            (190, 110),
            (330, 120),
            (190, 250),
            (340, 260),
            (480, 90),
            (480, 220),
            (620, 110),
            (760, 130),
            (900, 100),
            (620, 240),
        ):
            smoke(sheet, x, y, 1.0)
        sheet.rect(430, 30, 30, 376, BROWN, 0)
        sheet.poly([(460, 44), (540, 80), (540, 420), (460, 406)], GREEN)
        sheet.circle(526, 250, 9, YELLOW)
        sheet.rect(544, 362, 76, 44, ORANGE, 4)
        sheet.line([(582, 362), (582, 384)], INK, THIN)
        person(
            sheet,
            Pose(
                head=(792, 180),
                neck=(800, 234),
                hip=(812, 318),
                arms=[[(836, 260), (812, 210)], [(762, 266), (776, 204)]],
                legs=[[(848, 360), (800, 392)], [(790, 366), (836, 394)]],
                face="left",
                mouth="sad",
            ),
            Looks(scale=0.9),
        )
        sheet.line([(6, 406), (1006, 406)], INK, 8)
    bottom.wrong()
    bottom.caption("顶开：浓烟灌满楼梯，谁也下不来", 50)


@picture(
    "blocked_exit",
    "什么是占用、堵塞逃生通道",
    "四格对比图。对：楼道空着，安全出口能推开。错：楼道堆纸箱旧家具；电动车停在楼梯口；安全出口上锁；消防车通道停满车。",
)
def blocked_exit(sheet: Sheet) -> None:
    board = Board(
        sheet, "逃生通道别堵", "占用、堵塞、封闭都违法", foot="发现了：先找物业，不改就举报", size=88
    )
    panels = board.grid(2, 2, "ynnn")
    with panels[0].drawing():
        sheet.poly([(3, 376), (140, 290), (356, 290), (491, 376)], CLOUD)
        door(sheet, 248, 292, 150, 176, MINT, knob=0)
        sheet.line([(196, 216), (300, 216)], GREY, 16)
        exit_sign(sheet, 248, 66, 0.92)
        person(sheet, running(330, 372, Looks(scale=0.62), direction=-1, mouth="smile"), Looks(scale=0.62))
        person(sheet, running(418, 376, CHILD, direction=-1, mouth="smile"), CHILD)
    panels[0].right()
    panels[0].caption("空着，一推就开\n人能跑出去")
    with panels[1].drawing():
        exit_sign(sheet, 300, 60, 0.9)
        door(sheet, 300, 376, 150, 250, knob=0)
        sheet.rect(120, 276, 120, 100, SAND)
        sheet.rect(160, 196, 104, 80, SAND)
        sheet.line([(180, 276), (180, 316)], BROWN, 8)
        sheet.line([(212, 196), (212, 226)], BROWN, 8)
        sheet.rect(250, 300, 120, 76, BROWN)
        sheet.rect(380, 250, 90, 126, GREY)
        sheet.line([(396, 290), (454, 290)], INK, THIN)
        sheet.line([(396, 330), (454, 330)], INK, THIN)
        sheet.limb([(40, 376), (88, 246)], LEAF, 12)
    panels[1].wrong()
    panels[1].caption("楼道堆纸箱、旧家具\n一点就着", 44)
    with panels[2].drawing():
        sheet.path("M250 376V330H316V284H382V238H491V376Z", SAND)
        ebike(sheet, 196, 376, 0.95, ORANGE)
        exit_sign(sheet, 330, 70, 0.9)
        flame(sheet, 180, 318, 0.55)
    panels[2].wrong()
    panels[2].caption("电动车停楼道\n起火堵死全楼人", 44)
    with panels[3].drawing():
        exit_sign(sheet, 250, 60, 0.92)
        sheet.rect(120, 110, 260, 266, BROWN, 4)
        sheet.rect(132, 122, 116, 254, SAND)
        sheet.rect(252, 122, 116, 254, SAND)
        for start in ((196, 214), (300, 214)):
            sheet.circle(start[0], start[1], 14, GREY)
        sheet.curve("M196 222C210 290 290 290 300 222", INK, 18)
        sheet.curve("M196 222C210 290 290 290 300 222", GREY, 9)
        sheet.curve("M224 280C224 236 276 236 276 280", INK, 13)
        sheet.rect(210, 274, 80, 64, YELLOW, 8)
        sheet.circle(250, 302, 9, INK, None)
        sheet.line([(250, 302), (250, 320)], INK, 8)
        person(
            sheet,
            standing(
                436,
                376,
                Looks(scale=0.8),
                arms=(((-40, 6), (-74, -30)), ((30, 40), (-30, 20))),
                face="left",
                mouth="open",
            ),
            Looks(scale=0.8),
        )
    panels[3].wrong()
    panels[3].caption("安全出口上了锁\n跑不出去")


@picture(
    "smoke_alarm",
    "烟雾报警器装在哪里",
    "家的剖面图。卧室、客厅天花板正中各装一个，楼梯口也装。不要装在灶台上方、卫生间门口、空调出风口和墙角。每个月按一下测试键。",
)
def smoke_alarm(sheet: Sheet) -> None:
    board = Board(
        sheet, "烟雾报警器装哪里", "卧室、客厅天花板正中", foot="响了先看有没有火和烟，有就往外跑", size=84
    )
    panel = board.panel(34, board.top, 1012, 640)

    def alarm(x: float, y: float) -> None:
        sheet.path(f"M{x - 58} {y}H{x + 58}L{x + 40} {y + 30}H{x - 40}Z", WHITE)
        sheet.circle(x, y + 15, 6, RED, None)

    with panel.drawing():
        sheet.rect(3, 3, 334, 560, "#fff6df", 0)
        sheet.rect(337, 3, 336, 560, WHITE, 0)
        sheet.rect(673, 3, 336, 560, "#eef5fb", 0)
        alarm(170, 6)
        sheet.circle(170, 100, 46, "none", GREEN, 10)
        alarm(505, 6)
        sheet.circle(505, 100, 46, "none", GREEN, 10)
        for x in (170, 505):
            tick(sheet, x, 100, 40)
        sheet.rect(30, 420, 270, 70, BLUE, 12)
        sheet.rect(30, 372, 70, 60, WHITE, 16)
        sheet.circle(96, 396, 34, SKIN)
        sheet.path("M62 392C62 340 130 340 130 392C112 376 82 376 62 392Z", "#cfd3d8")
        sheet.line([(84, 402), (92, 404)], INK, THIN)
        sheet.line([(104, 404), (112, 402)], INK, THIN)
        sheet.path("M118 424C150 390 270 400 300 430V490H118Z", LEAF)
        sheet.line([(30, 490), (30, 540)], INK, 14)
        sheet.line([(300, 490), (300, 540)], INK, 14)
        sheet.path("M380 540V430C380 400 630 400 630 430V540Z", GREEN)
        sheet.rect(366, 456, 50, 84, GREEN, 18)
        sheet.rect(594, 456, 50, 84, GREEN, 18)
        alarm(790, 6)
        cross(sheet, 790, 98, 38)
        sheet.rect(720, 420, 150, 120, GREY, 6)
        sheet.path("M730 384C734 424 856 424 860 384Z", BLACK)
        smoke(sheet, 790, 310, 0.6, CLOUD)
        sheet.rect(890, 160, 108, 50, WHITE, 8)
        for x in (906, 938, 970):
            sheet.curve(f"M{x} 222q-14 20 0 40t0 40", BLUE, 7)
        cross(sheet, 944, 340, 34)
        for x, words in ((170, "卧室"), (505, "客厅"), (841, "灶台、空调口")):
            sheet.text(x, 618, words, 52)
    low = board.grid(2, 1, top=board.top + 664, bottom=board.bottom)
    with low[0].drawing():
        sheet.path("M130 30H370L330 96H170Z", WHITE)
        sheet.circle(250, 64, 20, RED)
        sheet.limb([(420, 250), (330, 140)], BLUE, 38)
        sheet.circle(312, 118, 30, SKIN)
        sheet.limb([(298, 106), (264, 78)], SKIN, 16, THIN)
        sound(sheet, 120, 70, 0.9, -1)
    low[0].caption("每个月按一下\n会响就是好的")
    with low[1].drawing():
        sheet.path("M130 30H370L330 96H170Z", WHITE)
        sheet.path("M104 10C110 120 190 150 236 168L222 214L278 214L264 168C310 150 390 120 396 10Z", SKY)
        sheet.line([(228, 172), (272, 172)], RED, 12)
        forbidden(sheet, 250, 116, 100)
    low[1].wrong()
    low[1].caption("别用袋子套\n别拆电池")


@picture(
    "ebike_charging",
    "电动车充电：怎么对，怎么错",
    "对比图。对：推到室外充电棚、充电桩，原装充电器，人醒着充，充满就拔。错：楼道里充电，拆下电池带回家充，从窗户飞线充电，充一整夜。",
)
def ebike_charging(sheet: Sheet) -> None:
    board = Board(sheet, "电动车这样充", "不进楼、不入户、不过夜", foot="车冒烟：人快跑、关门、打119")
    top = board.panel(34, board.top, 1012, 470, MINT)
    with top.drawing():
        sheet.poly([(70, 130), (540, 90), (540, 128), (70, 168)], GREEN)
        sheet.line([(110, 160), (110, 366)], INK, 14)
        sheet.line([(510, 126), (510, 366)], INK, 14)
        sheet.rect(474, 214, 76, 110, BLUE, 8)
        bolt(sheet, 506, 226, 0.55)
        ebike(sheet, 290, 366, 1.1, RED)
        sheet.curve("M474 290C440 340 400 300 330 320", INK, 9)
        sheet.line([(20, 370), (992, 370)], INK, 8)
        sheet.circle(860, 90, 44, YELLOW)
        sheet.rays(860, 90, 58, 78, 12, ORANGE, 8)
        person(
            sheet,
            standing(
                660,
                368,
                Looks(shirt=BLUE, scale=0.9),
                arms=(((-54, 36), (-104, 20)), ((34, 52), (38, 100))),
                mouth="smile",
            ),
            Looks(shirt=BLUE, scale=0.9),
        )
        sheet.lines(858, 232, "原装充电器\n人醒着充\n充满就拔", 48, INK)
    top.right()
    top.caption("推到室外充电棚、充电桩", 54)
    panels = board.grid(3, 1, "nnn", top=board.top + 494)
    with panels[0].drawing():
        sheet.path("M3 376H90V330H156V284H222V238H330V400H3Z", SAND)
        ebike(sheet, 190, 396, 0.82)
        flame(sheet, 176, 342, 0.6)
        smoke(sheet, 200, 150, 0.7)
    panels[0].wrong()
    panels[0].caption("楼道里充\n堵死逃生路")
    with panels[1].drawing():
        sheet.rect(30, 330, 260, 70, BLUE, 12)
        sheet.rect(30, 286, 70, 60, WHITE, 12)
        socket(sheet, 272, 170, 0.9)
        sheet.rect(120, 230, 130, 100, GREY, 10)
        bolt(sheet, 182, 240, 0.5)
        sheet.curve("M250 280C290 290 270 220 272 200", INK, 9)
        flame(sheet, 150, 232, 0.5)
        smoke(sheet, 180, 140, 0.5)
    panels[1].wrong()
    panels[1].caption("电池拿回家\n一样会炸")
    with panels[2].drawing():
        sheet.rect(40, 60, 170, 340, SAND)
        window(sheet, 124, 140, 90, 90)
        window(sheet, 124, 280, 90, 90)
        sheet.curve("M150 150C320 180 190 300 280 360", INK, 10)
        ebike(sheet, 250, 400, 0.5)
        drops(sheet, 232, 110, 2, 3, 44)
    panels[2].wrong()
    panels[2].caption("窗外拉线充\n淋雨短路")
