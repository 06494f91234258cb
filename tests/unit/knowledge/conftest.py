"""What the tests of the knowledge base share."""

import pytest

from knowledge.answering import Answerer
from knowledge.building import shared_tokenizer
from knowledge.search.index import Index
from knowledge.search.tokenizer import Tokenizer
from tests.index import KEPT
from tests.unit.knowledge.samples import FEW


@pytest.fixture(scope="session")
def tokenizer() -> Tokenizer:
    """The project's words and synonyms."""
    return shared_tokenizer(KEPT)


@pytest.fixture(scope="session")
def index(tokenizer: Tokenizer) -> Index:
    """The index of a few articles."""
    return Index.build(FEW, tokenizer)


@pytest.fixture(scope="session")
def answerer(index: Index) -> Answerer:
    """Decides over a few articles."""
    return Answerer(index, {article.id: article for article in FEW})
