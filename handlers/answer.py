"""Answers safety questions from the reviewed articles, or says honestly that there is no answer."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from bot.paging import PAGE_BYTES
from bot.turns import Outcome, Turn
from core.text import byte_length
from handlers import alarms, notices
from handlers.picture import picture_line
from handlers.question_log import QuestionLog
from handlers.traces import flow
from knowledge.answering import Candidate, Decision, Verdict
from knowledge.articles import Article, Urgency, render, sources_line
from knowledge.gallery import Picture
from knowledge.library import Library, LibraryHolder
from knowledge.normalising import READ_AT_MOST, normalise
from knowledge.pointing import pointed
from knowledge.screening.answer_remarks import says_it_did_not_help
from knowledge.screening.asking import asks_calmly
from knowledge.screening.guards import Guardrail
from knowledge.search.followups import LONGEST_FOLLOWING, is_about_the_answer, is_bare, leans

LONGEST_QUESTION = READ_AT_MOST
"""What is longer is cut for the search, not for the person."""
CHOICES = 3
ASKED = "asked"
"""Where the talk remembers what was asked last, word for word: 留言 offers it."""
_OF_AN_ANSWER = ("article", "log", "picture")


class AnswerHandler:
    """Guards first, then the knowledge base: answer, choices, or the honest fallback."""

    def __init__(
        self,
        library_holder: LibraryHolder,
        question_log: QuestionLog,
        gallery: Mapping[str, Picture],
        page_of: Callable[[str], str] | None = None,
    ) -> None:
        """``page_of`` gives the address of an article's page, where citizens can open one."""
        self._library_holder = library_holder
        self._question_log = question_log
        self._gallery = gallery
        self._page_of = page_of

    def handle(self, turn: Turn) -> Outcome | None:
        """See ``bot.turns.Handler``."""
        if not turn.said:
            return None
        chosen = self._chosen(turn)
        if chosen:
            return self.give(turn, chosen)
        if "question" in turn.talk.memory and says_it_did_not_help(turn.said):
            # There was no answer to rate: choices, a refusal, nothing.
            return Outcome.text(notices.with_links(notices.FEEDBACK_SORRY), trace=flow("answer"))
        library = self._library_holder.current()
        question = turn.said[:LONGEST_QUESTION]
        previous = turn.talk.memory.get("question")
        guard = library.guard(question, previous)
        if guard is not None:
            return self._guarded(turn, library, guard, question)
        verdict = library.answerer.consult(question, previous)
        referral = library.referral(verdict)
        if referral is not None:
            return self._guarded(turn, library, referral, question)
        return self._outcome(turn, library, _read_again(turn, library, verdict, question), question)

    def give(self, turn: Turn, article_id: str) -> Outcome:
        """The answer of one article that the person picked."""
        library = self._library_holder.current()
        article = library.article(article_id)
        if article is None:
            return Outcome.text(notices.ARTICLE_GONE, trace=flow("answer"))
        log_id = self._question_log.write(
            turn, decision="answer", article=article.id, topics=article.topics, score=1.0
        )
        trace = _trace("answer", article, 1.0, ())
        subject = {**_kept(turn), "question": article.question, **_alarm(turn, library, article)}
        return self._answered(library, article, log_id, subject, trace)

    def list_of(self, categories: Sequence[str], limit: int) -> list[str]:
        """The most pressing articles of each category, as links, at most ``limit`` of each."""
        lines: list[str] = []
        for category in categories:
            found = self._library_holder.current().in_category(category)[:limit]
            lines += [notices.article_link(article.id, article.question) for article in found]
        return lines

    @staticmethod
    def _chosen(turn: Turn) -> str | None:
        """The article behind a bare 1, 2 or 3, when choices were offered in the last turn."""
        choices: list[str] = turn.talk.memory.get("choices", [])
        digit = turn.said.strip("。.、 ")
        if len(digit) == 1 and digit.isdecimal() and 1 <= int(digit) <= len(choices):
            return choices[int(digit) - 1]
        return None

    def _guarded(self, turn: Turn, library: Library, guard: Guardrail, question: str) -> Outcome:
        """The guardrail's reply; the numbers to call stand first where somebody may be in danger."""
        self._question_log.write(turn, decision=str(guard.decision))
        is_told = not guard.is_firm and library.urgent.tells_danger(question)
        head = f"{notices.FIRST_HELP}\n" if is_told else ""
        text = library.facts.fill(notices.with_leave_link(guard.reply))
        trace = {"decision": str(guard.decision), "guard": guard.id}
        return Outcome.text(head + text, memory=_without_answer(turn, guard, question), trace=trace)

    def _outcome(self, turn: Turn, library: Library, verdict: Verdict, question: str) -> Outcome:
        article = verdict.article
        log_id = self._question_log.write(
            turn,
            decision=str(verdict.decision),
            article=article.id if article else None,
            topics=article.topics if article else (),
            score=verdict.score,
        )
        trace = _trace(str(verdict.decision), article, verdict.score, verdict.alternatives)
        if verdict.decision is Decision.ANSWER and article is not None:
            head = ""
            if article.urgency is Urgency.NORMAL and library.urgent.may_be_told(question):
                # Mere advice, but somebody may be in the middle of it.
                head = f"{notices.FIRST_HELP}\n"
            subject = {**_subject(turn, question, verdict), **_alarm(turn, library, article, question)}
            meant = "" if verdict.also else _point(turn, library, article, question)
            if not meant and verdict.follows and _is_second(turn, article, question):
                # The lead of what presses stands first, and nothing before it.
                head += f"{notices.LOOK_AGAIN}\n" * (article.urgency is Urgency.NORMAL)
            return self._answered(library, article, log_id, subject, trace, head, verdict.also, meant)
        if verdict.decision is Decision.SUGGEST:
            offered = verdict.alternatives[:CHOICES]
            lines = [notices.article_link(choice.article_id, choice.question) for choice in offered]
            foot = notices.with_links(notices.SUGGEST_FOOT)
            memory = {
                **_subject(turn, question, verdict),
                "choices": [choice.article_id for choice in offered],
            }
            text = f"{notices.SUGGEST_HEAD}\n{notices.numbered(lines)}\n{foot}"
            return Outcome.text(_first_help(library, verdict, question) + text, memory=memory, trace=trace)
        unknown = notices.FALLBACK_TOLD if library.urgent.may_be_told(question) else notices.FALLBACK
        text = notices.with_links(unknown)
        return Outcome.text(text, memory=_subject(turn, question, verdict), trace=trace)

    def _answered(
        self,
        library: Library,
        article: Article,
        log_id: int | None,
        subject: dict[str, Any],
        trace: dict[str, Any],
        head: str = "",
        also: Candidate | None = None,
        meant: str = "",
    ) -> Outcome:
        """``head`` stands before the answer; below it stands what answers the other of two questions.

        ``meant`` is said in the place of an answer that was just read, of which it is a part.
        """
        whole = meant or render(article, library.facts)
        text = head + whole + picture_line(article, self._gallery)
        foot = f"\n\n{notices.also_asked(also.article_id, also.question)}" if also else ""
        foot += f"\n\n{notices.feedback_line(log_id)}" if log_id is not None else ""
        if self._page_of is not None:
            link = f"\n{notices.PAGE_LINE.format(url=self._page_of(article.id))}"
            # An answer that just fits stays one message: the page says nothing that the answer does not.
            if byte_length(text + link + foot) <= PAGE_BYTES:
                text += link
        text += foot
        memory: dict[str, Any] = {**subject, "article": article.id, "log": log_id}
        return Outcome.text(text, memory=memory, trace=trace)


