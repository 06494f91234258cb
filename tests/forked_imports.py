"""All that web, worker and simulator import and read before they know a setting; see ``forking.py``.

Not what counts: prometheus_client decides at its import, by the environment, where it keeps its numbers.
"""

import gc

# As ``wsgi.py`` does.
gc.disable()

from core.imports import without_module  # noqa: E402

with without_module("rich"):
    import structlog  # noqa: F401

import dramatiq  # noqa: E402, F401
import gunicorn.app.wsgiapp  # noqa: E402, F401

import admin.blueprint  # noqa: E402, F401
import app.cli.listing  # noqa: E402
import app.wiring  # noqa: E402, F401
import h5.blueprint  # noqa: E402, F401
import simulator.server  # noqa: E402, F401
from knowledge.building import shared_classifier, shared_intents, shared_screens, shared_tokenizer  # noqa: E402
from tests.index import KEPT  # noqa: E402

shared_screens()
_tokenizer = shared_tokenizer(KEPT)
shared_classifier(_tokenizer, KEPT)
shared_intents(_tokenizer, KEPT)
gc.freeze()
