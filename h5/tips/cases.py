"""The code page, one's own list, and the page of a case: what happened, what comes next, what one may do."""

from collections.abc import Callable

from flask import Blueprint, redirect, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy import select
from sqlalchemy.orm import Session

from core.clock import china_date
from core.errors import RuleViolation
from core.text import without_control
from h5.identity import Identity
from h5.needs import Needs
from h5.showing import page
from h5.throttle import FORMS, Throttle
from h5.tips import uploads, words
from h5.tips.access import Access
from tipoffs.evidence.status import MAX_BYTES
from tipoffs.rewards.queries import own_rewards
from tipoffs.rewards.status import CLAIMABLE
from tipoffs.rewards.telling import may_appeal
from tipoffs.timeline import timeline
from tipoffs.tips.answers import TITLES
from tipoffs.tips.models import Mode, Tip, TipAnswer
from tipoffs.tips.status import TipAction
from tipoffs.tips.talking import MOST_CHARACTERS, Rating
from tipoffs.vault.contents import FIELDS

SHOWN = 50
FormAgain = Callable[[str, RuleViolation], ResponseReturnValue]
"""Shows the form of a case once more, with what was refused."""


class Cases:
    """Shows a reporter their own cases, and nobody else's."""

    def __init__(self, needs: Needs, identity: Identity, access: Access, throttle: Throttle) -> None:
        self._needs = needs
        self._identity = identity
        self._access = access
        self._throttle = throttle

    def add_to(self, blueprint: Blueprint) -> None:
        """Hang the pages on the blueprint."""
        blueprint.add_url_rule("/tips/code", "tips_code", self.code)
        blueprint.add_url_rule("/tips/code", "tips_open", self.open, methods=["POST"])
        blueprint.add_url_rule("/tips/mine", "tips_mine", self._identity.needed(self.mine))
        blueprint.add_url_rule("/tips/leave", "tips_leave", self.leave, methods=["POST"])
        blueprint.add_url_rule("/tips/<number>", "tips_case", self.case)

    def code(self, refusal: RuleViolation | None = None) -> ResponseReturnValue:
        """Where a receipt code is entered; one that was refused is not shown again: telephones are shared."""
        return page(
            "tips/code", 403 if refusal else 200,
            opened=self._access.opened(), faults=refusal.by_field() if refusal else {},
        )  # fmt: skip

    def open(self) -> ResponseReturnValue:
        """Open the case of a code; a wrong one and one too many read the same."""
        self._throttle.count(FORMS, "code")
        number = self._access.judge(request.form.get("code", "")[:200], self._needs.clock.now())
        if number is None:
            return self.code(RuleViolation(words.CODE_WRONG, "code"))
        self._access.open(number)
        return redirect(url_for("h5.tips_case", number=number), 303)

    def leave(self) -> ResponseReturnValue:
        """Forget on this phone who it was and what was opened."""
        self._access.close()
        return redirect(url_for("h5.tips_code"), 303)

    def mine(self, openid: str) -> ResponseReturnValue:
        """The cases of this person, the latest first."""
        now = self._needs.clock.now()
        with self._needs.database.reading() as transaction:
            numbers = self._access.services().vault.cases_of(transaction, openid)[::-1][:SHOWN]
            known = set(transaction.scalars(select(Tip.number).where(Tip.number.in_(numbers))))
            cases = [timeline(transaction, number, now) for number in numbers if number in known]
        return page("tips/mine", cases=cases, shared_phone=words.SHARED_PHONE)

    def refusing(self, failed: str) -> FormAgain:
        """The page of a case with the form of the step ``failed`` open and what was written into it."""
        return lambda number, refusal: self.case(number, refusal, failed)

    def case(
        self, number: str, refusal: RuleViolation | None = None, failed: str = ""
    ) -> ResponseReturnValue:
        """Everything the reporter may know of one case."""
        if self._access.knows_nobody():
            return who()
        services, now = self._access.services(), self._needs.clock.now()
        with self._needs.database.reading() as transaction:
            actor = self._access.reporter(transaction, number)
        files = uploads.counted(self._needs, services, number)
        with self._needs.database.reading() as transaction:
            tip = transaction.get_one(Tip, number)
            rewards = own_rewards(transaction, actor)
            return page(
                "tips/case",
                422 if refusal else 200,
                refusal=refusal,
                faults=refusal.by_field() if refusal else {},
                failed=failed,
                kept=without_control(request.form.get("words", "")) if refusal else "",
                files=files,
                seen=timeline(transaction, number, now),
                answers=_answers(transaction, number),
                titles=TITLES,
                accesses=[
                    (one.read_at, one.purpose.label, "、".join(FIELDS[name].label for name in one.fields))
                    for one in services.vault.accesses_of(transaction, number)
                ],
                mode=tip.mode,
                wants_name=tip.mode is Mode.REAL_NAME
                and not services.disclosing.is_complete(transaction, number),
                can_say_more=tip.mode is not Mode.REAL_NAME,
                claimable=[one for one in rewards if one.state in CLAIMABLE],
                refused=[
                    one
                    for one in rewards
                    if may_appeal(one.state, one.appeal_until, china_date(now), has_appealed=one.has_appealed)
                ],
                ratings=list(Rating),
                may=TipAction,
                done=words.DONE.get(request.args.get("done", ""), ""),
                most=MOST_CHARACTERS,
                most_megabytes=MAX_BYTES // 1024 // 1024,
                by_openid=self._access.openid() is not None,
                shared_phone=words.SHARED_PHONE,
            )


def who() -> ResponseReturnValue:
    """Neither WeChat nor a code has said who it is; whether there is such a case is not said either."""
    title, say = words.WHO["title"], words.WHO["words"]
    return page("tips/who", 401, title=title, words=say)


def _answers(transaction: Session, number: str) -> list[TipAnswer]:
    rows = transaction.scalars(
        select(TipAnswer).where(TipAnswer.tip == number).order_by(TipAnswer.round.desc())
    )
    return list(rows)