def _alarm(turn: Turn, library: Library, article: Article, question: str = "") -> dict[str, Any]:
    """The alarm in which the talk stands when a danger is answered by ``article``; empty where it is another.

    Either it was told, not asked about, just now: 闻着有点味 is no cry, and 还是有味 after it is no new
    question. Or it was raised before, and the answer says more of it: after 窗户打开了 somebody may still
    say 嗓子疼.
    """
    told = library.urgent.answered(question, article.id) if article.urgency is Urgency.EMERGENCY else None
    if told is not None:
        return alarms.raised(told.id, turn.now)
    raised = library.urgent.event(alarms.standing(turn) or "")
    return alarms.kept(turn) if raised is not None and raised.article_id == article.id else {}


def _read_again(turn: Turn, library: Library, verdict: Verdict, question: str) -> Verdict:
    """The verdict; where the answer just read is offered first and a line of it says what is asked, that."""
    first = next(iter(verdict.alternatives), None) if verdict.decision is Decision.SUGGEST else None
    article = library.article(first.article_id) if first else None
    if article is None or not _point(turn, library, article, question):
        return verdict
    others = verdict.alternatives[1:]
    return replace(verdict, decision=Decision.ANSWER, article=article, alternatives=others, follows=True)


def _point(turn: Turn, library: Library, article: Article, question: str) -> str:
    """What of the answer just read a second question is about; empty where it is about all of it."""
    before = turn.talk.memory
    is_helped = before.get(alarms.HELPED) == article.id and len(question) <= LONGEST_FOLLOWING
    if not is_helped and not _is_second(turn, article, question):
        return ""
    if normalise(question) == normalise(article.question):
        # That is what all of it answers.
        return ""
    found = pointed(question, article, library.index)
    if not found and is_bare(question):
        # 要紧吗 asks it of what was told: 被狗抓了一下没出血.
        found = pointed(f"{before.get(ASKED, '')} {question}", article, library.index)
    lines = [library.facts.fill(line) for line in found]
    lead = library.facts.fill(article.lead)
    if lines and article.urgency is not Urgency.NORMAL and lead not in lines:
        # Whoever may be in the middle of it has the first action before the eyes as well.
        lines.append(lead)
    if not lines:
        return ""
    source = sources_line(article)
    return "\n".join([notices.POINT_HEAD, *lines, "", *([source] if source else []), notices.POINT_FOOT])


