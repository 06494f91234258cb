"""Questions as citizens ask them, put into the query log, for tests."""

from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from knowledge.asked.querylog import Feedback, question_write, record_feedback


class Citizens:
    """Ask questions; every one of them is somebody else unless a name is given."""

    def __init__(self, session: Session, now: datetime) -> None:
        self._session = session
        self._now = now
        self._count = 0

    def ask(
        self,
        question: str,
        times: int = 1,
        *,
        decision: str = "fallback",
        article: str | None = None,
        asker: str | None = None,
        ago: timedelta = timedelta(hours=5),
        feedback: Feedback | None = None,
    ) -> None:
        """Ask a question so many times, so long ago, and perhaps judge the answer."""
        for _ in range(times):
            self._count += 1
            name = asker or f"{self._count:032x}"
            write = question_write(
                question=question,
                decision=decision,
                article=article,
                topics=(article,) if article else (),
                score=0.5,
                asker=name,
                now=self._now - ago,
            )
            write.run(self._session)
            if feedback:
                record_feedback(self._session, write.row["id"], asker=name, feedback=feedback)
