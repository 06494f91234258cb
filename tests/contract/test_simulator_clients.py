"""Habits of clients in other languages, written out by hand as they go over the wire.

Seen with silenceper/wechat (Go), WxJava, EasyWeChat 6 (PHP), the HttpClient of .NET and a Node tool that
publishes articles: no package registry that the tests use has the first four.
"""

from __future__ import annotations

import json
import re
import socket
from urllib.parse import urlsplit

import pytest
import requests

from tests.contract.simulator_harness import CONFIG, Json, SimulatorHarness

PNG = b"\x89PNG\r\n\x1a\n" + b"0" * 100
BOUNDARY = "part-of-a-form"


def token_of(harness: SimulatorHarness) -> str:
    return str(harness.fresh_token()["access_token"])


def over_the_wire(harness: SimulatorHarness, head: str, *body: bytes) -> bytes:
    """Everything the platform says on a connection on which only this is said, piece by piece."""
    parts = urlsplit(harness.address)
    with socket.create_connection((parts.hostname, parts.port), 10) as line:
        line.sendall(f"{head}\r\nHost: {parts.netloc}\r\nConnection: close\r\n\r\n".encode())
        for piece in body:
            line.sendall(piece)
        heard = b""
        while more := line.recv(65_536):
            heard += more
    return heard


def answer_in(heard: bytes) -> Json:
    return dict(json.loads(heard[heard.rindex(b"\r\n\r\n") :]))


def form_with(file_name: str, data: bytes = PNG) -> bytes:
    """A form with one file and the headers that PHP's Symfony gives a part."""
    head = (
        f"--{BOUNDARY}\r\nContent-Type: image/png\r\nContent-Transfer-Encoding: 8bit\r\n"
        f'Content-Disposition: form-data; name="media"; filename="{file_name}"\r\n\r\n'
    )
    return head.encode() + data + f"\r\n--{BOUNDARY}--\r\n".encode()


def uploaded_as(harness: SimulatorHarness, file_name: str, path: str = "media/upload") -> Json:
    answer: Json = requests.post(
        f"{harness.address}/cgi-bin/{path}",
        params={"access_token": token_of(harness), "type": "image"},
        data=form_with(file_name),
        headers={"Content-Type": f"multipart/form-data; boundary={BOUNDARY}"},
        timeout=30,
    ).json()
    return answer


@pytest.mark.parametrize("name", ["/photos/gas/photo.png", r"C:\照片\photo.png", '照片".png', "photo"])
def test_a_download_is_called_by_its_media_id(harness: SimulatorHarness, name: str) -> None:
    """Go sends the whole path as a file's name, Java saves under the name that it is answered."""
    media_id = uploaded_as(harness, name)["media_id"]

    response = harness.api_response("media/get", media_id=media_id)

    assert response.headers["Content-Disposition"] == f'attachment; filename="{media_id}.png"'
    assert response.content == PNG


def test_material_is_kept_without_the_folders_of_its_file(harness: SimulatorHarness) -> None:
    media_id = uploaded_as(harness, "/photos/gas/封面.png", "material/add_material")["media_id"]

    response = harness.api_response("material/get_material", {"media_id": media_id})

    assert "/photos" not in response.headers["Content-Disposition"]
    listed = harness.api("material/batchget_material", {"type": "image", "offset": 0, "count": 20})
    assert listed["item"][0]["name"] == "封面.png"


@pytest.mark.parametrize(
    "tag", ['<img src="{url}">', '<img class="x" data-src="{url}">', "<IMG SRC='{url}'/>"]
)
def test_pictures_of_an_article_are_seen_whatever_the_scheme_of_their_address(
    harness: SimulatorHarness, tag: str
) -> None:
    """Publishing tools turn the http of an address they were given into https, which the platform serves."""
    given = harness.api_response("media/uploadimg", files={"media": ("a.png", PNG)}).json()["url"]
    safe = given.replace("http://", "https://")
    media_id = harness.draft({"content": f"<p>看</p>{tag.format(url=safe)}"})
    item = harness.api("draft/get", {"media_id": media_id})["news_item"][0]
    assert safe in item["content"]

    page = requests.get(item["url"], timeout=30).text

    shown = re.findall(r"""<img[^>]*\ssrc=["']([^"']+)""", page, re.I)
    assert shown == [urlsplit(given).path]
    assert requests.get(harness.address + shown[0], timeout=30).content == PNG


