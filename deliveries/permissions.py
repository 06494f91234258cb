"""What members of staff may do with mailings."""

from core.types import Labelled


class MailingPermission(Labelled):
    """Words for ``staff/roles.yaml``."""

    SEE = "mailings.see", "看推送的进度和逐人结果"
    RUN = "mailings.run", "暂停、继续、取消推送，重发失败的"
    CONFIRM = "mailings.confirm", "再次确认向全部关注者群发"
    DELETE = "mailings.delete", "删除已经群发的内容"
