"""The menu, temporary media and permanent material."""

from __future__ import annotations

import pytest
import requests

from tests.contract.simulator_harness import Json, SimulatorHarness

PNG = b"\x89PNG\r\n\x1a\n" + b"0" * 100
JPG = b"\xff\xd8\xff\xe0" + b"0" * 100
MP4 = b"\x00\x00\x00\x18ftypisom" + b"0" * 100
AMR = b"#!AMR\n" + b"0" * 100
BUTTONS = [
    {"name": "查知识", "sub_button": [{"type": "click", "name": "用电", "key": "ELECTRICITY"}]},
    {"type": "view", "name": "举报隐患", "url": "http://127.0.0.1/h5"},
]


OWN = [{"name": "巡查", "type": "click", "key": "RECORD"}]


def upload(harness: SimulatorHarness, kind: str, data: bytes, name: str = "file.bin") -> Json:
    return dict(harness.api_response("media/upload", files={"media": (name, data)}, type=kind).json())


def test_a_published_menu_is_on_the_phone_and_can_be_read_back(harness: SimulatorHarness) -> None:
    assert harness.control("menu") == []

    assert harness.api("menu/create", {"button": BUTTONS})["errcode"] == 0

    assert harness.control("menu") == BUTTONS
    listed = harness.api("menu/get")["menu"]["button"]
    assert listed[0]["sub_button"][0]["name"] == "用电"
    assert listed[1]["sub_button"] == []
    assert harness.api("get_current_selfmenu_info")["is_menu_open"] == 1


def test_a_deleted_menu_is_gone(harness: SimulatorHarness) -> None:
    harness.api("menu/create", {"button": BUTTONS})
    harness.api("menu/delete")

    assert harness.api("menu/get")["errcode"] == 46003
    assert harness.control("menu") == []


def test_a_menu_with_escaped_characters_is_refused(harness: SimulatorHarness) -> None:
    body = rb'{"button":[{"type":"click","name":"\u67e5","key":"A"}]}'

    assert harness.api("menu/create", body)["errcode"] == 40033


def test_the_menu_of_one_follower_can_be_tried(harness: SimulatorHarness) -> None:
    harness.api("menu/create", {"button": BUTTONS})

    assert harness.api("menu/trymatch", {"user_id": harness.citizen()})["button"][1]["name"] == "举报隐患"
    assert harness.api("menu/trymatch", {"user_id": "nobody"})["errcode"] == 40132


def test_a_menu_is_tried_with_a_wechat_id_too(harness: SimulatorHarness) -> None:
    harness.api("menu/create", {"button": BUTTONS})
    harness.citizen(wxname="amy_2026")

    assert harness.api("menu/trymatch", {"user_id": "amy_2026"})["button"][1]["name"] == "举报隐患"


def test_a_button_shows_only_what_is_kept_or_published(harness: SimulatorHarness) -> None:
    def code(button: Json) -> int:
        nested = [{"name": "更多", "sub_button": [{"name": "看", **button}]}]
        return int(harness.api("menu/create", {"button": nested})["errcode"])

    assert code({"type": "media_id", "media_id": harness.cover()}) == 0
    assert code({"type": "media_id", "media_id": "lost"}) == 40007
    assert code({"type": "article_id", "article_id": "lost"}) == 53600


@pytest.fixture
def personal(harness: SimulatorHarness) -> tuple[int, int]:
    """A tag with a menu of its own, beside the one for everybody: (tag id, menu id)."""
    harness.api("menu/create", {"button": BUTTONS})
    tag = int(harness.api("tags/create", {"tag": {"name": "网格员"}})["tag"]["id"])
    return tag, int(
        harness.api("menu/addconditional", {"button": OWN, "matchrule": {"tag_id": str(tag)}})["menuid"]
    )


def test_a_tag_can_have_a_menu_of_its_own(harness: SimulatorHarness, personal: tuple[int, int]) -> None:
    amy, ben = harness.citizen("amy"), harness.citizen("ben")
    tag, menu_id = personal
    harness.api("tags/members/batchtagging", {"openid_list": [amy], "tagid": tag})

    assert harness.control(f"menu?openid={amy}") == OWN
    assert harness.api("menu/trymatch", {"user_id": amy})["button"][0]["key"] == "RECORD"
    assert harness.control(f"menu?openid={ben}") == harness.control("menu") == BUTTONS
    listed = harness.api("menu/get")["conditionalmenu"]
    assert [(one["menuid"], one["matchrule"]) for one in listed] == [(menu_id, {"group_id": str(tag)})]


def test_of_several_menus_the_newest_of_the_latest_tag_is_seen(
    harness: SimulatorHarness, personal: tuple[int, int]
) -> None:
    amy, tag = harness.citizen(), personal[0]
    newer = [{"name": "新", "type": "click", "key": "NEW"}]
    harness.api("menu/addconditional", {"button": newer, "matchrule": {"tag_id": tag}})
    other = harness.api("tags/create", {"tag": {"name": "志愿者"}})["tag"]["id"]

    harness.api("tags/members/batchtagging", {"openid_list": [amy], "tagid": tag})
    assert harness.control(f"menu?openid={amy}") == newer
    harness.api("tags/members/batchtagging", {"openid_list": [amy], "tagid": other})
    assert harness.control(f"menu?openid={amy}") == BUTTONS


