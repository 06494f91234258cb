"""First aid for burns, bleeding and heat."""

from knowledge.drawing.album import picture
from knowledge.drawing.board import Board, cross
from knowledge.drawing.canvas import Sheet
from knowledge.drawing.palette import (
    BLACK,
    BLUE,
    BROWN,
    GREEN,
    GREY,
    INK,
    LEAF,
    NAVY,
    ORANGE,
    RED,
    SKIN,
    SKY,
    THIN,
    WHITE,
    YELLOW,
)
from knowledge.drawing.people import Looks, Pose, lying, person
from knowledge.drawing.things import drops, heart, tree, water

PATIENT = Looks(shirt=ORANGE, scale=0.9)


@picture(
    "burn",
    "烫伤五个字：冲、脱、泡、盖、送",
    "五步图。冲：流动的凉水冲15到30分钟。脱：一边冲一边脱，粘住皮的不要硬扯，用剪刀剪开周围。泡：还疼就在凉水里泡一会儿。盖：用干净的纱布、毛巾轻轻盖上。送：去医院。不抹牙膏酱油，不挑水泡，不用冰块直接敷。",
)
def burn(sheet: Sheet) -> None:
    board = Board(sheet, "烫伤烧伤怎么办", "冲、脱、泡、盖、送", foot="面积大、伤到脸：打急救120", size=88)
    panels = board.grid(2, 3, "wwwwwn")

    def arm(x: float, y: float, colour: str = RED) -> None:
        sheet.limb([(x - 190, y + 8), (x - 40, y)], SKIN, 62)
        sheet.circle(x + 4, y - 2, 38, SKIN)
        for n, dy in enumerate((-24, -8, 8, 22)):
            sheet.limb([(x + 24, y + dy), (x + 62 - n % 3 * 3, y + dy)], SKIN, 12, THIN)
        sheet.oval(x - 76, y - 2, 44, 22, colour, None)

    with panels[0].drawing():
        sheet.limb([(150, 24), (260, 24), (260, 66)], GREY, 26)
        sheet.path("M248 80H272L284 176H236Z", BLUE)
        arm(332, 186)
        drops(sheet, 214, 214, 4, 1, 30)
        sheet.text(396, 74, "15—30", 52, RED)
        sheet.text(396, 130, "分钟", 46, RED)
    panels[0].number(1)
    panels[0].caption("冲：流动的凉水")
    with panels[1].drawing():
        arm(330, 176)
        sheet.limb([(96, 184), (190, 178)], BLUE, 74)
        sheet.line([(350, 56), (252, 130)], GREY, 14)
        sheet.line([(398, 100), (250, 112)], GREY, 14)
        sheet.circle(366, 44, 22, "none", RED, 10)
        sheet.circle(418, 96, 22, "none", RED, 10)
    panels[1].number(2)
    panels[1].caption("脱：粘住的剪开周围")
    with panels[2].drawing():
        arm(330, 150)
        sheet.path("M90 150H420L392 244H118Z", SKY)
        sheet.path("M90 150H420L392 244H118Z", "none")
        water(sheet, 108, 176, 296, 54)
    panels[2].number(3)
    panels[2].caption("泡：还疼泡一会儿")
    with panels[3].drawing():
        arm(330, 156, SKIN)
        sheet.limb([(210, 150), (296, 148)], WHITE, 74)
        for x in (204, 236, 268, 298):
            sheet.line([(x, 116), (x - 8, 184)], GREY, 4)
    panels[3].number(4)
    panels[3].caption("盖：干净布轻轻盖")
    with panels[4].drawing():
        sheet.line([(40, 236), (460, 236)], INK, 8)
        sheet.rect(90, 90, 230, 120, WHITE, 10)
        sheet.path("M320 210V116H372L410 160V210Z", WHITE)
        sheet.rect(338, 130, 34, 32, SKY)
        sheet.line([(205, 114), (205, 174)], RED, 20)
        sheet.line([(175, 144), (235, 144)], RED, 20)
        for x in (150, 352):
            sheet.circle(x, 212, 26, BLACK)
            sheet.circle(x, 212, 10, GREY, None)
        sheet.rect(180, 66, 60, 24, BLUE, 6)
    panels[4].number(5)
    panels[4].caption("送：去医院")
    with panels[5].drawing():
        with sheet.at(110, 120, 1, -24):
            sheet.rect(-20, -56, 66, 120, WHITE, 8)
            sheet.rect(0, 64, 26, 22, RED, 4)
        sheet.rect(212, 80, 76, 130, BROWN, 12)
        sheet.rect(232, 54, 36, 28, RED, 4)
        for x, y in ((350, 120), (400, 150), (360, 176)):
            sheet.poly(
                [(x - 26, y - 16), (x + 10, y - 26), (x + 28, y), (x + 16, y + 26), (x - 22, y + 22)], SKY
            )
        for x in (130, 250, 376):
            cross(sheet, x, 150, 30)
    panels[5].caption("牙膏、酱油、冰块都不行", 42)


