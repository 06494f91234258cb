"""Warning signals: the colours, with words and bars beside them for those who do not see colours."""

from knowledge.drawing.album import picture
from knowledge.drawing.board import MARGIN, Board
from knowledge.drawing.canvas import Sheet
from knowledge.drawing.palette import (
    INK,
    THIN,
    WHITE,
)

SIGNAL_BLUE, SIGNAL_YELLOW, SIGNAL_ORANGE, SIGNAL_RED = "#1f5fd0", "#ffe100", "#ff8a00", "#d6001c"
LEVELS = (
    ("蓝", SIGNAL_BLUE, WHITE),
    ("黄", SIGNAL_YELLOW, INK),
    ("橙", SIGNAL_ORANGE, INK),
    ("红", SIGNAL_RED, WHITE),
)


def swirl(sheet: Sheet, x: float, y: float, s: float, fill: str) -> None:
    """The sign of a typhoon: two arms around an eye, 110 wide."""
    with sheet.at(x, y, s):
        for turn in (0, 180):
            with sheet.at(0, 0, 1, turn):
                sheet.path("M-34 0A34 34 0 0 1 30 -16C44 -30 40 -48 26 -58C64 -46 68 -8 34 4", fill, None)
                sheet.path("M-34 0A34 34 0 0 1 34 0L34 4H-34Z", fill, None)


def bars(sheet: Sheet, x: float, y: float, level: int, fill: str) -> None:
    """One to four bars, like the strength of a signal: the level without its colour."""
    for n in range(4):
        h = 18 + n * 16
        sheet.rect(x + n * 24, y - h, 18, h, fill if n < level else "none", 3, fill, THIN)


def plate(sheet: Sheet, x: float, y: float, level: int, what: str, icon: str) -> None:
    """A signal as the weather service shows it: 200 by 190, colour, sign and name."""
    name, fill, ink = LEVELS[level]
    sheet.rect(x, y, 200, 190, fill, 18)
    if icon == "typhoon":
        swirl(sheet, x + 62, y + 72, 0.86, ink)
    elif icon == "rain":
        for n, dx in enumerate((24, 52, 80)):
            for dy in (28, 64, 100):
                sheet.line([(x + dx + (n % 2) * 6, y + dy), (x + dx - 6 + (n % 2) * 6, y + dy + 20)], ink, 9)
    else:
        sheet.rect(x + 40, y + 20, 28, 80, "none", 14, ink, 7)
        sheet.circle(x + 54, y + 104, 22, ink, ink)
        sheet.line([(x + 54, y + 98), (x + 54, y + 84 - level * 14)], ink, 12)
    bars(sheet, x + 100, y + 126, level + 1, ink)
    sheet.text(x + 100, y + 176, f"{what}{name}色", 44, ink)


@picture(
    "signal_colours",
    "预警四种颜色：蓝、黄、橙、红",
    "四级阶梯图。蓝色四级：留心看消息。黄色三级：做好准备，少去危险的地方。橙色二级：尽量不出门，危险处的人准备走。红色一级最危险：马上躲到安全处，听到转移通知立刻走。不是每种灾害都有四色。",
)
def signal_colours(sheet: Sheet) -> None:
    board = Board(sheet, "预警看颜色", "红色最危险，往下橙、黄、蓝", foot="听到转移通知，立刻走")
    rows = (
        (3, "红色 · 一级", "最危险！马上躲到安全处", "听到转移通知立刻走"),
        (2, "橙色 · 二级", "尽量不出门", "危险处的人准备走、该走就走"),
        (1, "黄色 · 三级", "做好准备", "少去危险的地方"),
        (0, "蓝色 · 四级", "留心看消息", "隔一会儿再看看"),
    )
    h = (board.bottom - board.top - 3 * 20) / 4
    for n, (level, name, first, second) in enumerate(rows):
        _, fill, ink = LEVELS[level]
        y = board.top + n * (h + 20)
        sheet.rect(MARGIN, y, 1012, h, WHITE, 28)
        sheet.path(
            f"M{MARGIN + 28} {y}H{MARGIN + 380}V{y + h}H{MARGIN + 28}"
            f"A28 28 0 0 1 {MARGIN} {y + h - 28}V{y + 28}"
            f"A28 28 0 0 1 {MARGIN + 28} {y}Z",
            fill,
        )
        sheet.text(MARGIN + 190, y + 92, name, 58, ink)
        for k in range(4):
            high = 40 + k * 22
            sheet.rect(
                MARGIN + 92 + k * 52, y + h - 24 - high, 40, high, ink if k <= level else "none", 5, ink, LINE
            )
        sheet.text(MARGIN + 416, y + 108, first, 52, INK, "start")
        sheet.text(MARGIN + 416, y + 186, second, 44, INK, "start")


