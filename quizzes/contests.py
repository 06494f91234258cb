"""Contests by unit and town: opened and closed by the server's clock, one scored paper a person."""

import hashlib
import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from core.errors import NotFound
from core.optimistic_locking import require_read
from core.statements import insert_once
from quizzes.attempts import Attempts, paper_of
from quizzes.bank_holder import BankHolder
from quizzes.models import QuizAttempt, QuizContest
from quizzes.names import nickname
from quizzes.papers import Rule, draw, rule_from
from quizzes.permissions import QuizPermission
from quizzes.prizes import prizes_of, promised
from quizzes.refusals import BadPlan, BadTeam, NotOpen, SelfApproval, Submitted
from quizzes.status import AttemptState, PlanState, PlanVerb, after
from staff import audit
from staff.actors import Actor

PAPER_SECONDS = (30, 7200)
MOST_TEAMS = 1000


@dataclass(frozen=True, slots=True)
class Team:
    """A unit or a town that competes; ``people`` is how many it has, where an official list says so."""

    code: str
    name: str
    people: int | None = None

    def to_tree(self) -> dict[str, Any]:
        """The stored form."""
        return {"code": self.code, "name": self.name, "people": self.people}


@dataclass(frozen=True, slots=True)
class NewContest:
    """Everything a contest is made of."""

    title: str
    intro: str
    opens_at: datetime
    closes_at: datetime
    rule: Rule
    paper_seconds: int
    pass_mark: int
    units: Sequence[Team] = ()
    towns: Sequence[Team] = ()
    campaign_id: int | None = None


class ContestService:
    """Staff put contests together, people take part."""

    def __init__(self, bank_holder: BankHolder) -> None:
        self._bank_holder = bank_holder
        self.attempts = Attempts(bank_holder)

    def create(self, session: Session, new: NewContest, actor: Actor, now: datetime) -> QuizContest:
        """Put a contest together; nobody sees it before somebody else publishes it."""
        actor.require(QuizPermission.EDIT)
        _judge(new)
        draw(self._bank_holder.current(session).live, new.rule, "trial")
        contest = QuizContest(
            title=new.title,
            intro=new.intro,
            opens_at=new.opens_at,
            closes_at=new.closes_at,
            rule=new.rule.to_tree(),
            paper_seconds=new.paper_seconds,
            pass_mark=new.pass_mark,
            seed=secrets.token_hex(16),
            units=[one.to_tree() for one in new.units],
            towns=[one.to_tree() for one in new.towns],
            campaign_id=new.campaign_id,
            state=PlanState.DRAFT,
            created_by=actor.id,
            created_at=now,
        )
        session.add(contest)
        session.flush()
        _note(session, "create", contest, actor, now)
        return contest

    def publish(
        self, session: Session, contest_id: int, actor: Actor, now: datetime, seen: str | None = None
    ) -> QuizContest:
        """Let it be seen, and open when its time comes; not by who put it together.

        ``seen`` is the fingerprint of the prizes that were read: of a draft nothing else changes.
        """
        actor.require(QuizPermission.PUBLISH)
        contest = self._held(session, contest_id)
        if contest.created_by == actor.id:
            raise SelfApproval
        if contest.closes_at <= now:
            raise BadPlan("结束时间已经过了。", "closes_at")
        contest.state = after(contest.state, PlanVerb.PUBLISH)
        require_read(seen, promised(prizes_of(session, contest_id)))
        contest.published_by, contest.published_at = actor.id, now
        session.flush()
        _note(session, "publish", contest, actor, now)
        return contest

    def cancel(
        self, session: Session, contest_id: int, reason: str, actor: Actor, now: datetime
    ) -> QuizContest:
        """Call it off; papers that are handed in keep their scores."""
        actor.require(QuizPermission.PUBLISH)
        contest = self._held(session, contest_id)
        contest.state = after(contest.state, PlanVerb.CANCEL)
        session.flush()
        _note(session, "cancel", contest, actor, now, reason)
        return contest

    def enter(
        self,
        session: Session,
        contest_id: int,
        person: str,
        now: datetime,
        *,
        unit: str = "",
        town: str = "",
        name: str = "",
    ) -> QuizAttempt:
        """Begin the one scored paper of this person; asked again, the one that runs.

        ``Submitted`` when it is handed in, ``NotOpen`` outside of the contest's time.
        """
        contest = get_contest(session, contest_id)
        running = self.find(session, contest_id, person)
        if running is None:
            if not is_open(contest, now):
                raise NotOpen(_closed_sentence(contest, now))
            self._begin(
                session, contest, person, now, _team(contest.units, unit), _team(contest.towns, town), name
            )
            running = self.find(session, contest_id, person)
        assert running is not None
        if running.person != person or running.state is not AttemptState.RUNNING:
            # The seat of somebody who had their records deleted stays taken until the contest is over.
            raise Submitted
        return running

    def find(self, session: Session, contest_id: int, person: str) -> QuizAttempt | None:
        """The paper of this person in this contest."""
        return session.scalars(
            select(QuizAttempt)
            .where(QuizAttempt.once == _once(contest_id, person))
            .execution_options(populate_existing=True)
        ).one_or_none()

    def void(
        self, session: Session, attempt_id: int, reason: str, actor: Actor, now: datetime
    ) -> QuizAttempt:
        """Take a paper out of lists and figures, for a reason that is kept."""
        actor.require(QuizPermission.JUDGE)
        attempt = session.get(QuizAttempt, attempt_id, with_for_update=True)
        if attempt is None or attempt.contest_id is None:
            raise NotFound
        attempt.state = AttemptState.VOID
        session.flush()
        self._judged(session, "void", attempt, reason, actor, now)
        return attempt

    def clear(
        self, session: Session, attempt_id: int, reason: str, actor: Actor, now: datetime
    ) -> QuizAttempt:
        """Take the doubt from a paper, so that it stands on lists."""
        actor.require(QuizPermission.JUDGE)
        attempt = session.get(QuizAttempt, attempt_id, with_for_update=True)
        if attempt is None or attempt.contest_id is None or attempt.state is not AttemptState.SCORED:
            raise NotFound
        attempt.doubt = None
        session.flush()
        self._judged(session, "clear", attempt, reason, actor, now)
        return attempt

    def hide_name(self, session: Session, attempt_id: int, actor: Actor, now: datetime) -> QuizAttempt:
        """Show 匿名 instead of a nickname that should not be read."""
        actor.require(QuizPermission.EDIT)
        attempt = session.get(QuizAttempt, attempt_id, with_for_update=True)
        if attempt is None:
            raise NotFound
        attempt.nickname = None
        session.flush()
        self._judged(session, "hide_name", attempt, "", actor, now)
        return attempt

    def _begin(
        self,
        session: Session,
        contest: QuizContest,
        person: str,
        now: datetime,
        unit: str | None,
        town: str | None,
        name: str,
    ) -> None:
        # One seed for the contest, one paper for each person; whoever knows both can draw it again.
        seed = hashlib.sha256(f"{contest.seed}{person}".encode()).hexdigest()
        questions = draw(self._bank_holder.current(session).live, rule_from(contest.rule), seed)
        row = {
            "contest_id": contest.id,
            "once": _once(contest.id, person),
            "person": person,
            "unit": unit,
            "town": town,
            "nickname": nickname(name),
            "seed": seed,
            "paper": paper_of(questions),
            "answers": {},
            "state": AttemptState.RUNNING,
            "pass_mark": contest.pass_mark,
            "started_at": now,
            "due_at": min(now + timedelta(seconds=contest.paper_seconds), contest.closes_at),
        }
        insert_once(session, QuizAttempt, [row], conflict=["once"])

    @staticmethod
    def _held(session: Session, contest_id: int) -> QuizContest:
        contest = session.get(QuizContest, contest_id, with_for_update=True)
        if contest is None:
            raise NotFound
        return contest

    @staticmethod
    def _judged(
        session: Session, verb: str, attempt: QuizAttempt, reason: str, actor: Actor, now: datetime
    ) -> None:
        subject = f"quiz:attempt:{attempt.id}"
        audit.record(session, actor=actor, action=f"quizzes.{verb}", subject=subject, now=now, reason=reason)


