"""The made-up county: legal in every step, sealed for real; lists and figures on top, recomputed."""

import json
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date, datetime, timedelta
from itertools import pairwise
from statistics import median
from typing import Any

import pytest
from click.testing import CliRunner
from flask import Flask
from sqlalchemy import select

from app.cli import listing
from app.demo.loading import SCALES, NotEmpty, load_demo
from app.demo.own_rules import BASED_ON
from app.settings import Env
from app.settings_loading import load_settings
from app.wiring import Container
from campaigns.content.queries import content_lines
from campaigns.content.status import ContentState
from core.clock import china_date
from core.periods import month_of
from places.geometry import Point, box_of
from places.services import load_tree
from staff.actors import Actor, ActorKind, NotPermitted, Scope
from staff.standing import unrecorded
from staff.verifying import verify
from tests.conftest import SUNDAY_MORNING, StandingClock
from tests.databases import Original, OriginalDatabase, OriginalFile
from tipoffs import worklists
from tipoffs.figures import figures, shown
from tipoffs.hazard_orders import GRADES, HAZARD_ORDERS
from tipoffs.hazards.models import Hazard, HazardEvent, HazardLevel
from tipoffs.hazards.status import MOVES as HAZARD_MOVES
from tipoffs.hazards.status import OPEN, HazardAction, HazardState
from tipoffs.rewards.models import Reward, RewardClaim, RewardEvent
from tipoffs.rewards.own_rules.differing import differences
from tipoffs.rewards.own_rules.services import rules_of, waiting_rules
from tipoffs.rewards.own_rules.status import DraftState
from tipoffs.rewards.payment.ledger import Account, balances, ledger_faults
from tipoffs.rewards.status import MOVES as REWARD_MOVES
from tipoffs.rewards.status import RewardState
from tipoffs.tips.models import Tip, TipEvent
from tipoffs.tips.status import MOVES, TipAction, TipState
from tipoffs.vault.contents import SecretClass
from tipoffs.worklists import HazardLine, Wanted

CASES = replace(SCALES["small"], activities=0, followers=0)
"""Campaigns are looked at in ``test_demo_campaigns.py``."""

SIGNED = {
    TipAction.SIGN_VERIFIED: True,
    TipAction.SIGN_PARTLY: True,
    TipAction.SIGN_UNFOUNDED: False,
}


def container_at(url: str, clock: StandingClock) -> Container:
    return Container(load_settings(database_url=url, vault_key="v" * 40, secret_key="s" * 40), clock)


@pytest.fixture(scope="module", params=["sqlite", "postgres"])
def county(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Original]:
    """The made-up county, made once on each engine."""
    original: Original
    if request.param == "sqlite":
        template = request.getfixturevalue("sqlite_template")
        original = OriginalFile(tmp_path_factory.mktemp("county"), template)
    else:
        template = request.getfixturevalue("postgres_template")
        original = OriginalDatabase(request.getfixturevalue("postgres_server"), template, "county")
    container = container_at(original.url, StandingClock(SUNDAY_MORNING))
    load_demo(container, CASES, 7, lambda _: None)
    container.close()
    yield original
    original.remove()


@pytest.fixture
def container(county: Original, clock: StandingClock) -> Iterator[Container]:
    """A copy of it, for one test."""
    with county.copied() as url:
        container = container_at(url, clock)
        yield container
        container.close()


def somebody(*, scope: Scope, login: str = "reader") -> Actor:
    return Actor(ActorKind.STAFF, login, frozenset({"leader"}), frozenset({"tips.see", "hazards.see"}), scope)


EVERYWHERE = somebody(scope=Scope(everywhere=True))


def test_the_county_is_whole_and_every_step_legal(container: Container) -> None:
    with container.database.reading() as session:
        tips = {tip.number: tip for tip in session.scalars(select(Tip))}
        hazards = {hazard.code: hazard for hazard in session.scalars(select(Hazard))}
        assert (len(tips), len(hazards)) == (SCALES["small"].tips, SCALES["small"].hazards)
        stands: dict[str, TipState] = {}
        for step in session.scalars(select(TipEvent).order_by(TipEvent.tip, TipEvent.seq)):
            assert stands.get(step.tip, TipState.DRAFT) is step.before
            assert MOVES[step.before, step.action].to is step.after
            stands[step.tip] = step.after
        assert stands == {number: tip.state for number, tip in tips.items()}
        for one in session.scalars(select(HazardEvent).order_by(HazardEvent.hazard, HazardEvent.seq)):
            if one.action is not HazardAction.REGISTER:
                assert one.before is not None
                assert HAZARD_MOVES[one.before, one.action].to is one.after
        assert len(set(stands.values())) >= 8
        assert verify(session).is_whole
        assert unrecorded(session) == []


