"""A reporter says that they work there, and adds a proof: straight to the vault, shown again to nobody.

The same form stands where a reward is claimed whose rule asks for a proof.
"""

from collections.abc import Mapping
from datetime import datetime

from flask import Blueprint, abort, redirect, request, url_for
from flask.typing import ResponseReturnValue

from core.errors import NotFound, RuleViolation
from core.text import without_control
from h5.needs import Needs
from h5.showing import page
from h5.throttle import FORMS, Throttle
from h5.tips.access import Access
from h5.tips.cases import who
from h5.tips.needs import TipServices
from h5.tips.uploads import ONE_FILE_BYTES
from h5.tips.words import AGREE
from tipoffs.employment import MOST_WORDS, Proof
from tipoffs.evidence.examining import examine
from tipoffs.evidence.status import Kind, Refusal
from tipoffs.tips.models import Mode, Tip


class Employing:
    """The page of one case where its reporter proves to work there."""

    def __init__(self, needs: Needs, access: Access, throttle: Throttle) -> None:
        self._needs = needs
        self._access = access
        self._throttle = throttle

    def add_to(self, blueprint: Blueprint) -> None:
        """Hang the page on the blueprint."""
        rule = blueprint.add_url_rule
        rule("/tips/<number>/employment", "tips_employment", self.show)
        rule("/tips/<number>/employment", "tips_employment_told", self.told, methods=["POST"])

    def show(self, number: str, refusal: RuleViolation | None = None) -> ResponseReturnValue:
        """What a proof is for and who may see it, and the form."""
        if self._access.knows_nobody():
            return who()
        with self._needs.database.reading() as transaction:
            self._access.reporter(transaction, number)
            anonymous = transaction.get_one(Tip, number).mode is Mode.ANONYMOUS
            told = self._access.services().employment.has_told(transaction, number)
        return page(
            "tips/employment",
            422 if refusal else 200,
            refusal=refusal,
            faults=refusal.by_field() if refusal else {},
            number=number,
            anonymous=anonymous,
            told=told,
            most=MOST_WORDS,
            kept=kept_of_form(),
        )

    def told(self, number: str) -> ResponseReturnValue:
        """Keep the proof; a later one replaces it."""
        self._throttle.count(FORMS, "upload")
        services, now = self._access.services(), self._needs.clock.now()
        with self._needs.database.reading() as transaction:
            self._access.reporter(transaction, number)
        if request.form.get("agreed") != "yes":
            return self.show(number, RuleViolation(AGREE, "agreed"))
        proof = proof_in_form(services)
        if isinstance(proof, Refusal):
            return self.show(number, RuleViolation(proof.sentence, "employment_photo"))
        try:
            self._keep(services, number, proof or Proof(""), now)
        except NotFound:
            abort(404)
        except RuleViolation as refusal:
            return self.show(number, refusal)
        return redirect(url_for("h5.tips_case", number=number, done="employment"), 303)

    def _keep(self, services: TipServices, number: str, proof: Proof, now: datetime) -> None:
        services.get_ready(now)
        with self._needs.database.writing() as transaction:
            actor = self._access.reporter(transaction, number)
            services.employment.tell(transaction, number, proof, actor, now)


def kept_of_form() -> Mapping[str, str]:
    """What a refused form may show again on a telephone that others use too: nothing that names a person."""
    return {name: request.form.get(name, "")[:MOST_WORDS] for name in ("bank", "agreed", "employment")}


def proof_in_form(services: TipServices) -> Proof | Refusal | None:
    """The proof that a form brings, its picture made anew without metadata; None where nothing was written.

    A picture takes up to two seconds: no transaction may be open.
    """
    words = without_control(request.form.get("employment", "")).strip()[: MOST_WORDS + 1]
    if not words:
        return None
    sent = request.files.get("employment_photo")
    data = sent.stream.read(ONE_FILE_BYTES) if sent is not None and sent.filename else b""
    if not data:
        return Proof(words)
    sort = examine(data, Kind.PHOTO)
    if isinstance(sort, Refusal):
        return sort
    decoded = services.pictures.decode(data)
    return decoded if isinstance(decoded, Refusal) else Proof(words, decoded.copy)
