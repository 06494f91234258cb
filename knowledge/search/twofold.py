"""Two questions in one message: 煤气罐几年检一次？能横着放吗.

Taken as a whole they are like some third entry by chance; taken one after the other each is what it is, and
the second leans on the first as if it had been sent after it.
"""

import re
from typing import Final

from knowledge.search.parts import clauses_of, is_long

_ASKS: Final = re.compile(
    r"怎|咋|点样|几|多少|多久|多高|多远|哪|边度|谁|什么|啥|乜|吗|么|是否|如何|该不|够不|还是|没有$|不$|([^不])不\1"
)
_SHORTEST: Final = 4  # characters


def two_questions(text: str) -> tuple[str, str] | None:
    """Both of two questions, where a short ``text`` is just two clauses and each of them asks something."""
    clauses = [] if is_long(text) else clauses_of(text)
    if len(clauses) != 2 or min(map(len, clauses)) < _SHORTEST or not all(map(_ASKS.search, clauses)):
        return None
    return clauses[0], clauses[1]