def test_personal_menus_are_deleted_alone_or_with_the_rest(
    harness: SimulatorHarness, personal: tuple[int, int]
) -> None:
    tag, menu_id = personal
    harness.api("menu/addconditional", {"button": OWN, "matchrule": {"tag_id": tag}})

    assert harness.api("menu/delconditional", {"menuid": str(menu_id)})["errcode"] == 0
    assert harness.api("menu/delconditional", {"menuid": str(menu_id)})["errcode"] == 65301
    assert len(harness.api("menu/get")["conditionalmenu"]) == 1
    harness.api("menu/delete")
    harness.api("menu/create", {"button": BUTTONS})
    assert "conditionalmenu" not in harness.api("menu/get")


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
def test_a_personal_menu_needs_a_tag_and_a_menu_for_everybody(
    harness: SimulatorHarness, rule: Json, errcode: int
) -> None:
    assert harness.api("menu/addconditional", {"button": OWN, "matchrule": rule})["errcode"] == errcode


@pytest.mark.parametrize(("kind", "data"), [("image", PNG), ("image", JPG), ("voice", AMR)])
def test_uploaded_media_come_back_for_three_days(harness: SimulatorHarness, kind: str, data: bytes) -> None:
    media_id = upload(harness, kind, data)["media_id"]
    assert len(media_id) == 64
    assert harness.api_response("media/get", media_id=media_id).content == data

    harness.advance(3 * 86_400)

    assert harness.api("media/get", media_id=media_id)["errcode"] == 40007


def test_a_thumb_has_its_own_field(harness: SimulatorHarness) -> None:
    answer = upload(harness, "thumb", JPG)

    assert "thumb_media_id" in answer
    assert "media_id" not in answer


def test_a_video_is_fetched_by_its_address(harness: SimulatorHarness) -> None:
    media_id = upload(harness, "video", MP4)["media_id"]

    url = harness.api("media/get", media_id=media_id)["video_url"]

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
def test_other_types_formats_and_sizes_are_refused(
    harness: SimulatorHarness, kind: str, data: bytes, errcode: int
) -> None:
    assert upload(harness, kind, data)["errcode"] == errcode


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
    harness: SimulatorHarness, kind: str, data: bytes, more: dict[str, str]
) -> None:
    media = {"media": ("a", data), **{name: (None, text) for name, text in more.items()}}
    answer = harness.api_response("material/add_material", files=media, type=kind).json()

    assert (len(answer["media_id"]), bool(answer["url"])) == (64, kind == "image")


def test_media_may_be_fetched_by_post(harness: SimulatorHarness) -> None:
    media_id = upload(harness, "image", PNG)["media_id"]

    assert harness.api_response("media/get", method="POST", media_id=media_id).content == PNG


def test_an_upload_without_a_file_is_refused(harness: SimulatorHarness) -> None:
    assert harness.api("media/upload", {}, type="image")["errcode"] == 41005


def test_a_chinese_file_name_is_no_trouble(harness: SimulatorHarness) -> None:
    media_id = upload(harness, "image", PNG, "隐患照片.png")["media_id"]

    assert harness.api_response("media/get", media_id=media_id).content == PNG


def test_what_a_citizen_sends_can_be_downloaded(harness: SimulatorHarness) -> None:
    amy = harness.citizen()
    harness.sends(amy, {"type": "image", "seed": "staircase"})

    arrived = harness.account.arrivals[-1].message
    downloaded = harness.api_response("media/get", media_id=arrived["MediaId"])
    assert downloaded.headers["Content-Type"] == "image/png"
    assert downloaded.content == requests.get(arrived["PicUrl"], timeout=30).content


def test_a_picture_put_on_the_phone_can_be_sent(harness: SimulatorHarness) -> None:
    amy = harness.citizen()
    made = requests.post(
        f"{harness.address}/_sim/media", files={"file": ("a.jpg", JPG)}, data={"type": "image"}, timeout=30
    ).json()

    harness.sends(amy, {"type": "image", "media_id": made["media_id"]})

    assert harness.account.arrivals[-1].message["MediaId"] == made["media_id"]


def test_made_media_are_the_same_for_the_same_seed(harness: SimulatorHarness) -> None:
    urls = [harness.control("media", {"type": "image", "seed": seed})["url"] for seed in ("a", "a", "b")]

    first, again, other = (requests.get(url, timeout=30).content for url in urls)

    assert first == again != other


def test_a_picture_for_an_article_gets_an_address(harness: SimulatorHarness) -> None:
    answer = harness.api_response("media/uploadimg", files={"media": ("a.png", PNG)}).json()

    assert requests.get(answer["url"], timeout=30).content == PNG
    gif = harness.api_response("media/uploadimg", files={"media": ("a.gif", b"GIF89a")}).json()
    assert gif["errcode"] == 40005


def test_permanent_material_is_kept_listed_and_deleted(harness: SimulatorHarness) -> None:
    added = harness.api_response(
        "material/add_material", files={"media": ("a.png", PNG)}, type="image"
    ).json()
    harness.advance(100 * 86_400)

    body = {"media_id": added["media_id"]}
    assert harness.api_response("material/get_material", body).content == PNG
    assert harness.api("material/get_materialcount")["image_count"] == 1
    page = harness.api("material/batchget_material", {"type": "image", "offset": 0, "count": 20})
    assert [item["name"] for item in page["item"]] == ["a.png"]

    assert harness.api("material/del_material", body)["errcode"] == 0
    assert harness.api("material/get_material", body)["errcode"] == 40007


def test_permanent_material_is_no_temporary_medium(harness: SimulatorHarness) -> None:
    added = harness.api_response(
        "material/add_material", files={"media": ("a.png", PNG)}, type="image"
    ).json()

    assert harness.api("media/get", media_id=added["media_id"])["errcode"] == 40007
