"""The one tree of errors that Anwen raises on purpose.

::

    AnwenError
    ├── RuleViolation      somebody asked for what a rule forbids; ``sentence`` is Chinese and safe to show
    │   ├── DoesNotFit     something is larger than the place where it is to be kept
    │   ├── MovedMeanwhile somebody else changed the same thing since it was read
    │   ├── NoReason       the step must be given a reason, and none was written
    │   └── NotFound       there is no such thing, or it is not yours: the two read the same
    ├── BadContent         a file written by editors cannot be used; says which file and why
    ├── Unavailable        a machine we need does not answer; trying later makes sense
    └── SettingsRefused    the settings are missing, wrong or unsafe together

Packages hang their own errors below these, named after the broken rule (``PaymentHeld``,
``BadSignature``). ``Exception`` itself is caught in three places: the webhook, the job runner, and the
error page of ``app/factory.py``, to which ``app/doorway.py`` hands what breaks before Flask; and in the
process of its own that reads a stranger's workbook. A test has the list.
"""


class AnwenError(Exception):
    """Base of every failure that was foreseen."""


class RuleViolation(AnwenError):
    """A rule of the office forbids this; ``sentence`` says so in Chinese, for a citizen or a clerk.

    ``about`` names the inputs that are wrong, by their form names with spaces between; empty when it is no
    single input.
    """

    sentence = "这一步现在不能办理。"
    about = ""

    def __init__(self, sentence: str | None = None, about: str = "") -> None:
        self.sentence = sentence or self.sentence
        self.about = about or self.about
        super().__init__(self.sentence)

    def by_field(self) -> dict[str, str]:
        """The sentences to show, by the name of the input each belongs to."""
        return dict.fromkeys(self.about.split(), self.sentence)


class NotFound(RuleViolation):
    """There is no such thing, or it belongs to somebody else."""

    sentence = "没有找到您要的内容。"


class DoesNotFit(RuleViolation):
    """Something is larger than the place where it is to be kept."""

    sentence = "有一项太长，或者有一个数太大，请改一下再试。"


class MovedMeanwhile(RuleViolation):
    """Somebody else has changed the same thing since it was read."""

    sentence = "这一件刚刚被别人办理过，请刷新后再看。"


class NoReason(RuleViolation):
    """A step that must be given a reason was given none."""

    sentence = "请写明理由。"
    about = "reason"


class BadContent(AnwenError):
    """A content file cannot be used; the message names the file and the reason."""


class Unavailable(AnwenError):
    """A database, broker or platform does not answer now; it may later."""


class SettingsRefused(AnwenError):
    """The settings are missing, wrong or unsafe together; ``complaints`` lists every one of them."""

    def __init__(self, complaints: list[str]) -> None:
        self.complaints = complaints
        super().__init__("\n".join(complaints))
