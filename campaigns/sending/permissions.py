"""What members of staff may do with pushes."""

from core.types import Labelled


class SendingPermission(Labelled):
    """Words for ``staff/roles.yaml``."""

    PLAN = "pushes.plan", "拟推送方案"
    APPROVE = "pushes.approve", "批准推送方案"
    SEND = "pushes.send", "把批准的推送交付发送"
