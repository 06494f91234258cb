"""What staff are told when somebody tries to get at reporters."""

from datetime import datetime

from core.clock import SHANGHAI
from deliveries.duty import Duty

_SECURITY = "staff.grant"
"""The permission of the security administrator (``staff/roles.yaml``)."""


def guessing(now: datetime) -> Duty:
    """All callers together were wrong too often with receipt codes: once an hour is enough to be told."""
    hour = now.astimezone(SHANGHAI)
    return Duty(
        f"receipt-guessing:{hour:%Y%m%d%H}",
        _SECURITY,
        f"查询码{hour:%m%d%H}",
        "短时间内很多查询码被输错，可能有人在猜，请查看访问记录",
        is_urgent=True,
    )
