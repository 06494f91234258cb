"""The kinds of letters, and who may draft which. Pure."""

from collections.abc import Mapping

from core.types import Labelled
from tipoffs.permissions import Permission


class LetterKind(Labelled):
    """督办函, and the 两书一函 of the safety committee."""

    SUPERVISION = "supervision", "督办函"
    INTERVIEW = "interview", "约谈通知书"
    RECTIFICATION = "rectification", "整改通知书"
    REMINDER = "reminder", "提醒敦促函"


class Addressee(Labelled):
    """Whom a letter goes to."""

    DEPARTMENT = "department", "督促整改的部门"
    ENTERPRISE = "enterprise", "存在隐患的单位"


MAY_DRAFT: Mapping[LetterKind, Permission] = {
    LetterKind.SUPERVISION: Permission.HAZARDS_LIST,
    LetterKind.INTERVIEW: Permission.HAZARDS_LIST,
    LetterKind.RECTIFICATION: Permission.HAZARDS_ORDER,
    LetterKind.REMINDER: Permission.HAZARDS_LIST,
}

USUALLY_TO: Mapping[LetterKind, Addressee] = {
    LetterKind.SUPERVISION: Addressee.DEPARTMENT,
    LetterKind.INTERVIEW: Addressee.DEPARTMENT,
    LetterKind.RECTIFICATION: Addressee.ENTERPRISE,
    LetterKind.REMINDER: Addressee.DEPARTMENT,
}
