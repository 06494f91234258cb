"""What is refused around accounts and roles, each with the sentence a clerk reads."""

from core.errors import NotFound, RuleViolation


class BadLogin(RuleViolation):
    """A login is written in one way only, so that the log reads plainly."""

    sentence = "登录名用2到32个小写字母、数字、点、横线，以字母开头。"
    about = "login"


class LoginTaken(RuleViolation):
    """Each login belongs to one person for ever, gone or not: the log names it."""

    sentence = "这个登录名已经有人用过，请换一个。"
    about = "login"


class NamelessStaff(RuleViolation):
    """An account is a person's."""

    sentence = "请写上姓名，最多64个字。"
    about = "name"


class NoScope(RuleViolation):
    """What somebody may see is said, never guessed."""

    sentence = "请写明管辖范围：全县，或者一个区划、一个部门。"
    about = "scope"


class Incompatible(RuleViolation):
    """These roles may not be held by one person."""


class OwnRights(RuleViolation):
    """Nobody gives rights to themselves."""

    sentence = "不能给自己授予或者收回角色，请另一位安全管理员办理。"


class OwnAccount(RuleViolation):
    """Nobody closes their own account: it is for good, and who is the last lets nobody in any more."""

    sentence = "不能停用自己的账号，请另一位系统管理员办理。"


class OwnPassword(RuleViolation):
    """Whoever knows their password changes it, and whoever does not cannot be signed in."""

    sentence = "自己的密码请在“我的账号”里更改。"


class Inactive(RuleViolation):
    """The account was closed."""

    sentence = "这个账号已经停用。"


class NoSuchStaff(NotFound):
    """There is no account with this login."""


class LoginNeeded(RuleViolation):
    """There are people with accounts for this; a bare name is no longer believed."""

    sentence = "已有工作人员账号有这项权限，请用--as写上您的登录名。"


class WeakPassword(RuleViolation):
    """The password is too easily guessed."""

    sentence = "密码至少10位，要有字母和数字，不能含登录名，也不能和原来的一样。"


class WrongPassword(RuleViolation):
    """Login or password is wrong; which of them is not said."""

    sentence = "登录名或密码不对。"


class WrongCode(RuleViolation):
    """The one-time code is wrong, too old, or was used before."""

    sentence = "动态码不对或已经用过，请等手机上换了新码再输。"


class TooManyTries(RuleViolation):
    """Signing in went wrong too often."""


class NeedsSecond(RuleViolation):
    """The role touches identities, money or settings: one person alone does not give it."""

    sentence = "这个岗位看得到身份、钱或者设置，要另一个人复核。请在办公平台的“角色授权”里提交。"


class OwnRequest(RuleViolation):
    """Whoever asked for a role, or is to get it, does not take the second look."""

    sentence = "自己提出的、给自己的角色，要请别人复核。"


class RoleDecided(RuleViolation):
    """Somebody else was quicker."""

    sentence = "这一项已经复核过了。"
