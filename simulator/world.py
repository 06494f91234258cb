"""All state of the simulated platform, in one object with one lock."""

from __future__ import annotations

from collections.abc import Iterator
from threading import RLock
from typing import Any

from simulator import identity
from simulator.agenda import Agenda
from simulator.citizens import Citizen, Inbox, Registry
from simulator.clock import VirtualClock
from simulator.config import SimulatorConfig
from simulator.drafts import DraftStore
from simulator.faults import FaultPlan
from simulator.figures import Figures
from simulator.journal import Journal
from simulator.mass import MassSendQueue
from simulator.media import MediaStore
from simulator.menus import Menus
from simulator.moderation import Reviewers
from simulator.notices import NoticeService
from simulator.oauth import OAuthService
from simulator.pages import PageStore
from simulator.publications import Publications
from simulator.push.crypto import Envelope
from simulator.qrcodes import QrCodes
from simulator.quotas import Quotas
from simulator.settings import Settings
from simulator.short_keys import LongText
from simulator.staff import ServiceAccounts
from simulator.tags import Tags
from simulator.tokens import TokenService


class World:
    """The platform, the account registered with it, and the citizens.

    `lock` is held while an API call or a control request changes something, never while the webhook is
    awaited: a burst of citizens must reach the account in parallel.
    """

    def __init__(self, config: SimulatorConfig) -> None:
        self.config = config
        self.lock = RLock()
        self.clock = VirtualClock()
        self.envelope = Envelope(config.aes_key, config.appid)
        # MsgIds run on over a reset: the account remembers them and would take a repeated one for a retry.
        self._msg_ids: Iterator[int] = identity.msg_ids()
        # As seen on the platform [3]: by tag from 1,000,000,000, by list from 3,147,483,648.
        self._mass_ids = identity.job_ids(1_000_000_000), identity.job_ids(3_147_483_648)
        self._data_ids, self._publish_ids = identity.job_ids(2_650_000_000), identity.job_ids(2_247_483_648)
        self.agenda = Agenda(self.clock)
        self.inbox = Inbox(self.clock)
        self.reset(config.seed)

    def reset(self, seed: str) -> None:
        """Back to an account nobody follows yet, at real time, with the settings of the start."""
        with self.lock:
            self.seed = seed
            self.agenda.clear()
            self.clock.rewind_to_real_time()
            self.settings = Settings.at_start(self.config)
            self.readers: dict[str, dict[str, int]] = {}  # by day and article, as somebody said they were
            self.citizens = Registry(seed)
            self.inbox.close()
            self.inbox = Inbox(self.clock)
            self.journal = Journal(self.clock)
            self.faults = FaultPlan()
            self.quotas = Quotas()
            self.tokens = TokenService()
            self.media = MediaStore()
            self.tags = Tags()
            self.qrcodes = QrCodes()
            self.oauth = OAuthService()
            self.menus = Menus()
            self.notices = NoticeService(seed)
            self.pages = PageStore()
            self.drafts = DraftStore(self.pages)
            self.publications = Publications()
            self.mass = MassSendQueue()
            self.reviewers = Reviewers()
            # Job-finished events come from an openid that is no follower's: the account's administrator.
            self.operator = Citizen(identity.openid_for(seed, "administrator"), "公众号管理员")
            self.staff = ServiceAccounts()
            self.short_keys: dict[str, LongText] = {}
            self.figures = Figures()
            self.jsapi_tickets: dict[str, tuple[str, float]] = {}

    def now(self) -> float:
        return self.clock.now()

    def next_msg_id(self) -> int:
        with self.lock:
            return next(self._msg_ids)

    def next_mass_id(self, *, by_list: bool) -> int:
        with self.lock:
            return next(self._mass_ids[by_list])

    def next_data_id(self) -> int:
        with self.lock:
            return next(self._data_ids)

    def next_publish_id(self) -> int:
        with self.lock:
            return next(self._publish_ids)

    def show(self, citizen: Citizen, channel: str, row: dict[str, Any]) -> dict[str, Any]:
        """Something the account says appears on a phone."""
        return self.inbox.append(citizen, channel, "in", row)

    def show_notice(self, citizen: Citizen, sentence: str) -> dict[str, Any]:
        """Something the platform itself says appears on a phone."""
        return self.inbox.append(citizen, "system", "system", {"type": "system", "content": sentence})
