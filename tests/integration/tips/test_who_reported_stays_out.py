"""What clerks write of a tip reaches people who must not know the reporter: no number, no wording."""

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from tests.integration.tip_office import INTAKE, LEADER, SECOND, VERIFIER, WORDS, TipOffice, a_hazard
from tipoffs.hazards.models import Hazard
from tipoffs.tips.models import Finding, TipEvent, TipNote
from tipoffs.tips.refusals import HazardWordsCopied
from tipoffs.tips.verifying import Record

PHONES = ("13957671234", "139 5767 1234", "１３９５７６７１２３４", "一三九五七六七一二三四")


@pytest.mark.parametrize("phone", PHONES)
def test_no_number_of_a_reporter_gets_into_what_colleagues_write(
    office: TipOffice, session: Session, phone: str
) -> None:
    tip = office.at_the_unit()
    office.tips.note(session, tip.number, f"举报人电话{phone}，下午再打", INTAKE, office.now)
    office.tips.extend(session, tip.number, 5, LEADER, office.now, f"等{phone}补材料")

    notes = session.scalars(select(TipNote.text).where(TipNote.tip == tip.number)).all()
    reasons = session.scalars(select(TipEvent.reason).where(TipEvent.tip == tip.number)).all()
    logged = [one.reason for one in office.audit.lines]
    said = "\n".join([*notes, *reasons, *map(str, logged)])
    assert "举报人电话[手机号]，下午再打" in notes
    assert "补材料" in said
    assert phone not in said


@pytest.mark.parametrize("phone", PHONES)
def test_an_address_does_not_keep_the_number_that_stands_in_it(office: TipOffice, phone: str) -> None:
    tip = office.arrives(address=f"建设路88号，到了打{phone}", object_name=f"好再来超市{phone}")

    assert (tip.address, tip.object_name) == ("建设路88号，到了打[手机号]", "好再来超市[手机号]")


def test_a_hazard_out_of_a_tip_repeats_neither_the_wording_nor_a_number(
    office: TipOffice, session: Session
) -> None:
    tip = office.at_the_unit()
    copied = Record(
        Finding.VERIFIED, "看了", office.now, SECOND.id, found=(a_hazard(description=WORDS[8:30]),)
    )
    with pytest.raises(HazardWordsCopied):
        office.tips.verify(session, tip.number, copied, VERIFIER, office.now)

    told = a_hazard(
        address="万寿路8号13957671234",
        object_name="某厂139 5767 1234",
        description="通道被占，联系13957671234",
    )
    office.found(tip, Finding.VERIFIED, told)
    (hazard,) = session.scalars(select(Hazard)).all()
    assert (hazard.address, hazard.object_name, hazard.description) == (
        "万寿路8号[手机号]",
        "某厂[手机号]",
        "通道被占，联系[手机号]",
    )
