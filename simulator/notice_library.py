"""What an account may choose from: public templates for notices, as far as a bureau needs them.

Titles, numbers and fields are made up in the platform's shapes; a real account looks its own up.
The first word of a field's name is its rule, see `notice_fields.py`.
"""

from __future__ import annotations

from dataclasses import dataclass

ONE_TIME = 2
LONG_TERM = 3  # Only for public services, after an application [O subscription_messages/intro].


@dataclass(frozen=True)
class Offered:
    """One public template: its number in the library, its title, and rule-name and label of each field."""

    number: int
    title: str
    fields: tuple[tuple[str, str], ...]
    kind: int = ONE_TIME


MESSAGE_TEMPLATES = {
    "52001": Offered(
        52001,
        "办理进度通知",
        (
            ("character_string", "受理编号"),
            ("thing", "当前进度"),
            ("time", "更新时间"),
            ("thing", "温馨提示"),
        ),
    ),
    "52002": Offered(
        52002,
        "待办事项提醒",
        (("thing", "事项名称"), ("character_string", "编号"), ("time", "截止时间"), ("thing", "备注")),
    ),
}
"""For `template/api_add_template`, by `template_id_short`."""

SUBSCRIPTIONS = {
    "41001": Offered(
        41001,
        "办理进度通知",
        (
            ("character_string", "受理编号"),
            ("thing", "当前进度"),
            ("time", "更新时间"),
            ("thing", "温馨提示"),
        ),
    ),
    "41002": Offered(
        41002,
        "领取提醒",
        (
            ("character_string", "受理编号"),
            ("thing", "领取内容"),
            ("time", "截止时间"),
            ("thing", "温馨提示"),
        ),
    ),
    "41003": Offered(
        41003,
        "活动开始提醒",
        (("thing", "活动名称"), ("time", "开始时间"), ("thing", "活动地点"), ("thing", "温馨提示")),
    ),
    "41004": Offered(
        41004,
        "预警信息通知",
        (("thing", "预警名称"), ("time", "发布时间"), ("thing", "影响范围"), ("thing", "温馨提示")),
        LONG_TERM,
    ),
}
"""For `newtmpl/addtemplate`, by `tid`."""

CHOSEN_MESSAGES = ("52001", "52002")
CHOSEN_SUBSCRIPTIONS = ("41001", "41002", "41003", "41004")
"""What this account has chosen in the console before it is started."""
