"""Taking a tip down step by step, as a pure function: never stuck, at most six questions.

Every message is one of: words, a place, a file that lies with the evidence already, or one of the verbs
取消, 返回, 跳过, 好了. What a message says beyond the step that was asked is kept too.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import Literal

from tipoffs.intake.draft import MOST_CHARACTERS, STEPS, Draft, Known, Step
from tipoffs.intake.reading import object_in, place_in, read_first, time_in
from tipoffs.intake.slots import answered

Verb = Literal["cancel", "back", "skip", "done", "finish"]
_VERBS: Mapping[str, Verb] = {
    **dict.fromkeys(("取消", "退出", "不报了", "不举报了", "算了", "取消举报"), "cancel"),
    **dict.fromkeys(("返回", "上一步", "返回上一步", "改一下", "说错了"), "back"),
    **dict.fromkeys(("跳过", "没有", "没有了", "无", "没照片", "没有照片"), "skip"),
    **dict.fromkeys(("好了", "完了", "发完了", "拍完了", "就这些", "完成", "可以了", "下一步"), "done"),
}
_STOPS = re.compile(
    r"(?:那|唉|哎|我|还是|就|算了|先|吧|[，,\s])*(?:不(?:想|要|用)?(?:举报|投诉|反映|报)|算|取消)(?:了|吧|啦|哈|啊|[，,\s])+"
)
# 不知道叫什么 and 也不清楚具体门牌 pass the question as 不知道 does.
_UNKNOWN = re.compile(
    r"(?:我|俺|咱|这个?|那个?|店名|名字|门牌|地址|时间|真|也|就|都|还|可|[，,\s])*"
    r"(?:不知道|不晓得|不清楚|不记得|记不(?:得|清|住)|说不(?:清|上来?)|想不起来?|没(?:注意|看清|记住|留意)|不认(?:得|识))"
    r"(?:叫|是|在|具体|到底|店名|名字|名称|门牌|地址|时间|号码?|什么|啥|哪一?[家个天]?|哪里|哪儿|几[点号]|谁|单位|时候|[了的呢啊呀哦，,\s])*"
)
_FINISHES = re.compile(
    r"(?:那|就|我|先|直接|帮我|给我|现在|可以|好|行|[，,\s])*"
    r"(?:提交|上交|交|报上去|发上去|发送|确认提交|交上去)(?:了|吧|啦|呗|哈|[，,\s])*"
    r"|(?:就|只|先)?这(?:样|些)(?:了|吧|啦|[，,\s])*|(?:没|没有|木有|冇)(?:别的|其他的?|其它的?|啥|什么)(?:要说的?|好说的?)?(?:了|啦)+"
)
# Whether this ends the tip or passes the question cannot be told; taken down as an answer it would be wrong.
_STOPS_OR_PASSES = re.compile(
    r"(?:那|我|还是|就|先|[，,\s])*"
    r"(?:不(?:用麻烦|用|要|必|说|填|弄|搞|麻烦)(?:你们?|您)?(?:了|啦|吧|[，,\s])+|不想(?:说|填|弄)(?:了|啦)*)"
)
_MODES: Mapping[str, str] = {
    **dict.fromkeys(("1", "保密", "保密举报", "一", "选1"), "confidential"),
    **dict.fromkeys(("2", "实名", "实名举报", "二", "选2"), "real_name"),
    **dict.fromkeys(("3", "匿名", "匿名举报", "三", "选3"), "anonymous"),
}
_MODE_SAID = re.compile(
    r"(?:那|那就|就|我|要|想|选|用|还是|给我|帮我|好的?|[，,\s])*(保密|实名|匿名)(?:举报|的|吧|好了|就行|就好|呗|哈|啊|[，,\s])*"
)
# Whoever sends no picture, or no more of them, says so in many ways; 没了 elsewhere may say that it is gone.
_NO_PICTURE = re.compile(
    r"(?:没有?|木有|冇|无|不)(?:拍|照|发|传|用)?(?:了|啦)?(?:照片?|图片?|视频|相片)?(?:了|啦|的|呢|哦|啊)*"
    r"|(?:就|只有|就是|只)?这(?:些|几张|么多|[一两三]?张)(?:照片|图)?(?:了|吧|啦)*"
    r"|(?:都|全|已经?)?(?:发|传|拍|弄)?(?:好|完)(?:了|啦|毕)*"
    r"|(?:我|俺|咱|也|都|就|实在|现在|当时|那边|他们|[，,\s])*(?:照片|图片?|视频|手机)?(?:也|都|又|老|总)?"
    r"(?:(?:发|传|拍|照|弄|上传)(?:不了|不上去?|不出来?|不到|不成|失败)"
    r"|(?:不会|不敢|没法|没办法|不方便|不好|来不及|没机会|没敢|不让)(?:拍|发|传|照|弄))"
    r"(?:照片|图片?|视频|上去)?(?:了|啊|呢|哈)*"
)
# Somebody who says that there are some has not sent them yet.
_HAS_PICTURES = re.compile(
    r"(?:我|俺|咱|手机里?|这里|也|都|还|[，,\s])*有(?:几张|一张|好多|一?段)?(?:照片|图片?|小?视频|截图|相片|录像)(?:的|啊|呢)*"
    r"|(?:照片|图片?|视频)?(?:我|等会儿?|等下|一会儿?|待会儿?|马上|这就|稍后|回头|晚点)+(?:再?(?:发|传|拍|补)(?:过来|给你们?|上来|上)?)"
    r"(?:照片|图片?|视频)?(?:啊|哈|吧)*"
)
# A sticker, signs alone, or that one has heard the question: nothing that could stand in a tip.
_SAYS_NOTHING = re.compile(
    r"(?:\[[\u4e00-\u9fffA-Za-z]{1,5}\]|[^\w\[\]])+"
    r"|(?:那|还是|就|算了|好|行|我|要|，|,)*(?:继续|接着)?(?:举报|报|说)吧"
    r"|(?:嗯|恩|哦|噢|好|好的|好滴|行|行的|收到|知道了|明白|明白了|ok|OK|谢谢|谢谢您|谢谢你|稍等|等一下|等下|等等|马上|[\s，,。！!])+"
)
_JOINS = frozenset({"我也发现", "我也发现了", "也发现", "我也看到了", "是同一件", "同一件"})
_DROPS = re.compile(
    r"(?:删掉?|删除|去掉|不要)(?:第?([1-9一二三四五六七八九])张|最后一?张|刚才那张|上一张)(?:照片|图片)?"
    r"|(?:删掉?|删除|去掉)(?:照片|图片)"
)
_DIGITS = {character: place for place, character in enumerate("一二三四五六七八九", 1)}
_PHOTO_PLACE = frozenset({"用照片位置", "用照片的位置", "照片位置", "就用照片里的位置"})
_CAN_BE_PASSED = frozenset(STEPS) - {Step.FACTS, Step.MODE}
DROP, PHOTO_PLACE = "drop", "photo_place"
"""Fields of a turn that the caller has to carry out: a photo by its place; the place of a photo."""
NOTED = "noted"
"""The field of a turn that asks again, after words that answered another question."""

SPOKEN = "举报人用语音说的情况，请听附件里的语音。"
"""What stands as facts where there is only a recording."""

MOST_PHOTOS = 9
MOST_VIDEOS = 1
MOST_VOICES = 3
LEAST_FACTS = 4


class End(StrEnum):
    """How a talk about a tip ends."""

    SUBMIT = "submit"
    CANCEL = "cancel"
    BROWSER = "browser"
    """Wants to stay unknown to the account too: goes on in a plain browser."""


class FileKind(StrEnum):
    """What a file is."""

    PHOTO = "photo"
    VIDEO = "video"
    VOICE = "voice"


@dataclass(frozen=True, slots=True)
class ReporterMessage:
    """One message of the reporter: exactly one of the three is given."""

    words: str = ""
    place: tuple[float, float, str] | None = None  # WGS-84 latitude, longitude, name
    file: FileKind | None = None


@dataclass(frozen=True, slots=True)
class Turned:
    """What became of a message: the draft after it, the sentence to say (a key of the notices), the end."""

    draft: Draft
    say: str
    fields: Mapping[str, str | int] = field(default_factory=dict)
    end: End | None = None


def verb_of(words: str) -> Verb | None:
    """The verb a message consists of, whatever its punctuation."""
    plain = _plain(words)
    if _STOPS.fullmatch(plain):
        return "cancel"
    if _UNKNOWN.fullmatch(plain):
        return "skip"
    return _VERBS.get(plain) or ("finish" if _FINISHES.fullmatch(plain) else None)


def has_pictures(words: str) -> bool:
    """Whether somebody says that there are photos, or that they come; where a tip waits for some: 有图."""
    return _HAS_PICTURES.fullmatch(_plain(words)) is not None


def _plain(words: str) -> str:
    return words.strip(" 。，,.!！~～“”\"'")


def begin(words: str) -> Turned:
    """Start from the sentence that set it off; it may say everything, or only that there is something."""
    told = read_first(words)
    if not told.facts:
        return _ask(Draft())
    draft = Draft(
        facts=told.facts[: MOST_CHARACTERS[Step.FACTS]],
        object_name=told.object_name[: MOST_CHARACTERS[Step.OBJECT]],
        address=told.address[: MOST_CHARACTERS[Step.PLACE]],
        happened=told.happened[: MOST_CHARACTERS[Step.TIME]],
    )
    return _ask(draft)


def begin_at(draft: Draft, name: str, address: str, point: tuple[float, float] | None) -> Turned:
    """Start from a code at a place: what it says is filled in, and not asked for.

    ``name`` of the unit may be empty, for a code of a village; ``point`` is WGS-84 latitude and longitude.
    """
    latitude, longitude = point or (None, None)
    placed = replace(
        draft,
        object_name=name[: MOST_CHARACTERS[Step.OBJECT]],
        address=address[: MOST_CHARACTERS[Step.PLACE]],
        latitude=latitude,
        longitude=longitude,
    )
    return replace(_ask(placed), fields={"placed": 1})


def resume(draft: Draft) -> Turned:
    """Ask again what was asked last."""
    return Turned(draft, draft.step.value)


def advance(draft: Draft, message: ReporterMessage) -> Turned:
    """Take one message into account."""
    if message.file is not None:
        return _file(draft, message.file)
    if message.place is not None:
        return _place(draft, message.place)
    words = message.words.strip()
    wanted = _DROPS.fullmatch(_plain(words))
    if wanted is not None and draft.photos:
        return _dropped(draft, wanted[1])
    if _plain(words) in _PHOTO_PLACE:
        return Turned(draft, "photo_place_used", {PHOTO_PLACE: 1})
    if draft.known is Known.MAYBE and _plain(words) in _JOINS:
        return _joined(draft)
    match verb_of(words):
        case "cancel":
            return Turned(draft, "cancelled", end=End.CANCEL)
        case "back":
            return _back(draft)
        case "skip":
            return _skip(draft)
        case "done":
            return _done(draft)
        case "finish":
            return _finish(draft)
    return _words(draft, words)


def _words(draft: Draft, words: str) -> Turned:
    if draft.step is Step.MODE:
        return _mode(draft, words)
    if not words or _SAYS_NOTHING.fullmatch(_plain(words)):
        return resume(draft)
    if draft.step is Step.EVIDENCE:
        return _instead_of_a_picture(draft, words)
    if _STOPS_OR_PASSES.fullmatch(_plain(words)):
        return Turned(draft, "stops_or_passes")
    step = answered(draft.step, words)
    if step is not draft.step:
        return _added(draft, step, words)
    limit = MOST_CHARACTERS[draft.step]
    if len(words) > limit:
        return Turned(draft, "too_long", {"limit": limit})
    if draft.step is Step.FACTS and len(words) < LEAST_FACTS:
        return Turned(draft, "say_more")
    return _ask(_told(draft, words))


def _instead_of_a_picture(draft: Draft, words: str) -> Turned:
    """Words where a picture was asked for: there is one, there is none, or they belong to the facts."""
    if has_pictures(words):
        return resume(draft)
    says_no = _NO_PICTURE.fullmatch(_plain(words)) or _STOPS_OR_PASSES.fullmatch(_plain(words))
    if says_no or words in _MODES:
        # Somebody who signs already has no more to show; before that it is all shown once more.
        return _skip(draft)
    added = _added(draft, Step.FACTS, words)
    return added if added.say == "too_long" else replace(added, say="words_added", fields={})


def _added(draft: Draft, step: Step, words: str) -> Turned:
    """What answers another question than the one that stands goes there; the one that stands, stands."""
    match step:
        case Step.FACTS:
            longer = replace(draft, facts=_with(draft.facts, words, "\n"))
            text = longer.facts
        case Step.PLACE:
            longer = replace(
                draft,
                address=_with(draft.address, words),
                object_name=draft.object_name or object_in(words)[: MOST_CHARACTERS[Step.OBJECT]],
            )
            text = longer.address
        case _:
            longer = replace(draft, happened=_with(draft.happened, words))
            text = longer.happened
    limit = MOST_CHARACTERS[step]
    if len(text) > limit:
        return Turned(draft, "too_long", {"limit": limit})
    return replace(_ask(longer), fields={NOTED: 1})


def _with(before: str, more: str, mark: str = "，") -> str:
    return f"{before}{mark}{more}" if before else more


def _told(draft: Draft, words: str) -> Draft:
    match draft.step:
        case Step.FACTS:
            return replace(
                draft,
                facts=words,
                object_name=draft.object_name or object_in(words),
                address=draft.address or place_in(words),
                happened=draft.happened or time_in(words),
            )
        case Step.OBJECT:
            return replace(draft, object_name=words, address=draft.address or place_in(words))
        case Step.PLACE:
            return replace(draft, address=words, object_name=_named(draft.object_name, words))
        case _:
            return replace(draft, happened=words)


def _named(before: str, words: str) -> str:
    """The name of the unit: 南街老张饭店 says more than the 饭店 of before."""
    name = object_in(words)
    return name if before and name.endswith(before) else before


def _joined(draft: Draft) -> Turned:
    """The matter is known: when it was seen need not be told; photos and signature are still asked for."""
    passed = draft.passed if draft.has(Step.TIME) else (*draft.passed, Step.TIME)
    turned = _ask(replace(draft, known=Known.JOINED, passed=passed))
    return replace(turned, fields={"joined": 1})


def _dropped(draft: Draft, which: str | None) -> Turned:
    """Which photo is to go, counted from 1; the last one where none is named."""
    place = draft.photos if which is None else _DIGITS.get(which) or int(which)
    if place > draft.photos:
        return Turned(draft, "no_such_photo", {"photos": draft.photos})
    return Turned(replace(draft, photos=draft.photos - 1), "photo_dropped", {DROP: place})


def _mode(draft: Draft, words: str) -> Turned:
    said = _MODE_SAID.fullmatch(_plain(words))
    mode = _MODES.get(said[1] if said else _plain(words))
    if mode is None:
        return Turned(draft, "mode_again")
    if mode == "anonymous":
        return Turned(draft, "browser", end=End.BROWSER)
    return Turned(replace(draft, mode=mode), "submitted", end=End.SUBMIT)


def _place(draft: Draft, place: tuple[float, float, str]) -> Turned:
    latitude, longitude, label = place
    placed = replace(
        draft,
        latitude=latitude,
        longitude=longitude,
        address=draft.address or label[: MOST_CHARACTERS[Step.PLACE]],
    )
    return _ask(placed) if draft.step is Step.PLACE else Turned(placed, "place_kept")


def _file(draft: Draft, kind: FileKind) -> Turned:
    match kind:
        case FileKind.PHOTO:
            if draft.photos >= MOST_PHOTOS:
                return Turned(draft, "photos_full", {"limit": MOST_PHOTOS})
            kept = replace(draft, photos=draft.photos + 1)
        case FileKind.VIDEO:
            if draft.videos >= MOST_VIDEOS:
                return Turned(draft, "videos_full", {"limit": MOST_VIDEOS})
            kept = replace(draft, videos=draft.videos + 1)
        case FileKind.VOICE:
            if draft.voices >= MOST_VOICES:
                return Turned(draft, "voices_full", {"limit": MOST_VOICES})
            kept = replace(draft, voices=draft.voices + 1)
    if draft.step is Step.EVIDENCE:
        return Turned(kept, "file_kept", {"photos": kept.photos, "videos": kept.videos})
    return Turned(kept, "file_early")


def _back(draft: Draft) -> Turned:
    """To the step that was asked before this one; its answer is taken back."""
    before = [step for step in draft.asked if step is not draft.step]
    if not before:
        return Turned(draft, "nothing_before")
    step = before[-1]
    asked = tuple(before[:-1])
    return _ask(replace(draft.without(draft.step).without(step), asked=asked))


def _skip(draft: Draft) -> Turned:
    if draft.step is Step.FACTS:
        return _spoken(draft)
    if draft.step is Step.MODE:
        return Turned(draft, "mode_again")
    return _ask(replace(draft, passed=(*draft.passed, draft.step)))


def _done(draft: Draft) -> Turned:
    if draft.step in _CAN_BE_PASSED:
        return _skip(draft)
    return _spoken(draft) if draft.step is Step.FACTS else Turned(draft, "mode_again")


def _finish(draft: Draft) -> Turned:
    """To the signature, for who has no more to say; what nobody could go to is asked for first."""
    if draft.step not in _CAN_BE_PASSED:
        return _done(draft)
    needs_place = not (draft.object_name or draft.has_place or draft.step is Step.PLACE)
    passed = [step for step in STEPS if step in _CAN_BE_PASSED and not (needs_place and step is Step.PLACE)]
    return _ask(replace(draft, passed=(*draft.passed, *passed)))


def _spoken(draft: Draft) -> Turned:
    """Somebody who cannot type may leave a recording that nothing understood: staff will listen to it."""
    return _ask(replace(draft, facts=SPOKEN)) if draft.voices else Turned(draft, "facts_needed")


def _ask(draft: Draft) -> Turned:
    """Ask for the first thing that is missing."""
    step = draft.missing[0]
    asked = draft.asked if draft.asked[-1:] == (step,) else (*draft.asked, step)
    return Turned(replace(draft, step=step, asked=asked), step.value)
