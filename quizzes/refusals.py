"""What the rules of quizzes refuse, each with the sentence the person reads."""

from core.errors import NotFound, RuleViolation


class NoSuchQuestion(NotFound):
    """There is no such question, or none today."""

    sentence = "题库里还没有题，请过些天再来。"


class OldQuestion(RuleViolation):
    """The question of another day was answered."""

    sentence = "这道题是前些天的，已经过了。"


class AnsweredBefore(RuleViolation):
    """The question of the day counts once."""

    sentence = "今天的题您已经答过了，明天再来。"


class BadChoice(RuleViolation):
    """No option was chosen, or one that is not there."""

    sentence = "请先选一个答案。"
    about = "choice"


class TooFewQuestions(RuleViolation):
    """The bank holds fewer questions of this kind than the paper wants."""

    sentence = "题库里这一类的题不够，出不成一份卷子。"


class BadPlan(RuleViolation):
    """A contest or course is not put together as it must be; the sentence says what is wrong."""

    sentence = "竞赛或者课程的安排不对。"


class WrongState(RuleViolation):
    """A contest or course is past this step, or not there yet."""

    sentence = "现在的状态不能办这一步。"


class SelfApproval(RuleViolation):
    """Whoever put it together does not publish it."""

    sentence = "自己筹办的，要由另一个人审核发布。"


class NotOpen(RuleViolation):
    """A contest that has not opened, or is over."""

    sentence = "这场竞赛现在不能参加。"


class Submitted(RuleViolation):
    """A paper is handed in once."""

    sentence = "这份卷子已经交了，成绩不会再变。"


class TooLate(RuleViolation):
    """The time of this paper is over, by the clock of the server."""

    sentence = "时间到了，这份卷子不能再答。时间内答过的题都算数。"


class BadName(RuleViolation):
    """A nickname or name that cannot be shown."""

    sentence = "名字请用1到12个汉字或字母，不要写电话、网址。也可以不填，榜上显示“匿名”。"


class BadTeam(RuleViolation):
    """A unit or town that this contest does not have."""

    sentence = "请从列表里选单位或乡镇。"


class NotPassed(RuleViolation):
    """Only who passed gets a certificate or a prize."""

    sentence = "还没有达到合格线，合格以后再来。"


class OutOfStock(RuleViolation):
    """The last one is gone."""

    sentence = "奖品已经领完了。您的成绩和证书都在，谢谢您参加。"


class PrizeTaken(RuleViolation):
    """One prize for one person, and for one telephone number."""

    sentence = (
        "每人、每个手机号一场只能领一份，您或者这个手机号已经领过了。家里人合用一个号的，请填各人自己的。"
    )


class BadPhone(RuleViolation):
    """No mobile number of the mainland."""

    sentence = "请填11位的手机号，领奖时核对用。"


class TooFast(RuleViolation):
    """A step of a course that was hardly read."""

    sentence = "这一节还没看够时间，请看完再点“学完了”。"


class NotYet(RuleViolation):
    """A step of a course out of turn."""

    sentence = "请先学完前面的。"
