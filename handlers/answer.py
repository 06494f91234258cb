"""Answers safety questions from the reviewed articles, or says honestly that there is no answer."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from bot.paging import PAGE_BYTES
from bot.turns import Outcome, Turn
from core.text import byte_length
from handlers import alarms, notices
from handlers.picture import picture_line
from handlers.question_log import QuestionLog
from handlers.remembered import ARTICLE, ASKED, CHOICES, LOG, OF_AN_ANSWER, QUESTION, REDIRECTED, SUBJECT
from handlers.second_questions import is_second, offered_instead, point_of, read_again, subject_of
from handlers.traces import flow, searched
from knowledge.answering import Candidate, Decision, Verdict
from knowledge.articles import Article, Urgency, render
from knowledge.bare_questions import is_bare
from knowledge.gallery import Picture
from knowledge.library import Library, LibraryHolder
from knowledge.screening.answer_remarks import says_it_did_not_help
from knowledge.screening.asking import asks_calmly, asks_only_whom_to_turn_to
from knowledge.screening.guards import Guardrail

_MOST_CHOICES = 3


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
        if QUESTION in turn.talk.memory and says_it_did_not_help(turn.said):
            # There was no answer to rate: choices, a refusal, nothing.
            return Outcome.text(notices.with_links(notices.FEEDBACK_SORRY), trace=flow("answer"))
        library = self._library_holder.current()
        question = library.question_in(turn.said)
        previous = turn.talk.memory.get(QUESTION)
        guard = _same_door(turn, library) or library.guard(turn.said, previous)
        if guard is not None:
            return self._guarded(turn, library, guard, question)
        verdict = library.answerer.consult(question, previous)
        # 怎么证明 after an article names no theme: it is asked of what was read.
        referral = None if previous and is_bare(question) else library.referral(verdict)
        if referral is not None:
            return self._guarded(turn, library, referral, question)
        verdict = offered_instead(turn, library, read_again(turn, library, verdict, question))
        return self._outcome(turn, library, verdict, question)

    def give(self, turn: Turn, article_id: str) -> Outcome:
        """The answer of one article that the person picked."""
        library = self._library_holder.current()
        article = library.article(article_id)
        if article is None:
            return Outcome.text(notices.ARTICLE_GONE, trace=flow("answer"))
        verdict = Verdict(Decision.ANSWER, article, score=1.0)
        log_id = self._log(turn, verdict)
        text = self.with_foot(render(article, library.facts), article, log_id)
        memory = {
            **_kept(turn),
            QUESTION: article.question,
            ARTICLE: article.id,
            LOG: log_id,
            **_alarm(turn, library, article),
        }
        return Outcome.text(text, memory=memory, trace=searched(verdict))

    def list_of(self, categories: Sequence[str], limit: int) -> list[str]:
        """The most pressing articles of each category, as links, at most ``limit`` of each."""
        lines: list[str] = []
        for category in categories:
            found = self._library_holder.current().in_category(category)[:limit]
            lines += [notices.article_link(article.id, article.question) for article in found]
        return lines

    def with_foot(
        self, text: str, article: Article, log_id: int | None, also: Candidate | None = None
    ) -> str:
        """``text``, which answers from ``article``, with what can be tapped below it.

        These are its picture, its page where one can be opened, ``also``, which answers the other of two
        questions, and whether it helped.
        """
        picture, foot = self._below(article, log_id, also)
        text += picture
        if self._page_of is not None:
            link = f"\n{notices.PAGE_LINE.format(url=self._page_of(article.id))}"
            # An answer that just fits stays one message: the page says nothing that the answer does not.
            if byte_length(text + link + foot) <= PAGE_BYTES:
                text += link
        return text + foot

    def _below(self, article: Article, log_id: int | None, also: Candidate | None) -> tuple[str, str]:
        """What stands below an answer before its page, and what after it."""
        foot = f"\n\n{notices.also_asked(also.article_id, also.question)}" if also else ""
        foot += f"\n\n{notices.feedback_line(log_id)}" if log_id is not None else ""
        return picture_line(article, self._gallery), foot

    @staticmethod
    def _chosen(turn: Turn) -> str | None:
        """The article behind a bare 1, 2 or 3, when choices were offered in the last turn."""
        choices: list[str] = turn.talk.memory.get(CHOICES, [])
        digit = turn.said.strip("。.、 ")
        if len(digit) == 1 and digit.isdecimal() and 1 <= int(digit) <= len(choices):
            return choices[int(digit) - 1]
        return None

    def _guarded(self, turn: Turn, library: Library, guard: Guardrail, question: str) -> Outcome:
        """The guardrail's reply; the numbers to call stand first where somebody may be in danger."""
        self._question_log.write(turn, decision=str(guard.decision))
        is_told = not guard.is_firm and library.urgent.may_be_told(question)
        head = f"{notices.FIRST_HELP}\n" if is_told else ""
        text = library.facts.fill(notices.with_leave_link(guard.reply))
        trace = {"decision": str(guard.decision), "guard": guard.id}
        return Outcome.text(head + text, memory=_without_answer(turn, library, guard, question), trace=trace)

    def _outcome(self, turn: Turn, library: Library, verdict: Verdict, question: str) -> Outcome:
        """What is said to this verdict of the search: the answer, choices, or that there is none."""
        log_id = self._log(turn, verdict)
        memory = subject_of(turn, question, verdict)
        if verdict.decision is Decision.ANSWER and verdict.article is not None:
            article = verdict.article
            room = PAGE_BYTES - byte_length("".join(self._below(article, log_id, verdict.also)))
            text = _answer(turn, library, verdict, article, question, room)
            text = self.with_foot(text, article, log_id, verdict.also)
            memory |= {**_alarm(turn, library, article, question), ARTICLE: article.id, LOG: log_id}
        elif verdict.decision is Decision.SUGGEST:
            offered = verdict.alternatives[:_MOST_CHOICES]
            text = _first_help(library, offered, question) + _choices(offered)
            memory[CHOICES] = [choice.article_id for choice in offered]
        else:
            may_be_told = library.urgent.may_be_told(question)
            text = notices.with_links(notices.FALLBACK_TOLD if may_be_told else notices.FALLBACK)
        return Outcome.text(text, memory=memory, trace=searched(verdict))

    def _log(self, turn: Turn, verdict: Verdict) -> int | None:
        article = verdict.article
        return self._question_log.write(
            turn,
            decision=str(verdict.decision),
            article=article.id if article else None,
            topics=article.topics if article else (),
            score=verdict.score,
        )


