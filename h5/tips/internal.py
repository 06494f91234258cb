"""企业内部报告: an employee scans the code on the wall, tells the enterprise, and sees what became of it.

No openid is looked at and no session is needed but that of the form. Who reported holds a number; the
enterprise holds a key, which is typed and never in an address.
"""

import re
import secrets

from flask import Blueprint, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from core.errors import NotFound, RuleViolation
from core.qr_codes import qr_svg
from core.text import without_control
from h5.needs import Needs
from h5.showing import message, page
from h5.throttle import FORMS, Throttle
from tipoffs.internal.models import InternalChannel
from tipoffs.internal.services import LONGEST_WORDS
from tipoffs.notices import last_day
from tipoffs.timeline import timeline

_TAP = re.compile(r"[0-9a-f]{32}")
_MOST_MEASURES = 500
_NO_NUMBER = "没有查到。请核对编号，一个字都不能错。编号丢了就找不回来。"
_ONCE_MORE = "还没有交上，请再点一次“报告”。"


class InternalPages:
    """The pages behind the code of an enterprise."""

    def __init__(self, needs: Needs, throttle: Throttle) -> None:
        self._needs = needs
        self._throttle = throttle

    def add_to(self, blueprint: Blueprint) -> None:
        """Hang the pages on the blueprint."""
        blueprint.add_app_template_filter(last_day, "last_day")
        rule = blueprint.add_url_rule
        rule("/internal/<token>", "internal", self.form)
        rule("/internal/<token>", "internal_report", self.report, methods=["POST"])
        rule("/internal/<token>/poster", "internal_poster", self.poster)
        rule("/internal/<token>/result", "internal_result", self.ask)
        rule("/internal/<token>/result", "internal_look", self.result, methods=["POST"])
        rule("/internal/<token>/enterprise", "internal_enterprise", self.enter_key)
        rule("/internal/<token>/enterprise", "internal_waiting", self.waiting, methods=["POST"])

    def form(self, token: str) -> ResponseReturnValue:
        """The form in which an employee tells what is wrong in the enterprise."""
        channel = self._channel(token)
        if channel is None:
            return _closed()
        return _form(channel, secrets.token_hex(16))

    def report(self, token: str) -> ResponseReturnValue:
        """Take it, once however often it is tapped, and show the number."""
        self._throttle.count(FORMS, "form")
        tap = request.form.get("tap", "")
        words = without_control(request.form.get("words", "")).replace("\r\n", "\n").strip()
        services, now = self._needs.tips(), self._needs.clock.now()
        channel = self._channel(token)
        if channel is None:
            return _closed()
        if not _TAP.fullmatch(tap):
            return _form(channel, secrets.token_hex(16), words, RuleViolation(_ONCE_MORE))
        try:
            with self._needs.database.writing() as transaction:
                made = services.internal.report(transaction, token, words, tap, now)
                number, fix_by = made.number, made.fix_by
        except RuleViolation as refusal:
            return _form(channel, tap, words, RuleViolation(refusal.sentence, "words"))
        return page("internal/done", channel=channel, number=number, fix_by=fix_by)

    def poster(self, token: str) -> ResponseReturnValue:
        """The code to be printed and put on the wall."""
        channel = self._channel(token)
        if channel is None:
            return _closed()
        address = self._needs.public_url + url_for("h5.internal", token=token)
        return page("internal/poster", channel=channel, drawing=qr_svg(address))

    def ask(self, token: str, refused: str = "") -> ResponseReturnValue:
        """Where the number of a report is entered; one that is ``refused`` still stands there."""
        return page(
            "internal/result", 404 if refused else 200,
            token=token, report=None, seen=None, number=refused,
            faults={"number": _NO_NUMBER} if refused else {},
        )  # fmt: skip

    def result(self, token: str) -> ResponseReturnValue:
        """What became of the report with this number."""
        self._throttle.count(FORMS, "code")
        number = re.sub(r"\s", "", request.form.get("number", ""))[:16]
        number = number[:1].upper() + number[1:].lower()
        try:
            with self._needs.database.reading() as transaction:
                report = self._needs.tips().internal.result(transaction, token, number)
                now = self._needs.clock.now()
                seen = timeline(transaction, report.tip, now) if report.tip else None
                return page("internal/result", token=token, report=report, seen=seen, number="")
        except NotFound:
            return self.ask(token, number or " ")

    def enter_key(self, token: str, refused: str = "") -> ResponseReturnValue:
        """Where the enterprise enters its key."""
        return page(
            "internal/key", 403 if refused else 200, token=token, faults={"key": refused} if refused else {}
        )

    def waiting(self, token: str) -> ResponseReturnValue:
        """What the enterprise has to fix; one of it is fixed where the form says so."""
        self._throttle.count(FORMS, "code")
        key, now = request.form.get("key", "").strip()[:100], self._needs.clock.now()
        number = request.form.get("number", "")[:16]
        internal, said = self._needs.tips().internal, ""
        try:
            with self._needs.database.writing() as transaction:
                if number:
                    internal.mark_fixed(transaction, token, key, number, _measures(), now)
                    said = "已记下整改情况，报告人查得到。"
                return self._waiting(transaction, token, key, said=said)
        except NotFound:
            return self.enter_key(token, "打不开：钥匙不对，或者这一件不归您处理。")
        except RuleViolation as refusal:
            with self._needs.database.reading() as transaction:
                return self._waiting(transaction, token, key, number, refusal)

    def _waiting(
        self,
        transaction: Session,
        token: str,
        key: str,
        failed: str = "",
        refusal: RuleViolation | None = None,
        said: str = "",
    ) -> ResponseReturnValue:
        """What is to be fixed; ``failed`` is the number of the report whose form was refused."""
        return page(
            "internal/waiting", 422 if refusal else 200,
            token=token, key=key, waiting=self._needs.tips().internal.waiting(transaction, token, key),
            said=said, refusal=refusal, failed=failed, kept=_measures(),
            faults={"measures": refusal.sentence} if refusal else {},
        )  # fmt: skip

    def _channel(self, token: str) -> InternalChannel | None:
        try:
            with self._needs.database.reading() as transaction:
                channel = self._needs.tips().internal.channel(transaction, token)
                transaction.expunge(channel)
                return channel
        except NotFound:
            return None


def _form(
    channel: InternalChannel, tap: str, words: str = "", refusal: RuleViolation | None = None
) -> ResponseReturnValue:
    return page(
        "internal/form", 422 if refusal else 200,
        channel=channel, tap=tap, most=LONGEST_WORDS, words=words,
        said=refusal.sentence if refusal else "", faults=refusal.by_field() if refusal else {},
    )  # fmt: skip


def _measures() -> str:
    return without_control(request.form.get("measures", "")).strip()[:_MOST_MEASURES]


def _closed() -> ResponseReturnValue:
    words = "这个二维码已经停用。要反映隐患，请直接向应急管理部门举报。"
    return message("二维码已停用", words, 404, again=url_for("h5.tips_anonymous"))
