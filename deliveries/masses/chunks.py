"""Cutting a list into parts that the mass-send interface takes. Pure: no table, no clock."""

MOST, LEAST = 10_000, 2
"""Openids in one call [O, Batch_Sends_and_Originality_Checks]; one alone is refused (40130)."""


def part_sizes(people: int, most: int = MOST) -> list[int]:
    """How many go into each part: as few parts as possible, all nearly the same size, none of one person.

    Empty where there are too few people for any. Equal parts never leave a rest of one: with at least two
    parts each has at least half of ``most``.
    """
    if people < LEAST:
        return []
    count = -(-people // most)
    small, larger = divmod(people, count)
    return [small + 1] * larger + [small] * (count - larger)
