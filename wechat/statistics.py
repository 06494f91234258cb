"""What the platform counts of its own: readers of articles. Only accounts that are verified may ask."""

from datetime import date
from typing import Any

from deliveries.masses.ports import DayOfReads
from deliveries.ports import FailureClass, GatewayRefusal
from wechat.calls import Calls
from wechat.transport import as_promised

API = "/datacube/getarticleread"


class Statistics(Calls):
    """The calls for the platform's own figures (``datacube``)."""

    def article_reads(self, day: date) -> DayOfReads:
        """Readers of every article on one day: older interfaces of the kind take no longer span [O]."""
        body = {"begin_date": day.isoformat(), "end_date": day.isoformat()}
        answer = self._client.call("POST", API, data=body)
        found = answer.get("list")
        if not isinstance(found, list):
            raise GatewayRefusal(FailureClass.LOST, f"{API}: the answer has no list")
        with as_promised(API):
            readers = dict(_reader(one) for one in found if one.get("ref_date") == day.isoformat())
        return DayOfReads(readers, is_late=bool(answer.get("is_delay")))


def _reader(one: dict[str, Any]) -> tuple[str, int]:
    try:
        return str(one["msgid"])[:64], int(one["detail"]["read_user"])
    except (KeyError, TypeError, ValueError) as error:
        raise GatewayRefusal(FailureClass.LOST, f"{API}: an article lacks its count") from error
