"""What is asked on after an answer: which part of it is meant, and what the next question may lean on."""

from dataclasses import replace
from typing import Any, Final

from bot.turns import Turn
from handlers import alarms, notices
from handlers.remembered import ARTICLE, ASKED, QUESTION, SUBJECT
from knowledge.after_another import SURE_FOLLOWING_FROM
from knowledge.answering import Candidate, Decision, Verdict
from knowledge.articles import Article, Urgency, sources_line
from knowledge.bare_questions import is_bare
from knowledge.library import Library
from knowledge.normalising import normalise
from knowledge.pointing import pointed
from knowledge.question_kinds import is_of_kind, kinds_of
from knowledge.search.followups import LONGEST_FOLLOWING, is_about_the_answer, leans
from knowledge.search.ranking import ANSWER_FROM

ANSWER_ELSEWHERE_FROM: Final = 0.35
"""What a question that goes on finds in another field than that of the article just read must be so sure.

Of 380 labelled conversations one right answer becomes a choice; of some 450 other turns seven wrong ones do.
"""


def is_second(turn: Turn, article: Article, question: str) -> bool:
    """Whether a short question goes on about ``article``, which was just read.

    The same question again does not, and neither does 没看懂, which is about the answer.
    """
    before = turn.talk.memory
    is_on = before.get(ARTICLE) == article.id and normalise(question) != normalise(before.get(ASKED, ""))
    return is_on and len(question) <= LONGEST_FOLLOWING and not is_about_the_answer(question)


def point_of(turn: Turn, library: Library, article: Article, question: str) -> str:
    """What of ``article``, which was just read, a second question is about, with its source.

    Empty where the question is about all of it, or about something else.
    """
    before = turn.talk.memory
    is_helped = before.get(alarms.HELPED) == article.id and len(question) <= LONGEST_FOLLOWING
    if not is_helped and not is_second(turn, article, question):
        return ""
    if normalise(question) == normalise(article.question):
        # That is what all of it answers.
        return ""
    found = pointed(question, article, library.index)
    told = before.get(ASKED, "")
    if not found and is_bare(question) and kinds_of(told) <= kinds_of(question):
        # 要紧吗 asks it of what was told: 被狗抓了一下没出血. What was asked before is not asked again.
        found = tuple(
            line
            for line in pointed(f"{told} {question}", article, library.index)
            if is_of_kind(question, line)
        )
    if not found:
        return ""
    lines = [library.facts.fill(line) for line in found]
    lead = library.facts.fill(article.lead)
    if article.urgency is not Urgency.NORMAL and lead not in lines:
        # Whoever may be in the middle of it has the first action before the eyes as well.
        lines.append(lead)
    source = sources_line(article)
    return "\n".join([notices.POINT_HEAD, *lines, "", *([source] if source else []), notices.POINT_FOOT])


def read_again(turn: Turn, library: Library, verdict: Verdict, question: str) -> Verdict:
    """The verdict; in its place an answer from the article just read, where that is what is asked of.

    That is where a line of it is asked for, and the search finds nothing else or only offers it; and where
    the question names nothing (罚多少, 去哪领), unless what was found is sure, or more than half so and has
    such a line itself.
    """
    before = turn.talk.memory
    name = before.get(ARTICLE) or before.get(alarms.HELPED)
    read = library.article(name) if name else None
    if read is None or verdict.article == read or not _may_mean(turn, library, verdict, read, question):
        return verdict
    others = tuple(one for one in verdict.alternatives if one.article_id != read.id)
    return replace(verdict, decision=Decision.ANSWER, article=read, alternatives=others, follows=True)


def offered_instead(turn: Turn, library: Library, verdict: Verdict) -> Verdict:
    """The verdict; a choice in its place, where a question that goes on hardly finds an answer elsewhere.

    老师电话打不通 after 坐大巴呢 found how to report a forest fire. An answer from the field of what was read
    needs to be no surer than the search wants it.
    """
    if verdict.article is None or not verdict.follows or verdict.score >= ANSWER_ELSEWHERE_FROM:
        return verdict
    before = turn.talk.memory
    read = library.article(before.get(ARTICLE) or before.get(alarms.HELPED) or "")
    if read is not None and read.category == verdict.article.category:
        return verdict
    found = verdict.article
    chosen = Candidate(found.id, found.topics, found.question, verdict.score)
    return replace(
        verdict, decision=Decision.SUGGEST, article=None, alternatives=(chosen, *verdict.alternatives)
    )


def _may_mean(turn: Turn, library: Library, verdict: Verdict, read: Article, question: str) -> bool:
    """Whether ``question`` is asked of ``read``, which was just read, though the search says otherwise."""
    if verdict.article is None:
        first = next(iter(verdict.alternatives), None)
        is_first = first is not None and first.article_id == read.id
        if is_bare(question) and is_first:
            # 怎么弄 after 单位要搞消防演练: no line is about it, and all of it is.
            return True
        is_left = verdict.decision is Decision.FALLBACK or is_first
        return (is_left or is_bare(question)) and bool(point_of(turn, library, read, question))
    if not is_bare(question) or verdict.score >= SURE_FOLLOWING_FROM:
        return False
    if point_of(turn, library, read, question):
        return True
    is_a_guess = verdict.score < ANSWER_FROM and is_second(turn, read, question)
    return is_a_guess and not pointed(question, verdict.article, library.index)


def subject_of(turn: Turn, question: str, verdict: Verdict) -> dict[str, Any]:
    """What the next question may lean on: this one, after the one that first named what both are about.

    Of 燃气软管多久换, 谁给换, 要钱不 the third leans on the first as much as on the second. What finds the
    same article again goes on about it; a question that leans, or finds nothing, changes no subject. The
    alarm in which the talk stands is kept beside it.
    """
    before = turn.talk.memory
    kept = {**alarms.carried(turn), ASKED: question}
    is_same = verdict.article is not None and verdict.article.id == before.get(ARTICLE)
    # Choices among which is what was just read go on about it, however unsure.
    is_offered = before.get(ARTICLE) in [one.article_id for one in verdict.alternatives]
    is_unsure = verdict.decision is Decision.SUGGEST and is_offered
    goes_on = verdict.follows or is_same or is_unsure
    is_empty = verdict.decision is Decision.FALLBACK
    if QUESTION not in before or not (goes_on or is_empty or leans(question)):
        return {**kept, QUESTION: question}
    subject = before.get(SUBJECT, before[QUESTION])
    return {**kept, QUESTION: f"{subject} {question}" if goes_on else before[QUESTION], SUBJECT: subject}
