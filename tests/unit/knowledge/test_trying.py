"""A draft that is tried: answered from beside the library in use, which it changes nothing of."""

from dataclasses import replace
from typing import NoReturn

import pytest

from knowledge.building import build_library, shared_tokenizer
from knowledge.editorial.trying import TrialEditions
from knowledge.screening.intents import IntentClassifier
from knowledge.screening.tellings import EmergencyClassifier
from tests.index import KEPT
from tests.unit.knowledge.samples import FEW

DRAFT = replace(FEW[0], lead="草稿里的导语。")


def learns(*_: object) -> NoReturn:
    raise AssertionError("it takes ten seconds of a processor that answers citizens")


def test_a_draft_is_tried_with_what_the_process_has_learned_before(monkeypatch: pytest.MonkeyPatch) -> None:
    library = build_library(FEW, tokenizer=shared_tokenizer(KEPT), artifact_cache=KEPT)
    for learned in (EmergencyClassifier, IntentClassifier):
        monkeypatch.setattr(learned, "load", learns)
    trials = TrialEditions()

    tried = trials.with_draft(library, DRAFT)

    assert tried.articles[DRAFT.id].lead == "草稿里的导语。"
    assert library.articles[DRAFT.id].lead == FEW[0].lead
    assert trials.with_draft(library, DRAFT) is tried
