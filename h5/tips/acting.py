"""What a reporter does with their own case: each form names a step, the office refuses what may not be."""

import re
from collections.abc import Callable, Sequence
from datetime import datetime
from functools import partial

from flask import Blueprint, abort, redirect, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from core.errors import NotFound, RuleViolation
from core.text import number_signs, without_control
from h5.needs import Needs
from h5.showing import page
from h5.throttle import FORMS, Throttle
from h5.tips import uploads
from h5.tips.access import Access
from h5.tips.cases import Cases, FormAgain, who
from h5.tips.employing import kept_of_form, proof_in_form
from h5.tips.needs import TipServices
from h5.tips.words import (
    AGREE,
    ALREADY_CLAIMED,
    BLANKS,
    BY_CODE,
    CLAIM_BLANKS,
    ID_LENGTH,
    MODE,
    NO_FILE,
    NOTHING_TO_CLAIM,
    RATE,
)
from staff.actors import Actor
from tipoffs.employment import MOST_WORDS, Proof
from tipoffs.evidence.status import Refusal
from tipoffs.rewards import notices as reward_notices
from tipoffs.rewards.money import written
from tipoffs.rewards.neighbours import CheckedReceipt
from tipoffs.rewards.payment.payee_typed import MistypedAccount, payee_typed
from tipoffs.rewards.ports import Payee
from tipoffs.rewards.queries import OwnReward, own_rewards
from tipoffs.rewards.status import CLAIMABLE, TAKEN
from tipoffs.tips.models import Mode, Tip
from tipoffs.tips.talking import MOST_CHARACTERS, Rating
from tipoffs.vault.contents import Identity
from tipoffs.vault.notices import ACCOUNT, NOTICES

ID_SIGNS = re.compile(r"\d{17}[\dX]")
_RATINGS = {one.value: one for one in Rating}
_MODES = {Mode.CONFIDENTIAL.value: Mode.CONFIDENTIAL, Mode.REAL_NAME.value: Mode.REAL_NAME}
_Step = Callable[[TipServices, Session, str, Actor, datetime], object]


def _field(name: str, most: int = 100) -> str:
    return without_control(request.form.get(name, "")).strip()[: most + 1]


def _words(of: str) -> str:
    """What was written for this step; ``RuleViolation`` where that is nothing."""
    found = _field("words", MOST_CHARACTERS)
    if not found:
        raise RuleViolation(BLANKS[of], "words")
    return found


def _rating() -> Rating:
    found = _RATINGS.get(_field("rating"))
    if found is None:
        raise RuleViolation(RATE, "rating")
    return found


def _suffers(o: TipServices, s: Session, n: str, a: Actor, t: datetime) -> object:
    tip = o.tips.write(s, n, _words("suffers"), a, t)
    o.rounds.suffers(s, n, a, t)
    return tip


STEPS: dict[str, _Step] = {
    "write": lambda o, s, n, a, t: o.tips.write(s, n, _words("write"), a, t),
    "supply": lambda o, s, n, a, t: o.tips.supply(s, n, _words("supply"), a, t),
    "suffers": _suffers,
    "object": lambda o, s, n, a, t: o.tips.object(s, n, _words("object"), a, t),
    "withdraw": lambda o, s, n, a, t: o.tips.withdraw(s, n, a, t),
    "rate": lambda o, s, n, a, t: o.tips.rate(s, n, _rating(), a, t),
    "close": lambda o, s, n, a, t: o.tips.close(s, n, a, t),
    "again": lambda o, s, n, a, t: o.tips.report_again(s, n, _words("again"), a, t),
    "identity": lambda o, s, n, a, t: o.disclosing.complete(s, n, _identity(), a, t),
}


