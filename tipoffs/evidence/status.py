"""The words of evidence: what it is, where it stands, why it cannot be used, and how much a case may have."""

from datetime import timedelta

from core.types import Labelled


class Kind(Labelled):
    """What a citizen sent."""

    PHOTO = "photo", "照片"
    VIDEO = "video", "视频"
    VOICE = "voice", "语音"


class State(Labelled):
    """Where a piece of evidence stands."""

    WAITING = "waiting", "等待取回"
    FETCHING = "fetching", "正在取回"
    KEPT = "kept", "已保存"
    REFUSED = "refused", "不能使用"
    LOST = "lost", "没有取到"


OPEN = frozenset({State.WAITING, State.FETCHING})
COUNTED = OPEN | {State.KEPT}
"""What takes one of the places of a case: who sent a broken photo may send another."""

MOVES: dict[State, frozenset[State]] = {
    State.WAITING: frozenset({State.FETCHING, State.LOST}),
    # A lease that ended is taken over by the next worker.
    State.FETCHING: frozenset({State.FETCHING, State.WAITING, State.KEPT, State.REFUSED, State.LOST}),
    State.KEPT: frozenset(),
    State.REFUSED: frozenset(),
    # A second try of the same upload begins again.
    State.LOST: frozenset({State.FETCHING}),
}

MOST = {Kind.PHOTO: 9, Kind.VIDEO: 1, Kind.VOICE: 5}
"""How many a case may have: nine photos and one video by row 6; voices are ours to choose."""

MAX_BYTES = 20 * 1024 * 1024
MAX_PIXELS = 40_000_000
"""20 MB and 40 megapixels: campaigns_reliability.md, X5. WeChat's own limits are lower."""

PLATFORM_KEEPS = timedelta(days=3)
"""Temporary media live three days at the platform (New_temporary_materials, official page)."""


class Refusal(Labelled):
    """Why something cannot be used; what to do about it is told to whoever sent it alone."""

    EMPTY = "empty", "文件是空的"
    TOO_LARGE = "too_large", "文件超过20MB"
    OTHER_KIND = "other_kind", "这不是照片、视频或语音"
    UNREADABLE_FORMAT = "unreadable_format", "这种图片格式打不开"
    CUT_SHORT = "cut_short", "文件没有传完整"
    TOO_MANY_PIXELS = "too_many_pixels", "图片尺寸太大"
    HIDES_SOMETHING = "hides_something", "这个文件里夹带了别的内容"
    BROKEN = "broken", "图片打不开"
    TOO_HARD = "too_hard", "图片处理不了"

    @property
    def sentence(self) -> str:
        """What to tell the sender."""
        return f"{self.label}，{_INSTEAD[self]}。"


_INSTEAD = {
    Refusal.EMPTY: "请重新发一次",
    Refusal.TOO_LARGE: "请缩短或压缩后再发",
    Refusal.OTHER_KIND: "请用手机拍下来再发",
    Refusal.UNREADABLE_FORMAT: "请换成JPG或PNG再发",
    Refusal.CUT_SHORT: "请重新发一次",
    Refusal.TOO_MANY_PIXELS: "请缩小后再发",
    Refusal.HIDES_SOMETHING: "请用手机重新拍一张",
    Refusal.BROKEN: "请重新拍一张",
    Refusal.TOO_HARD: "请重新拍一张，或截屏后再发",
}
