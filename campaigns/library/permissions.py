"""What may be permitted around materials, codes and training; who may is data (``staff/roles.yaml``)."""

from core.types import Labelled


class Permission(Labelled):
    """One thing a member of staff may be allowed to do."""

    KEEP = "library.keep", "编制宣传资料、制作二维码"
    RELEASE = "library.release", "审定宣传资料"
    SEE_TRAINING = "library.see_training", "查看培训记录"
    TRAINING = "library.training", "登记培训记录"
    VERIFY_TRAINING = "library.verify_training", "核对培训记录"
