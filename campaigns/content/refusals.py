"""What the rules of content forbid; each sentence may be shown."""

from collections.abc import Sequence

from campaigns.content.rules import Complaint
from campaigns.content.status import ContentVerb
from core.errors import NotFound, RuleViolation


class NoSuchContent(NotFound):
    """There is no such item."""

    sentence = "没有这篇宣传内容。"


class NotIssued(RuleViolation):
    """Nothing reaches the public that was not signed off."""

    sentence = "这篇内容还没有签发，不能对外使用。"


class OwnManuscript(RuleViolation):
    """Who wrote any version of an item takes none of the three steps with it."""

    sentence = "起草人不能审自己写的稿子（三级审核要由别人办理）。"


class SamePerson(RuleViolation):
    """The three steps are taken by three different people."""

    def __init__(self, verb: ContentVerb) -> None:
        super().__init__(f"初审、审核、签发要由三个不同的人办理；您已经办过这一稿的{verb.label}。")


class BadManuscript(RuleViolation):
    """The text breaks rules of the office or of the platform; all of them are named at once."""

    def __init__(self, complaints: Sequence[Complaint]) -> None:
        self._complaints = complaints
        super().__init__("；".join(one.words for one in complaints) + "。")

    def by_field(self) -> dict[str, str]:
        """The faults by field; the first where a field has several."""
        return {one.about: f"{one.words}。" for one in reversed(self._complaints)}


class OpinionMissing(RuleViolation):
    """Each step leaves an opinion."""

    sentence = "请写明意见。"
    about = "opinion"


class UnknownPicture(RuleViolation):
    """The text names a picture that does not exist."""

    def __init__(self, reference: str) -> None:
        super().__init__(f"没有这张图片：{reference}。")


class BadPhoto(RuleViolation):
    """A file that was handed in as a picture cannot be used."""

    sentence = "这个文件不能用作配图，请用 JPG 或 PNG 图片。"
