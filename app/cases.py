"""The container of tip-offs: tips, hazards, the vault, evidence, and their clocks."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import cached_property
from threading import Lock

from sqlalchemy.orm import Session

from app.bureau import local_values
from app.case_clocks import CaseClocks
from app.evidence import EvidenceContainer
from app.rewards import RewardContainer, RewardPost
from app.settings import Settings
from app.vault import VaultContainer
from core.clock import Clock
from core.crypto import derived_key
from core.db import Database
from core.hourly_cipher import HourlyCipher
from deliveries.duty import DutyNoticeService
from deliveries.messages import Notice
from deliveries.services import Outbox
from h5.addresses import MY_TIPS
from jobs.clock import ScheduledJob
from jobs.ports import Job
from jobs.rounds import Rows, go_round
from knowledge.building import shared_tokenizer
from knowledge.search.artifact_cache import ArtifactCache
from places.geometry import Point, metres_between
from places.regions import RegionTree
from places.services import load_tree
from staff.actors import CLOCK
from staff.audit import record
from staff.choices import facts_of, load_choices
from tipoffs.clocks.keeping import ClockKeeper
from tipoffs.duplicates import Comparing, Spot
from tipoffs.employment import Employment
from tipoffs.ending import ended_folders
from tipoffs.evidence.ports import MediaFetcher
from tipoffs.handing_over import HandingOver
from tipoffs.hazards.services import HazardService
from tipoffs.hazards.supervising import SupervisionService
from tipoffs.internal.services import InternalReports
from tipoffs.notices import PUSH
from tipoffs.routing.categories import categories
from tipoffs.routing.services import above_of
from tipoffs.similar import SimilarCases
from tipoffs.tips.outside import Authority
from tipoffs.tips.services import TipService
from tipoffs.tips.verbs import Office
from tipoffs.vault.contents import SecretClass
from tipoffs.vault.keys import KeyRing
from tipoffs.vault.receipts import Receipts
from tipoffs.vault.services import Vault
from tipoffs.watching import Watch
from tipoffs.work_orders.form import load_form
from tipoffs.work_orders.services import WorkOrderService

REGIONS_KEPT = timedelta(seconds=1)
OWN_ACTS = frozenset(
    {"submitted", "supplied", "objected", "withdrawn", "wrote", "rated", "again", "disclosed"}
)
"""What the reporter has just done needs no push: they are looking at the answer."""


@dataclass
class LiveRegions:
    """The tree of regions in force; whether it was changed is asked once a second at most."""

    database: Database
    clock: Clock
    _tree: RegionTree | None = None
    _read_at: datetime | None = None
    _lock: Lock = field(default_factory=Lock)

    def tree(self) -> RegionTree:
        """All regions; empty until the bureau imports its own."""
        now = self.clock.now()
        with self._lock:
            # A clock that was set back makes what is known old.
            is_fresh = self._read_at is not None and timedelta(0) <= now - self._read_at <= REGIONS_KEPT
            if self._tree is None or not is_fresh:
                with self.database.reading() as session:
                    self._tree, self._read_at = load_tree(session), now
            return self._tree

    def covers(self, outer: str, inner: str) -> bool:
        """Whether ``inner`` is ``outer`` or lies below it."""
        return self.tree().covers(outer, inner)


@dataclass(frozen=True, slots=True)
class EvidenceKeys:
    """Evidence ends together with the words of its tip: it hangs on the same key."""

    keys: KeyRing

    def key_of(self, session: Session, case: str, now: datetime) -> bytes:
        """See ``tipoffs.evidence.ports.CaseKeys``."""
        return self.keys.data_key_for_sealing(session, case, SecretClass.WORDS, now)


@dataclass(frozen=True, slots=True)
class ReporterNotices:
    """Lets a reporter know that there is news, and not what it is: phones are shared.

    Call ``HourlyCipher.ensure_key`` before the transaction.
    """

    vault: Vault
    outbox: Outbox
    page: str

    def tell(
        self, session: Session, case: str, template: str, fields: Mapping[str, str], now: datetime
    ) -> None:
        """See ``tipoffs.ports.Notices``; nothing where no openid is known."""
        if template not in OWN_ACTS:
            self.push(session, case, now)

    def push(self, session: Session, case: str, now: datetime) -> None:
        """The neutral line, by whatever way is open."""
        openid = self.vault.openid_for_notice(session, case, CLOCK)
        if openid is None:
            return
        slots: dict[str, str | datetime] = {
            "number": case,
            "progress": "有新的办理进度",
            "at": now,
            "hint": "点开查看",
        }
        notice = Notice("case_progress", slots, f"{PUSH}\n{self.page}", self.page)
        self.outbox.post_news(session, openid, notice, now, about="number")


@dataclass
class CaseContainer:
    """Everything about cases; each part is made when it is first asked for."""

    settings: Settings
    database: Database
    outbox: Outbox
    clock: Clock
    gateway: Callable[[], MediaFetcher]
    duty: DutyNoticeService
    cipher: HourlyCipher

    @cached_property
    def regions(self) -> LiveRegions:
        """Counties, towns and villages."""
        return LiveRegions(self.database, self.clock)

    @cached_property
    def vault_container(self) -> VaultContainer:
        """Who the reporters are, sealed."""
        return VaultContainer(self.settings, self.database)

    @property
    def vault(self) -> Vault:
        """Identities, payees and words."""
        return self.vault_container.vault

    @property
    def receipts(self) -> Receipts:
        """Codes that open a case."""
        return self.vault_container.receipts

    @cached_property
    def clocks(self) -> CaseClocks:
        """The times of cases."""
        return CaseClocks(self.settings.clocks_file, self.database, self.clock, self.cipher.ensure_key)

    @cached_property
    def evidence(self) -> EvidenceContainer:
        """Photos, videos and voices."""
        keys = EvidenceKeys(self.vault.keys)
        return EvidenceContainer(self.settings, self.database, keys, self.gateway, self.clock)

    @cached_property
    def notices(self) -> ReporterNotices:
        """News for reporters."""
        page = f"{self.settings.public_url}{MY_TIPS}"
        return ReporterNotices(self.vault, self.outbox, page)

    @cached_property
    def hazards(self) -> HazardService:
        """The verbs of hazards (隐患)."""
        return HazardService(record, self.notices, self._keeper, self.regions, industry_number)

    @cached_property
    def supervision(self) -> SupervisionService:
        """Listing a hazard for supervision (挂牌督办)."""
        return SupervisionService(record, self.notices, self._keeper, self.regions)

    @cached_property
    def tips(self) -> TipService:
        """The verbs of tips (举报件)."""
        return TipService(
            Office(
                audit=record,
                notices=self.notices,
                clocks=self._keeper,
                regions=self.regions,
                safe=self.vault,
                hazards=self.hazards,
                blind_key=derived_key(self.settings.digest_master, "reporters"),
                superiors=above_of,
                beyond=self._beyond,
            )
        )

    def _beyond(self, session: Session) -> Authority | None:
        """复查机关, from the facts of the bureau; None until it is filled in."""
        facts = {**self._given, **facts_of(load_choices(session))}
        name = facts.get("review_authority", "").strip()
        return Authority(name, facts.get("review_handover", "").strip()) if name else None

    @cached_property
    def _given(self) -> Mapping[str, str]:
        return local_values(self.settings)

    @cached_property
    def similar(self) -> SimilarCases:
        """Cases that may be one matter."""
        cut = shared_tokenizer(ArtifactCache(self.settings.index_dir)).words
        return SimilarCases(self.tips.office, Comparing(cut, _metres))

    @cached_property
    def work_orders(self) -> WorkOrderService:
        """12345 work orders, in the columns of this place."""
        return WorkOrderService(self.tips.office, record, load_form(self.settings.work_orders_file))

    @cached_property
    def handing_over(self) -> HandingOver:
        """交办 with the router's proposal."""
        return HandingOver(self.tips)

    @cached_property
    def rewards(self) -> RewardContainer:
        """Everything about rewards (奖励)."""
        post = RewardPost(self.notices.push)
        return RewardContainer(self.database, self.vault, self.duty, post, self.cipher.ensure_key)

    def jobs(self) -> list[Job]:
        """What the worker does for cases."""
        return [self.clocks.job(self.watch), *self.evidence.jobs()]

    def scheduled_jobs(self) -> list[ScheduledJob]:
        """What the clock does for cases."""
        return [
            *self.clocks.scheduled_jobs(self.watch),
            *self.vault_container.scheduled_jobs(),
            *self.evidence.scheduled_jobs(),
            ScheduledJob("forget_ended_evidence", "55 3 * * *", self._forget_ended),
            ScheduledJob("escalate_internal_reports", "5 0 * * *", self._escalate, grace=timedelta(hours=9)),
            *self.rewards.scheduled_jobs(),
        ]

    @cached_property
    def internal(self) -> InternalReports:
        """Reports by employees behind an enterprise's code (企业内部报告)."""
        return InternalReports(self.tips, self.vault, record)

    @cached_property
    def employment(self) -> Employment:
        """Reporters who work there."""
        return Employment(self.tips, self.vault)

    def _escalate(self, now: datetime) -> None:
        self.cipher.ensure_key(now)
        reports = Rows("escalate_report", "", self.internal.to_escalate, self.internal.escalate)
        go_round(self.database, now, reports)

    @cached_property
    def watch(self) -> Watch:
        """What follows when a clock speaks."""
        return Watch(self.tips, self.duty.raise_duty)

    def _forget_ended(self, now: datetime) -> None:
        def forget(session: Session, case: str, _now: datetime) -> None:
            self.evidence.service.forget(session, case)

        go_round(self.database, now, Rows("forget_evidence", "", ended_folders, forget, is_secret=True))

    @cached_property
    def _keeper(self) -> ClockKeeper:
        return ClockKeeper(self.clocks.service)


def _metres(one: Spot, other: Spot) -> float:
    return metres_between(Point(*one), Point(*other))


def industry_number(code: str) -> str:
    """The two digits of an industry in the code of a hazard."""
    return categories()[code].number
