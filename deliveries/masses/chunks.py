"""Splits a list into parts that the mass-send interface accepts. Pure: no table, no clock."""

MOST, LEAST = 10_000, 2
"""Openids in one call [O, Batch_Sends_and_Originality_Checks]; one alone is refused (40130)."""


def part_sizes(people: int, most: int = MOST) -> list[int]:
    """How many people go into each part: as few parts as possible, nearly equal, none of one person.

    Empty if there are too few people for any part. Equal parts never leave a remainder of one: with two parts
    or more, each has at least half of ``most``.
    """
    if people < LEAST:
        return []
    count = -(-people // most)
    small, larger = divmod(people, count)
    return [small + 1] * larger + [small] * (count - larger)
