"""Reporter and office write to each other; the case stays where it is, and nobody's words lie open."""

from collections.abc import Callable

import pytest
from sqlalchemy import text
from sqlalchemy.orm import Session

from core.errors import NotFound
from staff.actors import Actor, NotPermitted
from tests.conftest import StandingClock
from tests.fakes.audit import FakeAudit
from tests.integration.tip_office import INTAKE, OPENID, UNIT, VERIFIER, TipOffice, person, reporter
from tests.integration.vault_office import KEEPER, MASTER
from tipoffs.disclosing import Disclosing, IdentityIncomplete, NobodyToTell, NotByName
from tipoffs.permissions import Permission as May
from tipoffs.timeline import timeline
from tipoffs.tips.models import Mode, Statement, Tip
from tipoffs.tips.refusals import NoWords
from tipoffs.tips.status import CAN_BE_TALKED_ABOUT, TipState
from tipoffs.tips.talking import Rating
from tipoffs.vault.contents import Identity, SecretField
from tipoffs.vault.keys import KeyRing
from tipoffs.vault.services import Vault
from tipoffs.vault.status import CannotHideAgain
from tipoffs.vault.status import Exclusion as Listed
from tipoffs.vault.status import Mode as VaultMode
from tipoffs.waiting import tips_to_reply
from tipoffs.worklists import Wanted, newest_tips

SECRET = "其实我就住在隔壁三楼"


def to_reply(session: Session, actor: Actor = INTAKE) -> list[str]:
    """Behind the number on the first page: as many as it says."""
    wanted = Wanted(CAN_BE_TALKED_ABOUT, unanswered=True)
    listed = sorted(one.number for one in newest_tips(session, actor, wanted))
    assert tips_to_reply(session, actor) == len(listed)
    return listed


def test_what_is_written_reaches_the_other_side(session: Session, office: TipOffice) -> None:
    tip = office.at_the_unit()
    office.tips.write(session, tip.number, SECRET, reporter(tip.number), office.now)
    assert to_reply(session) == [tip.number]
    said = office.tips.read_words(session, tip.number, INTAKE, office.now)
    assert (said[-1].statement, said[-1].words) == (Statement.WROTE, SECRET)
    office.tips.reply(session, tip.number, "请问是白天还是晚上？", INTAKE, office.now)
    assert to_reply(session) == []
    assert tip.state is TipState.VERIFYING
    texts = [entry.text for entry in timeline(session, tip.number, office.now).entries]
    assert texts[-2:] == ["您的留言已收到，工作人员会看到。", "工作人员写给您：请问是白天还是晚上？"]
    assert "replied" in office.notices.to(tip.number)


def test_who_wrote_last_counts_and_only_where_an_answer_may_still_be_written(
    session: Session, office: TipOffice
) -> None:
    """Twice written is one tip, a reply before does not help, and what is withdrawn waits for nobody."""
    office.arrives()
    asked, again, gone = office.arrives(), office.answered(), office.arrives()
    office.tips.reply(session, asked.number, "请问是几楼？", INTAKE, office.now)
    for tip in (asked, asked, gone):
        office.tips.write(session, tip.number, SECRET, reporter(tip.number), office.now)
    office.tips.close(session, again.number, reporter(again.number), office.now)
    office.tips.report_again(session, again.number, SECRET, reporter(again.number), office.now)
    assert to_reply(session) == sorted((asked.number, again.number, gone.number))

    office.tips.withdraw(session, gone.number, reporter(gone.number), office.now)
    office.tips.reply(session, again.number, "我们再去看。", INTAKE, office.now)
    assert to_reply(session) == [asked.number]


def test_questions_are_counted_for_who_may_reply_and_see_them(session: Session, office: TipOffice) -> None:
    tip, named = office.at_the_unit(), office.at_the_unit()
    for one in (tip, named):
        office.tips.write(session, one.number, SECRET, reporter(one.number), office.now)
    may = (May.TIPS_SEE, May.TIPS_ACCEPT)
    named.named_officers = ["lisi"]
    session.flush()

    assert to_reply(session) == sorted((tip.number, named.number))
    assert to_reply(session, person("lisi", *may)) == [tip.number]
    assert to_reply(session, person("zhang", *may, department="fire")) == sorted((tip.number, named.number))
    assert to_reply(session, person("wang", *may, department="housing")) == []
    named.named_units = ["fire"]
    session.flush()
    assert to_reply(session, person("zhang", *may, department="fire")) == [tip.number]
    assert tips_to_reply(session, person("zhao", May.TIPS_SEE)) == tips_to_reply(session, UNIT) == 0


def test_words_of_a_reporter_lie_in_no_table_of_tips(session: Session, office: TipOffice) -> None:
    tip = office.answered()
    office.tips.write(session, tip.number, SECRET, reporter(tip.number), office.now)
    office.tips.close(session, tip.number, reporter(tip.number), office.now)
    office.tips.report_again(session, tip.number, SECRET, reporter(tip.number), office.now)
    for table in ("tips", "tip_events", "tip_words", "tip_notes"):
        rows = session.execute(text(f"SELECT * FROM {table}")).all()
        assert SECRET not in str(rows)
    assert SECRET not in str(office.audit.lines)


