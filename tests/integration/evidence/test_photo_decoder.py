"""Decoding at a distance: what comes out has no metadata, what is hostile comes out as a refusal."""

import os
import time
import zlib
from collections.abc import Callable
from io import BytesIO

import pytest
from PIL import Image

from tests.samples import GPS, SECRET, bomb_png, lying_png, photo, picture, saved
from tipoffs.evidence.photo_decoder import PhotoDecoder
from tipoffs.evidence.ports import Area, DecodedPhoto, Position
from tipoffs.evidence.status import Refusal

METADATA = [
    SECRET,
    b"Exif",
    b"http://ns.adobe.com",
    b"xmpmeta",
    b"ICC_PROFILE",
    b"MPF",
    b"Photoshop",
    b"\xff\xfe",
]


@pytest.fixture
def decoder() -> PhotoDecoder:
    """A decoder."""
    return PhotoDecoder()


def decoded(decoder: PhotoDecoder, data: bytes, *black: Area) -> tuple[DecodedPhoto, Image.Image]:
    result = decoder.decode(data, black)
    assert isinstance(result, DecodedPhoto), result
    with Image.open(BytesIO(result.copy), formats=["JPEG"]) as image:
        image.load()
        return result, image


def test_the_copy_has_no_metadata(decoder: PhotoDecoder) -> None:
    original = photo()
    assert [mark for mark in METADATA if mark in original] == [m for m in METADATA if m != b"Photoshop"]
    copy, image = decoded(decoder, original)
    # The marks of two bytes are looked for among the segments, not among the pixels.
    header = copy.copy[: copy.copy.index(b"\xff\xda")]
    assert [mark for mark in METADATA if mark in (header if len(mark) < 3 else copy.copy)] == []
    assert not image.getexif()
    assert set(image.info) <= {"jfif", "jfif_version", "jfif_unit", "jfif_density"}


@pytest.mark.parametrize("form", ["PNG", "GIF", "WEBP"])
def test_the_copy_of_another_format_has_none_either(decoder: PhotoDecoder, form: str) -> None:
    exif = Image.Exif()
    exif[0x010F] = SECRET.decode()
    options = {"comment": SECRET} if form == "GIF" else {"exif": exif.tobytes(), "icc_profile": SECRET}
    data = saved(picture(), form, **options)
    assert SECRET in data or form == "PNG"  # a PNG packs its profile
    copy, image = decoded(decoder, data)
    assert SECRET not in copy.copy
    assert image.size == (320, 240)


def test_the_place_is_read_in_degrees(decoder: PhotoDecoder) -> None:
    copy, _ = decoded(decoder, photo())
    assert copy.position is not None
    assert copy.position.latitude == pytest.approx(28.3721, abs=1e-6)
    assert copy.position.longitude == pytest.approx(121.3853, abs=1e-6)
    assert decoded(decoder, photo(gps=False))[0].position is None


@pytest.mark.parametrize(
    ("changed", "position"),
    [
        ({1: "S", 3: "W"}, Position(-28.3721, -121.3853)),
        ({2: (0.0, 0.0, 0.0), 4: (0.0, 0.0, 0.0)}, None),
        ({2: (95.0, 0.0, 0.0)}, None),
        ({2: (28.0, 22.0)}, None),
        ({4: (999.0, 0.0, 0.0)}, None),
    ],
)
def test_odd_coordinates_of_a_photo_are_read_or_left_out(
    decoder: PhotoDecoder, changed: dict[int, object], position: Position | None
) -> None:
    exif = Image.Exif()
    exif.get_ifd(0x8825).update(GPS | changed)
    copy, _ = decoded(decoder, saved(picture(), exif=exif.tobytes()))
    if position is None:
        assert copy.position is None
    else:
        assert copy.position is not None
        assert copy.position.latitude == pytest.approx(position.latitude)
        assert copy.position.longitude == pytest.approx(position.longitude)


@pytest.mark.parametrize("orientation", range(1, 9))
def test_the_copy_stands_upright(decoder: PhotoDecoder, orientation: int) -> None:
    copy, image = decoded(decoder, photo(orientation=orientation))
    assert image.size == ((320, 240) if orientation < 5 else (240, 320)) == (copy.width, copy.height)


def test_a_large_photo_becomes_small_enough_to_look_at(decoder: PhotoDecoder) -> None:
    assert decoded(decoder, photo(width=5000, height=3000))[1].size == (2560, 1536)


@pytest.mark.parametrize("mode", ["L", "P", "1", "LA", "RGBA", "I;16"])
def test_every_way_to_hold_colours_is_read(decoder: PhotoDecoder, mode: str) -> None:
    image = picture(mode="L" if mode == "I;16" else mode) if mode != "LA" else picture(mode="L").convert("LA")
    if mode == "I;16":
        image = image.convert("I;16")
    decoded(decoder, saved(image, "PNG"))


