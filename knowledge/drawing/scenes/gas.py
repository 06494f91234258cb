"""Gas, carbon monoxide and electricity: what cannot be seen."""

from knowledge.drawing.album import picture
from knowledge.drawing.board import Board, cross, forbidden
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
    ORANGE,
    RED,
    SAND,
    SKIN,
    SKY,
    THIN,
    WHITE,
    YELLOW,
)
from knowledge.drawing.people import Looks, Pose, kneeling, lying, person, running, standing
from knowledge.drawing.things import bolt, container, cylinder, door, flame, phone, smoke, window


@picture(
    "gas_leak",
    "闻到燃气味：三件要做，四件不做",
    "对比图。要做：第一关总阀；第二轻轻推开门窗；第三人到屋外再打抢修电话或119。不要做：不开灯也不关灯，不点火抽烟，不在屋里打电话，不开油烟机排风扇。气味浓就直接跑。",
)
def gas_leak(sheet: Sheet) -> None:
    board = Board(
        sheet, "闻到燃气味", "气味很浓：什么都别管，直接跑", foot="到屋外再打抢修电话或119", size=92
    )
    panels = board.grid(3, 1, "yyy", bottom=board.top + 450)
    with panels[0].drawing():
        cylinder(sheet, 150, 352, 1.2)
        sheet.limb([(330, 230), (226, 158)], BLUE, 34)
        sheet.circle(208, 146, 28, SKIN)
        sheet.curve("M236 74A66 66 0 0 0 130 84", ORANGE, 14)
        sheet.poly([(118, 56), (154, 92), (108, 108)], ORANGE, ORANGE, 3)
    panels[0].number(1)
    panels[0].caption("关总阀", 54)
    with panels[1].drawing():
        sheet.rect(80, 104, 166, 214, SKY)
        sheet.poly([(80, 104), (34, 132), (34, 340), (80, 318)], WHITE)
        sheet.poly([(246, 104), (292, 132), (292, 340), (246, 318)], WHITE)
        for y in (152, 210, 268):
            sheet.arrow((112, y), (214, y), GREEN, 13)
    panels[1].number(2)
    panels[1].caption("轻推门窗", 54)
    with panels[2].drawing():
        container(sheet, 96, 356, 0.7)
        person(
            sheet,
            standing(
                228,
                372,
                Looks(scale=0.95),
                arms=(((-40, 52), (-34, 100)), ((54, 30), (44, -40))),
                mouth="open",
            ),
            Looks(scale=0.95),
        )
        sheet.rect(258, 84, 26, 50, BLACK, 6)
        sheet.arrow((60, 176), (156, 176), ORANGE, 14)
    panels[2].number(3)
    panels[2].caption("到屋外打电话", 46)
    wrong = board.grid(2, 2, "nnnn", top=board.top + 474)
    with wrong[0].drawing():
        sheet.rect(180, 50, 120, 130, WHITE, 12)
        sheet.rect(210, 74, 60, 80, CLOUD, 6)
        sheet.line([(210, 112), (270, 112)], INK, THIN)
        sheet.limb([(450, 190), (336, 140)], BLUE, 30)
        sheet.circle(318, 132, 24, SKIN)
        sheet.limb([(304, 128), (276, 122)], SKIN, 13, THIN)
        for x, y, dx, dy in (
            (160, 60, -26, -18),
            (150, 115, -34, 0),
            (160, 170, -26, 16),
            (320, 56, 26, -18),
        ):
            sheet.line([(x, y), (x + dx, y + dy)], ORANGE, 8)
    wrong[0].wrong()
    wrong[0].caption("不开灯也不关灯")
    with wrong[1].drawing():
        flame(sheet, 186, 130, 0.7)
        sheet.rect(166, 122, 40, 72, RED, 6)
        sheet.rect(290, 150, 130, 26, WHITE, 4)
        sheet.rect(404, 150, 28, 26, ORANGE, 2)
        sheet.curve("M438 134q-18 -20 0 -40t0 -44", GREY, 9)
    wrong[1].wrong()
    wrong[1].caption("不点火不抽烟")
    with wrong[2].drawing():
        sheet.rect(150, 76, 200, 124, "#ffe9c7")
        sheet.poly([(118, 84), (250, 16), (382, 84)], ORANGE)
        sheet.rect(222, 82, 56, 100, BLACK, 10)
        sheet.rect(230, 94, 40, 70, WHITE, 2)
        for x, side in ((204, -1), (296, 1)):
            for y, dy in ((104, -8), (136, 0), (168, 8)):
                sheet.line([(x, y), (x + side * 26, y + dy)], ORANGE, 8)
    wrong[2].wrong()
    wrong[2].caption("不在屋里打手机")
    with wrong[3].drawing():
        sheet.path("M120 140L190 56H320L390 140V174H120Z", GREY)
        sheet.rect(220, 146, 70, 14, YELLOW)
        for turn in (0, 120, 240):
            with sheet.at(255, 102, 0.72, turn):
                sheet.path("M0 0C-20 -16 -16 -44 4 -46C20 -38 12 -14 0 0Z", WHITE, INK, THIN)
        for x in (190, 255, 320):
            sheet.line([(x, 186), (x, 204)], ORANGE, 8)
    wrong[3].wrong()
    wrong[3].caption("不开油烟机排风扇")


