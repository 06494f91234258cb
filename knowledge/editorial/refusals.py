"""Why an editor may not do what they ask; each with the Chinese sentence they read."""

from collections.abc import Collection

from core.errors import RuleViolation


class StaleBase(RuleViolation):
    """Somebody else saved or published meanwhile; saving over it would silently undo their work."""

    sentence = "这一条在您修改期间已经被别人改过，请在最新的一稿上重新修改。"


class BeingReviewed(RuleViolation):
    """What a reviewer reads must not change under their eyes."""

    sentence = "这一条有一稿正在审核，请先退回或者作废，再改。"


class SelfReview(RuleViolation):
    """Four eyes: nobody approves words they wrote themselves."""

    sentence = "不能审核自己写的稿子，请让别人来审。"


class NothingChanged(RuleViolation):
    """A revision that says the same as the one before would only make work for the reviewer."""

    sentence = "内容没有变化，不用保存。"


class Unfinished(RuleViolation):
    """The article breaks rules; the sentence lists every one."""

    def __init__(self, sentences: Collection[str]) -> None:
        super().__init__("还不能送审或者发布：" + "；".join(sentences) + "。")


class LastArticle(RuleViolation):
    """Without a single article the account would fall back on the files and bring back what was retired."""

    sentence = "这是最后一条已发布的条目，不能下线。"
