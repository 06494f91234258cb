"""First aid for who chokes."""

from knowledge.drawing.album import picture
from knowledge.drawing.board import Board, forbidden
from knowledge.drawing.canvas import Sheet
from knowledge.drawing.palette import (
    BLACK,
    BLUE,
    INK,
    LEAF,
    NAVY,
    ORANGE,
    RED,
    SKIN,
    THIN,
    YELLOW,
)
from knowledge.drawing.people import Looks, Pose, person, standing
from knowledge.drawing.things import phone


@picture(
    "choke_adult",
    "大人噎住：拍背5下，冲肚子5下",
    "四步图。第一步说不出话、脸发紫，马上叫人打120。第二步让他弯腰低头，掌根在两肩胛骨中间拍5下。第三步站到背后抱住，一手握拳顶在肚脐上两横指，另一手包住，往里往上冲5下。"
    "第四步轮着来直到吐出来；孕妇和很胖的人改冲胸口正中间；人软下去放平，马上按压胸口。能咳能说话的让他使劲咳。",
)
def choke_adult(sheet: Sheet) -> None:
    board = Board(
        sheet,
        "噎住了怎么办",
        "大人和1岁以上孩子，拍、冲轮着做",
        foot="人软下去：放平，打120，按压胸口",
        size=92,
    )
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
                head=(392, 240),
                neck=(338, 216),
                hip=(246, 238),
                arms=[[(350, 280), (362, 330)], [(330, 286), (340, 336)]],
                legs=[[(262, 306), (256, 366)], [(236, 306), (226, 366)]],
                face="right",
                mouth="open",
            ),
            p,
        )
        person(
            sheet,
            Pose(
                head=(168, 96),
                neck=(160, 152),
                hip=(136, 250),
                arms=[[(196, 210), (238, 226)], [(218, 134), (288, 188)]],
                legs=[[(152, 310), (158, 366)], [(120, 310), (108, 366)]],
                face="right",
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
                head=(176, 92),
                neck=(182, 152),
                hip=(172, 256),
                legs=[[(190, 310), (196, 366)], [(158, 310), (146, 366)]],
                face="right",
            ),
            back,
        )
        person(
            sheet,
            Pose(
                head=(282, 128),
                neck=(262, 184),
                hip=(246, 274),
                arms=[[(300, 240), (330, 270)]],
                legs=[[(262, 320), (256, 366)], [(236, 322), (222, 366)]],
                face="right",
                mouth="open",
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
                head=(200, 90),
                neck=(194, 150),
                hip=(186, 254),
                legs=[[(204, 310), (210, 366)], [(172, 310), (162, 366)]],
                face="right",
            ),
        )
        person(
            sheet,
            Pose(
                head=(292, 116),
                neck=(276, 172),
                hip=(262, 270),
                legs=[[(276, 320), (272, 366)], [(252, 322), (240, 366)]],
                face="right",
                mouth="open",
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
    "四步图，适合不满1岁、咳不出也哭不出声的孩子。第一步旁人打120。第二步孩子趴在前臂上，头比身子低，掌根在两肩胛骨中间拍5下。第三步翻过来，一只手的掌根压两乳头连线中间稍下的地方5下。"
    "第四步看得见的东西轻轻取，看不见不要抠；轮着做直到哭出声。不要倒提。",
)
def choke_baby(sheet: Sheet) -> None:
    board = Board(
        sheet, "婴儿噎住了", "不满1岁：咳不出、哭不出声", foot="旁人打120；没反应就做心肺复苏", size=92
    )
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
        sheet.limb([(346, 30), (256, 176)], BLUE, 38)
        sheet.circle(240, 204, 32, SKIN)
        sheet.arrow((190, 104), (210, 178), RED, 14)
        sheet.text(108, 150, "5下", 74, RED)
    panels[1].number(2)
    panels[1].caption("翻过来，头还是低\n一只手掌根压胸口", 46)
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
