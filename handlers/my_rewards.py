"""What there is to say of a reporter's own rewards, to whoever asks for money after a tip."""

from collections.abc import Callable, Sequence
from typing import Final

from bot.turns import Outcome, Turn
from handlers import tip_notices as say
from handlers.asking_after_tips import CLAIM, asks_plainly
from handlers.my_tip_words import SHOWN, rewards_text
from handlers.notices import LEAVE_LINK, article_link
from handlers.remembered import ARTICLE, QUESTION
from handlers.traces import flow
from knowledge.library import LibraryHolder
from tipoffs.rewards.telling import RewardStep
from tipoffs.timeline import Timeline, timeline

_TRACE: Final = flow("my_tip")
_TOLD: Final = "reward_told"
"""Where the talk remembers that the rewards were told."""


class MyRewards:
    """Tells people of the rewards for their own tips; None wherever there is nothing to tell."""

    def __init__(
        self, library_holder: LibraryHolder, mine_page: str, own: Callable[[Turn], Sequence[str]]
    ) -> None:
        """``own`` gives the numbers of the tips that belong to the person, those to be told of first."""
        self._library_holder = library_holder
        self._mine_page = mine_page
        self._own = own

    def told(self, turn: Turn) -> Outcome | None:
        """What becomes of this person's rewards, and how one claims."""
        rewarded = self._rewarded(turn)
        if not rewarded:
            return None
        library = self._library_holder.current()
        lines = [rewards_text(rewarded, self._mine_page, library.facts)]
        article = library.article(CLAIM)
        if article is not None:
            link = article_link(article.id, say.CLAIM_IN_GENERAL_LABEL)
            lines.append(say.SEE_ALSO.format(link=link))
        # 那要带什么 goes on about it.
        memory = {**turn.talk.memory, QUESTION: turn.said, _TOLD: True}
        return Outcome.text("\n".join([*lines, say.SHARED_PHONE]), memory=memory, trace=_TRACE)

    def asked_after(self, turn: Turn) -> Outcome | None:
        """How to claim, then the article, then whom to ask: nobody is told the same twice."""
        if turn.talk.memory.get(_TOLD):
            return None
        if turn.talk.memory.get(ARTICLE) != CLAIM or asks_plainly(turn):
            return self.told(turn)
        if not self._rewarded(turn):
            return None
        facts = self._library_holder.current().facts
        return Outcome.text(facts.fill(say.ASK_THE_OFFICE.format(leave=LEAVE_LINK)), trace=_TRACE)

    def warned(self, turn: Turn) -> Outcome | None:
        """Lead somebody who sends bank data to the page that is made for them; stop nobody else."""
        waiting = [one for one in self._rewarded(turn) if RewardStep.CLAIM in one.reward_steps]
        if not waiting:
            return None
        told = rewards_text(waiting, self._mine_page, self._library_holder.current().facts)
        return Outcome.text(f"{say.NOT_IN_THE_CHAT}\n{told}", trace=_TRACE)

    def _rewarded(self, turn: Turn) -> list[Timeline]:
        """The newest tips of this person of whose reward there is something to say."""
        seen = (timeline(turn.session, number, turn.now) for number in self._own(turn)[:SHOWN])
        return [one for one in seen if one.reward]
