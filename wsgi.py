"""What gunicorn serves and what ``flask`` finds."""

import gc

# What is imported stays: looking for garbage among it takes a fifth of the time of starting.
gc.disable()

from app.factory import create_app  # noqa: E402
from app.settings import settings_or_exit  # noqa: E402

app = create_app(settings_or_exit())

gc.freeze()
gc.enable()
