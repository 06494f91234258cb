"""What may be permitted around articles; which role has which word is data (``staff/roles.yaml``)."""

from core.types import Labelled


class KnowledgePermission(Labelled):
    """One thing a member of staff may be allowed to do with articles."""

    SEE = "knowledge.see", "看条目、稿子和统计"
    WRITE = "knowledge.write", "写稿、送审、作废、处理待办问题"
    REVIEW = "knowledge.review", "审核、退回"
    PUBLISH = "knowledge.publish", "发布"
    RETIRE = "knowledge.retire", "下线、恢复"
    ANSWER = "knowledge.answer", "回复群众留言"
