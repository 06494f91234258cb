"""A name leads to its code, whatever marks stand in it; a code is understood as well."""

from admin.picking import code_of, codes_of

NAMES = {"fire.oil_pan": "油锅起火", "hotline.122_12122": "交通事故打122、12122"}


def test_names_and_codes_lead_to_codes() -> None:
    assert code_of(" 油锅起火 ", NAMES) == code_of("fire.oil_pan", NAMES) == "fire.oil_pan"
    assert code_of("没有这个", NAMES) == "没有这个"


def test_several_fields_or_several_in_one_field() -> None:
    both = ["fire.oil_pan", "hotline.122_12122"]

    assert codes_of(["油锅起火", "交通事故打122、12122", ""], NAMES) == both
    assert codes_of(["fire.oil_pan，hotline.122_12122"], NAMES) == both
    assert codes_of(["fire.oil_pan", "油锅起火"], NAMES) == ["fire.oil_pan"]
    assert codes_of(["", " 、"], NAMES) == []
