"""What one message finds and what is decided of it, read by itself: without the message before it."""

from collections.abc import Mapping, Sequence
from functools import cache
from itertools import takewhile

from knowledge.articles import Article, Urgency
from knowledge.search.entries import OUT_OF_SCOPE
from knowledge.search.index import FOREIGN_BETWEEN, Candidate, Index
from knowledge.search.opinion import NOT_STRANGE
from knowledge.search.parts import (
    BORNE_OUT_FROM,
    FOREIGN_SAID_UP_TO,
    HALF_SURE_AND_OURS_FROM,
    HALF_SURE_FROM,
    PLAINLY_SAID_FROM,
    SURE_AS_A_WHOLE,
    SURE_AT_THE_END,
    SURE_ENOUGH_AND_OURS,
    SURE_WHATEVER_THE_END,
    THOUGHT_OF_FROM,
    PartVotes,
    is_long,
    last_sentence,
    parts_of,
)
from knowledge.search.ranking import (
    AGREED_FROM,
    ANSWER_AGREED_FROM,
    ANSWER_FROM,
    ANSWER_OURS_FROM,
    ANSWER_PRESSING_FROM,
    BEYOND_DOUBT,
    BOTH_SURE_FROM,
    DOUBTFUL_FROM,
    MARGIN,
    MENTION_OURS_FROM,
    OUT_OF_SCOPE_THOUGH_LEANING,
    PLAINLY_OURS,
    PLAINLY_OUT_OF_SCOPE,
    PRESSING_MARGIN,
    SOMEWHAT_OUT_OF_SCOPE,
    SOUNDS_OURS,
    STRANGE_BUT_LONG,
    STRANGE_BUT_PRESSING,
    STRANGE_FROM,
    STRANGE_PER_SURE,
    SUGGEST_FROM,
    SUGGEST_OURS_FROM,
    SURE_THOUGH_DOUBTFUL,
    THEME_FROM,
    TIMES_AS_SURE,
)
from knowledge.search.remembering import Memo
from knowledge.verdicts import Decision, Verdict, best_score, offered

SEARCHED = 6
_SEARCHED_OF_A_PART = 3


