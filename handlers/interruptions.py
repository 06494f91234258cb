"""What belongs to another skill although a talk about a tip is live: commands, codes, safety questions."""

import re

from bot.turns import Turn
from handlers import alarms, human, leave_question, more, picture, privacy, quiz
from handlers import help as helping
from handlers.media import is_unshown
from handlers.wish_patterns import wished
from knowledge.answering import Decision
from knowledge.library import Library, LibraryHolder
from knowledge.screening.answer_remarks import AGAIN, UNCLEAR, reduced
from tipoffs.intake.reading import looks_like_question
from tipoffs.intake.wizard import has_pictures, verb_of
from tipoffs.vault.codes import code_said
from wechat.messages import Event

COMMANDS = (
    helping.WORDS
    | human.WORDS
    | more.WORDS
    | privacy.EXPLAIN
    | privacy.FORGET
    | quiz.START
    | leave_question.START
    | leave_question.MINE
)
# 往哪跑 of somebody in danger; where a tip asks when or where, nobody answers with it.
_ASKS_WHERE = re.compile(
    r"(?:往|朝|上|到|去|躲|跑|打|找)(?:哪|谁|什么地方|几号)|(?:怎么|咋|如何)(?:办|弄|跑|逃|出|灭|救)"
)
_SHORTEST_REMARK = 3
# 好, 没有 and 不用了 answer what is asked of a reporter; these answer nothing.
_NOTHING_TOLD = frozenset({"greeting", "startled", "displeased", "small_letters", "sticker", "laugh"})


def is_for_others(turn: Turn, library_holder: LibraryHolder) -> bool:
    """Whether the other skills should have this message first; looks at no database."""
    if isinstance(turn.message, Event):
        return True
    said = turn.said
    if not said or verb_of(said) is not None:
        return False
    if _is_about_the_alarm(turn, library_holder.current()):
        return True
    is_theirs = has_pictures(said) or picture.may_be_theirs(said)
    if turn.is_command(COMMANDS) or (picture.is_wish(said) and not is_theirs):
        return True
    if code_said(said) is not None or wished(said) is not None:
        return True
    return looks_like_question(said) and is_answered_surely(said, library_holder)


def _is_about_the_alarm(turn: Turn, library: Library) -> bool:
    """Whether somebody told what to do just now asks about that (往哪跑) or says how it goes (没人接)."""
    event = library.urgent.event(alarms.standing(turn) or "")
    if event is None:
        return False
    asks = looks_like_question(turn.said) or _ASKS_WHERE.search(turn.said)
    # 没人 and 好的 answer what the tip asks.
    is_long = len(turn.said) >= _SHORTEST_REMARK
    return bool(asks) or (is_long and library.aftermath.remark(turn.said, event.id) is not None)


def is_answered_surely(said: str, library_holder: LibraryHolder) -> bool:
    """Whether the knowledge base has the one answer to this."""
    return library_holder.current().answerer.consult(said).decision is Decision.ANSWER


def says_nothing(said: str, library_holder: LibraryHolder) -> bool:
    """Whether nothing of this belongs into a tip: 你好, 没懂, 再说一遍, a sticker."""
    if not said:
        return False
    plain = reduced(said)
    if is_unshown(said) or UNCLEAR.fullmatch(plain) or AGAIN.fullmatch(plain):
        return True
    guard = library_holder.current().guards.match(said)
    return guard is not None and guard.is_firm and guard.id in _NOTHING_TOLD
