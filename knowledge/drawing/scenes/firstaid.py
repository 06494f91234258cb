"""First aid for whoever does not breathe or does not wake. Numbers are those of the reviewed articles."""

from knowledge.drawing.album import picture
from knowledge.drawing.board import Board, forbidden
from knowledge.drawing.canvas import Sheet
from knowledge.drawing.palette import (
    BLACK,
    BLUE,
    BROWN,
    GREEN,
    INK,
    LEAF,
    MINT,
    NAVY,
    ORANGE,
    RED,
    SKIN,
    SKY,
    THIN,
    WHITE,
)
from knowledge.drawing.people import Looks, Pose, kneeling, lying, person, standing
from knowledge.drawing.things import bolt, bubble, heart, phone, sound

HELPER = Looks(shirt=BLUE, scale=0.95)
PATIENT = Looks(shirt=ORANGE, scale=0.9)


@picture(
    "cpr",
    "心肺复苏：按哪里、多深、多快",
    "四步图。第一步拍双肩大声喊，10秒内看胸口有没有起伏。第二步喊人打120、找AED。第三步掌根压在两乳头连线正中间，胳膊伸直往下压。"
    "第四步大人深5到6厘米，每分钟100到120下，每次让胸口弹回来。会人工呼吸的按30下吹2口，不会就一直按。",
)
def cpr(sheet: Sheet) -> None:
    board = Board(
        sheet, "心肺复苏", "没反应、没正常呼吸，马上按", foot="按30下吹2口；不会吹就一直按", size=92
    )
    panels = board.grid(2, 2, bottom=board.bottom)
    with panels[0].drawing():
        sheet.line([(20, 376), (474, 376)], INK, 8)
        person(sheet, lying(118, 372, PATIENT), PATIENT)
        k = kneeling(330, 372, HELPER, direction=-1, hands=(182, 318), bend=74)
        person(sheet, k, HELPER)
        bubble(sheet, 338, 58, "你怎么了！", 46, (272, 150))
    panels[0].number(1)
    panels[0].caption("拍肩大声喊\n10秒看有没有呼吸", 46)
    with panels[1].drawing():
        phone(sheet, 150, 220, "120", 1.15, 62)
        sheet.rect(296, 100, 150, 240, RED, 14)
        heart(sheet, 370, 196, 1.1, WHITE)
        bolt(sheet, 362, 160, 0.46, RED)
        sheet.text(371, 312, "AED", 56, WHITE)
    panels[1].number(2)
    panels[1].caption("喊人打120（开免提）\n找AED来", 46)
    with panels[2].drawing():
        # Seen from above: shoulders, arms, chest, two nipples and the place between them.
        sheet.path("M110 376V150C110 110 150 92 190 84H304C344 92 384 110 384 150V376Z", ORANGE)
        sheet.path("M150 376V170C180 150 314 150 344 170V376Z", SKIN)
        sheet.circle(247, 44, 58, SKIN)
        sheet.path("M189 36C189 -40 305 -40 305 36C280 14 214 14 189 36Z", BLACK)
        for x in (196, 298):
            sheet.circle(x, 236, 9, "#b3694b", None)
        for x in range(206, 296, 20):
            sheet.line([(x, 236), (x + 8, 236)], RED, 6)
        sheet.circle(247, 236, 36, "none", RED, 9)
        sheet.limb([(440, 52), (330, 162)], BLUE, 44)
        sheet.limb([(470, 110), (352, 190)], BLUE, 44)
        sheet.limb([(318, 180), (262, 228)], SKIN, 46)
        sheet.limb([(326, 196), (252, 232)], SKIN, 40)
        for dx, dy in ((-22, -10), (-28, 6), (-22, 22)):
            sheet.limb([(250, 230), (250 + dx, 232 + dy)], SKIN, 12, THIN)
        sheet.circle(247, 236, 66, "none", RED, 10)
    panels[2].number(3)
    panels[2].caption("掌根压两乳头\n连线正中间", 48)
    with panels[3].drawing():
        sheet.line([(20, 376), (474, 376)], INK, 8)
        person(sheet, lying(64, 372, PATIENT), PATIENT)
        k = kneeling(262, 372, HELPER, direction=-1, hands=(156, 322), bend=84)
        person(sheet, k, HELPER)
        sheet.swing((72, 160), (72, 280), RED, 16)
        sheet.text(324, 64, "大人深5—6厘米", 44, RED)
        sheet.text(362, 124, "每分钟", 46, RED)
        sheet.text(358, 182, "100—120下", 44, RED)
    panels[3].number(4)
    panels[3].caption("胳膊伸直用力压\n每次让胸口弹回来", 46)