LINE = 6


def _signal_rows(
    sheet: Sheet, board: Board, what: str, icon: str, rows: tuple[tuple[int, str, str, str], ...]
) -> None:
    h = (board.bottom - board.top - (len(rows) - 1) * 20) / len(rows)
    for n, (level, first, second, act) in enumerate(rows):
        y = board.top + n * (h + 20)
        sheet.rect(MARGIN, y, 1012, h, WHITE, 28)
        grown = 1.3 if len(rows) < 4 else 1.0
        middle = y + h / 2
        with sheet.at(MARGIN + 28, middle - 95 * grown, grown):
            plate(sheet, 0, 0, level, what, icon)
        left = MARGIN + 62 + 200 * grown
        sheet.text(left, middle - 48 * grown, first, 52 * grown, INK, "start")
        sheet.text(left, middle + 16 * grown, second, 46 * grown, INK, "start")
        sheet.text(left, middle + 82 * grown, act, 44 * grown, "#a3131a", "start")


@picture(
    "typhoon_signal",
    "台风预警信号：蓝、黄、橙、红各是什么意思",
    "四行表。蓝色：24小时内平均风6级以上或阵风8级以上，收好阳台东西。黄色：24小时内平均8级以上或阵风10级以上，船回港，危房里的人准备走。"
    "橙色：12小时内平均10级以上或阵风12级以上，留在结实的屋里。红色：6小时内平均12级以上或阵风14级以上，千万别出门，听通知转移。",
)
def typhoon_signal(sheet: Sheet) -> None:
    board = Board(sheet, "台风预警信号", "橙色、红色就别出门了", foot="要不要转移，听村里、镇里通知")
    _signal_rows(
        sheet,
        board,
        "台风",
        "typhoon",
        (
            (3, "6小时内", "平均12级以上，阵风14级以上", "千万别出门，听通知马上走"),
            (2, "12小时内", "平均10级以上，阵风12级以上", "留在结实屋里，危险处转移"),
            (1, "24小时内", "平均8级以上，阵风10级以上", "船回港，危房里的人准备走"),
            (0, "24小时内", "平均6级以上，阵风8级以上", "收好阳台东西，看新消息"),
        ),
    )


@picture(
    "rain_signal",
    "暴雨预警信号：蓝、黄、橙、红各是什么意思",
    "四行表。蓝色：12小时下到50毫米以上，少去河边。黄色：6小时50毫米以上，危险处的人准备转移。橙色：3小时50毫米以上，山边、沟口、地下室的人撤。红色：3小时100毫米以上，留在高处安全处，听到通知马上走。",
)
def rain_signal(sheet: Sheet) -> None:
    board = Board(sheet, "暴雨预警信号", "橙色、红色别出门", foot="雨下个不停、溪水变浑，自己先走")
    _signal_rows(
        sheet,
        board,
        "暴雨",
        "rain",
        (
            (3, "3小时下到100毫米以上", "容易发山洪、泥石流、内涝", "留在高处，听通知马上走"),
            (2, "3小时下到50毫米以上", "停室外活动", "山边、沟口、地下室的人撤"),
            (1, "6小时下到50毫米以上", "别走低洼积水的路", "危险处的人准备转移"),
            (0, "12小时下到50毫米以上", "清理下水口", "少去河边"),
        ),
    )


@picture(
    "heat_signal",
    "高温预警信号：黄、橙、红各是什么意思",
    "三行表，高温没有蓝色。黄色：连续3天最高气温35℃以上，午后少出门多喝水。橙色：24小时内最高气温37℃以上，户外干活缩短时间轮着歇。红色：24小时内最高气温40℃以上，停止户外露天作业。",
)
def heat_signal(sheet: Sheet) -> None:
    board = Board(sheet, "高温预警信号", "只有黄、橙、红，没有蓝色", foot="车里别留孩子和老人，一会儿也不行")
    _signal_rows(
        sheet,
        board,
        "高温",
        "heat",
        (
            (3, "24小时内", "最高气温40℃以上", "停止户外露天作业"),
            (2, "24小时内", "最高气温37℃以上", "户外干活轮着歇，别久晒"),
            (1, "连续3天", "最高气温35℃以上", "午后少出门，多喝水"),
        ),
    )
