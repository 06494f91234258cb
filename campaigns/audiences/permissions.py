"""What may be permitted around audiences; who may is data (``staff/roles.yaml``)."""

from core.types import Labelled


class Permission(Labelled):
    """One thing a member of staff may be allowed to do."""

    SEGMENTS = "campaigns.segments", "圈定宣传对象、预览人数"
    ROSTER = "campaigns.roster", "同步关注者名单"