class Acting:
    """Takes the forms of the page of a case."""

    def __init__(self, needs: Needs, access: Access, throttle: Throttle, cases: Cases) -> None:
        self._needs = needs
        self._access = access
        self._throttle = throttle
        self._cases = cases

    def add_to(self, blueprint: Blueprint) -> None:
        """Hang the forms on the blueprint."""
        rule = blueprint.add_url_rule
        rule("/tips/<number>/step/<name>", "tips_step", self.step, methods=["POST"])
        rule("/tips/<number>/files", "tips_files", self.files, methods=["POST"])
        rule("/tips/<number>/identity", "tips_identity", self.identity)
        rule("/tips/<number>/disclose", "tips_disclose", self.disclose, methods=["POST"])
        rule("/tips/<number>/reward", "tips_reward", self.reward)
        rule("/tips/<number>/reward/claim", "tips_claim", self.claim, methods=["POST"])
        rule("/tips/<number>/reward/secret", "tips_secret", self.secret, methods=["POST"])
        rule("/tips/<number>/reward/appeal", "tips_appeal", self.appeal, methods=["POST"])

    def step(self, number: str, name: str) -> ResponseReturnValue:
        """One step of the case."""
        wanted = STEPS.get(name)
        if wanted is None:
            abort(404)
        again = self.identity if name == "identity" else self._cases.refusing(name)
        return self._take(number, name, wanted, again)

    def files(self, number: str) -> ResponseReturnValue:
        """More photos for a case that is being handled."""
        self._throttle.count(FORMS, "form")
        with self._needs.database.reading() as transaction:
            self._access.reporter(transaction, number)
        sent = [one for one in request.files.getlist("files") if one.filename]
        said = uploads.keep_all(self._needs, self._access.services(), number, sent) if sent else [NO_FILE]
        if said:
            return self._cases.case(number, RuleViolation("；".join(said), "files"), failed="files")
        return redirect(url_for("h5.tips_case", number=number, done="file"), 303)

    def identity(self, number: str, refusal: RuleViolation | None = None) -> ResponseReturnValue:
        """Name and telephone of whoever reports by name; and the ways to say later who one is.

        What was typed of a person is not shown again, after a refusal either: telephones are shared.
        """
        if self._access.knows_nobody():
            return who()
        with self._needs.database.reading() as transaction:
            self._access.reporter(transaction, number)
            mode = transaction.get_one(Tip, number).mode
            complete = self._access.services().disclosing.is_complete(transaction, number)
        return page(
            "tips/identity",
            422 if refusal else 200,
            refusal=refusal,
            faults=refusal.by_field() if refusal else {},
            failed=_field("mode") if refusal else "",
            number=number,
            mode=mode,
            by_name=mode is Mode.REAL_NAME,
            complete=complete,
            notices=[(one, NOTICES[f"mode.{one.value}"]) for one in _MODES.values() if one is not mode],
            real_name=NOTICES["mode.real_name"],
            by_openid=self._access.openid() is not None,
        )

    def disclose(self, number: str) -> ResponseReturnValue:
        """From anonymous to confidential, or by name."""
        mode = _MODES.get(_field("mode"))
        if mode is None:
            return self.identity(number, RuleViolation(MODE))
        if request.form.get("agreed") != "yes":
            return self.identity(number, RuleViolation(AGREE, "agreed"))
        return self._take(
            number,
            "disclose",
            lambda o, s, n, a, t: o.disclosing.disclose(s, n, mode, self._known(), a, t),
            again=self.identity,
        )

    def reward(self, number: str, refusal: RuleViolation | None = None) -> ResponseReturnValue:
        """What there is to claim, the separate consent, and where the account is entered.

        After a refusal the bank, the consent and the words of the proof still stand; name and numbers do not.
        """
        if self._access.knows_nobody():
            return who()
        with self._needs.database.reading() as transaction:
            actor = self._access.reporter(transaction, number)
            own = own_rewards(transaction, actor)
            found = [one for one in own if one.state in CLAIMABLE]
            mode = transaction.get_one(Tip, number).mode
            proven = self._access.services().employment.has_told(transaction, number)
        if not found:
            return self._cases.case(number, _nothing_waits(own))
        return page(
            "tips/reward",
            422 if refusal else 200,
            refusal=refusal,
            faults=refusal.by_field() if refusal else {},
            number=number,
            reward=found[0],
            wants_proof=found[0].proof_needed and not proven,
            has_proof=found[0].proof_needed and proven,
            most=MOST_WORDS,
            amount=written(found[0].amount_fen or 0),
            notice=ACCOUNT,
            consent=reward_notices.CONSENT,
            anonymous=mode is Mode.ANONYMOUS,
            asks_if_sure=isinstance(refusal, MistypedAccount),
            kept=kept_of_form(),
        )

    def claim(self, number: str) -> ResponseReturnValue:
        """Account and name go to the vault under the number of the reward."""
        consent = reward_notices.CONSENT if request.form.get("agreed") == "yes" else ""
        try:
            payee = _payee()
        except RuleViolation as refusal:
            return self.reward(number, refusal)
        proof = proof_in_form(self._access.services())
        if isinstance(proof, Refusal):
            return self.reward(number, RuleViolation(proof.sentence, "employment_photo"))
        if request.form.get("code"):
            return self._claim_by_code(number, payee, consent, proof)

        def claimed(o: TipServices, s: Session, n: str, a: Actor, t: datetime) -> object:
            # Somebody without a name claims with code and second secret only.
            if s.get_one(Tip, n).mode is Mode.ANONYMOUS:
                raise RuleViolation(BY_CODE, "code")
            own = own_rewards(s, a)
            reward = next((one for one in own if one.state in CLAIMABLE), None)
            if reward is None:
                raise _nothing_waits(own)
            proof_ref = o.employment.for_claim(s, n, reward.number, proof, t) if reward.proof_needed else None
            return o.claiming.claim(s, reward.number, payee, a, t, consent=consent, proof_ref=proof_ref)

        return self._take(number, "claim", claimed, again=self.reward)

    def secret(self, number: str) -> ResponseReturnValue:
        """A second secret for somebody without a name, shown once; the one before is void."""
        self._throttle.count(FORMS, "form")
        services, now = self._access.services(), self._needs.clock.now()
        with self._needs.database.writing() as transaction:
            actor = self._access.reporter(transaction, number)
            own = own_rewards(transaction, actor)
            found = [one for one in own if one.state in CLAIMABLE]
            if not found:
                return self._cases.case(number, _nothing_waits(own))
            secret = services.secrets(CheckedReceipt("", None)).issue(
                transaction, found[0].number, actor, now
            )
        return page("tips/secret", number=number, secret=f"{secret[:4]} {secret[4:]}")

    def appeal(self, number: str) -> ResponseReturnValue:
        """The reporter does not agree that there is no reward."""
        reward = _field("reward", 16)

        def appealed(o: TipServices, s: Session, _n: str, a: Actor, t: datetime) -> object:
            if reward not in {one.number for one in own_rewards(s, a)}:
                raise NotFound
            return o.refusing.appeal(s, reward, a, _field("words", 499) or "不同意", t)

        return self._take(number, "appeal", appealed, self._cases.refusing(f"appeal {reward}"))

    def _claim_by_code(
        self, number: str, payee: Payee, consent: str, proof: Proof | None
    ) -> ResponseReturnValue:
        self._throttle.count(FORMS, "form")
        services, now = self._access.services(), self._needs.clock.now()
        code = _field("code")
        secret = "".join(filter(str.isdecimal, number_signs(_field("secret", 20))))
        case = self._access.judge(code, now)
        services.get_ready(now)
        try:
            with self._needs.database.writing() as transaction:
                actor = self._access.reporter(transaction, number)
                prove = partial(_proved, services, transaction, number, proof, now)
                claim = services.secrets(CheckedReceipt(code, case)).claim(
                    transaction, code, secret, payee, actor, now, consent=consent, prove=prove
                )
        except RuleViolation as refusal:
            return self.reward(number, refusal)
        if claim is None or case != number:
            return self.reward(number, RuleViolation("查询码或者领奖密码不对，请核对后再试。", "code"))
        return redirect(url_for("h5.tips_case", number=number, done="claim"), 303)

    def _take(self, number: str, name: str, wanted: _Step, again: FormAgain) -> ResponseReturnValue:
        """Take a step; a refusal is told in the form, ``again``."""
        self._throttle.count(FORMS, "form")
        services, now = self._access.services(), self._needs.clock.now()
        services.get_ready(now)
        try:
            with self._needs.database.writing() as transaction:
                actor = self._access.reporter(transaction, number)
                wanted(services, transaction, number, actor, now)
        except NotFound:
            abort(404)
        except RuleViolation as refusal:
            return again(number, refusal)
        return redirect(url_for("h5.tips_case", number=number, done=name), 303)

    def _known(self) -> Identity:
        told = _identity()
        return Identity(told.name, told.phone, told.id_number, self._access.openid())


