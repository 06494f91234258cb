"""The page that shows what was just submitted: its number, its code and the promised day."""

from flask import Blueprint, make_response, redirect, url_for
from flask.typing import ResponseReturnValue

from followers.services import is_following
from h5.needs import Needs
from h5.showing import page
from h5.tips import words
from h5.tips.access import Access
from h5.tips.draft_cookie import keep_token
from h5.tips.headers import with_form_headers
from tipoffs.intake.submitting import Receipt
from tipoffs.vault.codes import code_as_svg, read_code


class ReceiptPages:
    """Shows a receipt until the reporter says that it is written down."""

    def __init__(self, needs: Needs, access: Access) -> None:
        self._needs = needs
        self._access = access

    def add_to(self, blueprint: Blueprint) -> None:
        """Hang the pages on the blueprint."""
        blueprint.add_url_rule("/tips/done", "tips_done", self.done)
        blueprint.add_url_rule("/tips/done", "tips_written_down", self.written_down, methods=["POST"])

    def lead_to(self, receipt: Receipt) -> ResponseReturnValue:
        """On to the page with the code; a second submission finds what the first one left in the session."""
        kept = self._access.receipt()
        if receipt.code or kept is None or kept[0] != receipt.number:
            self._access.keep_receipt(receipt.number, receipt.code, receipt.decide_on)
        self._access.open(receipt.number)
        return redirect(url_for("h5.tips_done"), 303)

    def done(self) -> ResponseReturnValue:
        """Number, code and promised day, until the reporter says that they are written down."""
        receipt = self._access.receipt()
        if receipt is None:
            return redirect(url_for("h5.tips_code"), 303)
        number, code, decide_on = receipt
        read, openid = read_code(code), self._access.openid()
        with self._needs.database.reading() as transaction:
            hears = openid is not None and is_following(transaction, openid)
        return with_form_headers(
            page(
                "tips/done",
                number=number,
                code=code,
                drawing=code_as_svg(read) if read else "",
                decide_on=decide_on,
                by_openid=openid is not None,
                hears=hears,
                shared_phone=words.SHARED_PHONE,
            )
        )

    def written_down(self) -> ResponseReturnValue:
        """The code is not shown again."""
        receipt = self._access.receipt()
        self._access.drop_receipt()
        if receipt is None:
            return redirect(url_for("h5.tips_code"), 303)
        response = make_response(redirect(url_for("h5.tips_case", number=receipt[0]), 303))
        return keep_token(response, "", self._needs)
