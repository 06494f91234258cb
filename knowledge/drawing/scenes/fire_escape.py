"""Fire: the way out."""

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
    ORANGE,
    RED,
    SAND,
    SKY,
    YELLOW,
)
from knowledge.drawing.people import Looks, Pose, crouching, person, running, standing
from knowledge.drawing.things import (
    bubble,
    door,
    drops,
    exit_sign,
    flame,
    smoke,
    sound,
    wet_cloth,
    window,
)

CHILD = Looks(shirt=YELLOW, trousers=BLUE, scale=0.66)


@picture(
    "escape_smoke",
    "着火怎么逃：弯腰、捂口鼻、走楼梯",
    "四步图。第一步喊一声着火了，叫上家里人往外跑，出门随手关门。第二步有烟就弯腰贴墙走，湿毛巾捂口鼻，手边没有就用衣袖。"
    "第三步走楼梯，不坐电梯。第四步到了外面打119，不再回去。",
)
def escape_smoke(sheet: Sheet) -> None:
    board = Board(sheet, "着火怎么逃", "人先跑出去，东西都别拿", foot="跑到外面再打火警119")
    panels = board.grid(2, 2)
    with panels[0].drawing():
        sheet.rect(3, 3, 150, 376, CLOUD, 0, None)
        door(sheet, 66, 376, 116, 250)
        flame(sheet, 4, 376, 0.8)
        smoke(sheet, 60, 118, 0.5)
        person(sheet, running(240, 374, CHILD), CHILD)
        person(sheet, running(352, 374))
        bubble(sheet, 214, 56, "着火了！", 54, (350, 124))
    panels[0].number(1)
    panels[0].caption("叫人往外跑\n出门随手关门")
    with panels[1].drawing():
        sheet.rect(3, 3, 488, 120, GREY, 26, None)
        for x in (150, 300, 420):
            smoke(sheet, x, 122, 0.85)
        sheet.line([(20, 376), (474, 376)], INK, 8)
        pose = crouching(214, 374)
        person(sheet, pose)
        wet_cloth(sheet, pose.head[0] + 26, pose.head[1] + 22, 1.05)
        sheet.arrow((372, 330), (460, 330), GREEN, 18)
    panels[1].number(2)
    panels[1].caption("有烟：弯腰贴墙走\n湿毛巾捂口鼻", 46)
    with panels[2].drawing():
        sheet.path("M20 376V330H90V286H160V242H230V198H246V376Z", SAND)
        exit_sign(sheet, 196, 50, 0.86)
        person(sheet, running(100, 330, Looks(scale=0.74), direction=-1), Looks(scale=0.74))
        sheet.rect(290, 120, 176, 256, CLOUD, 6)
        sheet.rect(306, 150, 70, 226, GREY)
        sheet.rect(380, 150, 70, 226, GREY)
        sheet.text(378, 140, "电梯", 40)
        forbidden(sheet, 378, 262, 86)
    panels[2].number(3)
    panels[2].caption("走楼梯\n不坐电梯")
    with panels[3].drawing():
        sheet.rect(36, 110, 150, 260, SAND)
        for y in (150, 230, 310):
            window(sheet, 76, y, 46, 50, ORANGE, bars=False)
            window(sheet, 146, y, 46, 50, SKY, bars=False)
        smoke(sheet, 150, 82, 0.6)
        with sheet.at(0, 0):
            person(
                sheet,
                standing(
                    300, 376, arms=(((-40, 46), (-34, 96)), ((52, 30), (44, -40))), mouth="open", face="left"
                ),
            )
        sheet.rect(332, 74, 26, 50, BLACK, 6)
        sheet.text(424, 140, "119", 62, RED)
        sheet.arrow((440, 240), (356, 240), GREY, 18)
        cross(sheet, 420, 240, 34)
    panels[3].number(4)
    panels[3].caption("到外面打119\n不再回去")


@picture(
    "trapped_room",
    "被火困在屋里：关门、堵缝、窗口求救",
    "四步图。第一步用手背摸门，烫手别开。第二步关紧门，用湿毛巾、湿床单塞住门缝，往门上泼水。"
    "第三步打119，报清几楼几号、几个人。第四步到有窗的外墙边，白天挥鲜艳的布，晚上晃手电。不要跳楼。",
)
def trapped_room(sheet: Sheet) -> None:
    board = Board(sheet, "火场被困屋里", "马上打119，关门堵缝，窗口求救", foot="不要跳楼，听119指挥", size=88)
    panels = board.grid(2, 2)
    with panels[0].drawing():
        door(sheet, 330, 376, 190, 330, knob=-1)
        for x in (290, 340, 390):
            sheet.curve(f"M{x} 230q-16 -28 0 -56t0 -56", RED, 11)
        person(
            sheet,
            standing(130, 376, arms=(((-38, 52), (-34, 100)), ((60, 20), (112, 6))), face="right"),
        )
        smoke(sheet, 366, 366, 0.5)
    panels[0].number(1)
    panels[0].caption("手背摸门\n烫手别开")
    with panels[1].drawing():
        door(sheet, 330, 360, 200, 320, knob=-1)
        drops(sheet, 270, 120, 4, 3, 46)
        sheet.path("M196 346C230 326 270 352 310 340S400 350 470 340L478 378H190Z", SKY)
        sheet.line([(226, 362), (236, 366)], BLUE, 8)
        sheet.line([(330, 360), (342, 366)], BLUE, 8)
        sheet.line([(426, 360), (438, 366)], BLUE, 8)
        person(
            sheet,
            Pose(
                head=(150, 176),
                neck=(140, 230),
                hip=(92, 296),
                arms=[[(170, 276), (210, 340)], [(164, 290), (196, 352)]],
                legs=[[(150, 344), (84, 362)], [(140, 356), (60, 366)]],
                face="right",
            ),
        )
    panels[1].number(2)
    panels[1].caption("湿布塞紧门缝\n往门上泼水")
    with panels[2].drawing():
        person(
            sheet,
            standing(
                150, 376, arms=(((-40, 52), (-34, 100)), ((54, 30), (44, -40))), face="right", mouth="open"
            ),
        )
        sheet.rect(182, 78, 26, 50, BLACK, 6)
        bubble(sheet, 360, 160, "几楼几号\n几个人", 50, (204, 124))
        sheet.text(346, 340, "119", 92, RED)
    panels[2].number(3)
    panels[2].caption("打119\n说清楼层房号")
    with panels[3].drawing():
        sheet.rect(110, 40, 350, 336, SAND, 0)
        window(sheet, 290, 190, 260, 250, SKY, bars=False)
        person(
            sheet,
            Pose(
                head=(282, 168),
                neck=(284, 226),
                hip=(284, 312),
                arms=[[(230, 196), (196, 120)], [(338, 196), (378, 126)]],
                face="front",
                mouth="open",
            ),
        )
        sheet.path("M378 120C420 60 440 110 476 74L486 150C450 170 430 130 392 160Z", RED)
        sheet.rect(150, 314, 280, 26, BROWN)
        sound(sheet, 100, 190, 0.9, -1)
    panels[3].number(4)
    panels[3].caption("窗口挥亮色布\n夜里晃手电")
