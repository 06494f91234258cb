"""All verbs of the office for a tip, in one service made of its desks: start reading with ``taking``."""

from tipoffs.tips.talking import Talking


class TipService(Talking):
    """Intake, dispatching, verifying, answering, holding, talking with the reporter.

    Every verb opens the tip (scope, exclusion), asks the table (state, permission) and the guards, writes the
    event, and ends with a notice and a line in the audit log. None commits.
    """
