"""Fire: putting out what is still small."""

from knowledge.drawing.album import picture
from knowledge.drawing.board import Board
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
    THIN,
    WHITE,
    YELLOW,
)
from knowledge.drawing.people import Looks, Pose, person, running
from knowledge.drawing.things import (
    bubble,
    extinguisher,
    flame,
)


@picture(
    "extinguisher_use",
    "灭火器怎么用：提、拔、握、压",
    "四步图。第一步提：提起灭火器，看压力表指针在绿区。第二步拔：拔掉保险销，别捏着压把。第三步握：一手握住喷管，对准火焰根部。"
    "第四步压：压下压把，左右扫着喷。站在上风口，离火约3米。喷完还没灭，马上撤，打119。",
)
def extinguisher_use(sheet: Sheet) -> None:
    board = Board(sheet, "灭火器怎么用", "站上风口，离火约3米", foot="喷完还没灭，马上撤，打119")
    panels = board.grid(2, 2)
    with panels[0].drawing():
        extinguisher(sheet, 224, 352, 1.05)
        person(
            sheet,
            Pose(
                head=(354, 84),
                neck=(350, 142),
                hip=(354, 244),
                arms=[[(392, 198), (402, 250)], [(310, 176), (266, 150)]],
                legs=[[(372, 306), (376, 364)], [(338, 306), (330, 364)]],
                face="left",
                mouth="smile",
            ),
        )
        sheet.circle(104, 186, 52, WHITE)
        sheet.path("M66 204A42 42 0 0 1 84 154L104 188Z", RED, None)
        sheet.path("M84 154A42 42 0 0 1 126 154L104 188Z", LEAF, None)
        sheet.path("M126 154A42 42 0 0 1 142 204L104 188Z", YELLOW, None)
        sheet.line([(104, 188), (104, 156)], INK, 8)
        sheet.line([(158, 186), (192, 180)], INK, THIN)
    panels[0].number(1)
    panels[0].caption("提：提起来\n指针要在绿区")
    with panels[1].drawing():
        extinguisher(sheet, 220, 376, 1.5)
        sheet.circle(318, 84, 26, "none", INK, 18)
        sheet.circle(318, 84, 26, "none", YELLOW, 9)
        sheet.line([(292, 86), (246, 88)], INK, 15)
        sheet.line([(292, 86), (246, 88)], YELLOW, 7)
        sheet.limb([(470, 230), (410, 134)], BLUE, 42)
        sheet.circle(396, 108, 34, SKIN)
        sheet.limb([(384, 92), (338, 82)], SKIN, 17, THIN)
        sheet.arrow((356, 186), (410, 250), ORANGE, 15)
    panels[1].number(2)
    panels[1].caption("拔：拔掉保险销\n别捏着压把")
    with panels[2].drawing():
        flame(sheet, 396, 362, 1.25)
        sheet.line([(320, 370), (474, 370)], INK, 8)
        extinguisher(sheet, 168, 376, 0.82, hose=False)
        person(
            sheet,
            Pose(
                head=(150, 86),
                neck=(142, 142),
                hip=(118, 236),
                arms=[[(152, 190), (176, 214)], [(190, 186), (236, 222)]],
                legs=[[(134, 300), (152, 364)], [(86, 300), (58, 364)]],
                face="right",
            ),
        )
        sheet.curve("M166 226C190 280 216 226 236 224", INK, 20)
        sheet.curve("M166 226C190 280 216 226 236 224", BLACK, 12)
        sheet.poly([(230, 212), (272, 238), (258, 264), (220, 242)], BLACK)
        sheet.line([(280, 262), (362, 332)], RED, 9)
        sheet.circle(396, 344, 38, "none", RED, 10)
    panels[2].number(3)
    panels[2].caption("握：握住喷管\n对准火焰根部")
    with panels[3].drawing():
        flame(sheet, 428, 366, 0.86)
        extinguisher(sheet, 172, 300, 0.84, hose=False)
        sheet.path("M256 214L410 312Q468 340 460 372H350L242 228Z", CLOUD, GREY, THIN)
        flame(sheet, 432, 366, 0.56)
        person(
            sheet,
            Pose(
                head=(150, 76),
                neck=(140, 132),
                hip=(114, 232),
                arms=[[(156, 172), (196, 142)], [(178, 186), (232, 214)]],
                legs=[[(150, 298), (158, 364)], [(86, 300), (56, 364)]],
                face="right",
                mouth="open",
            ),
        )
        sheet.poly([(232, 204), (262, 210), (246, 236), (224, 226)], BLACK)
        sheet.swing((306, 168), (452, 222), ORANGE, 16)
    panels[3].number(4)
    panels[3].caption("压：压下压把\n左右扫着喷")


