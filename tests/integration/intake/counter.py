"""Taking tips down, for tests: each verb is one transaction, as one message is."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import func, select

from app.wiring import Container
from core.db import Base
from tipoffs.evidence.models import Evidence
from tipoffs.intake.draft import Draft
from tipoffs.intake.models import TipDraft
from tipoffs.intake.services import IntakeService, Taken
from tipoffs.intake.submitting import Receipt
from tipoffs.intake.wizard import FileKind, ReporterMessage
from tipoffs.tips.models import Channel, Tip, TipWords

LI = "oLi-0123456789abcdefghijklmn"
WU = "oWu-0123456789abcdefghijklmn"
TOLD = "建设路88号鑫源化工厂昨天晚上偷偷生产，车间里一股怪味"


class Counter:
    """One system and its intake."""

    def __init__(self, container: Container) -> None:
        self.container = container
        self.intake: IntakeService = container.intake.service

    @property
    def now(self) -> datetime:
        return self.container.clock.now()

    def begins(self, words: str = f"我要举报 {TOLD}", openid: str = LI) -> Taken:
        with self.container.database.writing() as session:
            return self.intake.begin(session, openid, words, self.now)

    def says(self, words: str, openid: str = LI) -> Taken:
        self.container.cipher.ensure_key(self.now)
        with self.container.database.writing() as session:
            taken = self.intake.hear(session, openid, ReporterMessage(words=words), self.now)
        assert taken is not None
        return taken

    def sends(self, media_id: str, kind: FileKind = FileKind.PHOTO, openid: str = LI) -> Taken:
        with self.container.database.writing() as session:
            taken = self.intake.hear(session, openid, ReporterMessage(file=kind), self.now, media_id)
        assert taken is not None
        return taken

    def shows(self, latitude: float, longitude: float, label: str = "", openid: str = LI) -> Taken:
        with self.container.database.writing() as session:
            taken = self.intake.hear(
                session, openid, ReporterMessage(place=(latitude, longitude, label)), self.now
            )
        assert taken is not None
        return taken

    def cries(self, words: str, openid: str = LI) -> None:
        self.container.cipher.ensure_key(self.now)
        with self.container.database.writing() as session:
            self.intake.hear_danger(session, openid, words, self.now)

    def is_asked_again(self, openid: str = LI) -> Taken | None:
        with self.container.database.writing() as session:
            return self.intake.resume(session, openid, self.now)

    def token(self) -> str:
        """The token of the only draft."""
        with self.container.database.reading() as session:
            return session.scalars(select(TipDraft.token)).one()

    def submits(
        self, token: str, draft: Draft, channel: Channel = Channel.H5, openid: str | None = LI
    ) -> Receipt:
        self.container.cipher.ensure_key(self.now)
        with self.container.database.writing() as session:
            return self.intake.submissions.submit_draft(
                session, token, draft, channel=channel, openid=openid, now=self.now
            )

    def submitted(self, openid: str = LI, first: str = f"我要举报 {TOLD}") -> Receipt:
        """A tip told in one sentence, signed confidentially."""
        self.begins(first, openid)
        self.says("好了", openid)
        receipt = self.says("1", openid).receipt
        assert receipt is not None
        return receipt

    def tips(self) -> Sequence[Tip]:
        with self.container.database.reading() as session:
            return session.scalars(select(Tip).order_by(Tip.number)).all()

    def evidence_of(self, case: str) -> list[Evidence]:
        with self.container.database.reading() as session:
            return list(self.container.casework.evidence.service.of_case(session, case))

    def words_of(self, number: str) -> list[str]:
        """What lies sealed for a tip, opened by the system."""
        with self.container.database.reading() as session:
            told = select(TipWords.field).where(TipWords.tip == number).order_by(TipWords.seq)
            fields = session.scalars(told).all()
            vault = self.container.casework.vault
            return [vault.fields.take(session, number, field) for field in fields]

    def count(self, model: type[Base]) -> int:
        with self.container.database.reading() as session:
            return session.scalar(select(func.count()).select_from(model)) or 0