def _is_second(turn: Turn, article: Article, question: str) -> bool:
    """Whether a short question goes on about the article just read; not the same again, nor 没看懂."""
    before = turn.talk.memory
    is_on = before.get("article") == article.id and normalise(question) != normalise(before.get(ASKED, ""))
    return is_on and len(question) <= LONGEST_FOLLOWING and not is_about_the_answer(question)


def _subject(turn: Turn, question: str, verdict: Verdict) -> dict[str, Any]:
    """What the next question may lean on: this one, after the one that first named what both are about.

    Of 燃气软管多久换, 谁给换, 要钱不 the third leans on the first as much as on the second. What finds the
    same article again goes on about it; a question that leans, or finds nothing, changes no subject.
    """
    before = turn.talk.memory
    kept = {**alarms.carried(turn), ASKED: question}
    is_same = verdict.article is not None and verdict.article.id == before.get("article")
    goes_on = verdict.follows or is_same
    is_empty = verdict.decision is Decision.FALLBACK
    if "question" not in before or not (goes_on or is_empty or leans(question)):
        return {**kept, "question": question}
    subject = before.get("subject", before["question"])
    return {
        **kept,
        "question": f"{subject} {question}" if goes_on else before["question"],
        "subject": subject,
    }


def _kept(turn: Turn) -> dict[str, Any]:
    """The alarm, and what was asked, which whoever picks one of the choices may still want to leave."""
    asked = {ASKED: turn.talk.memory[ASKED]} if ASKED in turn.talk.memory else {}
    return {**alarms.carried(turn), **asked}


def _without_answer(turn: Turn, guard: Guardrail, question: str) -> dict[str, Any] | None:
    """What is remembered after a guardrail's reply: no answer that 没懂, 没用 or 看图 would mean.

    Small talk between leaves the answer before it standing (None), as people do who say thanks first.
    """
    if guard.decision is Decision.SMALLTALK:
        return None
    kept = {name: kept for name, kept in turn.talk.memory.items() if name not in _OF_AN_ANSWER}
    if guard.opens is not None and not asks_calmly(question):
        kept |= alarms.raised(guard.opens, turn.now)
    return {**kept, ASKED: question}


def _first_help(library: Library, verdict: Verdict, question: str) -> str:
    """The numbers to call, where what was meant may be an emergency that nobody recognised."""
    if library.urgent.may_be_told(question):
        return f"{notices.FIRST_HELP}\n"
    meant = (library.articles.get(one.article_id) for one in verdict.alternatives[:CHOICES])
    if any(article is not None and article.urgency is not Urgency.NORMAL for article in meant):
        return f"{notices.FIRST_HELP}\n"
    return ""


def _trace(
    decision: str, article: Article | None, score: float, others: Sequence[Candidate]
) -> dict[str, Any]:
    return {
        "decision": decision,
        "article": article.id if article else None,
        "topics": list(article.topics) if article else [],
        "score": round(score, 4),
        "alternatives": [
            {
                "article": other.article_id,
                "topics": list(other.topics),
                "question": other.question,
                "score": round(other.score, 4),
            }
            for other in others
        ],
    }