@picture(
    "hydrant_use",
    "消火栓怎么用：两个人配合",
    "四步图。第一步开箱，按里面的报警按钮。第二步抓住水带一头甩开，一头接消火栓，一头接水枪，拧到咔一声。"
    "第三步一个人双手握牢水枪站稳，另一个人慢慢逆时针转开阀门。第四步对准火的根部，从外往里喷。先断电；火大烟浓就撤，打119。",
)
def hydrant_use(sheet: Sheet) -> None:
    board = Board(sheet, "消火栓怎么用", "先断电，两个人配合", foot="火大烟浓别打水枪，快撤，打119", size=88)
    panels = board.grid(2, 2)
    with panels[0].drawing():
        sheet.rect(150, 60, 230, 300, RED, 8)
        sheet.rect(168, 78, 194, 264, WHITE, 4)
        sheet.poly([(150, 60), (60, 100), (60, 330), (150, 360)], RED)
        sheet.circle(250, 190, 62, WHITE)
        for radius in (52, 38, 24):
            sheet.circle(250, 190, radius, "none", BROWN, 10)
        sheet.circle(226, 306, 26, GREY)
        sheet.circle(330, 120, 20, RED)
        sheet.limb([(474, 260), (412, 170)], BLUE, 38)
        sheet.circle(398, 152, 30, SKIN)
        sheet.limb([(384, 146), (350, 128)], SKIN, 16, THIN)
        sheet.rays(330, 120, 30, 46, 8, ORANGE, 6)
    panels[0].number(1)
    panels[0].caption("开箱门\n按报警按钮")
    with panels[1].drawing():
        sheet.rect(36, 210, 60, 130, RED, 6)
        sheet.limb([(96, 274), (132, 274)], GREY, 36)
        sheet.curve("M150 274C240 274 190 370 290 350S330 190 400 190", INK, 40)
        sheet.curve("M150 274C240 274 190 370 290 350S330 190 400 190", SAND, 28)
        sheet.rect(132, 248, 34, 52, YELLOW, 6)
        sheet.rect(386, 162, 32, 54, YELLOW, 6)
        sheet.poly([(418, 170), (482, 180), (482, 200), (418, 210)], GREY)
        bubble(sheet, 256, 84, "咔！", 64, (372, 160))
    panels[1].number(2)
    panels[1].caption("水带一头接栓\n一头接水枪")
    with panels[2].drawing():
        sheet.rect(392, 176, 80, 190, RED, 6)
        sheet.circle(404, 216, 36, YELLOW)
        sheet.circle(404, 216, 12, RED)
        sheet.curve("M446 120A64 64 0 0 0 372 126", ORANGE, 14)
        sheet.poly([(376, 98), (388, 148), (346, 138)], ORANGE, ORANGE, 3)
        person(
            sheet,
            Pose(
                head=(318, 92),
                neck=(312, 148),
                hip=(304, 246),
                arms=[[(352, 190), (388, 196)], [(350, 214), (392, 238)]],
                legs=[[(322, 306), (330, 366)], [(290, 306), (280, 366)]],
                face="right",
            ),
            Looks(shirt=GREEN),
        )
        sheet.curve("M392 320C300 372 250 330 170 268", INK, 36)
        sheet.curve("M392 320C300 372 250 330 170 268", SAND, 24)
        sheet.poly([(176, 252), (76, 214), (70, 232), (166, 278)], GREY)
        person(
            sheet,
            Pose(
                head=(142, 118),
                neck=(160, 166),
                hip=(206, 246),
                arms=[[(142, 220), (116, 234)], [(184, 226), (154, 256)]],
                legs=[[(172, 306), (134, 366)], [(240, 300), (254, 366)]],
                face="left",
            ),
        )
    panels[2].number(3)
    panels[2].caption("一人握牢水枪\n一人慢慢开阀")
    with panels[3].drawing():
        flame(sheet, 412, 364, 1.2)
        sheet.path("M190 206C280 210 350 280 380 366H330C310 300 260 240 184 232Z", BLUE)
        sheet.curve("M60 366C90 300 110 250 150 234", INK, 36)
        sheet.curve("M60 366C90 300 110 250 150 234", SAND, 24)
        sheet.poly([(120, 232), (196, 204), (200, 230), (130, 256)], GREY)
        person(
            sheet,
            Pose(
                head=(162, 116),
                neck=(140, 164),
                hip=(94, 246),
                arms=[[(164, 222), (172, 226)], [(124, 226), (146, 244)]],
                legs=[[(136, 300), (150, 366)], [(66, 306), (34, 366)]],
                face="right",
            ),
        )
        sheet.circle(412, 342, 40, "none", RED, 10)
    panels[3].number(4)
    panels[3].caption("对准火的根部\n从外往里喷")


