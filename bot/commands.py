"""Short commands that people type, with and without the politeness around them."""

from core.text import width_folded

LONGEST_COMMAND = 16
_AROUND = " \t\n\r。.，,！!？?、~～“”\"'‘’"


def bare(said: str) -> str:
    """``said`` reduced to the bare command: full-width folded, without signs around it, lower case."""
    return (
        width_folded(said)
        .strip()
        .strip(_AROUND)
        .lower()
        .removeprefix("我要")
        .removeprefix("我想")
        .removesuffix("吧")
    )