@picture(
    "co_signs",
    "煤气中毒（一氧化碳）的信号",
    "图解。屋里正烧炭、烧煤或用燃气热水器，同屋几个人一起头晕头痛、恶心想吐、腿软没力气，就当煤气中毒处理：关炉子、开门窗、马上出屋、打120。一氧化碳没有颜色没有味道。",
)
def co_signs(sheet: Sheet) -> None:
    board = Board(
        sheet, "煤气中毒的信号", "看不见、闻不到，几个人一起难受", foot="出来后没事了，也要去医院查", size=88
    )
    room = board.panel(34, board.top, 1012, 560, "#fdf1d8")
    with room.drawing():
        window(sheet, 506, 110, 190, 130, SKY)
        sheet.rect(446, 310, 130, 120, GREY, 8)
        sheet.rect(470, 350, 82, 50, BLACK, 6)
        flame(sheet, 511, 396, 0.3)
        sheet.path("M440 310H582L566 284H456Z", BLACK)
        for x in (470, 520, 560):
            sheet.curve(f"M{x} 268q-22 -20 0 -40t0 -34", GREY, 9)
        a, b, c = Looks(shirt=BLUE), Looks(shirt=RED), Looks(shirt=GREEN, hair="#cfd3d8")
        with sheet.at(-30, 0):
            person(
                sheet,
                Pose(
                    head=(190, 196),
                    neck=(186, 250),
                    hip=(190, 350),
                    arms=[[(150, 236), (168, 190)], [(226, 240), (212, 186)]],
                    legs=[[(210, 400), (196, 456)], [(170, 400), (160, 456)]],
                    face="right",
                    mouth="sad",
                ),
                a,
            )
        person(
            sheet,
            Pose(
                head=(360, 240),
                neck=(344, 286),
                hip=(302, 370),
                arms=[[(352, 350), (340, 380)], [(372, 336), (352, 306)]],
                legs=[[(340, 420), (300, 456)], [(300, 430), (264, 456)]],
                face="right",
                mouth="open",
            ),
            b,
        )
        sheet.curve("M404 268C412 300 404 330 414 356", LEAF, 12)
        person(
            sheet,
            Pose(
                head=(700, 372),
                neck=(742, 396),
                hip=(830, 430),
                arms=[[(760, 436), (706, 452)]],
                legs=[[(880, 420), (930, 456)], [(896, 436), (950, 456)]],
                face="shut",
            ),
            c,
        )
        sheet.line([(20, 462), (992, 462)], INK, 8)
        for x, y in ((98, 150), (226, 150)):
            sheet.curve(f"M{x} {y}q10 -22 24 0t24 0", RED, 8)
        for x, words in ((150, "头晕头痛"), (400, "恶心想吐"), (830, "腿软没力气")):
            sheet.text(x, 528, words, 50, RED)
        sheet.text(800, 120, "没颜色、没味道", 50)
    panels = board.grid(3, 1, "yyy", top=board.top + 584)
    with panels[0].drawing():
        sheet.rect(110, 100, 170, 200, SKY)
        sheet.poly([(110, 100), (62, 130), (62, 322), (110, 300)], WHITE)
        sheet.arrow((134, 160), (256, 160), GREEN, 15)
        sheet.arrow((256, 236), (134, 236), GREEN, 15)
        sheet.rect(216, 264, 92, 84, GREY, 6)
        cross(sheet, 262, 306, 28)
    panels[0].number(1)
    panels[0].caption("开门窗\n关炉子")
    with panels[1].drawing():
        door(sheet, 66, 356, 96, 230)
        big, small = Looks(scale=0.9), Looks(shirt=YELLOW, trousers=BLUE, scale=0.58)
        person(sheet, running(176, 352, big), big)
        person(sheet, running(272, 352, small), small)
    panels[1].number(2)
    panels[1].caption("叫醒所有人\n一起出屋")
    with panels[2].drawing():
        phone(sheet, 176, 196, "120", 1.1, 62)
    panels[2].number(3)
    panels[2].caption("马上打\n急救120")


