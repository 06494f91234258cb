"""Every type of message and event the platform pushes, as one value."""

from datetime import UTC, datetime
from typing import TypeVar

import pytest

from tests.unit.wechat.pushes import OPENID, ORIGINAL_ID, event_push, push, tag, text_push
from wechat.elements import NotUnderstood
from wechat.messages import (
    AccountEvent,
    ClickEvent,
    ImageMessage,
    Inbound,
    JobFinishedEvent,
    LinkMessage,
    LocationMessage,
    LocationReportEvent,
    MenuInputEvent,
    ScanEvent,
    SubscribeEvent,
    SubscriptionEvent,
    SubscriptionItem,
    TextMessage,
    UnknownEvent,
    UnknownMessage,
    UnsubscribeEvent,
    VideoMessage,
    ViewEvent,
    VoiceMessage,
)
from wechat.parsing import parse_message

Kind = TypeVar("Kind", bound=Inbound)


def parsed(xml: str, expected: type[Kind]) -> Kind:
    message = parse_message(xml.encode())
    assert isinstance(message, expected)
    return message


def test_every_message_says_who_when_and_to_whom() -> None:
    message = parsed(text_push(), TextMessage)
    assert (message.from_user, message.to_user, message.msg_id) == (
        OPENID,
        ORIGINAL_ID,
        "6054768590064713728",
    )
    assert message.created_at == datetime(2026, 11, 22, 1, 0, tzinfo=UTC)


def test_text_keeps_its_spaces_and_lines() -> None:
    assert parsed(text_push(" 煤气\n漏了 "), TextMessage).content == " 煤气\n漏了 "


def test_text_may_be_empty() -> None:
    assert parsed(text_push(""), TextMessage).content == ""


def test_a_tapped_menu_item_carries_its_number() -> None:
    xml = push("text", tag("Content", "有用") + "<bizmsgmenuid>101</bizmsgmenuid>")
    assert parsed(xml, TextMessage).menu_id == "101"


def test_an_ordinary_text_was_not_tapped() -> None:
    assert parsed(text_push(), TextMessage).menu_id is None


def test_an_image_keeps_its_media_id_and_address() -> None:
    xml = push("image", tag("PicUrl", "http://mmbiz.example/0") + tag("MediaId", "m1"))
    message = parsed(xml, ImageMessage)
    assert (message.media_id, message.pic_url) == ("m1", "http://mmbiz.example/0")


@pytest.mark.parametrize(("recognition", "heard"), [("煤气味很重", "煤气味很重"), ("", None)])
def test_a_voice_message_with_and_without_words(recognition: str, heard: str | None) -> None:
    inner = tag("MediaId", "m2") + tag("Format", "amr") + tag("Recognition", recognition)
    message = parsed(push("voice", inner), VoiceMessage)
    assert (message.media_id, message.format, message.recognition) == ("m2", "amr", heard)


@pytest.mark.parametrize(("kind", "short"), [("video", False), ("shortvideo", True)])
def test_a_video_keeps_both_media_ids(kind: str, short: bool) -> None:
    message = parsed(push(kind, tag("MediaId", "m3") + tag("ThumbMediaId", "t3")), VideoMessage)
    assert (message.media_id, message.thumb_media_id, message.short) == ("m3", "t3", short)


def test_a_location_keeps_coordinates_scale_and_label() -> None:
    inner = "<Location_X>28.371234</Location_X><Location_Y>121.385678</Location_Y><Scale>15</Scale>" + tag(
        "Label", "温岭市太平街道"
    )
    message = parsed(push("location", inner), LocationMessage)
    assert (message.latitude, message.longitude, message.scale) == (28.371234, 121.385678, 15)
    assert message.label == "温岭市太平街道"


def test_a_link_keeps_title_description_and_address() -> None:
    inner = tag("Title", "标题") + tag("Description", "说明") + tag("Url", "https://example.com/a?b=1&c=2")
    message = parsed(push("link", inner), LinkMessage)
    assert (message.title, message.description, message.url) == (
        "标题",
        "说明",
        "https://example.com/a?b=1&c=2",
    )


def test_an_unknown_type_is_kept_with_all_its_fields() -> None:
    message = parsed(push("miniprogrampage", tag("Title", "小程序")), UnknownMessage)
    assert (message.kind, message.fields["Title"]) == ("miniprogrampage", "小程序")


def test_the_fields_cannot_be_changed() -> None:
    """A parser that pops the type out of a shared dictionary makes a retry another message."""
    message = parsed(text_push(), TextMessage)
    with pytest.raises(TypeError):
        message.fields["MsgType"] = "image"  # type: ignore[index]


def test_a_new_follower_without_a_code() -> None:
    event = parsed(event_push("subscribe", "<EventKey></EventKey>"), SubscribeEvent)
    assert (event.scene, event.ticket) == (None, None)


def test_a_new_follower_by_a_code() -> None:
    event = parsed(
        event_push("subscribe", tag("EventKey", "qrscene_school_12") + tag("Ticket", "T")), SubscribeEvent
    )
    assert (event.scene, event.ticket) == ("school_12", "T")


