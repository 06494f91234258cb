"""Who works there proves it to the vault alone; a claim whose rule wants a proof has one."""

import io
import re

import pytest
from flask import Flask
from sqlalchemy import select, update

from app.wiring import Container
from staff.models import AuditEntry
from tests import samples
from tests.conftest import StandingClock
from tests.integration.h5.conftest import Browser
from tests.integration.h5.tip_phone import Phone, filed, tips, told_by
from tests.integration.intake.canaries import INTAKE, staff
from tests.integration.one_engine import database_url  # noqa: F401
from tests.integration.waiting_reward import PAYEE, notified
from tipoffs.rewards.models import Reward, RewardClaim
from tipoffs.tips.queries import tip_file
from tipoffs.vault.models import SealedSecret
from tipoffs.vault.status import Purpose

PROOF = "我是冲压车间钳工，2019年进厂，有劳动合同"


@pytest.fixture
def phone(app: Flask) -> Phone:
    """Somebody's own browser."""
    return Phone(app.test_client())


def wants_proof(container: Container) -> None:
    with container.database.writing() as session:
        session.execute(update(Reward).values(proof_needed=True))


def test_a_proof_is_sealed_and_no_handler_learns_of_it(
    browser: Browser, container: Container, clock: StandingClock
) -> None:
    number = told_by(browser, container)
    page = f"/h5/tips/{number}/employment"
    assert browser.sends(page, employment=PROOF).status_code == 422
    assert browser.sends(page, agreed="yes", employment=" ").status_code == 422
    photo = (io.BytesIO(samples.photo(gps=True)), "合同.jpg")
    done = browser.sends(page, agreed="yes", employment=PROOF, employment_photo=photo)  # type: ignore[arg-type]
    assert done.headers["Location"] == f"/h5/tips/{number}?done=employment"
    assert PROOF not in browser.opens(page).text + browser.opens(f"/h5/tips/{number}").text
    casework, now = container.casework, clock.now()
    with container.database.reading() as session:
        said = casework.tips.words_of(session, tips(container)[0], INTAKE)
        seen = repr(tip_file(session, casework.tips.office, number, INTAKE)) + repr(said)
        logged = [f"{one.action} {one.reason} {one.detail}" for one in session.scalars(select(AuditEntry))]
    for trace in (seen, *logged):
        assert "钳工" not in trace
        assert "employ" not in trace
    # A reasoned request and a second person open it; the picture has no metadata.
    with container.database.writing() as session:
        asked = casework.vault.request(
            session, number, staff("a", "vault.request"), Purpose.REWARD, "核对从业证明，按职工提高奖金", now
        )
        casework.vault.approve(session, asked.id, staff("b", "vault.approve"), now)
        found = casework.vault.read(session, asked.id, staff("a", "vault.request"), now)
    assert found.employment == PROOF
    assert found.employment_photo is not None
    assert "钳工" not in repr(found)
    assert "从业证明照片" in browser.opens(f"/h5/tips/{number}").text


def test_a_claim_that_needs_a_proof_takes_the_one_given_before(
    browser: Browser, container: Container, clock: StandingClock
) -> None:
    number = told_by(browser, container)
    notified(container, clock, number)
    wants_proof(container)
    claim = f"/h5/tips/{number}/reward/claim"
    assert "怎么证明您在这里上班" in browser.opens(f"/h5/tips/{number}/reward").text
    assert browser.sends(claim, **PAYEE, agreed="yes").status_code == 422
    unticked = browser.sends(claim, **PAYEE, employment=PROOF).text
    assert re.search(rf'<textarea[^>]*name="employment"[^>]*>\s*{PROOF}</textarea>', unticked)
    browser.sends(f"/h5/tips/{number}/employment", agreed="yes", employment=PROOF)
    assert "您已经交过" in browser.opens(f"/h5/tips/{number}/reward").text
    assert browser.sends(claim, **PAYEE, agreed="yes").status_code == 303
    with container.database.reading() as session:
        assert session.scalars(select(RewardClaim.proof_ref)).all() == ["intake"]


def test_without_a_name_the_proof_lies_under_the_reward(
    phone: Phone, container: Container, clock: StandingClock
) -> None:
    number, code = filed(phone)
    refused = phone.sends(f"/h5/tips/{number}/employment", agreed="yes", employment=PROOF)
    assert "匿名举报" in refused.text
    notified(container, clock, number)
    wants_proof(container)
    secret = phone.sends(f"/h5/tips/{number}/reward/secret").text.partition('"secret">')[2][:9]
    fields = {**PAYEE, "agreed": "yes", "code": code, "secret": secret}
    claim = f"/h5/tips/{number}/reward/claim"
    assert phone.sends(claim, **fields).status_code == 422
    # The refusal did not use the secret up.
    assert phone.sends(claim, **fields, employment=PROOF).status_code == 303
    with container.database.reading() as session:
        (kept,) = session.scalars(select(RewardClaim))
        cases = session.scalars(select(SealedSecret.case).where(SealedSecret.field == "employment")).all()
    assert (kept.proof_ref, cases) == ("claim", ["J26110001"])


def test_a_proof_is_for_ones_own_case(browser: Browser, stranger: Browser, container: Container) -> None:
    number = told_by(browser, container)
    page = f"/h5/tips/{number}/employment"
    assert stranger.opens(page).status_code == 401
    stranger.logs_in()
    assert stranger.opens(page).status_code == 404
    assert stranger.sends(page, agreed="yes", employment=PROOF).status_code == 404
