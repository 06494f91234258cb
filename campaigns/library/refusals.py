"""What is refused around materials and codes, each with the sentence a clerk or citizen reads."""

from core.errors import RuleViolation


class NotGiven(RuleViolation):
    """This kind of file is not given out."""

    sentence = "资料文件只收PDF、JPG、PNG，文件名和内容要一致，不超过20兆。"
    about = "file"


class NotShown(NotGiven):
    """A picture that is broken, hides something or has more pixels than a phone can show."""

    sentence = "这张图打不开，或者像素太多，手机上看不了。请在电脑上打开看看，另存为JPG再传。"


class OneTarget(RuleViolation):
    """A version leads to one thing."""

    sentence = "一个版本只通向一处：文件、知识条目、内容或者网页，选一个。"
    about = "target"


class AlreadyReleased(RuleViolation):
    """A released version is as it is; a new wording is a new version."""

    sentence = "这个版本已经审定。要改内容，请另写一个新版本。"


class OneUse(RuleViolation):
    """Whoever scans is either given something or asked what they saw."""

    sentence = "反映隐患的二维码扫开就是举报，不能同时给资料，请另登记一个。"


class WhereIsMissing(RuleViolation):
    """A code for tips fills in where; it has to say so."""

    sentence = "反映隐患的二维码要写明是哪个场所，或者哪个乡镇、村。"
    about = "region"


class SceneTaken(RuleViolation):
    """Two codes with one scene could not be told apart."""

    sentence = "这个场景值已经用过，请换一个。"
    about = "scene"


class BadScene(RuleViolation):
    """The scene would be taken for something else, or not reported by the platform."""

    sentence = "场景值用1到64个英文字母、数字、横线或下划线，不能以staff-开头。"
    about = "scene"


class NotMadeYet(RuleViolation):
    """The platform has not made the code, so there is nothing to print."""

    sentence = "二维码还没有向微信生成，请先向微信生成，再打印。"


class AlreadyVerified(RuleViolation):
    """What somebody else has checked stays."""

    sentence = "这条记录已经核对，不能再改。"
