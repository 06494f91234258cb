"""A code before a shop is scanned: the platform's event, the tip with its place, the case in the office."""

import re

from sqlalchemy import select

from campaigns.library.codes import CodePlan
from places.models import Venue, VenueKind
from tests.account import Account, Citizen
from tests.integration.campaigns.planning_office import PLANNER
from tipoffs.tips.models import Tip

SHOP = "好再来超市"


def test_from_the_paper_at_the_door_to_the_case(account: Account) -> None:
    with account.container() as container:
        now = container.clock.now()
        with container.database.writing() as session:
            shop = Venue(
                kind=VenueKind.ENTERPRISE, key="door-1", code="", name=SHOP, region="", address="建设路88号",
                edited_by="op", edited_at=now,
            )  # fmt: skip
            session.add(shop)
            session.flush()
            codes = container.campaigning.library.codes
            code = codes.add(session, CodePlan(SHOP, venue_id=shop.id, takes_tips=True), PLANNER, now)
            number, scene = code.id, code.scene
        made = container.gateway.create_qr(scene)
        with container.database.writing() as session:
            codes.made(session, number, made, PLANNER, container.clock.now())

    newcomer: Citizen = account.citizen(follow=False)
    told = newcomer.follows(scene)
    assert f"您扫的是“{SHOP}”的二维码" in told
    assert "什么时候" in newcomer.says("消防通道堵满了纸箱")
    newcomer.says("昨天晚上，现在还堵着")
    checked = newcomer.says("没有")
    assert "建设路88号" in checked
    done = newcomer.says("1")
    found = re.search(r"R\d{10}", done)
    assert found
    with account.container() as container, container.database.reading() as session:
        tip = session.scalars(select(Tip).where(Tip.number == found[0])).one()
        assert (tip.object_name, tip.address) == (SHOP, "建设路88号")
