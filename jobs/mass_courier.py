"""Makes the calls of mass sends: claims one, calls the platform outside any transaction, writes the fate."""

from collections.abc import Callable, Sequence
from datetime import datetime

import structlog
from sqlalchemy.exc import IntegrityError

from core.clock import Clock
from core.db import Database
from core.hourly_cipher import HourlyCipher
from deliveries.mailings.status import MailingWay
from deliveries.masses.deleting import MassDeletionService
from deliveries.masses.ports import Accepted, MassGateway
from deliveries.masses.reports import MassReportService
from deliveries.masses.services import IS_ANY_DUE, MassClaim, MassSendService
from deliveries.ports import GatewayRefusal
from jobs.clock import ScheduledJob
from jobs.ports import Job, Queue

log = structlog.get_logger()


class MassCourier:
    """``gateway`` gives the way out; it is asked for at each call, because it may be made late."""

    def __init__(
        self,
        database: Database,
        masses: MassSendService,
        deletions: MassDeletionService,
        reports: MassReportService,
        gateway: Callable[[], MassGateway],
        clock: Clock,
        cipher: HourlyCipher,
    ) -> None:
        self._database = database
        self._masses = masses
        self._deletions = deletions
        self._reports = reports
        self._gateway = gateway
        self._clock = clock
        self._cipher = cipher

    def job(self) -> Job:
        """The calls as the worker makes them, one after the other."""

        def send(key: str) -> None:
            self.send(int(key))

        return Job("mass_send", Queue.CAMPAIGN, self.due, send, look_every_seconds=1.0, is_any=IS_ANY_DUE)

    def due(self, now: datetime, limit: int) -> Sequence[str]:
        """The calls to be made now; mailings that have their people are cut into calls first."""
        with self._database.reading() as session:
            is_any = self._masses.has_to_prepare(session)
        if is_any:
            with self._database.writing() as session:
                self._masses.prepare_due(session, now)
        with self._database.reading() as session:
            return [str(number) for number in self._masses.due_ids(session, now, limit)]

    def send(self, mass_id: int) -> None:
        """Make one call, unless somebody else does or it is not to be made any more."""
        self._cipher.ensure_key(self._clock.now())
        with self._database.writing() as session:
            claim = self._masses.claim(session, mass_id, self._clock.now())
        if claim is None or self._clock.now() >= claim.lease_until:
            return
        try:
            accepted = self._call(claim)
        except GatewayRefusal as refused:
            refusal = refused
            with self._database.writing() as session:
                state = self._masses.settle_failed(session, claim, refusal, self._clock.now())
            log.warning(
                "mass_send_refused",
                mass=mass_id,
                failure=refusal.failure.value,
                errcode=refusal.errcode,
                rid=refusal.rid,
                state=state,
            )
            return
        try:
            self._settle(claim, accepted)
        except IntegrityError:
            # The report came between our look for it and our own word, as one of the console: now it is seen.
            self._settle(claim, accepted)
        log.info("mass_send_accepted", mass=mass_id, job=accepted.msg_id)

    def _settle(self, claim: MassClaim, accepted: Accepted) -> None:
        with self._database.writing() as session:
            self._masses.settle_accepted(session, claim, accepted.msg_id, self._clock.now())

    def _call(self, claim: MassClaim) -> Accepted:
        gateway = self._gateway()
        match claim.way:
            case MailingWay.MASS_ALL:
                return gateway.mass_to_all(claim.message, claim.client_id)
            case MailingWay.MASS_TAG if claim.tag_id is not None:
                return gateway.mass_to_tag(claim.tag_id, claim.message, claim.client_id)
            case _:
                return gateway.mass_to_list(claim.openids, claim.message, claim.client_id)

    def _delete(self, mass_id: int, msg_id: str, now: datetime) -> None:
        try:
            self._gateway().delete_mass(msg_id)
        except GatewayRefusal as refused:
            refusal = refused
            with self._database.writing() as session:
                self._deletions.note_refused(session, mass_id, refusal, now)
        else:
            with self._database.writing() as session:
                self._deletions.note_done(session, mass_id, now)

    def scheduled_jobs(self) -> list[ScheduledJob]:
        """Every minute: tell of reports that did not come, and carry deletions out."""

        def watch(now: datetime) -> None:
            self._cipher.ensure_key(now)
            with self._database.writing() as session:
                self._reports.raise_overdue(session, now)
            with self._database.reading() as session:
                wanted = self._deletions.asked(session)
            for mass_id, msg_id in wanted:
                self._delete(mass_id, msg_id, now)

        return [ScheduledJob("watch_mass_sends", "* * * * *", watch)]
