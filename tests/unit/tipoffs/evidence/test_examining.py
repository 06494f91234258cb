"""What citizens may send and what only looks like it: the corpus of X5, made in code."""

import itertools
import time

import pytest

from tests.samples import bomb_png, box, photo, picture, saved, video, voice, zip_archive
from tipoffs.evidence.examining import AMR, GIF, JPEG, MP3, MP4, PNG, SPEEX, WEBP, Sort, examine
from tipoffs.evidence.status import MAX_BYTES, Kind, Refusal

# Choosing the colours of a GIF takes a third of a second each time; these are chosen already.
INDEXED = picture(mode="P")
PHOTOS = {
    "phone": (photo(), JPEG),
    "plain jpeg": (saved(picture()), JPEG),
    "progressive": (saved(picture(), progressive=True), JPEG),
    "grey": (saved(picture(mode="L")), JPEG),
    "with restart markers": (saved(picture(), restart_marker_blocks=4), JPEG),
    "png": (saved(picture(), "PNG"), PNG),
    "png with alpha": (saved(picture(mode="RGBA"), "PNG"), PNG),
    "palette": (saved(picture(mode="P"), "PNG"), PNG),
    "gif": (saved(INDEXED, "GIF"), GIF),
    "animated gif": (
        saved(INDEXED, "GIF", save_all=True, append_images=[INDEXED.rotate(90 * n) for n in range(3)]),
        GIF,
    ),
    "webp": (saved(picture(), "WEBP"), WEBP),
    "lossless webp": (saved(picture(31, 17), "WEBP", lossless=True), WEBP),
}
ACTIVE = {
    "zip": zip_archive(),
    "zip with a comment": zip_archive()[:-2] + b"\x00\x10" + b"x" * 4096,
    "pdf": b"\n%PDF-1.4\n1 0 obj <</OpenAction 2 0 R>>",
    "html": b"<html><script>alert(1)</script>",
    "upper-case script": b"<SCRIPT src=x>",
    "svg": b"<svg onload=alert(1)>",
    "php": b"<?php system($_GET[0]);",
    "windows program": b"MZ\x90\x00\x03",
    "unix program": b"\x7fELF\x02\x01",
    "rar": b"Rar!\x1a\x07\x00",
}
STRANGERS = {
    "svg": b'<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>',
    "html": b"<!DOCTYPE html><script>alert(1)</script>",
    "text": "举报".encode(),
    "zip": zip_archive(),
    "pdf": b"%PDF-1.7\n",
    "program": b"MZ\x90\x00" + b"\0" * 100,
    "script": b"#!/bin/sh\nrm -rf /",
    "zeros": b"\0" * 5000,
    "eps": b"%!PS-Adobe-3.0 EPSF-3.0",
    "gif that is none": b"GIF88a" + b"\0" * 20,
    "recording in the container of webp": b"RIFF\x24\0\0\0WAVEfmt " + b"\0" * 20,
}


@pytest.mark.parametrize("name", PHOTOS)
def test_photos_are_known_by_their_bytes(name: str) -> None:
    data, sort = PHOTOS[name]
    assert examine(data, Kind.PHOTO) is sort


def test_videos_and_voices_are_known_by_their_bytes() -> None:
    assert examine(video(), Kind.VIDEO) is MP4
    assert examine(voice(), Kind.VOICE) is AMR


@pytest.mark.parametrize(
    ("head", "sort"),
    [
        (b"#!AMR-WB\n", AMR),
        (b"#!SPEEX", SPEEX),
        (b"ID3\x04", MP3),
        (b"\xff\xfb", MP3),
        (b"\xff\xfa", MP3),
        (b"\xff\xf3", MP3),
        (b"\xff\xf2", MP3),
    ],
)
def test_other_recordings_are_known_by_their_first_bytes(head: bytes, sort: Sort) -> None:
    assert examine(head + b"\0" * 100, Kind.VOICE) is sort


@pytest.mark.parametrize("head", [b"\xfe\xfb", b"\xff\xfd", b"\xff\x00", b"ID2"])
def test_what_only_begins_like_a_recording_is_none(head: bytes) -> None:
    assert examine(head + b"\0" * 100, Kind.VOICE) is Refusal.OTHER_KIND


@pytest.mark.parametrize(
    ("data", "kind"),
    [(photo(), Kind.VIDEO), (video(), Kind.PHOTO), (voice(), Kind.PHOTO), (photo(), Kind.VOICE)],
)
def test_one_kind_does_not_pass_for_another(data: bytes, kind: Kind) -> None:
    assert examine(data, kind) is Refusal.OTHER_KIND


@pytest.mark.parametrize(("name", "kind"), list(itertools.product(STRANGERS, Kind)))
def test_what_is_no_photo_video_or_voice_is_refused(name: str, kind: Kind) -> None:
    assert examine(STRANGERS[name], kind) is Refusal.OTHER_KIND


@pytest.mark.parametrize(("name", "active"), list(itertools.product(PHOTOS, ACTIVE)))
def test_a_photo_that_is_something_else_too_is_refused(name: str, active: str) -> None:
    assert examine(PHOTOS[name][0] + ACTIVE[active], Kind.PHOTO) is Refusal.HIDES_SOMETHING


