"""A made-up follower who says things to the inbox directly, for ``flask ask`` and for measuring answers.

What is said so takes the very path of a message from WeChat and leaves no trace: the inbox, the emergency
screen, the guards, the search, the talk so far.
"""

import hashlib
import itertools
import re
import secrets
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from html import unescape
from pathlib import Path
from typing import Any

from app.tables import metadata
from app.wiring import Container, build_container
from core.text import without_control
from handlers.traces import RESTS_ON
from knowledge.answering import Decision
from knowledge.evaluation.ownset import OwnQuestion, Tally, by_kind, judge
from knowledge.library import LibraryHolder
from wechat.messages import TextMessage

_CONTENT = re.compile(r"<Content><!\[CDATA\[(.*?)\]\]></Content>", re.DOTALL)
_TAG = re.compile(r"</?a\b[^>]*>")
_SPLIT_END = "]]]]><![CDATA[>"


class Citizen:
    """A new follower without history."""

    def __init__(self, container: Container) -> None:
        self._container = container
        self._openid = "o" + secrets.token_urlsafe(21)[:27]
        self._numbers = itertools.count(secrets.randbits(48))

    def says(self, words: str) -> dict[str, Any]:
        """Send one text; return the decision, what it rests on, and the text that the citizen sees."""
        message = TextMessage(
            to_user=self._container.settings.wechat_original_id,
            from_user=self._openid,
            created_at=self._container.clock.now(),
            msg_id=str(next(self._numbers)),
            content=words,
        )
        answer = self._container.inbox.receive(
            message, b"", hashlib.sha256(words.encode("utf-8", "replace")).hexdigest()
        )
        trace = answer.trace
        article = trace.get("article") or RESTS_ON.get(trace.get("skill", ""))
        told = self._container.library_holder.current().articles.get(article or "")
        return {
            "decision": trace.get("decision", Decision.FLOW.value),
            "article": article,
            "topics": trace.get("topics") or list(told.topics if told else ()),
            "score": trace.get("score"),
            "alternatives": trace.get("alternatives", []),
            "reply": visible_text(answer.xml),
        }


def visible_text(xml: str) -> str:
    """The words of a text reply as WeChat shows them: links as their labels."""
    # The separator of a split CDATA section is taken out first, so that ]]> inside a text does not end it.
    found = _CONTENT.search(xml.replace(_SPLIT_END, "]]\x00>"))
    if not found:
        return ""
    return without_control(unescape(_TAG.sub("", found[1].replace("\x00", ""))))


@contextmanager
def scratch_container(
    container: Container, library_holder: LibraryHolder | None = None
) -> Iterator[Container]:
    """A container on a temporary empty database; it answers from ``library_holder``, if given."""
    memory = Path("/dev") / "shm"
    with tempfile.TemporaryDirectory(prefix="anwen-ask-", dir=memory if memory.is_dir() else None) as folder:
        changed = {"database_url": f"sqlite:///{folder}/ask.db", "redis_url": None}
        trial = build_container(container.settings.model_copy(update=changed), container.clock)
        trial.library_holder = library_holder or container.library_holder
        trial.library_holder.current()
        metadata.create_all(trial.database.engine)
        try:
            yield trial
        finally:
            trial.close()


def ask_own(trial: Container, questions: Iterable[OwnQuestion]) -> dict[str, Tally]:
    """Let a new follower say each question to the account; tally the replies by kind."""
    judged = []
    for question in questions:
        citizen = Citizen(trial)
        answers = [citizen.says(turn) for turn in question.turns]
        judged.append((question, judge(question, answers[-1])))
    return by_kind(judged)