def _answer(
    turn: Turn, library: Library, verdict: Verdict, article: Article, question: str, room: int
) -> str:
    """What answers ``question``: the line of ``article`` that a second question means, or all of it.

    ``room``: how many bytes it may have if it is to be one message with what stands below it.
    """
    head = ""
    if article.urgency is Urgency.NORMAL and library.urgent.may_be_told(question):
        # Mere advice, but somebody may be in the middle of it.
        head = f"{notices.FIRST_HELP}\n"
    point = "" if verdict.also else point_of(turn, library, article, question)
    if point:
        return head + point
    if verdict.follows and article.urgency is Urgency.NORMAL and is_second(turn, article, question):
        # Before the lead of what presses stands nothing.
        head += f"{notices.LOOK_AGAIN}\n"
    return head + _with_point(library, article, question, room - byte_length(head))


def _with_point(library: Library, article: Article, question: str, room: int) -> str:
    """The whole of ``article``; the line that ``question`` asks for right after the lead, if both fit."""
    whole = render(article, library.facts)
    line = library.asked_line(question, article)
    if line is None:
        return whole
    fuller = render(article, library.facts, f"{notices.POINT_HEAD}\n{library.facts.fill(line)}")
    return fuller if byte_length(fuller) <= room else whole


def _choices(offered: Sequence[Candidate]) -> str:
    lines = [notices.article_link(choice.article_id, choice.question) for choice in offered]
    foot = notices.with_links(notices.SUGGEST_FOOT)
    return f"{notices.SUGGEST_HEAD}\n{notices.numbered(lines)}\n{foot}"


def _alarm(turn: Turn, library: Library, article: Article, question: str = "") -> dict[str, Any]:
    """The alarm in which the talk stands when a danger is answered by ``article``; empty where it is another.

    Either it was told, not asked about, just now: 闻着有点味 is no cry, and 还是有味 after it is no new
    question. Or it was raised before, and the answer says more of it: after 窗户打开了 somebody may still
    say 嗓子疼.
    """
    # Picking one of the choices tells nothing.
    is_open = question and article.urgency is Urgency.EMERGENCY
    told = library.urgent.answered(question, article.id) if is_open else None
    if told is not None:
        return alarms.raised(told.id, turn.now)
    raised = library.urgent.event(alarms.standing(turn) or "")
    return alarms.kept(turn) if raised is not None and raised.article_id == article.id else {}


def _kept(turn: Turn) -> dict[str, Any]:
    """The alarm, and what was asked, which whoever picks one of the choices may still want to leave."""
    asked = {ASKED: turn.talk.memory[ASKED]} if ASKED in turn.talk.memory else {}
    return {**alarms.carried(turn), **asked}


def _without_answer(turn: Turn, library: Library, guard: Guardrail, question: str) -> dict[str, Any] | None:
    """What is remembered after a guardrail's reply: no answer that 没懂, 没用 or 看图 would mean.

    Small talk between leaves the answer before it standing (None), as people do who say thanks first. A thing
    of ours that is only not told about (那报警器哪里买) is what the next question (装在哪) may lean on.
    """
    if guard.decision is Decision.SMALLTALK:
        return None
    forgotten = {*OF_AN_ANSWER, REDIRECTED}
    kept = {name: kept for name, kept in turn.talk.memory.items() if name not in forgotten}
    is_told = not asks_calmly(question) or asks_only_whom_to_turn_to(question)
    if guard.opens is not None and is_told:
        kept |= alarms.raised(guard.opens, turn.now)
    if guard.decision is Decision.FALLBACK and library.answerer.consult(question).article is not None:
        kept |= {QUESTION: f"{kept.get(SUBJECT, kept.get(QUESTION, ''))} {question}".strip()}
    if guard.decision is Decision.REDIRECT:
        kept[REDIRECTED] = turn.talk.memory.get(REDIRECTED, question) if is_bare(question) else question
    return {**kept, ASKED: question}


def _same_door(turn: Turn, library: Library) -> Guardrail | None:
    """The authority named just now, where a question that names nothing (打哪个电话) asks for it."""
    asked = turn.talk.memory.get(REDIRECTED)
    return library.guard(asked) if asked and is_bare(turn.said) else None


def _first_help(library: Library, offered: Sequence[Candidate], question: str) -> str:
    """The numbers to call, where what was meant may be an emergency that nobody recognised."""
    if library.urgent.may_be_told(question):
        return f"{notices.FIRST_HELP}\n"
    meant = (library.articles.get(one.article_id) for one in offered)
    if any(article is not None and article.urgency is not Urgency.NORMAL for article in meant):
        return f"{notices.FIRST_HELP}\n"
    return ""