def test_who_waits_to_be_told_to_go_on_is_told_once(harness: SimulatorHarness) -> None:
    """Node sends its body at every `100 Continue`: at the second it fails."""
    body = '{"tag":{"name":"网格员"}}'.encode()
    heard = over_the_wire(
        harness,
        f"POST /cgi-bin/tags/create?access_token={token_of(harness)} HTTP/1.1\r\n"
        f"Content-Length: {len(body)}\r\nExpect: 100-continue",
        body,
    )

    assert heard.count(b"100 Continue") == 1
    assert answer_in(heard)["tag"]["name"] == "网格员"


def test_a_file_may_come_in_pieces_of_no_known_length(harness: SimulatorHarness) -> None:
    body = form_with("a.png")
    pieces = [body[start : start + 64] for start in range(0, len(body), 64)]
    heard = over_the_wire(
        harness,
        f"POST /cgi-bin/media/upload?type=image&access_token={token_of(harness)} HTTP/1.1\r\n"
        f"Content-Type: multipart/form-data; boundary={BOUNDARY}\r\nTransfer-Encoding: chunked",
        *(f"{len(piece):x}\r\n".encode() + piece + b"\r\n" for piece in pieces),
        b"0\r\n\r\n",
    )

    assert answer_in(heard)["type"] == "image"


@pytest.mark.parametrize("path", ["media/upload", "media/uploadimg", "material/add_material"])
@pytest.mark.parametrize(
    ("boundary", "disposition"),
    [
        (f'"{BOUNDARY}"', "name=media; filename=\"a.png\"; filename*=utf-8''%E5%9B%BE.png"),
        (BOUNDARY, "name=media; filename=a.png"),
        (BOUNDARY, "name=\"media\"; filename*=UTF-8''%E5%9B%BE.png"),
        (BOUNDARY, 'name="media"; filename="C:\\temp\\图.png"'),
    ],
)
def test_a_file_comes_as_dotnet_sends_it(
    harness: SimulatorHarness, path: str, boundary: str, disposition: str
) -> None:
    """A boundary in quotes, names without, a file's name in percent signs, and no type of the part."""
    head = f"\r\n--{BOUNDARY}\r\nContent-Disposition: form-data; {disposition}\r\n\r\n"
    body = head.encode() + PNG + f"\r\n--{BOUNDARY}--\r\n".encode()
    answer = requests.post(
        f"{harness.address}/cgi-bin/{path}",
        params={"access_token": token_of(harness), "type": "image"},
        data=body,
        headers={"Content-Type": f"multipart/form-data; boundary={boundary}"},
        timeout=30,
    ).json()

    assert answer.get("url") or answer["media_id"]


@pytest.mark.parametrize(
    "label", ["application/json;charset=utf-8", "text/plain;charset=UTF-8", "text/xml", ""]
)
def test_json_is_read_whatever_it_is_called(harness: SimulatorHarness, label: str) -> None:
    """Go writes a line end after it, Node's fetch and Java call it plain text."""
    answer = requests.post(
        f"{harness.address}/cgi-bin/tags/create",
        params={"access_token": token_of(harness)},
        data='{"tag":{"name":"网格员 <&>"}}\n'.encode(),
        headers={"Content-Type": label} if label else {},
        timeout=30,
    )

    assert answer.json()["tag"]["name"] == "网格员 <&>"


@pytest.mark.parametrize("host", ["", "/api"])
def test_web_authorisation_answers_json_as_plain_text(harness: SimulatorHarness, host: str) -> None:
    """Spring's RestTemplate, which takes JSON only from what is called so, finds its trap here already."""
    params = {"appid": CONFIG.appid, "secret": CONFIG.secret, "code": "none"}

    visit = requests.get(f"{harness.address}{host}/sns/oauth2/access_token", params=params, timeout=30)

    assert visit.headers["Content-Type"] == "text/plain"
    assert visit.json()["errcode"] == 40002
    for path in ("user/get", "nothing/of/the/kind"):
        assert harness.api_response(path).headers["Content-Type"] == "application/json; encoding=utf-8"
