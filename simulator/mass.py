"""Mass sends as the platform keeps them: one job each, found by msg_id or by the account's own id."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Literal

from simulator.articles import Json
from simulator.clock import china_month
from simulator.drafts import Draft
from simulator.errcodes import ApiError
from simulator.limits import CLIENT_MSG_ID_SECONDS, MASS_TO_ALL_PER_MONTH
from simulator.moderation import SUCCESS, Finding
from simulator.pages import Page

State = Literal["waiting", "sending", "done"]
Target = Literal["all"] | int | tuple[str, ...]


@dataclass(frozen=True)
class Message:
    """One message to many. `rows` appear on each phone; an article message has a draft and no rows yet,
    because its pages are opened when it is sent."""

    kind: str
    rows: list[Json] = field(default_factory=list)
    words: str = ""
    draft: Draft | None = None

    @property
    def texts(self) -> list[str]:
        """What moderation reads: each article, or the text."""
        return [article.words for article in self.draft.articles] if self.draft else [self.words]


@dataclass
class Counts:
    """TotalCount, FilterCount, SentCount, ErrorCount. FilterCount are those left after filtering [O]."""

    total: int = 0
    ready: int = 0
    sent: int = 0
    errors: int = 0


@dataclass
class MassJob:
    """One mass send. `waiting` is for the administrator's word; `status` is empty until it is done.

    `to` is `all`, a tag id, or the openids of a list. `by_console` was made by hand on the platform's site.
    """

    msg_id: int
    data_id: int
    client_id: str
    to: Target
    message: Message
    ignores_reprint: bool
    at: float
    host: str
    by_console: bool = False
    state: State = "sending"
    status: str = ""
    counts: Counts = field(default_factory=Counts)
    findings: Sequence[Finding] = ()
    pages: list[Page] = field(default_factory=list)
    finished_at: float | None = None
    taken_back: bool = False

    @property
    def deleted(self) -> bool:
        """Whether nothing of it can be opened any more."""
        return self.taken_back or (bool(self.pages) and all(page.gone for page in self.pages))

    @property
    def msg_status(self) -> str:
        """What mass/get answers."""
        if self.state != "done":
            return "SENDING"
        if self.deleted:
            return "DELETE"
        return "SEND_SUCCESS" if self.status == SUCCESS else "SEND_FAIL"


class MassSendQueue:
    """All mass sends since the start, and how fast they go."""

    def __init__(self) -> None:
        self._jobs: dict[int, MassJob] = {}
        self._by_client_id: dict[str, MassJob] = {}
        self.speed = 0

    def add(self, job: MassJob) -> MassJob:
        self._jobs[job.msg_id] = job
        self._by_client_id[job.client_id] = job
        return job

    def find(self, msg_id: int) -> MassJob | None:
        return self._jobs.get(msg_id)

    def all(self) -> list[MassJob]:
        """Oldest first."""
        return list(self._jobs.values())

    def check_new(self, client_id: str, now: float, retry_seconds: float) -> None:
        """Raises errcode 45065 with the msg_id for an id of the last 24 hours, 45066 for one tried again
        too soon."""
        known = self._by_client_id.get(client_id)
        if known is None or now - known.at >= CLIENT_MSG_ID_SECONDS:
            return
        if now - known.at < retry_seconds:
            raise ApiError(45066)
        raise ApiError(45065, msg_id=known.msg_id)

    def check_to_all(self, now: float) -> None:
        """Raises errcode 45028 when this month's mass sends to everybody are used up."""
        month = china_month(now)
        used = [
            job
            for job in self._jobs.values()
            if job.to == "all" and china_month(job.at) == month and job.status in ("", SUCCESS)
        ]
        if len(used) >= MASS_TO_ALL_PER_MONTH:
            raise ApiError(45028)

    def of_page(self, page: Page) -> MassJob | None:
        """The mass send that an article's page belongs to."""
        return next((job for job in self._jobs.values() if page in job.pages), None)

    def delete(self, job: MassJob, index: int) -> None:
        """Take one article's page away, counted from 1, or all with 0; raises errcode 40060.

        The cards stay on the phones; only what they open is gone, for every send of the same articles [O].
        """
        if not 0 <= index <= max(1, len(job.pages)):
            raise ApiError(40060)
        for page in [job.pages[index - 1]] if index and job.pages else job.pages:
            page.gone = "deleted"
        job.taken_back = not job.pages
