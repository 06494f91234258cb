"""The menu, temporary media and permanent material."""

from __future__ import annotations

import pytest
import requests

from tests.contract.simulator_desk import Desk, Json

PNG = b"\x89PNG\r\n\x1a\n" + b"0" * 100
JPG = b"\xff\xd8\xff\xe0" + b"0" * 100
MP4 = b"\x00\x00\x00\x18ftypisom" + b"0" * 100
AMR = b"#!AMR\n" + b"0" * 100
BUTTONS = [
    {"name": "查知识", "sub_button": [{"type": "click", "name": "用电", "key": "ELECTRICITY"}]},
    {"type": "view", "name": "举报隐患", "url": "http://127.0.0.1/h5"},
]


OWN = [{"name": "巡查", "type": "click", "key": "RECORD"}]


def upload(desk: Desk, kind: str, data: bytes, name: str = "file.bin") -> Json:
    return dict(desk.api_response("media/upload", files={"media": (name, data)}, type=kind).json())


def test_a_published_menu_is_on_the_phone_and_can_be_read_back(desk: Desk) -> None:
    assert desk.control("menu") == []

    assert desk.api("menu/create", {"button": BUTTONS})["errcode"] == 0

    assert desk.control("menu") == BUTTONS
    listed = desk.api("menu/get")["menu"]["button"]
    assert listed[0]["sub_button"][0]["name"] == "用电"
    assert listed[1]["sub_button"] == []
    assert desk.api("get_current_selfmenu_info")["is_menu_open"] == 1


def test_a_deleted_menu_is_gone(desk: Desk) -> None:
    desk.api("menu/create", {"button": BUTTONS})
    desk.api("menu/delete")

    assert desk.api("menu/get")["errcode"] == 46003
    assert desk.control("menu") == []


def test_a_menu_with_escaped_characters_is_refused(desk: Desk) -> None:
    body = rb'{"button":[{"type":"click","name":"\u67e5","key":"A"}]}'

    assert desk.api("menu/create", body)["errcode"] == 40033


def test_the_menu_of_one_follower_can_be_tried(desk: Desk) -> None:
    desk.api("menu/create", {"button": BUTTONS})

    assert desk.api("menu/trymatch", {"user_id": desk.citizen()})["button"][1]["name"] == "举报隐患"
    assert desk.api("menu/trymatch", {"user_id": "nobody"})["errcode"] == 40132


def test_a_menu_is_tried_with_a_wechat_id_too(desk: Desk) -> None:
    desk.api("menu/create", {"button": BUTTONS})
    desk.citizen(wxname="amy_2026")

    assert desk.api("menu/trymatch", {"user_id": "amy_2026"})["button"][1]["name"] == "举报隐患"


def test_a_button_shows_only_what_is_kept_or_published(desk: Desk) -> None:
    def code(button: Json) -> int:
        nested = [{"name": "更多", "sub_button": [{"name": "看", **button}]}]
        return int(desk.api("menu/create", {"button": nested})["errcode"])

    assert code({"type": "media_id", "media_id": desk.cover()}) == 0
    assert code({"type": "media_id", "media_id": "lost"}) == 40007
    assert code({"type": "article_id", "article_id": "lost"}) == 53600


@pytest.fixture
def personal(desk: Desk) -> tuple[int, int]:
    """A tag with a menu of its own, beside the one for everybody: (tag id, menu id)."""
    desk.api("menu/create", {"button": BUTTONS})
    tag = int(desk.api("tags/create", {"tag": {"name": "网格员"}})["tag"]["id"])
    return tag, int(
        desk.api("menu/addconditional", {"button": OWN, "matchrule": {"tag_id": str(tag)}})["menuid"]
    )


def test_a_tag_can_have_a_menu_of_its_own(desk: Desk, personal: tuple[int, int]) -> None:
    amy, ben = desk.citizen("amy"), desk.citizen("ben")
    tag, menu_id = personal
    desk.api("tags/members/batchtagging", {"openid_list": [amy], "tagid": tag})

    assert desk.control(f"menu?openid={amy}") == OWN
    assert desk.api("menu/trymatch", {"user_id": amy})["button"][0]["key"] == "RECORD"
    assert desk.control(f"menu?openid={ben}") == desk.control("menu") == BUTTONS
    listed = desk.api("menu/get")["conditionalmenu"]
    assert [(one["menuid"], one["matchrule"]) for one in listed] == [(menu_id, {"group_id": str(tag)})]


