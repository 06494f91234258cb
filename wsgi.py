"""What gunicorn serves and what ``flask`` finds."""

import gc

# What is imported stays: looking for garbage among it takes a fifth of the time of starting.
gc.disable()

from core.imports import without_module  # noqa: E402

# To draw traces in colours, which our log lines never are, it would load rich and pygments where they are
# installed for development: 8 MB.
with without_module("rich"):
    import structlog  # noqa: F401

from app.factory import create_app  # noqa: E402
from app.settings_loading import settings_or_exit  # noqa: E402

app = create_app(settings_or_exit())

gc.freeze()
gc.enable()
