"""Short commands that people type, with and without the politeness around them."""

from core.text import width_folded

_AROUND = " \t\n\r。.，,！!？?、~～“”\"'‘’"


def command(said: str) -> str:
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


def is_command(said: str, words: frozenset[str]) -> bool:
    """Whether ``said`` is one of ``words`` and nothing else."""
    return len(said) <= 16 and command(said) in words