def test_of_several_menus_the_newest_of_the_latest_tag_is_seen(desk: Desk, personal: tuple[int, int]) -> None:
    amy, tag = desk.citizen(), personal[0]
    newer = [{"name": "新", "type": "click", "key": "NEW"}]
    desk.api("menu/addconditional", {"button": newer, "matchrule": {"tag_id": tag}})
    other = desk.api("tags/create", {"tag": {"name": "志愿者"}})["tag"]["id"]

    desk.api("tags/members/batchtagging", {"openid_list": [amy], "tagid": tag})
    assert desk.control(f"menu?openid={amy}") == newer
    desk.api("tags/members/batchtagging", {"openid_list": [amy], "tagid": other})
    assert desk.control(f"menu?openid={amy}") == BUTTONS


def test_personal_menus_are_deleted_alone_or_with_the_rest(desk: Desk, personal: tuple[int, int]) -> None:
    tag, menu_id = personal
    desk.api("menu/addconditional", {"button": OWN, "matchrule": {"tag_id": tag}})

    assert desk.api("menu/delconditional", {"menuid": str(menu_id)})["errcode"] == 0
    assert desk.api("menu/delconditional", {"menuid": str(menu_id)})["errcode"] == 65301
    assert len(desk.api("menu/get")["conditionalmenu"]) == 1
    desk.api("menu/delete")
    desk.api("menu/create", {"button": BUTTONS})
    assert "conditionalmenu" not in desk.api("menu/get")


@pytest.mark.parametrize(
    ("rule", "errcode"),
    [
        (None, 65304),
        ({}, 65304),
        ({"tag_id": ""}, 65304),
        ({"tag_id": "2", "sex": "1"}, 65320),
        ({"tag_id": "999"}, 45159),
        ({"tag_id": "2"}, 65303),
    ],
)
def test_a_personal_menu_needs_a_tag_and_a_menu_for_everybody(desk: Desk, rule: Json, errcode: int) -> None:
    assert desk.api("menu/addconditional", {"button": OWN, "matchrule": rule})["errcode"] == errcode


@pytest.mark.parametrize(("kind", "data"), [("image", PNG), ("image", JPG), ("voice", AMR)])
def test_uploaded_media_come_back_for_three_days(desk: Desk, kind: str, data: bytes) -> None:
    media_id = upload(desk, kind, data)["media_id"]
    assert len(media_id) == 64
    assert desk.api_response("media/get", media_id=media_id).content == data

    desk.advance(3 * 86_400)

    assert desk.api("media/get", media_id=media_id)["errcode"] == 40007


def test_a_thumb_has_its_own_field(desk: Desk) -> None:
    answer = upload(desk, "thumb", JPG)

    assert "thumb_media_id" in answer
    assert "media_id" not in answer


def test_a_video_is_fetched_by_its_address(desk: Desk) -> None:
    media_id = upload(desk, "video", MP4)["media_id"]

    url = desk.api("media/get", media_id=media_id)["video_url"]

    assert requests.get(url, timeout=30).content == MP4


@pytest.mark.parametrize(
    ("kind", "data", "errcode"),
    [
        ("picture", PNG, 40004),
        ("image", b"", 44001),
        ("image", b"<svg/>", 40005),
        ("voice", PNG, 40005),
        ("image", b"BM" + bytes(99), 40005),
        ("image", PNG + b"0" * 10 * 1024 * 1024, 40009),
        ("voice", AMR + b"0" * 2 * 1024 * 1024, 40010),
        ("video", MP4 + b"0" * 10 * 1024 * 1024, 40011),
        ("thumb", JPG + b"0" * 64 * 1024, 40012),
    ],
)
def test_other_types_formats_and_sizes_are_refused(desk: Desk, kind: str, data: bytes, errcode: int) -> None:
    assert upload(desk, kind, data)["errcode"] == errcode