def test_every_case_with_a_point_lies_in_its_town_and_touches_no_land(container: Container) -> None:
    with container.database.reading() as session:
        tree = load_tree(session)
        tables: tuple[type[Tip | Hazard], ...] = (Tip, Hazard)
        for table in tables:
            placed: list[Tip | Hazard] = [*session.scalars(select(table).where(table.latitude.is_not(None)))]
            # A point of one town is a point of no other: outlines share their edges and nothing else.
            wrong = {
                one.region: found.name if found else None
                for one in placed
                if (found := tree.at(Point(one.longitude or 0, one.latitude or 0))) is None
                or found.code != one.region[:9]
            }
            assert wrong == {}
            assert len(placed) > SCALES["small"].tips / 2
        outlines = [one for one in tree if one.polygons]
    assert len(outlines) == SCALES["small"].towns
    # No island lies east of this meridian at these latitudes.
    assert all(box_of(one.polygons).west > 122.95 for one in outlines)


def test_what_is_sealed_opens_and_nothing_of_it_lies_in_clear(container: Container) -> None:
    vault = container.casework.vault
    with container.database.reading() as session:
        for tip in session.scalars(select(Tip).limit(20)):
            words = vault.fields.take_all(session, tip.number, SecretClass.WORDS)
            assert tip.number in words["words"]
            identity = vault.fields.take_all(session, tip.number, SecretClass.IDENTITY)
            assert bool(identity) == (tip.reporter is not None)
            if identity:
                assert tip.number in vault.cases_of(session, identity["openid"])
                assert tip.reporter == container.casework.tips.office.reporter_index(identity["openid"])


def test_rewards_stand_everywhere_and_the_ledger_adds_up_to_nothing(container: Container) -> None:
    vault = container.casework.vault
    with container.database.reading() as session:
        rewards = {one.id: one for one in session.scalars(select(Reward))}
        stands: dict[int, RewardState] = {}
        for step in session.scalars(select(RewardEvent).order_by(RewardEvent.reward_id, RewardEvent.version)):
            assert stands.get(step.reward_id, RewardState.ASSESSING) is step.before
            assert REWARD_MOVES[step.before, step.verb] is step.after
            stands[step.reward_id] = step.after
        opened = dict.fromkeys(rewards, RewardState.ASSESSING)
        assert opened | stands == {number: one.state for number, one in rewards.items()}
        named = "proposed approving approved claimed paying paid lapsed denied assessing"
        assert set(named.split()) <= {one.state.value for one in rewards.values()}
        standing = balances(session)
        assert sum(standing.values()) == 0
        assert standing[Account.PAID] > 0 < standing[Account.RESERVED]
        assert ledger_faults(session) == []
        claims = session.scalars(select(RewardClaim)).all()
        assert claims
        for claim in claims:
            name = vault.fields.take_all(session, claim.payee_ref, SecretClass.PAYEE)["payee_name"]
            assert name.startswith("演示领奖人")


def test_reward_rules_of_its_own_can_be_checked_and_hold_for_nothing_yet(container: Container) -> None:
    with container.database.reading() as session:
        row = waiting_rules(session)[0]
        assert row.state is DraftState.OFFERED
        base = container.casework.rewards.files.named(BASED_ON)
        changed = differences(base, rules_of(row))
        assert len(changed) > 3
        assert row.set_id not in {one.id for one in container.casework.rewards.rule_book(session).sets}


def test_it_goes_into_an_empty_database_only(container: Container) -> None:
    with container.database.reading() as session:
        lines = content_lines(session, container.personnel.service.actor_of(session, "demo-issuer"))
    assert [one.is_issued for one in lines].count(True) == 5
    assert [one.state for one in lines if not one.is_issued] == [ContentState.REVIEW]
    with pytest.raises(NotEmpty):
        load_demo(container, SCALES["small"], 7, lambda _: None)


