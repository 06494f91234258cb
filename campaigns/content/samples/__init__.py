"""Finished manuscripts to learn from and to show; their facts are those of ``knowledge/content/``."""

from pathlib import Path

FOLDER = Path(__file__).parent
