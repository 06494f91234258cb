"""What somebody chose, read from what they tapped, ticked or typed. Pure."""

import re

from core.text import width_folded
from quizzes.question import FALSE, TRUE, Kind, Question
from quizzes.refusals import BadChoice

_AROUND = re.compile("^(我?的?答案是?|我?(选|答|觉得是?|认为是?))?[:：]?|[吧。.!！,，、\\s]+$")
_BETWEEN = re.compile("[,，、和与及/\\s]+")
_YES = frozenset({"对", "对的", "正确", "是", "是的", "√", "✓", "对啊", "对呀"})
_NO = frozenset({"错", "错的", "错误", "不对", "不是", "不正确", "×", "✗", "x", "错啊"})


def chosen_letters(question: Question, chosen: str) -> frozenset[str]:
    """The letters chosen; ``BadChoice`` where there is none, one too many, or one that is not there."""
    letters = frozenset(chosen)
    if not letters or not letters <= set(question.letters):
        raise BadChoice
    if len(letters) > 1 and not question.takes_several:
        raise BadChoice("这道题只能选一个答案。")
    return letters


def spoken_choice(question: Question, said: str) -> str | None:
    """The letters that a message names, if it is nothing but an answer to this question; else None.

    Only what can be nothing else is taken: A, 选B, a c d, 对, 不对. The rest belongs to other skills.
    """
    if len(said) > 16:
        return None
    bare = _AROUND.sub("", _AROUND.sub("", width_folded(said).strip())).strip()
    if question.kind is Kind.TRUE_FALSE:
        if bare.lower() in _YES:
            return "A"
        if bare.lower() in _NO:
            return "B"
        return bare.upper() if bare.upper() in ("A", "B") else None
    letters = _BETWEEN.sub("", bare).upper()
    if not letters or not set(letters) <= set(question.letters):
        return None
    return "".join(sorted(set(letters)))


def label_of(question: Question, letter: str) -> str:
    """How an option is named to people: its letter, or 对 and 错."""
    if question.kind is Kind.TRUE_FALSE:
        return {"A": TRUE, "B": FALSE}[letter]
    return letter
