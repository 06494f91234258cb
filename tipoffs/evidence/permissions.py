"""What staff may be allowed to do with evidence; whoever holds the case checks its scope."""

from core.types import Labelled


class EvidencePermission(Labelled):
    """One thing a member of staff may be allowed to do."""

    SEE = "evidence.see", "查看证据（去除拍摄信息的副本）"
    ORIGINAL = "evidence.original", "调取证据原件"
    SHARED = "evidence.shared", "查看可转交副本"
    SHARE = "evidence.share", "遮盖照片并生成可转交副本"