def test_lists_go_through_everything_once_and_in_order(container: Container) -> None:
    with container.database.reading() as session:
        seen: list[str] = []
        after = None
        while page := worklists.newest_tips(session, EVERYWHERE, Wanted(), after, limit=17):
            seen += [line.number for line in page]
            after = page[-1]
        wanted = select(Tip.number).order_by(Tip.submitted_at.desc(), Tip.number.desc())
        assert seen == list(session.scalars(wanted))
        due: list[datetime] = []
        last = None
        while lines := worklists.due_next(session, EVERYWHERE, Wanted(), last, limit=13):
            due += [line.due_at for line in lines]
            last = lines[-1]
        assert due
        assert all(one <= two for one, two in pairwise(due))
        codes: set[str] = set()
        end = None
        while found := worklists.urgent_hazards(session, EVERYWHERE, Wanted(), end, limit=100):
            assert codes.isdisjoint(line.code for line in found)
            codes |= {line.code for line in found}
            end = found[-1]
        assert codes == set(session.scalars(select(Hazard.code)))
        assert end is not None
        assert end.due_at is None
        still_open = Wanted(states=sorted(OPEN))
        assert {
            line.code for line in worklists.urgent_hazards(session, EVERYWHERE, still_open, limit=900)
        } == {*session.scalars(select(Hazard.code).where(Hazard.state.in_(OPEN)))}


_STANDS: dict[str, Callable[[HazardLine], Any]] = {
    "due": lambda one: (one.due_at is None, one.due_at, one.code),
    "found": lambda one: -one.registered_at.timestamp(),
    "level": lambda one: GRADES.index(one.level),
    "town": lambda one: (one.region, one.code),
    "state": lambda one: list(HazardState).index(one.state),
}


def test_the_register_stands_in_every_order_whole_and_once(container: Container) -> None:
    with container.database.reading() as session:
        known = {one.code: one.region for one in session.scalars(select(Hazard))}
        town = next(iter(known.values()))[:9]
        for actor, wanted, codes in (
            (EVERYWHERE, Wanted(), known.keys()),
            (
                somebody(scope=Scope(regions=frozenset({town}))),
                Wanted(),
                {code for code, region in known.items() if region.startswith(town)},
            ),
            (
                EVERYWHERE,
                Wanted(level=HazardLevel.MAJOR, states=sorted(OPEN)),
                set(
                    session.scalars(
                        select(Hazard.code).where(
                            Hazard.level == HazardLevel.MAJOR, Hazard.state.in_(sorted(OPEN))
                        )
                    )
                ),
            ),
        ):
            for order in HAZARD_ORDERS:
                seen: list[HazardLine] = []
                lines, after = order.page(session, actor, wanted, "nonsense~x_1", 37)
                assert lines == order.page(session, actor, wanted, "", 37)[0]
                seen += lines
                while after:
                    lines, after = order.page(session, actor, wanted, after, 37)
                    seen += lines
                assert len(seen) == len(codes), order.word
                assert {one.code for one in seen} == set(codes), order.word
                stands = [_STANDS[order.word](one) for one in seen]
                assert stands == sorted(stands), order.word


def test_a_list_shows_what_lies_within_reach_and_names_nobody_to_themselves(container: Container) -> None:
    with container.database.writing() as session:
        one = session.scalars(select(Tip).where(Tip.department.is_not(None)).limit(1)).one()
        town, unit, number = one.region[:9], one.department, one.number
        assert unit is not None
        one.named_officers = ["reader"]
    with container.database.reading() as session:
        in_town = worklists.newest_tips(
            session, somebody(scope=Scope(regions=frozenset({town}))), Wanted(), limit=500
        )
        assert in_town
        assert {line.region[:9] for line in in_town} == {town}
        assert number not in {line.number for line in in_town}
        others = somebody(scope=Scope(regions=frozenset({town})), login="other")
        assert number in {line.number for line in worklists.newest_tips(session, others, Wanted(), limit=500)}
        at_unit = somebody(scope=Scope(departments=frozenset({unit})))
        assert {line.department for line in worklists.newest_tips(session, at_unit, Wanted(), limit=500)} == {
            unit
        }
        nowhere = somebody(scope=Scope())
        assert worklists.newest_tips(session, nowhere, Wanted()) == []
        with pytest.raises(NotPermitted):
            worklists.newest_tips(session, Actor(ActorKind.STAFF, "none"), Wanted())


