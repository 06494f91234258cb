"""Followers through pages: masked, narrowed to the own town, held against the platform by the worker."""

import re

from app.wiring import Container
from core.text import short_openid
from followers.choice_models import FollowerTopic, FollowerTown, Wish
from jobs.follower_pull import FollowerPuller
from places.regions import Level, Region
from places.services import import_regions
from staff.actors import Scope
from tests.conftest import StandingClock
from tests.fakes.follower_platform import Platform
from tests.integration.admin.conftest import Hiring
from tests.integration.admin.pages import statements_of
from tests.integration.mailing_office import MailingOffice


def test_the_list_is_masked_and_goes_on_by_key(
    container: Container, hiring: Hiring, clock: StandingClock
) -> None:
    office = MailingOffice(container.database, clock)
    people = office.has_followers(1)
    with container.database.writing() as session:
        county = Region("331081", "温岭市", "", Level.COUNTY)
        daxi = Region("331081100", "大溪镇", "331081", Level.TOWN)
        import_regions(session, [county, daxi], editor="test", now=clock.now())
    clerk, town = hiring.insider("chen", "planner"), Scope(regions=frozenset({"331081100"}))
    local = hiring.insider("zhen", "planner", scope=town)
    clerk.opens("/admin/followers/list")
    few = statements_of(container, clerk, "/admin/followers/list")
    people += office.has_followers(40, first=1)
    with container.database.writing() as session:
        session.add(FollowerTown(openid=people[3], region="331081100", chosen_at=clock.now()))
        said = [("typhoon", Wish.WANTED), ("gas", Wish.STOPPED)]
        for topic, wish in said:
            session.add(FollowerTopic(openid=people[3], topic=topic, wish=wish, chosen_at=clock.now()))
    assert statements_of(container, clerk, "/admin/followers/list") <= few + 1 <= 10
    page = clerk.opens("/admin/followers/list").text
    assert page.count('class="mono"') == 30
    further = re.search(r'href="([^"]+after=\d+)"', page)
    assert further
    rest = clerk.opens(further[1].replace("&amp;", "&")).text
    assert rest.count('class="mono"') == 11
    assert not any(one in page + rest for one in people)

    own = local.opens("/admin/followers/list").text
    assert own.count('class="mono"') == 1
    assert short_openid(people[3]) in own
    assert all(words in own for words in ("大溪镇", "台风暴雨", "燃气"))
    stopped = clerk.opens("/admin/followers/list?topic=gas&wish=stopped").text
    assert stopped.count('class="mono"') == 1
    assert "没有这样的人" in clerk.opens("/admin/followers/list?topic=gas&wish=wanted").text
    figures = clerk.opens("/admin/followers").text
    assert re.search(r"关注（人）</dt>\s*<dd>\s*41\s*</dd>", figures)


def test_the_worker_does_what_was_asked_for_on_the_page(
    container: Container, hiring: Hiring, clock: StandingClock
) -> None:
    MailingOffice(container.database, clock).has_followers(1)
    platform = Platform(["oA", "oB", "oC"], fails_at=2)
    puller = FollowerPuller(container.database, lambda: platform, clock)
    (job,) = puller.jobs()
    planner, publisher = hiring.insider("chen", "planner"), hiring.insider("wang", "publisher")
    assert job.due(clock.now(), 9) == []
    assert planner.sends("/admin/followers/pull/ask", page="/admin/followers").status_code == 404
    asked = publisher.sends("/admin/followers/pull/ask", page="/admin/followers")
    assert "已安排" in publisher.opens(asked.headers["Location"]).text
    assert "every 3s" in planner.asks("/admin/followers/pull").text

    (key,) = job.due(clock.now(), 9)
    job.do(key)
    stopped = publisher.opens("/admin/followers").text
    assert "平台没有办（-1），夜里接着做。" in stopped
    assert "every 3s" not in stopped
    assert job.due(clock.now(), 9) == [], "the platform is left alone until somebody asks again"

    publisher.sends("/admin/followers/pull/ask", page="/admin/followers")
    (key,) = job.due(clock.now(), 9)
    job.do(key)
    done = planner.opens("/admin/followers").text
    assert "名单取到3人" in done
    assert "夜里接着做" not in done
    assert job.due(clock.now(), 9) == []