def test_a_new_follower_by_a_payment_has_no_scene() -> None:
    assert parsed(event_push("subscribe", tag("EventKey", "last_trade_no_1")), SubscribeEvent).scene is None


def test_a_scan_gives_the_scene_bare() -> None:
    event = parsed(event_push("SCAN", tag("EventKey", "school_12") + tag("Ticket", "T")), ScanEvent)
    assert (event.scene, event.ticket) == ("school_12", "T")


def test_an_unsubscribe_is_an_event_of_its_own_kind() -> None:
    assert parsed(event_push("unsubscribe"), UnsubscribeEvent).kind == "event:unsubscribe"


def test_a_tapped_button_is_a_click_event_with_its_key() -> None:
    assert parsed(event_push("CLICK", tag("EventKey", "tipoff.start")), ClickEvent).key == "tipoff.start"


@pytest.mark.parametrize("event", ["VIEW", "view_miniprogram"])
def test_an_opened_page_is_a_view_event_with_its_address(event: str) -> None:
    inner = tag("EventKey", "https://example.com/h5") + "<MenuId>416100001</MenuId>"
    assert parsed(event_push(event, inner), ViewEvent).url == "https://example.com/h5"


def test_a_reported_position_keeps_its_precision() -> None:
    inner = "<Latitude>28.37</Latitude><Longitude>121.38</Longitude><Precision>40.0</Precision>"
    event = parsed(event_push("LOCATION", inner), LocationReportEvent)
    assert (event.latitude, event.longitude, event.precision) == (28.37, 121.38, 40.0)


@pytest.mark.parametrize("event", ["scancode_push", "scancode_waitmsg"])
def test_a_code_scanned_from_the_menu(event: str) -> None:
    inner = (
        tag("EventKey", "scan")
        + f"<ScanCodeInfo>{tag('ScanType', 'qrcode')}{tag('ScanResult', '1')}</ScanCodeInfo>"
    )
    message = parsed(event_push(event, inner), MenuInputEvent)
    assert (message.event, message.key, message.scan_result) == (event, "scan", "1")


@pytest.mark.parametrize("event", ["pic_sysphoto", "pic_photo_or_album", "pic_weixin"])
def test_pictures_taken_from_the_menu(event: str) -> None:
    items = "".join(f"<item>{tag('PicMd5Sum', str(n))}</item>" for n in range(2))
    inner = (
        tag("EventKey", "pics") + f"<SendPicsInfo><Count>2</Count><PicList>{items}</PicList></SendPicsInfo>"
    )
    assert parsed(event_push(event, inner), MenuInputEvent).picture_count == 2


def test_a_place_picked_from_the_menu() -> None:
    inner = tag("EventKey", "place") + (
        f"<SendLocationInfo>{tag('Location_X', '28.3')}{tag('Location_Y', '121.3')}"
        f"{tag('Scale', '15')}{tag('Label', '新河镇')}{tag('Poiname', '')}</SendLocationInfo>"
    )
    event = parsed(event_push("location_select", inner), MenuInputEvent)
    assert (event.latitude, event.longitude, event.label) == (28.3, 121.3, "新河镇")


def test_a_finished_mass_send_keeps_all_four_counts() -> None:
    inner = (
        "<MsgID>1000001625</MsgID>" + tag("Status", "send success") + "<TotalCount>100</TotalCount>"
        "<FilterCount>80</FilterCount><SentCount>75</SentCount><ErrorCount>5</ErrorCount>"
    )
    event = parsed(event_push("MASSSENDJOBFINISH", inner), JobFinishedEvent)
    assert (event.job_id, event.status) == ("1000001625", "send success")
    assert (event.total, event.filtered, event.sent, event.failed) == (100, 80, 75, 5)


@pytest.mark.parametrize("count", ["many", "", "9" * 12, "1e3", "12.0"])
def test_a_count_that_is_none_leaves_the_verdict_readable(count: str) -> None:
    inner = "<MsgID>7</MsgID>" + tag("Status", "err(10001)") + tag("SentCount", count)
    event = parsed(event_push("MASSSENDJOBFINISH", inner), JobFinishedEvent)
    assert (event.job_id, event.status, event.sent) == ("7", "err(10001)", None)


@pytest.mark.parametrize("number", ["", tag("MsgID", "x"), tag("MsgID", "7" * 40)])
def test_a_finished_mass_send_without_its_number_tells_of_none(number: str) -> None:
    with pytest.raises(NotUnderstood):
        parsed(event_push("MASSSENDJOBFINISH", number + tag("Status", "send success")), JobFinishedEvent)


def test_b9_a_finished_mass_send_keeps_its_copyright_check() -> None:
    check = "<CopyrightCheckResult><Count>1</Count><CheckState>2</CheckState></CopyrightCheckResult>"
    inner = "<MsgID>7</MsgID>" + tag("Status", "send success") + check
    result = parsed(event_push("MASSSENDJOBFINISH", inner), JobFinishedEvent).fields["CopyrightCheckResult"]
    assert [(one.tag, one.text) for one in result if not isinstance(one, str)] == [
        ("Count", "1"),
        ("CheckState", "2"),
    ]


