"""Recognises short typed commands, with or without polite words around them."""

from core.text import width_folded

LONGEST_COMMAND = 16
_AROUND = " \t\n\r。.，,！!？?、~～“”\"'‘’"


def bare(said: str) -> str:
    """``said`` as a bare command: full-width forms folded, punctuation around it removed, lower case."""
    return (
        width_folded(said)
        .strip()
        .strip(_AROUND)
        .lower()
        .removeprefix("我要")
        .removeprefix("我想")
        .removesuffix("吧")
    )
