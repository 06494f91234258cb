"""Rule sets of the bureau: which one a case gets, and that nothing decided under the one before changes."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from sqlalchemy import update

from core.clock import china_date
from staff.actors import Actor, NotPermitted
from tests.integration.rewards.office import ACCEPTED, BOOK, LEADER, PROPOSER, Office, clerk
from tipoffs.rewards.assessing import Matter
from tipoffs.rewards.money import fen_of
from tipoffs.rewards.own_rules.effective import succeeding
from tipoffs.rewards.own_rules.models import OwnRules
from tipoffs.rewards.own_rules.services import (
    BackInTime,
    OwnRulesService,
    StepClosed,
    WrittenByOneself,
    WrittenMeanwhile,
    tree_in,
)
from tipoffs.rewards.own_rules.status import STEPS, DraftState, DraftStep
from tipoffs.rewards.permissions import RewardPermission as May
from tipoffs.rewards.reckoning.facts import Facts
from tipoffs.rewards.reckoning.rulebook import RuleSet, Standing
from tipoffs.rewards.words import MatterKind

WRITER = clerk("lawyer", May.DRAFT_RULES)
CHECKER = clerk("chief", May.CONFIRM_RULES)
BOTH = clerk("both", May.DRAFT_RULES, May.CONFIRM_RULES)
NATION = BOOK.named("national-2018")


class Rules:
    """The rule sets that an office writes, each verb in a transaction of its own."""

    def __init__(self, office: Office) -> None:
        self._office = office
        self.service = OwnRulesService(office.book, office.letterbox)

    def writes(self, percent: int, begins: date) -> int:
        """A copy of the nation's rule with another share and day, handed over to be checked; its number."""
        now = self._office.clock.now()
        with self._office.database.writing() as session:
            row = self.service.begin(session, NATION, WRITER, now)
            tree = tree_in(row)
            tree["from"] = begins
            tree["rules"][0]["method"] = {"percent_of_penalty": percent}
            self.service.save(session, row.id, row.version, tree, WRITER, now)
            self.service.take(session, row.id, row.version, DraftStep.OFFER, WRITER, "", now)
            return row.id

    def takes(self, number: int, step: DraftStep, actor: Actor = CHECKER, reason: str = "核对") -> None:
        """One step with the row as it is now."""
        with self._office.database.writing() as session:
            row = session.get(OwnRules, number)
            assert row
            self.service.take(session, number, row.version, step, actor, reason, self._office.clock.now())


def test_a_case_gets_the_set_of_the_day_on_which_it_was_accepted(office: Office) -> None:
    rules, today = Rules(office), china_date(office.clock.now())
    before, decided = office.opens("R1"), office.opens("R2")
    office.proposes(decided, 80_000)
    office.submits(decided)
    number = rules.writes(20, today)
    yesterday, fresh = (_opened(office, f"R1{n}", today - timedelta(days=n)) for n in (1, 0))
    assert _worth(office, fresh) == fen_of(12_000)
    rules.takes(number, DraftStep.CONFIRM)

    # Accepted before the day: the nation's 15 %, however late it is worked out; from the day on: 20 %.
    assert [_worth(office, one) for one in (before, yesterday)] == [fen_of(12_000)] * 2
    assert _worth(office, fresh) == fen_of(16_000)

    # What was proposed goes its way with the rule it rests on.
    office.approves(decided, LEADER)
    office.approves(decided, clerk("second", May.APPROVE, May.APPROVE_LARGE))
    office.notifies(decided)
    assert office.row(decided).amount_fen == fen_of(12_000)
    office.is_sound()