@picture(
    "bleeding",
    "流血不止：压住、加布、抬高",
    "四步图。第一步用干净的布直接压住伤口不松手。第二步布湿透不揭开，在上面再加一块接着压。第三步用绷带或布条缠紧，手脚上的伤抬得比心口高。"
    "第四步血喷着出来、压不住，才在伤口上方扎止血带，越宽越好，写下时间，不要自己松开，打120。",
)
def bleeding(sheet: Sheet) -> None:
    board = Board(sheet, "流血不止", "死死压住，别松手", foot="血喷出来、止不住：打急救120", size=92)
    panels = board.grid(2, 2)

    def forearm(y: float) -> None:
        sheet.limb([(-20, y + 40), (300, y)], SKIN, 92)
        sheet.circle(352, y - 6, 56, SKIN)
        for n, dy in enumerate((-36, -12, 12, 34)):
            sheet.limb([(384, y - 6 + dy), (440 - n % 3 * 5, y - 8 + dy)], SKIN, 18, THIN)

    def hand_from_above(x: float, y: float) -> None:
        sheet.limb([(x + 90, -10), (x + 20, y - 60)], BLUE, 52)
        sheet.circle(x, y - 30, 44, SKIN)
        for dx in (-26, -9, 8, 25):
            sheet.limb([(x + dx - 8, y - 14), (x + dx - 14, y + 16)], SKIN, 15, THIN)

    with panels[0].drawing():
        forearm(270)
        sheet.path("M150 320q-6 40 4 60M180 320q4 30 -2 60", "none", RED, 12)
        sheet.rect(110, 226, 130, 96, WHITE, 8)
        sheet.oval(176, 276, 34, 22, RED, None)
        hand_from_above(180, 250)
        sheet.arrow((72, 130), (96, 206), RED, 17)
    panels[0].number(1)
    panels[0].caption("干净布直接压住\n用力，一直压")
    with panels[1].drawing():
        forearm(280)
        sheet.rect(106, 240, 138, 96, "#f2b6b0", 8)
        sheet.rect(120, 196, 130, 96, WHITE, 8)
        hand_from_above(190, 226)
        sheet.text(118, 170, "＋", 84, GREEN)
    panels[1].number(2)
    panels[1].caption("湿透别揭开\n上面再加一块")
    with panels[2].drawing():
        sheet.rect(40, 300, 420, 76, BLUE, 16)
        looks = Looks(shirt=ORANGE)
        person(
            sheet,
            Pose(
                head=(110, 262), neck=(166, 280), hip=(290, 290), legs=[[(370, 292), (446, 300)]], face="up"
            ),
            looks,
        )
        sheet.limb([(180, 276), (226, 196), (232, 100)], ORANGE, 30)
        sheet.limb([(228, 170), (232, 110)], SKIN, 28)
        sheet.circle(233, 86, 20, SKIN)
        sheet.limb([(230, 150), (231, 128)], WHITE, 38)
        sheet.line([(212, 144), (250, 150)], GREY, 4)
        sheet.line([(212, 130), (250, 136)], GREY, 4)
        sheet.arrow((330, 210), (330, 96), GREEN, 18)
        heart(sheet, 216, 284, 0.34)
    panels[2].number(3)
    panels[2].caption("缠紧布条\n抬得比心口高")
    with panels[3].drawing():
        forearm(270)
        sheet.path("M250 226C262 160 290 150 302 96M268 226C290 190 320 186 340 150", "none", RED, 12)
        sheet.oval(258, 268, 30, 18, RED, None)
        sheet.limb([(104, 234), (112, 330)], BLACK, 44)
        sheet.limb([(74, 280), (148, 272)], BROWN, 12)
        sheet.rect(30, 96, 170, 86, YELLOW, 8)
        sheet.text(115, 156, "10:30", 54, INK)
    panels[3].number(4)
    panels[3].caption("压不住才扎止血带\n写时间、别自己松", 46)