def _proved(
    services: TipServices, transaction: Session, number: str, proof: Proof | None, now: datetime, reward: str
) -> str | None:
    return services.employment.for_claim(transaction, number, reward, proof, now)


def _nothing_waits(own: Sequence[OwnReward]) -> RuleViolation:
    """Why there is nothing to claim: most often it was claimed a moment ago, by a second tap."""
    if any(one.state in TAKEN for one in own):
        return RuleViolation(ALREADY_CLAIMED)
    return RuleViolation(NOTHING_TO_CLAIM)


def _payee() -> Payee:
    """Whom the form names, once nothing is missing; ``RuleViolation`` about the field."""
    typed = [_field(name) for name in ("name", "id_number", "account", "bank")]
    payee = payee_typed(*typed, is_sure=request.form.get("sure") == "yes")
    for name, sentence in CLAIM_BLANKS.items():
        if not getattr(payee, name):
            raise RuleViolation(sentence, name)
    if not ID_SIGNS.fullmatch(payee.id_number):
        raise RuleViolation(ID_LENGTH, "id_number")
    return payee


def _identity() -> Identity:
    """What the form says of a person; nothing of it is shown again, kept in a draft or logged."""
    id_number = number_signs(_field("id_number", 40))
    return Identity(_field("name", 50) or None, _field("phone", 20) or None, id_number or None)
