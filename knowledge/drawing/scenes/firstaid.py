"""First aid. Numbers and order are those of the reviewed articles."""

from knowledge.drawing.album import picture
from knowledge.drawing.board import Board, cross, forbidden, tick
from knowledge.drawing.canvas import Sheet
from knowledge.drawing.palette import (
    BLACK, BLUE, BROWN, CLOUD, GREEN, GREY, INK, LEAF, MINT, NAVY, ORANGE, RED, SAND, SKIN, SKY, SMALL, THIN, WHITE, YELLOW,
)
from knowledge.drawing.people import Looks, Pose, kneeling, lying, person, running, standing
from knowledge.drawing.things import bolt, bubble, cloud, drops, flame, phone, smoke, sound, tree, water

HELPER = Looks(shirt=BLUE, scale=0.95)
PATIENT = Looks(shirt=ORANGE, scale=0.9)


def heart(sheet: Sheet, x: float, y: float, s: float = 1.0, fill: str = RED) -> None:
    """A heart around its middle, 100 wide."""
    with sheet.at(x, y, s):
        sheet.path("M0 44C-70 -2 -50 -56 -14 -42C-6 -38 -2 -32 0 -26C2 -32 6 -38 14 -42C50 -56 70 -2 0 44Z", fill)


@picture(
    "cpr",
    "心肺复苏：按哪里、多深、多快",
    "四步图。第一步拍双肩大声喊，10秒内看胸口有没有起伏。第二步喊人打120、找AED。第三步掌根压在两乳头连线正中间，胳膊伸直往下压。"
    "第四步深5到6厘米，每分钟100到120下，每次让胸口弹回来。会人工呼吸的按30下吹2口，不会就一直按。",
)
def cpr(sheet: Sheet) -> None:
    board = Board(sheet, "心肺复苏", "没反应、没正常呼吸，马上按", foot="按30下吹2口；不会吹就一直按", size=92)
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
        sheet.text(362, 64, "深5—6厘米", 46, RED)
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
    board = Board(sheet, "AED会说话，照着做", "普通人也能用，救人不担责", foot="先打120、先按压，AED到了就用", size=88)
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
                standing(x, 372, looks, arms=(((-46, 20), (-60, -30)), ((46, 20), (60, -30))), face=face, mouth="open"),
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
    "choke_adult",
    "大人噎住：拍背5下，冲肚子5下",
    "四步图。第一步说不出话、脸发紫，马上叫人打120。第二步让他弯腰低头，掌根在两肩胛骨中间拍5下。第三步站到背后抱住，一手握拳顶在肚脐上两横指，另一手包住，往里往上冲5下。"
    "第四步轮着来直到吐出来；孕妇和很胖的人改冲胸口正中间；人软下去放平，马上按压胸口。能咳能说话的让他使劲咳。",
)
def choke_adult(sheet: Sheet) -> None:
    board = Board(sheet, "大人噎住了", "1岁以上用这个办法", foot="人软下去：放平，打120，按压胸口", size=92)
    panels = board.grid(2, 2)
    with panels[0].drawing():
        purple = Looks(shirt=ORANGE, skin="#c9a6c9")
        person(
            sheet,
            standing(230, 376, purple, arms=(((-60, 40), (-12, -14)), ((60, 40), (12, -10))), mouth="open"),
            purple,
        )
        sheet.rays(230, 98, 62, 84, 12, RED, 8)
        phone(sheet, 406, 250, "120", 0.74, 60)
    panels[0].number(1)
    panels[0].caption("说不出话、脸发紫\n叫人打120", 46)
    with panels[1].drawing():
        p = Looks(shirt=ORANGE)
        person(
            sheet,
            Pose(
                head=(392, 240), neck=(338, 216), hip=(246, 238),
                arms=[[(350, 280), (362, 330)], [(330, 286), (340, 336)]],
                legs=[[(262, 306), (256, 366)], [(236, 306), (226, 366)]], face="right", mouth="open",
            ),
            p,
        )
        person(
            sheet,
            Pose(
                head=(168, 96), neck=(160, 152), hip=(136, 250),
                arms=[[(196, 210), (238, 226)], [(218, 134), (288, 188)]],
                legs=[[(152, 310), (158, 366)], [(120, 310), (108, 366)]], face="right",
            ),
        )
        sheet.rays(290, 186, 34, 56, 9, RED, 8)
        sheet.text(390, 130, "5下", 72, RED)
    panels[1].number(2)
    panels[1].caption("弯腰低头，掌根拍\n两肩胛骨中间", 46)
    with panels[2].drawing():
        back = Looks(shirt=BLUE)
        person(
            sheet,
            Pose(
                head=(176, 92), neck=(182, 152), hip=(172, 256),
                legs=[[(190, 310), (196, 366)], [(158, 310), (146, 366)]], face="right",
            ),
            back,
        )
        person(
            sheet,
            Pose(
                head=(282, 128), neck=(262, 184), hip=(246, 274),
                arms=[[(300, 240), (330, 270)]],
                legs=[[(262, 320), (256, 366)], [(236, 322), (222, 366)]], face="right", mouth="open",
            ),
            Looks(shirt=ORANGE),
        )
        sheet.limb([(186, 166), (212, 236), (284, 236)], BLUE, 24)
        sheet.circle(292, 234, 22, SKIN, INK, THIN)
        sheet.curve("M410 250C370 262 330 250 322 190", RED, 15)
        sheet.poly([(298, 198), (346, 190), (318, 152)], RED, RED, 3)
        sheet.text(410, 130, "5下", 72, RED)
    panels[2].number(3)
    panels[2].caption("抱住：往里往上冲\n肚脐上两横指", 46)
    with panels[3].drawing():
        belly = Looks(shirt=YELLOW)
        person(
            sheet,
            Pose(
                head=(200, 90), neck=(194, 150), hip=(186, 254),
                legs=[[(204, 310), (210, 366)], [(172, 310), (162, 366)]], face="right",
            ),
        )
        person(
            sheet,
            Pose(
                head=(292, 116), neck=(276, 172), hip=(262, 270),
                legs=[[(276, 320), (272, 366)], [(252, 322), (240, 366)]], face="right", mouth="open",
            ),
            belly,
        )
        sheet.oval(300, 258, 44, 48, YELLOW)
        sheet.limb([(198, 168), (226, 206), (300, 196)], BLUE, 24)
        sheet.circle(308, 194, 22, SKIN, INK, THIN)
        sheet.arrow((420, 190), (348, 192), RED, 16)
    panels[3].caption("孕妇、很胖的人\n改冲胸口正中间", 46)


