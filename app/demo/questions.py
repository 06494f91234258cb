"""What the made-up county asked in the last weeks: mostly phrasings of published articles, and some that no
article answers. Nobody in particular asked; where no article is published, nothing is asked.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta
from random import Random

from app.demo.filling import Filler
from core.clock import SHANGHAI, china_date
from core.ids import row_number
from knowledge.answering import Decision
from knowledge.articles import Article
from knowledge.models import Feedback, LoggedQuestion

DAYS = 30
_A_DAY = (40, 90)
_PEOPLE = 400
# How the hours of a day share its questions: little at night, most in the evening.
_HOURS = (1, 1, 0, 0, 0, 1, 2, 4, 6, 7, 7, 6, 5, 5, 6, 6, 6, 7, 8, 9, 10, 8, 5, 2)
_UNANSWERED = (
    "农家乐申请动火要找哪个部门",
    "村里的老年食堂多久检查一次煤气",
    "出租房装独立烟感有没有补贴",
    "安全员证过期两个月还能补吗",
    "厂里的叉车证在哪里年审",
    "应急广播怎么半夜也响",
)
_FLOWS = ((Decision.ANSWER, 74), (Decision.SUGGEST, 8), (Decision.FALLBACK, 15), (Decision.EMERGENCY, 3))


def ask_questions(into: Filler, articles: Sequence[Article], chance: Random, until: datetime) -> int:
    """Write the questions of the last ``DAYS`` days, today's up to the present moment; how many."""
    if not articles:
        return 0
    # A few subjects make up most of what is asked, as everywhere.
    favourites = chance.sample(list(articles), min(25, len(articles)))
    asked = 0
    today = china_date(until)
    for back in range(DAYS, -1, -1):
        day = today - timedelta(days=back)
        for hour in chance.choices(range(24), _HOURS, k=chance.randint(*_A_DAY)):
            at = datetime(day.year, day.month, day.day, hour, chance.randrange(60), tzinfo=SHANGHAI)
            if at > until:
                continue
            article = chance.choice(favourites if chance.random() < 0.7 else articles)
            _ask(into, article, chance, at)
            asked += 1
    return asked


def _ask(into: Filler, article: Article, chance: Random, at: datetime) -> None:
    decision = chance.choices([one for one, _ in _FLOWS], [weight for _, weight in _FLOWS])[0]
    is_known = decision is not Decision.FALLBACK
    is_answered = decision in (Decision.ANSWER, Decision.EMERGENCY)
    feedback = chance.choices((None, Feedback.USEFUL, Feedback.USELESS), (80, 17, 3))[0]
    into.add(
        LoggedQuestion,
        id=row_number(at),
        at=at,
        question=chance.choice(article.phrasings) if is_known else chance.choice(_UNANSWERED),
        decision=decision.value,
        article=article.id if is_answered else None,
        topics=list(article.topics) if is_known else [],
        score=round(chance.uniform(0.6, 1.0) if is_answered else chance.uniform(0.1, 0.5), 3),
        asker=f"{chance.randrange(_PEOPLE):032x}",
        feedback=feedback if is_answered else None,
    )