@pytest.mark.parametrize(
    ("kind", "data", "more"),
    [
        ("image", b"BM" + bytes(99), {}),
        ("image", PNG + b"0" * 9 * 1024 * 1024, {}),
        ("voice", b"RIFF\x24\0\0\0WAVEfmt " + bytes(99), {}),
        ("voice", b"\x30\x26\xb2\x75\x8e\x66\xcf\x11" + bytes(99), {}),
        ("video", MP4, {"description": "{}"}),
    ],
)
def test_permanent_material_may_be_larger_and_of_more_formats(
    desk: Desk, kind: str, data: bytes, more: dict[str, str]
) -> None:
    media = {"media": ("a", data), **{name: (None, text) for name, text in more.items()}}
    answer = desk.api_response("material/add_material", files=media, type=kind).json()

    assert (len(answer["media_id"]), bool(answer["url"])) == (64, kind == "image")


def test_media_may_be_fetched_by_post(desk: Desk) -> None:
    media_id = upload(desk, "image", PNG)["media_id"]

    assert desk.api_response("media/get", method="POST", media_id=media_id).content == PNG


def test_an_upload_without_a_file_is_refused(desk: Desk) -> None:
    assert desk.api("media/upload", {}, type="image")["errcode"] == 41005


def test_a_chinese_file_name_is_no_trouble(desk: Desk) -> None:
    media_id = upload(desk, "image", PNG, "隐患照片.png")["media_id"]

    assert desk.api_response("media/get", media_id=media_id).content == PNG


def test_what_a_citizen_sends_can_be_downloaded(desk: Desk) -> None:
    amy = desk.citizen()
    desk.sends(amy, {"type": "image", "seed": "staircase"})

    arrived = desk.account.arrivals[-1].message
    downloaded = desk.api_response("media/get", media_id=arrived["MediaId"])
    assert downloaded.headers["Content-Type"] == "image/png"
    assert downloaded.content == requests.get(arrived["PicUrl"], timeout=30).content


def test_a_picture_put_on_the_phone_can_be_sent(desk: Desk) -> None:
    amy = desk.citizen()
    made = requests.post(
        f"{desk.address}/_sim/media", files={"file": ("a.jpg", JPG)}, data={"type": "image"}, timeout=30
    ).json()

    desk.sends(amy, {"type": "image", "media_id": made["media_id"]})

    assert desk.account.arrivals[-1].message["MediaId"] == made["media_id"]


def test_made_media_are_the_same_for_the_same_seed(desk: Desk) -> None:
    urls = [desk.control("media", {"type": "image", "seed": seed})["url"] for seed in ("a", "a", "b")]

    first, again, other = (requests.get(url, timeout=30).content for url in urls)

    assert first == again != other


def test_a_picture_for_an_article_gets_an_address(desk: Desk) -> None:
    answer = desk.api_response("media/uploadimg", files={"media": ("a.png", PNG)}).json()

    assert requests.get(answer["url"], timeout=30).content == PNG
    gif = desk.api_response("media/uploadimg", files={"media": ("a.gif", b"GIF89a")}).json()
    assert gif["errcode"] == 40005


def test_permanent_material_is_kept_listed_and_deleted(desk: Desk) -> None:
    added = desk.api_response("material/add_material", files={"media": ("a.png", PNG)}, type="image").json()
    desk.advance(100 * 86_400)

    body = {"media_id": added["media_id"]}
    assert desk.api_response("material/get_material", body).content == PNG
    assert desk.api("material/get_materialcount")["image_count"] == 1
    page = desk.api("material/batchget_material", {"type": "image", "offset": 0, "count": 20})
    assert [item["name"] for item in page["item"]] == ["a.png"]

    assert desk.api("material/del_material", body)["errcode"] == 0
    assert desk.api("material/get_material", body)["errcode"] == 40007


def test_permanent_material_is_no_temporary_medium(desk: Desk) -> None:
    added = desk.api_response("material/add_material", files={"media": ("a.png", PNG)}, type="image").json()

    assert desk.api("media/get", media_id=added["media_id"])["errcode"] == 40007
