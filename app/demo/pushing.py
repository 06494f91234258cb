"""Segments with names, and pushes in every state: nothing of it goes out by itself when the application runs.

What was sent went to people who exist nowhere, and the platform's answers are made up; every row is written
by the services that write it when it is real.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from random import Random

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.demo.county import COUNTY, County
from app.demo.crew import Crew, Diary
from app.demo.followers import TALKED_AGO
from app.demo.plans import Plans
from app.wiring import Container
from campaigns.audiences.spec import Done, Spec
from campaigns.content.drafts import DraftClaim, DraftQueue
from campaigns.content.ports import DraftArticle
from campaigns.content.uploads import UploadQueue
from campaigns.sending.services import PushPlan
from campaigns.sending.status import PushWay
from core.types import JsonObject
from deliveries.mailings.counters import note_read
from deliveries.mailings.models import Mailing
from deliveries.mailings.settling import Outcome
from deliveries.masses.reports import Report
from deliveries.models import Delivery
from deliveries.ports import FailureClass, GatewayRefusal
from deliveries.status import State

_REFUSALS = (
    (0.03, FailureClass.RECIPIENT, 45015),
    (0.02, FailureClass.LOST, None),
    (0.02, FailureClass.CONTENT, 45002),
)
"""Which share of calls the platform answers how; the numbers are those of its own list."""
_FEW = 40


class PushMaker:
    """Drafts, approves and sends through the real services."""

    def __init__(
        self,
        container: Container,
        crew: Crew,
        diary: Diary,
        plans: Plans,
        items: Mapping[str, int],
        chance: Random,
    ) -> None:
        self._container, self._mailing = container, container.mailing
        self._crew, self._diary, self._plans = crew, diary, plans
        self._items, self._chance = items, chance

    def make(self, county: County, contest: str) -> None:
        """Whom a town, a setting, a history means; then one push for each way it can go."""
        town = county.towns[0]
        specs = {
            f"{town.name}的关注者": Spec(regions=(town.code,)),
            "想收燃气、消防内容的人": Spec(interests=("gas", "fire")),
            "参加过竞赛、近三十天来过": Spec(seen_within_days=30, done=(Done("contest", contest),)),
            "老名单": Spec(not_seen_for_days=200),
        }
        with self._container.database.writing() as session:
            for name, spec in specs.items():
                segments, at = self._container.audiences.segments, self._diary.ago(40)
                segments.save(session, name, spec, self._crew.writer, at, note="演示人群")
            segments.retire(session, "老名单", self._crew.writer, self._diary.ago(20))
        own = specs[f"{town.name}的关注者"].plain()
        self._by_list(own, self._diary.ago(20, 10))
        self._one_by_one(own, self._diary.ago(TALKED_AGO, 10))
        self._paused(Spec(regions=(COUNTY,)).plain(), self._diary.ago(1, 10))
        self._cancelled(own, self._diary.ago(12, 10))
        self._still_to_come(specs["想收燃气、消防内容的人"].plain(), own)

    def _still_to_come(self, spec: JsonObject, own: JsonObject) -> None:
        """A draft, one that is approved and waits for somebody to hand it over, one that was given up."""
        coming, item = self._diary.ago(-3, 10), self._items["village_coal_stove"]
        with self._container.database.writing() as session:
            at = self._diary.ago(1, 9)
            self._draft(session, item, spec, at, coming, PushWay.BEST)
            approved = self._draft(session, item, own, at, coming, PushWay.MASS_LIST)
            self._mailing.pushes.approve(session, approved, self._crew.first, at)
            given_up = self._draft(session, item, own, at, coming, PushWay.BEST)
            self._mailing.pushes.withdraw(session, given_up, "和县里的通知重复", self._crew.writer, at)

    def _by_list(self, spec: JsonObject, at: datetime) -> None:
        """A mass send by list that the platform reported ten minutes later."""
        mailing = self._begun("community_ebike", spec, at, PushWay.MASS_LIST)
        with self._container.database.writing() as session:
            masses = self._mailing.masses
            masses.prepare_due(session, at)
            for number in masses.due_ids(session, at, 50):
                claim = masses.claim(session, number, at)
                assert claim is not None
                masses.settle_accepted(session, claim, f"9{mailing:05}{number:05}", at)
                people = len(claim.openids)
                failed = people // 60
                report = Report(
                    f"9{mailing:05}{number:05}", "send success", people, people, people - failed, failed
                )
                self._mailing.reports.take(session, report, at + timedelta(minutes=10))
        self._tend(mailing, at + timedelta(minutes=11))
        self._read(mailing, at + timedelta(hours=2))

    def _one_by_one(self, spec: JsonObject, at: datetime) -> None:
        """Those who had written two hours before; the others are skipped, each with the reason."""
        mailing = self._begun("enterprise_confined_space", spec, at, PushWay.EACH)
        end = self._send(at, most=1_000_000)
        self._tend(mailing, end)
        self._read(mailing, end + timedelta(hours=1))

    def _paused(self, spec: JsonObject, at: datetime) -> None:
        """Stopped by hand after the first few."""
        mailing = self._begun("school_drowning", spec, at, PushWay.EACH)
        end = self._send(at, most=5)
        with self._container.database.writing() as session:
            why = "发现标题有错别字，先停下来核对"
            self._mailing.mailings.pause(session, mailing, why, self._crew.publisher, end)

    def _cancelled(self, spec: JsonObject, at: datetime) -> None:
        mailing = self._begun("community_ebike", spec, at, PushWay.EACH)
        with self._container.database.writing() as session:
            why = "这一天改发台风提醒"
            self._mailing.mailings.cancel(session, mailing, why, self._crew.publisher, at)
        self._tend(mailing, at)

    def _begun(self, item: str, spec: JsonObject, at: datetime, wish: PushWay) -> int:
        """Drafted, approved and handed over two days before; its people are written down."""
        before = at - timedelta(days=2)
        with self._container.database.writing() as session:
            push = self._draft(session, self._items[item], spec, before, at, wish)
            self._mailing.pushes.approve(session, push, self._crew.first, before)
            self._bring_draft(session, self._items[item], before)
            sent = self._mailing.pushes.send(
                session, push, self._mailing.mailings, self._crew.publisher, before
            )
            assert sent is not None
            number = sent.id
        self._tend(number, at)
        return number

    def _draft(
        self, session: Session, item: int, spec: JsonObject, at: datetime, due_at: datetime, wish: PushWay
    ) -> int:
        plan = PushPlan(item, spec, due_at, campaign_id=self._plans.running, wish=wish)
        return self._mailing.pushes.draft(session, plan, self._crew.writer, at).id

    def _bring_draft(self, session: Session, item: int, at: datetime) -> None:
        """The platform would have taken the article into its drafts meanwhile."""
        settings, content = self._container.settings, self._container.content
        version = content.service.issued(session, item)
        drafts = DraftQueue(UploadQueue(settings.wechat_appid, content.pictures), content.public_url)
        draft = drafts.order(session, version, at)
        article = DraftArticle(version.title, version.author, version.digest, "", "", "")
        drafts.settle(session, DraftClaim(version.id, draft.attempts, article), f"demo-draft-{version.id}")

    def _tend(self, mailing: int, at: datetime) -> None:
        more = True
        while more:
            with self._container.database.writing() as session:
                more = self._mailing.mailings.tend(session, mailing, at)

    def _send(self, at: datetime, *, most: int) -> datetime:
        """Take people and answer for the platform, turn by turn; when it ended."""
        outcomes: Sequence[Outcome] = ()
        taken = 0
        while True:
            with self._container.database.writing() as session:
                free = min(100, most - taken)
                done = self._mailing.bulk.exchange(session, outcomes, free, at)
            taken += len(done.claims)
            outcomes = [Outcome(claim, self._refusal()) for claim in done.claims]
            at += timedelta(seconds=3)
            if not outcomes and (not done.skipped or taken >= most):
                return at

    def _refusal(self) -> GatewayRefusal | None:
        lot = self._chance.random()
        for share, failure, errcode in _REFUSALS:
            if lot < share:
                return GatewayRefusal(failure, "made up", errcode=errcode)
            lot -= share
        return None

    def _read(self, mailing: int, at: datetime) -> None:
        """Some opened what it leads to."""
        with self._container.database.writing() as session:
            got = select(Delivery.openid).where(Delivery.mailing_id == mailing, Delivery.state == State.SENT)
            people = session.scalars(got.order_by(Delivery.openid).limit(_FEW)).all()
            for openid in people[::3]:
                note_read(session, session.get_one(Mailing, mailing).id, openid, at)
