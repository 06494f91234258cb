"""What may be permitted around content; which role has which word is data (``staff/roles.yaml``)."""

from core.types import Labelled


class ContentPermission(Labelled):
    """One thing a member of staff may be allowed to do with content."""

    SEE = "content.see", "查看宣传内容"
    WRITE = "content.write", "起草、修改、送审宣传内容"
    FIRST_REVIEW = "content.first_review", "初审宣传内容"
    REVIEW = "content.review", "审核宣传内容"
    ISSUE = "content.issue", "签发宣传内容"
    WITHDRAW = "content.withdraw", "撤回宣传内容"
    PUBLISH = "content.publish", "预览、发布、下架宣传内容"
