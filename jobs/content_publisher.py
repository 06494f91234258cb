"""Shows drafts to named phones, publishes what was ordered, asks what became of it, and takes it down.

What is published is asked after from time to time: the platform may ban it.
"""

from collections.abc import Sequence
from datetime import datetime

import structlog

from campaigns.content import previews, publications
from campaigns.content.fates import PublicationState
from campaigns.content.ports import PublishingGateway
from campaigns.content.previews import PreviewQueue
from campaigns.content.publications import PublicationClaim, PublicationQueue
from core.clock import Clock
from core.db import Database
from deliveries.ports import GatewayRefusal
from jobs.ports import Job, Queue

log = structlog.get_logger()

AT_ONCE = 2


class ContentPublisher:
    """One step of one row at a time: claim, commit, call, write the fate.

    A publication is submitted once. Where a worker dies in the call or the answer is lost, the platform's
    list of articles is looked through for our address instead.
    """

    def __init__(
        self,
        database: Database,
        previews: PreviewQueue,
        publications: PublicationQueue,
        gateway: PublishingGateway,
        clock: Clock,
    ) -> None:
        self._database = database
        self._previews = previews
        self._publications = publications
        self._gateway = gateway
        self._clock = clock

    def jobs(self) -> list[Job]:
        """The two kinds of work, for the relay."""
        queue = Queue.CAMPAIGN
        return [
            Job(
                "send_content_preview",
                queue,
                self._due_previews,
                self.show,
                AT_ONCE,
                look_every_seconds=1.0,
                is_any=previews.DUE.is_any,
            ),
            Job(
                "publish_content",
                queue,
                self._due_publications,
                self.go_on,
                AT_ONCE,
                look_every_seconds=1.0,
                is_any=publications.DUE.is_any,
            ),
        ]

    def show(self, key: str) -> None:
        """Send one preview, once its draft is there."""
        with self._database.writing() as session:
            claim = self._previews.claim(session, int(key), self._clock.now())
        if claim is None:
            return
        try:
            self._gateway.preview_draft(claim.media_id, openid=claim.openid, wxname=claim.wxname)
        except GatewayRefusal as refused:
            with self._database.writing() as session:
                now = self._clock.now()
                self._previews.failed(session, claim, refused, now)
            _log("content_preview_refused", claim.id, refused)
            return
        with self._database.writing() as session:
            self._previews.sent(session, claim)

    def go_on(self, key: str) -> None:
        """Do what comes next for one publication."""
        with self._database.writing() as session:
            claim = self._publications.claim(session, int(key), self._clock.now())
        if claim is None:
            return
        match claim.state:
            case PublicationState.SUBMITTING:
                self._submit(claim)
            case _:
                self._ask_or_delete(claim)

    def _submit(self, claim: PublicationClaim) -> None:
        try:
            publish_id = self._gateway.submit_publication(claim.media_id)
        except GatewayRefusal as refused:
            with self._database.writing() as session:
                now = self._clock.now()
                self._publications.not_submitted(session, claim, refused, now)
            _log("content_not_submitted", claim.id, refused)
            return
        with self._database.writing() as session:
            self._publications.submitted(session, claim, publish_id, self._clock.now())
        log.info("content_submitted", publication=claim.id)

    def _ask_or_delete(self, claim: PublicationClaim) -> None:
        publications = self._publications
        try:
            if claim.state in (PublicationState.PUBLISHING, PublicationState.PUBLISHED):
                # One that was found by its page after a lost answer has no number of a job.
                is_known = claim.state is PublicationState.PUBLISHING or claim.publish_id
                ask = self._gateway.publication if is_known else self._gateway.article
                news = ask(claim.publish_id if is_known else claim.article_id)
                with self._database.writing() as session:
                    publications.told(session, claim, news, self._clock.now())
            elif claim.state is PublicationState.UNCERTAIN:
                found = self._gateway.find_published(claim.page)
                with self._database.writing() as session:
                    publications.looked(session, claim, found, self._clock.now())
            else:
                self._gateway.delete_publication(claim.article_id)
                with self._database.writing() as session:
                    publications.taken_down(session, claim, self._clock.now())
        except GatewayRefusal as refused:
            with self._database.writing() as session:
                now = self._clock.now()
                publications.put_off(session, claim, refused, now)
            _log("content_publication_not_settled", claim.id, refused)

    def _due_previews(self, now: datetime, limit: int) -> Sequence[str]:
        with self._database.reading() as session:
            return [str(one) for one in self._previews.due(session, now, limit)]

    def _due_publications(self, now: datetime, limit: int) -> Sequence[str]:
        with self._database.reading() as session:
            return [str(one) for one in self._publications.due(session, now, limit)]


def _log(event: str, row: int, refused: GatewayRefusal) -> None:
    log.warning(event, row=row, failure=refused.failure.value, errcode=refused.errcode, rid=refused.rid)