def test_nobody_confirms_what_they_wrote_and_no_step_is_skipped(office: Office) -> None:
    rules, tomorrow = Rules(office), china_date(office.clock.now()) + timedelta(days=1)
    number = rules.writes(20, tomorrow)
    for actor, refusal in ((WRITER, NotPermitted), (clerk("nobody"), NotPermitted)):
        with pytest.raises(refusal):
            rules.takes(number, DraftStep.CONFIRM, actor)
    rules.takes(number, DraftStep.SEND_BACK)
    with office.database.writing() as session:
        row = session.get(OwnRules, number)
        assert row
        version = row.version
        rules.service.save(session, number, version, tree_in(row), BOTH, office.clock.now())
    with office.database.writing() as session, pytest.raises(WrittenMeanwhile):
        rules.service.save(session, number, version, NATION_TREE, WRITER, office.clock.now())
    rules.takes(number, DraftStep.OFFER, BOTH)
    with pytest.raises(WrittenByOneself):
        rules.takes(number, DraftStep.CONFIRM, BOTH)
    rules.takes(number, DraftStep.CONFIRM)
    assert _standing(office) == {NATION.id: tomorrow - timedelta(days=1), f"own-{number}": None}

    # Taken back before its day, it was never there.
    rules.takes(number, DraftStep.DROP)
    assert _standing(office) == {NATION.id: None}
    for state in DraftState:
        with office.database.writing() as session:
            session.execute(update(OwnRules).values(state=state))
        for step in set(DraftStep) - STEPS[state]:
            with pytest.raises(StepClosed):
                rules.takes(number, step)


def test_the_past_stays_as_it_was_lived(office: Office) -> None:
    rules, today = Rules(office), china_date(office.clock.now())
    with pytest.raises(BackInTime):
        rules.writes(20, today - timedelta(days=1))

    first, second = rules.writes(20, today), rules.writes(25, today + timedelta(days=9))
    rules.takes(second, DraftStep.CONFIRM)
    rules.takes(first, DraftStep.CONFIRM)
    assert _standing(office) == {
        NATION.id: today - timedelta(days=1),
        f"own-{first}": today + timedelta(days=8),
        f"own-{second}": None,
    }


def test_of_sets_that_follow_each_other_exactly_one_holds_each_day() -> None:
    begins = [date(2026, 1, 1), date(2026, 3, 1), date(2026, 3, 1), date(2025, 6, 1)]
    own = [replace(NATION, id=f"own-{n}", begins=day) for n, day in enumerate(begins)]
    reference = replace(NATION, id="elsewhere", standing=Standing.REFERENCE)

    made = succeeding([NATION, reference, *own])

    for day, holds in (
        (date(2024, 1, 1), "national-2018"), (date(2025, 6, 1), "own-3"), (date(2026, 2, 28), "own-0"),
        (date(2026, 3, 1), "own-2"), (date(2030, 1, 1), "own-2"),
    ):  # fmt: skip
        in_force = [one.id for one in made if one.standing is Standing.IN_FORCE and one.is_in_force(day)]
        assert in_force == [holds], day
    assert reference in made


NATION_TREE = {"name": "半成品"}


def _facts(day: date) -> Facts:
    return Facts(MatterKind.VIOLATION, day, penalty_fen=fen_of(80_000))


def _opened(office: Office, tip: str, accepted_on: date) -> str:
    """The reward of a tip that was accepted on a day; its number."""
    matter = Matter(tip, tip, MatterKind.VIOLATION, accepted_on)
    with office.database.writing() as session:
        return office.assessing.open(session, matter, PROPOSER, office.clock.now()).number


def _worth(office: Office, number: str) -> int | None:
    """What the book as it stands gives a reward with a penalty of 80,000 yuan, in fen."""
    with office.database.reading() as session:
        return office.assessing.look(session, number, _facts(ACCEPTED)).fen


def _standing(office: Office) -> dict[str, date | None]:
    with office.database.reading() as session:
        sets: list[RuleSet] = [
            one
            for one in office.book(session).sets
            if (one.standing, one.locality, one.domain) == (Standing.IN_FORCE, "national", "general")
        ]
    return {one.id: one.ends for one in sorted(sets, key=lambda one: one.begins)}