@picture(
    "aed",
    "AED怎么用：开机、贴片、离开、按键、接着压",
    "四步图。第一步掀盖或按电源键，听语音。第二步擦干，一片贴在右边锁骨下，一片贴在左边乳头外侧下面。第三步谁也不要碰他，喊都离开，再按闪烁的键。"
    "第四步电完马上接着按压胸口。普通人也能用。",
)
def aed(sheet: Sheet) -> None:
    board = Board(
        sheet, "AED会说话，照着做", "普通人也能用，救人不担责", foot="先打120、先按压，AED到了就用", size=88
    )
    panels = board.grid(2, 2)
    with panels[0].drawing():
        sheet.rect(110, 130, 280, 220, RED, 26)
        sheet.rect(140, 160, 220, 110, WHITE, 10)
        heart(sheet, 206, 214, 0.8)
        bolt(sheet, 200, 186, 0.36)
        sheet.circle(320, 214, 28, GREEN)
        sheet.line([(320, 198), (320, 216)], WHITE, 8)
        sheet.path("M110 130L140 60H360L390 130Z", ORANGE)
        sheet.limb([(474, 330), (372, 246)], BLUE, 34)
        sheet.circle(356, 232, 26, SKIN)
        sound(sheet, 72, 214, 0.8, -1)
    panels[0].number(1)
    panels[0].caption("开机：掀盖或按电源\n听它说话", 46)
    with panels[1].drawing():
        sheet.path("M90 376V160C90 116 130 96 180 86H314C364 96 404 116 404 160V376Z", SKIN)
        sheet.circle(247, 44, 58, SKIN)
        sheet.path("M189 36C189 -40 305 -40 305 36C280 14 214 14 189 36Z", BLACK)
        for x in (186, 308):
            sheet.circle(x, 232, 9, "#b3694b", None)
        sheet.rect(124, 126, 84, 74, WHITE, 12)
        sheet.rect(324, 254, 74, 92, WHITE, 12)
        heart(sheet, 166, 164, 0.4)
        heart(sheet, 361, 300, 0.4)
        sheet.curve("M166 200C180 330 260 300 300 376", INK, 8)
        sheet.curve("M340 346C336 360 320 366 312 376", INK, 8)
        sheet.text(62, 190, "右", 44)
        sheet.text(440, 190, "左", 44)
    panels[1].number(2)
    panels[1].caption("贴片：右锁骨下\n左乳头外侧下面", 46)
    with panels[2].drawing():
        sheet.line([(20, 376), (474, 376)], INK, 8)
        person(sheet, lying(140, 372, PATIENT), PATIENT)
        for x, face in ((70, "right"), (424, "left")):
            looks = Looks(shirt=BLUE if face == "right" else GREEN, scale=0.82)
            person(
                sheet,
                standing(
                    x,
                    372,
                    looks,
                    arms=(((-46, 20), (-60, -30)), ((46, 20), (60, -30))),
                    face=face,
                    mouth="open",
                ),
                looks,
            )
        bolt(sheet, 236, 170, 0.9)
        bubble(sheet, 252, 80, "都离开！", 54, (392, 150))
    panels[2].number(3)
    panels[2].caption("谁也别碰他\n再按闪烁的键", 46)
    with panels[3].drawing():
        sheet.line([(20, 376), (474, 376)], INK, 8)
        person(sheet, lying(110, 372, PATIENT), PATIENT)
        person(sheet, kneeling(302, 372, HELPER, direction=-1, hands=(200, 322), bend=74), HELPER)
        sheet.swing((118, 160), (118, 274), RED, 16)
    panels[3].number(4)
    panels[3].caption("电完马上接着按压\n别停", 46)


