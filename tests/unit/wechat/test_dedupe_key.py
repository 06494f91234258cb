"""The unique key of a delivery: equal for a retry, different for everything else."""

from tests.unit.wechat.pushes import OPENID, ORIGINAL_ID, event_push, push, tag, text_push
from wechat.parsing import parse_message


def key(xml: str) -> str:
    return parse_message(xml.encode()).dedupe_key


def position(latitude: str) -> str:
    return event_push(
        "LOCATION", f"<Latitude>{latitude}</Latitude><Longitude>121</Longitude><Precision>40</Precision>"
    )


def test_a_message_is_known_by_both_parties_and_its_number() -> None:
    assert key(text_push()) == f"m:{ORIGINAL_ID}:{OPENID}:6054768590064713728"


def test_two_people_may_share_a_message_number() -> None:
    other = text_push().replace(OPENID, OPENID[::-1])
    assert key(text_push()) != key(other)


def test_a_retried_event_has_the_same_key() -> None:
    assert key(event_push("CLICK", tag("EventKey", "a"))) == key(event_push("CLICK", tag("EventKey", "a")))


def test_two_buttons_in_one_second_are_two_events() -> None:
    assert key(event_push("CLICK", tag("EventKey", "a"))) != key(event_push("CLICK", tag("EventKey", "b")))


def test_two_positions_in_one_second_are_two_events() -> None:
    assert key(position("28.1")) != key(position("28.2"))


def test_the_same_event_a_second_later_is_another() -> None:
    assert key(event_push("unsubscribe", second=1)) != key(event_push("unsubscribe", second=2))


def test_items_deep_inside_make_a_difference() -> None:
    def popup(status: str) -> str:
        item = tag("TemplateId", "T") + tag("SubscribeStatusString", status)
        return event_push(
            "subscribe_msg_popup_event",
            f"<SubscribeMsgPopupEvent><List>{item}</List></SubscribeMsgPopupEvent>",
        )

    assert key(popup("accept")) != key(popup("reject"))


def test_a_long_link_does_not_make_a_long_key() -> None:
    first = key(event_push("VIEW", tag("EventKey", "https://example.com/" + "a" * 1000)))
    second = key(event_push("VIEW", tag("EventKey", "https://example.com/" + "a" * 999 + "b")))
    assert first != second
    assert max(len(first), len(second)) <= 400


def test_a_job_number_is_no_message_number() -> None:
    """B9: the MsgID of a finished mass send may equal the MsgId of a message."""
    job = event_push("MASSSENDJOBFINISH", "<MsgID>7</MsgID>" + tag("Status", "send success"))
    assert key(job) != key(push("text", tag("Content", "x"), msg_id="7"))
