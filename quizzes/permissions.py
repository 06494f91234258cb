"""What may be permitted around quizzes; which role has which word is data (``staff/roles.yaml``)."""

from core.types import Labelled


class QuizPermission(Labelled):
    """One thing a member of staff may be allowed to do."""

    SEE = "quizzes.see", "查看答题结果"
    EDIT = "quizzes.edit", "题库入库，筹办竞赛和课程，发放奖品"
    PUBLISH = "quizzes.publish", "审核并发布竞赛、课程"
    JUDGE = "quizzes.judge", "作废作弊的答卷，撤销证书"