@picture(
    "choke_baby",
    "婴儿噎住：拍背5下，压胸5下",
    "四步图，适合不满1岁、咳不出也哭不出声的孩子。第一步旁人打120。第二步孩子趴在前臂上，头比身子低，掌根在两肩胛骨中间拍5下。第三步翻过来，两根手指压两乳头连线中间稍下的地方5下。"
    "第四步看得见的东西轻轻取，看不见不要抠；轮着做直到哭出声。不要倒提。",
)
def choke_baby(sheet: Sheet) -> None:
    board = Board(sheet, "婴儿噎住了", "不满1岁：咳不出、哭不出声", foot="旁人打120；没反应就做心肺复苏", size=92)
    panels = board.grid(2, 2, "wwyn")

    def baby(x: float, y: float, turn: float, face: str) -> None:
        with sheet.at(x, y, 1, turn):
            sheet.limb([(40, 0), (150, 0)], YELLOW, 74)
            sheet.limb([(140, -14), (206, -24)], YELLOW, 32)
            sheet.limb([(140, 18), (208, 20)], YELLOW, 32)
            sheet.circle(214, -24, 16, SKIN, INK, THIN)
            sheet.circle(216, 20, 16, SKIN, INK, THIN)
            sheet.circle(-30, 0, 50, SKIN)
            if face == "down":
                sheet.path("M-30 -50C-96 -46 -96 46 -30 50C-10 30 -10 -30 -30 -50Z", BLACK)
            else:
                sheet.path("M-44 -48C-92 -40 -92 40 -44 48C-58 24 -58 -24 -44 -48Z", BLACK)
                sheet.circle(-30, -18, 6, INK, None)
                sheet.circle(-30, 18, 6, INK, None)
                sheet.oval(-4, 0, 9, 10, "#7c1f1f", INK, 3)

    with panels[0].drawing():
        sheet.limb([(490, 322), (250, 332)], NAVY, 60)
        sheet.limb([(470, 232), (170, 322)], BLUE, 44)
        baby(164, 276, -18, "down")
        sheet.circle(146, 330, 28, SKIN)
        sheet.limb([(350, 40), (292, 172)], BLUE, 38)
        sheet.circle(280, 200, 32, SKIN)
        sheet.rays(280, 202, 46, 68, 10, RED, 8)
        sheet.text(146, 150, "5下", 74, RED)
    panels[0].number(1)
    panels[0].caption("趴在前臂、头放低\n拍两肩胛骨中间", 46)
    with panels[1].drawing():
        sheet.limb([(490, 322), (250, 332)], NAVY, 60)
        sheet.limb([(470, 240), (160, 330)], BLUE, 44)
        baby(170, 270, -18, "up")
        sheet.circle(112, 312, 30, SKIN)
        sheet.limb([(390, 30), (316, 140)], BLUE, 38)
        sheet.circle(304, 160, 30, SKIN)
        sheet.limb([(292, 176), (268, 222)], SKIN, 15, THIN)
        sheet.limb([(308, 182), (286, 228)], SKIN, 15, THIN)
        sheet.arrow((224, 130), (244, 206), RED, 14)
        sheet.text(140, 150, "5下", 74, RED)
    panels[1].number(2)
    panels[1].caption("翻过来、头还是低\n两指压胸口中间", 46)
    with panels[2].drawing():
        sheet.circle(220, 230, 136, SKIN)
        sheet.path("M84 214C84 40 356 40 356 214C320 140 120 140 84 214Z", BLACK)
        sheet.circle(170, 222, 11, INK, None)
        sheet.circle(270, 222, 11, INK, None)
        sheet.oval(220, 302, 46, 36, "#7c1f1f")
        sheet.circle(226, 306, 15, LEAF)
        sheet.limb([(474, 376), (356, 330)], BLUE, 36)
        sheet.circle(334, 322, 28, SKIN)
        sheet.limb([(318, 312), (256, 300)], SKIN, 14, THIN)
        sheet.limb([(320, 328), (252, 320)], SKIN, 14, THIN)
    panels[2].number(3)
    panels[2].caption("看得见才轻轻取\n轮着做到哭出声", 46)
    with panels[3].drawing():
        baby(250, 282, -90, "up")
        sheet.limb([(470, 30), (300, 60)], BLUE, 38)
        sheet.circle(262, 66, 32, SKIN)
        forbidden(sheet, 250, 208, 146)
    panels[3].wrong()
    panels[3].caption("不要倒提着抖\n看不见不要抠", 46)