@picture(
    "heatstroke",
    "中暑：移开、降温、热射病打120",
    "图解。身上滚烫、说胡话、叫不醒、抽筋，是热射病，马上打120。第一抬到阴凉处解开衣服。第二凉水浇全身、对着吹风。第三冰袋放在脖子、腋下、大腿根。清醒的慢慢喝凉水、淡盐水；昏迷不喂水。",
)
def heatstroke(sheet: Sheet) -> None:
    board = Board(
        sheet, "有人中暑了", "发烫又神志不清，马上打120", foot="昏迷不喂水、不喂药，打急救120", size=92
    )
    panels = board.grid(2, 2)
    with panels[0].drawing():
        sheet.circle(402, 84, 50, YELLOW)
        sheet.rays(402, 84, 64, 86, 12, ORANGE, 8)
        tree(sheet, 130, 330, 1.3)
        sheet.path("M40 376C60 330 300 330 330 376Z", LEAF)
        person(sheet, lying(130, 364, PATIENT), PATIENT)
    panels[0].number(1)
    panels[0].caption("抬到阴凉通风处\n解开衣服")
    with panels[1].drawing():
        sheet.line([(20, 376), (474, 376)], INK, 8)
        person(sheet, lying(150, 372, PATIENT), PATIENT)
        sheet.poly([(236, 70), (336, 96), (318, 170), (218, 140)], GREY)
        sheet.path("M222 128C196 170 206 240 200 306H256C252 250 262 200 276 160Z", BLUE)
        drops(sheet, 300, 230, 4, 2, 44)
        sheet.circle(78, 190, 50, WHITE)
        for turn in (0, 120, 240):
            with sheet.at(78, 190, 0.9, turn):
                sheet.path("M0 0C-20 -16 -16 -44 4 -46C20 -38 12 -14 0 0Z", BLUE, INK, THIN)
        sheet.line([(78, 240), (78, 372)], INK, 12)
    panels[1].number(2)
    panels[1].caption("凉水浇全身\n对着吹风")
    with panels[2].drawing():
        sheet.circle(247, 66, 52, SKIN)
        sheet.path("M195 58C195 -12 299 -12 299 58C276 38 218 38 195 58Z", BLACK)
        sheet.line([(226, 72), (238, 72)], INK, 6)
        sheet.line([(256, 72), (268, 72)], INK, 6)
        sheet.limb([(180, 160), (104, 270)], SKIN, 44)
        sheet.limb([(314, 160), (390, 270)], SKIN, 44)
        sheet.path("M168 140C190 120 304 120 326 140L316 300H178Z", SKIN)
        sheet.limb([(214, 300), (208, 342)], NAVY, 60)
        sheet.limb([(280, 300), (286, 342)], NAVY, 60)
        for x, y in ((200, 120), (294, 120), (160, 196), (334, 196), (214, 306), (280, 306)):
            sheet.rect(x - 26, y - 18, 52, 36, SKY, 8)
            sheet.line([(x - 10, y - 8), (x + 8, y + 8)], BLUE, 5)
            sheet.line([(x + 8, y - 8), (x - 10, y + 8)], BLUE, 5)
    panels[2].number(3)
    panels[2].caption("冰袋放：脖子两侧\n腋下、大腿根")
    with panels[3].drawing():
        person(
            sheet,
            Pose(
                head=(190, 110),
                neck=(186, 166),
                hip=(180, 270),
                arms=[[(150, 226), (170, 276)], [(240, 210), (250, 150)]],
                legs=[[(250, 290), (260, 366)], [(240, 300), (246, 370)]],
                face="right",
                mouth="smile",
            ),
            Looks(shirt=ORANGE),
        )
        sheet.poly([(240, 100), (290, 100), (282, 170), (248, 170)], SKY)
        sheet.poly([(242, 124), (288, 124), (282, 170), (248, 170)], BLUE)
        sheet.rect(110, 300, 160, 76, BROWN, 8)
    panels[3].caption("只有清醒的\n慢慢喝凉水、淡盐水", 46)