def test_figures_are_those_of_the_events(container: Container, clock: StandingClock) -> None:
    """The oracle reads the events alone; only the promised date comes from the row of the tip."""
    now = clock.now()
    first, last = china_date(now) - timedelta(days=300), china_date(now) - timedelta(days=30)
    with container.database.reading() as session:
        found = figures(session, first, last, now)
        events: dict[str, list[TipEvent]] = {}
        for step in session.scalars(select(TipEvent).order_by(TipEvent.tip, TipEvent.seq)):
            events.setdefault(step.tip, []).append(step)
        mine = {number: steps for number, steps in events.items() if first <= china_date(steps[0].at) <= last}
        tips = {number: session.get_one(Tip, number) for number in mine}
    given = {n: [s.at for s in steps if s.action is TipAction.ANSWER] for n, steps in mine.items()}
    signed = [SIGNED[s.action] for steps in mine.values() for s in steps if s.action in SIGNED]
    days = [(at[-1] - mine[n][0].at).total_seconds() / 86_400 for n, at in given.items() if at]
    owed = [n for n, at in given.items() if (promised := tips[n].answer_by) and (at or promised <= now)]
    in_time = [n for n in owed if given[n] and given[n][-1] < (tips[n].answer_by or now)]
    total = found.total
    assert total.received == len(mine) > 100
    assert total.accepted == sum(any(s.action is TipAction.ACCEPT for s in steps) for steps in mine.values())
    assert (total.judged, total.substantiated) == (len(signed), sum(signed))
    assert (total.owed, total.on_time) == (len(owed), len(in_time))
    assert (total.answered, total.median_days) == (len(days), round(median(days), 1))
    for lines in (found.by_town, found.by_industry):
        assert sum(line.received for line in lines.values()) == total.received
        assert sum(line.on_time for line in lines.values()) == total.on_time


def test_what_is_shown_hides_the_few(container: Container, clock: StandingClock) -> None:
    with container.database.reading() as session:
        found = figures(session, date(2020, 1, 1), china_date(clock.now()), clock.now())
    few = {code for code, line in found.by_industry.items() if line.received < 10}
    assert few
    seen = shown(found.by_industry)
    assert all(seen[code] is None for code in few)
    assert any(seen.values())
    for line in filter(None, seen.values()):
        assert line["received"] >= 10


def test_the_demo_has_figures_by_command_and_loads_only_into_an_empty_development_database(
    container: Container, clock: StandingClock
) -> None:
    app = Flask("anwen", static_folder=None)
    listing.register(app, container)
    run = CliRunner()
    with container.database.reading() as session:
        leader = next(
            login for login in ("demo003", "demo004", "demo005")
            if container.personnel.service.actor_of(session, login).permissions & {"tips.see"}
        )  # fmt: skip
    today = china_date(clock.now())
    running = run.invoke(app.cli.commands["tipoffs"], ["figures", "--period", f"{today:%Y}", "--as", leader])
    assert "还没有结束" in running.output
    last = month_of(today.year, today.month).first - timedelta(days=1)
    typed = ["figures", "--period", f"{last:%Y-%m}", "--as", leader]
    said = run.invoke(app.cli.commands["tipoffs"], typed)
    assert said.exit_code == 0, said.output
    assert "收到" in said.output
    tree = json.loads(run.invoke(app.cli.commands["tipoffs"], [*typed, "--json"]).output)
    assert tree["total"]["全部"]["received"] >= 10
    assert (
        run.invoke(app.cli.commands["tipoffs"], ["figures", "--period", "x", "--as", leader]).exit_code == 1
    )
    again = run.invoke(app.cli.commands["demo"], ["load"])
    assert again.exit_code == 1
    assert "只装进空的数据库" in again.output
    container.settings = container.settings.model_copy(update={"env": Env.PRODUCTION})
    refused = run.invoke(app.cli.commands["demo"], ["load"])
    assert "这是生产环境" in refused.output
