"""The numbers before the reply of a conversation, where what was told may be a danger."""

from datetime import UTC, datetime
from typing import cast

import pytest
from sqlalchemy.orm import Session

from bot.talk import Conversation, Talk
from bot.turns import Outcome, Turn
from handlers import notices
from handlers.first_help import WithFirstHelp
from knowledge.library import LibraryHolder
from wechat.messages import TextMessage, TextReply

TOLD, LIVE = "墙上插座烧黑了", Conversation("tipoff")


class Form:
    """A conversation that takes everything."""

    def resume(self, turn: Turn, conversation: Conversation) -> Outcome | None:
        return Outcome.text("记下了。") if turn.said != "别的" else None

    def reminder(self, conversation: Conversation) -> str:
        return "接着说。"


class Library:
    """Hears a danger in one sentence, and is its own holder."""

    def current(self) -> "Library":
        return self

    def emergency(self, text: str) -> object | None:
        return object() if text == TOLD else None


def resumed(words: str) -> Outcome | None:
    def never() -> Session:
        raise AssertionError("nothing is written")

    now = datetime(2026, 12, 1, tzinfo=UTC)
    message = TextMessage(to_user="gh", from_user="li", created_at=now, msg_id="1", content=words)
    turn = Turn(message, Talk(LIVE), now, never)
    return WithFirstHelp(Form(), cast(LibraryHolder, Library())).resume(turn, LIVE)


@pytest.mark.parametrize(("words", "head"), [(TOLD, f"{notices.FIRST_HELP}\n\n"), ("工人都住在二楼", "")])
def test_the_numbers_stand_before_what_may_be_a_danger(words: str, head: str) -> None:
    outcome = resumed(words)

    assert outcome is not None
    assert outcome.reply == TextReply(f"{head}记下了。")


def test_what_is_for_others_stays_theirs() -> None:
    assert resumed("别的") is None


def test_the_reminder_is_that_of_the_conversation() -> None:
    assert WithFirstHelp(Form(), cast(LibraryHolder, Library())).reminder(LIVE) == "接着说。"
