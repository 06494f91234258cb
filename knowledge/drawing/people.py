"""People: round heads, thick limbs, an outline around everything. A pose is where the joints are."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from knowledge.drawing.canvas import Point, Sheet
from knowledge.drawing.palette import BLACK, BLUE, INK, NAVY, SKIN, THIN, WHITE

Limb = Sequence[Point]


@dataclass(frozen=True, slots=True)
class Looks:
    """How a person is dressed, and how big they are."""

    shirt: str = BLUE
    trousers: str = NAVY
    hair: str = BLACK
    helmet: str | None = None
    skin: str = SKIN
    scale: float = 1.0


@dataclass(frozen=True, slots=True)
class Pose:
    """Joints on the sheet: head, neck and hip; each arm from the shoulder on, each leg from the hip on.

    ``face``: where the person looks: ``left``, ``right``, ``front``, ``back``, ``up`` and ``shut``
    (lying on the back), ``asleep``.
    The first arm and leg are behind the body, the second in front.
    """

    head: Point
    neck: Point
    hip: Point
    arms: Sequence[Limb] = field(default_factory=tuple)
    legs: Sequence[Limb] = field(default_factory=tuple)
    face: str = "front"
    mouth: str = "flat"


def person(sheet: Sheet, pose: Pose, looks: Looks = Looks()) -> None:
    """Draw somebody."""
    s = looks.scale
    for leg in pose.legs:
        _leg(sheet, [pose.hip, *leg], looks)
    if pose.arms:
        _arm(sheet, [pose.neck, *pose.arms[0]], looks)
    sheet.limb([pose.neck, pose.hip], looks.shirt, 58 * s)
    _head(sheet, pose, looks)
    for arm in pose.arms[1:]:
        _arm(sheet, [pose.neck, *arm], looks)


def _arm(sheet: Sheet, joints: Limb, looks: Looks) -> None:
    s = looks.scale
    sheet.limb(joints, looks.shirt, 24 * s)
    x, y = joints[-1]
    sheet.circle(x, y, 15 * s, looks.skin, INK, THIN)


def _leg(sheet: Sheet, joints: Limb, looks: Looks) -> None:
    s = looks.scale
    sheet.limb(joints, looks.trousers, 30 * s)
    x, y = joints[-1]
    sheet.circle(x, y, 16 * s, BLACK, INK, THIN)


def _head(sheet: Sheet, pose: Pose, looks: Looks) -> None:
    s, (x, y) = looks.scale, pose.head
    r = 42 * s
    sheet.line([pose.neck, pose.head], INK, 30 * s)
    sheet.line([pose.neck, pose.head], looks.skin, 20 * s)
    sheet.circle(x, y, r, looks.skin)
    lean = {"left": -1, "right": 1}.get(pose.face, 0)
    if pose.face == "back":
        sheet.circle(x, y, r, looks.hair)
        return
    if pose.face in ("up", "shut"):
        _lying_face(sheet, pose, looks)
        return
    shift = -lean * 7 * s
    sheet.path(
        f"M{x - r + shift * 0.2:.0f} {y + 4 * s:.0f}"
        f"C{x - r - 2 * s + shift:.0f} {y - r * 1.35:.0f} {x + r + 2 * s + shift:.0f} {y - r * 1.35:.0f} "
        f"{x + r + shift * 0.2:.0f} {y + 4 * s:.0f}"
        f"C{x + r * 0.7:.0f} {y - 20 * s:.0f} {x - r * 0.7:.0f} {y - 20 * s:.0f} "
        f"{x - r + shift * 0.2:.0f} {y + 4 * s:.0f}Z",
        looks.hair,
    )
    look = lean * 15 * s
    for eye in (-13 * s, 13 * s):
        if pose.face == "asleep":
            sheet.line([(x + eye - 6 * s, y + 4 * s), (x + eye + 6 * s, y + 4 * s)], INK, THIN)
        else:
            sheet.circle(x + eye + look, y + 4 * s, 4.6 * s, INK, None)
    mouth_y = y + 23 * s
    if pose.mouth == "open":
        sheet.oval(x + look, mouth_y, 8 * s, 9 * s, "#7c1f1f", INK, 3)
    elif pose.mouth == "smile":
        sheet.curve(
            f"M{x + look - 10 * s:.0f} {mouth_y - 3 * s:.0f}q{10 * s:.0f} {12 * s:.0f} {20 * s:.0f} 0",
            INK,
            THIN,
        )
    elif pose.mouth == "sad":
        sheet.curve(
            f"M{x + look - 10 * s:.0f} {mouth_y + 5 * s:.0f}q{10 * s:.0f} {-12 * s:.0f} {20 * s:.0f} 0",
            INK,
            THIN,
        )
    elif pose.mouth == "flat":
        sheet.line([(x + look - 8 * s, mouth_y), (x + look + 8 * s, mouth_y)], INK, THIN)
    if looks.helmet:
        helmet(sheet, x, y, s, looks.helmet)


def _lying_face(sheet: Sheet, pose: Pose, looks: Looks) -> None:
    """Seen from the side, the face towards the ceiling; hair on the side away from the body."""
    s, (x, y) = looks.scale, pose.head
    r = 42 * s
    away = -1 if pose.neck[0] > x else 1
    sheet.path(
        f"M{x + away * 4 * s:.0f} {y - r:.0f}"
        f"C{x + away * r * 1.4:.0f} {y - r:.0f} {x + away * r * 1.4:.0f} {y + r:.0f} "
        f"{x + away * 4 * s:.0f} {y + r:.0f}"
        f"C{x + away * 24 * s:.0f} {y + 16 * s:.0f} {x + away * 24 * s:.0f} {y - 16 * s:.0f} "
        f"{x + away * 4 * s:.0f} {y - r:.0f}Z",
        looks.hair,
    )
    ex = x - away * 4 * s
    if pose.face == "shut":
        sheet.line([(ex - 7 * s, y - 20 * s), (ex + 5 * s, y - 16 * s)], INK, THIN)
    else:
        sheet.circle(ex, y - 18 * s, 4.6 * s, INK, None)
    sheet.line([(x - away * 27 * s, y - 10 * s), (x - away * 24 * s, y - 22 * s)], INK, THIN)


def helmet(sheet: Sheet, x: float, y: float, s: float, fill: str) -> None:
    """A safety helmet on a head at ``(x, y)``."""
    r = 46 * s
    sheet.path(
        f"M{x - r:.0f} {y - 6 * s:.0f}C{x - r:.0f} {y - 66 * s:.0f} {x + r:.0f} {y - 66 * s:.0f} "
        f"{x + r:.0f} {y - 6 * s:.0f}Z",
        fill,
    )
    sheet.limb([(x - r - 4 * s, y - 6 * s), (x + r + 4 * s, y - 6 * s)], fill, 9 * s, THIN)
    sheet.line([(x, y - 50 * s), (x, y - 16 * s)], WHITE, 5 * s)


def standing(
    x: float,
    foot: float,
    looks: Looks = Looks(),
    *,
    arms: Sequence[Limb] = (),
    face: str = "front",
    mouth: str = "flat",
) -> Pose:
    """Somebody upright, the feet at ``foot``, 320 high at scale 1; arms are offsets from the neck."""
    s = looks.scale
    neck, hip = (x, foot - 222 * s), (x, foot - 122 * s)
    hanging: Sequence[Limb] = arms or (((-34, 52), (-38, 100)), ((34, 52), (38, 100)))
    return Pose(
        head=(x, foot - 278 * s),
        neck=neck,
        hip=hip,
        arms=[[(neck[0] + dx * s, neck[1] + dy * s) for dx, dy in arm] for arm in hanging],
        legs=[
            [(x - 17 * s, foot - 66 * s), (x - 21 * s, foot - 12 * s)],
            [(x + 17 * s, foot - 66 * s), (x + 21 * s, foot - 12 * s)],
        ],
        face=face,
        mouth=mouth,
    )


def running(
    x: float, foot: float, looks: Looks = Looks(), *, direction: int = 1, mouth: str = "open"
) -> Pose:
    """Somebody who runs to the right (1) or to the left (-1)."""
    s, d = looks.scale, direction * looks.scale
    neck = (x + 14 * d, foot - 214 * s)
    return Pose(
        head=(x + 32 * d, foot - 268 * s),
        neck=neck,
        hip=(x - 8 * d, foot - 118 * s),
        arms=[
            [(neck[0] - 40 * d, neck[1] + 36 * s), (neck[0] - 66 * d, neck[1] + 4 * s)],
            [(neck[0] + 34 * d, neck[1] + 46 * s), (neck[0] + 72 * d, neck[1] + 22 * s)],
        ],
        legs=[
            [(x - 38 * d, foot - 66 * s), (x - 92 * d, foot - 50 * s)],
            [(x + 42 * d, foot - 84 * s), (x + 40 * d, foot - 14 * s)],
        ],
        face="right" if direction > 0 else "left",
        mouth=mouth,
    )


def crouching(
    x: float, foot: float, looks: Looks = Looks(), *, direction: int = 1, hand: Point | None = None
) -> Pose:
    """Somebody who walks bent low; ``hand`` is where the front hand goes, by default to the mouth."""
    s, d = looks.scale, direction * looks.scale
    head = (x + 92 * d, foot - 148 * s)
    neck = (x + 56 * d, foot - 128 * s)
    reach = hand or (head[0] + 22 * d, head[1] + 24 * s)
    return Pose(
        head=head,
        neck=neck,
        hip=(x - 38 * d, foot - 112 * s),
        arms=[
            [(neck[0] - 8 * d, neck[1] + 56 * s), (neck[0] + 24 * d, neck[1] + 92 * s)],
            [(neck[0] + 20 * d, neck[1] + 52 * s), reach],
        ],
        legs=[
            [(x - 56 * d, foot - 56 * s), (x - 96 * d, foot - 14 * s)],
            [(x + 26 * d, foot - 70 * s), (x + 2 * d, foot - 14 * s)],
        ],
        face="right" if direction > 0 else "left",
        mouth="none",
    )


def lying(x: float, floor: float, looks: Looks = Looks(), *, direction: int = 1, face: str = "shut") -> Pose:
    """Somebody on their back; the head at ``x``, the feet to the right (1) or left (-1)."""
    s, d = looks.scale, direction * looks.scale
    y = floor - 34 * s
    return Pose(
        head=(x, floor - 46 * s),
        neck=(x + 56 * d, y),
        hip=(x + 168 * d, y),
        arms=[[(x + 96 * d, y + 22 * s), (x + 148 * d, y + 26 * s)]],
        legs=[[(x + 236 * d, y + 6 * s), (x + 308 * d, y + 14 * s)]],
        face=face,
    )


def kneeling(
    x: float,
    floor: float,
    looks: Looks = Looks(),
    *,
    direction: int = 1,
    hands: Point | None = None,
    bend: float = 30,
) -> Pose:
    """Somebody on the knees beside a casualty, leaning by ``bend``; both hands at ``hands``."""
    s, d = looks.scale, direction * looks.scale
    neck = (x + bend * d, floor - 186 * s)
    reach = hands or (neck[0] + 40 * d, neck[1] + 84 * s)
    middle = ((neck[0] + reach[0]) / 2, (neck[1] + reach[1]) / 2)
    return Pose(
        head=(neck[0] + 16 * d, neck[1] - 54 * s),
        neck=neck,
        hip=(x - 22 * d, floor - 92 * s),
        arms=[[(middle[0] - 6, middle[1]), reach], [(middle[0] + 6, middle[1]), reach]],
        legs=[
            [(x + 22 * d, floor - 18 * s), (x - 76 * d, floor - 14 * s)],
            [(x + 40 * d, floor - 20 * s), (x - 60 * d, floor - 12 * s)],
        ],
        face="right" if direction > 0 else "left",
    )
