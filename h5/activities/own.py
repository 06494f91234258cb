"""我的签到 and 预约宣讲: where somebody was, what they asked for, and how they found it."""

import re
from collections.abc import Mapping

from flask import Blueprint, abort, redirect, request, url_for
from flask.typing import ResponseReturnValue

from campaigns.library.queries import attended_by, bookings_of, may_rate
from campaigns.planning.lecture_verbs import Asking
from campaigns.planning.lectures import OPEN
from core.errors import NotFound, RuleViolation
from core.text import width_folded, without_control
from h5.identity import Identity
from h5.needs import Needs
from h5.showing import message, page
from h5.throttle import FORMS, Throttle
from places.models import VenueKind
from places.regions import Level

LIMITS = {"unit_name": 100, "contact": 30, "telephone": 20, "place": 200, "topic": 500, "wished": 100}
DONE = {
    "asked": "收到您的预约了。工作人员看过会和您联系，定了时间告诉您。",
    "withdrawn": "预约已经撤回。",
    "rated": "谢谢您的评价，我们会看。",
}
NOT_YET = "想请我们去讲的，请在公众号里回复“留言”写下单位和想听什么，工作人员会和您联系。"
_NUMBER = re.compile(r"[0-9]{1,6}")


class OwnActivities:
    """Pages that ask who is there."""

    def __init__(self, needs: Needs, identity: Identity, throttle: Throttle) -> None:
        self._needs = needs
        self._identity = identity
        self._throttle = throttle

    def add_to(self, blueprint: Blueprint) -> None:
        """Hang the pages on the blueprint."""
        known, rule = self._identity.needed, blueprint.add_url_rule
        rule("/activities/mine", "activities_mine", known(self.mine))
        rule("/activities/lecture", "lecture", known(self.form))
        rule("/activities/lecture", "lecture_asked", known(self.ask), methods=["POST"])
        rule("/activities/lectures/<int:number>/rate", "lecture_rated", known(self.rate), methods=["POST"])
        rule(
            "/activities/lectures/<int:number>/withdraw",
            "lecture_withdrawn",
            known(self.withdraw),
            methods=["POST"],
        )

    def mine(self, openid: str, refusal: RuleViolation | None = None, failed: int = 0) -> ResponseReturnValue:
        """Sign-ins with what can be rated, and one's own requests; ``failed`` is the lecture whose form was
        refused.
        """
        services, now = self._needs.activities(), self._needs.clock.now()
        with self._needs.database.reading() as transaction:
            requester = services.lectures.rater(openid)
            attended = attended_by(transaction, services.scans.person(openid), requester, now)
            asked = bookings_of(transaction, requester, now)
        words = DONE.get(request.args.get("done", ""), "")
        return page(
            "activities/mine", 422 if refusal else 200,
            attended=attended, asked=asked, open_states=OPEN, words=words,
            refusal=refusal, faults=refusal.by_field() if refusal else {},
            failed=failed, kept=without_control(request.form.get("words", "")),
        )  # fmt: skip

    def form(self, openid: str) -> ResponseReturnValue:
        """The form in which a lecture is asked for."""
        return self._form({}, "", 200, {})

    def ask(self, openid: str) -> ResponseReturnValue:
        """Take the form; what is wrong is said above it and at its field, and what was written stays."""
        self._throttle.count_person(FORMS, "form", openid)
        given = {name: without_control(request.form.get(name, "")).strip() for name in _FIELDS}
        # Keyboards for Chinese write digits of full width.
        given |= {name: width_folded(given[name]) for name in ("telephone", "expected")}
        services, now = self._needs.activities(), self._needs.clock.now()
        services.get_ready(now)
        try:
            _check(given)
            with self._needs.database.writing() as transaction:
                services.lectures.ask(transaction, openid, _asking(given), now)
        except RuleViolation as refused:
            return self._form(given, refused.sentence, 422, refused.by_field())
        return redirect(url_for("h5.activities_mine", done="asked"), 303)

    def rate(self, openid: str, number: int) -> ResponseReturnValue:
        """Keep the stars of somebody who signed in there or asked for it; any other lecture is not found."""
        self._throttle.count_person(FORMS, "form", openid)
        services, now = self._needs.activities(), self._needs.clock.now()
        stars = request.form.get("stars", "")
        words = without_control(request.form.get("words", ""))
        if stars not in ("1", "2", "3", "4", "5"):
            return self.mine(openid, RuleViolation("请先点几颗星，再提交。", "stars"), number)
        try:
            with self._needs.database.writing() as transaction:
                requester = services.lectures.rater(openid)
                if not may_rate(transaction, number, services.scans.person(openid), requester):
                    raise NotFound
                services.lectures.rate(transaction, number, openid, int(stars), words, now)
        except NotFound:
            abort(404)
        except RuleViolation as refused:
            return self.mine(openid, refused, number)
        return redirect(url_for("h5.activities_mine", done="rated"), 303)

    def withdraw(self, openid: str, number: int) -> ResponseReturnValue:
        """Take one's own request back."""
        self._throttle.count_person(FORMS, "form", openid)
        services, now = self._needs.activities(), self._needs.clock.now()
        services.get_ready(now)
        try:
            with self._needs.database.writing() as transaction:
                services.lectures.withdraw(transaction, number, openid, now)
        except NotFound:
            abort(404)
        except RuleViolation as refused:
            return self.mine(openid, refused)
        return redirect(url_for("h5.activities_mine", done="withdrawn"), 303)

    def _form(
        self, given: dict[str, str], wrong: str, status: int, faults: Mapping[str, str]
    ) -> ResponseReturnValue:
        towns = self._needs.activities().regions.tree().at_level(Level.TOWN)
        if not towns:
            # A bureau that is being set up: a form whose list is empty could never be sent.
            return message("还不能在网上预约", NOT_YET, 200)
        return page(
            "activities/lecture",
            status,
            given=given,
            wrong=wrong,
            faults=faults,
            towns=towns,
            audiences=list(VenueKind),
            limits=LIMITS,
        )


_FIELDS = (*LIMITS, "region", "audience", "expected")
_AUDIENCES = {kind.value: kind for kind in VenueKind}


def _check(given: Mapping[str, str]) -> None:
    """``RuleViolation`` for what cannot be read; the service judges the rest."""
    if not given["region"]:
        raise RuleViolation("请选在哪个乡镇、街道。", "region")
    if given["expected"] and not _NUMBER.fullmatch(given["expected"]):
        raise RuleViolation("听讲人数请写数字，不清楚可以空着。", "expected")


def _asking(given: dict[str, str]) -> Asking:
    return Asking(
        **{name: given[name] for name in LIMITS},
        region=given["region"],
        audience=_AUDIENCES.get(given["audience"]),
        expected=int(given["expected"]) if given["expected"] else None,
    )