def test_only_the_reporter_and_intake_talk(session: Session, office: TipOffice) -> None:
    tip, other = office.at_the_unit(), office.arrives()
    with pytest.raises(NotFound):
        office.tips.write(session, tip.number, "我来问问", reporter(other.number), office.now)
    for actor in (UNIT, VERIFIER):
        with pytest.raises(NotPermitted):
            office.tips.reply(session, tip.number, "您是谁？", actor, office.now)
    with pytest.raises(NoWords):
        office.tips.write(session, tip.number, "  ", reporter(tip.number), office.now)
    with pytest.raises(NoWords):
        office.tips.reply(session, tip.number, "长" * 1001, INTAKE, office.now)


def test_an_answer_is_rated_and_closed(session: Session, office: TipOffice) -> None:
    tip = office.answered()
    me = reporter(tip.number)
    office.tips.rate(session, tip.number, Rating.FAIR, me, office.now)
    office.tips.close(session, tip.number, me, office.now)
    office.tips.rate(session, tip.number, Rating.SATISFIED, me, office.now)
    seen = timeline(session, tip.number, office.now)
    assert seen.state is TipState.CLOSED
    assert "您的评价：满意。谢谢您告诉我们。" in [entry.text for entry in seen.entries]


@pytest.fixture
def vault(held: list[tuple[str | Listed, ...]]) -> Vault:
    """A vault that works."""
    return Vault(KeyRing(MASTER), FakeAudit(), lambda _, cases, why, __: held.append((*cases, why)))


@pytest.fixture
def held() -> list[tuple[str | Listed, ...]]:
    """The cases whose payments are to be held, each with the reason."""
    return []


Sealing = Callable[[Mode], Tip]


@pytest.fixture
def arrives(session: Session, office: TipOffice, vault: Vault) -> Sealing:
    """A tip in the office whose secrets lie in the real vault."""

    def arrive(mode: Mode) -> Tip:
        tip = office.arrives(mode=mode, openid=None if mode is Mode.ANONYMOUS else OPENID)
        vault.open_case(session, tip.number, VaultMode[mode.name], office.now)
        return tip

    return arrive


def test_an_anonymous_reporter_says_later_who_they_are(
    session: Session, office: TipOffice, vault: Vault, arrives: Sealing
) -> None:
    tip = arrives(Mode.ANONYMOUS)
    disclosing, me = Disclosing(office.tips, vault), reporter(tip.number)
    with pytest.raises(NobodyToTell):
        disclosing.disclose(session, tip.number, Mode.CONFIDENTIAL, Identity(), me, office.now)
    disclosing.disclose(session, tip.number, Mode.CONFIDENTIAL, Identity(openid=OPENID), me, office.now)
    assert tip.mode is Mode.CONFIDENTIAL
    assert vault.cases_of(session, OPENID) == [tip.number]
    assert not disclosing.is_complete(session, tip.number)
    with pytest.raises(IdentityIncomplete):
        disclosing.disclose(session, tip.number, Mode.REAL_NAME, Identity(name="王小明"), me, office.now)
    known = Identity(name="王小明", phone="13800138000")
    disclosing.disclose(session, tip.number, Mode.REAL_NAME, known, me, office.now)
    assert disclosing.is_complete(session, tip.number)
    assert vault.holds(session, tip.number, SecretField.PHONE)
    with pytest.raises(CannotHideAgain):
        disclosing.disclose(session, tip.number, Mode.ANONYMOUS, Identity(), me, office.now)
    assert "王小明" not in str(office.audit.lines) + str(office.notices.told)


def test_only_who_reports_by_name_leaves_a_name(
    session: Session, office: TipOffice, vault: Vault, arrives: Sealing, clock: StandingClock
) -> None:
    confidential, named = arrives(Mode.CONFIDENTIAL), arrives(Mode.REAL_NAME)
    disclosing, known = Disclosing(office.tips, vault), Identity(name="王小明", phone="13800138000")
    with pytest.raises(NotByName):
        disclosing.complete(session, confidential.number, known, reporter(confidential.number), clock.now())
    with pytest.raises(NotFound):
        disclosing.complete(session, named.number, known, reporter(confidential.number), clock.now())
    disclosing.complete(session, named.number, known, reporter(named.number), clock.now())
    assert disclosing.is_complete(session, named.number)


def test_who_says_later_that_they_are_on_the_list_gets_no_reward_unseen(
    session: Session,
    office: TipOffice,
    vault: Vault,
    arrives: Sealing,
    held: list[tuple[str | Listed, ...]],
) -> None:
    """What was claimed before by somebody unknown is not paid before somebody has looked."""
    vault.exclusions.enter(session, Identity(phone="13800138000"), Listed.DUTY, KEEPER, office.now)
    held.clear()
    anonymous, named = arrives(Mode.ANONYMOUS), arrives(Mode.REAL_NAME)
    disclosing, me = Disclosing(office.tips, vault), reporter(anonymous.number)
    listed, other = Identity(name="王小明", phone="138 0013 8000"), Identity(name="李雷", phone="13800138001")

    disclosing.disclose(session, anonymous.number, Mode.REAL_NAME, other, me, office.now)
    assert held == []
    disclosing.complete(session, anonymous.number, listed, me, office.now)
    disclosing.complete(session, named.number, listed, reporter(named.number), office.now)

    assert held == [(anonymous.number, Listed.DUTY), (named.number, Listed.DUTY)]
