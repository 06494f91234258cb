"""Brings the pictures of content to the platform, and the articles among its drafts."""

from collections.abc import Sequence
from datetime import datetime

import structlog

from campaigns.content.claiming import failure_note
from campaigns.content.covers import cover_of
from campaigns.content.drafts import DUE, DraftClaim, DraftQueue
from campaigns.content.fates import UploadPurpose
from campaigns.content.pictures import PictureStore
from campaigns.content.ports import DraftGateway
from campaigns.content.uploads import UploadClaim, UploadQueue
from core.clock import Clock
from core.db import Database
from core.errors import AnwenError, RuleViolation
from deliveries.ports import GatewayRefusal
from jobs.ports import Job, Queue
from wechat.errcodes import MEDIA_GONE

log = structlog.get_logger()

AT_ONCE = 4  # half of a worker's threads, so that answers always find a free one


class ContentUploader:
    """Uploads pictures and adds drafts; every claim is committed before the call and the fate after it.

    A worker killed in between leaves an unused picture or draft at the platform, and the work is done again
    when the lease ends: neither is seen by anybody.
    """

    def __init__(
        self,
        database: Database,
        uploads: UploadQueue,
        drafts: DraftQueue,
        pictures: PictureStore,
        gateway: DraftGateway,
        clock: Clock,
    ) -> None:
        self._database = database
        self._uploads = uploads
        self._drafts = drafts
        self._pictures = pictures
        self._gateway = gateway
        self._clock = clock

    def jobs(self) -> list[Job]:
        """The two kinds of work, for the relay."""
        queue = Queue.CAMPAIGN
        return [
            Job(
                "upload_content_picture",
                queue,
                self._due_uploads,
                self.upload,
                AT_ONCE,
                look_every_seconds=1.0,
                is_any=self._uploads.due_rows.is_any,
            ),
            Job(
                "add_content_draft",
                queue,
                self._due_drafts,
                self.add,
                AT_ONCE,
                look_every_seconds=1.0,
                is_any=DUE.is_any,
            ),
        ]

    def upload(self, key: str) -> None:
        """Upload one picture, unless somebody else does or did."""
        with self._database.writing() as session:
            claim = self._uploads.claim(session, key, self._clock.now())
        if claim is None:
            return
        try:
            address = self._uploaded(claim)
        except GatewayRefusal as refused:
            self._put_off(claim, failure_note(refused), refused.until)
            log.warning("content_picture_refused", failure=refused.failure.value, errcode=refused.errcode)
            return
        except AnwenError as error:
            # A drawing that is gone, a file that is lost, a store that does not answer.
            self._put_off(claim, type(error).__name__)
            log.warning("content_picture_not_read", reference=claim.reference, error=type(error).__name__)
            return
        with self._database.writing() as session:
            self._uploads.settle(session, claim, address, self._clock.now())

    def add(self, key: str) -> None:
        """Add one draft, once its pictures are there."""
        version_id = int(key)
        with self._database.writing() as session:
            try:
                claim = self._drafts.claim(session, version_id, self._clock.now())
            except RuleViolation as refusal:
                self._drafts.refuse(session, version_id, type(refusal).__name__)
                return
        if claim is None:
            return
        try:
            media_id = self._gateway.add_draft(claim.article)
        except GatewayRefusal as refused:
            self._refused(claim, refused)
            return
        with self._database.writing() as session:
            self._drafts.settle(session, claim, media_id)
        log.info("content_draft_added", version=version_id)

    def _uploaded(self, claim: UploadClaim) -> str:
        picture = self._pictures.read(claim.reference)
        if claim.purpose is UploadPurpose.COVER:
            return self._gateway.upload_permanent_image(cover_of(picture), "image/jpeg").media_id
        return self._gateway.upload_article_picture(picture.data, picture.mime)

    def _put_off(self, claim: UploadClaim, failure: str, until: datetime | None = None) -> None:
        with self._database.writing() as session:
            self._uploads.put_off(session, claim, failure, self._clock.now(), until)

    def _refused(self, claim: DraftClaim, refused: GatewayRefusal) -> None:
        with self._database.writing() as session:
            now = self._clock.now()
            if refused.errcode == MEDIA_GONE:
                self._drafts.pictures_gone(session, claim, now)
            else:
                self._drafts.failed(session, claim, refused, now)
        log.warning(
            "content_draft_refused",
            version=claim.version_id,
            failure=refused.failure.value,
            errcode=refused.errcode,
            rid=refused.rid,
        )

    def _due_uploads(self, now: datetime, limit: int) -> Sequence[str]:
        with self._database.reading() as session:
            return self._uploads.due(session, now, limit)

    def _due_drafts(self, now: datetime, limit: int) -> Sequence[str]:
        with self._database.reading() as session:
            return [str(one) for one in self._drafts.due(session, now, limit)]
