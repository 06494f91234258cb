"""What is refused around plans, each with the sentence a clerk or citizen reads."""

from core.errors import RuleViolation


class Incomplete(RuleViolation):
    """Something that everybody needs to know is missing or does not fit together; says what."""


class ThemeMissing(RuleViolation):
    """The theme of the year is not entered yet, so nothing that carries it can be published."""

    about = "theme"


class ThemeUnverified(RuleViolation):
    """Nobody has checked the theme against its document yet."""

    about = "theme"


class WrongTheme(RuleViolation):
    """The words are not the theme of this year."""

    about = "theme text"


class SameHand(RuleViolation):
    """Checking is for somebody else than whoever entered it."""

    sentence = "登记的人不能自己核对，请由另一人办理。"


class OpenActivities(RuleViolation):
    """Some activities still wait to be held or verified."""


class AlreadyHeld(RuleViolation):
    """What has taken place cannot be cancelled."""

    sentence = "已经有活动开展，不能取消，可以结束。"


class NotApprovedYet(RuleViolation):
    """The plan behind it was not approved, or is over."""

    sentence = "这项活动所在的宣传计划还没有审定，或者已经结束。"


class SomebodyWaits(RuleViolation):
    """Somebody asked for it and was told the day: it is moved and called off where that tells them."""


class NotYet(RuleViolation):
    """Its time has not come."""

    sentence = "还没有到时间。"


class NothingCounted(RuleViolation):
    """There is no number to verify."""

    sentence = "还没有登记任何人数，不能核实。"


class NothingProven(RuleViolation):
    """Estimates alone prove nothing."""

    sentence = "请先添加现场照片，或者登记签到、系统统计的人数，只有估算或者没有依据的数字不能核实。"


class WrongUnit(RuleViolation):
    """This is not counted in that unit."""

    about = "unit"


class MoreBackThanOut(RuleViolation):
    """What comes back was taken out before."""

    sentence = "退回的数量不能多于领出的数量。"
    about = "returned"


class NotAPhoto(RuleViolation):
    """The file is no picture that can be shown."""

    sentence = "这个文件不是能打开的照片，请换一张。"
    about = "photo"


class TooManyPhotos(RuleViolation):
    """An activity has as many photos as it may have."""

    sentence = "一项活动最多添加20张照片。"


class NotRatedNow(RuleViolation):
    """Only somebody who was there can say how it was; and after a month nobody remembers."""

    sentence = "宣讲开始以后三十天内可以评价。"
