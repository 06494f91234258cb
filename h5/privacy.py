"""隐私说明: what the account keeps of a person, what for and how long, and what they can ask of it.

个人信息保护法 Art. 17 tells what must be told before: who, what for, how, which kinds, how long, which rights
and how to use them. The periods come from the settings by which the account really deletes.
"""

from datetime import timedelta

from flask import Blueprint
from flask.typing import ResponseReturnValue

from h5.needs import Needs
from h5.showing import page

REVISED = "2026年11月30日"
"""When its words were last changed; they are changed together with what is kept."""

_DAY, _YEAR = timedelta(days=1), timedelta(days=365)
_HOURS_UP_TO = timedelta(days=3)


class PrivacyPage:
    """One page, open to everybody."""

    def __init__(self, needs: Needs) -> None:
        self._needs = needs

    def add_to(self, blueprint: Blueprint) -> None:
        """Hang the page on the blueprint."""
        blueprint.add_url_rule("/privacy", "privacy", self.show)
        blueprint.add_app_template_filter(period_words)

    def show(self) -> ResponseReturnValue:
        """What is kept, for how long, who sees it, and what a person can do about it."""
        facts = self._needs.library_holder.current().facts
        return page(
            "privacy",
            kept=self._needs.retention,
            revised=REVISED,
            telephone=facts.fill("{duty_phone}"),
        )


def period_words(period: timedelta) -> str:
    """``period`` as people say it: 24小时, 90天, 3年."""
    if period < _HOURS_UP_TO:
        return f"{period // timedelta(hours=1)}小时"
    if period % _YEAR == timedelta():
        return f"{period // _YEAR}年"
    return f"{period // _DAY}天"