def test_what_is_behind_glass_becomes_white(decoder: PhotoDecoder) -> None:
    _, image = decoded(decoder, saved(Image.new("RGBA", (50, 50), (0, 0, 0, 0)), "PNG"))
    assert image.getpixel((25, 25)) == (255, 255, 255)


def test_blacked_out_is_black_to_its_edge_and_the_rest_is_not(decoder: PhotoDecoder) -> None:
    white = saved(Image.new("RGB", (400, 200), "white"), "PNG")
    _, image = decoded(decoder, white, Area(0.25, 0.5, 0.5, 1.0), Area(0.9, 0.0, 1.0, 0.1))
    for at in ((101, 101), (150, 150), (199, 199), (380, 5), (399, 0)):
        assert max(image.getpixel(at)) < 30, at  # type: ignore[arg-type]
    for at in ((80, 150), (220, 150), (150, 80), (340, 50)):
        assert min(image.getpixel(at)) > 225, at  # type: ignore[arg-type]


def test_areas_are_inside_the_picture() -> None:
    for bad in ((0.5, 0, 0.5, 1), (-0.1, 0, 1, 1), (0, 0, 1.1, 1), (0, 0.6, 1, 0.5), (float("nan"), 0, 1, 1)):
        with pytest.raises(ValueError, match="area"):
            Area(*bad)


HOSTILE: dict[str, tuple[bytes | Callable[[], bytes], Refusal | None]] = {
    "50,000 x 50,000": (bomb_png, Refusal.TOO_MANY_PIXELS),
    "just above the limit": (lambda: bomb_png(8000, 5001), Refusal.TOO_MANY_PIXELS),
    "100 x 100 that unpacks to 200 MB": (lambda: lying_png(zlib.compress(b"\0" * 200_000_000)), None),
    "too little in it": (lying_png(zlib.compress(b"\0" * 100)), Refusal.BROKEN),
    "no deflate": (lying_png(b"nonsense"), None),
    "text": (b"hello", Refusal.BROKEN),
    "nothing": (b"", Refusal.BROKEN),
    "a postscript": (b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 9 9\n", Refusal.BROKEN),
    "half a jpeg": (photo(width=1000, height=1000)[:20_000], Refusal.BROKEN),
    "a jpeg of no size": (saved(picture())[:100] + b"\0" * 500, Refusal.BROKEN),
    "a tiff": (saved(picture(), "TIFF"), Refusal.BROKEN),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_pictures_are_refused_in_time(decoder: PhotoDecoder, name: str) -> None:
    made, refusal = HOSTILE[name]
    data = made if isinstance(made, bytes) else made()
    begun = time.monotonic()
    result = decoder.decode(data)
    assert time.monotonic() - begun < 15
    if refusal is None:
        assert isinstance(result, Refusal | DecodedPhoto)
    else:
        assert result is refusal


def test_broken_bytes_anywhere_end_in_a_picture_or_a_refusal(decoder: PhotoDecoder) -> None:
    whole = photo()
    for step in range(12):
        broken = bytearray(whole)
        for place in range(30 + step * 37, len(broken), 997 + step):
            broken[place] ^= 0xFF
        assert isinstance(decoder.decode(bytes(broken)), DecodedPhoto | Refusal)


def test_a_photo_of_forty_megapixels_is_read_within_the_limits(decoder: PhotoDecoder) -> None:
    data = saved(Image.effect_noise((1460, 1094), 60).convert("RGB").resize((7300, 5470)), quality=80)
    assert decoded(decoder, data)[1].size == (2560, 1918)


def test_what_needs_more_memory_than_the_limit_is_refused(decoder: PhotoDecoder) -> None:
    data = saved(Image.new("RGBA", (7000, 5600), (9, 9, 9, 9)), "PNG")
    assert len(data) < 2_000_000
    assert decoder.decode(data) is Refusal.TOO_MANY_PIXELS


def test_one_that_takes_too_long_is_given_up() -> None:
    assert PhotoDecoder(patience_seconds=0.01).decode(photo()) is Refusal.TOO_HARD


def test_the_program_sees_nothing_of_ours(decoder: PhotoDecoder, monkeypatch: pytest.MonkeyPatch) -> None:
    # A module of this name in the path would be imported by a careless child.
    monkeypatch.setenv("PYTHONPATH", os.devnull)
    monkeypatch.setenv("PYTHONSTARTUP", "/nowhere")
    decoded(decoder, photo())
