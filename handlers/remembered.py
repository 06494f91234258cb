"""What a talk remembers of the last answer, by the name under which ``Talk.memory`` keeps it.

A reply that changes any of it replaces the memory as a whole (``Outcome.memory``), so who writes one of these
says what becomes of the others. What only one skill reads, that skill names (the alarm, the pictures that
wait, the tip that was shown).
"""

from typing import Final

ASKED: Final = "asked"
"""What was asked last, word for word: 留言 and a tip offer to take it over."""
QUESTION: Final = "question"
"""What the next question may lean on: what was asked, after the subject where it went on about one."""
SUBJECT: Final = "subject"
"""The question that first named what the questions after it are about; only while they go on about it."""
ARTICLE: Final = "article"
"""The id of the article that was just read: 没懂, 看图 and a second question are about it."""
LOG: Final = "log"
"""The number of the question in the query log: 有用 and 没用 are noted there."""
PICTURE: Final = "picture"
"""How many pictures of the article were shown."""
CHOICES: Final = "choices"
"""The ids of the articles that were offered, in the order of their numbers."""
OFFERED: Final = "offered"
"""The name of the skill that was just offered: 五月行吗 is asked of that."""
REDIRECTED: Final = "redirected"
"""What was asked that is another authority's business: 打哪个电话 after it asks for the same door."""

OF_AN_ANSWER: Final = (ARTICLE, LOG, PICTURE)
"""What there is only after an answer."""
