"""What was asked and how it was answered, for the people who improve the answers; never who asked."""

from collections.abc import Sequence
from dataclasses import dataclass

from bot.turns import Turn
from core.ids import pseudonym
from knowledge.asked.querylog import question_write


@dataclass(frozen=True, slots=True)
class QuestionLog:
    """Writes questions to the query log under a pseudonym, unless the conversation is private."""

    key: bytes

    def asker(self, openid: str) -> str:
        """The name under which this person's questions are kept."""
        return pseudonym(openid, self.key)

    def write(
        self,
        turn: Turn,
        *,
        decision: str,
        article: str | None = None,
        topics: Sequence[str] = (),
        score: float | None = None,
    ) -> int | None:
        """Keep the question of this turn, masked; its number, or None when nothing may be kept."""
        if turn.private or not turn.said:
            return None
        write = question_write(
            question=turn.said,
            decision=decision,
            article=article,
            topics=topics,
            score=score,
            asker=self.asker(turn.openid),
            now=turn.now,
        )
        turn.writes.append(write)
        number: int = write.row["id"]
        return number
