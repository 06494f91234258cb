"""What is decided of a long message: its verdict as a whole, held against what its parts find alone.

Whoever tells a story tells a little of everything, so that the whole is like some entry by chance. What was
tried out for these numbers stands in docs/search-record.md.
"""

from collections.abc import Sequence
from functools import cache
from typing import Final

from knowledge.finding import Finder
from knowledge.search.index import Candidate
from knowledge.search.parts import PartVotes, is_long, last_sentence, parts_of
from knowledge.search.ranking import BEYOND_DOUBT
from knowledge.search.remembering import Memo
from knowledge.verdicts import Decision, Verdict, offered

# A story that finds an entry with this confidence is taken as a whole.
SURE_AS_A_WHOLE: Final = 0.80
# Some part must find the same entry this surely, or it is offered and not given.
BORNE_OUT_FROM: Final = 0.25
# A whole that is but half sure is answered where some part says the same so surely, and no part says more
# than so much of what is no business of ours: a story is like its entry in few of its words.
HALF_SURE_FROM: Final = 0.30
PLAINLY_SAID_FROM: Final = 0.42
FOREIGN_SAID_UP_TO: Final = 0.30
# Less is enough where every word sounds like what we are asked; such a story is not outvoted by its parts
# either.
HALF_SURE_AND_OURS_FROM: Final = 0.25
# From this sureness on no part need bear such a story out.
SURE_ENOUGH_AND_OURS: Final = 0.50
# What the last sentence finds so surely is meant, where the whole thinks at least so much of it, too, and is
# sure of nothing. Of 521 stories of seven writers two more are right so, two are answered by another right
# article, and none is lost; where the whole need not think of it two are.
SURE_AT_THE_END: Final = 0.85
THOUGHT_OF_FROM: Final = 0.20
SURE_WHATEVER_THE_END: Final = 0.90

_SEARCHED_OF_A_PART: Final = 3


class Stories:
    """Judges long messages and leaves others as they are; every thread may use the same one."""

    def __init__(self, finder: Finder) -> None:
        self._finder = finder
        self._votes = Memo(self._heard_in_parts)

    def is_asked_at_the_end(self, story: str, found: Sequence[Candidate]) -> bool:
        """Whether the last sentence of a story alone plainly asks for one of what the whole is near to."""
        if not found or found[0].score >= SURE_WHATEVER_THE_END or not is_long(story):
            return False
        last = last_sentence(story)
        asked = self._finder.search(last)[:1] if last != story else []
        thought_of = {one.article_id for one in found[1:] if one.score >= THOUGHT_OF_FROM}
        return any(one.score >= SURE_AT_THE_END and one.article_id in thought_of for one in asked)

    def borne_out(self, question: str, verdict: Verdict, found: Sequence[Candidate]) -> Verdict:
        """The ``verdict`` that the scores of ``found`` give, held against what the parts of a story say."""
        if not found or found[0].score >= BEYOND_DOUBT or not is_long(question):
            return verdict
        if verdict.decision is Decision.ANSWER:
            return self._answer_borne_out(question, verdict, found)
        if verdict.decision is Decision.SUGGEST:
            return self._suggestion_borne_out(question, verdict, found)
        return verdict

    def _answer_borne_out(self, story: str, verdict: Verdict, found: Sequence[Candidate]) -> Verdict:
        """An answer to a story; a suggestion or nothing where its parts speak of something else."""
        is_ours = self._finder.sounds_like_ours(story)
        sure = SURE_ENOUGH_AND_OURS if is_ours else SURE_AS_A_WHOLE
        if is_ours and found[0].score >= sure:
            return verdict  # whatever its parts say
        votes = self._votes(story)
        is_outvoted = votes.is_outvoted and not is_ours
        if is_outvoted and self._may_be_left_alone(story, found[0]):
            return Verdict(Decision.FALLBACK, None, verdict.score)
        is_unheard = found[0].score < sure and votes.said < BORNE_OUT_FROM
        if is_outvoted or is_unheard:
            return Verdict(Decision.SUGGEST, None, verdict.score, offered(found))
        return verdict

    def _suggestion_borne_out(self, story: str, verdict: Verdict, found: Sequence[Candidate]) -> Verdict:
        """A suggestion after a story; an answer where one of its parts says plainly what it is about."""
        is_ours, half_sure = self._finder.sounds_like_ours(story), self._half_sure_from(story)
        if is_ours and found[0].score < half_sure:
            return verdict  # whatever its parts say
        votes = self._votes(story)
        if votes.is_outvoted and not is_ours and self._may_be_left_alone(story, found[0]):
            return Verdict(Decision.FALLBACK, None, verdict.score)
        is_plain = votes.foreign <= FOREIGN_SAID_UP_TO and votes.said >= PLAINLY_SAID_FROM
        is_answer = is_plain and found[0].score >= half_sure
        return self._finder.decide(found, half_sure, 0.0) if is_answer else verdict

    def _may_be_left_alone(self, story: str, best: Candidate) -> bool:
        """Whether nobody is in danger, or something out of scope is nearer than what is."""
        return not self._finder.is_pressing(best) or self._finder.is_nearest_to_others(story)

    def _half_sure_from(self, story: str) -> float:
        """From which confidence on a story is answered of which a part plainly says what it is about."""
        return HALF_SURE_AND_OURS_FROM if self._finder.sounds_like_ours(story) else HALF_SURE_FROM

    def _heard_in_parts(self, story: str) -> PartVotes:
        """What the parts of ``story`` find alone, beside what the whole finds first."""
        found, parts = self._finder.search(story), parts_of(story)
        is_voted_on = not self._finder.sounds_like_ours(story)
        # 着火，着火，着火: the same cry is searched for once.
        heard = map(cache(self._found_by_a_part), parts)
        enough = self._enough_said(story, found)
        return PartVotes.of(found[0].article_id, heard, len(parts), enough, is_voted_on=is_voted_on)

    def _enough_said(self, story: str, found: Sequence[Candidate]) -> float | None:
        """From which confidence of one part on the others need not be heard; None where all must be."""
        if self._finder.decide(found).decision is Decision.ANSWER:
            return 0.0 if found[0].score >= SURE_AS_A_WHOLE else BORNE_OUT_FROM
        return 0.0 if found[0].score < self._half_sure_from(story) else None

    def _found_by_a_part(self, part: str) -> list[Candidate]:
        found = self._finder.index.matches([(part, 1.0)], _SEARCHED_OF_A_PART, as_written=True)
        return [match.candidate for match in found]
