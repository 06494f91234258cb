"""The decision: one answer, a few suggestions, or the honest word that there is none."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import cache
from itertools import takewhile

from knowledge.articles import Article, Urgency
from knowledge.search.entries import OUT_OF_SCOPE
from knowledge.search.followups import (
    another,
    corrected,
    following,
    is_about_the_answer,
    is_bare,
    leans,
    may_follow,
    new_words,
)
from knowledge.search.index import FOREIGN_BETWEEN, Candidate, Index, surest
from knowledge.search.onward import Onward
from knowledge.search.opinion import NOT_STRANGE
from knowledge.search.parts import (
    BORNE_OUT_FROM,
    FOREIGN_SAID_UP_TO,
    HALF_SURE_AND_OURS_FROM,
    HALF_SURE_FROM,
    PLAINLY_SAID_FROM,
    SURE_AS_A_WHOLE,
    SURE_ENOUGH_AND_OURS,
    PartVotes,
    is_long,
    parts_of,
)
from knowledge.search.ranking import (
    AGREED_FROM,
    ANSWER_AGREED_FROM,
    ANSWER_FOLLOWING_FROM,
    ANSWER_FROM,
    ANSWER_OURS_FROM,
    ANSWER_PRESSING_FROM,
    BEYOND_DOUBT,
    DOUBTFUL_FROM,
    MARGIN,
    MENTION_FOLLOWING_FROM,
    MENTION_FROM,
    MENTION_OURS_FROM,
    OFFER_FOLLOWING_FROM,
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
    SURE_ALONE,
    SURE_ENOUGH_TO_NAME,
    SURE_FOLLOWING_FROM,
    SURE_THOUGH_DOUBTFUL,
    SURE_TURNED,
    SURE_WITHOUT_REPLACING,
    THEME_FROM,
    TIMES_AS_SURE,
    UNEXPLAINED_OF_STRANGE,
    UNEXPLAINED_OF_SURE_UP_TO,
    UNEXPLAINED_UP_TO,
)
from knowledge.search.remembering import Memo
from knowledge.search.twofold import two_questions
from knowledge.verdicts import ALTERNATIVES, Decision, Verdict, decided, put_together

__all__ = ["ALTERNATIVES", "Answerer", "Candidate", "Decision", "Verdict", "decided"]

_SEARCHED = 6
_SEARCHED_TOGETHER = 10
_SEARCHED_OF_A_PART = 3


class Answerer:
    """Consults the index; every thread may use the same one."""

    def __init__(self, index: Index, articles: Mapping[str, Article]) -> None:
        self._index = index
        self._articles = articles
        self._nearest = Memo(lambda text: tuple(index.nearest(text, _SEARCHED + FOREIGN_BETWEEN)))
        self._votes = Memo(self._heard_in_parts)
        self._strangeness = Memo(index.strangeness)
        self._onward = Onward(articles.values())
        self._numbers = {entry.id: number for number, entry in enumerate(index.entries) if entry.is_ours}
        pressing = [
            number for name, number in self._numbers.items() if articles[name].urgency is not Urgency.NORMAL
        ]
        self._verdict = Memo(self._consulted)
        self._danger = Memo(lambda text: index.chance_among(text, pressing))

    def consult(self, question: str, previous: str | None = None) -> Verdict:
        """Decide on ``question``; ``previous`` is the person's question before it, if it is still fresh.

        The previous question is read only where this one does not stand by itself: where it finds nothing
        sure, or looks as if it leaned on the one before.
        """
        return self._verdict(question, previous or None)

    def _consulted(self, question: str, previous: str | None = None) -> Verdict:
        verdict = self._of_both(question, previous, self._judged(question, previous))
        if verdict.decision is not Decision.FALLBACK:
            return verdict
        return replace(verdict, out_of_scope=self._themes_of(question))

    def _of_both(self, question: str, previous: str | None, whole: Verdict) -> Verdict:
        """The verdict on a message, held against both where it is two questions."""
        both = two_questions(question) if whole.decision is not Decision.FALLBACK else None
        if both is None:
            return whole
        return put_together(whole, self._judged(both[0], previous), self._judged(both[1], both[0]))

    def _judged(self, question: str, previous: str | None) -> Verdict:
        if previous and is_about_the_answer(question):
            again = self._judged(previous, None)
            if again.decision is Decision.ANSWER:
                return replace(again, follows=True)
        correction = corrected(question, previous) if previous else None
        if correction and correction.whole:
            verdict = self._judged(correction.whole, None)
            if verdict.decision is Decision.ANSWER:
                return replace(verdict, follows=True)
        if correction:
            question = correction.meant
        found = self._search(question)
        turned = self._turned(question, previous, found) if previous else None
        if turned is not None:
            return turned
        is_leaning = bool(previous) and leans(question) and not self._names_out_of_scope(question, found)
        if self._is_out_of_scope(question, found) and not is_leaning:
            return Verdict(Decision.FALLBACK, None, found[0].score if found else 0.0)
        if not previous or not may_follow(question, found[0].score if found else 0.0):
            return self._standing_alone(question, found)
        before = self._search(previous)
        subject = self._articles[before[0].article_id] if before and before[0].score >= SUGGEST_FROM else None
        # What a story was about is what it found; its every word would drown those of the question.
        told = before[0].question if subject and is_long(previous) else previous
        together = self._index.search_after(new_words(question), told, _SEARCHED_TOGETHER)
        # What 罚多少 finds by itself is about anything.
        alone = [] if is_bare(question) else found
        followed = following(alone, together, subject, self._articles)[:_SEARCHED]
        thing = correction.meant if correction else another(question)
        if thing and (not followed or followed[0].score < SURE_WITHOUT_REPLACING):
            instead = self._index.search_instead(thing, told, _SEARCHED_TOGETHER)
            followed = following(alone, surest([*together, *instead]), subject, self._articles)[:_SEARCHED]
        names_another = correction is not None and bool(found) and found[0].score >= SUGGEST_FROM
        if names_another and subject and subject.urgency is Urgency.NORMAL:
            # What was answered before is not what was meant. (A cylinder leaks as a pipe does.)
            followed.sort(key=lambda one: one.article_id == subject.id)
        if followed and not is_leaning and self._changes_subject(question, followed[0]):
            return self._standing_alone(question, found)
        if not followed or followed[0].score < ANSWER_FOLLOWING_FROM:
            verdict = self._decide(found, ANSWER_FROM, MARGIN)
            return self._offering(question, verdict, followed) if subject else verdict
        verdict = replace(self._decide(followed, ANSWER_FOLLOWING_FROM, 0.0), follows=True)
        return _naming(verdict, found, subject)

    def _turned(self, question: str, previous: str, found: Sequence[Candidate]) -> Verdict | None:
        """The verdict on a short question whose words point to a neighbour of what was read before."""
        before = self._search(previous)
        if not before or before[0].score < SUGGEST_FROM:
            return None
        read = self._articles[before[0].article_id]
        turn = self._onward.turn(question, read)
        if turn is None:
            return None
        meant = self._articles[turn.article_id]
        own = self._articles[found[0].article_id] if found and found[0].score >= ANSWER_FROM else meant
        names_its_own = own.category not in (meant.category, read.category) and not leans(question)
        if own.id != meant.id and (names_its_own or found[0].score >= SURE_ALONE):
            return None
        left = self._index.unexplained(turn.besides, self._numbers[meant.id])
        if left > (UNEXPLAINED_OF_STRANGE if self._strangeness(question) > 0.0 else UNEXPLAINED_UP_TO):
            return None
        others = [one for one in surest([before[0], *found]) if one.article_id != meant.id]
        return Verdict(Decision.ANSWER, meant, SURE_TURNED, _offered(others), follows=True)

    def _standing_alone(self, question: str, found: Sequence[Candidate]) -> Verdict:
        """The verdict on a question that is read without the one before it."""
        borne_out = self._borne_out(question, self._decide(found, ANSWER_FROM, MARGIN), found)
        return self._as_ours(question, self._unless_strange(question, borne_out, found), found)

    def _changes_subject(self, question: str, follower: Candidate) -> bool:
        """Whether ``question`` says too much that the best answer to both questions speaks of nowhere."""
        left = self.unexplained(question, follower.article_id)
        if follower.score >= SURE_FOLLOWING_FROM:
            return left > UNEXPLAINED_OF_SURE_UP_TO
        return left > UNEXPLAINED_UP_TO or (
            left > UNEXPLAINED_OF_STRANGE and self._strangeness(question) > 0.0
        )

    def unexplained(self, question: str, article_id: str) -> float:
        """How much a question that goes on says, in units of one rare word, and the article nowhere."""
        return self._index.unexplained(new_words(question), self._numbers[article_id])

    def nearest(self, question: str) -> Candidate | None:
        """What of ours ``question`` is nearest to, however far; None where nothing is."""
        return next(iter(self._search(question)), None)

    def is_out_of_scope(self, question: str) -> bool:
        """Whether ``question`` is nearer to an out-of-scope message than to anything of ours."""
        return any(not one.is_ours for one in self._nearest(question)[:1])

    def reading(self, question: str) -> str:
        """What was probably meant: pinyin as characters, and a wrong character as one of the same sound."""
        return self._index.reading(question)

    def strangeness(self, question: str) -> float:
        """How much speaks for ``question`` being no business of ours: the logarithm of the odds."""
        return self._strangeness(question)

    def chance_of_danger(self, question: str) -> float:
        """How likely ``question`` is about any danger at all, even where no single one is near."""
        return self._danger(question)

    def _offering(self, question: str, alone: Verdict, followed: Sequence[Candidate]) -> Verdict:
        """The verdict on a question by itself, or where that is no answer a choice of what may follow.

        What a bare question (多少钱) finds by itself is about anything and not offered.
        """
        if alone.decision is Decision.ANSWER:
            return alone
        if is_bare(question):
            alone = Verdict(Decision.FALLBACK, None, alone.score)
        if not followed or followed[0].score < OFFER_FOLLOWING_FROM:
            return alone
        if self._strangeness(question) > STRANGE_FROM:
            return alone
        likely = [one for one in followed if one.score >= MENTION_FOLLOWING_FROM]
        by_id = {one.article_id: one for one in (*alone.alternatives, *likely)}
        offered = sorted(by_id.values(), key=lambda one: -one.score)[:ALTERNATIVES]
        return Verdict(Decision.SUGGEST, None, offered[0].score, tuple(offered))

    def sounds_like_ours(self, question: str) -> bool:
        """Whether the whole of ``question`` plainly sounds like what we are asked."""
        return NOT_STRANGE < self._strangeness(question) < PLAINLY_OURS

    def _as_ours(self, question: str, verdict: Verdict, found: Sequence[Candidate]) -> Verdict:
        """The verdict on a message by itself: a short one that sounds like ours is answered sooner."""
        if verdict.decision is Decision.ANSWER or not found or is_long(question):
            return verdict
        if found[0].score < SUGGEST_OURS_FROM or not self.sounds_like_ours(question):
            return verdict
        following = found[1].score if len(found) > 1 else 0.0
        is_ahead = found[0].score >= TIMES_AS_SURE * following
        if is_ahead and (found[0].score >= ANSWER_OURS_FROM or self._is_agreed(question, found[0])):
            return self._decide(found, ANSWER_AGREED_FROM, 0.0)
        return Verdict(Decision.SUGGEST, None, found[0].score, _offered(found, MENTION_OURS_FROM))

    def _is_agreed(self, question: str, candidate: Candidate) -> bool:
        """Whether the second opinion alone thinks of what the search found, though neither is sure."""
        if candidate.score < ANSWER_AGREED_FROM:
            return False
        return self._index.chance_among(question, [self._numbers[candidate.article_id]]) >= AGREED_FROM

    def _borne_out(self, question: str, verdict: Verdict, found: Sequence[Candidate]) -> Verdict:
        """The verdict on a long message, held against what its parts say alone."""
        if not found or found[0].score >= BEYOND_DOUBT or not is_long(question):
            return verdict
        if verdict.decision not in (Decision.ANSWER, Decision.SUGGEST):
            return verdict
        is_answer = verdict.decision is Decision.ANSWER
        is_ours = self.sounds_like_ours(question)
        half_sure = self._half_sure_from(question)
        is_settled = found[0].score >= SURE_ENOUGH_AND_OURS if is_answer else found[0].score < half_sure
        if is_ours and is_settled:
            return verdict  # whatever its parts say
        votes = self._votes(question)
        is_outvoted = votes.is_outvoted and not is_ours
        if is_outvoted and (not self._is_pressing(found[0]) or not self._nearest(question)[0].is_ours):
            return Verdict(Decision.FALLBACK, None, verdict.score)
        sure = SURE_ENOUGH_AND_OURS if is_ours else SURE_AS_A_WHOLE
        is_unheard = found[0].score < sure and votes.said < BORNE_OUT_FROM
        if is_answer and (is_outvoted or is_unheard):
            return Verdict(Decision.SUGGEST, None, verdict.score, _offered(found))
        is_half_sure = not is_answer and found[0].score >= half_sure
        is_only_ours = votes.foreign <= FOREIGN_SAID_UP_TO
        if is_half_sure and is_only_ours and votes.said >= PLAINLY_SAID_FROM:
            return self._decide(found, half_sure, 0.0)
        return verdict

    def _half_sure_from(self, story: str) -> float:
        """From which confidence on a story is answered of which a part plainly says what it is about."""
        return HALF_SURE_AND_OURS_FROM if self.sounds_like_ours(story) else HALF_SURE_FROM

    def _heard_in_parts(self, question: str) -> PartVotes:
        """What the parts of a long message find alone, beside what the whole finds first."""
        found, parts = self._search(question), parts_of(question)
        is_answer = self._decide(found, ANSWER_FROM, MARGIN).decision is Decision.ANSWER
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

    def _search(self, text: str) -> list[Candidate]:
        return [one for one in self._nearest(text) if one.is_ours][:_SEARCHED]

    def _themes_of(self, question: str) -> tuple[str, ...]:
        """The out-of-scope themes that ``question`` is near to, down to what is ours."""
        nearer = takewhile(lambda one: not one.is_ours and one.score >= THEME_FROM, self._nearest(question))
        return tuple(one.article_id.removeprefix(f"{OUT_OF_SCOPE}.") for one in nearer)

    def _is_out_of_scope(self, question: str, found: Sequence[Candidate]) -> bool:
        """Whether the message is rather one of those that are no business of ours.

        What may be a danger is answered unless that is plain, and what does not sound strange unless they
        are some way ahead.
        """
        nearest = self._nearest(question)
        if not nearest or not found:
            return bool(nearest) and not nearest[0].is_ours
        if nearest[0].is_ours:
            return False
        sounds_ours = self._strangeness(question) < SOUNDS_OURS
        ahead = SOMEWHAT_OUT_OF_SCOPE if sounds_ours else 0.0
        ahead = PLAINLY_OUT_OF_SCOPE if self._is_pressing(found[0]) else ahead
        return nearest[0].score - found[0].score >= ahead

    def _names_out_of_scope(self, question: str, found: Sequence[Candidate]) -> bool:
        """Whether a question that seems to lean (那护林员工资多少) names what is no business of ours."""
        nearest = self._nearest(question)
        if not nearest or nearest[0].is_ours:
            return False
        return nearest[0].score - (found[0].score if found else 0.0) >= OUT_OF_SCOPE_THOUGH_LEANING

    def _unless_strange(self, question: str, verdict: Verdict, found: Sequence[Candidate]) -> Verdict:
        """The verdict on a message that stands by itself, held against how strange all of it sounds."""
        if verdict.decision is Decision.FALLBACK or verdict.score >= BEYOND_DOUBT:
            return verdict
        strangeness = self._strangeness(question)
        strange_from = max(STRANGE_FROM, STRANGE_PER_SURE * (verdict.score - ANSWER_FROM))
        strange_from += STRANGE_BUT_PRESSING if self._is_pressing(found[0]) else 0.0
        is_answer, is_story = verdict.decision is Decision.ANSWER, is_long(question)
        strange_from += STRANGE_BUT_LONG if is_story else 0.0
        # What a story is answered has been held against its parts.
        if strangeness > strange_from and not (is_answer and is_story):
            return Verdict(Decision.FALLBACK, None, verdict.score)
        is_doubtful = verdict.score < SURE_THOUGH_DOUBTFUL and strangeness > DOUBTFUL_FROM
        if is_answer and is_doubtful and not is_story:
            return Verdict(Decision.SUGGEST, None, verdict.score, _offered(found))
        return verdict

    def _is_pressing(self, candidate: Candidate) -> bool:
        return self._articles[candidate.article_id].urgency is not Urgency.NORMAL

    def _decide(self, found: Sequence[Candidate], answer_from: float, margin: float) -> Verdict:
        following = found[1].score if len(found) > 1 else 0.0
        if not found or found[0].score < min(answer_from, SUGGEST_FROM):
            return Verdict(Decision.FALLBACK, None, found[0].score if found else 0.0)
        best = found[0]
        if self._is_pressing(best):
            answer_from, margin = min(answer_from, ANSWER_PRESSING_FROM), min(margin, PRESSING_MARGIN)
        if best.score >= answer_from and best.score - following >= margin:
            return Verdict(Decision.ANSWER, self._articles[best.article_id], best.score, _offered(found[1:]))
        return Verdict(Decision.SUGGEST, None, best.score, _offered(found))


def _naming(verdict: Verdict, found: Sequence[Candidate], subject: Article | None) -> Verdict:
    """The verdict on what follows; where it is the same answer again, with what the question finds alone."""
    if subject is None or verdict.article != subject or not found:
        return verdict
    alone = found[0]
    if alone.article_id == subject.id or alone.score < SURE_ENOUGH_TO_NAME:
        return verdict
    others = (one for one in verdict.alternatives if one.article_id != alone.article_id)
    return replace(verdict, alternatives=(alone, *others)[:ALTERNATIVES])


def _offered(found: Sequence[Candidate], mention_from: float = MENTION_FROM) -> tuple[Candidate, ...]:
    return tuple(one for one in found if one.score >= mention_from)[:ALTERNATIVES]