@picture(
    "recovery_position",
    "昏迷有呼吸：让他侧着躺",
    "三步图。叫不醒但有正常呼吸的人，让他侧着躺，头偏一边，让口水、呕吐物流出来，守着等120。不喂水不喂药，不往嘴里塞东西，不掐人中。没有正常呼吸，马上心肺复苏。",
)
def recovery_position(sheet: Sheet) -> None:
    board = Board(
        sheet, "昏迷了，还有呼吸", "让他侧着躺，守着等120", foot="没有正常呼吸：马上按压胸口", size=88
    )
    top = board.panel(34, board.top, 1012, 520, MINT)
    with top.drawing():
        sheet.rect(60, 372, 892, 34, LEAF, 16)
        looks = Looks(shirt=ORANGE, scale=1.45)
        person(
            sheet,
            Pose(
                head=(240, 306),
                neck=(320, 312),
                hip=(520, 318),
                legs=[[(640, 330), (800, 350)]],
                face="asleep",
            ),
            looks,
        )
        sheet.limb([(520, 318), (600, 238), (690, 340)], NAVY, 44)
        sheet.circle(694, 346, 24, BLACK, INK, THIN)
        sheet.limb([(330, 316), (356, 366), (250, 372)], ORANGE, 36)
        sheet.circle(240, 370, 24, SKIN, INK, THIN)
        sheet.limb([(340, 316), (430, 374)], ORANGE, 36)
        sheet.circle(440, 376, 22, SKIN, INK, THIN)
        sheet.curve("M180 340q-36 10 -44 36", BLUE, 10)
        sheet.arrow((150, 250), (130, 320), BLUE, 13)
        sheet.text(204, 196, "嘴朝下，流得出来", 46, NAVY, "middle")
        sheet.text(720, 196, "上面的腿弯起来", 46, NAVY)
        sheet.arrow((660, 212), (622, 252), NAVY, 11)
    top.right()
    top.caption("侧躺：口水、呕吐物不呛进去", 54)
    panels = board.grid(3, 1, "nnn", top=board.top + 544)
    with panels[0].drawing():
        sheet.path("M90 130H220L204 300H106Z", SKY)
        sheet.path("M98 200H212L204 300H106Z", BLUE)
        forbidden(sheet, 160, 214, 112)
    panels[0].wrong()
    panels[0].caption("不喂水\n不喂药")
    with panels[1].drawing():
        sheet.circle(166, 200, 92, SKIN)
        sheet.path("M74 190C74 74 258 74 258 190C220 130 112 130 74 190Z", BLACK)
        sheet.circle(134, 196, 8, INK, None)
        sheet.circle(198, 196, 8, INK, None)
        sheet.oval(166, 246, 22, 17, "#7c1f1f")
        sheet.limb([(166, 246), (290, 330)], BROWN, 12)
        forbidden(sheet, 172, 214, 116)
    panels[1].wrong()
    panels[1].caption("别往嘴里\n塞东西")
    with panels[2].drawing():
        sheet.circle(166, 200, 92, SKIN)
        sheet.path("M74 190C74 74 258 74 258 190C220 130 112 130 74 190Z", BLACK)
        sheet.line([(122, 196), (146, 196)], INK, 6)
        sheet.line([(186, 196), (210, 196)], INK, 6)
        sheet.line([(148, 254), (184, 254)], INK, 6)
        sheet.limb([(310, 330), (240, 262)], BLUE, 32)
        sheet.circle(226, 252, 24, SKIN)
        sheet.limb([(212, 244), (174, 232)], SKIN, 14, THIN)
        forbidden(sheet, 172, 214, 116)
    panels[2].wrong()
    panels[2].caption("别掐人中\n别硬按手脚")
