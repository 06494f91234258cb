"""What the question of the day says in the chat; nothing induces anybody to follow, share or come back."""

import re
from datetime import date

from core.clock import day_words
from handlers.notices import article_link, link
from quizzes.choices import label_of
from quizzes.daily import Answered
from quizzes.question import Kind, Question

LETTERS = re.compile("[A-Fa-fＡ-Ｆ]")
AGAIN = link("今天的题", "每日一题", "skill:quiz")
REMINDER = f"{AGAIN}还没答：想接着答，点一下；不答了，回复“不答了”。"
STOPPED = "好的，不答了。有安全方面的问题随时问我。"
DONE_TODAY = "今天的题您已经答过了。想多做几道，这里有练习：{page}"
PAGES = (
    "竞赛、成绩和排名、网络学院、证书都在这里：\n{page}\n"
    "哪天开始和截止、谁能参加、有没有奖，点开那场竞赛看；没写的，回复“留言”问我们。\n"
    "抽中了奖的，在那场竞赛的成绩里看领奖码，凭它和您填的手机号到主办单位领取。\n"
    "举报得的奖金是另一回事，不在那里：发“举报奖金怎么领”。"
)
GUESS = "没关系，猜一个也行，答完马上告诉您对不对、为什么。"
TODAYS = "今天的题在这里："
RIGHT, WRONG = "答对了。", "这次没答对，没关系，记住就好。"
HOW_ONE = "点一下您的答案，或者回复前面的字母。"
HOW_VERDICT = "点一下，或者回复“对”或“错”。"
HOW_SEVERAL = "可以多选：把您选的字母一起发来，比如“AC”。"


def asked(question: Question, day: date, page: str) -> str:
    """The question with its options; each a link where one is to be chosen."""
    head = f"每日一题（{day_words(day)}，{question.kind.label}）"
    lines = [_option(question, letter, day) for letter in question.letters]
    how = HOW_VERDICT if question.kind is Kind.TRUE_FALSE else HOW_ONE
    if question.takes_several:
        how = HOW_SEVERAL
    picture = [f"图在网页上：{page}/today"] if question.kind is Kind.PICTURE else []
    return "\n".join([head, question.stem, *lines, how, *picture])


def explained(told: Answered, article: tuple[str, str] | None, page: str) -> str:
    """Right or not, the right answer, why, on what it rests, and where to read on."""
    question = told.question
    right = "；".join(_named(question, letter) for letter in sorted(question.right))
    lines = [
        RIGHT if told.right else WRONG,
        f"正确答案：{right}",
        question.explanation,
        f"依据：{question.source}",
    ]
    if article is not None:
        lines.append(f"细说：{article_link(*article)}")
    if told.run > 1:
        lines.append(f"您已经连续答了{told.run}天。")
    lines.append(f"还想做几道，这里有练习：{page}")
    return "\n".join(lines)


def _option(question: Question, letter: str, day: date) -> str:
    words = _named(question, letter)
    if question.takes_several:
        return words
    return link(words, label_of(question, letter), f"quiz:{day.isoformat()}:{letter}")


def _named(question: Question, letter: str) -> str:
    label = label_of(question, letter)
    return label if label == question.option(letter) else f"{label}. {question.option(letter)}"
