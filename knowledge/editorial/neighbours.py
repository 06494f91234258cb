"""Where the phrasings of an article come close to other articles. Pure: asks the index of an edition."""

from collections.abc import Sequence
from dataclasses import dataclass

from knowledge.articles import Article
from knowledge.search.index import Candidate, Index
from knowledge.search.ranking import ANSWER_FROM, SUGGEST_FROM

MOST_COMPARED = 20
_LOOKED_AT = 3


@dataclass(frozen=True, slots=True)
class Neighbour:
    """A phrasing that today finds another article, and how surely (0 to 1).

    ``is_taken``: whoever asks so is given that other article as the answer.
    """

    phrasing: str
    other: Candidate

    @property
    def is_taken(self) -> bool:
        """Whether the account would answer with it."""
        return self.other.score >= ANSWER_FROM


def neighbours(index: Index, article: Article) -> Sequence[Neighbour]:
    """The phrasings of ``article`` that come close to others, the closest first.

    At most twenty are compared, those that the edition does not know yet first. An other article counts from
    the confidence on that would make it a choice, and only where it is not behind the article itself.
    """
    found = []
    known = next(
        (frozenset(one.phrasings) for one in index.entries if one.id == article.id), frozenset[str]()
    )
    for phrasing in sorted(article.phrasings, key=known.__contains__)[:MOST_COMPARED]:
        for one in index.search(phrasing, _LOOKED_AT):
            if one.article_id == article.id or one.score < SUGGEST_FROM:
                break
            found.append(Neighbour(phrasing, one))
            break
    return sorted(found, key=lambda one: (-one.other.score, one.phrasing))