@picture(
    "co_stove",
    "烧煤炉取暖怎么防煤气中毒",
    "对比图。对：烟囱接严伸到屋外带弯头、窗户留条缝或装风斗、炉子放外屋、装一氧化碳报警器。错：炉子炭盆放卧室睡觉，门窗糊死，烟囱倒烟。放盆水没有用。",
)
def co_stove(sheet: Sheet) -> None:
    board = Board(
        sheet, "煤炉取暖防中毒", "烟囱要通，窗要留缝，不进卧室", foot="头晕恶心，赶紧出屋，打120", size=88
    )
    top, bottom = board.grid(1, 2, "yn")
    with top.drawing():
        sheet.rect(150, 60, 520, 336, WHITE, 0, INK, 12)
        sheet.rect(670, 60, 310, 336, "#eef5fb", 0, INK, 12)
        sheet.text(824, 130, "卧室", 50)
        sheet.text(590, 130, "外屋", 50)
        sheet.rect(250, 280, 110, 112, GREY, 6)
        sheet.rect(270, 320, 70, 44, BLACK, 4)
        flame(sheet, 305, 362, 0.28)
        sheet.limb([(304, 272), (304, 190), (116, 190), (116, 130)], CLOUD, 30)
        sheet.limb([(116, 130), (84, 130)], CLOUD, 30)
        smoke(sheet, 50, 128, 0.26)
        window(sheet, 484, 250, 130, 120, SKY)
        sheet.rect(419, 172, 130, 18, WHITE)
        sheet.arrow((484, 222), (484, 130), GREEN, 13)
        sheet.rect(590, 236, 60, 60, WHITE, 8)
        sheet.circle(620, 266, 12, GREEN)
        sheet.rect(720, 330, 220, 58, BLUE, 10)
        sheet.circle(756, 312, 30, SKIN)
        sheet.path("M726 308C726 262 786 262 786 308C770 294 742 294 726 308Z", BLACK)
        sheet.line([(744, 318), (752, 320)], INK, THIN)
        sheet.line([(764, 320), (772, 318)], INK, THIN)
    top.right()
    top.caption("烟囱通到屋外、窗留缝、装报警器", 52)
    with bottom.drawing():
        sheet.rect(60, 60, 890, 336, "#f3e2d0", 0, INK, 12)
        sheet.text(500, 130, "卧室", 50)
        sheet.rect(200, 274, 110, 112, GREY, 6)
        sheet.rect(220, 314, 70, 44, BLACK, 4)
        flame(sheet, 255, 356, 0.28)
        sheet.path("M420 350H540L524 392H436Z", BLACK)
        flame(sheet, 480, 354, 0.5)
        for x, y in ((250, 210), (420, 240), (600, 200), (340, 150)):
            smoke(sheet, x, y, 0.5, GREY)
        window(sheet, 150, 190, 110, 110, CLOUD)
        for a, b in (((96, 136), (204, 246)), ((204, 136), (96, 246))):
            sheet.line([a, b], BROWN, 16)
        sheet.rect(660, 324, 240, 62, BLUE, 10)
        sheet.circle(704, 306, 30, SKIN)
        sheet.path("M674 302C674 256 734 256 734 302C718 288 690 288 674 302Z", BLACK)
        sheet.line([(690, 312), (700, 306)], INK, THIN)
        sheet.line([(712, 306), (722, 312)], INK, THIN)
        sheet.poly([(590, 366), (650, 366), (640, 394), (600, 394)], BLUE)
    bottom.wrong()
    bottom.caption("卧室烧煤烧炭、封死门窗（放水没用）", 50)


