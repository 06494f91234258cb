"""Tip-offs by citizens, the hazards they point at, the rewards they earn: three linked machines and a vault.

Four offices, each seeing only those below it: ``rewards`` → ``tips`` → ``hazards`` → ``vault``. A tip is the
citizen's case, a hazard the bureau's, a reward the money's. None of them speaks HTTP or WeChat.
"""
