"""What is said to who wants no answer, chats or asks for what is refused; and which skill is wished for.

``intents`` knows how like either a message is; here stands how sure of that one must be, by what the search
finds and by whether somebody may be in danger.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final

from knowledge.answering import Answerer, Decision
from knowledge.screening.guards import Guardrail, Guardrails
from knowledge.screening.intents import Aim, Intent, IntentClassifier
from knowledge.screening.urgent import UrgentHelp
from knowledge.search.ranking import BEYOND_DOUBT

# Articles that tell of the account itself. A wish for what one of them tells about is better served by
# the skill, however sure the search is: 把我的信息全删了.
_OF_THE_ACCOUNT: Final = frozenset(
    {"safecode.privacy", "hotline.bureau_contact", "report.how", "campaign.five_into", "campaign.activity"}
)
# Where the search is sure of an article; and where a request that is refused should be near to some article
# of ours and is not: 怎么把视频里的水印去掉.
THOUGH_SURE_FROM: Final = 3.5
NEAR_US_FROM: Final = 0.02


@dataclass(frozen=True, slots=True)
class Demand:
    """How sure (logarithm of the odds) one must be of an aim, by what the search and the dangers say."""

    by_decision: Mapping[Decision, float]
    """After an earlier question no less than for ``ANSWER``."""
    sure_search_from: float
    """From this score on the search is so sure that ``THOUGH_SURE_FROM`` is needed."""
    in_danger: float
    """Where somebody may be in danger."""
    though_alarm: bool = False
    """Whether it may be said, though an alarm is heard."""
    goes_on: bool = True
    """Whether the question is read together with the one before."""
    of_the_account: float | None = None
    """In place of what the search says, where it finds an article that tells of the account."""

    def least(self) -> float:
        """With less than this nothing need be asked of the search."""
        return min(self.by_decision.values())


DEMANDS: Final[Mapping[Aim, Demand]] = {
    Aim.TALK: Demand(
        {Decision.FALLBACK: -0.5, Decision.SUGGEST: 0.0, Decision.ANSWER: 1.0},
        sure_search_from=BEYOND_DOUBT,
        in_danger=THOUGH_SURE_FROM,
    ),
    # An excuse of the kind that is refused for a cake would be worse than no answer.
    Aim.REFUSED: Demand(
        {Decision.FALLBACK: 0.75, Decision.SUGGEST: 0.75, Decision.ANSWER: 2.0},
        sure_search_from=BEYOND_DOUBT,
        in_danger=THOUGH_SURE_FROM,
        though_alarm=True,
    ),
    Aim.WISH: Demand(
        {Decision.FALLBACK: -1.25, Decision.SUGGEST: -0.75, Decision.ANSWER: 0.5},
        # What the search knows so well is rather asked than wished for.
        sure_search_from=0.8,
        # Of 1,799 messages of five sets about dangers none is so like a wish; the one most like it has 1.9.
        in_danger=2.5,
        # 那我留言吧 goes on about no question, but 几点能充 may, and sounds like a wish.
        goes_on=False,
        of_the_account=-0.5,
    ),
}
_LEAST: Final = min(demand.least() for demand in DEMANDS.values())

# A wish that is nearer to what others are asked than to anything of ours, and sounds so strange, is theirs:
# 招人吗, 可以订蛋糕不. Of the 40 wishes of tests/integration/wishes_asked.yaml that are heard none is, of six
# false ones three.
STRANGE_WISH_FROM: Final = 1.5

# So sure one must be of either where an alarm was heard. Of 4,600 real alarms of seven writers none is so, of
# twelve false ones in talk and malice six are.
NO_DANGER_FROM: Final[Mapping[Aim, float]] = {Aim.TALK: 1.0, Aim.REFUSED: 3.0, Aim.WISH: 3.0}
# With less than this nobody asks for the reporter, though the words are there, where the search is so sure.
HONEST_UP_TO: Final = 0.4
HONEST_ANSWERED_FROM: Final = 0.55


class IntentScreen:
    """Judges single messages; every thread may use the same one."""

    def __init__(
        self, intents: IntentClassifier, guards: Guardrails, answerer: Answerer, urgent: UrgentHelp
    ) -> None:
        """``guards`` say the sentences that belong to each kind of message."""
        self._intents = intents
        self._guards = guards
        self._answerer = answerer
        self._urgent = urgent

    def is_only_told(self, guard: str, question: str) -> bool:
        """Whether ``question`` tells of others what this guardrail refuses to who wants it."""
        return self._intents.is_only_told(guard, question)

    def is_honest(self, guard: Guardrail, question: str) -> bool:
        """Whether ``question`` only has the words of what ``guard`` refuses, and the search answers it."""
        if not guard.yields_to:
            return False
        intent, verdict = self._intents.classify(question), self._answerer.consult(question)
        is_answered = verdict.article is not None and not guard.yields_to.isdisjoint(verdict.article.topics)
        is_meant = intent is not None and intent.odds >= HONEST_UP_TO
        return is_answered and verdict.score >= HONEST_ANSWERED_FROM and not is_meant

    def reply(self, question: str, meant: str, previous: str | None) -> Guardrail | None:
        """What is said to ``question``; None where it is to be answered.

        ``meant`` is the question in characters.
        """
        intent = self._intents.classify(meant)
        if intent is None or intent.aim is Aim.WISH or not self._is_sure(intent, question, previous):
            return None
        return self._guards.of_intent(intent.kind)

    def wish(
        self, question: str, meant: str, previous: str | None, guard: Callable[[], Guardrail | None]
    ) -> str | None:
        """The skill that is wished for in ``question``; None where it is to be answered.

        ``meant`` as for ``reply``. Where the ``guard`` that it asks for would speak and is not firm, one must
        be as sure as where an article answers: 我考了多少分 sounds like a school, 笨死了，换个人跟我说 like
        abuse.
        """
        intent = self._intents.classify(meant)
        if intent is None or intent.aim is not Aim.WISH or not self._is_sure(intent, question, previous):
            return None
        found = guard()
        is_surer = intent.odds >= DEMANDS[Aim.WISH].by_decision[Decision.ANSWER]
        return intent.kind if found is None or (is_surer and not found.is_firm) else None

    def _is_sure(self, intent: Intent, question: str, previous: str | None) -> bool:
        """Whether ``intent`` is likely enough, by the demand of its aim, to act on it."""
        demand = DEMANDS[intent.aim]
        if intent.odds < _LEAST or (self._is_alarm(question) and not demand.though_alarm):
            return False
        return intent.odds >= self._needed(intent, demand, question, previous)

    def _needed(self, intent: Intent, demand: Demand, question: str, previous: str | None) -> float:
        """How sure one must be of ``intent``."""
        verdict = self._answerer.consult(question, previous if demand.goes_on else None)
        is_of_the_account = verdict.article is not None and verdict.article.id in _OF_THE_ACCOUNT
        if is_of_the_account and demand.of_the_account is not None:
            needed = demand.of_the_account
        elif verdict.follows or verdict.score >= demand.sure_search_from:
            return THOUGH_SURE_FROM
        else:
            after = Decision.ANSWER if previous else verdict.decision
            needed = max(demand.by_decision[verdict.decision], demand.by_decision[after])
        is_elsewhere = bool(verdict.out_of_scope) or verdict.score < NEAR_US_FROM
        is_of_others = intent.aim is Aim.WISH and self._is_of_others(question)
        if is_of_others or (intent.is_of_our_business and is_elsewhere):
            return THOUGH_SURE_FROM
        return demand.in_danger if self._urgent.tells_danger(question) else needed

    def _is_of_others(self, question: str) -> bool:
        """Whether ``question`` is rather for somebody else than for us."""
        is_strange = self._answerer.strangeness(question) >= STRANGE_WISH_FROM
        return is_strange and self._answerer.is_out_of_scope(question)

    def _is_alarm(self, question: str) -> bool:
        return self._urgent.match(question) is not None and not self.sets_aside(question)

    def sets_aside(self, said: str) -> bool:
        """Whether an alarm that was heard in ``said`` is none.

        Who surely wants help with a crime speaks of dangers too: 往井里放啥药能让他家的羊全倒下. A chat may
        sound like a danger of which it holds no word.
        """
        intent = self._intents.classify(said)
        if intent is None or intent.odds < NO_DANGER_FROM[intent.aim]:
            return False
        return intent.aim is Aim.REFUSED or not self._urgent.has_words(said)
