"""What may be done with requests of people about their own data; which role has which word is data."""

from core.types import Labelled


class DataPermission(Labelled):
    """One thing a member of staff may be allowed to do."""

    REQUESTS = "data.requests", "登记、办理个人信息请求"
