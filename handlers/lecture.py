"""我想请你们来讲一课: where a lecture is asked for, and whom to call who will not fill in a form."""

from bot.turns import Outcome, Turn
from handlers import notices
from handlers.remembered import OFFERED
from handlers.scan_words import OWN_NAME, link
from handlers.traces import flow
from knowledge.library import LibraryHolder


class LectureOffer:
    """Tells how to book a lecture; ``page`` is the address of the form, ``own`` that of what was booked."""

    def __init__(self, library_holder: LibraryHolder, page: str, own: str) -> None:
        self._library_holder = library_holder
        self._page = page
        self._own = own

    def explain(self, _turn: Turn) -> Outcome:
        """The form and the telephone, however a lecture was wished for."""
        phone = self._library_holder.current().facts.fill("{duty_phone}")
        links = {"link": link(self._page, "预约宣讲"), "own_link": link(self._own, OWN_NAME)}
        text = notices.LECTURE.format(**links, duty_phone=phone)
        return Outcome.text(text, memory={OFFERED: "lecture"}, trace=flow("lecture"))
