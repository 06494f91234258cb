"""All verbs of the office for a tip, in one service: start reading with ``taking``."""

from tipoffs.tips.answering import AnswerVerbs
from tipoffs.tips.holding import InternalVerbs
from tipoffs.tips.taking import IntakeVerbs
from tipoffs.tips.talking import CorrespondenceVerbs
from tipoffs.tips.verifying import VerificationVerbs


class TipService(IntakeVerbs, VerificationVerbs, AnswerVerbs, InternalVerbs, CorrespondenceVerbs):
    """Every verb of a tip; those of dispatching and of handing up come with ``AnswerVerbs``.

    Every verb opens the tip (scope, exclusion), asks the table (state, permission) and the guards, writes the
    event, and ends with a notice and a line in the audit log. None commits.
    """
