"""The vault's refusals."""

from core.errors import RuleViolation


class Destroyed(RuleViolation):
    """The key of this secret was destroyed at the end of its time; nobody can read it any more."""

    sentence = "这项内容已过保存期，密钥已经销毁，无法再查看。"


class IdentityNotWanted(RuleViolation):
    """A reporter who wants to be anonymous is about to be known."""

    sentence = "这是匿名举报，不登记身份信息。愿意说明身份的，请先改为保密或者实名举报。"


class ConsentMissing(RuleViolation):
    """A bank account is sensitive: it needs a consent of its own (个人信息保护法 Art. 29)."""

    sentence = "登记收款账户前，需要领奖人单独同意。"


class SelfApproval(RuleViolation):
    """Somebody wants to let their own request through."""

    sentence = "自己提出的申请，要由另一个人审批。"


class ReasonMissing(RuleViolation):
    """A request to learn an identity says too little about why."""

    sentence = "请写清楚为什么需要查看举报人身份，至少10个字。"
    about = "reason"


class NotReadable(RuleViolation):
    """A request is not approved, is somebody else's, has been used, or its time is over."""

    sentence = "这项申请现在不能查看：要经批准，由申请人在有效时间内查看一次。"


class AlreadyDecided(RuleViolation):
    """A request is not waiting any more."""

    sentence = "这项申请已经处理过，或者已经过期。"


class OnHold(RuleViolation):
    """A case is kept because the law wants it."""

    sentence = "这件举报正在依法保全，暂时不能销毁。"
