"""The pages of sending: pushes, audiences, the ledger of what may still be sent, the monitor."""

from admin.needs import Needs
from admin.routes import Routes, Section
from admin.sending.audiences import Audiences
from admin.sending.code_form import CodeForm
from admin.sending.codes import Codes
from admin.sending.ledger import Ledger
from admin.sending.materials import Materials
from admin.sending.monitor import Monitor
from admin.sending.push_form import PushForm
from admin.sending.push_steps import PushSteps
from admin.sending.pushes import Pushes


class SendingSection:
    """One section, made of smaller ones."""

    def __init__(self, needs: Needs) -> None:
        pushes = Pushes(needs)
        self._parts: tuple[Section, ...] = (
            pushes,
            PushForm(needs),
            PushSteps(needs, pushes),
            Audiences(needs),
            Ledger(needs),
            Monitor(needs),
            Materials(needs),
            Codes(needs),
            CodeForm(needs),
        )

    def add_to(self, routes: Routes) -> None:
        """Add the pages."""
        for part in self._parts:
            part.add_to(routes)