@picture(
    "oil_pan",
    "油锅着火：关火、盖盖、别泼水",
    "四格图。要做的：关掉灶具开关或燃气阀；锅盖从身前往前平推着盖严，凉透再揭。不要做的：绝不能泼水，热油遇水会炸开；别端着着火的锅跑。"
    "盖不住，关上厨房门，人出去，打119。",
)
def oil_pan(sheet: Sheet) -> None:
    board = Board(sheet, "油锅着火", "关火、盖锅盖，千万别泼水", foot="盖不住：关厨房门，人出去，打119")
    panels = board.grid(2, 2, "yynn")

    def stove(x: float, y: float) -> None:
        sheet.rect(x - 120, y, 240, 66, GREY, 8)
        sheet.rect(x - 96, y - 12, 192, 14, BLACK, 4)
        sheet.circle(x + 70, y + 34, 20, WHITE)
        sheet.line([(x + 70, y + 34), (x + 70, y + 18)], INK, 6)

    def pan(x: float, y: float) -> None:
        sheet.path(f"M{x - 96} {y - 54}C{x - 90} {y + 10} {x + 90} {y + 10} {x + 96} {y - 54}Z", BLACK)
        sheet.limb([(x - 96, y - 50), (x - 166, y - 66)], BROWN, 16)

    with panels[0].drawing():
        stove(250, 300)
        flame(sheet, 250, 240, 1.0)
        pan(250, 288)
        sheet.limb([(474, 236), (398, 304)], BLUE, 38)
        sheet.circle(380, 318, 30, SKIN)
        sheet.limb([(362, 326), (336, 334)], SKIN, 16, THIN)
        sheet.curve("M356 262A60 60 0 0 0 270 280", ORANGE, 13)
        sheet.poly([(262, 262), (290, 292), (252, 304)], ORANGE, ORANGE, 3)
    panels[0].right()
    panels[0].caption("1 关火关气", 54)
    with panels[1].drawing():
        stove(270, 320)
        pan(270, 308)
        flame(sheet, 322, 250, 0.5)
        sheet.path("M118 236C140 150 300 140 322 224L330 244L112 256Z", CLOUD)
        sheet.limb([(206, 168), (236, 164)], INK, 12)
        sheet.limb([(30, 236), (150, 170)], BLUE, 36)
        sheet.circle(196, 156, 28, SKIN)
        sheet.arrow((170, 92), (330, 92), ORANGE, 16)
    panels[1].right()
    panels[1].caption("2 往前推着盖严\n凉透再揭")
    with panels[2].drawing():
        stove(280, 320)
        flame(sheet, 280, 272, 1.75)
        pan(280, 308)
        sheet.path("M120 118C170 126 216 164 236 226L204 236C180 190 150 160 108 146Z", BLUE)
        sheet.poly([(40, 84), (122, 100), (112, 158), (30, 142)], GREY)
        sheet.rays(282, 196, 126, 160, 12, RED, 9)
    panels[2].wrong()
    panels[2].caption("绝不能泼水\n热油会炸开")
    with panels[3].drawing():
        runner = running(190, 376, Looks(shirt=GREEN))
        person(
            sheet,
            Pose(
                head=runner.head,
                neck=runner.neck,
                hip=runner.hip,
                arms=[[(240, 226), (292, 224)], [(236, 236), (284, 240)]],
                legs=runner.legs,
                face="right",
                mouth="open",
            ),
            Looks(shirt=GREEN),
        )
        flame(sheet, 390, 206, 1.0)
        sheet.path("M306 200C312 260 468 260 474 200Z", BLACK)
        sheet.limb([(306, 210), (282, 232)], BROWN, 16)
        for x, y in ((350, 290), (420, 310), (380, 350)):
            flame(sheet, x, y, 0.3)
    panels[3].wrong()
    panels[3].caption("别端着锅跑\n油洒出来烧伤人")
