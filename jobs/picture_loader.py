"""Brings the pictures of published articles to the platform, and again when they are lost there."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime
from typing import Protocol

import structlog

from core.clock import Clock
from core.db import Database
from deliveries.ports import GatewayRefusal
from jobs.ports import Job, Queue
from knowledge.gallery import Picture
from wechat.errcodes import MEDIA_GONE
from wechat.materials import PermanentImage
from wechat.picture_materials import PictureMaterials

log = structlog.get_logger()

AT_ONCE = 4  # half of a worker's threads, so that answers always find a free one


class MaterialGateway(Protocol):
    """The platform's store of permanent material; raises ``GatewayRefusal``."""

    def upload_permanent_image(self, data: bytes, mime: str) -> PermanentImage:
        """Upload a picture that stays."""
        ...

    def download_permanent(self, media_id: str) -> bytes:
        """The file of a permanent picture; errcode 40007 when it is not there any more."""
        ...


class PictureLoader:
    """Uploads what is wanted and missing; asks from time to time whether what was uploaded is still there.

    ``wanted`` names the pictures that published articles show. The claim is committed before the call and
    the name after it: a worker killed in between leaves an unused file at the platform, and the picture is
    uploaded once more when the lease ends.
    """

    def __init__(
        self,
        database: Database,
        materials: PictureMaterials,
        gateway: MaterialGateway,
        wanted: Callable[[], Iterable[Picture]],
        clock: Clock,
    ) -> None:
        self._database = database
        self._materials = materials
        self._gateway = gateway
        self._wanted = wanted
        self._clock = clock
        # Everything is looked after once when a worker starts: the database may have been restored, the
        # platform may be another one behind the same address (the simulator forgets when it stops).
        self._started_at = clock.now()

    def jobs(self) -> list[Job]:
        """The two kinds of work, for the relay.

        Neither has a condition of SQL (``Job.is_any``): what is wanted is known in memory, not in rows.
        """
        upkeep = Queue.UPKEEP
        return [
            Job("upload_picture", upkeep, self._due_uploads, self.upload, AT_ONCE, look_every_seconds=1.0),
            Job("check_picture", upkeep, self._due_checks, self.check, AT_ONCE, look_every_seconds=5.0),
        ]

    def upload(self, key: str) -> None:
        """Upload one picture, unless somebody else does or did."""
        picture = self._by_key().get(key)
        if picture is None:
            return
        with self._database.writing() as session:
            attempt = self._materials.claim(session, picture, self._clock.now())
        if attempt is None:
            return
        try:
            image = self._gateway.upload_permanent_image(picture.read_png(), "image/png")
        except GatewayRefusal as refused:
            with self._database.writing() as session:
                self._materials.put_off(session, picture, attempt, self._clock.now(), refused.until)
            _log_refusal("picture_refused", picture.id, refused)
            return
        with self._database.writing() as session:
            self._materials.settle_uploaded(session, picture, image.media_id, self._clock.now())
        log.info("picture_uploaded", picture=picture.id)

    def check(self, key: str) -> None:
        """Ask the platform for one picture, unless somebody did; one that it has lost is due for upload."""
        self._is_there(key, self._started_at)

    def _is_there(self, key: str, since: datetime) -> bool:
        now = self._clock.now()
        with self._database.writing() as session:
            media_id = self._materials.claim_check(session, key, now, since)
        if media_id is None:
            return True
        try:
            self._gateway.download_permanent(media_id)
        except GatewayRefusal as refused:
            if refused.errcode == MEDIA_GONE:
                self.lost(media_id)
                return False
            with self._database.writing() as session:
                self._materials.check_again(session, key, self._clock.now())
            _log_refusal("picture_not_checked", key, refused)
        return True

    def check_all(self) -> int:
        """Ask for every picture now; the number of those that were lost."""
        now = self._clock.now()
        with self._database.reading() as session:
            due = self._materials.due_checks(session, list(self._by_key()), now, now)
        return sum(not self._is_there(key, now) for key in due)

    def lost(self, media_id: str) -> None:
        """The platform said that it does not know this name; harmless when it is none of ours."""
        with self._database.writing() as session:
            if self._materials.lose(session, media_id, self._clock.now()):
                log.warning("picture_lost")

    def _due_uploads(self, now: datetime, limit: int) -> Sequence[str]:
        with self._database.reading() as session:
            return self._materials.due_uploads(session, self._by_key(), now)[:limit]

    def _due_checks(self, now: datetime, limit: int) -> Sequence[str]:
        with self._database.reading() as session:
            return self._materials.due_checks(session, list(self._by_key()), now, self._started_at)[:limit]

    def _by_key(self) -> Mapping[str, Picture]:
        return {self._materials.key_of(picture): picture for picture in self._wanted()}


def _log_refusal(event: str, picture: str, refused: GatewayRefusal) -> None:
    log.warning(
        event, picture=picture, failure=refused.failure.value, errcode=refused.errcode, rid=refused.rid
    )
