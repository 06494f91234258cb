"""An article whose draft the platform no longer has: the draft is made again, then the call.

A draft leaves the platform's box once it was sent [O, draft box]. The second push of one content, or the
second part of a list, may therefore find it gone (40007) although nothing is wrong with it.
"""

from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from deliveries.mailings.messages import mass_message_of, stored
from deliveries.mailings.models import Mailing
from deliveries.masses.models import MassSend
from deliveries.masses.ports import Articles
from deliveries.messages import Article

GONE = 40007
LOOK_AGAIN = timedelta(seconds=3)


def is_made_again(
    session: Session, row: MassSend, articles: Articles | None, errcode: int | None, now: datetime
) -> bool:
    """Whether the article was gone and is now being sent to the platform again."""
    if articles is None or errcode != GONE:
        return False
    mailing = session.get_one(Mailing, row.mailing_id)
    message = mass_message_of(mailing)
    return isinstance(message, Article) and articles.renew(session, mailing.id, message.media_id, now)


def is_ready(session: Session, row: MassSend, articles: Articles | None, now: datetime) -> bool:
    """Whether the call can be made; one that waits for its article is examined again soon."""
    if articles is None or row.errcode != GONE or row.mailing_id is None:
        return True
    media_id = articles.current(session, row.mailing_id)
    if media_id is None:
        row.due_at = now + LOOK_AGAIN
        return False
    session.get_one(Mailing, row.mailing_id).message = stored(Article(media_id))
    row.errcode = row.failure = None
    session.flush()
    return True