def get_contest(session: Session, contest_id: int) -> QuizContest:
    """A contest that people may see; ``NotFound`` for a draft too."""
    contest = session.get(QuizContest, contest_id)
    if contest is None or contest.state is PlanState.DRAFT:
        raise NotFound
    return contest


def is_open(contest: QuizContest, now: datetime) -> bool:
    """Whether papers can be begun now."""
    return contest.state is PlanState.PUBLISHED and contest.opens_at <= now < contest.closes_at


def contests_on_show(session: Session, now: datetime) -> Sequence[QuizContest]:
    """What is published and not over for more than a month, the last to close first."""
    return session.scalars(
        select(QuizContest)
        .where(QuizContest.state == PlanState.PUBLISHED, QuizContest.closes_at > now - timedelta(days=30))
        .order_by(QuizContest.closes_at.desc(), QuizContest.id.desc())
    ).all()


def _closed_sentence(contest: QuizContest, now: datetime) -> str:
    if contest.state is PlanState.CANCELLED:
        return "这场竞赛取消了。"
    return "竞赛还没有开始。" if now < contest.opens_at else "竞赛已经结束了，下次早点来。平时可以做练习。"


def _once(contest_id: int, person: str) -> str:
    return f"contest:{contest_id}:{person}"


def _team(teams: Sequence[Mapping[str, Any]], code: str) -> str | None:
    if not code:
        return None
    if code not in {team["code"] for team in teams}:
        raise BadTeam
    return code


def _judge(new: NewContest) -> None:
    if not 2 <= len(new.title) <= 80:
        raise BadPlan("名称要有2到80个字。", "title")
    if new.opens_at >= new.closes_at:
        raise BadPlan("开始时间要早于结束时间。", "closes_at")
    low, high = PAPER_SECONDS
    if not low <= new.paper_seconds <= high:
        raise BadPlan(f"一份卷子的时间是{low}秒到{high // 60}分钟。", "minutes")
    if not 1 <= new.pass_mark <= 100:
        raise BadPlan("合格分是1到100。", "pass_mark")
    for teams in (new.units, new.towns):
        if len(teams) > MOST_TEAMS or len({team.code for team in teams}) < len(teams):
            raise BadPlan("单位或乡镇太多，或者代码重复。", "units")


def _note(
    session: Session, verb: str, contest: QuizContest, actor: Actor, now: datetime, reason: str = ""
) -> None:
    audit.record(
        session,
        actor=actor,
        action=f"quizzes.contest.{verb}",
        subject=f"quiz:contest:{contest.id}",
        now=now,
        reason=reason,
    )