@pytest.mark.parametrize("active", ACTIVE)
def test_a_video_or_voice_that_is_something_else_too_is_refused(active: str) -> None:
    # A tail that could be a box is one that does not end.
    tail = examine(video() + ACTIVE[active], Kind.VIDEO)
    assert tail in (Refusal.HIDES_SOMETHING, Refusal.CUT_SHORT)
    assert examine(video() + b"\0" * 8 + ACTIVE[active], Kind.VIDEO) is Refusal.HIDES_SOMETHING
    head = voice()[:6] + ACTIVE[active]
    assert examine(head, Kind.VOICE) is Refusal.HIDES_SOMETHING


def test_a_photo_with_a_pdf_in_its_comment_or_a_script_in_its_header_is_refused() -> None:
    assert examine(saved(picture(), comment=b"%PDF-1.4"), Kind.PHOTO) is Refusal.HIDES_SOMETHING
    plain = saved(picture())
    assert examine(plain[:4] + b"/*" + b"J" * 0x2F28 + plain[20:], Kind.PHOTO) is Refusal.HIDES_SOMETHING
    gif = saved(INDEXED, "GIF")
    assert examine(gif[:6] + b"/*" + gif[8:], Kind.PHOTO) is Refusal.HIDES_SOMETHING


def test_what_phones_put_behind_a_photo_is_no_reason_to_refuse_it() -> None:
    assert examine(photo() + video(), Kind.PHOTO) is JPEG
    assert examine(photo() + b"\0" * 3000 + photo(), Kind.PHOTO) is JPEG


@pytest.mark.parametrize("name", PHOTOS)
def test_a_photo_that_ends_too_early_is_refused(name: str) -> None:
    data, _ = PHOTOS[name]
    whole = data.removesuffix(b"depth map WHO-TOOK-THIS-4711")
    for cut in (len(whole) - 1, len(whole) * 3 // 4, len(whole) // 2, 40, 14):
        assert examine(whole[:cut], Kind.PHOTO) is Refusal.CUT_SHORT, cut


def test_a_video_that_ends_too_early_is_refused() -> None:
    for cut in (len(video()) - 1, 1000, 20):
        assert examine(video()[:cut], Kind.VIDEO) is Refusal.CUT_SHORT


@pytest.mark.parametrize("brand", [b"heic", b"mif1", b"avif"])
def test_formats_that_we_cannot_open_are_named(brand: bytes) -> None:
    assert examine(box(b"ftyp", brand + b"\0\0\0\0"), Kind.PHOTO) is Refusal.UNREADABLE_FORMAT
    assert examine(saved(picture(), "BMP"), Kind.PHOTO) is Refusal.UNREADABLE_FORMAT


def test_an_empty_file_and_one_byte_over_the_limit_are_refused() -> None:
    assert examine(b"", Kind.PHOTO) is Refusal.EMPTY
    full = photo().ljust(MAX_BYTES, b"\0")
    assert examine(full, Kind.PHOTO) is JPEG
    assert examine(full + b"\0", Kind.PHOTO) is Refusal.TOO_LARGE


def filled(begins: bytes, part: bytes) -> bytes:
    return begins + part * ((MAX_BYTES - len(begins)) // len(part))


LABORIOUS = {
    "jpeg of fill": (filled(b"\xff\xd8", b"\xff"), Kind.PHOTO),
    "jpeg of stuffed bytes": (filled(b"\xff\xd8\xff\xe0\x00\x02", b"\xff\x00"), Kind.PHOTO),
    "jpeg of empty segments": (filled(b"\xff\xd8", b"\xff\xe0\x00\x02"), Kind.PHOTO),
    "png of empty chunks": (filled(b"\x89PNG\r\n\x1a\n", b"\0\0\0\0abcd\0\0\0\0"), Kind.PHOTO),
    "gif of bytes": (filled(b"GIF89a\1\0\1\0\0\0\0\x21\xfe", b"\1x"), Kind.PHOTO),
    "gif of extensions": (filled(b"GIF89a\1\0\1\0\0\0\0", b"\x21\xfe\0"), Kind.PHOTO),
    "film of empty boxes": (filled(box(b"ftyp", b""), box(b"free", b"")), Kind.VIDEO),
}


@pytest.mark.parametrize("name", LABORIOUS)
def test_a_file_of_countless_parts_is_refused_before_it_takes_the_process(name: str) -> None:
    data, kind = LABORIOUS[name]
    began = time.process_time()

    assert examine(data, kind) is Refusal.CUT_SHORT

    assert time.process_time() - began < 1


def test_a_long_tail_is_searched_quickly() -> None:
    tailed = filled(photo(), b"<")
    began = time.process_time()

    assert examine(tailed, Kind.PHOTO) is JPEG

    assert time.process_time() - began < 1


def test_a_small_bomb_passes_here_and_is_left_to_the_decoder() -> None:
    assert examine(bomb_png(3000, 3000), Kind.PHOTO) is PNG


def test_every_refusal_tells_the_sender_what_to_do() -> None:
    assert all("请" in refusal.sentence for refusal in Refusal)
    assert not any("请" in refusal.label for refusal in Refusal), (
        "a clerk reads why, and is asked for nothing"
    )