def test_a_finished_template_message() -> None:
    inner = "<MsgID>200163836</MsgID>" + tag("Status", "failed:user block")
    event = parsed(event_push("TEMPLATESENDJOBFINISH", inner), JobFinishedEvent)
    assert (event.job_id, event.status, event.total) == ("200163836", "failed:user block", None)


@pytest.mark.parametrize(
    "event",
    ["user_info_modified", "user_authorization_revoke", "user_authorization_cancellation", "verify_expired"],
)
def test_b7_an_event_about_the_account(event: str) -> None:
    assert parsed(event_push(event), AccountEvent).event == event


def test_b7_an_unknown_event_is_kept_with_all_its_fields() -> None:
    event = parsed(event_push("guide_qrcode_scan_event", tag("Foo", "bar")), UnknownEvent)
    assert (event.kind, event.fields["Foo"]) == ("event:guide_qrcode_scan_event", "bar")


MISSING = {
    "no-id": push("text", tag("Content", "x"), msg_id=""),
    "no-content": push("text"),
    "no-media": push("image"),
    "no-latitude": push("location", "<Location_Y>121</Location_Y>"),
    "no-url": push("link"),
    "no-type": text_push().replace("MsgType", "Typ"),
    "no-sender": text_push().replace("FromUserName", "From"),
    "no-account": text_push().replace("ToUserName", "To"),
    "no-time": text_push().replace("CreateTime", "Time"),
    "no-event": push("event", msg_id=""),
    "no-status": event_push("MASSSENDJOBFINISH"),
    "no-publication": event_push("PUBLISHJOBFINISH"),
    "no-template": event_push(
        "subscribe_msg_change_event", "<SubscribeMsgChangeEvent><List/></SubscribeMsgChangeEvent>"
    ),
}


@pytest.mark.parametrize("xml", MISSING.values(), ids=MISSING.keys())
def test_a_document_without_what_it_needs_is_not_understood(xml: str) -> None:
    with pytest.raises(NotUnderstood) as refused:
        parse_message(xml.encode())
    assert refused.value.reason == "missing-tag"


@pytest.mark.parametrize("second", ["", "-1", "1795309200000000", "9" * 5000, "1e9", "soon", "1_000", "１"])
def test_an_impossible_time_is_not_understood(second: str) -> None:
    xml = text_push().replace("1795309200", second)
    with pytest.raises(NotUnderstood):
        parse_message(xml.encode())


@pytest.mark.parametrize("latitude", ["90.1", "-91", "nan", "inf", "1e3", "9" * 400, "北纬", "28,3"])
def test_an_impossible_place_is_not_understood(latitude: str) -> None:
    inner = f"<Location_X>{latitude}</Location_X><Location_Y>121</Location_Y>"
    with pytest.raises(NotUnderstood):
        parse_message(push("location", inner).encode())


@pytest.mark.parametrize("sender", ["a:b", "o" * 65, "有人", "a b", "a\nb"])
def test_a_sender_that_would_break_the_unique_key_is_not_understood(sender: str) -> None:
    with pytest.raises(NotUnderstood):
        parse_message(text_push().replace(OPENID, sender).encode())


ITEM = f"{tag('TemplateId', 'VRR0')}{tag('SubscribeStatusString', 'accept')}{tag('PopupScene', '1')}"


@pytest.mark.parametrize("count", [0, 1, 3])
def test_b8_subscription_items_are_a_tuple_however_many_come(count: int) -> None:
    lists = f"<List>{ITEM}</List>" * count
    inner = f"<SubscribeMsgPopupEvent>{lists}</SubscribeMsgPopupEvent>"
    event = parsed(event_push("subscribe_msg_popup_event", inner), SubscriptionEvent)
    assert event.items == (SubscriptionItem("VRR0", "accept", "1"),) * count


def test_b7_a_sent_subscription_notice_tells_its_fate() -> None:
    fate = tag("ErrorCode", "0") + tag("ErrorStatus", "success")
    item = tag("TemplateId", "VRR0") + tag("MsgID", "18") + fate
    inner = f"<SubscribeMsgSentEvent><List>{item}</List></SubscribeMsgSentEvent>"
    event = parsed(event_push("subscribe_msg_sent_event", inner), SubscriptionEvent)
    assert event.items == (SubscriptionItem("VRR0", "success", message_id="18", error_code="0"),)


def test_b7_a_finished_publication() -> None:
    info = "<publish_id>2247503051</publish_id><publish_status>0</publish_status><article_id>A</article_id>"
    inner = f"<PublishEventInfo>{info}</PublishEventInfo>"
    event = parsed(event_push("PUBLISHJOBFINISH", inner), JobFinishedEvent)
    assert (event.job_id, event.status) == ("2247503051", "0")
