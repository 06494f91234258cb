"""The register of those who ask about their own data."""

from datetime import date, datetime

from sqlalchemy import Index, LargeBinary, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from core.db import Base
from core.types import Labelled, Moment, RowId, UtcDateTime, Words, stored_words


class RequestKind(Labelled):
    """What somebody wants, each a right of 个人信息保护法."""

    ACCESS = "access", "查阅、复制"
    MOVE = "move", "转移到别处"
    CORRECT = "correct", "更正、补充"
    ERASE = "erase", "删除"
    EXPLAIN = "explain", "解释处理规则"
    WITHDRAW = "withdraw", "撤回同意"


ARTICLES: dict[RequestKind, str] = {
    RequestKind.ACCESS: "第四十五条第一款",
    RequestKind.MOVE: "第四十五条第三款",
    RequestKind.CORRECT: "第四十六条",
    RequestKind.ERASE: "第四十七条",
    RequestKind.EXPLAIN: "第四十八条",
    RequestKind.WITHDRAW: "第十五条",
}
"""Where 个人信息保护法 gives each right; 第五十条 wants a way to ask, and reasons for a refusal."""


class RequestChannel(Labelled):
    """How it came."""

    WINDOW = "window", "窗口"
    PHONE = "phone", "电话"
    LETTER = "letter", "信函、邮件"
    WECHAT = "wechat", "公众号留言"


class RequestState(Labelled):
    """Where it stands."""

    OPEN = "open", "办理中"
    DONE = "done", "已办结"
    REFUSED = "refused", "已说明理由，不办"
    TAKEN_BACK = "taken_back", "本人撤回"


SETTLED = frozenset({RequestState.DONE, RequestState.REFUSED, RequestState.TAKEN_BACK})


class DataRequest(Base):
    """One request: what is asked, by when it must be answered, and what became of it."""

    __tablename__ = "data_requests"
    __table_args__ = (Index("ix_data_requests_state", "state", "due_on", "id"),)

    id: Mapped[RowId]
    kind: Mapped[RequestKind] = mapped_column(stored_words(RequestKind, 16))
    channel: Mapped[RequestChannel] = mapped_column(stored_words(RequestChannel, 16))
    about: Mapped[str] = mapped_column(Text, comment="what is asked; numbers masked")
    sealed_person: Mapped[bytes | None] = mapped_column(
        LargeBinary, comment="sealed: who asks and how to reach them; NULL once forgotten"
    )
    state: Mapped[RequestState] = mapped_column(stored_words(RequestState, 16))
    came_on: Mapped[date]
    due_on: Mapped[date] = mapped_column(comment="the 15th working day after it came")
    outcome: Mapped[Words] = mapped_column(comment="what was done, or why not; numbers masked")
    entered_by: Mapped[str] = mapped_column(String(64))
    entered_at: Mapped[Moment]
    settled_by: Mapped[str | None] = mapped_column(String(64))
    settled_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
