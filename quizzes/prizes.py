"""Prizes of a contest: first come, never more than there are, one for a person and for a telephone number.

A prize hangs on the score alone; following or sharing has no part in it (微信公众平台运营规范). An openid
does not keep a person from coming with several accounts, so whoever fetches a prize names a mobile number:
its keyed digest is taken once a contest, and staff compare it when they hand the prize over. The number
is not kept.
"""

import re
import secrets
from collections.abc import Mapping, Sequence
from datetime import datetime

from sqlalchemy import CursorResult, func, select, update
from sqlalchemy.orm import Session

from core.errors import NotFound
from core.ids import pseudonym
from core.statements import insert_once
from core.text import width_folded
from quizzes.models import QuizAttempt, QuizContest, QuizPrize, QuizPrizeClaim
from quizzes.permissions import QuizPermission
from quizzes.refusals import BadPhone, BadPlan, NotPassed, OutOfStock, PrizeTaken, WrongState
from quizzes.status import AttemptState, PlanState
from staff import audit
from staff.actors import Actor
from staff.audit import Detail

MOST_STOCK = 100_000
_MOBILE = re.compile(r"1[3-9]\d{9}")
_DIGITS = "23456789"
CODE_DIGITS = 8


class PrizeService:
    """Keeps the stock; ``key`` makes the digests of telephone numbers."""

    def __init__(self, key: bytes) -> None:
        self._key = key

    def add(
        self, session: Session, contest_id: int, name: str, stock: int, actor: Actor, now: datetime
    ) -> QuizPrize:
        """Put a prize into a contest that is not published yet."""
        actor.require(QuizPermission.EDIT)
        contest = session.get(QuizContest, contest_id, with_for_update=True)
        if contest is None:
            raise NotFound
        if contest.state is not PlanState.DRAFT:
            raise WrongState("竞赛发布以后不能再改奖品。")
        if not 1 <= len(name) <= 60 or not 1 <= stock <= MOST_STOCK:
            raise BadPlan(f"奖品要有名称，数量是1到{MOST_STOCK}。", "name stock")
        prize = QuizPrize(contest_id=contest_id, name=name, stock=stock, given=0)
        session.add(prize)
        session.flush()
        detail = {"prize": prize.id, "stock": stock}
        _note(session, "prize.add", contest_id, actor, now, detail)
        return prize

    def of(self, session: Session, contest_id: int) -> Sequence[QuizPrize]:
        """The prizes of a contest."""
        return prizes_of(session, contest_id)

    def claim_of(self, session: Session, attempt_id: int) -> QuizPrizeClaim | None:
        """What is kept for this paper."""
        return session.scalars(
            select(QuizPrizeClaim).where(QuizPrizeClaim.attempt_id == attempt_id)
        ).one_or_none()

    def claim(
        self, session: Session, attempt: QuizAttempt, prize_id: int, phone: str, now: datetime
    ) -> QuizPrizeClaim:
        """Keep a prize for whoever passed; the same claim again gives the same one.

        ``PrizeTaken`` for a second claim of a person or number, ``OutOfStock`` when the last one is gone.
        """
        if attempt.state is not AttemptState.SCORED or not attempt.passed or attempt.doubt:
            raise NotPassed
        digest = self.digest(phone)
        prize = session.get(QuizPrize, prize_id)
        if prize is None or prize.contest_id != attempt.contest_id:
            raise NotFound
        row = {
            "contest_id": prize.contest_id,
            "prize_id": prize.id,
            "attempt_id": attempt.id,
            "phone": digest,
            "code": "".join(secrets.choice(_DIGITS) for _ in range(CODE_DIGITS)),
            "claimed_at": now,
        }
        if not insert_once(session, QuizPrizeClaim, [row]):
            own = self.claim_of(session, attempt.id)
            if own is not None and own.phone == digest and own.prize_id == prize.id:
                return own
            raise PrizeTaken
        # One UPDATE decides: the last prize is given to whoever comes first, and the database refuses more.
        taken = session.execute(
            update(QuizPrize)
            .where(QuizPrize.id == prize.id, QuizPrize.given < QuizPrize.stock)
            .values(given=QuizPrize.given + 1)
            .execution_options(synchronize_session=False)
        )
        assert isinstance(taken, CursorResult)
        if taken.rowcount != 1:
            raise OutOfStock
        claim = self.claim_of(session, attempt.id)
        assert claim is not None
        return claim

    def hand_over(
        self, session: Session, contest_id: int, code: str, phone: str, actor: Actor, now: datetime
    ) -> QuizPrizeClaim:
        """Give the prize to whoever has code and number; once."""
        actor.require(QuizPermission.EDIT)
        claim = session.scalars(
            select(QuizPrizeClaim)
            .where(QuizPrizeClaim.contest_id == contest_id, QuizPrizeClaim.code == code)
            .with_for_update()
        ).one_or_none()
        if claim is None or not secrets.compare_digest(claim.phone, self.digest(phone)):
            raise NotFound("领奖码和手机号对不上。")
        if claim.handed_at is not None:
            raise WrongState("这份奖品已经领走了。")
        claim.handed_at, claim.handed_by = now, actor.id
        session.flush()
        _note(session, "prize.hand_over", contest_id, actor, now, {"claim": claim.id})
        return claim

    def digest(self, phone: str) -> str:
        """The number under another name; ``BadPhone`` for what is no mobile number."""
        bare = re.sub(r"[\s-]", "", width_folded(phone)).removeprefix("+86")
        if not _MOBILE.fullmatch(bare):
            raise BadPhone
        return pseudonym(f"phone:{bare}", self._key)


def prizes_of(session: Session, contest_id: int) -> Sequence[QuizPrize]:
    """The prizes of a contest, in the order in which they were entered."""
    return session.scalars(
        select(QuizPrize).where(QuizPrize.contest_id == contest_id).order_by(QuizPrize.id)
    ).all()


def promised(prizes: Sequence[QuizPrize]) -> object:
    """What a contest promises with these prizes, as plain values: whoever publishes it stands for them."""
    return [(one.id, one.name, one.stock) for one in prizes]


def handed_over(session: Session, contest_id: int) -> Mapping[int, int]:
    """How many of each prize of a contest were fetched; none where nobody came yet."""
    query = select(QuizPrizeClaim.prize_id, func.count()).where(
        QuizPrizeClaim.contest_id == contest_id, QuizPrizeClaim.handed_at.is_not(None)
    )
    return dict(session.execute(query.group_by(QuizPrizeClaim.prize_id)).all())


def _note(
    session: Session,
    verb: str,
    contest_id: int,
    actor: Actor,
    now: datetime,
    detail: Detail,
) -> None:
    audit.record(
        session,
        actor=actor,
        action=f"quizzes.{verb}",
        subject=f"quiz:contest:{contest_id}",
        now=now,
        detail=detail,
    )