class ByItself:
    """Searches for one message at a time; every thread may use the same one."""

    def __init__(self, index: Index, articles: Mapping[str, Article]) -> None:
        self._index = index
        self._articles = articles
        self.numbers = {entry.id: number for number, entry in enumerate(index.entries) if entry.is_ours}
        """The number of each article in the index."""
        self.strangeness = Memo(index.strangeness)
        """How much speaks for a message being no business of ours: the logarithm of the odds."""
        self._nearest = Memo(lambda text: tuple(index.nearest(text, SEARCHED + FOREIGN_BETWEEN)))
        self._votes = Memo(self._heard_in_parts)

    def search(self, text: str) -> list[Candidate]:
        """What of ours ``text`` is nearest to, however far, nearest first."""
        return [one for one in self._nearest(text) if one.is_ours][:SEARCHED]

    def verdict(self, question: str) -> Verdict:
        """The verdict on a question that is read without the one before it."""
        found = self.search(question)
        if self.is_out_of_scope(question, found):
            return Verdict(Decision.FALLBACK, None, best_score(found))
        if self._is_asked_at_the_end(question, found):
            return self.verdict(last_sentence(question))
        borne_out = self._borne_out(question, self.decide(found), found)
        return self._as_ours(question, self._unless_strange(question, borne_out, found), found)

    def decide(
        self, found: Sequence[Candidate], answer_from: float = ANSWER_FROM, margin: float = MARGIN
    ) -> Verdict:
        """The verdict that the scores alone give: the first is the answer from ``answer_from`` on.

        It must be ``margin`` ahead of the second, or both so sure that the second is named below it. What may
        be a danger is answered sooner.
        """
        following = found[1].score if len(found) > 1 else 0.0
        if not found or found[0].score < min(answer_from, SUGGEST_FROM):
            return Verdict(Decision.FALLBACK, None, best_score(found))
        best = found[0]
        if self._is_pressing(best):
            answer_from, margin = min(answer_from, ANSWER_PRESSING_FROM), min(margin, PRESSING_MARGIN)
        is_ahead = best.score - following >= margin
        if best.score >= answer_from and (is_ahead or following >= BOTH_SURE_FROM):
            also = None if is_ahead else found[1]
            meant = self._articles[best.article_id]
            return Verdict(Decision.ANSWER, meant, best.score, offered(found[1:]), also=also)
        return Verdict(Decision.SUGGEST, None, best.score, offered(found))

    def _is_asked_at_the_end(self, story: str, found: Sequence[Candidate]) -> bool:
        """Whether the last sentence of a story alone plainly asks for one of what the whole is near to."""
        if not found or found[0].score >= SURE_WHATEVER_THE_END or not is_long(story):
            return False
        last = last_sentence(story)
        asked = self.search(last)[:1] if last != story else []
        thought_of = {one.article_id for one in found[1:] if one.score >= THOUGHT_OF_FROM}
        return any(one.score >= SURE_AT_THE_END and one.article_id in thought_of for one in asked)

    def _as_ours(self, question: str, verdict: Verdict, found: Sequence[Candidate]) -> Verdict:
        """The verdict on a message by itself: a short one that sounds like ours is answered sooner."""
        if verdict.decision is Decision.ANSWER or not found or is_long(question):
            return verdict
        if found[0].score < SUGGEST_OURS_FROM or not self.sounds_like_ours(question):
            return verdict
        following = found[1].score if len(found) > 1 else 0.0
        is_ahead = found[0].score >= TIMES_AS_SURE * following
        if is_ahead and (found[0].score >= ANSWER_OURS_FROM or self._is_agreed(question, found[0])):
            return self.decide(found, ANSWER_AGREED_FROM, 0.0)
        return Verdict(Decision.SUGGEST, None, found[0].score, offered(found, MENTION_OURS_FROM))

    def _is_agreed(self, question: str, candidate: Candidate) -> bool:
        """Whether the second opinion alone thinks of what the search found, though neither is sure."""
        if candidate.score < ANSWER_AGREED_FROM:
            return False
        return self._index.chance_among(question, [self.numbers[candidate.article_id]]) >= AGREED_FROM

    def _borne_out(self, question: str, verdict: Verdict, found: Sequence[Candidate]) -> Verdict:
        """The verdict on a long message, held against what its parts say alone."""
        if not found or found[0].score >= BEYOND_DOUBT or not is_long(question):
            return verdict
        if verdict.decision is Decision.ANSWER:
            return self._answer_borne_out(question, verdict, found)
        if verdict.decision is Decision.SUGGEST:
            return self._suggestion_borne_out(question, verdict, found)
        return verdict

    def _answer_borne_out(self, question: str, verdict: Verdict, found: Sequence[Candidate]) -> Verdict:
        """An answer to a story; a suggestion or nothing where its parts speak of something else."""
        is_ours = self.sounds_like_ours(question)
        sure = SURE_ENOUGH_AND_OURS if is_ours else SURE_AS_A_WHOLE
        if is_ours and found[0].score >= sure:
            return verdict  # whatever its parts say
        votes = self._votes(question)
        is_outvoted = votes.is_outvoted and not is_ours
        if is_outvoted and self._may_be_left_alone(question, found[0]):
            return Verdict(Decision.FALLBACK, None, verdict.score)
        is_unheard = found[0].score < sure and votes.said < BORNE_OUT_FROM
        if is_outvoted or is_unheard:
            return Verdict(Decision.SUGGEST, None, verdict.score, offered(found))
        return verdict

    def _suggestion_borne_out(self, question: str, verdict: Verdict, found: Sequence[Candidate]) -> Verdict:
        """A suggestion after a story; an answer where one of its parts says plainly what it is about."""
        is_ours, half_sure = self.sounds_like_ours(question), self._half_sure_from(question)
        if is_ours and found[0].score < half_sure:
            return verdict  # whatever its parts say
        votes = self._votes(question)
        if votes.is_outvoted and not is_ours and self._may_be_left_alone(question, found[0]):
            return Verdict(Decision.FALLBACK, None, verdict.score)
        is_plain = votes.foreign <= FOREIGN_SAID_UP_TO and votes.said >= PLAINLY_SAID_FROM
        return self.decide(found, half_sure, 0.0) if is_plain and found[0].score >= half_sure else verdict

    def _may_be_left_alone(self, question: str, best: Candidate) -> bool:
        """Whether nobody is in danger, or something out of scope is nearer than what is."""
        return not self._is_pressing(best) or not self._nearest(question)[0].is_ours

    def _half_sure_from(self, story: str) -> float:
        """From which confidence on a story is answered of which a part plainly says what it is about."""
        return HALF_SURE_AND_OURS_FROM if self.sounds_like_ours(story) else HALF_SURE_FROM

    def _heard_in_parts(self, question: str) -> PartVotes:
        """What the parts of a long message find alone, beside what the whole finds first."""
        found, parts = self.search(question), parts_of(question)
        is_answer = self.decide(found).decision is Decision.ANSWER
        enough: float | None = None
        if is_answer:
            enough = 0.0 if found[0].score >= SURE_AS_A_WHOLE else BORNE_OUT_FROM
        elif found[0].score < self._half_sure_from(question):
            enough = 0.0
        # 着火，着火，着火: the same cry is searched for once.
        found_by_a_part = cache(self._found_by_a_part)
        is_voted_on = not self.sounds_like_ours(question)
        return PartVotes.of(
            found[0].article_id, map(found_by_a_part, parts), len(parts), enough, is_voted_on=is_voted_on
        )

    def _found_by_a_part(self, part: str) -> list[Candidate]:
        found = self._index.matches([(part, 1.0)], _SEARCHED_OF_A_PART, as_written=True)
        return [match.candidate for match in found]

    def _unless_strange(self, question: str, verdict: Verdict, found: Sequence[Candidate]) -> Verdict:
        """The verdict on a message that stands by itself, held against how strange all of it sounds."""
        if verdict.decision is Decision.FALLBACK or verdict.score >= BEYOND_DOUBT:
            return verdict
        strangeness = self.strangeness(question)
        strange_from = max(STRANGE_FROM, STRANGE_PER_SURE * (verdict.score - ANSWER_FROM))
        strange_from += STRANGE_BUT_PRESSING if self._is_pressing(found[0]) else 0.0
        is_answer, is_story = verdict.decision is Decision.ANSWER, is_long(question)
        strange_from += STRANGE_BUT_LONG if is_story else 0.0
        # What a story is answered has been held against its parts.
        if strangeness > strange_from and not (is_answer and is_story):
            return Verdict(Decision.FALLBACK, None, verdict.score)
        is_doubtful = verdict.score < SURE_THOUGH_DOUBTFUL and strangeness > DOUBTFUL_FROM
        if is_answer and is_doubtful and not is_story:
            return Verdict(Decision.SUGGEST, None, verdict.score, offered(found))
        return verdict

    def sounds_like_ours(self, question: str) -> bool:
        """Whether the whole of ``question`` plainly sounds like what we are asked."""
        return NOT_STRANGE < self.strangeness(question) < PLAINLY_OURS

    def is_nearest_to_others(self, question: str) -> bool:
        """Whether ``question`` is nearer to an out-of-scope message than to anything of ours."""
        return any(not one.is_ours for one in self._nearest(question)[:1])

    def is_out_of_scope(self, question: str, found: Sequence[Candidate]) -> bool:
        """Whether the message is rather one of those that are no business of ours.

        What may be a danger is answered unless that is plain, and what does not sound strange unless they
        are some way ahead.
        """
        if not self.is_nearest_to_others(question):
            return False
        if not found:
            return True
        sounds_ours = self.strangeness(question) < SOUNDS_OURS
        ahead = SOMEWHAT_OUT_OF_SCOPE if sounds_ours else 0.0
        ahead = PLAINLY_OUT_OF_SCOPE if self._is_pressing(found[0]) else ahead
        return self._nearest(question)[0].score - found[0].score >= ahead

    def names_out_of_scope(self, question: str, found: Sequence[Candidate]) -> bool:
        """Whether a question that seems to lean (那护林员工资多少) names what is no business of ours."""
        if not self.is_nearest_to_others(question):
            return False
        return self._nearest(question)[0].score - best_score(found) >= OUT_OF_SCOPE_THOUGH_LEANING

    def themes_of(self, question: str) -> tuple[str, ...]:
        """The out-of-scope themes that ``question`` is near to, down to what is ours."""
        nearer = takewhile(lambda one: not one.is_ours and one.score >= THEME_FROM, self._nearest(question))
        return tuple(one.article_id.removeprefix(f"{OUT_OF_SCOPE}.") for one in nearer)

    def _is_pressing(self, candidate: Candidate) -> bool:
        return self._articles[candidate.article_id].urgency is not Urgency.NORMAL