@picture(
    "recovery_position",
    "昏迷有呼吸：让他侧着躺",
    "三步图。叫不醒但有正常呼吸的人，让他侧着躺，头偏一边，让口水、呕吐物流出来，守着等120。不喂水不喂药，不往嘴里塞东西，不掐人中。没有正常呼吸，马上心肺复苏。",
)
def recovery_position(sheet: Sheet) -> None:
    board = Board(sheet, "昏迷了，还有呼吸", "让他侧着躺，守着等120", foot="没有正常呼吸：马上按压胸口", size=88)
    top = board.panel(34, board.top, 1012, 520, MINT)
    with top.drawing():
        sheet.rect(60, 372, 892, 34, LEAF, 16)
        looks = Looks(shirt=ORANGE, scale=1.45)
        person(
            sheet,
            Pose(
                head=(240, 306), neck=(320, 312), hip=(520, 318),
                legs=[[(640, 330), (800, 350)]], face="asleep",
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
            sheet.poly([(x - 26, y - 16), (x + 10, y - 26), (x + 28, y), (x + 16, y + 26), (x - 22, y + 22)], SKY)
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
        person(sheet, Pose(head=(110, 262), neck=(166, 280), hip=(290, 290), legs=[[(370, 292), (446, 300)]], face="up"), looks)
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
    board = Board(sheet, "有人中暑了", "发烫又神志不清，马上打120", foot="昏迷不喂水、不喂药，打急救120", size=92)
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
                head=(190, 110), neck=(186, 166), hip=(180, 270),
                arms=[[(150, 226), (170, 276)], [(240, 210), (250, 150)]],
                legs=[[(250, 290), (260, 366)], [(240, 300), (246, 370)]], face="right", mouth="smile",
            ),
            Looks(shirt=ORANGE),
        )
        sheet.poly([(240, 100), (290, 100), (282, 170), (248, 170)], SKY)
        sheet.poly([(242, 124), (288, 124), (282, 170), (248, 170)], BLUE)
        sheet.rect(110, 300, 160, 76, BROWN, 8)
    panels[3].caption("只有清醒的\n慢慢喝凉水、淡盐水", 46)