@picture(
    "electric_shock",
    "有人触电：先断电，别用手拉",
    "四步图。第一别用手拉他。第二拉总闸、拔插头。第三找不到闸，站在干燥木板上，用干木棍、竹竿把电线挑开。第四断电后打120，没呼吸马上按压胸口。高压线8米以外站住，打95598。",
)
def electric_shock(sheet: Sheet) -> None:
    board = Board(sheet, "有人触电", "先断电，千万别用手拉", foot="高压线：8米外站住，打95598", size=92)
    panels = board.grid(2, 2, "nyyw")

    def casualty(x: float, floor: float) -> None:
        person(sheet, lying(x, floor, Looks(shirt=ORANGE, scale=0.85)), Looks(shirt=ORANGE, scale=0.85))
        bolt(sheet, x + 60, floor - 150, 0.42)

    with panels[0].drawing():
        sheet.line([(20, 376), (474, 376)], INK, 8)
        casualty(208, 372)
        person(
            sheet,
            Pose(
                head=(110, 150),
                neck=(112, 206),
                hip=(84, 290),
                arms=[[(160, 260), (216, 296)], [(146, 270), (206, 316)]],
                legs=[[(110, 336), (96, 368)], [(60, 336), (40, 368)]],
                face="right",
                mouth="open",
            ),
        )
        bolt(sheet, 190, 110, 0.6)
        forbidden(sheet, 200, 292, 62)
    panels[0].wrong()
    panels[0].caption("别用手拉他\n自己也会触电")
    with panels[1].drawing():
        sheet.rect(110, 70, 230, 300, CLOUD, 10)
        sheet.rect(150, 130, 150, 180, WHITE, 8)
        sheet.rect(200, 160, 50, 120, BLACK, 6)
        sheet.limb([(225, 220), (225, 262)], RED, 26)
        sheet.limb([(474, 220), (300, 250)], BLUE, 36)
        sheet.circle(272, 256, 30, SKIN)
        sheet.arrow((64, 170), (64, 310), ORANGE, 20)
        sheet.text(225, 350, "总闸", 44)
    panels[1].number(1)
    panels[1].caption("拉总闸、拔插头", 52)
    with panels[2].drawing():
        sheet.line([(20, 376), (474, 376)], INK, 8)
        casualty(244, 372)
        sheet.curve("M474 90C420 160 400 240 330 280", INK, 12)
        sheet.limb([(130, 214), (336, 282)], BROWN, 13)
        sheet.rect(20, 352, 150, 24, SAND)
        person(
            sheet,
            Pose(
                head=(124, 112),
                neck=(112, 164),
                hip=(92, 250),
                arms=[[(144, 210), (168, 228)], [(118, 220), (138, 216)]],
                legs=[[(112, 300), (118, 344)], [(72, 300), (66, 344)]],
                face="right",
            ),
        )
    panels[2].number(2)
    panels[2].caption("或站干木板上\n用干木棍挑开电线")
    with panels[3].drawing():
        sheet.line([(20, 376), (474, 376)], INK, 8)
        c = Looks(shirt=ORANGE, scale=0.85)
        person(sheet, lying(130, 372, c), c)
        k = Looks(shirt=BLUE, scale=0.9)
        person(sheet, kneeling(322, 372, k, direction=-1, hands=(214, 318), bend=66), k)
        phone(sheet, 100, 180, "120", 0.7, 60)
    panels[3].number(3)
    panels[3].caption("断电后打120\n没呼吸就按压胸口")
